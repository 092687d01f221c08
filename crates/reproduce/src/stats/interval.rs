//! Confidence intervals for a mean and for a proportion.

use serde::Serialize;
use statrs::distribution::{ContinuousCDF, StudentsT};

use super::{mean, six_digits, standard_deviation};

/// The 0.975-quantile of the standard normal distribution.
pub(super) const NORMAL_975: f64 = 1.959_963_984_540_054;

/// A number with its 95 % confidence interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Estimate {
    /// The point estimate.
    pub value: f64,
    /// The ends of the interval, the lower one first.
    pub interval: [f64; 2],
}

impl Estimate {
    pub(super) fn symmetric(value: f64, half_width: f64) -> Self {
        Self { value, interval: [value - half_width, value + half_width] }
    }
}

/// The mean with Student's interval, mean ± t s/√n, t being the 0.975-quantile of Student's
/// distribution with n − 1 degrees of freedom (Student 1908). Exact for normal values.
///
/// # Panics
///
/// If there are fewer than two values.
#[must_use]
pub fn mean_interval(values: &[f64]) -> Estimate {
    let n = values.len();
    let error = standard_deviation(values) / (n as f64).sqrt();
    Estimate::symmetric(mean(values), student_975(n - 1) * error)
}

/// The proportion of successes with Wilson's score interval (Wilson 1927),
///
/// (p + z²/2n ± z √(p (1 − p)/n + z²/4n²)) / (1 + z²/n), p = successes/n,
///
/// which stays inside [0, 1] and has a width at 0 and at n successes too.
///
/// # Panics
///
/// If `n` is zero or smaller than the number of successes.
#[must_use]
pub fn proportion_interval(successes: u64, n: u64) -> Estimate {
    assert!(n > 0 && successes <= n, "{successes} successes in {n} trials");
    let (p, n) = (successes as f64 / n as f64, n as f64);
    let z2 = NORMAL_975 * NORMAL_975;
    let centre = p + z2 / (2.0 * n);
    let half = NORMAL_975 * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
    let scale = 1.0 + z2 / n;
    // At the ends the two terms cancel to zero, or to one, but for rounding.
    let low = if p == 0.0 { 0.0 } else { (centre - half) / scale };
    let high = if p == 1.0 { 1.0 } else { (centre + half) / scale };
    Estimate { value: p, interval: [low, high] }
}

/// The 0.975-quantile of Student's distribution, to six digits.
pub(super) fn student_975(freedom: usize) -> f64 {
    six_digits(student(freedom).inverse_cdf(0.975))
}

/// How many standard errors each of several means of `freedom + 1` values may be off, so that all
/// together stay within with a chance of at least 95 %: the quantile of Student's distribution at
/// 1 − 0.025 / comparisons, to six digits (Bonferroni's correction; Dunn 1961).
///
/// # Panics
///
/// If there is no comparison or no degree of freedom.
#[must_use]
pub fn critical_value(freedom: usize, comparisons: usize) -> f64 {
    assert!(comparisons > 0, "a critical value for no comparison");
    six_digits(student(freedom).inverse_cdf(1.0 - 0.025 / comparisons as f64))
}

/// The two-sided p-value of `t` under Student's distribution, to six digits.
pub(super) fn student_p(t: f64, freedom: usize) -> f64 {
    six_digits(2.0 * student(freedom).cdf(-t.abs()))
}

fn student(freedom: usize) -> StudentsT {
    StudentsT::new(0.0, 1.0, freedom as f64).expect("at least one degree of freedom")
}

#[cfg(test)]
mod tests {
    use super::super::describe::tests::{SAMPLE, assert_close};
    use super::*;

    #[test]
    fn students_quantile_to_six_digits() {
        for (freedom, expected) in [
            (1, 12.706_204_736_174_694),
            (2, 4.302_652_729_749_462),
            (4, 2.776_445_105_197_793_4),
            (9, 2.262_157_162_798_205),
            (19, 2.093_024_054_408_308_4),
            (99, 1.984_216_951_586_417_4),
        ] {
            assert_eq!(student_975(freedom), six_digits(expected), "{freedom}");
        }
    }

    /// From the tables of Student's distribution, which have the one-sided chances 0.0025, 0.0005
    /// and 0.025.
    #[test]
    fn a_correction_moves_the_critical_value_out() {
        for (freedom, comparisons, expected) in [(10, 10, 3.581), (40, 50, 3.551), (19, 1, 2.093)] {
            let found = critical_value(freedom, comparisons);
            assert!((found - expected).abs() < 5e-4, "{found} for {expected}");
        }
    }

    #[test]
    fn interval_of_a_mean() {
        let estimate = mean_interval(&SAMPLE);
        assert_close(estimate.value, 3.42);
        // SciPy: 2.036236821950..., 4.803763178049...; the quantile has six digits.
        assert!((estimate.interval[0] - 2.036_236_821_950).abs() < 2e-6);
        assert!((estimate.interval[1] - 4.803_763_178_050).abs() < 2e-6);
    }

    #[test]
    fn wilsons_interval() {
        for (successes, low, high) in [
            (0, 0.0, 0.161_125_158_052_819_35),
            (3, 0.052_368_745_896_216_62, 0.360_418_864_740_756_9),
            (17, 0.639_581_135_259_243_1, 0.947_631_254_103_783_5),
            (20, 0.838_874_841_947_180_7, 1.0),
        ] {
            let Estimate { value, interval } = proportion_interval(successes, 20);
            assert_eq!(value, successes as f64 / 20.0);
            assert_close(interval[0], low);
            assert_close(interval[1], high);
        }
    }

    #[test]
    #[should_panic(expected = "3 successes in 2 trials")]
    fn no_more_successes_than_trials() {
        let _ = proportion_interval(3, 2);
    }
}
