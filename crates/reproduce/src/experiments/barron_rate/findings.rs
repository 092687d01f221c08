//! What the runs say together.

use numerics::elementary::ln;
use serde_json::{Value, json};

use super::ball::Ball;
use super::polynomials::Worst;
use super::{Cell, Constants, Outcome, sampling};
use crate::stats::{self, Estimate, Slope};

/// Everything that tables, figures and verdicts show.
pub(super) struct Summary {
    pub(super) radius: f64,
    pub(super) units: Vec<usize>,
    pub(super) dimensions: Vec<Sampled>,
    /// The log-log slope of error against units, common to all dimensions.
    pub(super) slope: Slope,
    pub(super) steps: Vec<Steps>,
    pub(super) basis: Vec<Worst>,
    /// For the first degrees: the mean error of as many sampled units.
    pub(super) basis_sampled: Vec<Estimate>,
    /// The log-log slope of the basis's error against its size, from degree 1.
    pub(super) basis_slope: f64,
    pub(super) basis_dimension: u32,
    pub(super) runs: u64,
}

/// Barron's sampling in one dimension.
pub(super) struct Sampled {
    pub(super) dimension: u32,
    /// The error of the best constant.
    pub(super) variance: f64,
    /// (2 r C_f)^2.
    pub(super) bound: f64,
    /// V^2, V being the sum of the units' weights.
    pub(super) mass_squared: f64,
    /// n times the error, expected.
    pub(super) expected: f64,
    /// n times the error, measured, over all n and seeds.
    pub(super) times_n: Estimate,
    /// The mean error for each number of units.
    pub(super) errors: Vec<Estimate>,
}

/// The best n steps for cos(x/2) from -r to r.
pub(super) struct Steps {
    pub(super) radius: f64,
    /// With 1, 2, ... steps.
    pub(super) errors: Vec<f64>,
}

impl Steps {
    /// 2 C_f = 1: by how much n times the error exceeds (2 C_f)^2, at worst, and the n.
    pub(super) fn largest_excess(&self) -> (usize, f64) {
        let times_n = (1..).zip(&self.errors).map(|(n, error)| (n, n as f64 * error));
        times_n.fold((0, 0.0), |worst, next| if next.1 > worst.1 { next } else { worst })
    }

    /// How many numbers of steps break the bound without the radius, and the bound with it.
    pub(super) fn violations(&self) -> [usize; 2] {
        [1.0, self.radius * self.radius].map(|bound| {
            (1..).zip(&self.errors).filter(|&(n, &error)| f64::from(n) * error > bound).count()
        })
    }
}

impl Summary {
    pub(super) fn of(constants: &Constants, runs: &[(Cell, Outcome)]) -> Self {
        let sampled = |dimension: u32| {
            let ball = Ball { dimension, radius: constants.radius };
            let of = |n: usize| -> Vec<f64> {
                let error = |(cell, outcome): &(Cell, Outcome)| match (cell, outcome) {
                    (Cell::Sample { dimension: d, units, .. }, Outcome::Sample(error)) => {
                        (*d == dimension && *units == n).then_some(*error)
                    }
                    _ => None,
                };
                runs.iter().filter_map(error).collect()
            };
            let scaled = |&n: &usize| of(n).into_iter().map(move |error| n as f64 * error);
            let times_n: Vec<f64> = constants.units.iter().flat_map(scaled).collect();
            let mass = sampling::mass(ball);
            Sampled {
                dimension,
                variance: ball.variance(),
                bound: sampling::bound(ball),
                mass_squared: mass * mass,
                expected: sampling::expected(ball),
                times_n: stats::mean_interval(&times_n),
                errors: constants.units.iter().map(|&n| stats::mean_interval(&of(n))).collect(),
            }
        };
        let dimensions: Vec<Sampled> = constants.dimensions.iter().map(|&d| sampled(d)).collect();
        let steps = runs.iter().filter_map(|run| match run {
            (Cell::Steps { radius, .. }, Outcome::Steps(errors)) => {
                Some(Steps { radius: *radius, errors: errors.clone() })
            }
            _ => None,
        });
        let basis = runs.iter().find_map(|(_, outcome)| match outcome {
            Outcome::Basis(worst, sampled) => Some((worst.clone(), sampled)),
            _ => None,
        });
        let (basis, basis_sampled) = basis.expect("one cell has the basis");
        let from_one = &basis[1..];
        let sizes: Vec<f64> = from_one.iter().map(|worst| worst.basis).collect();
        let errors: Vec<f64> = from_one.iter().map(|worst| worst.error).collect();
        Self {
            radius: constants.radius,
            units: constants.units.clone(),
            slope: common_slope(&constants.units, &dimensions),
            dimensions,
            steps: steps.collect(),
            basis_slope: stats::log_log_line(&sizes, &errors).slope,
            basis_sampled: basis_sampled
                .iter()
                .map(|errors| stats::mean_interval(errors))
                .collect(),
            basis,
            basis_dimension: constants.basis_dimension,
            runs: runs.iter().filter(|run| matches!(run.0, Cell::Sample { .. })).count() as u64,
        }
    }

    /// The waves with C_f = 1 have the bound (2 r)^2 / n.
    pub(super) fn wave_bound(&self) -> f64 {
        4.0 * self.radius * self.radius
    }

    /// The log-log slope from each degree to the next, from degree 1.
    pub(super) fn local_basis_slopes(&self) -> Vec<f64> {
        let slope = |pair: &[Worst]| {
            let [a, b] = [&pair[0], &pair[1]];
            ln(b.error / a.error) / ln(b.basis / a.basis)
        };
        self.basis[1..].windows(2).map(slope).collect()
    }

    /// The most negative of these: where the error falls fastest.
    pub(super) fn steepest_basis_slope(&self) -> f64 {
        self.local_basis_slopes().into_iter().fold(f64::INFINITY, |a, b| if b < a { b } else { a })
    }

    /// The last of these.
    pub(super) fn last_basis_slope(&self) -> f64 {
        let slopes = self.local_basis_slopes();
        slopes[slopes.len() - 1]
    }

    /// The largest n times the error over the smallest, of the measured means.
    pub(super) fn spread(&self) -> f64 {
        let values = || self.dimensions.iter().map(|row| row.times_n.value);
        let largest = values().fold(0.0, |a, b| if b > a { b } else { a });
        values().fold(f64::INFINITY, |a, b| if b < a { b } else { a }).recip() * largest
    }

    pub(super) fn values(&self) -> Value {
        let of = |row: &Sampled| {
            let value = json!({
                "variance": row.variance,
                "bound": row.bound,
                "expected": row.expected,
                "times_n": row.times_n,
                "bound_vacuous_below": row.bound / row.variance,
                "network_vacuous_below": row.expected / row.variance,
                "last_error_over_variance": row.errors[row.errors.len() - 1].value / row.variance,
            });
            (format!("d{}", row.dimension), value)
        };
        let steps = |row: &Steps| {
            let (n, excess) = row.largest_excess();
            let [without, with] = row.violations();
            let value = json!({ "n": n, "excess": excess, "violations": without, "violations_with_radius": with });
            (format!("r{}", row.radius), value)
        };
        json!({
            "dimensions": self.dimensions.iter().map(of).collect::<serde_json::Map<_, _>>(),
            "slope": self.slope,
            "spread": self.spread(),
            "steps": self.steps.iter().map(steps).collect::<serde_json::Map<_, _>>(),
            "basis": {
                "slope": self.basis_slope,
                "steepest_slope": self.steepest_basis_slope(),
                "last_slope": self.last_basis_slope(),
                "limit_slope": -2.0 / f64::from(self.basis_dimension),
                "last": self.basis[self.basis.len() - 1],
                "last_sampled": self.basis[self.basis_sampled.len() - 1],
                "last_sampled_error": self.basis_sampled[self.basis_sampled.len() - 1],
            },
        })
    }
}

/// The slope of ln(mean error) against ln(units), with a constant for each dimension.
fn common_slope(units: &[usize], dimensions: &[Sampled]) -> Slope {
    let x: Vec<f64> = units.iter().map(|&n| ln(n as f64)).collect();
    let logarithms = |row: &Sampled| row.errors.iter().map(|error| ln(error.value)).collect();
    let y: Vec<Vec<f64>> = dimensions.iter().map(logarithms).collect();
    stats::common_slope(&y.iter().map(|y| (&x[..], &y[..])).collect::<Vec<_>>())
}
