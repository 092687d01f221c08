//! Singular value decomposition: `A = U diag(sigma) V^T`.
//!
//! One-sided Jacobi on the triangle of a pivoted QR (Drmac and Veselic, *New
//! fast and accurate Jacobi SVD algorithm*, SIAM J. Matrix Anal. Appl. 29(4),
//! 2008; LAPACK's `dgejsv`; Golub & Van Loan, section 8.6.3). Chosen over
//! Golub-Kahan bidiagonalisation because
//! - it is shorter: one loop of plane rotations, no shifts, no deflation;
//! - it is more accurate: tiny singular values that come from badly scaled
//!   columns keep their leading digits (Demmel and Veselic 1992), where
//!   bidiagonalisation drowns everything below `f64::EPSILON * sigma_max`;
//! - all its loops run along contiguous rows, and the pivoting makes four to
//!   eight sweeps of `k^2 / 2` rotations enough.
//!
//! `2 m n^2` operations for the QR of the taller shape and about `10 k^3` per
//! sweep, `k = min(m, n)`.

use crate::{Matrix, vectorise};

use super::error::{Error, check_finite, largest};
use super::kernels::{gram, hypot, norm, power_of_two_near, rotate};
use super::pivoted_qr::PivotedQr;
use super::qr::Qr;

/// Sweeps before giving up; eight were the most ever seen.
const MAX_SWEEPS: usize = 40;

/// The thin singular value decomposition of an `m x n` matrix,
/// `k = min(m, n)`. Made by [`svd()`].
#[derive(Clone, Debug)]
pub struct Svd {
    /// `m x k`: the left singular vectors, one per column, orthonormal.
    pub u: Matrix,
    /// The `k` singular values, largest first, none negative.
    pub singular_values: Vec<f64>,
    /// `n x k`: the right singular vectors, one per column, orthonormal.
    pub v: Matrix,
}

/// The thin singular value decomposition of `a`, of any shape.
///
/// # Errors
/// If `a` is empty or has an entry that is NaN or infinite, and
/// [`Error::NoConvergence`] after 40 sweeps.
///
/// ```
/// use numerics::{Matrix, linalg};
/// let a = Matrix::from_rows(&[[0.0, 3.0], [4.0, 0.0]]);
/// let svd = linalg::svd(&a)?;
/// assert_eq!(svd.singular_values, [4.0, 3.0]);
/// # Ok::<(), linalg::Error>(())
/// ```
pub fn svd(a: &Matrix) -> Result<Svd, Error> {
    check_finite(a)?;
    // Columns of the taller of A and A^T, as rows.
    let wide = a.rows < a.cols;
    let mut columns = if wide { a.clone() } else { a.transpose() };
    // Entries near 1, so that squares neither overflow nor vanish. Exact.
    let top = largest(&columns.data);
    let scale = if top == 0.0 { 1.0 } else { power_of_two_near(top) };
    for x in &mut columns.data {
        *x /= scale;
    }

    let PivotedQr { qr, permutation } = PivotedQr::of_columns(columns);
    let (tall, k) = qr.shape();
    // Rotations G of the rows of R until they are orthogonal: G R = diag(s) W^T,
    // so A P = Q R = (Q G^T) diag(s) W^T.
    let mut x = qr.r();
    let mut g = Matrix::identity(k);
    orthogonalise_rows(&mut x, &mut g)?;

    let mut sigma = vec![0.0; k];
    vectorise({
        #[inline(always)]
        || {
            for (i, s) in sigma.iter_mut().enumerate() {
                *s = norm(x.row(i));
                if *s > 0.0 {
                    x.row_mut(i).iter_mut().for_each(|v| *v /= *s);
                }
            }
        }
    });
    let mut order: Vec<usize> = (0..k).collect();
    order.sort_by(|&i, &j| sigma[j].total_cmp(&sigma[i]));
    let mut w = Matrix::zeros(k, k);
    let mut left = Matrix::zeros(k, tall);
    for (to, &from) in order.iter().enumerate() {
        for (j, &column) in permutation.iter().enumerate() {
            w[(to, column)] = x[(from, j)];
        }
        left.row_mut(to)[..k].copy_from_slice(g.row(from));
    }
    qr.apply_q_to_rows(&mut left);
    let singular_values: Vec<f64> = order.iter().map(|&i| sigma[i] * scale).collect();
    let nonzero = singular_values.iter().take_while(|&&s| s > 0.0).count();
    complete(&mut w, nonzero);

    let (left, right) = (left.transpose(), w.transpose());
    let (u, v) = if wide { (right, left) } else { (left, right) };
    Ok(Svd { u, singular_values, v })
}

impl Svd {
    /// The numerical rank: how many singular values exceed
    /// `relative_tolerance` times the largest. The usual tolerance is
    /// [`rank_tolerance`](super::rank_tolerance).
    pub fn rank(&self, relative_tolerance: f64) -> usize {
        let threshold = relative_tolerance * self.singular_values[0];
        self.singular_values.iter().take_while(|&&s| s > threshold).count()
    }

    /// The 2-norm condition number: the largest singular value over the
    /// smallest, infinite if that is zero.
    pub fn condition(&self) -> f64 {
        let (top, bottom) =
            (self.singular_values[0], self.singular_values[self.singular_values.len() - 1]);
        if bottom == 0.0 { f64::INFINITY } else { top / bottom }
    }
}

/// Rotates pairs of rows of `x`, and of `g` alike, until all rows of `x` are
/// orthogonal to working precision relative to their own lengths.
fn orthogonalise_rows(x: &mut Matrix, g: &mut Matrix) -> Result<(), Error> {
    for _ in 0..MAX_SWEEPS {
        let mut rotated = false;
        vectorise({
            #[inline(always)]
            || rotated = sweep(x, g)
        });
        if !rotated {
            return Ok(());
        }
    }
    Err(Error::NoConvergence { routine: "svd", iterations: MAX_SWEEPS })
}

/// One rotation for each pair of rows; whether any was needed.
#[inline(always)]
fn sweep(x: &mut Matrix, g: &mut Matrix) -> bool {
    let k = x.rows;
    let tolerance = f64::EPSILON * (k as f64).sqrt();
    let mut rotated = false;
    for p in 0..k {
        for q in p + 1..k {
            let (x_p, x_q) = two_rows(x, p, q);
            let (pp, pq, qq) = gram(x_p, x_q);
            if pq.abs() <= tolerance * pp.sqrt() * qq.sqrt() {
                continue;
            }
            rotated = true;
            // The smaller angle that makes the two rows orthogonal (Golub &
            // Van Loan, section 8.5.2).
            let zeta = (qq - pp) / (2.0 * pq);
            let t = 1.0f64.copysign(zeta) / (zeta.abs() + hypot(1.0, zeta));
            let c = 1.0 / (1.0 + t * t).sqrt();
            let s = c * t;
            rotate(c, s, x_p, x_q);
            let (g_p, g_q) = two_rows(g, p, q);
            rotate(c, s, g_p, g_q);
        }
    }
    rotated
}

#[inline(always)]
fn two_rows(x: &mut Matrix, p: usize, q: usize) -> (&mut [f64], &mut [f64]) {
    let n = x.cols;
    let (upper, lower) = x.data.split_at_mut(q * n);
    (&mut upper[p * n..][..n], &mut lower[..n])
}

/// Replaces rows `known..` of the square matrix `w` so that all its rows are
/// orthonormal, given that the first `known` are.
fn complete(w: &mut Matrix, known: usize) {
    let k = w.rows;
    if known == k {
        return;
    }
    let mut rest = Matrix::from_fn(k - known, k, |i, j| if j == known + i { 1.0 } else { 0.0 });
    if known > 0 {
        let first = Matrix::from_vec(known, k, w.data[..known * k].to_vec());
        Qr::of_columns(first).apply_q_to_rows(&mut rest);
    }
    w.data[known * k..].copy_from_slice(&rest.data);
}

#[cfg(test)]
mod tests {
    use super::super::rank_tolerance;
    use super::super::testing::{assert_golden, distance, hilbert, orthonormality_gap, random};
    use super::*;

    fn check(a: &Matrix) -> Svd {
        let found = svd(a).unwrap();
        let k = a.rows.min(a.cols);
        assert_eq!((found.u.rows, found.u.cols), (a.rows, k));
        assert_eq!((found.v.rows, found.v.cols), (a.cols, k));
        let us = Matrix::from_fn(a.rows, k, |i, j| found.u[(i, j)] * found.singular_values[j]);
        let gap = distance(&us.matmul(&found.v.transpose()), a);
        assert!(gap <= 2e-14 * largest(&a.data), "gap {gap}");
        assert!(orthonormality_gap(&found.u) < 2e-14, "{}", orthonormality_gap(&found.u));
        assert!(orthonormality_gap(&found.v) < 2e-14, "{}", orthonormality_gap(&found.v));
        assert!(found.singular_values.is_sorted_by(|a, b| a >= b));
        assert!(found.singular_values[k - 1] >= 0.0);
        found
    }

    #[track_caller]
    fn assert_relative(found: &[f64], exact: &[f64], tolerance: f64) {
        assert_eq!(found.len(), exact.len());
        for (x, y) in found.iter().zip(exact) {
            assert!((x - y).abs() <= tolerance * y.abs(), "{x} for {y}");
        }
    }

    #[test]
    fn factors_multiply_back_for_every_shape() {
        for (m, n) in [(1, 1), (1, 7), (7, 1), (5, 3), (3, 5), (64, 64), (20, 130), (130, 20)] {
            check(&random((m + 1000 * n) as u64, m, n));
        }
    }

    #[test]
    fn hilbert_values_match_fifty_digits() {
        // mpmath 1.3, svd_r with 60 digits, of the doubles 1 / (i + j + 1).
        let exact = [
            1.618_899_858_924_339,
            0.242_360_870_575_209_55,
            0.016_321_521_319_875_826,
            0.000_615_748_354_182_645_3,
            1.257_075_712_263_702_9e-5,
            1.082_799_484_481_101e-7,
        ];
        let found = check(&hilbert(6));
        for (x, y) in found.singular_values.iter().zip(exact) {
            assert!((x - y).abs() < 1e-15, "{x} for {y}");
        }
        assert!((found.condition() / 1.495_105_864_9e7 - 1.0).abs() < 1e-8);
    }

    #[test]
    fn graded_columns_keep_relative_accuracy() {
        // Columns of sizes 1, 2^-40, 2^-80; mpmath 1.3, 60 digits. All below
        // 2e-16 would be noise for a method with absolute accuracy only.
        let (p40, p80) = (f64::from_bits((1023 - 40) << 52), f64::from_bits((1023 - 80) << 52));
        let a = Matrix::from_rows(&[[1.0, p40, p80], [1.0, -p40, p80 / 2.0], [0.5, p40, -p80]]);
        let exact = [1.5, 1.545_843_743_949_803_8e-12, 1.054_452_521_168_380_2e-24];
        assert_relative(&svd(&a).unwrap().singular_values, &exact, 2e-15);
        assert_relative(&svd(&a.transpose()).unwrap().singular_values, &exact, 2e-15);
    }

    #[test]
    fn scaling_by_powers_of_two_changes_no_digit() {
        let a = random(8, 6, 4);
        let plain = svd(&a).unwrap();
        for scale in [1e-300, 1e300].map(power_of_two_near) {
            let scaled = svd(&Matrix::from_fn(6, 4, |i, j| a[(i, j)] * scale)).unwrap();
            assert_eq!((&scaled.u, &scaled.v), (&plain.u, &plain.v));
            for (s, p) in scaled.singular_values.iter().zip(&plain.singular_values) {
                assert_eq!(*s, p * scale);
            }
        }
    }

    #[test]
    fn missing_directions_are_completed() {
        for (m, n) in [(4, 4), (6, 3), (3, 6)] {
            let zero = check(&Matrix::zeros(m, n));
            assert_eq!(zero.rank(rank_tolerance(m, n)), 0);
            assert_eq!(zero.condition(), f64::INFINITY);
        }
        let ones = check(&Matrix::from_fn(5, 4, |_, _| 1.0));
        assert!((ones.singular_values[0] - 20f64.sqrt()).abs() < 2e-15);
        assert_eq!(ones.rank(rank_tolerance(5, 4)), 1);
        let mut lonely = Matrix::zeros(5, 4);
        lonely[(3, 1)] = -2.0;
        assert_eq!(check(&lonely).singular_values, [2.0, 0.0, 0.0, 0.0]);
        let product = random(1, 30, 7).matmul(&random(2, 7, 50));
        assert_eq!(check(&product).rank(rank_tolerance(30, 50)), 7);
    }

    #[test]
    fn bad_input_is_refused() {
        assert_eq!(svd(&Matrix::zeros(0, 2)).unwrap_err(), Error::Empty { rows: 0, cols: 2 });
        let nan = Matrix::from_vec(1, 1, vec![f64::NAN]);
        assert_eq!(svd(&nan).unwrap_err(), Error::NotFinite { row: 0, col: 0 });
    }

    #[test]
    fn golden_bits() {
        assert_golden(0xafbf_969d_e35c_8b18, || {
            let Svd { u, singular_values, v } = svd(&random(41, 35, 50)).unwrap();
            [u.data, singular_values, v.data].concat()
        });
    }
}
