//! "Squaring": multiplying with ReLU, and a count that does not grow.

// ANCHOR: product
/// x² to within 4^-(m + 1), never from below, for x from 0 to 1.
pub fn square(layers: u32, x: f64) -> f64 {
    let (mut z, mut sum, mut share) = (x, x, 1.0);
    for _ in 0..layers {
        z = 1.0 - (2.0 * z - 1.0).abs();
        share /= 4.0;
        sum -= share * z;
    }
    sum
}

/// x y, since (x + y)² = x² + 2 x y + y².
pub fn product(layers: u32, x: f64, y: f64) -> f64 {
    2.0 * square(layers, (x + y) / 2.0) - (square(layers, x) + square(layers, y)) / 2.0
}
// ANCHOR_END: product

// ANCHOR: pieces
/// The fewest straight pieces within `accuracy` of e^-t for t >= 0.
pub fn pieces_of_exp(accuracy: f64) -> usize {
    use numerics::elementary::{exp, ln};
    // The chord from t over a length h is highest above the curve where the
    // slopes agree; e^-t is a common factor.
    let gap = |h: f64| {
        let slope = (exp(-h) - 1.0) / h;
        let touch = -ln(-slope);
        1.0 + slope * touch - exp(-touch)
    };
    let (mut t, mut pieces) = (0.0, 1);
    // What is left when e^-t has fallen to twice the accuracy is one level piece.
    while exp(-t) > 2.0 * accuracy {
        let allowed = 2.0 * accuracy / exp(-t);
        let (mut short, mut long) = (0.0, 60.0);
        while long - short > 1e-12 * long {
            let h = 0.5 * (short + long);
            if gap(h) <= allowed { short = h } else { long = h }
        }
        t += short;
        pieces += 1;
    }
    pieces
}
// ANCHOR_END: pieces

#[cfg(test)]
mod tests {
    use super::*;

    // ANCHOR: product_test
    #[test]
    fn products_are_at_most_two_errors_high_and_one_low() {
        let error = 1.0 / 4096.0; // 4^-6, for five layers
        let grid = || (0..=128).map(|i| f64::from(i) / 128.0);
        let (mut low, mut high) = (0.0, 0.0);
        for (x, y) in grid().flat_map(|x| grid().map(move |y| (x, y))) {
            let off = product(5, x, y) - x * y;
            low = if off < low { off } else { low };
            high = if off > high { off } else { high };
        }
        assert!(-error <= low && low < -0.5 * error);
        assert!(error < high && high <= 2.0 * error);
    }
    // ANCHOR_END: product_test

    // ANCHOR: pieces_test
    #[test]
    fn the_count_is_half_the_inverse_root() {
        for (accuracy, tolerance) in [(1e-2, 2.0), (1e-4, 3.0), (1e-6, 4.0)] {
            let estimate = 1.0 / (2.0 * f64::sqrt(accuracy));
            assert!((pieces_of_exp(accuracy) as f64 - estimate).abs() <= tolerance);
        }
    }
    // ANCHOR_END: pieces_test
}
