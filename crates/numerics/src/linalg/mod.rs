//! Dense linear algebra: factorisations and the solvers built on them.
//!
//! | to | use | cost (`m >= n`) |
//! | --- | --- | --- |
//! | solve with a symmetric positive definite matrix | [`cholesky()`] | n^3 / 3 |
//! | solve least squares of full rank | [`qr()`] | 2 m n^2 |
//! | find a numerical rank cheaply | [`pivoted_qr()`] | 2 m n^2 |
//! | solve least squares of any rank, any shape | [`min_norm_least_squares`] | 2 m n^2 + O(n^3) |
//! | the same, judged by singular values | [`min_norm_least_squares_svd`] | 2 m n^2 + tens of n^3 |
//! | fit with a penalty on the solution | [`ridge()`] | m n^2 |
//! | eigenvalues and vectors of a symmetric matrix | [`symmetric_eigen()`] | about 9 n^3 |
//! | singular values and vectors | [`svd()`] | 2 m n^2 + tens of n^3 |
//!
//! ```
//! use numerics::{Matrix, linalg};
//!
//! // The line through (0, 1), (1, 3), (2, 5), by least squares.
//! let a = Matrix::from_rows(&[[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]]);
//! let b = Matrix::from_vec(3, 1, vec![1.0, 3.0, 5.0]);
//! let fit = linalg::min_norm_least_squares(&a, &b)?;
//! assert_eq!(fit.rank, 2);
//! assert!((fit.solution[(0, 0)] - 1.0).abs() < 1e-14);
//! assert!((fit.solution[(1, 0)] - 2.0).abs() < 1e-14);
//! # Ok::<(), linalg::Error>(())
//! ```
//!
//! **Same bits everywhere.** Every routine uses IEEE `+ - * /` and square
//! roots in a fixed order; vector lanes only ever split a sum in the one way
//! that [`crate::dot`] states, so the CPU cannot change a result.
//!
//! **How the code is laid out.** Almost every loop here wants the columns of
//! a matrix, and [`Matrix`](crate::Matrix) has contiguous rows. The factorisations therefore
//! work on the transpose: *row `j` of the working storage is column `j` of
//! the matrix*. A Householder reflection is then one dot product and one
//! `y += a x` per contiguous row, and a wide matrix, whose transpose is
//! wanted, needs no transposing at all.
//!
//! **What is refused.** A property of the numbers (not finite, not symmetric,
//! not positive definite, singular) is an [`Error`]. A right-hand side whose
//! shape does not fit is a mistake in the calling program and panics.
//!
//! The notation "Golub & Van Loan" is G. H. Golub and C. F. Van Loan, *Matrix
//! Computations*, 4th edition, 2013.

mod cholesky;
mod complete_orthogonal;
mod error;
mod householder;
mod kernels;
mod least_squares;
mod pivoted_qr;
mod qr;
mod ridge;
mod svd;
mod symmetric_eigen;
mod triangular;
mod tridiagonal;

#[cfg(test)]
mod testing;

pub use cholesky::{Cholesky, cholesky};
pub use error::Error;
pub use least_squares::{LeastSquares, min_norm_least_squares, min_norm_least_squares_svd};
pub use pivoted_qr::{PivotedQr, pivoted_qr};
pub use qr::{Qr, qr};
pub use ridge::ridge;
pub use svd::{Svd, svd};
pub use symmetric_eigen::{SymmetricEigen, symmetric_eigen, symmetric_eigenvalues};

/// The relative size below which a singular value, or a pivot, of a
/// `rows x cols` matrix cannot be told from rounding:
/// `f64::EPSILON * max(rows, cols)`.
pub fn rank_tolerance(rows: usize, cols: usize) -> f64 {
    f64::EPSILON * rows.max(cols) as f64
}
