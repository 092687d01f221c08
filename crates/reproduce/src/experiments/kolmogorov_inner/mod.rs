//! Kolmogorov's superposition in fractions: the inner function that serves every f, what its outer
//! iterations give for two of them, and a trained network of the same shape.

mod figures;
mod findings;
mod inner;
mod kan;
mod outer;
mod run;
mod tables;
mod verdicts;

use report::Profile;
use serde::{Deserialize, Serialize};

use crate::{Data, Experiment, Findings};
use findings::Summary;
pub use run::Target;
use run::{Iterations, Level, Trained};

/// Kolmogorov's theorem, computed.
pub struct KolmogorovInner;

/// Sizes, fixed before the run.
#[derive(Clone, Serialize, Deserialize)]
pub struct Constants {
    /// The finest grid on which the inner function is checked, and Sprecher's beside it.
    levels: u32,
    sprecher_levels: u32,
    /// The outer iterations use cells of one digit, two, ... up to so many.
    outer_levels: u32,
    /// Test points along each side of the square.
    test_points: usize,
    /// The trained network: points along each side, steps and rate of Adam, seeds.
    training_points: usize,
    steps: u32,
    rate: f64,
    seeds: u64,
}

/// One computation.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Cell {
    /// The inner functions on a grid.
    Inner {
        /// Digits of the grid.
        level: u32,
        /// Whether Sprecher's is computed, too.
        sprecher: bool,
    },
    /// The outer iterations for both targets.
    Outer {
        /// The finest cells.
        levels: u32,
        /// Along each side.
        test_points: usize,
    },
    /// A trained network.
    Kan {
        /// What it learns.
        target: Target,
        /// Along each side.
        training_points: usize,
        /// Along each side.
        test_points: usize,
        /// Of Adam.
        steps: u32,
        /// Of Adam.
        rate: f64,
        /// Of the initial weights.
        seed: u64,
    },
}

/// What came out.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(private_interfaces)]
pub enum Outcome {
    /// Of a grid.
    Inner(Level),
    /// The smallest gaps between intervals, over their length, and all sequences of iterations.
    Outer(Vec<f64>, Vec<Iterations>),
    /// Errors of a trained network.
    Kan(Trained),
}

impl Experiment for KolmogorovInner {
    const ID: &'static str = "kolmogorov.inner";
    const QUESTION: &'static str =
        "What are Kolmogorov's inner functions, and of what use is the representation?";
    const CLAIMS: &'static [&'static str] = &["U071", "U072", "U073", "U074"];
    type Constants = Constants;
    type Cell = Cell;
    type Outcome = Outcome;

    fn constants(profile: Profile) -> Constants {
        match profile {
            Profile::Full => Constants {
                levels: 6,
                sprecher_levels: 5,
                outer_levels: 3,
                test_points: 211,
                training_points: 16,
                steps: 1000,
                rate: 0.01,
                seeds: 20,
            },
            Profile::Quick => Constants {
                levels: 4,
                sprecher_levels: 4,
                outer_levels: 2,
                test_points: 38,
                training_points: 6,
                steps: 40,
                rate: 0.01,
                seeds: 3,
            },
        }
    }

    fn cells(constants: &Constants, shift: u64) -> Vec<Cell> {
        let Constants { test_points, training_points, steps, rate, .. } = *constants;
        let inner = |level| Cell::Inner { level, sprecher: level <= constants.sprecher_levels };
        let mut cells: Vec<Cell> = (1..=constants.levels).map(inner).collect();
        cells.push(Cell::Outer { levels: constants.outer_levels, test_points });
        for target in Target::ALL {
            let kan = |seed| Cell::Kan { target, training_points, test_points, steps, rate, seed };
            cells.extend((shift..shift + constants.seeds).map(kan));
        }
        cells
    }

    fn run(cell: &Cell, _: &Data) -> Outcome {
        match *cell {
            Cell::Inner { level, sprecher } => Outcome::Inner(Level::new(level, sprecher)),
            Cell::Outer { levels, test_points } => {
                let (gaps, iterations) = run::outer(levels, test_points);
                Outcome::Outer(gaps, iterations)
            }
            Cell::Kan { target, training_points, test_points, steps, rate, seed } => {
                let training = kan::Training { steps, rate };
                Outcome::Kan(run::kan(target, training_points, test_points, training, seed))
            }
        }
    }

    fn report(_: &Constants, runs: &[(Cell, Outcome)]) -> Findings {
        let summary = Summary::of(runs);
        Findings {
            values: summary.values(),
            tables: tables::all(&summary),
            figures: figures::all(&summary),
            claims: verdicts::settle(&summary),
        }
    }
}
