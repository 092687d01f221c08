//! Vectorised functions against the scalar ones, bit for bit, at every level.

use numerics::{Level, elementary, slices};
use proptest::prelude::*;

type Scalar = fn(f64) -> f64;
type Vectorised = fn(&[f64], &mut [f64]);

const FUNCTIONS: [(&str, Scalar, Vectorised); 10] = [
    ("exp", elementary::exp, slices::exp),
    ("sigmoid", elementary::sigmoid, slices::sigmoid),
    ("tanh", elementary::tanh, slices::tanh),
    ("ln", elementary::ln, slices::ln),
    ("log1p", elementary::log1p, slices::log1p),
    ("softplus", elementary::softplus, slices::softplus),
    ("sin", elementary::sin, slices::sin),
    ("cos", elementary::cos, slices::cos),
    ("erf", elementary::erf, slices::erf),
    ("sqrt", f64::sqrt, slices::sqrt),
];

fn check(x: &[f64]) {
    for (name, scalar, vectorised) in FUNCTIONS {
        for level in Level::available() {
            let mut out = vec![0.0; x.len()];
            level.run(|| vectorised(x, &mut out));
            for (&x, &y) in x.iter().zip(&out) {
                let expected = scalar(x);
                let same = y.to_bits() == expected.to_bits() || y.is_nan() && expected.is_nan();
                assert!(same, "{name}({x:e}) at {level}: {y:e}, the scalar function {expected:e}");
            }
        }
    }
}

proptest! {
    #[test]
    fn moderate_numbers(x in prop::collection::vec(-30.0..30.0f64, 0..300)) {
        check(&x);
    }

    /// Some kilobytes of it with arguments at which e^x overflows or is subnormal, and some without.
    #[test]
    fn large_numbers(x in prop::collection::vec(-800.0..800.0f64, 0..300)) {
        let mut x = x;
        x.iter_mut().take(200).for_each(|x| *x *= 0.5);
        check(&x);
    }

    #[test]
    fn any_bits(x in prop::collection::vec(any::<u64>().prop_map(f64::from_bits), 0..300)) {
        check(&x);
    }
}

/// Odd functions are odd to the last bit; even ones even.
#[test]
fn symmetry() {
    for i in 0..10_000 {
        let x = f64::from(i) * 0.0037;
        for f in [elementary::tanh, elementary::erf, elementary::sin] {
            assert_eq!(f(-x).to_bits(), (-f(x)).to_bits(), "{x}");
        }
        assert_eq!(elementary::cos(-x).to_bits(), elementary::cos(x).to_bits(), "{x}");
    }
}

/// Monotone functions never fall over steps much larger than their error.
#[test]
fn monotonicity() {
    for (name, f, _) in &FUNCTIONS[..6] {
        let mut before = f64::NEG_INFINITY;
        for i in 1..10_000 {
            let y = f(f64::from(i) * 0.001);
            assert!(y >= before, "{name} falls at step {i}");
            before = y;
        }
    }
}
