//! "The lesson's width table": the best straight line, and the rate that a
//! width bears.

use nn::{Init, Loss, Mlp, Objective, Optimiser, Parametrisation, Schedule};
use nn::{Stream, Trainer};
use numerics::Matrix;
use numerics::elementary::{cos, sigmoid, sin};

// ANCHOR: line
/// The mean squared error on [-3, 3] of the straight line nearest to
/// sin x + sin(3x)/2 + sin(5x)/4, by calculus.
pub fn line_error() -> f64 {
    let terms = [(1.0, 1.0), (3.0, 0.5), (5.0, 0.25)];
    // Means over the interval: of cos(qx), sin(jx) sin(kx) and x sin(kx).
    let mean_cos = |q: f64| match q == 0.0 {
        true => 1.0,
        false => sin(3.0 * q) / (3.0 * q),
    };
    let product = |j: f64, k| (mean_cos(j - k) - mean_cos(j + k)) / 2.0;
    let slant = |k: f64| sin(3.0 * k) / (3.0 * k * k) - cos(3.0 * k) / k;

    let (mut square, mut along) = (0.0, 0.0);
    for (k, a) in terms {
        along += a * slant(k);
        for (j, b) in terms {
            square += a * b * product(j, k);
        }
    }
    // The mean of x² is 3, so the nearest line is (along / 3) x.
    square - along * along / 3.0
}
// ANCHOR_END: line

/// The lesson's target on `n` points, a column each.
fn data(n: u32) -> (Matrix, Matrix) {
    let x = |i| f64::from(i) * 6.0 / f64::from(n - 1) - 3.0;
    let y = |x| sin(x) + 0.5 * sin(3.0 * x) + 0.25 * sin(5.0 * x);
    let inputs: Vec<f64> = (0..n).map(x).collect();
    let targets = inputs.iter().map(|&x| y(x)).collect();
    let column = |data: Vec<f64>| Matrix { rows: data.len(), cols: 1, data };
    (column(inputs), column(targets))
}

fn network(hidden: usize) -> Mlp {
    let glorot = Parametrisation::Standard(Init::GlorotNormal);
    Mlp::new(&[1, hidden, 1], autodiff::Fun::Sigmoid, glorot)
}

// ANCHOR: curvature
/// The largest curvature of the lesson's loss along the read-out weights
/// and bias at the start, by power iteration on (2/n) F^T F, where F has
/// the units' outputs and a column of ones.
pub fn curvature(hidden: usize) -> f64 {
    let (inputs, _) = data(100);
    let mut stream = Stream::new("exercise", 0, "init");
    let start = network(hidden).init(&mut stream);
    let w = start.get("layers.0.weight").expect("a hidden layer");
    let features = Matrix::from_fn(100, hidden + 1, |i, j| {
        if j < hidden { sigmoid(inputs.data[i] * w[j]) } else { 1.0 }
    });
    let mut direction = vec![1.0; hidden + 1];
    let mut curvature = 0.0;
    for _ in 0..100 {
        let mut pulled = vec![0.0; hidden + 1];
        for row in features.data.chunks(hidden + 1) {
            let along = numerics::dot(row, &direction) * 2.0 / 100.0;
            for (pulled, f) in pulled.iter_mut().zip(row) {
                *pulled += along * f;
            }
        }
        curvature = numerics::dot(&pulled, &pulled).sqrt();
        direction = pulled.iter().map(|p| p / curvature).collect();
    }
    curvature
}
// ANCHOR_END: curvature

/// The losses of the first `steps` steps of gradient descent at this rate.
pub fn losses(hidden: usize, rate: f64, steps: u64) -> Vec<f64> {
    let (inputs, targets) = data(100);
    let network = network(hidden);
    let start = network.init(&mut Stream::new("exercise", 0, "init"));
    let objective = Objective::new(&network, Loss::MeanSquared, &inputs, &targets);
    let rate = Schedule::Constant(rate);
    let mut trainer = Trainer::new(objective, start, Optimiser::sgd(), rate);
    (0..steps).map(|_| trainer.step()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    // ANCHOR: line_test
    #[test]
    fn calculus_agrees_with_a_fine_grid() {
        let (x, y) = data(20_001);
        let n = x.data.len() as f64;
        let mean = |a: &[f64], b: &[f64]| numerics::dot(a, b) / n;
        let (xx, xy) = (mean(&x.data, &x.data), mean(&x.data, &y.data));
        let on_the_grid = mean(&y.data, &y.data) - xy * xy / xx;
        assert!((line_error() - on_the_grid).abs() < 1e-4);
    }
    // ANCHOR_END: line_test

    // ANCHOR: curvature_test
    #[test]
    fn the_curvature_grows_with_the_width_and_the_rate_must_fall() {
        for hidden in [16, 64, 256] {
            let estimate = 2.0 * (1.0 + hidden as f64 / 4.0);
            assert!((curvature(hidden) / estimate - 1.0).abs() < 0.1);
        }
        let largest = 2.0 / curvature(256);
        assert!(0.01 < largest && largest < 0.03);
        let below = losses(256, 0.9 * largest, 10);
        let above = losses(256, 1.1 * largest, 10);
        assert!(below.windows(2).all(|pair| pair[1] < pair[0]));
        assert!(above.windows(2).all(|pair| pair[1] > pair[0]));
        // Not for ever: large weights put the units where they are level, the
        // curvature drops, and the loss falls again.
        let three_times = losses(256, 0.03, 300);
        assert!(three_times.iter().any(|&loss| loss > 1000.0));
        assert!(three_times[299] < three_times[0]);
    }
    // ANCHOR_END: curvature_test
}
