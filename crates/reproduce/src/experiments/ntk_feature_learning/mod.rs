//! `ntk.feature-learning`: what standing still costs.
//!
//! The same networks are trained in two scalings: the one of the tangent kernel papers, in which
//! wide networks keep their kernel, and maximal update, with one hidden layer the mean-field
//! scaling, in which they do not. `drift` measures how far the kernel moves, over widths, depths
//! and output scales; `task` what the motion is worth on a target that depends on a single
//! direction of twenty.
//!
//! | file | what it has |
//! |---|---|
//! | `drift` | one network that fits eight points, and what became of its kernel |
//! | `task` | one learner of the single-index target |
//! | `findings` | statistics over seeds and values |
//! | `verdicts` | the rules of the register |
//! | `tables`, `figures` | what the chapter shows |

mod drift;
mod figures;
mod findings;
mod tables;
mod task;
mod verdicts;

use autodiff::Fun;
use nn::{Mlp, Parametrisation};
use report::Profile;
use serde::{Deserialize, Serialize};

use crate::{Data, Experiment, Findings};
use task::Learner;

/// Two scalings of the same networks.
pub struct FeatureLearning;

/// Fixed before the run.
#[derive(Serialize)]
pub struct Constants {
    /// Hidden layers, each with the widths at which the kernel is followed.
    widths: Vec<(usize, Vec<usize>)>,
    /// The width at which depths and output scales are compared, ...
    width: usize,
    /// ... and the output scales, the last being 1 / √width.
    output_scales: Vec<f64>,
    inputs: usize,
    points: usize,
    /// The step as a share of the largest stable one, the mean squared error at which training
    /// ends, and the most steps.
    share: f64,
    loss: f64,
    most_steps: u64,
    task: task::Setting,
    /// Numbers of examples.
    samples: Vec<usize>,
    seeds: u64,
}

/// How parameters are scaled with the width.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Scaling {
    /// [`Parametrisation::Ntk`].
    Ntk,
    /// [`Parametrisation::MaximalUpdate`]: with one hidden layer, mean field.
    MaximalUpdate,
}

/// One computation.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cell {
    /// A network whose kernel is followed.
    Drift(drift::Cell),
    /// A learner of the single-index target.
    Task(task::Cell),
}

/// What a computation found; one variant for each of [`Cell`].
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each variant is called like its cell")]
pub enum Outcome {
    Drift(drift::Outcome),
    Task(task::Outcome),
}

impl Scaling {
    const BOTH: [Self; 2] = [Self::Ntk, Self::MaximalUpdate];

    fn name(self) -> &'static str {
        match self {
            Self::Ntk => "NTK",
            Self::MaximalUpdate => "maximal update",
        }
    }

    /// Its key in the values.
    fn key(self) -> &'static str {
        match self {
            Self::Ntk => "ntk",
            Self::MaximalUpdate => "maximal_update",
        }
    }

    /// A ReLU network of one output with σ_w² = 2, so that what passes through it keeps its size.
    fn network(self, inputs: usize, width: usize, hidden_layers: usize, bias: f64) -> Mlp {
        let weight = std::f64::consts::SQRT_2;
        let parametrisation = match self {
            Self::Ntk => Parametrisation::Ntk { weight, bias },
            Self::MaximalUpdate => Parametrisation::MaximalUpdate { weight, bias },
        };
        let widths = [vec![inputs], vec![width; hidden_layers], vec![1]].concat();
        Mlp::new(&widths, Fun::Relu, parametrisation)
    }
}

impl Experiment for FeatureLearning {
    const ID: &'static str = "ntk.feature-learning";
    const QUESTION: &'static str =
        "Must a wide network keep its kernel, and what does it lose if it does?";
    const CLAIMS: &'static [&'static str] = &["U051", "U052", "U053", "U099"];
    type Constants = Constants;
    type Cell = Cell;
    type Outcome = Outcome;

    fn constants(profile: Profile) -> Constants {
        let full = Constants {
            widths: vec![
                (1, vec![32, 64, 128, 256, 512, 1024, 2048, 4096, 8192]),
                (4, vec![32, 64, 128, 256, 512]),
            ],
            width: 512,
            output_scales: vec![1.0, 0.5, 0.25, 0.125, 0.0625, 1.0 / 512.0_f64.sqrt()],
            inputs: 10,
            points: 8,
            share: 0.25,
            loss: 0.01,
            most_steps: 1000,
            task: task::Setting {
                inputs: 20,
                width: 256,
                bias: 0.5,
                share: 0.5,
                doublings: 10,
                kernel_doublings: 24,
                validation: 1000,
                test: 1000,
            },
            samples: vec![64, 128, 256, 512],
            seeds: 20,
        };
        match profile {
            Profile::Full => full,
            Profile::Quick => Constants {
                widths: vec![(1, vec![8, 16, 32]), (4, vec![8, 16, 32])],
                width: 32,
                output_scales: vec![1.0, 1.0 / 32.0_f64.sqrt()],
                most_steps: 200,
                task: task::Setting {
                    inputs: 5,
                    width: 16,
                    doublings: 5,
                    validation: 40,
                    test: 40,
                    ..full.task
                },
                samples: vec![16, 32],
                seeds: 3,
                ..full
            },
        }
    }

    fn cells(constants: &Constants, shift: u64) -> Vec<Cell> {
        let seeds = || (0..constants.seeds).map(|seed| seed + shift);
        let drift = |scaling, hidden_layers, width, output_scale| {
            seeds().map(move |seed| {
                Cell::Drift(drift::Cell {
                    scaling,
                    hidden_layers,
                    width,
                    output_scale,
                    seed,
                    inputs: constants.inputs,
                    points: constants.points,
                    share: constants.share,
                    loss: constants.loss,
                    most_steps: constants.most_steps,
                })
            })
        };
        let mut cells = Vec::new();
        for scaling in Scaling::BOTH {
            for (hidden_layers, widths) in &constants.widths {
                for &width in widths {
                    cells.extend(drift(scaling, *hidden_layers, width, 1.0));
                }
            }
        }
        // The first output scale is 1 and has been run.
        for &scale in &constants.output_scales[1..] {
            cells.extend(drift(Scaling::Ntk, 1, constants.width, scale));
        }
        for learner in Learner::ALL {
            for &samples in &constants.samples {
                let setting = constants.task;
                cells.extend(
                    seeds().map(|seed| Cell::Task(task::Cell { learner, samples, seed, setting })),
                );
            }
        }
        cells
    }

    fn run(cell: &Cell, _: &Data) -> Outcome {
        match cell {
            Cell::Drift(cell) => Outcome::Drift(drift::run(cell)),
            Cell::Task(cell) => Outcome::Task(task::run(cell)),
        }
    }

    fn report(constants: &Constants, runs: &[(Cell, Outcome)]) -> Findings {
        let results = findings::Results::gather(constants, runs);
        Findings {
            values: results.values(),
            tables: tables::all(&results),
            figures: figures::all(&results),
            claims: verdicts::all(&results),
        }
    }
}
