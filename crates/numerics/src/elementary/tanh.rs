//! The hyperbolic tangent.

use super::{exp_moderate, from_bits, select};

/// (tanh(x) / x - 1) / x^2 as a polynomial in x^2 on |x| <= 0.625.
const TANHP: [f64; 12] = from_bits([
    0xbfd5555555555552,
    0x3fc1111111110ca5,
    0xbfaba1ba1b9d5922,
    0x3f9664f487188219,
    0xbf8226e32e5d867b,
    0x3f6d6d35d64facf1,
    0xbf57d9c592cc675e,
    0x3f4350cb898d634a,
    0xbf2f11fe71e164ff,
    0x3f18045c9c401ab0,
    0xbeffb6868684e0f3,
    0x3ed971816c89752e,
]);

/// tanh(x) for every x; worst error 1.33 ulp.
///
/// Method: an odd polynomial below 0.625 in size, 1 - 2 / (e^2|x| + 1) above.
/// Odd to the last bit, also at -0.
#[inline(always)]
pub fn tanh(x: f64) -> f64 {
    let a = x.abs();
    let z = x * x;
    let c = &TANHP;
    let (z2, z4) = (z * z, (z * z) * (z * z));
    let q = |i: usize| (c[i] + c[i + 1] * z) + (c[i + 2] + c[i + 3] * z) * z2;
    let small = a + (a * z) * (q(0) + (q(4) + q(8) * z4) * z4);
    let b = select(a > 22.0, 22.0, a);
    let large = 1.0 - 2.0 / (exp_moderate(b + b) + 1.0);
    select(a < 0.625, small, large).copysign(x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tanh_at_the_ends() {
        assert_eq!(tanh(0.0).to_bits(), 0.0f64.to_bits());
        assert_eq!(tanh(-0.0).to_bits(), (-0.0f64).to_bits());
        assert_eq!(tanh(f64::from_bits(1)), f64::from_bits(1));
        assert_eq!(tanh(f64::INFINITY), 1.0);
        assert_eq!(tanh(f64::NEG_INFINITY), -1.0);
        assert!(tanh(f64::NAN).is_nan());
    }

    #[test]
    fn the_two_methods_meet() {
        let (below, above) = (tanh(0.625f64.next_down()), tanh(0.625));
        assert!(below < above && above - below < 3e-16, "{below} {above}");
    }
}
