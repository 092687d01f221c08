//! What can be wrong with a matrix, and the checks that find it.

use std::fmt;

use crate::Matrix;

/// Why a factorisation or a solve has no answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Error {
    /// The matrix has no entries.
    Empty {
        /// Its number of rows.
        rows: usize,
        /// Its number of columns.
        cols: usize,
    },
    /// An entry is NaN or infinite.
    NotFinite {
        /// Row of the first such entry.
        row: usize,
        /// Its column.
        col: usize,
    },
    /// An entry of the right-hand side is NaN or infinite.
    RightHandSideNotFinite {
        /// Row of the first such entry.
        row: usize,
        /// Its column.
        col: usize,
    },
    /// A square matrix was needed.
    NotSquare {
        /// The number of rows.
        rows: usize,
        /// The number of columns.
        cols: usize,
    },
    /// Entries `(row, col)` and `(col, row)` differ by far more than rounding.
    NotSymmetric {
        /// Row of the first such entry.
        row: usize,
        /// Its column.
        col: usize,
    },
    /// A Cholesky pivot was not positive.
    NotPositiveDefinite {
        /// Index of the pivot: the leading block of this size is still
        /// positive definite, the next one is not.
        pivot: usize,
    },
    /// The columns are linearly dependent to working precision.
    RankDeficient {
        /// The first column that the columns before it explain.
        column: usize,
    },
    /// An iteration did not settle. Never seen with finite input.
    NoConvergence {
        /// The routine.
        routine: &'static str,
        /// How many iterations it was given.
        iterations: usize,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Empty { rows, cols } => write!(f, "the {rows} x {cols} matrix is empty"),
            Self::NotFinite { row, col } => {
                write!(f, "entry ({row}, {col}) of the matrix is NaN or infinite")
            }
            Self::RightHandSideNotFinite { row, col } => {
                write!(f, "entry ({row}, {col}) of the right-hand side is NaN or infinite")
            }
            Self::NotSquare { rows, cols } => {
                write!(f, "a square matrix is needed, not {rows} x {cols}")
            }
            Self::NotSymmetric { row, col } => write!(
                f,
                "a symmetric matrix is needed, but entries ({row}, {col}) and ({col}, {row}) differ"
            ),
            Self::NotPositiveDefinite { pivot } => write!(
                f,
                "the matrix is not positive definite: pivot {pivot} is not positive; \
                 add a ridge to the diagonal or use min_norm_least_squares"
            ),
            Self::RankDeficient { column } => write!(
                f,
                "column {column} depends linearly on the columns before it to working precision; \
                 use min_norm_least_squares"
            ),
            Self::NoConvergence { routine, iterations } => {
                write!(f, "{routine} did not converge in {iterations} iterations")
            }
        }
    }
}

impl std::error::Error for Error {}

/// Refuses an empty matrix and the first entry that is NaN or infinite.
pub(super) fn check_finite(a: &Matrix) -> Result<(), Error> {
    if a.data.is_empty() {
        return Err(Error::Empty { rows: a.rows, cols: a.cols });
    }
    match first_not_finite(a) {
        Some((row, col)) => Err(Error::NotFinite { row, col }),
        None => Ok(()),
    }
}

/// Refuses what [`check_finite`] refuses, and the same in a right-hand side.
///
/// # Panics
/// If the right-hand side has another number of rows.
#[track_caller]
pub(super) fn check_system(a: &Matrix, b: &Matrix) -> Result<(), Error> {
    let (m, rows) = (a.rows, b.rows);
    assert!(rows == m, "linear system: the matrix has {m} rows, the right-hand side {rows}");
    check_finite(a)?;
    match first_not_finite(b) {
        Some((row, col)) => Err(Error::RightHandSideNotFinite { row, col }),
        None => Ok(()),
    }
}

fn first_not_finite(a: &Matrix) -> Option<(usize, usize)> {
    let at = a.data.iter().position(|x| !x.is_finite())?;
    Some((at / a.cols, at % a.cols))
}

/// Refuses what is empty, not finite, not square or not symmetric.
///
/// Rounding may leave the two halves of a kernel matrix a few ulps apart, so
/// differences up to 1e-9 of the largest entry pass; the routines then read
/// the lower triangle. A larger difference is a wrong matrix.
pub(super) fn check_symmetric(a: &Matrix) -> Result<(), Error> {
    check_finite(a)?;
    if a.rows != a.cols {
        return Err(Error::NotSquare { rows: a.rows, cols: a.cols });
    }
    let allowed = 1e-9 * largest(&a.data);
    for row in 0..a.rows {
        for col in 0..row {
            if (a[(row, col)] - a[(col, row)]).abs() > allowed {
                return Err(Error::NotSymmetric { row, col });
            }
        }
    }
    Ok(())
}

/// The largest absolute value, 0 for none.
pub(super) fn largest(x: &[f64]) -> f64 {
    x.iter().fold(0.0, |best, &v| if v.abs() > best { v.abs() } else { best })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checks_name_the_first_offender() {
        assert_eq!(check_finite(&Matrix::zeros(0, 3)), Err(Error::Empty { rows: 0, cols: 3 }));
        let mut a = Matrix::identity(3);
        assert_eq!(check_symmetric(&a), Ok(()));
        a[(1, 2)] = 1e-3;
        assert_eq!(check_symmetric(&a), Err(Error::NotSymmetric { row: 2, col: 1 }));
        a[(1, 2)] = f64::NAN;
        assert_eq!(check_symmetric(&a), Err(Error::NotFinite { row: 1, col: 2 }));
        let wide = Matrix::zeros(2, 3);
        assert_eq!(check_symmetric(&wide), Err(Error::NotSquare { rows: 2, cols: 3 }));
    }

    #[test]
    fn rounding_passes_for_symmetric() {
        let mut a = Matrix::identity(2);
        (a[(0, 1)], a[(1, 0)]) = (0.3, 0.1 + 0.2);
        assert_eq!(check_symmetric(&a), Ok(()));
    }
}
