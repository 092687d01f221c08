//! A rate whose seeds are followed from width to width.

use super::{Line, log_log_line, mean, mean_interval, standard_deviation};

/// The mean over seeds of each seed's [`log_log_line`], with Student's interval over seeds;
/// `at_widths[i]` has the values at the width i, one a seed, with the seeds always in the same order.
///
/// Runs of one seed at different widths may share data and noise, so that their residuals are not
/// independent, as [`line`](super::line()) supposes. Seeds are. All lines have the same widths,
/// so the mean line is the one through all points; it is the interval that differs.
///
/// None if a value is not positive and finite: a run that diverged, or in which nothing moved.
///
/// # Panics
///
/// If there are fewer than two seeds or three widths, or not every width has a value of each seed.
#[must_use]
pub fn paired_rate(widths: &[f64], at_widths: &[Vec<f64>]) -> Option<Line> {
    let seeds = at_widths[0].len();
    assert!(at_widths.iter().all(|values| values.len() == seeds), "a value of each seed");
    if at_widths.iter().flatten().any(|&value| !(value > 0.0 && value.is_finite())) {
        return None;
    }
    let of_seed = |seed| -> Vec<f64> { at_widths.iter().map(|values| values[seed]).collect() };
    let lines: Vec<Line> = (0..seeds).map(|seed| log_log_line(widths, &of_seed(seed))).collect();
    let slopes: Vec<f64> = lines.iter().map(|line| line.slope).collect();
    let intercepts: Vec<f64> = lines.iter().map(|line| line.intercept).collect();
    let slope = mean_interval(&slopes);
    Some(Line {
        slope: slope.value,
        intercept: mean(&intercepts),
        standard_error: standard_deviation(&slopes) / (slopes.len() as f64).sqrt(),
        interval: slope.interval,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const WIDTHS: [f64; 3] = [1.0, 2.0, 4.0];

    /// For each seed a factor over a power of the width.
    fn powers(seeds: &[(f64, u32)]) -> Vec<Vec<f64>> {
        let power = |width: f64, n: u32| (0..n).fold(1.0, |product, _| product * width);
        let at = |w: f64| seeds.iter().map(|&(factor, n)| factor / power(w, n)).collect();
        WIDTHS.map(at).to_vec()
    }

    /// The slopes −1, −2 and −3 have the standard deviation 1, and Student's quantile with two
    /// degrees of freedom is 4.30265.
    #[test]
    fn the_interval_is_that_of_the_seeds_slopes() {
        let rate = paired_rate(&WIDTHS, &powers(&[(1.0, 1), (1.0, 2), (1.0, 3)])).unwrap();
        let half = 4.302_65 / 3.0_f64.sqrt();
        assert!((rate.slope + 2.0).abs() < 1e-14 && rate.intercept.abs() < 1e-14);
        assert!((rate.standard_error - 1.0 / 3.0_f64.sqrt()).abs() < 1e-14);
        assert!((rate.interval[0] + 2.0 + half).abs() < 1e-5);
        assert!((rate.interval[1] + 2.0 - half).abs() < 1e-5);
    }

    /// What a seed shifts at all widths alike says nothing about the slope, though it would
    /// widen the interval of a line through all points.
    #[test]
    fn a_seeds_own_level_does_not_count() {
        let values = powers(&[(1.0, 1), (50.0, 1), (0.1, 1)]);
        let rate = paired_rate(&WIDTHS, &values).unwrap();
        assert!((rate.slope + 1.0).abs() < 1e-14 && rate.standard_error < 1e-14);
        let all = log_log_line(&WIDTHS.map(|w| [w; 3]).concat(), &values.concat());
        assert!((all.slope - rate.slope).abs() < 1e-14);
        assert!((all.intercept - rate.intercept).abs() < 1e-14);
        assert!(all.standard_error > 0.5);
    }

    #[test]
    fn there_is_no_rate_of_what_diverged_or_stood_still() {
        for bad in [f64::INFINITY, f64::NAN, 0.0] {
            let mut values = powers(&[(1.0, 1), (1.0, 2)]);
            values[2][1] = bad;
            assert_eq!(paired_rate(&WIDTHS, &values), None);
        }
    }
}
