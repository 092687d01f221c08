//! Straight lines by least squares: the slope of a rate.

use numerics::dot;
use numerics::elementary::ln;
use serde::Serialize;

use super::describe::mean;
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

/// The slope that several lines have in common.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Slope {
    /// Its estimate.
    pub slope: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Its 95 % confidence interval.
    pub interval: [f64; 2],
}

/// The least-squares line through the points (x, y): [`common_slope`] of one group, and the value
/// at zero that takes the line through the means.
///
/// # Panics
///
/// As [`common_slope`].
#[must_use]
pub fn line(x: &[f64], y: &[f64]) -> Line {
    let Slope { slope, standard_error, interval } = common_slope(&[(x, y)]);
    Line { slope, intercept: mean(y) - slope * mean(x), standard_error, interval }
}

/// The least-squares slope of lines that are parallel, one through each group of points (x, y).
///
/// With values u = x − x̄ and v = y − ȳ centred in each group, which takes its intercept away, the
/// slope is b = Σ u v / Σ u² over all points; its standard error is √(Σ (v − b u)² / f / Σ u²), and
/// its interval uses Student's quantile with f degrees of freedom: the number of points less one
/// for the slope and one for each group (Draper & Smith 1998, ch. 1 and 14). The interval supposes
/// independent residuals: give one point a run, not one a median, where runs are independent. Where
/// runs share a seed, [`paired_rate`](super::paired_rate) has the interval.
///
/// # Panics
///
/// If the lengths in a group differ, no degree of freedom is left, or no group has two x that
/// differ.
#[must_use]
pub fn common_slope(groups: &[(&[f64], &[f64])]) -> Slope {
    let (mut u, mut v) = (Vec::new(), Vec::new());
    for (x, y) in groups {
        assert!(x.len() == y.len(), "a line through {} x and {} y", x.len(), y.len());
        let (x_mean, y_mean) = (mean(x), mean(y));
        u.extend(x.iter().map(|x| x - x_mean));
        v.extend(y.iter().map(|y| y - y_mean));
    }
    let spent = groups.len() + 1;
    assert!(u.len() > spent, "a slope with an error needs {} points, not {}", spent + 1, u.len());
    let freedom = u.len() - spent;
    let squares = dot(&u, &u);
    assert!(squares != 0.0, "a slope where all x of a group are equal");
    let slope = dot(&u, &v) / squares;
    let residuals: Vec<f64> = u.iter().zip(&v).map(|(u, v)| v - slope * u).collect();
    let standard_error = (dot(&residuals, &residuals) / freedom as f64 / squares).sqrt();
    let half = student_975(freedom) * standard_error;
    Slope { slope, standard_error, interval: [slope - half, slope + half] }
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
    use numerics::Matrix;
    use numerics::linalg::min_norm_least_squares;

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

    /// The same model written out: a column of indicators for each group, and one for x. The
    /// squared standard error is the slope's entry of σ² (XᵀX)⁻¹, and column i of (XᵀX)⁻¹ solves
    /// XᵀX z = eᵢ.
    #[test]
    fn a_common_slope_is_a_regression_with_indicators() {
        let groups: [(&[f64], &[f64]); 3] = [
            (&[0.0, 1.0, 3.0], &[10.1, 9.2, 6.8]),
            (&[5.0, 6.0, 7.0, 9.0], &[-4.9, -6.2, -6.8, -9.3]),
            (&[-2.0, 2.0], &[2.3, -2.2]),
        ];
        let points =
            || (0..3).flat_map(|g| groups[g].0.iter().zip(groups[g].1).map(move |p| (g, p)));
        let mut design = Matrix::zeros(9, 4);
        let mut y = Matrix::zeros(9, 1);
        for (row, (group, (x_value, y_value))) in points().enumerate() {
            design[(row, group)] = 1.0;
            design[(row, 3)] = *x_value;
            y[(row, 0)] = *y_value;
        }
        let fit = min_norm_least_squares(&design, &y).unwrap();
        let gram = Matrix::from_fn(4, 4, |i, j| {
            (0..9).map(|row| design[(row, i)] * design[(row, j)]).sum()
        });
        let unit = Matrix::from_rows(&[[0.0], [0.0], [0.0], [1.0]]);
        let inverse = min_norm_least_squares(&gram, &unit).unwrap().solution;
        let freedom = 9.0 - 4.0;
        let norm = fit.residual_norms[0];
        let error = (norm * norm / freedom * inverse[(3, 0)]).sqrt();

        let found = common_slope(&groups);
        assert!((found.slope - fit.solution[(3, 0)]).abs() < 1e-13);
        assert!((found.standard_error - error).abs() < 1e-13);
        // Student's quantile with five degrees of freedom.
        let half = (found.interval[1] - found.interval[0]) / 2.0;
        assert!((half / error - 2.570_58).abs() < 1e-4);
        // One line through all points would rise or fall with the groups' heights instead.
        assert!((found.slope + 1.0).abs() < 0.2);
    }

    #[test]
    #[should_panic(expected = "needs 4 points, not 3")]
    fn a_group_costs_a_degree_of_freedom() {
        let _ = common_slope(&[(&[1.0, 2.0], &[1.0, 2.0]), (&[1.0], &[1.0])]);
    }

    #[test]
    #[should_panic(expected = "the logarithm of 0")]
    fn no_logarithm_of_zero() {
        let _ = log_log_line(&WIDTHS, &[0.0; 7]);
    }

    #[test]
    #[should_panic(expected = "all x of a group are equal")]
    fn no_slope_of_a_vertical_line() {
        let _ = line(&[2.0; 3], &[1.0, 2.0, 3.0]);
    }
}
