//! "Existence is not learning": learning by heart with linear algebra, and a
//! shallow network for the sawtooth that training does not find.

use numerics::{Matrix, linalg};

// ANCHOR: memorise
/// Gives `n` random points in ten dimensions the labels 1 and -1 by lot, fits
/// them with `units` random ReLU units, and returns the share of right signs
/// on them and on 1000 new points with labels by lot.
pub fn memorise(n: usize, units: usize) -> (f64, f64) {
    let mut stream = nn::Stream::new("exercise", 0, "points");
    let mut normals = |rows, cols| Matrix::from_fn(rows, cols, |_, _| stream.normal());
    let (weights, biases) = (normals(10, units), normals(1, units));
    let mut set = |rows| {
        let points = normals(rows, 10);
        let labels = normals(rows, 1).data.iter().map(|z| z.signum()).collect();
        (points, Matrix { rows, cols: 1, data: labels })
    };
    let outputs = |points: &Matrix| {
        let z = points.matmul(&weights);
        Matrix::from_fn(z.rows, units, |i, j| {
            let z = z[(i, j)] + biases.data[j];
            if z > 0.0 { z } else { 0.0 }
        })
    };
    let (points, labels) = set(n);
    let fit = linalg::min_norm_least_squares(&outputs(&points), &labels);
    let read_out = fit.expect("finite outputs").solution;
    let right = |points: &Matrix, labels: &Matrix| {
        let fit = outputs(points).matmul(&read_out).data;
        let pairs = fit.iter().zip(&labels.data);
        pairs.filter(|(s, y)| *s * *y > 0.0).count() as f64 / labels.rows as f64
    };
    let (new_points, new_labels) = set(1000);
    (right(&points, &labels), right(&new_points, &new_labels))
}
// ANCHOR_END: memorise

// ANCHOR: kinks
/// The mean squared error on T^k of the best function that is continuous and
/// straight between these kinks: of one hidden layer of ReLUs.
pub fn best_with_kinks(k: u32, kinks: &[f64]) -> f64 {
    let n = 2048;
    let x = |i: usize| (i as f64 + 0.5) / n as f64;
    let triangle = |x: f64| 1.0 - (2.0 * x - 1.0).abs();
    let targets = Matrix::from_fn(n, 1, |i, _| (0..k).fold(x(i), |x, _| triangle(x)));
    // A first unit that is never off gives the line.
    let outputs = Matrix::from_fn(n, kinks.len() + 2, |i, j| match j {
        0 => 1.0,
        1 => x(i),
        _ if x(i) > kinks[j - 2] => x(i) - kinks[j - 2],
        _ => 0.0,
    });
    let fit = linalg::min_norm_least_squares(&outputs, &targets);
    let norm = fit.expect("finite outputs").residual_norms[0];
    norm * norm / n as f64
}
// ANCHOR_END: kinks

#[cfg(test)]
mod tests {
    use super::*;

    // ANCHOR: memorise_test
    #[test]
    fn more_units_than_points_learn_anything_by_heart() {
        let (seen, new) = memorise(200, 400);
        assert_eq!(seen, 1.0);
        assert!((0.45..0.55).contains(&new), "{new}");
        // With fewer units not even that.
        assert!(memorise(200, 50).0 < 0.9);
    }
    // ANCHOR_END: memorise_test

    // ANCHOR: kinks_test
    #[test]
    fn seven_kinks_in_the_right_places_are_worth_more_than_training() {
        let constant = 1.0 / 12.0;
        let even: Vec<f64> = (1..8).map(|j| f64::from(j) / 8.0).collect();
        let left: Vec<f64> = (1..8).map(|j| f64::from(j) / 16.0).collect();
        let (even, left) = (best_with_kinks(4, &even), best_with_kinks(4, &left));
        // Between even kinks lies a whole tooth each: nothing is gained.
        assert!((even / constant - 1.0).abs() < 0.05, "{even}");
        // Seven kinks of the target, and a line for the right half.
        assert!(left < 0.8 * constant, "{left}");
        assert!(left > 7.0 / 16.0 / 48.0, "{left}");
    }
    // ANCHOR_END: kinks_test
}
