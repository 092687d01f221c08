//! "Two descents": the smallest threshold, and an optimiser that arrives elsewhere.

use nn::{Optimiser, Stream};
use numerics::{Matrix, dot, linalg};

// ANCHOR: one
/// One example, one parameter: y = θ x with noise 1 gives θ an error of
/// noise / x. The squares of these errors, smallest first.
pub fn one_example(seeds: u64) -> Vec<f64> {
    let error = |seed| {
        let mut stream = Stream::new("exercise", seed, "one example");
        let (x, noise) = (stream.normal(), stream.normal());
        (noise / x) * (noise / x)
    };
    let mut errors: Vec<f64> = (0..seeds).map(error).collect();
    errors.sort_by(f64::total_cmp);
    errors
}
// ANCHOR_END: one

/// Ten examples with random features and labels.
fn system(features: usize) -> (Matrix, Matrix) {
    let mut stream = Stream::new("exercise", 0, "system");
    let mut normal = |rows, cols| Matrix::from_fn(rows, cols, |_, _| stream.normal());
    (normal(10, features), normal(10, 1))
}

// ANCHOR: arrive
/// Descends on |Φ θ − y|² / 20 from zero with a rate that goes to zero: how
/// much is left of the labels, and the length of θ in units of the shortest
/// interpolant's.
pub fn arrive(mut optimiser: Optimiser, rate: f64) -> [f64; 2] {
    let (phi, y) = system(40);
    let shortest = linalg::min_norm_least_squares(&phi, &y).expect("finite").solution;
    let mut theta = Matrix::zeros(40, 1);
    let length = |x: &Matrix| dot(&x.data, &x.data).sqrt();
    let missing = |theta: &Matrix| {
        let fitted = phi.matmul(theta);
        Matrix::from_fn(10, 1, |i, _| fitted[(i, 0)] - y[(i, 0)])
    };
    for step in 0..4000 {
        let mut gradient = phi.transpose().matmul(&missing(&theta));
        gradient.data.iter_mut().for_each(|g| *g /= 10.0);
        let rate = rate * (1.0 - f64::from(step) / 4000.0);
        optimiser.step(rate, &mut theta.data, &gradient.data);
    }
    [length(&missing(&theta)) / length(&y), length(&theta) / length(&shortest)]
}
// ANCHOR_END: arrive

#[cfg(test)]
mod tests {
    use super::*;

    // ANCHOR: one_test
    #[test]
    fn the_mean_of_one_example_never_settles() {
        let errors = one_example(100_000);
        let quantile = |share: f64| errors[(share * 100_000.0) as usize];
        assert!((0.95..1.05).contains(&quantile(0.5)));
        // A tenth as often, a hundred times as large.
        for share in [0.9, 0.99] {
            let further = quantile(1.0 - (1.0 - share) / 10.0);
            assert!((60.0..160.0).contains(&(further / quantile(share))));
        }
        // One seed of a hundred thousand makes up a good part of the mean.
        let sum: f64 = errors.iter().sum();
        assert!(errors[99_999] > 0.1 * sum);
    }
    // ANCHOR_END: one_test

    // ANCHOR: arrive_test
    #[test]
    fn adam_fits_exactly_and_not_shortest() {
        let [left, length] = arrive(Optimiser::sgd(), 0.1);
        assert!(left < 1e-8 && (length - 1.0).abs() < 1e-8);
        let [left, length] = arrive(Optimiser::momentum(0.9, 40), 0.01);
        assert!(left < 1e-8 && (length - 1.0).abs() < 1e-8);
        let [left, length] = arrive(Optimiser::adam(40), 0.01);
        assert!(left < 1e-3 && length > 1.01);
    }
    // ANCHOR_END: arrive_test
}
