//! Units that are parabolas: `cargo run --release --example polynomial_units`.

use numerics::elementary::{sigmoid, sin};
use numerics::{Matrix, linalg};

/// Fits a curve with growing numbers of random units of two kinds.
pub fn main() {
    // ANCHOR: program
    let f = |x| sin(x) + 0.5 * sin(3.0 * x) + 0.25 * sin(5.0 * x);
    let x: Vec<f64> = (0..200).map(|i| f64::from(i) * 6.0 / 199.0 - 3.0).collect();
    let y: Vec<f64> = x.iter().map(|&x| f(x)).collect();
    let y = Matrix { rows: 200, cols: 1, data: y };

    let error = |activation: fn(f64) -> f64, hidden: usize| {
        let mut units = nn::Stream::new("polynomial units", 0, "units");
        let draw = |_| (4.0 * units.normal(), units.uniform_in(-3.0, 3.0));
        let units: Vec<(f64, f64)> = (0..hidden).map(draw).collect();
        let outputs = Matrix::from_fn(200, hidden, |i, j| {
            let (slope, centre) = units[j];
            activation(slope * (x[i] - centre))
        });
        let fit = linalg::min_norm_least_squares(&outputs, &y).expect("finite numbers");
        fit.residual_norms[0] * fit.residual_norms[0] / 200.0
    };
    for hidden in [4, 16, 64, 256] {
        let parabola = error(|z| z * z, hidden);
        println!("{hidden:>3} {:.1e} {parabola:.6}", error(sigmoid, hidden));
        assert!((parabola / error(|z| z * z, 4) - 1.0).abs() < 1e-9);
    }
    assert!(error(sigmoid, 256) < 1e-15);
    // ANCHOR_END: program
}
