//! "How deep?": the width that a budget leaves, and how often a tie is missed.

use nn::Stream;

// ANCHOR: width
/// The width h of `layers` hidden layers for which a network with d inputs and one output has
/// `parameters` of them: the root of (L − 1) h² + (d + L + 1) h + 1 = parameters.
pub fn width(d: f64, layers: f64, parameters: f64) -> f64 {
    let (a, b, c) = (layers - 1.0, d + layers + 1.0, 1.0 - parameters);
    // The stable form of the root, which has no division by a: one layer is no exception.
    -2.0 * c / (b + (b * b - 4.0 * a * c).sqrt())
}
// ANCHOR_END: width

// ANCHOR: missed
/// Several depths are equally good. Their means over seeds are off by normal errors of size 1:
/// how often is the first not within 1 of the best?
pub fn missed(depths: usize, trials: usize, stream: &mut Stream) -> f64 {
    let misses = (0..trials).filter(|_| {
        let means: Vec<f64> = (0..depths).map(|_| stream.normal()).collect();
        let best = means.iter().fold(f64::INFINITY, |best, &m| if m < best { m } else { best });
        means[0] > best + 1.0
    });
    misses.count() as f64 / trials as f64
}
// ANCHOR_END: missed

#[cfg(test)]
mod tests {
    use super::*;

    // ANCHOR: width_test
    #[test]
    fn widths_shrink_with_depth() {
        let widths = [1.0, 2.0, 4.0, 8.0].map(|layers| width(10.0, layers, 1000.0).round());
        assert_eq!(widths, [83.0, 26.0, 16.0, 11.0]);
    }
    // ANCHOR_END: width_test

    // ANCHOR: missed_test
    #[test]
    fn ties_are_missed_often() {
        let share = |depths| missed(depths, 20_000, &mut Stream::new("ties", 0, "means"));
        // Two means differ by a normal of size √2: above 1 in 24 % of cases on one side.
        assert!((share(2) - 0.24).abs() < 0.01);
        assert!((0.43..0.47).contains(&share(4)), "{}", share(4));
    }
    // ANCHOR_END: missed_test
}
