//! `bias.samples`: does an architecture whose bias matches the data need fewer examples, and one
//! whose bias does not match more?
//!
//! Tasks come in pairs that are made from the same draws and differ in whether the bias matches. On
//! every task a network with a bias and an MLP of about as many parameters learn from nested sets of
//! examples, and what is compared is how many they need for the same accuracy.

mod architectures;
mod figures;
mod findings;
mod pictures;
mod run;
mod tables;
mod tasks;
mod verdicts;

use architectures::Architecture;
use report::Profile;
use run::Training;
use serde::Serialize;
use tasks::Task;

pub use run::{Cell, Outcome};

use crate::{Data, Experiment, Findings};

/// Accuracy against the number of examples, where the bias matches and where it does not.
pub struct Samples;

/// Tasks, networks and seeds, fixed before the run.
#[derive(Serialize)]
pub struct Constants {
    plans: Vec<Plan>,
    pairs: Vec<Pair>,
    /// How far from chance to a perfect score the accuracy is for which examples are counted.
    way: f64,
    seeds: u64,
}

/// Who learns a task, and how: everybody in the same way.
#[derive(Serialize)]
struct Plan {
    task: Task,
    architectures: Vec<Architecture>,
    training: Training,
}

/// Where an architecture's bias matches, and where not.
#[derive(Clone, Copy, Serialize)]
struct Pair {
    /// For labels.
    name: &'static str,
    /// For keys.
    id: &'static str,
    architecture: Architecture,
    matched: Task,
    mismatched: Task,
}

impl Experiment for Samples {
    const ID: &'static str = "bias.samples";
    const QUESTION: &'static str =
        "Does a bias that matches the data need fewer examples, and one that does not more?";
    const CLAIMS: &'static [&'static str] = &["U091"];
    type Constants = Constants;
    type Cell = Cell;
    type Outcome = Outcome;

    fn constants(profile: Profile) -> Constants {
        let training = |sizes: &[usize], steps| match profile {
            Profile::Full => Training {
                sizes: sizes.to_vec(),
                rates: vec![0.003, 0.01, 0.03],
                choice: 256,
                steps,
                batch: 32,
                validation: 256,
                tests: 500,
            },
            Profile::Quick => Training {
                sizes: vec![4, 16],
                rates: vec![0.01, 0.03],
                choice: 16,
                steps: 10,
                batch: 8,
                validation: 30,
                tests: 40,
            },
        };
        let short = || training(&[4, 16, 64, 256, 1024], 400);
        let long = || training(&[16, 64, 256, 1024, 4096], 1200);
        let plan = |task, architectures: &[Architecture], training| Plan {
            task,
            architectures: architectures.to_vec(),
            training,
        };
        use Architecture::{Bag, Cnn, CnnPlaced, CnnStrided, Graph, Gru, Mlp, MlpTurned, Set};
        let circle = [Cnn, CnnPlaced, Mlp];
        let pair = |name, id, architecture, matched, mismatched| Pair {
            name,
            id,
            architecture,
            matched,
            mismatched,
        };
        Constants {
            plans: vec![
                plan(Task::Pattern, &[Cnn, CnnPlaced, Mlp, MlpTurned], short()),
                plan(Task::PatternPermuted, &circle, short()),
                plan(Task::PatternPlace, &circle, short()),
                plan(Task::Signal, &[CnnStrided, Mlp], long()),
                plan(Task::SignalPermuted, &[CnnStrided, Mlp], long()),
                plan(Task::Next, &[Gru, Architecture::Transformer, Bag, Mlp], short()),
                plan(Task::NextPermuted, &[Gru, Bag, Mlp], short()),
                plan(Task::Count, &[Gru, Bag, Mlp], short()),
                plan(Task::Furthest, &[Set, Mlp], short()),
                plan(Task::LargestPlace, &[Set, Mlp], short()),
                plan(Task::Neighbours, &[Graph, Set, Mlp], short()),
                plan(Task::OtherGraph, &[Graph, Set, Mlp], short()),
            ],
            pairs: vec![
                pair("pattern", "pattern", Cnn, Task::Pattern, Task::PatternPermuted),
                pair("pattern or place", "place", Cnn, Task::Pattern, Task::PatternPlace),
                pair("MNIST-1D", "signal", CnnStrided, Task::Signal, Task::SignalPermuted),
                pair("next letter", "next", Gru, Task::Next, Task::NextPermuted),
                pair("count or next", "count", Bag, Task::Count, Task::Next),
                pair("set", "set", Set, Task::Furthest, Task::LargestPlace),
                pair("graph", "graph", Graph, Task::Neighbours, Task::OtherGraph),
            ],
            way: 1.0 / 3.0,
            seeds: match profile {
                Profile::Full => 20,
                Profile::Quick => 2,
            },
        }
    }

    fn cells(constants: &Constants, shift: u64) -> Vec<Cell> {
        let mut cells = Vec::new();
        for Plan { task, architectures, training } in &constants.plans {
            for &architecture in architectures {
                cells.extend((0..constants.seeds).map(|seed| Cell {
                    task: *task,
                    architecture,
                    training: training.clone(),
                    seed: seed + shift,
                }));
            }
        }
        cells
    }

    fn run(cell: &Cell, _: &Data) -> Outcome {
        run::run(cell)
    }

    fn report(constants: &Constants, runs: &[(Cell, Outcome)]) -> Findings {
        findings::Results { constants, runs }.findings()
    }
}
