//! The natural logarithm, log(1 + x) and softplus.

use super::{LN2_HI, LN2_LO, exp, from_bits, select};

/// With s = f / (2 + f): log(1 + f) = 2 s + s r(s^2), and this is r(z) / z.
const LNG: [f64; 7] = from_bits([
    0x3fe555555555558f,
    0x3fd9999999980cf9,
    0x3fd249249413e602,
    0x3fcc71c52860c8d5,
    0x3fc746628783374a,
    0x3fc39a3bdbe38306,
    0x3fc2ef32f7b17dc8,
]);

/// The bits of about sqrt(1/2): where the significand starts.
const OFFSET: u64 = 0x3fe6a09e00000000;

/// x = 2^k m with m in [sqrt(1/2), sqrt(2)), for positive normal x.
#[inline(always)]
fn split(x: f64) -> (f64, f64) {
    let t = x.to_bits().wrapping_add(0x3ff0000000000000 - OFFSET);
    let m = f64::from_bits((t & 0x000fffffffffffff).wrapping_add(OFFSET));
    // The integer t >> 52 becomes a float by way of the bits of 2^52.
    let k = f64::from_bits((t >> 52) | 0x4330000000000000) - (4503599627370496.0 + 1023.0);
    (k, m)
}

/// k ln 2 + log(1 + f) + c, for a small correction c.
#[inline(always)]
fn ln_reduced(k: f64, f: f64, c: f64) -> f64 {
    let g = &LNG;
    let s = f / (2.0 + f);
    let z = s * s;
    let w = z * z;
    let r = z
        * (((g[0] + g[1] * z) + (g[2] + g[3] * z) * w) + ((g[4] + g[5] * z) + g[6] * w) * (w * w));
    let h = 0.5 * f * f;
    k * LN2_HI - ((h - (s * (h + r) + (k * LN2_LO + c))) - f)
}

/// The natural logarithm of x; worst error 0.81 ulp.
///
/// Minus infinity at zero of either sign, NaN below. Method: x = 2^k (1 + f)
/// with 1 + f in [sqrt(1/2), sqrt(2)), and the odd series of the logarithm in
/// f / (2 + f), arranged so that its leading terms f - f^2 / 2 stay exact.
#[inline(always)]
pub fn ln(x: f64) -> f64 {
    let subnormal = x < f64::MIN_POSITIVE;
    let scaled = select(subnormal, x * 18014398509481984.0, x); // 2^54
    let (k, m) = split(scaled);
    let k = k - select(subnormal, 54.0, 0.0);
    let v = ln_reduced(k, m - 1.0, 0.0);
    let v = select(x == f64::INFINITY, x, v);
    let v = select(x == 0.0, f64::NEG_INFINITY, v);
    select(x >= 0.0, v, f64::NAN)
}

/// log(1 + x) without the loss of a small x in the sum; worst error 0.81 ulp.
///
/// Minus infinity at -1, NaN below. Method: [`ln`] of the rounded 1 + x, plus
/// the rounding error of that sum (Knuth's two-sum) divided by it.
#[inline(always)]
pub fn log1p(x: f64) -> f64 {
    let u = 1.0 + x;
    let b = u - 1.0;
    let e = (1.0 - (u - b)) + (x - b);
    let (k, m) = split(u);
    let near = k == 0.0;
    let f = select(near, x, m - 1.0);
    let c = select(near, 0.0, e / u);
    let v = ln_reduced(k, f, c);
    let v = select(x == f64::INFINITY, x, v);
    let v = select(x == -1.0, f64::NEG_INFINITY, v);
    let v = select(x == 0.0, x, v);
    select(x >= -1.0, v, f64::NAN)
}

/// log(1 + e^x), the smooth ramp whose derivative is the sigmoid; worst error
/// 1.50 ulp.
///
/// Method: max(x, 0) + log(1 + e^-|x|), which never overflows.
#[inline(always)]
pub fn softplus(x: f64) -> f64 {
    let ramp = select(x > 0.0, x, 0.0);
    ramp + log1p(exp(-x.abs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ln_at_the_ends() {
        assert_eq!(ln(1.0).to_bits(), 0.0f64.to_bits());
        assert_eq!(ln(std::f64::consts::E), 1.0);
        assert_eq!(ln(2.0), std::f64::consts::LN_2);
        assert_eq!(ln(0.0), f64::NEG_INFINITY);
        assert_eq!(ln(-0.0), f64::NEG_INFINITY);
        assert_eq!(ln(f64::INFINITY), f64::INFINITY);
        assert_eq!(ln(f64::from_bits(1)), -744.4400719213812);
        assert!(ln(-1.0).is_nan() && ln(f64::NAN).is_nan());
    }

    #[test]
    fn log1p_at_the_ends() {
        assert_eq!(log1p(-0.0).to_bits(), (-0.0f64).to_bits());
        assert_eq!(log1p(1e-300), 1e-300);
        assert_eq!(log1p(1.0), std::f64::consts::LN_2);
        assert_eq!(log1p(-1.0), f64::NEG_INFINITY);
        assert_eq!(log1p(f64::INFINITY), f64::INFINITY);
        assert!(log1p(-1.5).is_nan() && log1p(f64::NAN).is_nan());
    }

    #[test]
    fn softplus_at_the_ends() {
        assert_eq!(softplus(0.0), std::f64::consts::LN_2);
        assert_eq!(softplus(800.0), 800.0);
        assert_eq!(softplus(-700.0), exp(-700.0));
        assert_eq!(softplus(f64::INFINITY), f64::INFINITY);
        assert_eq!(softplus(f64::NEG_INFINITY), 0.0);
        assert!(softplus(f64::NAN).is_nan());
    }
}
