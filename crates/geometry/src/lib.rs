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
//!
//! Each pattern of gates holds on a convex set. For networks of one or two inputs this crate finds
//! all of these sets that meet a box, [`intervals`] or [`cells`], and [`count`]s them:
//!
//! ```
//! # use geometry::{Affine, ReluNetwork, cells, count};
//! # use numerics::Matrix;
//! // Three creases in general position: seven cells.
//! let network = ReluNetwork::new(vec![
//!     Affine {
//!         weight: Matrix::from_rows(&[[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]),
//!         bias: vec![0.0, 0.0, -1.0],
//!     },
//!     Affine { weight: Matrix::from_rows(&[[1.0, 1.0, 1.0]]), bias: vec![0.0] },
//! ])?;
//! assert_eq!(count(&network, 4.0)?.convex_cells, 7);
//! let area: f64 = cells(&network, 4.0)?.iter().map(|cell| cell.area()).sum();
//! assert_eq!(area, 64.0);
//! # Ok::<(), geometry::Error>(())
//! ```
//!
//! # What is exact
//!
//! Which cells there are, their gates and the three [`Counts`] are exact for every finite double
//! as a weight, so also where creases are parallel, coincide or meet in one point. Only signs
//! decide them, and where doubles with a bound on their error cannot tell a sign, integers do. What
//! is printed or drawn of a cell (corners, areas, affine maps) is rounded. Equally exact are the
//! [`bounds`] on what a network of some shape can have, for any number of inputs.
//!
//! A large box has all cells of the plane if it is large enough: for integer weights one can work
//! out a size, in general one can only enlarge it until the count stays.
//!
//! # What it costs
//!
//! The walk keeps the way to one cell only, a few polygons a layer, and recurses once a layer;
//! [`cells`] keeps all of them, and [`count`] the gates and three coefficients an output of each.
//! The time is that of the affine forms: for a cell of a layer, the product of its width and the
//! one before it. On one core of an x86 server, with random weights, one cell takes about 4 µs in
//! a 2-64-64-64-1 network, 13 µs with widths of 128 and 45 µs with 256; [`count`] takes about twice that. Where
//! creases meet in one point again and again, as all do at the origin if no unit has a bias, every
//! decision is made in integers: 0.3 ms a cell for widths of 64.
//!
//! Where to read: `network.rs` for gates and pieces; `descent.rs` for the walk, `polygon.rs` for
//! one division, `forms.rs` and `exact.rs` for what decides it; `count.rs` and `line.rs` for what
//! is made of it; `bounds.rs` stands alone.
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
