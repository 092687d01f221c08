//! Depth against width on the lesson's oscillating target: as the lesson trains
//! it, which is the last layer only; with all layers trained at truly equal
//! budgets; and on noisy samples.

mod figures;
mod last_layer;
mod tables;
mod verdicts;

use autodiff::Fun;
use nn::{Init, Loss, Mlp, Objective, Optimiser, Parametrisation, Schedule, Stream, Trainer};
use numerics::Matrix;
use numerics::elementary::{cos, exp, sin};
use report::Profile;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{Data, Experiment, Findings};
use last_layer::LastLayer;

/// The comparison of depth and width.
pub struct Comparison;

/// Sizes and seeds, fixed before the run.
#[derive(Serialize)]
pub struct Constants {
    /// Widths of the hidden layers, as the lesson has them.
    lesson: Vec<Vec<usize>>,
    /// As many layers at about a thousand parameters.
    matched: Vec<Vec<usize>>,
    /// For noisy samples: growing widths at one depth, growing depths at one width.
    widening: Vec<Vec<usize>>,
    deepening: Vec<Vec<usize>>,
    seeds: u64,
    /// The lesson's points on [-3, 3], rate and steps.
    lesson_points: usize,
    lesson_rate: f64,
    steps: u64,
    /// Points where all layers are trained. The lesson's number would take five times as long.
    points: usize,
    /// Points between them, to test on.
    test_points: usize,
    /// Rates with all layers trained. A first choice began with the lesson's, at which the widest
    /// network diverges: 0.001 was added for its sake, and 0.2 dropped, where nearly all do.
    descent_rates: Vec<f64>,
    adam_rates: Vec<f64>,
    /// Random points, the standard deviation of their noise, and Adam's rate on them.
    noisy_points: usize,
    noise: f64,
    noisy_rate: f64,
    resamples: usize,
}

/// What is trained, and how.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
enum Training {
    /// The last layer only, by gradient descent, as the lesson's program does.
    LastLayer,
    /// All layers, by gradient descent.
    Descent,
    /// All layers, by Adam.
    Adam,
    /// All layers, by Adam, on random points with noise of this standard deviation.
    Noisy(f64),
}

/// One network.
#[derive(Serialize, Deserialize)]
pub struct Cell {
    hidden: Vec<usize>,
    training: Training,
    rate: f64,
    steps: u64,
    points: usize,
    test_points: usize,
    seed: u64,
}

/// What became of it; errors are none if training diverged.
#[derive(Serialize, Deserialize)]
pub struct Outcome {
    /// The final mean squared error on the points of training, the lesson's measure.
    train: Option<f64>,
    /// The same between them; on noisy samples what fresh ones would give on average.
    test: Option<f64>,
    /// What there was to be found, where only the last layer is trained.
    last_layer: Option<LastLayer>,
}

impl Experiment for Comparison {
    const ID: &'static str = "depth.comparison";
    const QUESTION: &'static str =
        "Does depth beat width on the lesson's oscillating target at equal numbers of parameters?";
    const CLAIMS: &'static [&'static str] = &["U075", "U076", "U077", "U088"];
    type Constants = Constants;
    type Cell = Cell;
    type Outcome = Outcome;

    fn constants(profile: Profile) -> Constants {
        let layers = |sizes: &[(usize, usize)]| -> Vec<Vec<usize>> {
            sizes.iter().map(|&(depth, width)| vec![width; depth]).collect()
        };
        match profile {
            Profile::Full => Constants {
                lesson: layers(&[(1, 60), (2, 20), (3, 12), (5, 8), (8, 5)]),
                matched: layers(&[(1, 333), (2, 30), (3, 21), (5, 15), (8, 11)]),
                widening: layers(&[(2, 4), (2, 8), (2, 16), (2, 32), (2, 64)]),
                deepening: layers(&[(1, 16), (2, 16), (3, 16), (5, 16), (8, 16)]),
                seeds: 20,
                lesson_points: 500,
                lesson_rate: 0.005,
                steps: 3000,
                points: 100,
                test_points: 99,
                descent_rates: vec![0.001, 0.005, 0.05],
                adam_rates: vec![0.003, 0.01],
                noisy_points: 50,
                noise: 0.1,
                noisy_rate: 0.003,
                resamples: 2000,
            },
            Profile::Quick => Constants {
                lesson: layers(&[(1, 12), (2, 6), (8, 3)]),
                matched: layers(&[(1, 16), (2, 5)]),
                widening: layers(&[(2, 2), (2, 4)]),
                deepening: layers(&[(1, 4), (2, 4)]),
                seeds: 4,
                lesson_points: 50,
                steps: 60,
                points: 20,
                test_points: 19,
                noisy_points: 12,
                resamples: 200,
                ..Self::constants(Profile::Full)
            },
        }
    }

    fn cells(constants: &Constants, shift: u64) -> Vec<Cell> {
        let mut cells = Vec::new();
        let mut push = |hidden: &[usize], training, rate, points| {
            for seed in 0..constants.seeds {
                cells.push(Cell {
                    hidden: hidden.to_vec(),
                    training,
                    rate,
                    steps: constants.steps,
                    points,
                    test_points: constants.test_points,
                    seed: seed + shift,
                });
            }
        };
        for hidden in &constants.lesson {
            push(hidden, Training::LastLayer, constants.lesson_rate, constants.lesson_points);
        }
        for hidden in &constants.matched {
            for (training, rates) in constants.optimisers() {
                rates.iter().for_each(|&rate| push(hidden, training, rate, constants.points));
            }
        }
        let noisy = Training::Noisy(constants.noise);
        for hidden in constants.noisy_networks() {
            push(hidden, noisy, constants.noisy_rate, constants.noisy_points);
        }
        cells
    }

    fn run(cell: &Cell, _: &Data) -> Outcome {
        let stream = |purpose: &str| {
            let purpose = format!("{purpose} {:?} {:?}", cell.hidden, cell.training);
            Stream::new(Self::ID, cell.seed, &purpose)
        };
        let mlp = mlp(&cell.hidden);
        let params = mlp.init(&mut stream("init"));
        let inputs = match cell.training {
            Training::Noisy(_) => {
                let mut points = stream("points");
                Matrix::from_fn(cell.points, 1, |_, _| points.uniform_in(-3.0, 3.0))
            }
            _ => grid(cell.points),
        };
        let mut targets = values(&inputs);
        let mut unavoidable = 0.0;
        if let Training::Noisy(noise) = cell.training {
            let mut normal = stream("noise");
            targets.data.iter_mut().for_each(|y| *y += noise * normal.normal());
            unavoidable = noise * noise;
        }
        let mut last_layer = None;
        let params = match cell.training {
            Training::LastLayer => {
                last_layer = Some(LastLayer::of(&mlp, &params, &inputs, &targets));
                last_layer::descend(&mlp, params, &inputs, &targets, cell.rate, cell.steps)
            }
            Training::Descent | Training::Adam | Training::Noisy(_) => {
                let optimiser = match cell.training {
                    Training::Descent => Optimiser::sgd(),
                    _ => Optimiser::adam(params.len()),
                };
                let objective = Objective::new(&mlp, Loss::MeanSquared, &inputs, &targets);
                let rate = Schedule::Constant(cell.rate);
                let mut trainer = Trainer::new(objective, params, optimiser, rate);
                trainer.run(cell.steps, |_, _| ());
                trainer.params().clone()
            }
        };
        let error = |x: &Matrix, y: &Matrix| mean_square(&mlp.predict(&params, x).data, &y.data);
        let between = midpoints(cell.test_points);
        let train = error(&inputs, &targets);
        let test = error(&between, &values(&between)) + unavoidable;
        let finite = |error: f64| error.is_finite().then_some(error);
        Outcome { train: finite(train), test: finite(test), last_layer }
    }

    fn report(constants: &Constants, runs: &[(Cell, Outcome)]) -> Findings {
        let results = Results { constants, runs };
        let verdicts = verdicts::Verdicts::new(&results);
        Findings {
            values: json!({
                "last_layer": tables::last_layer_values(&results),
                "trained": tables::trained_values(&results),
                "decision": verdicts.values(),
            }),
            tables: vec![
                tables::budgets(&results),
                tables::as_written(&results),
                tables::rates(&results),
                tables::trained(&results),
                tables::noisy(&results),
            ],
            figures: vec![
                figures::features(&results),
                figures::as_written(&results),
                figures::trained(&results),
                figures::gap_growth(&results),
            ],
            claims: verdicts.settle(),
        }
    }
}

impl Constants {
    /// The optimisers of all layers with the rates that are tried.
    fn optimisers(&self) -> [(Training, &[f64]); 2] {
        [(Training::Descent, &self.descent_rates), (Training::Adam, &self.adam_rates)]
    }

    /// The networks on noisy samples, each once.
    fn noisy_networks(&self) -> Vec<&Vec<usize>> {
        let mut networks: Vec<_> = self.widening.iter().collect();
        networks.extend(self.deepening.iter().filter(|hidden| !self.widening.contains(hidden)));
        networks
    }
}

/// All runs, to be asked for by network and training.
struct Results<'a> {
    constants: &'a Constants,
    runs: &'a [(Cell, Outcome)],
}

impl<'a> Results<'a> {
    /// The runs of one network and training at one rate, seed after seed.
    fn at(&self, hidden: &[usize], training: Training, rate: f64) -> Vec<&'a Outcome> {
        let wanted =
            |cell: &Cell| cell.hidden == hidden && cell.training == training && cell.rate == rate;
        let runs = self.runs.iter().filter(|(cell, _)| wanted(cell));
        runs.map(|(_, outcome)| outcome).collect()
    }

    /// The rate with the least median error in training, and its runs.
    fn best(&self, hidden: &[usize], training: Training, rates: &[f64]) -> (f64, Vec<&'a Outcome>) {
        let runs = rates.iter().map(|&rate| (rate, self.at(hidden, training, rate)));
        let median = |runs: &[&Outcome]| crate::stats::median(&train_errors(runs));
        runs.min_by(|a, b| median(&a.1).total_cmp(&median(&b.1))).expect("some rate")
    }

    /// The runs as the lesson wrote them.
    fn as_written(&self, hidden: &[usize]) -> Vec<&'a Outcome> {
        self.at(hidden, Training::LastLayer, self.constants.lesson_rate)
    }

    /// The runs on noisy samples.
    fn noisy(&self, hidden: &[usize]) -> Vec<&'a Outcome> {
        self.at(hidden, Training::Noisy(self.constants.noise), self.constants.noisy_rate)
    }
}

/// Errors in training; a diverged run counts as infinite.
fn train_errors(runs: &[&Outcome]) -> Vec<f64> {
    runs.iter().map(|run| run.train.unwrap_or(f64::INFINITY)).collect()
}

/// Errors in testing, likewise.
fn test_errors(runs: &[&Outcome]) -> Vec<f64> {
    runs.iter().map(|run| run.test.unwrap_or(f64::INFINITY)).collect()
}

/// The lesson's target, sin x cos(2 x) e^(-x^2/4).
fn target(x: f64) -> f64 {
    sin(x) * cos(2.0 * x) * exp(-x * x / 4.0)
}

fn values(x: &Matrix) -> Matrix {
    Matrix::from_fn(x.rows, 1, |i, _| target(x.data[i]))
}

/// Equidistant points from -3 to 3.
fn grid(points: usize) -> Matrix {
    crate::lesson::grid(points)
}

/// The middles of `points` equal parts of [-3, 3].
fn midpoints(points: usize) -> Matrix {
    Matrix::from_fn(points, 1, |i, _| 6.0 * (i as f64 + 0.5) / points as f64 - 3.0)
}

/// One input, ReLU layers, one output; He's weights and zero biases, as the lesson draws them.
fn mlp(hidden: &[usize]) -> Mlp {
    let widths = [&[1], hidden, &[1]].concat();
    Mlp::new(&widths, Fun::Relu, Parametrisation::Standard(Init::HeNormal))
}

/// Weights and biases.
fn parameters(hidden: &[usize]) -> usize {
    mlp(hidden).widths().windows(2).map(|pair| (pair[0] + 1) * pair[1]).sum()
}

/// How tables and figures call it.
fn name(hidden: &[usize]) -> String {
    format!("{} × {}", hidden.len(), hidden[0])
}

fn mean_square(a: &[f64], b: &[f64]) -> f64 {
    let squares: Vec<f64> = a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).collect();
    numerics::sum(&squares) / squares.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn budgets_by_hand() {
        let counts = |all: &[Vec<usize>]| -> Vec<usize> {
            all.iter().map(|hidden| parameters(hidden)).collect()
        };
        let constants = Comparison::constants(Profile::Full);
        assert_eq!(counts(&constants.lesson), [181, 481, 349, 313, 226]);
        assert_eq!(counts(&constants.matched), [1000, 1021, 988, 1006, 958]);
    }

    #[test]
    fn the_target_is_odd_and_tests_lie_between() {
        assert!((target(0.5) - 0.243_339).abs() < 1e-5, "{}", target(0.5));
        assert_eq!(target(-1.3), -target(1.3));
        let (train, test) = (grid(100), midpoints(99));
        for (i, x) in test.data.iter().enumerate() {
            assert!((x - 0.5 * (train.data[i] + train.data[i + 1])).abs() < 1e-14);
        }
    }

    #[test]
    fn every_network_is_run_on_noisy_samples_once() {
        let constants = Comparison::constants(Profile::Full);
        assert_eq!(constants.noisy_networks().len(), 9);
    }
}
