//! The cells: a grid of the inner functions, the outer iterations, a trained network.

use std::f64::consts::PI;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Pow, ToPrimitive};
use numerics::Matrix;
use numerics::elementary::cos;
use serde::{Deserialize, Serialize};

use super::inner::{BASE, digits, koppen, sprecher};
use super::kan;
use super::outer::{Cells, Inner, Line, Step};
use crate::stats::largest_magnitude;

/// The two functions that are to be represented; neither exceeds 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Target {
    /// x y.
    Product,
    /// cos(π(x + y²)).
    Wave,
}

impl Target {
    pub(super) const ALL: [Self; 2] = [Self::Product, Self::Wave];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Product => "x y",
            Self::Wave => "cos(π(x + y²))",
        }
    }

    /// In the names of values.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Product => "product",
            Self::Wave => "wave",
        }
    }

    pub(super) fn at(self, x: f64, y: f64) -> f64 {
        match self {
            Self::Product => x * y,
            Self::Wave => cos(PI * (x + y * y)),
        }
    }
}

/// Köppen's function at all numbers of k digits, and Sprecher's.
#[derive(Serialize, Deserialize)]
pub(super) struct Level {
    pub(super) level: u32,
    pub(super) points: usize,
    pub(super) strictly_rising: bool,
    /// From one number to the next.
    pub(super) largest_rise: f64,
    /// Difference quotients.
    pub(super) steepest: f64,
    pub(super) flattest: f64,
    pub(super) sprecher: Option<Descents>,
}

/// Where Sprecher's function falls from one number to the next.
#[derive(Serialize, Deserialize)]
pub(super) struct Descents {
    pub(super) count: usize,
    /// The largest fall.
    pub(super) largest: f64,
    /// The first number, of those that begin with 0.5, before which it falls.
    pub(super) first_in_the_fifties: Option<f64>,
}

impl Level {
    pub(super) fn new(level: u32, with_sprecher: bool) -> Self {
        let values = koppen(level);
        let scale = BigRational::from_integer(Pow::pow(BigInt::from(BASE), level));
        let (mut least, mut most) = (&values[1] - &values[0], &values[1] - &values[0]);
        for pair in values.windows(2) {
            let rise = &pair[1] - &pair[0];
            if rise < least {
                least = rise;
            } else if rise > most {
                most = rise;
            }
        }
        Self {
            level,
            points: values.len(),
            strictly_rising: values.windows(2).all(|pair| pair[0] < pair[1]),
            largest_rise: rounded(&most),
            steepest: rounded(&(&most * &scale)),
            flattest: rounded(&(&least * &scale)),
            sprecher: with_sprecher.then(|| Descents::new(level)),
        }
    }
}

impl Descents {
    fn new(level: u32) -> Self {
        let (mut count, mut largest, mut first) = (0, 0.0, None);
        let mut before = sprecher(&digits(0, level));
        for i in 1..BASE.pow(level) {
            let at = sprecher(&digits(i, level));
            if at < before {
                count += 1;
                let fall = rounded(&(&before - &at));
                largest = if fall > largest { fall } else { largest };
                let x = i as f64 / BASE.pow(level) as f64;
                if first.is_none() && (0.5..0.6).contains(&x) {
                    first = Some(x);
                }
            }
            before = at;
        }
        Self { count, largest, first_in_the_fifties: first }
    }
}

/// The outer iterations on cells of these levels, one after the other.
#[derive(Serialize, Deserialize)]
pub(super) struct Iterations {
    pub(super) target: Target,
    pub(super) steps: Vec<Iteration>,
    /// The sum of all iterations along y = 0.4, at the test points.
    pub(super) cut: Vec<f64>,
}

/// One of them.
#[derive(Serialize, Deserialize)]
pub(super) struct Iteration {
    /// Digits of the cells' corners.
    pub(super) level: u32,
    /// The largest magnitude of what was left before, on test points and corners.
    pub(super) before: f64,
    /// What is left after it on the test points: the largest magnitude, the root mean square.
    pub(super) after: f64,
    pub(super) rms: f64,
    /// What was left before differs by so much between a test point and the corner of its cell, over
    /// `before`: the proof's ε.
    pub(super) oscillation: f64,
}

impl Iteration {
    /// The factor of the proof, (3/5) ε + 4/5 for two variables.
    pub(super) fn promise(&self) -> f64 {
        0.6 * self.oscillation + 0.8
    }
}

/// Gaps between the cells of each level; for each target all levels one after the other, and each
/// level alone.
pub(super) fn outer(levels: u32, test_points: usize) -> (Vec<f64>, Vec<Iterations>) {
    let inner = Inner::new();
    let test = inner.test_points(test_points);
    let all: Vec<(Cells, Line)> =
        (1..=levels).map(|k| (inner.cells(k), inner.corners(k))).collect();
    let sequence = |target: Target, levels: &[(Cells, Line)]| {
        let f = |x, y| target.at(x, y);
        let mut steps: Vec<Step<'_>> = Vec::new();
        let mut rest = test.residual(f, &steps);
        let mut iterations = Vec::new();
        for (cells, corners) in levels {
            let values = corners.residual(f, &steps);
            let before = largest_magnitude(rest.iter().chain(&values).copied());
            let step = Step { cells, values };
            let oscillation = test.oscillation(&rest, &step) / before;
            steps.push(step);
            rest = test.residual(f, &steps);
            let squares: Vec<f64> = rest.iter().map(|rest| rest * rest).collect();
            iterations.push(Iteration {
                level: cells.level,
                before,
                after: largest_magnitude(rest.iter().copied()),
                rms: crate::stats::mean(&squares).sqrt(),
                oscillation,
            });
        }
        let row = cut_row(test_points);
        let cut = (0..test_points).map(|i| f(test.x[i], test.x[row]) - rest[i * test_points + row]);
        Iterations { target, steps: iterations, cut: cut.collect() }
    };
    let of_target = |target| {
        let alone = all[1..].chunks(1).map(move |level| (target, level));
        std::iter::once((target, &all[..])).chain(alone)
    };
    let sequences = Target::ALL.into_iter().flat_map(of_target);
    let iterations = sequences.map(|(target, levels)| sequence(target, levels)).collect();
    (all.iter().map(|(cells, _)| cells.smallest_gap()).collect(), iterations)
}

/// The test points' number whose y is nearest to 0.4.
pub(super) fn cut_row(test_points: usize) -> usize {
    (test_points - 1) * 2 / 5
}

/// The errors of a trained network.
#[derive(Serialize, Deserialize)]
pub(super) struct Trained {
    /// On the test points; none if it diverged.
    pub(super) largest: Option<f64>,
    pub(super) rms: Option<f64>,
    /// Its values along y = 0.4, for the first seed's figure.
    pub(super) cut: Vec<Option<f64>>,
}

pub(super) fn kan(
    target: Target,
    training_points: usize,
    test_points: usize,
    training: kan::Training,
    seed: u64,
) -> Trained {
    let square = |side: usize| {
        let along = |i: usize| i as f64 / (side - 1) as f64;
        Matrix::from_fn(side * side, 2, |i, j| along(if j == 0 { i / side } else { i % side }))
    };
    let values = |points: &Matrix| {
        Matrix::from_fn(points.rows, 1, |i, _| target.at(points[(i, 0)], points[(i, 1)]))
    };
    let (inputs, test) = (square(training_points), square(test_points));
    let found = kan::train(training, seed, &inputs, &values(&inputs), &test);
    let errors: Vec<f64> = found.iter().zip(values(&test).data).map(|(a, b)| a - b).collect();
    let squares: Vec<f64> = errors.iter().map(|error| error * error).collect();
    let finite = |value: f64| value.is_finite().then_some(value);
    let row = cut_row(test_points);
    Trained {
        largest: finite(largest_magnitude(errors)),
        rms: finite(crate::stats::mean(&squares).sqrt()),
        cut: (0..test_points).map(|i| finite(found[i * test_points + row])).collect(),
    }
}

/// The nearest double.
pub(super) fn rounded(x: &BigRational) -> f64 {
    x.to_f64().expect("a fraction has a double near it")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_inner_functions_on_a_grid() {
        let level = Level::new(3, true);
        assert!(level.strictly_rising && level.points == 1001);
        assert!(level.flattest < 1e-3 && level.steepest > 10.0);
        // Sprecher's function needs five digits to fall.
        assert_eq!(level.sprecher.map(|descents| descents.count), Some(0));
    }

    /// The proof's inequality, whatever the target and the level, at every test point.
    #[test]
    fn iterations_keep_the_promise() {
        let (gaps, iterations) = outer(2, 37);
        assert!(gaps.iter().all(|gap| *gap > 0.0));
        for step in iterations.iter().flat_map(|iterations| &iterations.steps) {
            assert!(step.after <= step.promise() * step.before + 1e-12);
            assert!(step.rms > 0.0 && step.after < step.before * 2.0);
        }
    }
}
