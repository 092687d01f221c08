//! `depth.sawtooth`: what does depth buy on the sawtooth?
//!
//! The lesson argues for depth with one function, the triangle map T(x) = 1 − |2x − 1| applied k
//! times: how many peaks it has, what deep and shallow networks pay for it, a theorem, and a
//! program that prints a table. Nothing here is random and almost nothing is rounded: functions
//! and networks are exact (`piecewise`, `network`), so every answer is a proof by computation or a
//! count.
//!
//! | file | question |
//! |---|---|
//! | `iterates` | what T^k looks like, which networks equal it, what a floating-point grid shows |
//! | `layer` | what one more layer does to an oscillation |
//! | `shallow` | how few units one hidden layer can have |
//! | `theorem` | whether the theorem as worded is true, and what was proved |
//! | `program`, `python`, `readings` | what the lesson's program prints, its indentation being lost |
//! | `verdicts`, `tables`, `figures` | the answers |

mod figures;
mod iterates;
mod layer;
mod network;
mod piecewise;
mod program;
mod python;
mod readings;
mod shallow;
mod tables;
mod theorem;
mod verdicts;

use report::Profile;
use serde::{Deserialize, Serialize};

use crate::{Data, Experiment, Findings};
use iterates::{Comparison, Grid, Iterate};
use layer::{Deep, Doubling, Input};
use network::Network;
use piecewise::ratio;
use readings::Readings;
use shallow::{Orientations, Search};
use theorem::Blocks;

/// What does depth buy on the sawtooth?
pub struct Sawtooth;

/// Fixed before the run.
#[derive(Serialize)]
pub struct Constants {
    /// T^k is counted, and compared with k layers of 2 units, for k = 1, 2, ..., this.
    largest_iterate: u32,
    /// T^k is compared with one layer of 2^k units for k = 1, 2, ..., this.
    largest_shallow: u32,
    /// The depths that the lesson's program prints.
    lesson_depths: [u32; 4],
    /// The number of points of the lesson's grid.
    grid_points: usize,
    /// T^k is sampled on the grid for k = 1, 2, ..., this.
    largest_on_grid: u32,
    /// The theorem as worded is tried for k = 1, 2, ..., this.
    largest_in_theorem: u32,
    /// Points at which each block network is evaluated in rational arithmetic.
    theorem_points: usize,
    /// The k of the table of published theorems.
    published_for: Vec<u32>,
    /// One unit less than pieces: all orientations of the kinks for k = 1, 2, ..., this.
    largest_orientation: u32,
    /// (k, units) of the exhaustive search over networks with one hidden layer.
    searches: Vec<(u32, usize)>,
    /// T^j is doubled for j = 1, 2, ..., this.
    largest_doubled: u32,
    /// Widest layer that multiplies an oscillation.
    widest_layer: usize,
    /// (width, depth) of networks whose pieces are counted.
    deep_networks: Vec<(usize, usize)>,
}

/// One exact computation. T^k is the triangle map applied `k` times.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cell {
    /// T^k, counted.
    Iterate {
        /// The k of T^k.
        k: u32,
    },
    /// A network against T^k.
    Comparison {
        /// Units in each hidden layer.
        widths: Vec<usize>,
        /// The k of T^k.
        k: u32,
    },
    /// T^k on the lesson's grid.
    Grid {
        /// The k of T^k.
        k: u32,
        /// The number of equally spaced points.
        points: usize,
    },
    /// The network of T³ blocks with 2^k peaks.
    Blocks {
        /// The k of 2^k.
        k: u32,
        /// At how many points it is evaluated.
        points: usize,
    },
    /// All networks of 2^k − 1 units that could equal T^k.
    Orientations {
        /// The k of T^k.
        k: u32,
    },
    /// All networks of a grid with one hidden layer, against T^k.
    Search {
        /// The k of T^k.
        k: u32,
        /// The width of the hidden layer.
        units: usize,
    },
    /// One more layer on an oscillation.
    Doubling {
        /// The oscillation.
        input: Input,
        /// The widest layer tried.
        widest: usize,
    },
    /// A deep network of one width.
    Deep {
        /// Units a layer.
        width: usize,
        /// Hidden layers.
        depth: usize,
    },
    /// The lesson's program under every indentation.
    Readings,
}

/// What a computation found; one variant for each of [`Cell`].
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each variant is called like its cell")]
pub enum Outcome {
    Iterate(Iterate),
    Comparison(Comparison),
    Grid(Grid),
    Blocks(Blocks),
    Orientations(Orientations),
    Search(Search),
    Doubling(Doubling),
    Deep(Deep),
    Readings(Readings),
}

/// All outcomes, by kind, in the order of the cells.
struct Results {
    iterates: Vec<Iterate>,
    comparisons: Vec<Comparison>,
    grids: Vec<Grid>,
    blocks: Vec<Blocks>,
    orientations: Vec<Orientations>,
    searches: Vec<Search>,
    doublings: Vec<Doubling>,
    deep: Vec<Deep>,
    readings: Readings,
}

/// How many linear pieces the zigzag network of these widths has on [0, 1], counted exactly.
pub(super) fn zigzag_pieces(widths: &[usize]) -> usize {
    let (from, to) = (ratio(0, 1), ratio(1, 1));
    Network::zigzag(widths).trace(from, to).pieces()
}

impl Experiment for Sawtooth {
    const ID: &'static str = "depth.sawtooth";
    const QUESTION: &'static str =
        "What does depth buy on the sawtooth, and does the lesson say it right?";
    const CLAIMS: &'static [&'static str] =
        &["U004", "U023", "U024", "U025", "U026", "U027", "U028", "U032", "U033", "U034"];
    type Constants = Constants;
    type Cell = Cell;
    type Outcome = Outcome;

    fn constants(profile: Profile) -> Constants {
        let full = Constants {
            largest_iterate: 12,
            largest_shallow: 8,
            lesson_depths: [3, 5, 7, 10],
            grid_points: 10_000,
            largest_on_grid: 15,
            largest_in_theorem: 60,
            theorem_points: 400,
            published_for: vec![4, 8, 16, 24, 32, 48, 60],
            largest_orientation: 4,
            searches: vec![(1, 1), (1, 2), (2, 1), (2, 2), (2, 3)],
            largest_doubled: 6,
            widest_layer: 8,
            deep_networks: vec![
                (2, 3),
                (2, 6),
                (2, 9),
                (2, 12),
                (3, 4),
                (3, 7),
                (4, 3),
                (4, 6),
                (8, 4),
            ],
        };
        match profile {
            Profile::Full => full,
            Profile::Quick => Constants {
                largest_iterate: 5,
                largest_shallow: 4,
                lesson_depths: [2, 3, 4, 5],
                grid_points: 200,
                largest_on_grid: 9,
                largest_in_theorem: 30,
                theorem_points: 4,
                published_for: vec![4, 16],
                largest_orientation: 3,
                searches: vec![(1, 1), (1, 2), (2, 2)],
                largest_doubled: 3,
                widest_layer: 4,
                deep_networks: vec![(2, 4), (3, 2)],
            },
        }
    }

    fn cells(constants: &Constants, _: u64) -> Vec<Cell> {
        let iterates = (1..=constants.largest_iterate).map(|k| Cell::Iterate { k });
        let deep = (1..=constants.largest_iterate).map(|k| (vec![2; k as usize], k));
        // For k = 1 the two are the same.
        let shallow = (2..=constants.largest_shallow).map(|k| (vec![1 << k], k));
        let comparisons = deep.chain(shallow).map(|(widths, k)| Cell::Comparison { widths, k });
        let points = constants.grid_points;
        let grids = (1..=constants.largest_on_grid).map(|k| Cell::Grid { k, points });
        let points = constants.theorem_points;
        let blocks = (1..=constants.largest_in_theorem).map(|k| Cell::Blocks { k, points });
        let orientations = (1..=constants.largest_orientation).map(|k| Cell::Orientations { k });
        let searches = constants.searches.iter().map(|&(k, units)| Cell::Search { k, units });
        let powers = (1..=constants.largest_doubled).map(Input::Iterate);
        let waves = [Input::FullSine(5), Input::LowSine(5), Input::MiddleSine(5)];
        let widest = constants.widest_layer;
        let doublings = powers.chain(waves).map(|input| Cell::Doubling { input, widest });
        let networks = constants.deep_networks.iter();
        let networks = networks.map(|&(width, depth)| Cell::Deep { width, depth });
        iterates
            .chain(comparisons)
            .chain(grids)
            .chain(blocks)
            .chain(orientations)
            .chain(searches)
            .chain(doublings)
            .chain(networks)
            .chain([Cell::Readings])
            .collect()
    }

    fn run(cell: &Cell, _: &Data) -> Outcome {
        match *cell {
            Cell::Iterate { k } => Outcome::Iterate(iterates::iterate(k)),
            Cell::Comparison { ref widths, k } => Outcome::Comparison(iterates::compare(widths, k)),
            Cell::Grid { k, points } => Outcome::Grid(iterates::grid(k, points)),
            Cell::Blocks { k, points } => Outcome::Blocks(theorem::blocks(k, points)),
            Cell::Orientations { k } => Outcome::Orientations(shallow::orientations(k)),
            Cell::Search { k, units } => Outcome::Search(shallow::search(k, units)),
            Cell::Doubling { input, widest } => Outcome::Doubling(layer::doubling(input, widest)),
            Cell::Deep { width, depth } => Outcome::Deep(layer::deep(width, depth)),
            Cell::Readings => Outcome::Readings(readings::all()),
        }
    }

    fn report(constants: &Constants, runs: &[(Cell, Outcome)]) -> Findings {
        let results = Results::gather(runs);
        Findings {
            values: verdicts::values(constants, &results),
            tables: tables::all(constants, &results),
            figures: figures::all(&results),
            claims: verdicts::all(constants, &results),
        }
    }
}

impl Results {
    /// The comparison of the network for T^k with so many layers.
    fn comparison(&self, k: u32, layers: usize) -> Option<&Comparison> {
        self.comparisons.iter().find(|found| found.k == k && found.layers == layers)
    }

    fn gather(runs: &[(Cell, Outcome)]) -> Self {
        macro_rules! all {
            ($kind:ident) => {
                runs.iter()
                    .filter_map(|(_, outcome)| match outcome {
                        Outcome::$kind(found) => Some(found.clone()),
                        _ => None,
                    })
                    .collect::<Vec<_>>()
            };
        }
        Self {
            iterates: all!(Iterate),
            comparisons: all!(Comparison),
            grids: all!(Grid),
            blocks: all!(Blocks),
            orientations: all!(Orientations),
            searches: all!(Search),
            doublings: all!(Doubling),
            deep: all!(Deep),
            readings: all!(Readings).swap_remove(0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Entry;
    use report::Verdict::{DoesNotHold, Holds, HoldsWithConditions};

    #[test]
    fn the_quick_profile_reaches_the_verdicts_of_the_full_one() {
        let report = Entry::of::<Sawtooth>().compute(Profile::Quick, 0, &Data::none());
        report.files().expect("a valid report");
        let verdicts: Vec<_> = report.claims.iter().map(|claim| claim.verdict).collect();
        let expected = [
            HoldsWithConditions, // U004
            DoesNotHold,         // U023
            DoesNotHold,         // U024
            Holds,               // U025
            HoldsWithConditions, // U026
            HoldsWithConditions, // U027
            Holds,               // U028
            DoesNotHold,         // U032
            DoesNotHold,         // U033
            DoesNotHold,         // U034
        ];
        assert_eq!(verdicts, expected);
    }

    #[test]
    fn nothing_depends_on_a_seed() {
        let cells = |shift| Entry::of::<Sawtooth>().cells(Profile::Full, shift);
        assert_eq!(cells(0), cells(1000));
        for (i, cell) in cells(0).iter().enumerate() {
            assert!(!cells(0)[..i].contains(cell), "{cell} is run twice");
        }
    }
}
