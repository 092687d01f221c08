//! Neural tangent kernels.
//!
//! Move the parameters θ of a network f a little, and its output at an input x changes by the
//! inner product of that step with the gradient ∂f(x)/∂θ. A step of gradient descent that is
//! taken for the sake of x' is a multiple of ∂f(x')/∂θ. So what training on x' does to x is
//!
//! ```text
//!   K(x, x') = < ∂f(x)/∂θ , ∂f(x')/∂θ >        the neural tangent kernel
//!
//!        x ──►┌─────────┐──► f(x)        reverse: ∂f(x)/∂θ  ─┐
//!             │    θ    │                                    ├─► K(x, x')
//!        x'──►└─────────┘──► f(x')       reverse: ∂f(x')/∂θ ─┘
//! ```
//!
//! [`EmpiricalNtk`] is that of any network that the tape can express, in three ways that agree:
//!
//! ```
//! use autodiff::Fun;
//! use nn::{Mlp, Parametrisation, Stream};
//! use ntk::{EmpiricalNtk, Inputs, Outputs};
//! use numerics::Matrix;
//!
//! let scaling = Parametrisation::Ntk { weight: 2f64.sqrt(), bias: 0.1 };
//! let mlp = Mlp::new(&[2, 64, 64, 1], Fun::Relu, scaling);
//! let params = mlp.init(&mut Stream::new("tour", 0, "init"));
//! let x = Matrix::from_rows(&[[1.0, 0.0], [0.6, 0.8], [0.0, -1.0]]);
//!
//! let ntk = EmpiricalNtk::new(&mlp, &params);
//! let rows = ntk.by_rows(Inputs::One(&x), Outputs::Full); // the definition
//! let factors = ntk.by_factors(Inputs::One(&x), Outputs::Full)?; // the fast way
//! let products = ntk.by_products(Inputs::One(&x), Outputs::Full);
//! for (i, &k) in rows.matrix.data.iter().enumerate() {
//!     assert!((factors.matrix.data[i] / k - 1.0).abs() < 1e-12);
//!     assert!((products.matrix.data[i] / k - 1.0).abs() < 1e-12);
//! }
//! // Training on the first input moves the second, near it, more than the third.
//! assert!(rows.matrix[(0, 1)] > rows.matrix[(0, 2)]);
//! # Ok::<(), ntk::Refusal>(())
//! ```
//!
//! [`InfiniteMlp`] has the limits of these kernels for very wide layers, [`KernelRegression`] what
//! a kernel predicts of training, [`Linearised`] the network as its kernel sees it, and
//! [`drift`] and [`alignment`] how far a real network leaves that picture.
//!
//! Where to read: `empirical/rows.rs` is the definition; `empirical/row_wise.rs` and
//! `empirical/sites.rs` read a program, `empirical/factors.rs` makes a kernel of what they find;
//! `infinite/mod.rs` is the recursion over layers; `regression.rs` the dynamics.
//!
//! What users of such kernels get wrong is a type here: whether outputs are kept or traced
//! ([`Outputs`]), which numbers are trained ([`Scaling`]), where a model starts ([`Start`]), and
//! what the loss sums over ([`Fit`]).
#![forbid(unsafe_code)]

mod empirical;
mod infinite;
mod kernel;
mod linearise;
mod measures;
mod regression;
mod tiles;

pub use empirical::{EmpiricalNtk, Network, Refusal};
pub use infinite::{Activation, InfiniteMlp, Scaling, Undefined};
pub use kernel::{Inputs, Kernel, Outputs};
pub use linearise::Linearised;
pub use measures::{alignment, centred, drift, target_alignment};
pub use regression::{Fit, KernelRegression, Start};
