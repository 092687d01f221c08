//! Householder reflections `H = I - tau v v^T`.
//!
//! Vectors are contiguous rows. A reflection that acts from entry `k` on is
//! stored in entries `k..` of a row: `v[k] = 1` is not stored (its place holds
//! the entry of R), the rest of `v` is. Convention and signs of LAPACK's
//! `dlarfg`; Golub & Van Loan, section 5.1.

use super::kernels::{axpy, dot, hypot, norm};

/// Chooses `H` so that `H x = (beta, 0, ..., 0)` with `beta = -sign(x[0]) |x|`,
/// overwrites `x` with `beta` and the stored part of `v`, and returns `tau`.
/// A vector that is already of that form gives `H = I`, `tau = 0`.
#[inline(always)]
pub(super) fn make(x: &mut [f64]) -> f64 {
    let (head, tail) = x.split_first_mut().expect("a reflection has at least one entry");
    let tail_norm = norm(tail);
    if tail_norm == 0.0 {
        return 0.0;
    }
    let alpha = *head;
    let beta = -hypot(alpha, tail_norm).copysign(alpha);
    // alpha and beta have opposite signs: no cancellation.
    let pivot = alpha - beta;
    for v in tail {
        *v /= pivot;
    }
    *head = beta;
    -pivot / beta
}

/// `x <- H x` for the stored `v` (`v[0]` stands for 1) and `x` of its length.
#[inline(always)]
pub(super) fn apply(v: &[f64], tau: f64, x: &mut [f64]) {
    if tau == 0.0 {
        return;
    }
    let s = tau * (x[0] + dot(&v[1..], &x[1..]));
    x[0] -= s;
    axpy(-s, &v[1..], &mut x[1..]);
}
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_made_reflection_maps_its_vector_to_the_axis() {
        for (x, beta) in [([3.0, 4.0], -5.0), ([-3.0, 4.0], 5.0), ([0.0, -2.0], -2.0)] {
            let mut v = x;
            let tau = make(&mut v);
            assert_eq!(v[0], beta);
            let mut y = x;
            apply(&v, tau, &mut y);
            assert!((y[0] - beta).abs() < 2e-15 && y[1].abs() < 2e-15, "{x:?} became {y:?}");
            apply(&v, tau, &mut y);
            assert!((y[0] - x[0]).abs() < 4e-15 && (y[1] - x[1]).abs() < 4e-15);
        }
    }

    #[test]
    fn nothing_to_eliminate_is_the_identity() {
        for x in [vec![-3.0], vec![0.0, 0.0], vec![7.0, 0.0, 0.0]] {
            let mut v = x.clone();
            assert_eq!(make(&mut v), 0.0);
            assert_eq!(v, x);
        }
    }

    #[test]
    fn extreme_lengths_do_not_overflow() {
        for scale in [1e-300, 1e300] {
            let mut v = [3.0 * scale, 4.0 * scale];
            let tau = make(&mut v);
            assert!((v[0] / scale + 5.0).abs() < 1e-14);
            assert!((tau - 1.6).abs() < 1e-15 && (v[1] - 0.5).abs() < 1e-15);
        }
    }
}
