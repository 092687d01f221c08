//! "A radial function": when the wave becomes a straight line, and what a
//! faster wave costs.

use nn::Stream;
use numerics::elementary::cos;
use numerics::{Matrix, dot, sum};

// ANCHOR: line
/// The share of the variance of cos(6 |x| / √d) that the best a + b |x|²
/// leaves, over normal points.
pub fn left_over(d: usize) -> f64 {
    let mut x = Matrix::zeros(2000, d);
    Stream::new("exercise", 0, "points").fill_normal(&mut x.data);
    let squares: Vec<f64> = x.data.chunks(d).map(|x| dot(x, x) / d as f64).collect();
    let waves: Vec<f64> = squares.iter().map(|s| cos(6.0 * s.sqrt())).collect();
    let centred = |values: &[f64]| -> Vec<f64> {
        let mean = sum(values) / values.len() as f64;
        values.iter().map(|value| value - mean).collect()
    };
    let (u, v) = (centred(&squares), centred(&waves));
    // One minus the squared correlation.
    1.0 - dot(&u, &v) * dot(&u, &v) / (dot(&u, &u) * dot(&v, &v))
}
// ANCHOR_END: line

// ANCHOR: knots
/// How many equidistant knots from 0 to 4 bring a polygon within
/// `tolerance` of cos(ω r), tried on a fine grid.
pub fn knots(omega: f64, tolerance: f64) -> usize {
    let close = |&n: &usize| {
        let step = 4.0 / (n - 1) as f64;
        let error = |i: usize| {
            let r = i as f64 * 4.0 / 20_000.0;
            let left = (r / step).floor() * step;
            let share = (r - left) / step;
            let (from, to) = (cos(omega * left), cos(omega * (left + step)));
            ((1.0 - share) * from + share * to - cos(omega * r)).abs()
        };
        (0..=20_000).all(|i| error(i) <= tolerance)
    };
    (2..).find(close).expect("a polygon comes as near as one likes")
}
// ANCHOR_END: knots

#[cfg(test)]
mod tests {
    use super::*;

    // ANCHOR: line_test
    #[test]
    fn many_dimensions_straighten_the_wave() {
        let left = [2, 20, 200, 2000].map(left_over);
        assert!(left[0] > 0.95 && left[1] > 0.8);
        assert!(left[2] < 0.6 && left[3] < 0.1);
    }
    // ANCHOR_END: line_test

    // ANCHOR: knots_test
    #[test]
    fn twice_the_frequency_needs_twice_the_knots() {
        let tolerance = 0.05_f64;
        for omega in [6.0, 12.0, 24.0] {
            let calculus = 1.0 + 4.0 * omega / (8.0 * tolerance).sqrt();
            let found = knots(omega, tolerance) as f64;
            assert!((found / calculus - 1.0).abs() < 0.05, "{found} {calculus}");
        }
    }
    // ANCHOR_END: knots_test
}
