//! `depth.radial`: does a second hidden layer help to learn a radial function?
//!
//! Eldan and Shamir proved that some radial function needs exponentially many units, in the
//! dimension, with one hidden layer, and few with two. No training run can show such a lower
//! bound. Two things can be done: to build the cheap network with two hidden layers and measure
//! its error, and to train both kinds with as many parameters and see which learns more.
//!
//! The target is cos(6 |x| / √d) for standard normal x. Every example is new, so what is measured
//! is approximation and training, not overfitting.

mod built;
mod findings;
mod target;

use autodiff::Fun;
use nn::{
    Init, Loss, Mlp, Objective, Optimiser, Parametrisation, Params, Schedule, Stream, Trainer,
};
use report::Profile;
use serde::{Deserialize, Serialize};

use crate::{Data, Experiment, Findings, budget};
use target::Sample;

/// One against two hidden layers on a radial target.
pub struct Radial;

/// Sizes and seeds, fixed before the run.
#[derive(Serialize)]
pub struct Constants {
    dimensions: Vec<usize>,
    /// Weights and biases of every trained network, as nearly as a whole width allows.
    parameters: usize,
    /// The target's argument is so many times |x| / √d.
    frequency: f64,
    /// Adam's first rate; it falls to 0 along a cosine.
    rate: f64,
    /// Lengths of training, in steps.
    steps: Vec<u64>,
    /// New examples a step.
    batch: usize,
    test_points: usize,
    seeds: u64,
    /// Knots of each coordinate's square and of the cosine in the built network.
    knots: [usize; 2],
}

/// One network on one sample.
#[derive(Serialize, Deserialize)]
pub struct Cell {
    dimension: usize,
    seed: u64,
    frequency: f64,
    test_points: usize,
    network: Network,
}

/// Where a network comes from.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Network {
    /// Written down: a square for each coordinate, then a cosine of their sum.
    Built { knots: [usize; 2] },
    /// Trained by Adam on new examples.
    Trained { hidden_layers: usize, parameters: usize, steps: u64, batch: usize, rate: f64 },
}

/// How good it is.
#[derive(Serialize, Deserialize)]
pub struct Outcome {
    /// Units of each hidden layer.
    widths: Vec<usize>,
    parameters: usize,
    /// Mean squared error over the target's variance, both on the test points; none if training
    /// diverged.
    error: Option<f64>,
    /// The same for the best function a + b |x|² on these points.
    quadratic_error: f64,
}

impl Experiment for Radial {
    const ID: &'static str = "depth.radial";
    const QUESTION: &'static str =
        "Does a second hidden layer help to learn a radial function, and can training show why?";
    const CLAIMS: &'static [&'static str] = &["U035"];
    type Constants = Constants;
    type Cell = Cell;
    type Outcome = Outcome;

    fn constants(profile: Profile) -> Constants {
        let full = Constants {
            dimensions: vec![2, 5, 10, 20],
            parameters: 6000,
            frequency: 6.0,
            rate: 3e-3,
            steps: vec![100, 400, 1600],
            batch: 64,
            test_points: 4000,
            seeds: 20,
            knots: [33, 65],
        };
        match profile {
            Profile::Full => full,
            Profile::Quick => Constants {
                dimensions: vec![2, 5],
                parameters: 300,
                steps: vec![10, 40],
                batch: 16,
                test_points: 200,
                seeds: 3,
                ..full
            },
        }
    }

    fn cells(constants: &Constants, shift: u64) -> Vec<Cell> {
        let Constants { parameters, rate, batch, knots, .. } = *constants;
        let trained = |&steps: &u64| {
            [1, 2].map(|hidden_layers| Network::Trained {
                hidden_layers,
                parameters,
                steps,
                batch,
                rate,
            })
        };
        let trained = constants.steps.iter().flat_map(trained);
        let networks: Vec<Network> = trained.chain([Network::Built { knots }]).collect();
        let mut cells = Vec::new();
        for &dimension in &constants.dimensions {
            for network in &networks {
                cells.extend((0..constants.seeds).map(|seed| Cell {
                    dimension,
                    seed: seed + shift,
                    frequency: constants.frequency,
                    test_points: constants.test_points,
                    network: network.clone(),
                }));
            }
        }
        cells
    }

    fn run(cell: &Cell, _: &Data) -> Outcome {
        // Both depths see the same examples; only their first weights differ.
        let sample = |purpose: &str, points: usize| {
            let purpose = format!("{purpose} {}", cell.dimension);
            let mut stream = Stream::new(Self::ID, cell.seed, &purpose);
            Sample::draw(cell.dimension, points, cell.frequency, &mut stream)
        };
        let (mlp, params) = match cell.network {
            Network::Built { knots } => built::network(cell.dimension, cell.frequency, knots),
            Network::Trained { hidden_layers, parameters, steps, batch, rate } => {
                let mlp = relu_network(cell.dimension, hidden_layers, parameters);
                let purpose = format!("init {} {hidden_layers}", cell.dimension);
                let params = mlp.init(&mut Stream::new(Self::ID, cell.seed, &purpose));
                let examples = sample("examples", steps as usize * batch);
                let params = train(&mlp, params, &examples, steps, batch, rate);
                (mlp, params)
            }
        };
        let test = sample("test", cell.test_points);
        let error = test.error(&mlp.predict(&params, &test.inputs));
        Outcome {
            widths: mlp.widths()[1..mlp.widths().len() - 1].to_vec(),
            parameters: params.len(),
            error: error.is_finite().then_some(error),
            quadratic_error: test.quadratic_error(),
        }
    }

    fn report(constants: &Constants, runs: &[(Cell, Outcome)]) -> Findings {
        findings::Results { constants, runs }.findings()
    }
}

/// A network of that many parameters. Weights and biases begin as PyTorch draws them: without
/// biases every kink would go through 0.
fn relu_network(dimension: usize, hidden_layers: usize, parameters: usize) -> Mlp {
    let widths = budget::matched(dimension, hidden_layers, 1, parameters);
    Mlp::new(&widths, Fun::Relu, Parametrisation::Standard(Init::Torch))
}

/// Adam once through the examples, with a rate that falls to zero.
fn train(mlp: &Mlp, start: Params, on: &Sample, steps: u64, batch: usize, rate: f64) -> Params {
    let optimiser = Optimiser::adam(start.len());
    let objective = Objective::new(mlp, Loss::MeanSquared, &on.inputs, &on.targets);
    let schedule = Schedule::Cosine { initial: rate, steps };
    // Each example comes once, so the order of a shuffle carries no information.
    let order = Stream::new(Radial::ID, 0, "order");
    let mut trainer = Trainer::new(objective, start, optimiser, schedule).minibatches(batch, order);
    trainer.run(steps, |_, _| ());
    trainer.params().clone()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Entry;

    #[test]
    fn budgets_match_within_two_per_cent() {
        let constants = Radial::constants(Profile::Full);
        for &d in &constants.dimensions {
            for hidden_layers in [1, 2] {
                let mlp = relu_network(d, hidden_layers, constants.parameters);
                let count = budget::parameters(mlp.widths());
                assert!(count.abs_diff(constants.parameters) < 120, "{:?}", mlp.widths());
                assert_eq!(mlp.widths().len(), hidden_layers + 2);
            }
        }
        assert_eq!(relu_network(2, 1, 6000).widths(), [2, 1500, 1]);
        assert_eq!(relu_network(2, 2, 6000).widths(), [2, 75, 75, 1]);
    }

    #[test]
    fn training_lowers_the_error() {
        let cell = |steps| Cell {
            dimension: 2,
            seed: 0,
            frequency: 2.0,
            test_points: 300,
            network: Network::Trained {
                hidden_layers: 2,
                parameters: 300,
                steps,
                batch: 16,
                rate: 1e-2,
            },
        };
        let error = |steps| Radial::run(&cell(steps), &Data::none()).error.expect("it converges");
        let (short, long) = (error(2), error(200));
        assert!(long < 0.5 * short, "{short} {long}");
    }

    #[test]
    fn the_quick_profile_reaches_every_line() {
        let report = Entry::of::<Radial>().compute(Profile::Quick, 0, &Data::none());
        assert_eq!(report.claims.len(), 1);
        assert_eq!(report.figures.len(), 2);
    }
}
