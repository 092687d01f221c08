//! `descent.bias-variance`: what are the bias and the variance of a model at every size?
//!
//! The model is that of `descent.features`. It is fitted to many training sets (inputs, noise and
//! random features drawn anew each time) and always asked about the same test points, so that at
//! each of them there is a mean prediction, and a scatter around it.
//!
//! | file | what it has |
//! |---|---|
//! | `decomposition` | bias², variance and error of a set of predictions |
//! | `findings` | their intervals; the report |
//! | `tables`, `figures`, `verdicts` | the answers |

mod decomposition;
mod figures;
mod findings;
mod tables;
mod verdicts;

use nn::Stream;
use numerics::Matrix;
use report::Profile;
use serde::{Deserialize, Serialize};

use crate::random_features::{Regression, Sample, features, mean_squared, normal};
use crate::{Data, Experiment, Findings};
use decomposition::Decomposition;

/// Bias and variance at every size.
pub struct BiasVariance;

/// Fixed before the run.
#[derive(Serialize)]
pub struct Constants {
    /// Of the inputs.
    dimensions: usize,
    /// n.
    examples: usize,
    /// Standard deviations of the label noise.
    noises: Vec<f64>,
    /// The sizes p.
    sizes: Vec<usize>,
    test_points: usize,
    /// Training sets.
    seeds: u64,
    /// How far bias² + variance may be from the error, as a share of it.
    exact: f64,
}

/// One size with all its training sets.
#[derive(Serialize, Deserialize)]
pub struct Cell {
    dimensions: usize,
    examples: usize,
    noises: Vec<f64>,
    size: usize,
    test_points: usize,
    first_seed: u64,
    seeds: u64,
}

/// What was found at one size.
#[derive(Serialize, Deserialize)]
pub struct Outcome {
    /// The least and the largest rank of the matrix of features.
    ranks: [usize; 2],
    /// For each level of noise.
    levels: Vec<Level>,
}

/// What was found at one size and level of noise.
#[derive(Serialize, Deserialize)]
pub struct Level {
    /// The mean over training sets of the mean squared error on the noisy examples.
    train: f64,
    /// Of the predictions at the test points.
    test: Decomposition,
}

impl Experiment for BiasVariance {
    const ID: &'static str = "descent.bias-variance";
    const QUESTION: &'static str =
        "Which part of the test error is bias and which is variance, below and beyond p = n?";
    const CLAIMS: &'static [&'static str] = &["U069", "U070"];
    type Constants = Constants;
    type Cell = Cell;
    type Outcome = Outcome;

    fn constants(profile: Profile) -> Constants {
        match profile {
            Profile::Full => Constants {
                dimensions: 15,
                examples: 50,
                noises: vec![0.0, 0.5],
                sizes: vec![
                    3, 5, 10, 15, 20, 25, 30, 35, 40, 45, 48, 50, 52, 55, 60, 75, 100, 150, 250,
                    500, 1000, 2000,
                ],
                test_points: 1000,
                seeds: 60,
                exact: 1e-9,
            },
            Profile::Quick => Constants {
                dimensions: 6,
                examples: 10,
                noises: vec![0.0, 0.5],
                sizes: vec![2, 5, 8, 10, 12, 30, 100],
                test_points: 40,
                seeds: 6,
                exact: 1e-9,
            },
        }
    }

    fn cells(constants: &Constants, shift: u64) -> Vec<Cell> {
        let Constants { dimensions, examples, test_points, seeds, .. } = *constants;
        let cell = |&size: &usize| Cell {
            dimensions,
            examples,
            noises: constants.noises.clone(),
            size,
            test_points,
            first_seed: shift,
            seeds,
        };
        constants.sizes.iter().map(cell).collect()
    }

    fn run(cell: &Cell, _: &Data) -> Outcome {
        let mut points = Stream::new(Self::ID, cell.first_seed, "test inputs");
        let test = Sample::draw(cell.test_points, cell.dimensions, 1, &mut points);
        let mut ranks = [usize::MAX, 0];
        let mut train_errors = vec![0.0; cell.noises.len()];
        let mut deviations = vec![Vec::new(); cell.noises.len()];
        for seed in cell.first_seed..cell.first_seed + cell.seeds {
            let stream = |purpose| Stream::new(Self::ID, seed, purpose);
            let train = Sample::draw(cell.examples, cell.dimensions, 1, &mut stream("inputs"));
            let weights = normal(cell.size, cell.dimensions, &mut stream("weights"));
            let [on_train, on_test] =
                [&train, &test].map(|sample| features(&sample.inputs, &weights));
            let regression = Regression::new(&on_train);
            ranks = [ranks[0].min(regression.rank()), ranks[1].max(regression.rank())];
            for (i, &noise) in cell.noises.iter().enumerate() {
                let labels = train.labels(noise, stream("noise"));
                let theta = regression.solve(&labels, 0.0);
                train_errors[i] += mean_squared(&on_train.matmul(&theta), &labels);
                let predictions = on_test.matmul(&theta).data;
                let pairs = predictions.iter().zip(&test.values.data);
                deviations[i].extend(pairs.map(|(prediction, value)| prediction - value));
            }
        }
        let rows = usize::try_from(cell.seeds).expect("a number of training sets");
        let level = |(train, data): (f64, Vec<f64>)| Level {
            train: train / cell.seeds as f64,
            test: Decomposition::of(&Matrix::from_vec(rows, cell.test_points, data)),
        };
        Outcome { ranks, levels: train_errors.into_iter().zip(deviations).map(level).collect() }
    }

    fn report(constants: &Constants, runs: &[(Cell, Outcome)]) -> Findings {
        findings::Results { constants, runs }.findings()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Entry;

    fn outcome(size: usize) -> Outcome {
        let cell = Cell {
            dimensions: 6,
            examples: 20,
            noises: vec![0.0, 0.5],
            size,
            test_points: 50,
            first_seed: 0,
            seeds: 5,
        };
        BiasVariance::run(&cell, &Data::none())
    }

    /// Below the threshold no exact fit, at it one, beyond it p − n dimensions of them.
    #[test]
    fn the_rank_counts_the_interpolants() {
        for (size, rank, interpolates) in [(10, 10, false), (20, 20, true), (50, 20, true)] {
            let outcome = outcome(size);
            assert_eq!(outcome.ranks, [rank; 2]);
            assert!(outcome.levels.iter().all(|level| (level.train < 1e-12) == interpolates));
        }
    }

    /// Noise does not move what a linear fit predicts on average, but scatters it.
    #[test]
    fn noise_adds_variance() {
        let levels = outcome(50).levels;
        assert!(levels[1].test.variance > levels[0].test.variance);
    }

    #[test]
    fn the_quick_profile_reaches_every_line() {
        let report = Entry::of::<BiasVariance>().compute(Profile::Quick, 0, &Data::none());
        assert_eq!((report.tables.len(), report.figures.len()), (2, 2));
    }
}
