//! The inner loops of every factorisation: dot product, `y += a x`, plane
//! rotation, norms. All are `#[inline(always)]`, so a caller that runs under
//! [`crate::vectorise`] gets them compiled for the machine's vectors. Sums run
//! in the lanes of [`crate::dot`], as one chunk however long they are.

use super::error::largest;
pub(super) use crate::reduce::chunk_dot as dot;
use crate::reduce::{LANES, add_lanes};

/// `(x.x, x.y, y.y)` in one pass.
#[inline(always)]
pub(super) fn gram(x: &[f64], y: &[f64]) -> (f64, f64, f64) {
    let (mut xx, mut xy, mut yy) = ([0.0; LANES], [0.0; LANES], [0.0; LANES]);
    let (x_blocks, x_rest) = x.as_chunks::<LANES>();
    let (y_blocks, y_rest) = y.as_chunks::<LANES>();
    for (x, y) in x_blocks.iter().zip(y_blocks) {
        for i in 0..LANES {
            xx[i] += x[i] * x[i];
            xy[i] += x[i] * y[i];
            yy[i] += y[i] * y[i];
        }
    }
    for (i, (x, y)) in x_rest.iter().zip(y_rest).enumerate() {
        xx[i] += x * x;
        xy[i] += x * y;
        yy[i] += y * y;
    }
    (add_lanes(xx), add_lanes(xy), add_lanes(yy))
}

/// `y += a * x`.
#[inline(always)]
pub(super) fn axpy(a: f64, x: &[f64], y: &mut [f64]) {
    for (y, x) in y.iter_mut().zip(x) {
        *y += a * x;
    }
}

/// `(x, y) <- (c x - s y, s x + c y)`, entry by entry.
#[inline(always)]
pub(super) fn rotate(c: f64, s: f64, x: &mut [f64], y: &mut [f64]) {
    for (x, y) in x.iter_mut().zip(y) {
        (*x, *y) = (c * *x - s * *y, s * *x + c * *y);
    }
}

/// The Euclidean norm, without overflow or harmful underflow: entries outside
/// the range whose squares are safe are first scaled by a power of two.
#[inline(always)]
pub(super) fn norm(x: &[f64]) -> f64 {
    let top = largest(x);
    if (1e-140..1e140).contains(&top) || top == 0.0 {
        return dot(x, x).sqrt();
    }
    let scale = power_of_two_near(top);
    let scaled: Vec<f64> = x.iter().map(|v| v / scale).collect();
    dot(&scaled, &scaled).sqrt() * scale
}

/// `sqrt(a^2 + b^2)` without overflow or underflow.
#[inline(always)]
pub(super) fn hypot(a: f64, b: f64) -> f64 {
    let (a, b) = (a.abs(), b.abs());
    let (large, small) = if a > b { (a, b) } else { (b, a) };
    if large == 0.0 {
        return 0.0;
    }
    let ratio = small / large;
    large * (1.0 + ratio * ratio).sqrt()
}

/// The power of two in `(x / 2, x]`, for positive `x` (the smallest normal
/// number for subnormal `x`): dividing by it is exact.
pub(super) fn power_of_two_near(x: f64) -> f64 {
    const EXPONENT: u64 = 0x7ff << 52;
    let power = f64::from_bits(x.to_bits() & EXPONENT);
    if power < f64::MIN_POSITIVE { f64::MIN_POSITIVE } else { power }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_of_small_integers_are_exact_for_every_tail() {
        for len in 0..70 {
            let x: Vec<f64> = (0..len).map(|i| f64::from(i) - 20.0).collect();
            let y: Vec<f64> = (0..len).map(|i| f64::from(2 * i + 1)).collect();
            let exact = |a: &[f64], b: &[f64]| -> f64 { a.iter().zip(b).map(|(a, b)| a * b).sum() };
            assert_eq!(dot(&x, &y), exact(&x, &y));
            assert_eq!(gram(&x, &y), (exact(&x, &x), exact(&x, &y), exact(&y, &y)));
        }
    }

    #[test]
    fn norms_survive_extreme_entries() {
        for scale in [1e-300, 1e-160, 1.0, 1e160, 1e300] {
            let n = norm(&[3.0 * scale, 0.0, 4.0 * scale]);
            assert!((n / scale - 5.0).abs() < 4e-15, "{n} at {scale}");
            assert!((hypot(3.0 * scale, 4.0 * scale) / scale - 5.0).abs() < 4e-15);
        }
        assert_eq!((norm(&[0.0; 3]), norm(&[]), hypot(0.0, 0.0)), (0.0, 0.0, 0.0));
        assert_eq!(norm(&[f64::from_bits(1)]), f64::from_bits(1));
    }

    #[test]
    fn powers_of_two_are_below_and_near() {
        assert_eq!(power_of_two_near(1.0), 1.0);
        assert_eq!(power_of_two_near(7.9), 4.0);
        assert_eq!(power_of_two_near(0.3), 0.25);
        assert_eq!(power_of_two_near(1e-320), f64::MIN_POSITIVE);
    }

    #[test]
    fn a_quarter_turn_swaps() {
        let (mut x, mut y) = ([1.0, 2.0], [3.0, 4.0]);
        rotate(0.0, 1.0, &mut x, &mut y);
        assert_eq!((x, y), ([-3.0, -4.0], [1.0, 2.0]));
    }
}
