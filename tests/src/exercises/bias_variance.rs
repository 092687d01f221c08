//! "Bias and variance at every size": the peak in closed form, and what two training sets share.

use nn::Stream;
use numerics::{Matrix, dot, linalg};

fn normal(rows: usize, cols: usize, stream: &mut Stream) -> Matrix {
    Matrix::from_fn(rows, cols, |_, _| stream.normal())
}

// ANCHOR: peak
/// The variance that noise of size 1 causes in a fit of n examples with p
/// features that are independent normal numbers; none where it is infinite.
pub fn noise_variance(n: f64, p: f64) -> Option<f64> {
    if p < n - 1.0 {
        Some(p / (n - p - 1.0))
    } else if p > n + 1.0 {
        Some(n / (p - n - 1.0))
    } else {
        None
    }
}

/// The same by drawing features and noise: |Φ⁺ noise|².
pub fn noise_variance_drawn(n: usize, p: usize, seed: u64) -> f64 {
    let mut stream = Stream::new("exercise", seed, "noise variance");
    let (phi, noise) = (normal(n, p, &mut stream), normal(n, 1, &mut stream));
    let theta = linalg::min_norm_least_squares(&phi, &noise).expect("finite").solution;
    dot(&theta.data, &theta.data)
}
// ANCHOR_END: peak

// ANCHOR: shared
/// Two estimates of bias² from predictions that are off by `bias` on average
/// and scatter around it with variance 1, one for each training set: the
/// square of the mean, and the mean over pairs of different sets.
pub fn bias_estimates(bias: f64, sets: usize, seed: u64) -> [f64; 2] {
    let mut stream = Stream::new("exercise", seed, "deviations");
    let off: Vec<f64> = (0..sets).map(|_| bias + stream.normal()).collect();
    let sum: f64 = off.iter().sum();
    let squares: f64 = off.iter().map(|e| e * e).sum();
    let r = sets as f64;
    [(sum / r) * (sum / r), (sum * sum - squares) / (r * (r - 1.0))]
}
// ANCHOR_END: shared

#[cfg(test)]
mod tests {
    use super::*;

    // ANCHOR: peak_test
    #[test]
    fn the_peak_has_a_closed_form() {
        for p in [5, 10, 15, 30, 40, 80] {
            let drawn: f64 = (0..600).map(|seed| noise_variance_drawn(20, p, seed)).sum();
            let expected = noise_variance(20.0, p as f64).expect("away from the threshold");
            assert!((drawn / 600.0 / expected - 1.0).abs() < 0.15, "p = {p}");
        }
        assert!(noise_variance(20.0, 20.0).is_none());
    }
    // ANCHOR_END: peak_test

    // ANCHOR: shared_test
    #[test]
    fn pairs_of_sets_know_nothing_of_the_scatter() {
        let mean = |which: usize| {
            (0..20_000).map(|seed| bias_estimates(0.5, 5, seed)[which]).sum::<f64>() / 20_000.0
        };
        assert!((mean(0) - (0.25 + 1.0 / 5.0)).abs() < 0.02);
        assert!((mean(1) - 0.25).abs() < 0.02);
    }
    // ANCHOR_END: shared_test
}
