//! The error taken apart: `cargo run --release --example bias_and_variance`.

use numerics::{Matrix, linalg};

/// Bias² and variance below, at and beyond p = n.
pub fn main() {
    // ANCHOR: program
    // How wrong the fit to the training set with this number is, at 200 test points.
    let deviations = |p: usize, set: u64| -> Vec<f64> {
        let stream = |seed, purpose| nn::Stream::new("bias and variance", seed, purpose);
        let normal = |rows, cols, mut stream: nn::Stream| {
            Matrix::from_fn(rows, cols, |_, _| stream.normal())
        };
        let target = |x: &[f64]| x[0] + x[1] * x[2];
        let w = normal(p, 5, stream(set, "weights"));
        let features = |x: &Matrix| {
            let z = x.matmul(&w.transpose());
            Matrix::from_fn(x.rows, p, |i, j| if z[(i, j)] > 0.0 { z[(i, j)] } else { 0.0 })
        };
        let (x, noise) =
            (normal(30, 5, stream(set, "inputs")), normal(30, 1, stream(set, "noise")));
        let y = Matrix::from_fn(30, 1, |i, _| target(x.row(i)) + 0.5 * noise[(i, 0)]);
        let fit = linalg::min_norm_least_squares(&features(&x), &y).expect("finite numbers");
        let test = normal(200, 5, stream(0, "test"));
        let f = features(&test).matmul(&fit.solution);
        (0..200).map(|i| f[(i, 0)] - target(test.row(i))).collect()
    };
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let mut variances = Vec::new();
    for p in [10, 30, 1000] {
        let sets: Vec<Vec<f64>> = (0..40).map(|set| deviations(p, set)).collect();
        let (mut bias, mut variance, mut error) = (0.0, 0.0, 0.0);
        for i in 0..200 {
            let at: Vec<f64> = sets.iter().map(|deviations| deviations[i]).collect();
            let centre = mean(&at);
            let scatter: Vec<f64> = at.iter().map(|e| (e - centre) * (e - centre)).collect();
            bias += centre * centre / 200.0;
            variance += mean(&scatter) / 200.0;
            error += mean(&at.iter().map(|e| e * e).collect::<Vec<_>>()) / 200.0;
        }
        println!("{p:>4} features: bias² {bias:.2} + variance {variance:.2} = {error:.2}");
        assert!((bias + variance - error).abs() < 1e-9 * error);
        variances.push(variance);
    }
    assert!(variances[1] > 5.0 * variances[0] && variances[2] < variances[0]);
    // ANCHOR_END: program
}
