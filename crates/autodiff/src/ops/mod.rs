//! The operations, one family a file: what it computes, both derivatives, its
//! work and its tests, side by side.

mod layer;
mod linear;
mod map;
mod movement;
mod pointwise;
mod softmax;
mod sum;

pub use layer::Layer;
pub use linear::Linear;
pub use map::{Fun, Map};
pub use movement::{IndexTable, Movement, TableId};
pub use pointwise::Pointwise;
pub use softmax::Softmax;
pub use sum::Sum;
