//! `descent.networks`: does the test error of trained networks fall again beyond the width at which
//! they fit noisy labels?
//!
//! Greydanus & Kobak's figure of double descent on MNIST-1D (`notebooks/deep-double-descent.ipynb`
//! of their repository), scaled down: a fifth of their 4,000 signals and two fifths of their
//! 20,000 steps, otherwise their protocol. As there, two hidden layers of equal width on labels
//! with and without noise; beside them, networks of one hidden layer. Every seed has signals of
//! its own, from the generator that a second part of the experiment compares with the frozen set.

mod figures;
mod findings;
mod network;
mod signals;
mod tables;
mod verdicts;

use report::Profile;
use serde::{Deserialize, Serialize};

use crate::{Data, DataSet, Experiment, Findings};

/// Trained networks over width and over epochs.
pub struct Networks;

/// Sizes and seeds, fixed before the run.
#[derive(Serialize)]
pub struct Constants {
    families: Vec<Family>,
    training: network::Training,
    /// What counts as a fixed number of steps, in epochs: one of the training's.
    early: u64,
    seeds: u64,
    comparison: signals::Comparison,
    comparison_seeds: u64,
}

/// Networks that differ in width alone.
#[derive(Clone, Serialize)]
struct Family {
    /// For labels.
    name: &'static str,
    /// For keys.
    id: &'static str,
    hidden_layers: usize,
    /// The share of training labels that are drawn anew from all ten classes.
    noise: f64,
    /// In ascending order.
    widths: Vec<usize>,
}

/// One run.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cell {
    /// A network with its history.
    Network(network::Cell),
    /// A generated set next to the frozen one.
    Signals(signals::Cell),
}

/// What was found; one variant for each of [`Cell`].
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each variant is called like its cell")]
pub enum Outcome {
    Network(network::Outcome),
    Signals(signals::Outcome),
}

impl Experiment for Networks {
    const ID: &'static str = "descent.networks";
    const QUESTION: &'static str =
        "Does the test error of trained networks fall again beyond the width that fits all labels?";
    const CLAIMS: &'static [&'static str] = &["U089"];
    const VERSION: u32 = 2;
    const DATA: &'static [DataSet] = &[DataSet::Mnist1d];
    type Constants = Constants;
    type Cell = Cell;
    type Outcome = Outcome;

    fn constants(profile: Profile) -> Constants {
        let family = |name, id, hidden_layers, noise, widths: &[usize]| Family {
            name,
            id,
            hidden_layers,
            noise,
            widths: widths.to_vec(),
        };
        let (two, one): (&[usize], &[usize]) = match profile {
            Profile::Full => (
                &[2, 4, 6, 8, 11, 16, 20, 26, 36, 52, 80],
                &[2, 4, 8, 12, 16, 20, 26, 36, 52, 80, 160],
            ),
            Profile::Quick => (&[2, 8, 32], &[2, 8, 32]),
        };
        let families = vec![
            family("two layers, 15 % noise", "two_noisy", 2, 0.15, two),
            family("two layers, no noise", "two_clean", 2, 0.0, two),
            family("one layer, 15 % noise", "one_noisy", 1, 0.15, one),
        ];
        match profile {
            Profile::Full => Constants {
                families,
                training: network::Training {
                    examples: 800,
                    tests: 2000,
                    batch: 100,
                    rate: 0.01,
                    epochs: vec![1, 3, 10, 30, 100, 200, 300, 500, 700, 1000],
                },
                early: 100,
                seeds: 10,
                comparison: signals::Comparison { sizes: [4000, 1000], width: 64, steps: 1500 },
                comparison_seeds: 20,
            },
            Profile::Quick => Constants {
                families,
                training: network::Training {
                    examples: 30,
                    tests: 50,
                    batch: 10,
                    rate: 0.03,
                    epochs: vec![1, 10, 80],
                },
                early: 10,
                seeds: 3,
                comparison: signals::Comparison { sizes: [200, 100], width: 8, steps: 20 },
                comparison_seeds: 2,
            },
        }
    }

    fn cells(constants: &Constants, shift: u64) -> Vec<Cell> {
        let seeds = |count: u64| (0..count).map(move |seed| seed + shift);
        let mut cells = Vec::new();
        for family in &constants.families {
            for &width in &family.widths {
                cells.extend(seeds(constants.seeds).map(|seed| {
                    Cell::Network(network::Cell {
                        hidden: vec![width; family.hidden_layers],
                        noise: family.noise,
                        training: constants.training.clone(),
                        seed,
                    })
                }));
            }
        }
        let comparison = constants.comparison;
        cells.extend(
            seeds(constants.comparison_seeds)
                .map(|seed| Cell::Signals(signals::Cell { comparison, seed })),
        );
        cells
    }

    fn run(cell: &Cell, data: &Data) -> Outcome {
        match cell {
            Cell::Network(cell) => Outcome::Network(network::run(cell)),
            Cell::Signals(cell) => Outcome::Signals(signals::run(cell, data.get(DataSet::Mnist1d))),
        }
    }

    fn report(constants: &Constants, runs: &[(Cell, Outcome)]) -> Findings {
        findings::Results { constants, runs }.findings()
    }
}
