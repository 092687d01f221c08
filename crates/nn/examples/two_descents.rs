//! A peak between two descents: `cargo run --release --example two_descents`.

use numerics::{Matrix, linalg};

/// Fits 30 noisy examples with growing numbers of random features.
pub fn main() {
    // ANCHOR: program
    let target = |x: &[f64]| x[0] + x[1] * x[2];
    let test_error = |p: usize, seed: u64| {
        let mut stream = nn::Stream::new("two descents", seed, "everything");
        let mut normal = |rows, cols| Matrix::from_fn(rows, cols, |_, _| stream.normal());
        let (x, noise, x_test, w) = (normal(30, 5), normal(30, 1), normal(500, 5), normal(p, 5));
        let features = |x: &Matrix| {
            let z = x.matmul(&w.transpose());
            Matrix::from_fn(x.rows, p, |i, j| if z[(i, j)] > 0.0 { z[(i, j)] } else { 0.0 })
        };
        let y = Matrix::from_fn(30, 1, |i, _| target(x.row(i)) + 0.5 * noise[(i, 0)]);
        let fit = linalg::min_norm_least_squares(&features(&x), &y).expect("finite numbers");
        let f = features(&x_test).matmul(&fit.solution);
        let square = |i| (f[(i, 0)] - target(x_test.row(i))) * (f[(i, 0)] - target(x_test.row(i)));
        (0..500).map(square).sum::<f64>() / 500.0
    };
    let mut medians = Vec::new();
    for p in [2, 10, 20, 30, 40, 100, 1000] {
        let mut errors: Vec<f64> = (0..15).map(|seed| test_error(p, seed)).collect();
        errors.sort_by(f64::total_cmp);
        println!("{p:>4} features: {:6.2}", errors[7]);
        medians.push(errors[7]);
    }
    let (before, peak, after) = (medians[1], medians[3], medians[6]);
    assert!(before < medians[0] && peak > 5.0 * before && after < before);
    // ANCHOR_END: program
}
