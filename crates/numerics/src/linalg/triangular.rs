//! Solves with a triangular matrix whose *lower* triangle is stored by rows:
//! a Cholesky factor `L`, or `R^T` of a QR factorisation (this is how the
//! factorisations here store `R`). Golub & Van Loan, section 3.1; `r^2`
//! operations per right-hand side.

use crate::{Matrix, vectorise};

use super::kernels::{axpy, dot};

/// `x[..r] <- L^-1 x[..r]` for every row `x` of `rows`, with `L` the lower
/// triangle of the leading `r x r` block of `lower`: each unknown is one dot
/// product with those before it.
pub(super) fn solve_lower(lower: &Matrix, rows: &mut Matrix, r: usize) {
    vectorise({
        #[inline(always)]
        || {
            for row in 0..rows.rows {
                let x = &mut rows.row_mut(row)[..r];
                for i in 0..r {
                    let l = lower.row(i);
                    x[i] = (x[i] - dot(&l[..i], &x[..i])) / l[i];
                }
            }
        }
    });
}

/// `x[..r] <- L^-T x[..r]`, likewise: each unknown, the last one first, is
/// taken out of the equations above it.
pub(super) fn solve_lower_transposed(lower: &Matrix, rows: &mut Matrix, r: usize) {
    vectorise({
        #[inline(always)]
        || {
            for row in 0..rows.rows {
                let x = &mut rows.row_mut(row)[..r];
                for i in (0..r).rev() {
                    let l = lower.row(i);
                    let x_i = x[i] / l[i];
                    x[i] = x_i;
                    axpy(-x_i, &l[..i], &mut x[..i]);
                }
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_solves_are_exact_on_integers() {
        // Only the lower triangle of the leading 3 x 3 block may be read, and
        // only the leading three entries of a right-hand side be changed.
        let nan = f64::NAN;
        let l =
            Matrix::from_rows(&[[2.0, nan, nan, nan], [1.0, 4.0, nan, nan], [-3.0, 5.0, 8.0, nan]]);
        let mut x = Matrix::from_rows(&[[2.0, 9.0, 31.0, 7.0], [0.0, 4.0, 13.0, 7.0]]);
        solve_lower(&l, &mut x, 3);
        assert_eq!(x, Matrix::from_rows(&[[1.0, 2.0, 3.0, 7.0], [0.0, 1.0, 1.0, 7.0]]));
        let mut x = Matrix::from_rows(&[[-5.0, 23.0, 24.0, 7.0]]); // L^T (1, 2, 3)
        solve_lower_transposed(&l, &mut x, 3);
        assert_eq!(x, Matrix::from_rows(&[[1.0, 2.0, 3.0, 7.0]]));
    }
}
