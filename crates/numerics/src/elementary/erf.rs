//! The error function.

use super::{exp_moderate, from_bits, select};

/// 2 / sqrt(pi).
const ERF_C0: f64 = f64::from_bits(0x3ff20dd750429b6d);

/// (erf(x) / x - 2 / sqrt(pi)) / x^2 as a polynomial in x^2 on |x| <= 1.
const ERFP: [f64; 12] = from_bits([
    0xbfd812746b0379e6,
    0x3fbce2f21a042b59,
    0xbf9b82ce312857f2,
    0x3f7565bcd0dcf7ab,
    0xbf4c02db3de1af21,
    0x3f1f9a3222e8de21,
    0xbeef4d1e944eafef,
    0x3ebb9df6c6f6a914,
    0xbe85f211c6f6df6c,
    0x3e4f7cc674d3e99d,
    0xbe138e31114ce024,
    0x3dd06b496f0b2b5f,
]);

/// e^(x^2) (1 - erf(x)) as a polynomial in x - 2 on 1 <= x <= 6.
const ERFG: [f64; 21] = from_bits([
    0x3fd058671b52c76e,
    0xbfbb57034efd414b,
    0x3fa5672b9ea15567,
    0xbf8fa9d3ac91cf61,
    0x3f76490721547604,
    0xbf5e028e8be30703,
    0x3f4369ff9f9c53c9,
    0xbf283821d2452f68,
    0x3f0d37baf646c1c8,
    0xbef115d5dc878b3f,
    0x3ed3696859120cbd,
    0xbeb576e117f5e49c,
    0x3e9725c2b532c9db,
    0xbe7866317697802b,
    0x3e5905a4d37c11aa,
    0xbe38cac1a6337165,
    0x3e18cc3a5503f61f,
    0xbdfa9d03bbbcb6cd,
    0x3dda4dc6e9511019,
    0xbdb1617b726c6d46,
    0x3d749c7e31838a66,
]);

/// The error function, 2 / sqrt(pi) times the integral of e^-t^2 from 0 to x;
/// worst error 1.53 ulp.
///
/// Method: an odd polynomial below 1 in size; above, 1 - e^-x^2 p(|x|), which is
/// 1 to the last bit from 6 on.
#[inline(always)]
pub fn erf(x: f64) -> f64 {
    let a = x.abs();
    let z = x * x;
    let c = &ERFP;
    let (z2, z4) = (z * z, (z * z) * (z * z));
    let low = (c[0] + c[1] * z) + (c[2] + c[3] * z) * z2;
    let mid = (c[4] + c[5] * z) + (c[6] + c[7] * z) * z2;
    let top = (c[8] + c[9] * z) + (c[10] + c[11] * z) * z2;
    let p = low + (mid + top * z4) * z4;
    let small = x + x * ((ERF_C0 - 1.0) + z * p);

    let b = select(a > 6.0, 6.0, a);
    let t = b - 2.0;
    let g = &ERFG;
    let (t2, t4) = (t * t, (t * t) * (t * t));
    let t8 = t4 * t4;
    let q = |i: usize| (g[i] + g[i + 1] * t) + (g[i + 2] + g[i + 3] * t) * t2;
    let v = ((q(0) + q(4) * t4) + (q(8) + q(12) * t4) * t8) + (q(16) + g[20] * t4) * (t8 * t8);
    let large = (1.0 - exp_moderate(-(b * b)) * v).copysign(x);
    select(a < 1.0, small, large)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn erf_at_the_ends() {
        assert_eq!(erf(0.0).to_bits(), 0.0f64.to_bits());
        assert_eq!(erf(-0.0).to_bits(), (-0.0f64).to_bits());
        assert_eq!(erf(f64::INFINITY), 1.0);
        assert_eq!(erf(f64::NEG_INFINITY), -1.0);
        assert_eq!(erf(0.5), 0.5204998778130465);
        assert!(erf(f64::NAN).is_nan());
    }

    #[test]
    fn the_two_methods_meet() {
        let (below, above) = (erf(1.0f64.next_down()), erf(1.0));
        assert!(below <= above && above - below < 3e-16, "{below} {above}");
    }
}
