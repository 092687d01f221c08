//! `generalisation.bounds`: what do bounds from the Vapnik-Chervonenkis dimension say about
//! networks that generalise, and about the same networks on random labels?
//!
//! A linear classifier, whose VC dimension is known exactly, and a network with many more
//! parameters than examples learn handwritten digits, with their labels and with random ones. The
//! test digits are by other writers, so a gap between training and test has the change of hands
//! in it too; with random labels the risk of every classifier is known without a test.

mod bounds;
mod figures;
mod findings;
mod learn;
mod tables;

use report::Profile;
use serde::{Deserialize, Serialize};

use crate::{Data, DataSet, Experiment, Findings};

/// Bounds and measured gaps.
pub struct Bounds;

/// Sizes and seeds, fixed before the run.
#[derive(Serialize)]
pub struct Constants {
    models: Vec<Model>,
    setting: Setting,
    seeds: u64,
    /// The probability with which a bound may fail.
    delta: f64,
}

/// A classifier of the digits and the numbers of examples that it learns from.
#[derive(Clone, Serialize)]
struct Model {
    task: Task,
    examples: Vec<usize>,
}

/// What is learnt, by which network.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Task {
    /// Even or odd, by a linear classifier: no hidden layer.
    Parity,
    /// Which of the ten digits, by a network with one hidden layer of so many ReLU units.
    Digit {
        /// Units.
        hidden: usize,
    },
}

/// How a classifier learns: Adam on softmax cross-entropy until every label is fitted.
#[derive(Clone, Copy, Serialize, Deserialize)]
struct Setting {
    batch: usize,
    rate: f64,
    /// When to stop at the latest.
    epochs: u64,
}

/// One classifier.
#[derive(Serialize, Deserialize)]
pub struct Cell {
    task: Task,
    examples: usize,
    /// Labels that have nothing to do with the images, every class being equally likely.
    random: bool,
    setting: Setting,
    /// Of the choice of examples, their labels, the weights and the minibatches.
    seed: u64,
}

/// What it learnt.
#[derive(Serialize, Deserialize)]
pub struct Outcome {
    /// The share of the labels learnt that it reproduces.
    train: f64,
    /// The share of the other writers' digits that it classifies as they are.
    test: f64,
    /// After how many epochs it first reproduced every label.
    fitted: Option<u64>,
}

impl Experiment for Bounds {
    const ID: &'static str = "generalisation.bounds";
    const QUESTION: &'static str =
        "What do bounds from the VC dimension say about networks that generalise?";
    const CLAIMS: &'static [&'static str] = &["U092", "U093", "U094"];
    const DATA: &'static [DataSet] = &[DataSet::Optdigits];
    type Constants = Constants;
    type Cell = Cell;
    type Outcome = Outcome;

    fn constants(profile: Profile) -> Constants {
        let (linear, network, hidden, epochs, seeds) = match profile {
            Profile::Full => (vec![100, 300, 1000, 3000], vec![30, 100, 300, 1000], 256, 150, 20),
            Profile::Quick => (vec![20, 300], vec![20, 40], 24, 40, 3),
        };
        Constants {
            models: vec![
                Model { task: Task::Parity, examples: linear },
                Model { task: Task::Digit { hidden }, examples: network },
            ],
            setting: Setting { batch: 50, rate: 0.003, epochs },
            seeds,
            delta: 0.05,
        }
    }

    fn cells(constants: &Constants, shift: u64) -> Vec<Cell> {
        let setting = constants.setting;
        let mut cells = Vec::new();
        for Model { task, examples } in &constants.models {
            for &examples in examples {
                for random in [false, true] {
                    let cell = |seed| Cell { task: *task, examples, random, setting, seed };
                    cells.extend((0..constants.seeds).map(|seed| cell(seed + shift)));
                }
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
