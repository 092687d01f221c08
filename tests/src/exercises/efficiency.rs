//! "What binds": when depth becomes cheaper, and which wave training leaves out.

use numerics::Matrix;
use numerics::elementary::sin;
use numerics::linalg::min_norm_least_squares;

// ANCHOR: cheaper
/// Parameters of `layers` hidden layers of three units, and of the one hidden
/// layer with as many pieces as they make.
pub fn parameters(layers: u32) -> (u32, u32) {
    let deep = 6 + 12 * (layers - 1) + 4;
    let units = 1 << layers; // one piece a unit
    (deep, 3 * units + 1)
}
// ANCHOR_END: cheaper

// ANCHOR: waves
/// The share of the variance of sin x + sin(3x)/2 + sin(5x)/4 on [−3, 3] that
/// is left when its `kept` slowest waves are fitted by least squares.
pub fn left_over(kept: usize) -> f64 {
    let x: Vec<f64> = (0..601).map(|i| f64::from(i) / 100.0 - 3.0).collect();
    let wave = |k: usize, x: f64| sin((2 * k + 1) as f64 * x);
    let curve = Matrix::from_fn(x.len(), 1, |i, _| {
        wave(0, x[i]) + 0.5 * wave(1, x[i]) + 0.25 * wave(2, x[i])
    });
    let waves = Matrix::from_fn(x.len(), kept, |i, k| wave(k, x[i]));
    let fit = min_norm_least_squares(&waves, &curve).expect("sines are finite");
    let left = fit.residual_norms[0];
    left * left / numerics::dot(&curve.data, &curve.data)
}
// ANCHOR_END: waves

#[cfg(test)]
mod tests {
    use super::*;

    // ANCHOR: cheaper_test
    #[test]
    fn depth_is_cheaper_from_four_layers_on() {
        for layers in 1..20 {
            let (deep, shallow) = parameters(layers);
            assert_eq!(deep < shallow, layers >= 4);
        }
    }
    // ANCHOR_END: cheaper_test

    // ANCHOR: waves_test
    #[test]
    fn each_wave_is_a_smaller_share() {
        assert!((left_over(1) - 0.237).abs() < 0.001);
        assert!((left_over(2) - 0.047).abs() < 0.001);
        assert!(left_over(3) < 1e-25);
    }
    // ANCHOR_END: waves_test
}
