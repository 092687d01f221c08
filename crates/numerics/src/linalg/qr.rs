//! Householder QR: `A = Q R`.
//!
//! Golub & Van Loan, algorithm 5.2.1 (LAPACK's `dgeqr2`), in an order of loops
//! that keeps to the cache. `2 m n^2 - 2 n^3 / 3` operations for `m >= n`.
//! Backward stable: the computed factors are those of a matrix within a modest
//! multiple of `f64::EPSILON * |A|` of `A`, column by column.

use crate::{Matrix, vectorise};

use super::error::{Error, check_finite};
use super::householder;
use super::triangular::solve_lower_transposed;

/// Reflections are made in panels of this many, and every later column takes a
/// whole panel while it is in the first-level cache and the panel in the
/// second. Each column still meets the reflections one by one, in order, so
/// the size of a panel does not change a bit.
const PANEL: usize = 32;

/// The factors of an `m x n` matrix, `k = min(m, n)`. Made by [`qr()`].
#[derive(Clone, Debug)]
pub struct Qr {
    /// Row `j` belongs to column `j` of `A`: entries `..=j` are column `j` of
    /// R, the rest is the reflection that made the zeros below it.
    pub(super) factors: Matrix,
    /// One per reflection; `k` of them.
    pub(super) tau: Vec<f64>,
}

/// Factors `a` (any shape) as `Q R`.
///
/// The diagonal of R may have either sign.
///
/// # Errors
/// If `a` is empty or has an entry that is NaN or infinite.
///
/// ```
/// use numerics::{Matrix, linalg};
/// let a = Matrix::from_rows(&[[3.0, 1.0], [4.0, 2.0]]);
/// let qr = linalg::qr(&a)?;
/// let back = qr.thin_q().matmul(&qr.r());
/// assert!((back[(1, 1)] - 2.0).abs() < 1e-15);
/// assert!((qr.r()[(0, 0)].abs() - 5.0).abs() < 1e-15);
/// # Ok::<(), linalg::Error>(())
/// ```
pub fn qr(a: &Matrix) -> Result<Qr, Error> {
    check_finite(a)?;
    Ok(Qr::of_columns(a.transpose()))
}

impl Qr {
    /// Factors the matrix whose *columns* are the rows of `columns`.
    pub(super) fn of_columns(mut columns: Matrix) -> Self {
        let (n, m) = (columns.rows, columns.cols);
        let k = n.min(m);
        let mut tau = vec![0.0; k];
        for start in (0..k).step_by(PANEL) {
            let end = k.min(start + PANEL);
            vectorise({
                #[inline(always)]
                || apply_and_make_panel(&mut columns, &mut tau, start, end)
            });
        }
        Self { factors: columns, tau }
    }

    /// `(m, n)`: the shape of the factored matrix.
    pub fn shape(&self) -> (usize, usize) {
        (self.factors.cols, self.factors.rows)
    }

    /// R: `k x n`, zero below the diagonal.
    pub fn r(&self) -> Matrix {
        Matrix::from_fn(self.tau.len(), self.factors.rows, |i, j| {
            if i <= j { self.factors[(j, i)] } else { 0.0 }
        })
    }

    /// The first `k` columns of Q: `m x k`, orthonormal columns.
    pub fn thin_q(&self) -> Matrix {
        let mut columns = Matrix::zeros(self.tau.len(), self.factors.cols);
        for j in 0..columns.rows {
            columns[(j, j)] = 1.0;
        }
        self.apply_q_to_rows(&mut columns);
        columns.transpose()
    }

    /// The least-squares solution `x` (`n x q`) of `A x = b` (`b` is
    /// `m x q`) for `m >= n` and independent columns.
    ///
    /// # Errors
    /// [`Error::RankDeficient`] if `|r_jj|` does not exceed
    /// [`rank_tolerance`](super::rank_tolerance) times the largest `|r_ii|`,
    /// or if there are fewer rows than columns. Unpivoted QR sees most, not
    /// all, deficient matrices this way: when the rank is in question, use
    /// [`min_norm_least_squares`](super::min_norm_least_squares).
    ///
    /// # Panics
    /// If `b` does not have `m` rows.
    #[track_caller]
    pub fn solve_least_squares(&self, b: &Matrix) -> Result<Matrix, Error> {
        let (m, n) = self.shape();
        assert!(
            b.rows == m,
            "solve_least_squares: the matrix has {m} rows, the right-hand side {}",
            b.rows
        );
        let mut top = 0.0;
        for j in 0..self.tau.len() {
            let pivot = self.factors[(j, j)].abs();
            top = if pivot > top { pivot } else { top };
        }
        let threshold = super::rank_tolerance(m, n) * top;
        for column in 0..n {
            if column >= m || self.factors[(column, column)].abs() <= threshold {
                return Err(Error::RankDeficient { column });
            }
        }
        let mut x = b.transpose();
        self.apply_q_transposed_to_rows(&mut x);
        // The factors hold R^T in their lower triangle.
        solve_lower_transposed(&self.factors, &mut x, n);
        Ok(Matrix::from_fn(n, b.cols, |i, j| x[(j, i)]))
    }

    /// `x <- Q x` for every row `x` (of `m` entries).
    pub(super) fn apply_q_to_rows(&self, rows: &mut Matrix) {
        vectorise({
            #[inline(always)]
            || {
                for x in rows.data.chunks_exact_mut(self.factors.cols) {
                    for (j, &tau) in self.tau.iter().enumerate().rev() {
                        householder::apply(&self.factors.row(j)[j..], tau, &mut x[j..]);
                    }
                }
            }
        });
    }

    /// `x <- Q^T x` for every row `x` (of `m` entries).
    pub(super) fn apply_q_transposed_to_rows(&self, rows: &mut Matrix) {
        vectorise({
            #[inline(always)]
            || {
                for x in rows.data.chunks_exact_mut(self.factors.cols) {
                    for (j, &tau) in self.tau.iter().enumerate() {
                        householder::apply(&self.factors.row(j)[j..], tau, &mut x[j..]);
                    }
                }
            }
        });
    }
}

/// Makes reflections `start..end` and applies them to all columns from `start`
/// on, given that earlier reflections have been applied.
#[inline(always)]
fn apply_and_make_panel(columns: &mut Matrix, tau: &mut [f64], start: usize, end: usize) {
    let (n, m) = (columns.rows, columns.cols);
    for j in start..n {
        let (before, x) = columns.data[start * m..].split_at_mut((j - start) * m);
        let x = &mut x[..m];
        for (i, v) in (start..end).zip(before.chunks_exact(m)) {
            householder::apply(&v[i..], tau[i], &mut x[i..]);
        }
        if j < end {
            tau[j] = householder::make(&mut x[j..]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{assert_golden, distance, hilbert, orthonormality_gap, random};
    use super::*;

    #[test]
    fn factors_multiply_back_and_q_is_orthonormal() {
        // Tall, wide, square, single, and both sides of a panel's edge.
        for (m, n) in
            [(1, 1), (1, 5), (5, 1), (7, 3), (3, 7), (40, 32), (40, 33), (70, 70), (20, 90)]
        {
            let a = random((100 * m + n) as u64, m, n);
            let factors = qr(&a).unwrap();
            let (q, r) = (factors.thin_q(), factors.r());
            assert_eq!((q.rows, q.cols, r.rows, r.cols), (m, m.min(n), m.min(n), n));
            assert!(orthonormality_gap(&q) < 3e-15, "{m} x {n}: {}", orthonormality_gap(&q));
            let gap = distance(&q.matmul(&r), &a);
            assert!(gap < 8e-15, "{m} x {n}: {gap}");
        }
    }

    #[test]
    fn panels_change_no_bit() {
        let a = random(5, 75, 80);
        let mut columns = a.transpose();
        let mut tau = vec![0.0; 75];
        apply_and_make_panel(&mut columns, &mut tau, 0, 75);
        let factors = qr(&a).unwrap();
        assert_eq!((factors.factors, factors.tau), (columns, tau));
    }

    #[test]
    fn a_triangle_is_left_alone() {
        let r = Matrix::from_rows(&[[2.0, 3.0, 4.0], [0.0, -5.0, 6.0], [0.0, 0.0, 7.0]]);
        let factors = qr(&r).unwrap();
        assert_eq!(factors.r(), r);
        assert_eq!(factors.thin_q(), Matrix::identity(3));
        let zero = qr(&Matrix::zeros(3, 2)).unwrap();
        assert_eq!(zero.r(), Matrix::zeros(2, 2));
    }

    #[test]
    fn q_and_its_transpose_undo_each_other() {
        let factors = qr(&random(9, 50, 20)).unwrap();
        let rows = random(10, 3, 50);
        let mut there_and_back = rows.clone();
        factors.apply_q_to_rows(&mut there_and_back);
        factors.apply_q_transposed_to_rows(&mut there_and_back);
        assert!(distance(&rows, &there_and_back) < 3e-15);
    }

    #[test]
    fn least_squares_matches_fifty_digits() {
        // mpmath 1.3, 60 digits: the normal equations of the doubles of the
        // 6 x 4 Hilbert matrix and a right-hand side of ones.
        let exact = [
            -6.730_622_383_419_48,
            90.966_307_670_224_5,
            -254.841_645_797_543_23,
            188.778_277_192_310_8,
        ];
        let a = Matrix::from_fn(6, 4, |i, j| 1.0 / (i + j + 1) as f64);
        let x = qr(&a).unwrap().solve_least_squares(&Matrix::from_vec(6, 1, vec![1.0; 6])).unwrap();
        // Condition 7e3, squared where the residual counts (Golub & Van Loan,
        // theorem 5.3.1); the QR loses 1e-12 of it at most.
        for (x, exact) in x.data.iter().zip(exact) {
            assert!((x - exact).abs() < 1e-12 * exact.abs(), "{x} for {exact}");
        }
    }

    #[test]
    fn the_residual_is_orthogonal_to_the_columns() {
        let (a, b) = (random(1, 60, 20), random(2, 60, 4));
        let x = qr(&a).unwrap().solve_least_squares(&b).unwrap();
        let ax = a.matmul(&x);
        let residual = Matrix::from_fn(60, 4, |i, j| b[(i, j)] - ax[(i, j)]);
        let gradient = a.transpose().matmul(&residual);
        assert!(distance(&gradient, &Matrix::zeros(20, 4)) < 2e-14);
    }

    #[test]
    fn dependent_columns_are_refused() {
        let a = Matrix::from_rows(&[[1.0, 2.0, 0.0], [1.0, 2.0, 1.0], [1.0, 2.0, 3.0]]);
        let b = Matrix::zeros(3, 1);
        let error = qr(&a).unwrap().solve_least_squares(&b).unwrap_err();
        assert_eq!(error, Error::RankDeficient { column: 1 });
        let wide = qr(&random(3, 2, 3)).unwrap().solve_least_squares(&Matrix::zeros(2, 1));
        assert_eq!(wide.unwrap_err(), Error::RankDeficient { column: 2 });
        let zero = qr(&Matrix::zeros(3, 2)).unwrap().solve_least_squares(&b);
        assert_eq!(zero.unwrap_err(), Error::RankDeficient { column: 0 });
    }

    #[test]
    fn bad_input_is_refused() {
        assert_eq!(qr(&Matrix::zeros(3, 0)).unwrap_err(), Error::Empty { rows: 3, cols: 0 });
        let mut a = hilbert(3);
        a[(2, 1)] = f64::INFINITY;
        assert_eq!(qr(&a).unwrap_err(), Error::NotFinite { row: 2, col: 1 });
    }

    #[test]
    fn golden_bits() {
        assert_golden(0x64b4_9a24_69fa_d1e0, || {
            let found = qr(&random(21, 90, 70)).unwrap();
            let x = found.solve_least_squares(&random(22, 90, 2)).unwrap();
            let q = found.thin_q();
            [found.factors.data, found.tau, q.data, x.data].concat()
        });
    }
}
