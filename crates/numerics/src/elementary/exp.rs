//! The exponential and the logistic sigmoid.

use super::{LN2_HI, LN2_LO, MAGIC, from_bits, select};

/// log2(e).
const LOG2E: f64 = f64::from_bits(0x3ff71547652b82fe);

/// (e^r - 1 - r) / r^2 on |r| <= ln(2) / 2.
const EXPQ: [f64; 10] = from_bits([
    0x3fe000000000000b,
    0x3fc5555555555560,
    0x3fa55555555503f1,
    0x3f8111111110d8fc,
    0x3f56c16c184fd5de,
    0x3f2a01a01ba22b45,
    0x3efa019981c591a6,
    0x3ec71dde12b2d617,
    0x3e928af09da26fab,
    0x3e5af83b656bda9f,
]);

/// Between minus this and this, e^x is far from overflow and from subnormal numbers.
pub(crate) const MODERATE: f64 = 700.0;

/// 2^n, where `magic_plus_n` is [`MAGIC`] + n and -1022 <= n <= 1023.
#[inline(always)]
fn pow2(magic_plus_n: f64) -> f64 {
    f64::from_bits((magic_plus_n.to_bits() << 52).wrapping_add(1023 << 52))
}

/// [`EXPQ`] at `r`, in Estrin's order.
#[inline(always)]
fn expq(r: f64) -> f64 {
    let c = &EXPQ;
    let r2 = r * r;
    let r4 = r2 * r2;
    let a = (c[0] + c[1] * r) + (c[2] + c[3] * r) * r2;
    let b = (c[4] + c[5] * r) + (c[6] + c[7] * r) * r2;
    a + (b + (c[8] + c[9] * r) * r4) * r4
}

/// e^x = y 2^n with y around 1; y and [`MAGIC`] + n.
#[inline(always)]
fn scaled(x: f64) -> (f64, f64) {
    let magic_plus_n = x * LOG2E + MAGIC;
    let n = magic_plus_n - MAGIC;
    let hi = x - n * LN2_HI;
    let lo = n * LN2_LO;
    let r = hi - lo;
    let p = (r * r) * expq(r);
    let s = 1.0 + hi;
    let e = hi - (s - 1.0);
    (s + (e + (p - lo)), magic_plus_n)
}

/// The bits of [`exp`] for |x| <= [`MODERATE`], where a power of two can be multiplied by adding to
/// the exponent.
#[inline(always)]
pub(crate) fn exp_moderate(x: f64) -> f64 {
    let (y, magic_plus_n) = scaled(x);
    f64::from_bits(y.to_bits().wrapping_add(magic_plus_n.to_bits() << 52))
}

/// e^x for every x; worst error 0.73 ulp.
///
/// Method: x = n ln 2 + r with |r| <= ln(2) / 2, r in two parts; e^r = 1 + r +
/// r^2 q(r) with the rounding error of 1 + r carried along; then two exact
/// multiplications by powers of two, so that subnormal results are rounded
/// once. Overflows to infinity above 709.78 and to zero below -745.13.
#[inline(always)]
pub fn exp(x: f64) -> f64 {
    let x = select(x > 710.0, 710.0, x);
    let x = select(x < -746.0, -746.0, x);
    let (y, magic_plus_n) = scaled(x);
    let n = magic_plus_n - MAGIC;
    // Halves of n: 2^n itself may lie outside the range of f64.
    let half = n * 0.5 + MAGIC;
    let rest = (n - (half - MAGIC)) + MAGIC;
    (y * pow2(half)) * pow2(rest)
}

/// The logistic function 1 / (1 + e^-x) for every x; worst error 2.33 ulp.
///
/// Method: with z = e^-|x|, it is 1 / (1 + z) or z / (1 + z) by the sign of x,
/// so nothing overflows and small values keep their relative accuracy. Most of
/// the error is the rounding of 1 + z.
#[inline(always)]
pub fn sigmoid(x: f64) -> f64 {
    logistic(x, exp(-x.abs()))
}

/// The bits of [`sigmoid`] for |x| <= [`MODERATE`].
#[inline(always)]
pub(crate) fn sigmoid_moderate(x: f64) -> f64 {
    logistic(x, exp_moderate(-x.abs()))
}

#[inline(always)]
fn logistic(x: f64, z: f64) -> f64 {
    select(x >= 0.0, 1.0, z) / (1.0 + z)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_at_the_ends() {
        assert_eq!(exp(0.0), 1.0);
        assert_eq!(exp(-0.0), 1.0);
        assert_eq!(exp(1.0), std::f64::consts::E);
        assert_eq!(exp(f64::INFINITY), f64::INFINITY);
        assert_eq!(exp(f64::NEG_INFINITY), 0.0);
        assert!(exp(f64::NAN).is_nan());
        // The last finite value, the first infinite one; the same around zero.
        assert!(exp(709.782712893384).is_finite());
        assert_eq!(exp(709.7827128933841), f64::INFINITY);
        assert_eq!(exp(-745.1332191019411), f64::from_bits(1));
        assert_eq!(exp(-745.1332191019412), 0.0);
    }

    #[test]
    fn moderate_arguments_take_a_shorter_way_to_the_same_bits() {
        for i in 0..=200_000 {
            let x = MODERATE * f64::from(i - 100_000) / 100_000.0;
            assert_eq!(exp_moderate(x).to_bits(), exp(x).to_bits(), "{x}");
            assert_eq!(sigmoid_moderate(x).to_bits(), sigmoid(x).to_bits(), "{x}");
        }
    }

    #[test]
    fn sigmoid_at_the_ends() {
        assert_eq!(sigmoid(0.0), 0.5);
        assert_eq!(sigmoid(-0.0), 0.5);
        assert_eq!(sigmoid(f64::INFINITY), 1.0);
        assert_eq!(sigmoid(f64::NEG_INFINITY), 0.0);
        assert_eq!(sigmoid(-700.0), exp(-700.0));
        assert!(sigmoid(f64::NAN).is_nan());
    }
}
