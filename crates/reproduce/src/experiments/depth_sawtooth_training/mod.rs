//! Does training find the sawtooth? Networks that contain the iterated triangle
//! map exactly are trained on it, from random weights and from weights near the
//! exact ones.

mod figures;
mod network;
mod tables;
mod verdicts;

use nn::{Loss, Objective, Optimiser, Params, Schedule, Stream, Trainer};
use numerics::Matrix;
use report::Profile;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::stats::{Estimate, median, proportion_interval};
use crate::{Data, Experiment, Findings};
use network::Start;

/// Training on iterated triangle maps.
pub struct SawtoothTraining;

/// Sizes and seeds, fixed before the run.
#[derive(Serialize)]
pub struct Constants {
    /// Numbers of iterations, which are the numbers of hidden layers, too.
    iterations: Vec<u32>,
    /// Width and start of the deep networks.
    settings: Vec<(usize, Start)>,
    /// The same with one hidden layer of as many parameters, and for which iterations: not for one,
    /// where the deep network has one layer itself, nor for all, since wide layers are slow.
    shallow: Vec<(usize, Start, Vec<u32>)>,
    /// The standard deviations of the noise on exact weights, the width, and for which iterations.
    noises: Vec<f64>,
    noisy_width: usize,
    noisy_iterations: Vec<u32>,
    seeds: u64,
    /// How many points are drawn for training, and how many of them a step sees.
    points: usize,
    batch: usize,
    /// Of an equidistant grid.
    test_points: usize,
    /// Adam's first rate; it falls to zero along a cosine.
    rate: f64,
    steps: u64,
    /// A run succeeds if its test error is below this share of the target's variance.
    success: f64,
    /// Where the median is above this share, training does not find the target.
    failure: f64,
    /// Every how many test points a fit is kept for the figure.
    curve_stride: usize,
}

/// One training.
#[derive(Serialize, Deserialize)]
pub struct Cell {
    iterations: u32,
    hidden: Vec<usize>,
    start: Start,
    seed: u64,
    points: usize,
    batch: usize,
    test_points: usize,
    rate: f64,
    steps: u64,
    /// Keep the fit at every so many points.
    curve_stride: Option<usize>,
}

/// What it found. Errors are mean squared, in units of the target's variance.
#[derive(Serialize, Deserialize)]
pub struct Outcome {
    parameters: usize,
    /// Of the start.
    before: f64,
    /// None if training diverged.
    after: Option<f64>,
    curve: Option<Vec<f64>>,
}

impl Experiment for SawtoothTraining {
    const ID: &'static str = "depth.sawtooth-training";
    const QUESTION: &'static str =
        "Does training find the iterated triangle map in networks that contain it?";
    const CLAIMS: &'static [&'static str] = &["E12"];
    type Constants = Constants;
    type Cell = Cell;
    type Outcome = Outcome;

    fn constants(profile: Profile) -> Constants {
        match profile {
            Profile::Full => Constants {
                iterations: (1..=7).collect(),
                settings: vec![
                    (8, Start::Torch),
                    (8, Start::He),
                    (32, Start::Torch),
                    (32, Start::He),
                ],
                shallow: vec![(8, Start::Torch, (2..=7).collect()), (32, Start::He, vec![3, 4])],
                noises: vec![1e-4, 1e-3, 1e-2, 1e-1, 1.0],
                noisy_width: 8,
                noisy_iterations: vec![4, 6],
                seeds: 20,
                points: 4096,
                batch: 128,
                test_points: 2001,
                rate: 0.01,
                steps: 2000,
                success: 0.1,
                failure: 0.5,
                curve_stride: 4,
            },
            Profile::Quick => Constants {
                iterations: vec![1, 2, 3, 4],
                settings: vec![(4, Start::Torch), (8, Start::He)],
                shallow: vec![(4, Start::Torch, vec![2, 3])],
                noises: vec![0.01, 0.3],
                noisy_width: 4,
                noisy_iterations: vec![2, 3],
                seeds: 3,
                points: 64,
                batch: 16,
                test_points: 65,
                steps: 40,
                curve_stride: 2,
                ..Self::constants(Profile::Full)
            },
        }
    }

    fn cells(constants: &Constants, shift: u64) -> Vec<Cell> {
        let mut cells = Vec::new();
        let mut push = |iterations: u32, hidden: Vec<usize>, start: Start, curves: bool| {
            for seed in 0..constants.seeds {
                cells.push(Cell {
                    iterations,
                    hidden: hidden.clone(),
                    start,
                    seed: seed + shift,
                    points: constants.points,
                    batch: constants.batch,
                    test_points: constants.test_points,
                    rate: constants.rate,
                    steps: constants.steps,
                    curve_stride: (curves && seed == 0).then_some(constants.curve_stride),
                });
            }
        };
        for &(width, start) in &constants.settings {
            for &k in &constants.iterations {
                push(k, network::deep(width, k), start, true);
            }
        }
        for (width, start, iterations) in &constants.shallow {
            for &k in iterations {
                push(k, network::shallow_like(&network::deep(*width, k)), *start, false);
            }
        }
        for &k in &constants.noisy_iterations {
            for &noise in &constants.noises {
                let start = Start::NearExact { noise };
                push(k, network::deep(constants.noisy_width, k), start, false);
            }
        }
        cells
    }

    fn run(cell: &Cell, _: &Data) -> Outcome {
        let stream = |purpose: &str| {
            let purpose =
                format!("{purpose} {} {:?} {:?}", cell.iterations, cell.hidden, cell.start);
            Stream::new(Self::ID, cell.seed, &purpose)
        };
        let mut points = stream("points");
        let training = Matrix::from_fn(cell.points, 1, |_, _| points.uniform());
        let last = (cell.test_points - 1) as f64;
        let test = Matrix::from_fn(cell.test_points, 1, |i, _| i as f64 / last);
        let targets = |x: &Matrix| {
            let data = x.data.iter().map(|&x| network::iterated_tent(cell.iterations, x)).collect();
            Matrix::from_vec(x.rows, 1, data)
        };
        let (training_targets, test_targets) = (targets(&training), targets(&test));
        let [training, test] = [training, test].map(|x| cell.start.scale(x));

        let mlp = network::mlp(&cell.hidden, cell.start);
        let params = cell.start.params(&mlp, &mut stream("init"));
        let normalised = |params: &Params| {
            let fit = mlp.predict(params, &test).data;
            (mean_square(&fit, &test_targets.data) / variance(&test_targets.data), fit)
        };
        let (before, _) = normalised(&params);
        let parameters = params.len();
        let objective = Objective::new(&mlp, Loss::MeanSquared, &training, &training_targets);
        let schedule = Schedule::Cosine { initial: cell.rate, steps: cell.steps };
        let optimiser = Optimiser::adam(parameters);
        let mut trainer = Trainer::new(objective, params, optimiser, schedule)
            .minibatches(cell.batch, stream("batches"));
        trainer.run(cell.steps, |_, _| ());
        let (after, fit) = normalised(trainer.params());
        Outcome {
            parameters,
            before,
            after: after.is_finite().then_some(after),
            curve: cell.curve_stride.map(|stride| fit.into_iter().step_by(stride).collect()),
        }
    }

    fn report(constants: &Constants, runs: &[(Cell, Outcome)]) -> Findings {
        let results = Results { constants, runs };
        Findings {
            values: json!({
                "settings": tables::setting_values(&results),
                "shallow": tables::shallow_values(&results),
                "near_exact": tables::near_exact_values(&results),
                "fails_from": verdicts::fails_from(&results),
            }),
            tables: vec![
                tables::settings(&results),
                tables::shallow(&results),
                tables::near_exact(&results),
            ],
            figures: vec![
                figures::success(&results),
                figures::fits(&results),
                figures::near_exact(&results),
            ],
            claims: vec![verdicts::settle(&results)],
        }
    }
}

/// All runs, to be asked for by network and start.
struct Results<'a> {
    constants: &'a Constants,
    runs: &'a [(Cell, Outcome)],
}

/// The runs of one network on one target from one kind of start, seed after seed.
struct Group<'a> {
    outcomes: Vec<&'a Outcome>,
    /// What counts as success.
    success: f64,
}

impl<'a> Results<'a> {
    fn group(&self, iterations: u32, hidden: &[usize], start: Start) -> Group<'a> {
        let wanted = |cell: &Cell| {
            cell.iterations == iterations && cell.hidden == hidden && cell.start == start
        };
        let runs = self.runs.iter().filter(|(cell, _)| wanted(cell));
        let outcomes = runs.map(|(_, outcome)| outcome).collect();
        Group { outcomes, success: self.constants.success }
    }

    fn deep(&self, iterations: u32, width: usize, start: Start) -> Group<'a> {
        self.group(iterations, &network::deep(width, iterations), start)
    }

    fn shallow(&self, iterations: u32, width: usize, start: Start) -> Group<'a> {
        let hidden = network::shallow_like(&network::deep(width, iterations));
        self.group(iterations, &hidden, start)
    }
}

impl Group<'_> {
    fn parameters(&self) -> usize {
        self.outcomes[0].parameters
    }

    /// Final errors; a diverged run counts as infinite.
    fn errors(&self) -> Vec<f64> {
        self.outcomes.iter().map(|outcome| outcome.after.unwrap_or(f64::INFINITY)).collect()
    }

    fn median(&self) -> f64 {
        median(&self.errors())
    }

    fn median_before(&self) -> f64 {
        median(&self.outcomes.iter().map(|outcome| outcome.before).collect::<Vec<_>>())
    }

    fn successes(&self) -> usize {
        self.errors().iter().filter(|&&error| error < self.success).count()
    }

    /// The share of successes with Wilson's interval.
    fn success_rate(&self) -> Estimate {
        proportion_interval(self.successes() as u64, self.outcomes.len() as u64)
    }
}

fn mean_square(a: &[f64], b: &[f64]) -> f64 {
    let squares: Vec<f64> = a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).collect();
    numerics::sum(&squares) / squares.len() as f64
}

fn variance(values: &[f64]) -> f64 {
    let mean = numerics::sum(values) / values.len() as f64;
    mean_square(values, &vec![mean; values.len()])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The best constant has an error of one; the variance of a triangle map is 1/12.
    #[test]
    fn errors_are_in_units_of_the_variance() {
        let tent: Vec<f64> =
            (0..=1000).map(|i| network::iterated_tent(1, f64::from(i) / 1000.0)).collect();
        assert!((variance(&tent) - 1.0 / 12.0).abs() < 1e-3);
        assert_eq!(variance(&[1.0, 3.0]), 1.0);
    }

    /// No two groups of cells are the same network from the same start.
    #[test]
    fn every_training_is_run_once() {
        let constants = SawtoothTraining::constants(Profile::Full);
        let key = |cell: &Cell| {
            format!("{} {:?} {:?} {}", cell.iterations, cell.hidden, cell.start, cell.seed)
        };
        let mut keys: Vec<_> = SawtoothTraining::cells(&constants, 0).iter().map(key).collect();
        let all = keys.len();
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), all);
    }

    /// From exact weights nothing needs to be learned.
    #[test]
    fn an_unperturbed_start_stays_where_it_is() {
        let mut constants = SawtoothTraining::constants(Profile::Quick);
        constants.noises = vec![0.0];
        let cells = SawtoothTraining::cells(&constants, 0);
        let exact = cells.iter().filter(|cell| matches!(cell.start, Start::NearExact { .. }));
        for cell in exact {
            let outcome = SawtoothTraining::run(cell, &Data::none());
            assert!(outcome.before < 1e-25, "{}", outcome.before);
            assert!(outcome.after.is_some_and(|after| after < 1e-20), "{:?}", outcome.after);
        }
    }
}
