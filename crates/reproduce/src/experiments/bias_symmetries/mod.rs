//! `bias.symmetries`: which symmetry does a layer of each kind have, measured?
//!
//! One random network of each kind of architecture is asked five questions: what becomes of its
//! outputs when inputs are shifted, put into another order, or changed at later positions. An error
//! is divided by the distance between the outputs for two unrelated inputs, so that 1 means "as
//! different as anything", and rounding leaves about 1e-15. Which inputs an output can see at all
//! is read off the derivatives that are not zero.

mod field;
mod figures;
mod findings;
mod measure;
mod models;
mod moved;
mod tables;
mod twins;
mod verdicts;

use nn::Stream;
use numerics::Matrix;
use report::Profile;
use serde::{Deserialize, Serialize};

use crate::random_features::normal;
use crate::{Data, Experiment, Findings};
use measure::Errors;
use models::Kind;
use moved::{Picture, Probe};

/// Symmetries of layers.
pub struct Symmetries;

/// Sizes, thresholds and seeds, fixed before the run.
#[derive(Serialize)]
pub struct Constants {
    kinds: Vec<Kind>,
    /// Positions of the table of parameters, each twice the last.
    lengths: Vec<usize>,
    /// Layers for which the receptive field is looked at: one to so many.
    depth: usize,
    /// Inputs on which derivatives are looked at.
    examples: usize,
    /// Random orders that each network is shown.
    orders: u64,
    probes: Vec<Probe>,
    seeds: u64,
    /// A symmetry is met if no error is larger,
    met: f64,
    /// and broken if in every seed the error is at least this.
    broken: f64,
}

/// One random network and what it is asked.
#[derive(Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "kebab-case")]
pub enum Cell {
    /// Errors of all symmetries.
    Symmetry {
        /// The network.
        kind: Kind,
        /// How many random orders.
        orders: u64,
        /// Of parameters, inputs and orders.
        seed: u64,
    },
    /// Which inputs each output depends on.
    Field {
        /// The network.
        kind: Kind,
        /// Layers, from one to so many.
        depth: usize,
        /// Inputs.
        examples: usize,
        /// Of parameters and inputs.
        seed: u64,
    },
    /// How an error depends on the position or on the shift.
    Moved {
        /// What is looked at.
        probe: Probe,
        /// Of parameters and inputs.
        seed: u64,
    },
    /// Which graphs are told apart.
    Twins {
        /// Of parameters and features.
        seed: u64,
    },
    /// A bump that is moved.
    Picture {
        /// The network.
        kind: Kind,
        /// Of parameters.
        seed: u64,
    },
}

/// What was found.
#[derive(Serialize, Deserialize)]
#[serde(tag = "found", rename_all = "kebab-case")]
pub enum Outcome {
    /// Of [`Cell::Symmetry`].
    Symmetry {
        /// The worst errors.
        errors: Errors,
    },
    /// Of [`Cell::Field`].
    Field {
        /// For each depth and each output the inputs with a derivative that is not zero.
        seen: Vec<Vec<Vec<usize>>>,
    },
    /// Of [`Cell::Moved`].
    Moved {
        /// One for each position or shift.
        errors: Vec<f64>,
    },
    /// Of [`Cell::Twins`].
    Twins {
        /// For each of `twins::CASES`, whether all read-outs agree to the last bit.
        equal: Vec<bool>,
    },
    /// Of [`Cell::Picture`].
    Picture {
        /// Inputs and outputs.
        picture: Picture,
    },
}

impl Experiment for Symmetries {
    const ID: &'static str = "bias.symmetries";
    const QUESTION: &'static str =
        "Which symmetry has a layer of each kind, and what can one of its outputs see?";
    const CLAIMS: &'static [&'static str] = &["U090"];
    type Constants = Constants;
    type Cell = Cell;
    type Outcome = Outcome;

    fn constants(profile: Profile) -> Constants {
        let (orders, seeds) = match profile {
            Profile::Full => (10, 20),
            Profile::Quick => (2, 2),
        };
        Constants {
            kinds: Kind::ALL.to_vec(),
            lengths: vec![16, 32, 64],
            depth: 3,
            examples: 64,
            orders,
            probes: Probe::all(),
            seeds,
            met: 1e-12,
            broken: 1e-2,
        }
    }

    fn cells(constants: &Constants, shift: u64) -> Vec<Cell> {
        let seeds = || (0..constants.seeds).map(|seed| seed + shift);
        let mut cells = Vec::new();
        for &kind in &constants.kinds {
            let orders = constants.orders;
            cells.extend(seeds().map(|seed| Cell::Symmetry { kind, orders, seed }));
        }
        for &kind in &constants.kinds {
            let (depth, examples) = (constants.depth, constants.examples);
            cells.push(Cell::Field { kind, depth, examples, seed: shift });
        }
        for &probe in &constants.probes {
            cells.extend(seeds().map(|seed| Cell::Moved { probe, seed }));
        }
        cells.extend(seeds().map(|seed| Cell::Twins { seed }));
        cells.extend(moved::PICTURED.map(|kind| Cell::Picture { kind, seed: shift }));
        cells
    }

    fn run(cell: &Cell, _: &Data) -> Outcome {
        match *cell {
            Cell::Symmetry { kind, orders, seed } => {
                Outcome::Symmetry { errors: measure::errors(kind, orders, seed) }
            }
            Cell::Field { kind, depth, examples, seed } => Outcome::Field {
                seen: (1..=depth).map(|d| field::seen(kind, d, examples, seed)).collect(),
            },
            Cell::Moved { probe, seed } => Outcome::Moved { errors: probe.errors(seed) },
            Cell::Twins { seed } => Outcome::Twins { equal: twins::equal(seed) },
            Cell::Picture { kind, seed } => {
                Outcome::Picture { picture: moved::picture(kind, seed) }
            }
        }
    }

    fn report(constants: &Constants, runs: &[(Cell, Outcome)]) -> Findings {
        findings::Results { constants, runs }.findings()
    }
}

/// Standard normal numbers from a stream of this experiment.
fn random(rows: usize, cols: usize, seed: u64, purpose: &str) -> Matrix {
    normal(rows, cols, &mut Stream::new(Symmetries::ID, seed, purpose))
}

/// The rows of `x` in another order: row i is row `order[i]` of x.
fn reordered(x: &Matrix, order: &[usize]) -> Matrix {
    let data = order.iter().flat_map(|&row| x.row(row)).copied().collect();
    Matrix { rows: order.len(), cols: x.cols, data }
}

/// The order that moves every position of a circle by `shift`.
fn shifted(positions: usize, shift: usize) -> Vec<usize> {
    (0..positions).map(|p| (p + positions - shift % positions) % positions).collect()
}

/// √Σ (a − b)².
fn distance(a: &[f64], b: &[f64]) -> f64 {
    let difference: Vec<f64> = a.iter().zip(b).map(|(a, b)| a - b).collect();
    numerics::dot(&difference, &difference).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shift_moves_forwards_and_wraps() {
        let x = Matrix { rows: 4, cols: 1, data: vec![0.0, 1.0, 2.0, 3.0] };
        assert_eq!(reordered(&x, &shifted(4, 1)).data, [3.0, 0.0, 1.0, 2.0]);
        assert_eq!(shifted(4, 4), [0, 1, 2, 3]);
    }
}
