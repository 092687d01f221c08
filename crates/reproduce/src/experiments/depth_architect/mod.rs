//! `depth.architect`: four layers of 512 units or two of 2048?
//!
//! The lesson opens with this question of a design review and closes with an answer in five
//! points. Each point is taken up by a file of its own, by a count where a count is possible and
//! by training where it is not; the fourth, about the regime, by
//! [`ntk_feature_learning`](super::ntk_feature_learning).
//!
//! | file | question |
//! |---|---|
//! | `count` | do the two designs have roughly the same number of parameters? |
//! | `regions` | which of the two can have more linear regions, and for which inputs? |
//! | `blind` | is the deeper one strictly more expressive at the same cost? |
//! | `accuracy` | is it better at the same cost? |
//! | `verdicts`, `tables`, `figures` | the answers |

mod accuracy;
mod blind;
mod count;
mod figures;
mod regions;
mod tables;
mod verdicts;

use report::Profile;
use serde::{Deserialize, Serialize};

use super::depth_sawtooth;
use crate::{Data, DataSet, Experiment, Findings};
use accuracy::Task;
use count::Design;

/// Four layers of 512 units or two of 2048?
pub struct Architect;

/// Fixed before the run.
#[derive(Serialize)]
pub struct Constants {
    /// What is proposed, ...
    deep: Design,
    /// ... and what the architect asks about.
    wide: Design,
    /// Numbers of inputs and outputs for the table of parameters.
    sizes: Vec<(usize, usize)>,
    /// Regions are bounded for 1, 2, ..., so many inputs.
    largest_input: usize,
    /// Numbers of inputs for the table of regions.
    region_inputs: Vec<usize>,
    /// Points a factor of ten of the curves of regions.
    points_a_decade: usize,
    /// Units a layer of the sawtooth networks that are counted.
    sawtooth_widths: Vec<usize>,
    /// Inputs of the networks whose first layer is narrower, with its width, how many seeds, and
    /// how the network is trained in addition, if it is.
    blind: Vec<(usize, usize, u64, Option<blind::Training>)>,
    /// Outputs of these networks.
    blind_outputs: usize,
    /// Hidden layers that are compared at the same number of parameters.
    depths: Vec<usize>,
    parameters: usize,
    /// The tree takes longer to learn than the digits.
    digits_steps: u64,
    tree_steps: u64,
    batch: usize,
    rate: f64,
    tree_test: usize,
    seeds: u64,
}

/// One computation.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cell {
    /// Bounds on regions for all numbers of inputs.
    Regions(regions::Cell),
    /// Linear pieces of a sawtooth network.
    Pieces {
        /// Units of each hidden layer.
        widths: Vec<usize>,
    },
    /// A network that cannot see some direction.
    Blind(blind::Cell),
    /// A network trained at a given budget.
    Accuracy(accuracy::Cell),
}

/// What a computation found; one variant for each of [`Cell`].
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each variant is called like its cell")]
pub enum Outcome {
    Regions(regions::Outcome),
    Pieces(usize),
    Blind(blind::Outcome),
    Accuracy(accuracy::Outcome),
}

/// All outcomes with their cells, by kind, in the order of the cells.
struct Results<'a> {
    regions: Vec<(&'a regions::Cell, &'a regions::Outcome)>,
    pieces: Vec<(&'a [usize], usize)>,
    blind: Vec<(&'a blind::Cell, &'a blind::Outcome)>,
    accuracies: Vec<(&'a accuracy::Cell, &'a accuracy::Outcome)>,
}

impl Experiment for Architect {
    const ID: &'static str = "depth.architect";
    const QUESTION: &'static str =
        "Four layers of 512 units or two of 2048: which of the lesson's reasons for depth hold?";
    const CLAIMS: &'static [&'static str] =
        &["U001", "U029", "U081", "U082", "U083", "U097", "U098"];
    const DATA: &'static [DataSet] = &[DataSet::Optdigits];
    const VERSION: u32 = 2;
    type Constants = Constants;
    type Cell = Cell;
    type Outcome = Outcome;

    fn constants(profile: Profile) -> Constants {
        let small = |steps| blind::Training { steps, batch: 64, rate: 1e-3 };
        let full = Constants {
            deep: Design { layers: 4, width: 512 },
            wide: Design { layers: 2, width: 2048 },
            sizes: vec![(2, 1), (10, 1), (64, 10), (331, 10), (784, 10), (3072, 10)],
            largest_input: 3072,
            region_inputs: vec![1, 2, 4, 16, 64, 256, 784, 3072],
            points_a_decade: 24,
            sawtooth_widths: vec![2, 3, 4, 5, 6, 7, 8],
            blind: vec![(784, 512, 3, None), (64, 48, 20, None), (64, 48, 20, Some(small(300)))],
            blind_outputs: 10,
            depths: vec![1, 2, 4, 8],
            parameters: 20_000,
            digits_steps: 400,
            tree_steps: 1000,
            batch: 64,
            rate: 1e-3,
            tree_test: 4000,
            seeds: 20,
        };
        match profile {
            Profile::Full => full,
            Profile::Quick => Constants {
                deep: Design { layers: 4, width: 16 },
                wide: Design { layers: 2, width: 64 },
                largest_input: 96,
                region_inputs: vec![1, 4, 96],
                sawtooth_widths: vec![2, 3],
                blind: vec![(20, 12, 2, None), (20, 12, 2, Some(small(10)))],
                parameters: 1000,
                digits_steps: 20,
                tree_steps: 20,
                batch: 32,
                tree_test: 200,
                seeds: 3,
                ..full
            },
        }
    }

    fn cells(constants: &Constants, shift: u64) -> Vec<Cell> {
        let seeds = |count: u64| (0..count).map(move |seed| seed + shift);
        let mut cells = regions::cells(constants);
        for &width in &constants.sawtooth_widths {
            for widths in [vec![width; 3], vec![width * width * width]] {
                cells.push(Cell::Pieces { widths });
            }
        }
        for &(inputs, width, count, training) in &constants.blind {
            for reading in count::Reading::BOTH {
                let layers = reading.hidden_layers(constants.deep.layers);
                let shallow_layers = reading.hidden_layers(constants.wide.layers);
                cells.extend(seeds(count).map(|seed| {
                    let (deep, outputs) = ([layers, width], constants.blind_outputs);
                    Cell::Blind(blind::Cell {
                        seed,
                        inputs,
                        outputs,
                        deep,
                        shallow_layers,
                        training,
                    })
                }));
            }
        }
        let tasks = [(Task::Digits, constants.digits_steps), (Task::Tree, constants.tree_steps)];
        for (task, steps) in tasks {
            for &hidden_layers in &constants.depths {
                cells.extend(seeds(constants.seeds).map(|seed| {
                    Cell::Accuracy(accuracy::Cell {
                        task,
                        hidden_layers,
                        seed,
                        parameters: constants.parameters,
                        steps,
                        batch: constants.batch,
                        rate: constants.rate,
                        tree_test: constants.tree_test,
                    })
                }));
            }
        }
        cells
    }

    fn run(cell: &Cell, data: &Data) -> Outcome {
        match cell {
            Cell::Regions(cell) => Outcome::Regions(regions::run(cell)),
            Cell::Pieces { widths } => Outcome::Pieces(depth_sawtooth::zigzag_pieces(widths)),
            Cell::Blind(cell) => Outcome::Blind(blind::run(cell)),
            Cell::Accuracy(cell) => Outcome::Accuracy(accuracy::run(cell, data)),
        }
    }

    fn report(constants: &Constants, runs: &[(Cell, Outcome)]) -> Findings {
        let results = Results::gather(runs);
        Findings {
            values: verdicts::values(constants, &results),
            tables: tables::all(constants, &results),
            figures: figures::all(constants, &results),
            claims: verdicts::all(constants, &results),
        }
    }
}

impl<'a> Results<'a> {
    fn gather(runs: &'a [(Cell, Outcome)]) -> Self {
        let mut results =
            Self { regions: vec![], pieces: vec![], blind: vec![], accuracies: vec![] };
        for run in runs {
            match run {
                (Cell::Regions(cell), Outcome::Regions(found)) => {
                    results.regions.push((cell, found))
                }
                (Cell::Pieces { widths }, Outcome::Pieces(found)) => {
                    results.pieces.push((widths, *found));
                }
                (Cell::Blind(cell), Outcome::Blind(found)) => results.blind.push((cell, found)),
                (Cell::Accuracy(cell), Outcome::Accuracy(found)) => {
                    results.accuracies.push((cell, found));
                }
                _ => panic!("a cell with the outcome of another kind"),
            }
        }
        results
    }

    /// The test accuracies at one depth, seed after seed.
    fn accuracies(&self, task: Task, hidden_layers: usize) -> Vec<f64> {
        let wanted =
            |cell: &accuracy::Cell| cell.task == task && cell.hidden_layers == hidden_layers;
        let runs = self.accuracies.iter().filter(|(cell, _)| wanted(cell));
        runs.map(|(_, outcome)| outcome.accuracy).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Entry;
    use std::path::Path;

    #[test]
    fn the_quick_profile_reaches_every_line() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
        let data = Data::load(&folder, Architect::DATA).expect("the data that ships");
        let report = Entry::of::<Architect>().compute(Profile::Quick, 0, &data);
        assert_eq!(report.claims.len(), Architect::CLAIMS.len());
    }
}
