//! Location and spread.

use numerics::sum;

/// The arithmetic mean.
///
/// # Panics
///
/// If there are no values.
#[must_use]
pub fn mean(values: &[f64]) -> f64 {
    assert!(!values.is_empty(), "the mean of no values");
    sum(values) / values.len() as f64
}

/// The largest of |x|, 0 if there are no values. NaN counts as the largest of all, so that no
/// comparison swallows it.
#[must_use]
pub fn largest_magnitude(values: impl IntoIterator<Item = f64>) -> f64 {
    let larger = |a: f64, b: f64| if b > a || b.is_nan() { b } else { a };
    values.into_iter().map(f64::abs).fold(0.0, |a, b| if a.is_nan() { a } else { larger(a, b) })
}

/// The sample standard deviation, √(Σ (x − mean)² / (n − 1)), in two passes.
///
/// # Panics
///
/// If there are fewer than two values.
#[must_use]
pub fn standard_deviation(values: &[f64]) -> f64 {
    assert!(values.len() >= 2, "the standard deviation of {} values", values.len());
    let mean = mean(values);
    let squares: Vec<f64> = values.iter().map(|x| (x - mean) * (x - mean)).collect();
    (sum(&squares) / (values.len() - 1) as f64).sqrt()
}

/// The `p`-quantile by linear interpolation between order statistics at place (n − 1) p, type 7
/// of Hyndman & Fan (1996), the default of R and NumPy.
///
/// # Panics
///
/// If there are no values or `p` is outside [0, 1].
#[must_use]
pub fn quantile(values: &[f64], p: f64) -> f64 {
    assert!(!values.is_empty(), "a quantile of no values");
    assert!((0.0..=1.0).contains(&p), "the {p}-quantile: p must lie in [0, 1]");
    let mut sorted = values.to_vec();
    sorted.sort_by(|a, b| losses_in_order(*a, *b));
    let place = (sorted.len() - 1) as f64 * p;
    let below = place.floor();
    let (low, fraction) = (sorted[below as usize], place - below);
    // On an order statistic, or between two that are equal: infinity may stand on either side.
    if fraction == 0.0 || low == sorted[below as usize + 1] {
        return low;
    }
    low + (sorted[below as usize + 1] - low) * fraction
}

/// The 0.5-[`quantile`].
///
/// # Panics
///
/// If there are no values.
#[must_use]
pub fn median(values: &[f64]) -> f64 {
    quantile(values, 0.5)
}

/// The order of losses: NaN, of either sign, is the largest, and the two zeros are equal.
pub(super) fn losses_in_order(a: f64, b: f64) -> std::cmp::Ordering {
    a.partial_cmp(&b).unwrap_or_else(|| a.is_nan().cmp(&b.is_nan()))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(crate) const SAMPLE: [f64; 10] = [2.1, 3.4, 1.9, 5.6, 4.4, 2.8, 3.1, 7.2, 0.4, 3.3];

    /// To a few units in the last place: the order of summation is not SciPy's.
    #[track_caller]
    pub(crate) fn assert_close(found: f64, expected: f64) {
        assert!((found - expected).abs() <= 1e-14 * expected.abs(), "{found} for {expected}");
    }

    #[test]
    fn the_largest_magnitude_is_nan_if_any_is() {
        assert_eq!(largest_magnitude([1.0, -3.0, 2.0]), 3.0);
        assert_eq!(largest_magnitude([]), 0.0);
        for values in [[f64::NAN, 1.0], [1.0, f64::NAN]] {
            assert!(largest_magnitude(values).is_nan());
        }
    }

    #[test]
    fn mean_and_standard_deviation() {
        assert_close(mean(&SAMPLE), 3.42);
        assert_close(standard_deviation(&SAMPLE), 1.934_367_539_475_830_4);
        // Two passes: the squares of one would swamp the spread.
        assert_eq!(standard_deviation(&[1e9, 1e9 + 1.0, 1e9 + 2.0]), 1.0);
    }

    #[test]
    fn quantiles() {
        for (p, expected) in
            [(0.0, 0.4), (0.1, 1.75), (0.25, 2.275), (0.5, 3.2), (0.9, 5.76), (1.0, 7.2)]
        {
            assert_close(quantile(&SAMPLE, p), expected);
        }
        assert_eq!(median(&[5.0]), 5.0);
        assert_eq!(median(&[3.0, 1.0, 2.0]), 2.0);
    }

    #[test]
    fn diverged_runs_are_the_largest() {
        let losses = [f64::NAN, 1.0, f64::INFINITY, 2.0, -f64::NAN];
        assert_eq!(quantile(&losses, 0.25), 2.0);
        assert_eq!(median(&losses), f64::INFINITY);
        assert!(quantile(&losses, 1.0).is_nan());
        assert_eq!(median(&[1.0, f64::INFINITY, f64::INFINITY, f64::INFINITY]), f64::INFINITY);
        assert_eq!(median(&[1.0, f64::INFINITY]), f64::INFINITY);
    }

    #[test]
    #[should_panic(expected = "the 1.5-quantile: p must lie in [0, 1]")]
    fn no_quantile_beyond_one() {
        let _ = quantile(&SAMPLE, 1.5);
    }
}
