//! What a ReLU network is made of: gates, and one affine map for each pattern of gates.
//!
//! ```text
//!   x ─► W₀x + b₀ ─► gates g₀ ─► W₁h + b₁ ─► gates g₁ ─► … ─► W_L h + b_L = A_g x + c_g
//!           which units are on?                          one affine map for each pattern g
//! ```
//!
//! A unit is *on* at x when its pre-activation there is above zero. Once it is known which units
//! are on, every ReLU is the identity or zero, and what is left of the network is affine:
//!
//! ```
//! use geometry::{Affine, ReluNetwork};
//! use numerics::Matrix;
//!
//! // |x| = relu(x) + relu(-x).
//! let network = ReluNetwork::new(vec![
//!     Affine { weight: Matrix::from_rows(&[[1.0], [-1.0]]), bias: vec![0.0, 0.0] },
//!     Affine { weight: Matrix::from_rows(&[[1.0, 1.0]]), bias: vec![0.0] },
//! ])?;
//! assert_eq!(network.output(&[-3.0]), [3.0]);
//!
//! let gates = network.gates(&[-3.0]);
//! assert_eq!(gates.on(), [false, true]);
//! let piece = network.affine_piece(&gates);
//! assert_eq!((piece.slope[(0, 0)], piece.offset[0]), (-1.0, 0.0));
//! # Ok::<(), geometry::Error>(())
//! ```
#![forbid(unsafe_code)]

pub mod bounds;
mod count;
mod descent;
mod error;
mod exact;
mod forms;
mod line;
mod network;
mod plane;
mod polygon;

pub use count::{Counts, affine_maps, count};
pub use error::Error;
pub use line::{Interval, breakpoints, intervals};
pub use network::{Affine, AffinePiece, Gates, ReluNetwork};
pub use plane::{Cell, cells, visit_cells};
