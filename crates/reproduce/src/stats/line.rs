//! Straight lines by least squares: the slope of a rate.

use numerics::elementary::ln;
use numerics::{dot, sum};
use serde::Serialize;

use super::interval::student_975;

/// A line fitted by least squares.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Line {
    /// Its slope.
    pub slope: f64,
    /// Its value at zero.
    pub intercept: f64,
    /// The standard error of the slope.
    pub standard_error: f64,
    /// The slope's 95 % confidence interval.
    pub interval: [f64; 2],
}

/// The least-squares line through the points (x, y).
///
/// With centred values u = x − x̄ and v = y − ȳ the slope is b = Σ u v / Σ u²; its standard error
/// is √(Σ (v − b u)² / (n − 2) / Σ u²), and its interval uses Student's quantile with n − 2
/// degrees of freedom (Draper & Smith 1998, ch. 1). The interval supposes independent residuals:
/// give one point a run, not one a median, where runs are independent. Where
/// runs share a seed, [`paired_rate`](super::paired_rate) has the interval.
///
/// # Panics
///
/// If the lengths differ, there are fewer than three points, or all x are equal.
#[must_use]
pub fn line(x: &[f64], y: &[f64]) -> Line {
    assert!(x.len() == y.len(), "a line through {} x and {} y", x.len(), y.len());
    assert!(x.len() >= 3, "a line with an error needs three points, not {}", x.len());
    let n = x.len() as f64;
    let (x_mean, y_mean) = (sum(x) / n, sum(y) / n);
    let u: Vec<f64> = x.iter().map(|x| x - x_mean).collect();
    let v: Vec<f64> = y.iter().map(|y| y - y_mean).collect();
    let squares = dot(&u, &u);
    assert!(squares != 0.0, "a line through points that all have x = {}", x[0]);
    let slope = dot(&u, &v) / squares;
    let residuals: Vec<f64> = u.iter().zip(&v).map(|(u, v)| v - slope * u).collect();
    let standard_error = (dot(&residuals, &residuals) / (n - 2.0) / squares).sqrt();
    let half = student_975(x.len() - 2) * standard_error;
    Line {
        slope,
        intercept: y_mean - slope * x_mean,
        standard_error,
        interval: [slope - half, slope + half],
    }
}

/// The [`line()`] through (ln x, ln y): its slope is the exponent of a power law.
///
/// # Panics
///
/// As [`line()`], and if a value is not positive and finite.
#[must_use]
pub fn log_log_line(x: &[f64], y: &[f64]) -> Line {
    let logarithms = |values: &[f64]| -> Vec<f64> {
        let log = |&value: &f64| {
            assert!(value > 0.0 && value.is_finite(), "the logarithm of {value}");
            ln(value)
        };
        values.iter().map(log).collect()
    };
    line(&logarithms(x), &logarithms(y))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WIDTHS: [f64; 7] = [4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0];
    const ERRORS: [f64; 7] = [0.5, 0.26, 0.11, 0.07, 0.03, 0.017, 0.0071];

    #[test]
    fn a_slope_like_scipys() {
        let line = log_log_line(&WIDTHS, &ERRORS);
        for (found, expected) in [
            (line.slope, -1.005_649_101_485_952_8),
            (line.intercept, 0.708_811_895_805_319_6),
            (line.standard_error, 0.026_744_533_409_329_477),
        ] {
            assert!((found - expected).abs() < 1e-13, "{found} for {expected}");
        }
        // The quantile has six digits.
        assert!((line.interval[0] + 1.074_398_113_270_543_6).abs() < 1e-7);
        assert!((line.interval[1] + 0.936_900_089_701_361_8).abs() < 1e-7);
    }

    #[test]
    fn an_exact_power_has_no_error() {
        let squares = WIDTHS.map(|w| 1.0 / (w * w));
        let line = log_log_line(&WIDTHS, &squares);
        assert!((line.slope + 2.0).abs() < 1e-14 && line.standard_error < 1e-14);
    }

    #[test]
    #[should_panic(expected = "the logarithm of 0")]
    fn no_logarithm_of_zero() {
        let _ = log_log_line(&WIDTHS, &[0.0; 7]);
    }

    #[test]
    #[should_panic(expected = "all have x = 2")]
    fn no_slope_of_a_vertical_line() {
        let _ = line(&[2.0; 3], &[1.0, 2.0, 3.0]);
    }
}
