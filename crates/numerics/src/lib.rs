//! Elementary functions, sums, products and linear algebra with the same bits everywhere

pub mod elementary;
mod level;
pub mod linalg;
mod matmul;
mod matrix;
mod reduce;
pub mod slices;

pub use level::{LEVEL_VARIABLE, Level, vectorise};
pub use matmul::{Product, matmul};
pub use matrix::Matrix;
pub use reduce::{dot, sum};

/// The version of the numerical contract: it rises when any bit of any result
/// of this crate changes on purpose.
pub const NUMERICS_VERSION: u32 = 1;
