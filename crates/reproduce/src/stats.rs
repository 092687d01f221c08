//! The statistics that verdicts rest on.
//!
//! Every function gives its formula and its source, and its tests compare it with SciPy 1.17.
//! Intervals are at the 95 % level. Sums and logarithms are those of [`numerics`]; the
//! distribution functions of Student and of the normal come from `statrs`, which calls the
//! platform's mathematics, so what they return is rounded to six significant digits before
//! anything is made of it.
//!
//! A run that diverged gives infinity or NaN. In order statistics (quantiles, ranks, signs)
//! infinity is a value like any other and NaN counts as the largest of all: the worst loss.
//!
//! ```
//! use reproduce::stats;
//!
//! let widths = [4.0, 8.0, 16.0, 32.0];
//! let errors = [0.5, 0.26, 0.11, 0.07];
//! let line = stats::log_log_line(&widths, &errors);
//! assert!(line.interval[0] < -1.0 && -0.9 < line.interval[1]);
//! ```

mod describe;
mod interval;
mod line;
mod paired;
mod rank;
mod resample;

pub use describe::{largest_magnitude, mean, median, quantile, standard_deviation};
pub use interval::{Estimate, critical_value, mean_interval, proportion_interval};
pub use line::{Line, Slope, common_slope, line, log_log_line};
pub use paired::paired_rate;
pub use rank::{Correlation, Shift, Signs, mann_whitney, sign_test, spearman};
pub use resample::{bootstrap, bootstrap_seeds, median_interval};

/// `x` to six significant digits: what survives any platform's last bits.
fn six_digits(x: f64) -> f64 {
    format!("{x:.5e}").parse().expect("a number's own text")
}
