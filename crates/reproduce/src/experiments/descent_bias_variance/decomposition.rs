//! Bias², variance and error.
//!
//! Let e be the matrix of deviations from the target: a row for each of R training sets, a column
//! for each of T test points. By definition, with ē the mean of the rows,
//!
//! ```text
//!   bias²    = Σ ēₜ² / T                what is wrong on average
//!   variance = Σ (eᵣₜ − ēₜ)² / (R T)    the scatter around the average
//!   error    = Σ eᵣₜ² / (R T)
//! ```
//!
//! and the first two add up to the third, term by term. As estimates they are a little off: the
//! mean of R rows still has 1/R of the variance in it. What two **different** training sets have in
//! common is free of that: Σ eᵣₜ eₛₜ / T for r ≠ s has the true bias² as its mean, and the error
//! minus the mean over all pairs the true variance.

use numerics::{Matrix, dot};
use serde::{Deserialize, Serialize};

/// A mean squared deviation taken apart.
#[derive(Serialize, Deserialize)]
pub(super) struct Decomposition {
    /// By definition.
    pub bias: f64,
    /// By definition.
    pub variance: f64,
    /// By definition.
    pub error: f64,
    /// For each training set its error.
    pub errors: Vec<f64>,
    /// For each training set what its deviations have in common with those of the others: the mean
    /// over s of Σ eᵣₜ eₛₜ / T.
    pub shared: Vec<f64>,
}

impl Decomposition {
    /// Of deviations, a training set a row.
    pub(super) fn of(deviations: &Matrix) -> Self {
        let (rows, points) = (deviations.rows as f64, deviations.cols as f64);
        let mut total = vec![0.0; deviations.cols];
        for r in 0..deviations.rows {
            numerics::slices::add_assign(&mut total, deviations.row(r));
        }
        let mean: Vec<f64> = total.iter().map(|sum| sum / rows).collect();
        let scatter: Vec<f64> = (0..deviations.rows)
            .map(|r| {
                let away: Vec<f64> =
                    deviations.row(r).iter().zip(&mean).map(|(e, m)| e - m).collect();
                dot(&away, &away)
            })
            .collect();
        let row_error = |r| dot(deviations.row(r), deviations.row(r)) / points;
        let errors: Vec<f64> = (0..deviations.rows).map(row_error).collect();
        let shared = |r: usize| {
            let with_all = dot(deviations.row(r), &total) / points;
            (with_all - errors[r]) / (rows - 1.0)
        };
        Self {
            bias: dot(&mean, &mean) / points,
            variance: numerics::sum(&scatter) / (rows * points),
            error: numerics::sum(&errors) / rows,
            shared: (0..deviations.rows).map(shared).collect(),
            errors,
        }
    }

    /// How far bias² + variance is from the error, as a share of it.
    pub(super) fn gap(&self) -> f64 {
        (self.bias + self.variance - self.error).abs() / self.error
    }

    /// The unbiased estimate of bias² as a value for each training set, of which it is the mean:
    /// Tukey's pseudo-values, R times the estimate minus (R − 1) times that without the set.
    pub(super) fn bias_values(&self) -> Vec<f64> {
        let rows = self.shared.len() as f64;
        let all = numerics::sum(&self.shared);
        let without = |shared: &f64| (all - 2.0 * shared) / (rows - 2.0);
        self.shared.iter().map(|shared| all - (rows - 1.0) * without(shared)).collect()
    }

    /// The same of the variance.
    pub(super) fn variance_values(&self) -> Vec<f64> {
        self.errors.iter().zip(self.bias_values()).map(|(error, bias)| error - bias).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::{mean, mean_interval};
    use nn::Stream;

    #[test]
    fn a_case_by_hand() {
        let found = Decomposition::of(&Matrix::from_rows(&[[1.0, 2.0], [3.0, -2.0]]));
        assert_eq!((found.bias, found.variance, found.error), (2.0, 2.5, 4.5));
        assert_eq!(found.errors, [2.5, 6.5]);
        assert_eq!(found.shared, [-0.5, -0.5]);
    }

    fn deviations(rows: usize, seed: u64) -> Decomposition {
        let mut stream = Stream::new("test", seed, "deviations");
        Decomposition::of(&Matrix::from_fn(rows, 40, |_, _| 0.3 + stream.normal()))
    }

    /// Leaving a training set out by computing everything again.
    #[test]
    fn pseudo_values_are_those_of_the_jackknife() {
        let mut stream = Stream::new("test", 0, "deviations");
        let all = Matrix::from_fn(5, 3, |_, _| 1.0 + stream.normal());
        let estimate = |rows: &[usize]| {
            let pairs = rows.iter().flat_map(|&r| rows.iter().map(move |&s| (r, s)));
            let products = pairs.filter(|(r, s)| r != s);
            let products: Vec<f64> =
                products.map(|(r, s)| dot(all.row(r), all.row(s)) / 3.0).collect();
            mean(&products)
        };
        let values = Decomposition::of(&all).bias_values();
        let whole = estimate(&[0, 1, 2, 3, 4]);
        for (left_out, value) in values.iter().enumerate() {
            let others: Vec<usize> = (0..5).filter(|&r| r != left_out).collect();
            assert!((value - (5.0 * whole - 4.0 * estimate(&others))).abs() < 1e-12);
        }
        assert!((mean(&values) - whole).abs() < 1e-12);
    }

    /// Deviations of mean 0.3 and variance 1: with few rows the definition overstates bias² by
    /// 1/R, the pairs do not, and the intervals cover the truth about as often as they should.
    #[test]
    fn pairs_are_free_of_the_bias_of_the_definition() {
        let many: Vec<_> = (0..400).map(|seed| deviations(6, seed)).collect();
        let plain: Vec<f64> = many.iter().map(|d| d.bias).collect();
        let free: Vec<f64> = many.iter().map(|d| mean(&d.bias_values())).collect();
        assert!((mean(&plain) - (0.09 + 1.0 / 6.0)).abs() < 0.01);
        assert!((mean(&free) - 0.09).abs() < 0.01);
        let covered = many.iter().filter(|d| {
            let [low, high] = mean_interval(&d.variance_values()).interval;
            low < 1.0 && 1.0 < high
        });
        assert!((360..=398).contains(&covered.count()));
    }
}
