//! The fewest straight pieces that follow x^(2^k) on [0, 1].
//!
//! On an interval the best line for a convex function lies half way between the chord and the
//! parallel tangent, so it errs by half of the largest gap between function and chord. Longer
//! intervals have larger gaps. So the fewest pieces with an error of at most e are found greedily:
//! make each piece as long as its gap allows, which is 2 e. All pieces but the last then end e below
//! the function, and the last can be made to begin there: the pieces join up.

use serde::{Deserialize, Serialize};

/// The pieces for one power and one accuracy.
#[derive(Serialize, Deserialize)]
pub(super) struct Row {
    pub(super) k: u32,
    /// n for an error of at most 1/n.
    pub(super) inverse_accuracy: u32,
    /// Where the pieces end, 0 and 1 included.
    pub(super) ends: Vec<f64>,
}

impl Row {
    /// # Panics
    ///
    /// If the count hangs on rounding: if an accuracy different by a billionth changes it.
    pub(super) fn new(k: u32, inverse_accuracy: u32) -> Self {
        let accuracy = 1.0 / f64::from(inverse_accuracy);
        let ends = greedy(k, accuracy);
        for factor in [1.0 - 1e-9, 1.0 + 1e-9] {
            let other = greedy(k, factor * accuracy).len();
            assert_eq!(other, ends.len(), "the number of pieces for k = {k} hangs on rounding");
        }
        Self { k, inverse_accuracy, ends }
    }

    pub(super) fn count(&self) -> usize {
        self.ends.len() - 1
    }
}

/// The fewest pieces for x^2 by the closed formula: pieces of equal length h with h^2 / 8 = error.
pub(super) fn for_square(error: f64) -> u64 {
    (1.0 / (8.0 * error).sqrt()).ceil() as u64
}

/// The ends of the pieces.
fn greedy(k: u32, accuracy: f64) -> Vec<f64> {
    let mut ends = vec![0.0];
    let mut start = 0.0;
    while start < 1.0 {
        start = match gap(k, start, 1.0) <= 2.0 * accuracy {
            true => 1.0,
            false => bisect(start, 1.0, |end| gap(k, start, end) <= 2.0 * accuracy),
        };
        ends.push(start);
    }
    ends
}

/// The largest distance between x^(2^k) and its chord from a to b: it is where the slopes agree.
fn gap(k: u32, a: f64, b: f64) -> f64 {
    let (fa, fb) = (power(k, a), power(k, b));
    let slope = (fb - fa) / (b - a);
    let x = bisect(a, b, |x| derivative(k, x) <= slope);
    fa + slope * (x - a) - power(k, x)
}

/// x^(2^k) by k squarings.
pub(super) fn power(k: u32, x: f64) -> f64 {
    (0..k).fold(x, |z, _| z * z)
}

/// 2^k x^(2^k - 1): the product rule for z z, k times.
fn derivative(k: u32, x: f64) -> f64 {
    let (mut z, mut slope) = (x, 1.0);
    for _ in 0..k {
        slope *= 2.0 * z;
        z *= z;
    }
    slope
}

/// The end of the interval on which `holds`, which does so at the left and not at the right.
fn bisect(mut left: f64, mut right: f64, holds: impl Fn(f64) -> bool) -> f64 {
    for _ in 0..60 {
        let middle = 0.5 * (left + right);
        if holds(middle) {
            left = middle;
        } else {
            right = middle;
        }
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parabola_is_cut_into_equal_lengths() {
        for n in [10, 100, 1000] {
            let row = Row::new(1, n);
            assert_eq!(row.count() as u64, for_square(1.0 / f64::from(n)), "{n}");
            let length = (8.0 / f64::from(n)).sqrt();
            for (i, end) in row.ends[..row.count()].iter().enumerate() {
                assert!((end - i as f64 * length).abs() < 1e-9, "{end}");
            }
        }
    }

    /// Lines through the ends, lowered by the accuracy, stay within it, measured on a fine grid; with
    /// each piece one per cent longer they do not.
    #[test]
    fn the_pieces_are_good_enough_and_no_longer_ones_are() {
        let worst = |k, a: f64, b: f64| {
            let at = |i: u32| a + (b - a) * f64::from(i) / 1000.0;
            let (fa, fb) = (power(k, a), power(k, b));
            let above = |x: f64| fa + (fb - fa) * (x - a) / (b - a) - power(k, x);
            (0..=1000).map(|i| above(at(i))).fold(0.0, |w, gap| if gap > w { gap } else { w }) / 2.0
        };
        let row = Row::new(3, 100);
        for ends in row.ends.windows(2) {
            assert!(worst(3, ends[0], ends[1]) < 0.0100001);
        }
        for ends in row.ends[..row.count()].windows(2) {
            assert!(worst(3, ends[0], ends[0] + 1.01 * (ends[1] - ends[0])) > 0.0100001);
        }
    }

    #[test]
    fn derivatives_are_slopes() {
        for k in 1..=5 {
            let quotient = (power(k, 0.8 + 1e-6) - power(k, 0.8 - 1e-6)) / 2e-6;
            assert!((derivative(k, 0.8) / quotient - 1.0).abs() < 1e-8);
        }
    }
}
