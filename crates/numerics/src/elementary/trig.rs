//! Sine and cosine.

use super::{MAGIC, from_bits, select};

/// (sin(y) / y - 1) / y^2 as a polynomial in y^2 on |y| <= pi / 4.
const SINP: [f64; 6] = from_bits([
    0xbfc5555555555549,
    0x3f8111111110f8c1,
    0xbf2a01a019c18903,
    0x3ec71de357caa153,
    0xbe5ae5e69797146c,
    0x3de5d93ccfb1e006,
]);

/// (cos(y) - 1 + y^2 / 2) / y^4 as a polynomial in y^2 on |y| <= pi / 4.
const COSP: [f64; 6] = from_bits([
    0x3fa555555555554e,
    0xbf56c16c16c15510,
    0x3efa01a019cfedd2,
    0xbe927e4f83b3db11,
    0x3e21eea0a1734a55,
    0xbda8fbcdf068d875,
]);

/// 2 / pi, and pi / 2 in three parts, the first two of at most 33 bits, so that
/// their products with a quadrant number up to 2^20 are exact.
const INVPIO2: f64 = f64::from_bits(0x3fe45f306dc9c883);
const PIO2_1: f64 = f64::from_bits(0x3ff921fb54400000);
const PIO2_2: f64 = f64::from_bits(0x3dd0b4611a600000);
const PIO2_3: f64 = f64::from_bits(0x3ba3198a2e037073);

/// The largest |x| for which three parts of pi / 2 suffice.
pub(crate) const TRIG_MAX: f64 = 1.0e6;

/// sin(x + shift pi / 2) for |x| up to [`TRIG_MAX`].
#[inline(always)]
fn reduced(x: f64, shift: u64) -> f64 {
    // x = n pi / 2 + (y0 + y1), and the quadrant in the low bits of n + MAGIC.
    let magic_plus_n = x * INVPIO2 + MAGIC;
    let n = magic_plus_n - MAGIC;
    let quadrant = magic_plus_n.to_bits().wrapping_add(shift);
    let t = x - n * PIO2_1;
    let w = n * PIO2_2;
    let hi = t - w;
    let b = hi - t;
    let e = (t - (hi - b)) - (w + b);
    let lo = e - n * PIO2_3;
    let y0 = hi + lo;
    let y1 = (hi - y0) + lo;

    let z = y0 * y0;
    let z2 = z * z;
    let (s, c) = (&SINP, &COSP);
    let sp = ((s[0] + s[1] * z) + (s[2] + s[3] * z) * z2) + (s[4] + s[5] * z) * (z2 * z2);
    let cp = ((c[0] + c[1] * z) + (c[2] + c[3] * z) * z2) + (c[4] + c[5] * z) * (z2 * z2);
    let sin = y0 + ((y0 * z) * sp + (y1 - 0.5 * z * y1));
    let h = 0.5 * z;
    let v = 1.0 - h;
    let cos = v + (((1.0 - v) - h) + (z2 * cp - y0 * y1));
    let r = select(quadrant & 1 == 0, sin, cos);
    f64::from_bits(r.to_bits() ^ ((quadrant & 2) << 62))
}

#[inline(always)]
pub(crate) fn sin_reduced(x: f64) -> f64 {
    select(x == 0.0, x, reduced(x, 0))
}

#[inline(always)]
pub(crate) fn cos_reduced(x: f64) -> f64 {
    reduced(x, 1)
}

/// sin(x), x in radians; worst error 0.79 ulp up to |x| = 10^6, and that of the
/// `libm` crate beyond.
///
/// Method: Cody and Waite's reduction by pi / 2 in three parts, keeping the
/// remainder as a sum of two doubles, and a polynomial for either function on
/// [-pi/4, pi/4].
#[inline(always)]
pub fn sin(x: f64) -> f64 {
    if x.abs() <= TRIG_MAX { sin_reduced(x) } else { libm::sin(x) }
}

/// cos(x), x in radians; worst error 0.82 ulp up to |x| = 10^6, and that of the
/// `libm` crate beyond. The method is that of [`sin`].
#[inline(always)]
pub fn cos(x: f64) -> f64 {
    if x.abs() <= TRIG_MAX { cos_reduced(x) } else { libm::cos(x) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::{FRAC_PI_2, PI};

    #[test]
    fn trig_at_the_ends() {
        assert_eq!(sin(-0.0).to_bits(), (-0.0f64).to_bits());
        assert_eq!(cos(0.0), 1.0);
        assert_eq!(sin(FRAC_PI_2), 1.0);
        // The sine of a rounded pi is what rounding took away.
        assert_eq!(sin(PI), 1.2246467991473532e-16);
        assert_eq!(cos(FRAC_PI_2), 6.123233995736766e-17);
        assert!(sin(f64::INFINITY).is_nan() && cos(f64::NEG_INFINITY).is_nan());
        assert!(sin(f64::NAN).is_nan() && cos(f64::NAN).is_nan());
    }

    #[test]
    fn the_two_methods_meet() {
        for x in [TRIG_MAX, TRIG_MAX.next_up()] {
            assert_eq!(sin(x), libm::sin(x));
            assert_eq!(cos(x), libm::cos(x));
        }
    }
}
