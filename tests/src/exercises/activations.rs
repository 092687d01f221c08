//! "Which activation": what a bias does to a polynomial, and a line from
//! sigmoids.

use numerics::elementary::sigmoid;
use numerics::{Matrix, linalg};

// ANCHOR: dimension
/// The rank of the outputs of `units` random units on `points` points: the
/// dimension of the space of functions that they span there.
pub fn dimension(activation: fn(f64) -> f64, biases: bool, units: usize, points: usize) -> usize {
    let mut stream = nn::Stream::new("exercise", 0, "units");
    let draw = |_| {
        let (slope, bias) = (stream.normal(), stream.normal());
        (slope, if biases { bias } else { 0.0 })
    };
    let drawn: Vec<(f64, f64)> = (0..units).map(draw).collect();
    let x = |i: usize| 2.0 * i as f64 / (points - 1) as f64 - 1.0;
    let outputs = Matrix::from_fn(points, units, |i, j| {
        let (slope, bias) = drawn[j];
        activation(slope * x(i) + bias)
    });
    let found = linalg::svd(&outputs).expect("finite outputs");
    found.rank(linalg::rank_tolerance(points, units))
}
// ANCHOR_END: dimension

// ANCHOR: slope
/// x from two sigmoids: the difference quotient of s ↦ σ(s x) at s = 0 is
/// x / 4.
pub fn line(small: f64) -> impl Fn(f64) -> f64 {
    move |x| (sigmoid(small * x) - sigmoid(-small * x)) / (2.0 * small) * 4.0
}

/// x² from three: the second derivative of s ↦ σ(s x + 1) at s = 0 is
/// x² σ''(1).
pub fn parabola(small: f64) -> impl Fn(f64) -> f64 {
    let value = sigmoid(1.0);
    let curvature = value * (1.0 - value) * (1.0 - 2.0 * value);
    move |x| {
        let outputs = sigmoid(small * x + 1.0) - 2.0 * value + sigmoid(1.0 - small * x);
        outputs / (small * small) / curvature
    }
}
// ANCHOR_END: slope

#[cfg(test)]
mod tests {
    use super::*;

    // ANCHOR: dimension_test
    #[test]
    fn a_cube_spans_one_dimension_without_biases_and_four_with() {
        assert_eq!(dimension(|z| z * z * z, false, 30, 12), 1);
        assert_eq!(dimension(|z| z * z * z, true, 30, 12), 4);
        let quintic = |z: f64| z * (z * z * z * z - 1.0);
        assert_eq!(dimension(quintic, false, 30, 12), 2);
        assert_eq!(dimension(quintic, true, 30, 12), 6);
        // The sigmoid is 1/2 plus an odd function: without biases it can make
        // no even function but constants.
        assert!(dimension(sigmoid, false, 30, 12) <= 7);
    }
    // ANCHOR_END: dimension_test

    // ANCHOR: slope_test
    #[test]
    fn sigmoids_make_powers() {
        for i in -20..=20 {
            let x = f64::from(i) / 10.0;
            assert!((line(1e-3)(x) - x).abs() < 1e-5);
            assert!((parabola(1e-3)(x) - x * x).abs() < 1e-4);
        }
        // Smaller is not better for ever: the subtraction loses digits.
        assert!((parabola(1e-8)(2.0) - 4.0).abs() > 0.1);
    }
    // ANCHOR_END: slope_test
}
