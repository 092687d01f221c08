//! QR with column pivoting: `A P = Q R`, the diagonal of R falling in size.
//!
//! At each step the remaining column of the largest norm comes first (Businger
//! and Golub 1965; Golub & Van Loan, algorithm 5.4.1; LAPACK's `dgeqp3`), so a
//! sharp drop on the diagonal of R shows the numerical rank. Norms are
//! downdated and recomputed when cancellation has eaten them, by the criterion
//! of Drmac and Bujanovic, *ACM TOMS* 35(2), 2008. `4 m n k - 2 (m + n) k^2 +
//! 4 k^3 / 3` operations.

use crate::{Matrix, vectorise};

use super::error::{Error, check_finite};
use super::householder;
use super::kernels::norm;
use super::qr::Qr;

/// The factors of an `m x n` matrix with its columns permuted. Made by
/// [`pivoted_qr()`].
#[derive(Clone, Debug)]
pub struct PivotedQr {
    /// Q and R of `A P`.
    pub qr: Qr,
    /// Column `j` of `A P` is column `permutation[j]` of `A`.
    pub permutation: Vec<usize>,
}

/// Factors `a` (any shape) as `A P = Q R` with `|r_00| >= |r_11| >= ...`
/// (to rounding).
///
/// # Errors
/// If `a` is empty or has an entry that is NaN or infinite.
///
/// ```
/// use numerics::{Matrix, linalg};
/// // The third column is the sum of the other two.
/// let a = Matrix::from_rows(&[[1.0, 0.0, 1.0], [0.0, 1.0, 1.0], [2.0, 1.0, 3.0]]);
/// let pivoted = linalg::pivoted_qr(&a)?;
/// assert_eq!(pivoted.permutation[0], 2);
/// assert_eq!(pivoted.rank(linalg::rank_tolerance(3, 3)), 2);
/// # Ok::<(), linalg::Error>(())
/// ```
pub fn pivoted_qr(a: &Matrix) -> Result<PivotedQr, Error> {
    check_finite(a)?;
    Ok(PivotedQr::of_columns(a.transpose()))
}

impl PivotedQr {
    /// Factors the matrix whose *columns* are the rows of `columns`.
    pub(super) fn of_columns(mut columns: Matrix) -> Self {
        let mut permutation: Vec<usize> = (0..columns.rows).collect();
        let mut tau = vec![0.0; columns.rows.min(columns.cols)];
        vectorise({
            #[inline(always)]
            || factor(&mut columns, &mut permutation, &mut tau)
        });
        Self { qr: Qr { factors: columns, tau }, permutation }
    }

    /// The numerical rank: how many leading `|r_kk|` exceed
    /// `relative_tolerance * |r_00|`. The usual tolerance is
    /// [`rank_tolerance`](super::rank_tolerance).
    pub fn rank(&self, relative_tolerance: f64) -> usize {
        let pivot = |k: usize| self.qr.factors[(k, k)].abs();
        let threshold = relative_tolerance * pivot(0);
        (0..self.qr.tau.len()).take_while(|&k| pivot(k) > threshold).count()
    }
}

#[inline(always)]
fn factor(columns: &mut Matrix, permutation: &mut [usize], tau: &mut [f64]) {
    let (n, m) = (columns.rows, columns.cols);
    // Norm of what remains of each column, and its value when last computed.
    let mut remaining: Vec<f64> = (0..n).map(|j| norm(columns.row(j))).collect();
    let mut computed = remaining.clone();
    let cancelled = f64::EPSILON.sqrt();

    for (k, tau) in tau.iter_mut().enumerate() {
        let mut pivot = k;
        for j in k + 1..n {
            if remaining[j] > remaining[pivot] {
                pivot = j;
            }
        }
        if pivot != k {
            permutation.swap(k, pivot);
            // Column k goes where the pivot was; its own norms are not needed again.
            (remaining[pivot], computed[pivot]) = (remaining[k], computed[k]);
            let (upper, lower) = columns.data.split_at_mut(pivot * m);
            upper[k * m..][..m].swap_with_slice(&mut lower[..m]);
        }

        let (done, rest) = columns.data.split_at_mut((k + 1) * m);
        let v = &mut done[k * m..][k..];
        *tau = householder::make(v);
        for (j, x) in (k + 1..).zip(rest.chunks_exact_mut(m)) {
            let x = &mut x[k..];
            householder::apply(v, *tau, x);
            if remaining[j] == 0.0 {
                continue;
            }
            let ratio = x[0] / remaining[j];
            let left = (1.0 + ratio) * (1.0 - ratio);
            let since = remaining[j] / computed[j];
            if left * (since * since) <= cancelled {
                remaining[j] = norm(&x[1..]);
                computed[j] = remaining[j];
            } else {
                remaining[j] *= left.sqrt();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::rank_tolerance;
    use super::super::testing::{assert_golden, distance, hilbert, orthonormality_gap, random};
    use super::*;

    fn check(a: &Matrix) -> PivotedQr {
        let found = pivoted_qr(a).unwrap();
        let (q, r) = (found.qr.thin_q(), found.qr.r());
        let permuted = Matrix::from_fn(a.rows, a.cols, |i, j| a[(i, found.permutation[j])]);
        assert!(distance(&q.matmul(&r), &permuted) < 8e-15);
        assert!(orthonormality_gap(&q) < 3e-15);
        let mut sorted = found.permutation.clone();
        sorted.sort_unstable();
        assert!(sorted.into_iter().eq(0..a.cols), "not a permutation: {:?}", found.permutation);
        for k in 1..r.rows {
            let (above, here) = (r[(k - 1, k - 1)].abs(), r[(k, k)].abs());
            assert!(here <= above * (1.0 + 1e-14), "pivot {k}: {here} after {above}");
        }
        found
    }

    #[test]
    fn factors_multiply_back_with_falling_pivots() {
        for (m, n) in [(1, 1), (1, 6), (6, 1), (30, 20), (20, 30), (50, 50)] {
            let found = check(&random((m + 100 * n) as u64, m, n));
            assert_eq!(found.rank(rank_tolerance(m, n)), m.min(n));
        }
    }

    #[test]
    fn the_rank_of_a_product_is_found() {
        for rank in [1, 3, 17] {
            let a = random(1, 40, rank).matmul(&random(2, rank, 30));
            assert_eq!(check(&a).rank(rank_tolerance(40, 30)), rank);
        }
        assert_eq!(check(&Matrix::zeros(4, 3)).rank(rank_tolerance(4, 3)), 0);
    }

    #[test]
    fn norms_are_recomputed_before_cancellation_spoils_them() {
        // Columns that agree to 1e-9: after the first step only noise-sized
        // parts remain, and downdating alone would order them at random.
        let a = Matrix::from_fn(30, 8, |i, j| {
            1.0 + 1e-9 * f64::from(1 << j) * if i == j { 1.0 } else { 0.0 }
        });
        let found = check(&a);
        assert_eq!(found.permutation[..3], [7, 6, 5]);
        check(&hilbert(12));
    }

    #[test]
    fn golden_bits() {
        assert_golden(0x343f_b42f_273b_d4da, || {
            let PivotedQr { qr, permutation } = pivoted_qr(&random(31, 60, 45)).unwrap();
            let order = permutation.iter().map(|&j| j as f64).collect();
            [qr.factors.data, qr.tau, order].concat()
        });
    }
}
