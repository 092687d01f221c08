//! `bias.heuristics`: do the lesson's numbers of layers follow from its theorems, and are they
//! needed?
//!
//! The lesson's function is ported and printed, its numbers are held against its own words, and for
//! each of its kinds of task networks of one to eight layers and equal numbers of parameters are
//! trained on something that fits here.

mod figures;
mod findings;
mod learn;
mod lesson;
mod networks;
mod tables;
mod tasks;
mod verdicts;

use report::Profile;
use serde::{Deserialize, Serialize};

use crate::{Data, DataSet, Experiment, Findings};
use tasks::Task;

/// The lesson's recommendations.
pub struct Heuristics;

/// Sizes, rates and seeds, fixed before the run.
#[derive(Serialize)]
pub struct Constants {
    sweeps: Vec<Sweep>,
}

/// One kind of task with one kind of network.
#[derive(Clone, Serialize)]
struct Sweep {
    task: Task,
    residual: bool,
    depths: Vec<usize>,
    setting: Setting,
    seeds: u64,
}

/// How each network of a sweep learns: Adam, with a rate that falls to zero along a cosine.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
struct Setting {
    /// Weights and biases; the width is the one that comes nearest.
    parameters: usize,
    examples: usize,
    /// Examples on which the rate is chosen.
    validation: usize,
    test: usize,
    batch: usize,
    epochs: u64,
    /// First rates to choose from.
    rates: Vec<f64>,
}

/// One network.
#[derive(Serialize, Deserialize)]
pub struct Cell {
    task: Task,
    residual: bool,
    /// Hidden layers: of units, of convolutions, of blocks, of graph layers.
    depth: usize,
    setting: Setting,
    /// Of the data, the weights and the minibatches.
    seed: u64,
}

/// What it learnt at the rate with the least error on the validation examples.
#[derive(Serialize, Deserialize)]
pub struct Outcome {
    width: usize,
    parameters: usize,
    /// None if training diverged at every rate.
    best: Option<Best>,
}

/// The chosen run.
#[derive(Serialize, Deserialize)]
struct Best {
    rate: f64,
    /// Mean squared error, or share of wrong answers.
    validation: f64,
    test: f64,
}

impl Experiment for Heuristics {
    const ID: &'static str = "bias.heuristics";
    const QUESTION: &'static str =
        "Do the lesson's minimum depths follow from its theorems, and does a sweep need them?";
    const CLAIMS: &'static [&'static str] = &["U084", "U095", "U096"];
    const DATA: &'static [DataSet] = &[DataSet::Optdigits];
    type Constants = Constants;
    type Cell = Cell;
    type Outcome = Outcome;

    fn constants(profile: Profile) -> Constants {
        let is_full = profile == Profile::Full;
        let rates = if is_full { vec![0.003, 0.01, 0.03] } else { vec![0.01, 0.03] };
        let sweep = |task, residual, parameters, epochs, seeds| Sweep {
            task,
            residual,
            depths: match (is_full, task) {
                (false, _) => vec![1, 2],
                // As many as the lesson's minimum, which is tried for every task.
                (true, Task::Image) => vec![1, 2, 4, 8, 10],
                (true, _) => vec![1, 2, 4, 8],
            },
            setting: Setting {
                parameters: if is_full { parameters } else { 300 },
                examples: if is_full { 200 } else { 20 },
                validation: if is_full { 200 } else { 20 },
                test: if is_full { 500 } else { 20 },
                batch: 20,
                epochs: if is_full { epochs } else { 1 },
                rates: rates.clone(),
            },
            seeds: if is_full { seeds } else { 2 },
        };
        Constants {
            sweeps: vec![
                sweep(Task::Regression, false, 1000, 40, 20),
                sweep(Task::Regression, true, 1000, 40, 20),
                sweep(Task::Classification, false, 1000, 40, 20),
                sweep(Task::Image, false, 1000, 30, 10),
                sweep(Task::Image, true, 1000, 30, 10),
                sweep(Task::Sequence, false, 2000, 30, 10),
                sweep(Task::Graph, false, 1000, 50, 10),
            ],
        }
    }

    fn cells(constants: &Constants, shift: u64) -> Vec<Cell> {
        let mut cells = Vec::new();
        for Sweep { task, residual, depths, setting, seeds } in &constants.sweeps {
            // One layer skips nothing: its plain runs are the residual sweep's, too.
            for &depth in depths.iter().filter(|&&depth| !residual || depth > 1) {
                let cell = |seed| Cell {
                    task: *task,
                    residual: *residual,
                    depth,
                    setting: setting.clone(),
                    seed: seed + shift,
                };
                cells.extend((0..*seeds).map(cell));
            }
        }
        cells
    }

    fn run(cell: &Cell, data: &Data) -> Outcome {
        learn::run(cell, data.get(DataSet::Optdigits))
    }

    fn report(constants: &Constants, runs: &[(Cell, Outcome)]) -> Findings {
        findings::Results { constants, runs }.findings()
    }
}
