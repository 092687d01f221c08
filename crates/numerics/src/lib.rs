//! The same bits everywhere: elementary functions, sums, matrix products and
//! linear algebra whose results do not depend on the processor, the operating
//! system, the optimisation level or the number of threads.
//!
//! Three rules make it so.
//!
//! 1. **Only operations that IEEE 754 defines to the last bit**: `+ - * /` and
//!    square roots of `f64`. No fused multiply-add, and no mathematical function
//!    of the platform: glibc picks other code for `exp` on another processor.
//! 2. **Every sum has one order**, which depends on its length alone: 16 lanes
//!    and a tree in [`sum`] and [`dot`], one term after the other in [`matmul`].
//! 3. **One loop for all processors**: [`vectorise`] compiles a loop for SSE2,
//!    AVX2 and AVX-512 and picks at run time. A wider vector computes more
//!    elements side by side, and each of them as before.
//!
//! ```text
//!   elementary   f64 -> f64, hardly a branch        sum, dot    matmul    linalg
//!        |                                             |           |        |
//!     slices     &[f64] -> &mut [f64]                  |           |     Matrix
//!        '------------------------+-------------------'-----------'
//!                             vectorise            (the only unsafe code)
//! ```
//!
//! # A tour
//!
//! ```
//! use numerics::{Level, Product, elementary, matmul, self_check, slices, sum, vectorise};
//!
//! // Refuse to work where the rules are broken.
//! self_check()?;
//!
//! // One layer of a network: h = tanh(x W), for a batch of 2.
//! let x = [0.5, -1.0, 2.0, 0.25, 1.5, -0.75]; // 2 x 3
//! let w = [0.1, 0.2, 0.3, 0.4, -0.5, 0.6]; // 3 x 2
//! let (mut z, mut h) = ([0.0; 4], [0.0; 4]);
//! matmul(Product::Nn, 2, 3, 2, &x, &w, &mut z);
//! slices::tanh(&z, &mut h);
//!
//! // The loop over a slice and the scalar function agree to the last bit ...
//! assert_eq!(h[2], elementary::tanh(z[2]));
//! // ... and so do all vector levels of this machine.
//! for level in Level::available() {
//!     let mut again = [0.0; 4];
//!     level.run(|| slices::tanh(&z, &mut again));
//!     assert_eq!(again, h);
//! }
//!
//! // A loop of one's own: a step of gradient descent.
//! let (mut weight, gradient) = ([1.0, 2.0], [0.5, -0.5]);
//! vectorise(|| {
//!     for (weight, gradient) in weight.iter_mut().zip(&gradient) {
//!         *weight -= 0.1 * gradient;
//!     }
//! });
//! assert_eq!(weight, [0.95, 2.05]);
//!
//! // What is printed here is printed on every machine.
//! assert_eq!(format!("{:?}", sum(&h)), "0.7564590202993462");
//! # Ok::<(), numerics::SelfCheckError>(())
//! ```
//!
//! The environment variable `CREASE_SIMD` (`sse2`, `avx2`, `avx512`) lowers the
//! vector level of a process. [`accuracy`] measures the errors of the elementary
//! functions.

#[cfg(all(target_arch = "x86", not(target_feature = "sse2")))]
compile_error!("x87 arithmetic rounds twice; build for a target with SSE2, such as i686");

pub mod accuracy;
pub mod elementary;
mod golden;
mod level;
pub mod linalg;
mod matmul;
mod matrix;
mod reduce;
mod self_check;
pub mod slices;

pub use level::{LEVEL_VARIABLE, Level, vectorise};
pub use matmul::{Product, matmul};
pub use matrix::Matrix;
pub use reduce::{dot, sum};
pub use self_check::{SelfCheckError, self_check};

/// The version of the numerical contract: it rises when any bit of any result
/// of this crate changes on purpose.
pub const NUMERICS_VERSION: u32 = 1;
