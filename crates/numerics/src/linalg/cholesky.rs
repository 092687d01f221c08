//! Cholesky factorisation of a symmetric positive definite matrix:
//! `A = L L^T` with `L` lower triangular and a positive diagonal.
//!
//! Row by row (Cholesky-Banachiewicz; Golub & Van Loan, section 4.2): every
//! entry of `L` is one dot product of two contiguous rows. `n^3 / 3`
//! operations; backward stable without pivoting.

use crate::{Matrix, vectorise};

use super::error::{Error, check_symmetric};
use super::kernels::dot;
use super::triangular::{solve_lower, solve_lower_transposed};

/// The factor of a symmetric positive definite `n x n` matrix. Made by
/// [`cholesky()`].
#[derive(Clone, Debug)]
pub struct Cholesky {
    l: Matrix,
}

/// Factors the symmetric positive definite matrix `a`. Its upper triangle is
/// read only to check the symmetry.
///
/// # Errors
/// If `a` is empty, not finite, not square or not symmetric, and
/// [`Error::NotPositiveDefinite`] with the index of the first pivot that is
/// not positive.
///
/// ```
/// use numerics::{Matrix, linalg};
/// let a = Matrix::from_rows(&[[4.0, 2.0], [2.0, 10.0]]);
/// let factor = linalg::cholesky(&a)?;
/// assert_eq!(*factor.l(), Matrix::from_rows(&[[2.0, 0.0], [1.0, 3.0]]));
/// let x = factor.solve(&Matrix::from_vec(2, 1, vec![6.0, 12.0]));
/// assert_eq!(x.data, [1.0, 1.0]);
/// # Ok::<(), linalg::Error>(())
/// ```
pub fn cholesky(a: &Matrix) -> Result<Cholesky, Error> {
    check_symmetric(a)?;
    let n = a.rows;
    let mut l = Matrix::zeros(n, n);
    vectorise({
        #[inline(always)]
        || {
            for i in 0..n {
                let (above, rest) = l.data.split_at_mut(i * n);
                let row = &mut rest[..n];
                for j in 0..i {
                    let row_j = &above[j * n..][..=j];
                    row[j] = (a[(i, j)] - dot(&row[..j], &row_j[..j])) / row_j[j];
                }
                let pivot = a[(i, i)] - dot(&row[..i], &row[..i]);
                // Also refuses NaN, from an overflow on the way.
                if !(pivot > 0.0 && pivot.is_finite()) {
                    return Err(Error::NotPositiveDefinite { pivot: i });
                }
                row[i] = pivot.sqrt();
            }
            Ok(())
        }
    })?;
    Ok(Cholesky { l })
}

impl Cholesky {
    /// The factor `L`, zero above the diagonal.
    pub fn l(&self) -> &Matrix {
        &self.l
    }

    /// The solution `x` (`n x q`) of `A x = b` for every column of `b`.
    ///
    /// # Panics
    /// If `b` does not have `n` rows.
    #[track_caller]
    pub fn solve(&self, b: &Matrix) -> Matrix {
        let n = self.l.rows;
        assert!(
            b.rows == n,
            "Cholesky::solve: the matrix has {n} rows, the right-hand side {}",
            b.rows
        );
        let mut x = b.transpose();
        solve_lower(&self.l, &mut x, n);
        solve_lower_transposed(&self.l, &mut x, n);
        x.transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{assert_golden, distance, hilbert, random};
    use super::*;

    /// `B B^T + I`: positive definite whatever `B`.
    fn definite(seed: u64, n: usize) -> Matrix {
        let b = random(seed, n, n);
        let mut a = b.matmul(&b.transpose());
        for i in 0..n {
            a[(i, i)] += 1.0;
        }
        a
    }

    #[test]
    fn the_factor_gives_the_matrix_back() {
        for n in [1, 2, 7, 33, 64] {
            let a = definite(n as u64, n);
            let factor = cholesky(&a).unwrap();
            let back = factor.l().matmul(&factor.l().transpose());
            assert!(distance(&back, &a) <= 1e-15 * n as f64, "n = {n}: {}", distance(&back, &a));
        }
    }

    #[test]
    fn the_minimum_matrix_is_exact() {
        // min(i, j) + 1 = L L^T with L all ones.
        let a = Matrix::from_fn(6, 6, |i, j| (i.min(j) + 1) as f64);
        let factor = cholesky(&a).unwrap();
        let ones = Matrix::from_fn(6, 6, |i, j| if j <= i { 1.0 } else { 0.0 });
        assert_eq!(*factor.l(), ones);
        let x = Matrix::from_fn(6, 2, |i, j| (i * i + j) as f64);
        assert_eq!(factor.solve(&a.matmul(&x)), x);
    }

    #[test]
    fn solutions_have_small_residuals_even_when_ill_conditioned() {
        let a = hilbert(8); // condition 1.5e10
        let b = random(3, 8, 3);
        let x = cholesky(&a).unwrap().solve(&b);
        let size = x.data.iter().fold(0.0, |s, v| s + v.abs());
        assert!(distance(&a.matmul(&x), &b) <= f64::EPSILON * size);
    }

    #[test]
    fn the_first_bad_pivot_is_named() {
        let mut a = Matrix::identity(4);
        a[(2, 2)] = -1.0;
        let error = cholesky(&a).unwrap_err();
        assert_eq!(error, Error::NotPositiveDefinite { pivot: 2 });
        assert!(error.to_string().contains("pivot 2 is not positive"));
        let singular = Matrix::from_rows(&[[1.0, 1.0], [1.0, 1.0]]);
        assert_eq!(cholesky(&singular).unwrap_err(), Error::NotPositiveDefinite { pivot: 1 });
        let zero = Matrix::zeros(1, 1);
        assert_eq!(cholesky(&zero).unwrap_err(), Error::NotPositiveDefinite { pivot: 0 });
        let huge = Matrix::from_rows(&[[1e-300, 1e300], [1e300, 1.0]]);
        assert_eq!(cholesky(&huge).unwrap_err(), Error::NotPositiveDefinite { pivot: 1 });
    }

    #[test]
    #[should_panic(expected = "the matrix has 2 rows, the right-hand side 3")]
    fn a_right_hand_side_must_fit() {
        cholesky(&Matrix::identity(2)).unwrap().solve(&Matrix::zeros(3, 1));
    }

    #[test]
    fn golden_bits() {
        assert_golden(0xac11_219a_4616_37df, || {
            let factor = cholesky(&definite(11, 40)).unwrap();
            let x = factor.solve(&random(12, 40, 2));
            [factor.l.data, x.data].concat()
        });
    }
}
