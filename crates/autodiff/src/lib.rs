//! A tape of matrices that differentiates programs.
//!
//! Every value is a matrix; all of them lie one after another in a single
//! `Vec<f64>`, the *slab*. Running an operation pushes a *node* (what was done,
//! to which earlier nodes, with what shape) and computes it at once. A
//! derivative is not a set of numbers but more program: [`Tape::vjp`] (reverse
//! mode) and [`Tape::jvp`] (forward mode) push further nodes, so a derivative
//! can be printed, counted, and differentiated again.
//!
//! ```text
//!   x ──┐
//!   W ──┼─ affine ── tanh ── sum      forward: values, left to right
//!   b ──┘    │         │      │
//!   dW ◄─ matmul_tn ◄─ mul ◄─ spread  reverse: the same nodes, right to left
//! ```
//!
//! ```
//! use autodiff::{Fun, Tape};
//!
//! let mut tape = Tape::new();
//! let x = tape.leaf(2, 1, &[0.5, -1.0]); // two points, one input
//! let w = tape.leaf(1, 3, &[1.0, 2.0, 3.0]); // three units
//! let b = tape.leaf(1, 3, &[0.1, 0.2, 0.3]);
//!
//! let h = tape.affine(x, w, b); // x w + b, 2 x 3
//! let h = tape.map(Fun::Tanh, h);
//! let y = tape.sum_all(h); // 1 x 1
//!
//! // dy/dw: reverse mode from the scalar y.
//! let dw = tape.gradient(y, &[w])[0];
//! // d/dw of |dy/dw|^2, which needs second derivatives: ask again.
//! let square = tape.mul(dw, dw);
//! let norm = tape.sum_all(square);
//! let ddw = tape.gradient(norm, &[w])[0];
//! assert_eq!(tape.shape(ddw), tape.shape(w));
//! println!("{}", tape.listing());
//! ```
//!
//! Where to read: [`scalar`] is the idea in about a hundred lines; `tape.rs` the
//! slab; `op.rs` what an operation has to provide; `ops/` the operations, one
//! family a file, forward and backward on one screen; `reverse.rs` and
//! `forward.rs` the two modes; [`check`] how we know that it is right; `print/`
//! how to look at it.
//!
//! No file is read, no random number drawn, no thread started, and there is no
//! `unsafe` in this crate.
#![forbid(unsafe_code)]

pub mod check;
mod forward;
mod op;
mod ops;
mod print;
mod reverse;
pub mod scalar;
mod tape;

pub use numerics::{Matrix, Product};
pub use op::Op;
pub use ops::{Fun, IndexTable, Layer, Linear, Map, Movement, Pointwise, Softmax, Sum, TableId};
pub use print::Cost;
pub use tape::{Mark, Pass, Shape, Tape, Var};
