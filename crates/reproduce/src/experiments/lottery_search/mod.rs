//! `lottery.search`: is a large network a large drawer of tickets?
//!
//! Two experiments on handwritten digits with one hidden layer. Networks of several widths are
//! pruned to the same numbers of weights: if larger ones contain more winning tickets, their
//! tickets of a given size should be better. And in one width random masks are drawn, trained and
//! compared on held-out digits: if training is a search among subnetworks, drawing many and keeping
//! the best should do, too.

mod figures;
mod findings;
mod run;

use nn::Init;
use report::Profile;
use serde::{Deserialize, Serialize};

use crate::tickets::Recipe;
use crate::{Data, DataSet, Experiment, Findings};
pub use run::Outcome;

/// Tickets against width, and the best of many masks.
pub struct Search;

/// Fixed before the run.
#[derive(Serialize)]
pub struct Constants {
    /// Training; the hidden widths are those below.
    recipe: Recipe,
    /// Doubling widths, so that halved networks have as many weights as narrower ones.
    widths: Vec<usize>,
    /// Where halving ends.
    least_weights: usize,
    /// The width in which masks are drawn, and how often it is halved first.
    masks_width: usize,
    halvings: usize,
    /// How many masks are drawn and trained, and how many are only evaluated.
    trained: usize,
    untrained: usize,
    /// How many training digits, after those that are learned, choose the best mask.
    held_out: usize,
    seeds: u64,
}

/// One network and seed.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cell {
    /// Halve the number of weights, round after round.
    Halve {
        /// With the width.
        recipe: Recipe,
        /// Where to stop.
        least_weights: usize,
        /// The seed.
        seed: u64,
    },
    /// Draw masks with as many weights as a ticket.
    Draw {
        /// With the width.
        recipe: Recipe,
        /// How small the ticket is.
        halvings: usize,
        /// Masks to train.
        trained: usize,
        /// Masks to evaluate only.
        untrained: usize,
        /// Digits to choose by.
        held_out: usize,
        /// The seed.
        seed: u64,
    },
}

impl Experiment for Search {
    const ID: &'static str = "lottery.search";
    const QUESTION: &'static str =
        "Do wider networks contain better tickets, and does the best of many random masks win?";
    const CLAIMS: &'static [&'static str] = &["U062"];
    const VERSION: u32 = 2;
    const DATA: &'static [DataSet] = &[DataSet::Optdigits];
    type Constants = Constants;
    type Cell = Cell;
    type Outcome = Outcome;

    fn constants(profile: Profile) -> Constants {
        let full = Constants {
            recipe: Recipe {
                hidden: Vec::new(),
                init: Init::HeNormal,
                rate: 0.003,
                batch: 64,
                epochs: 10,
                train: 3000,
                test: 1797,
            },
            widths: vec![16, 32, 64, 128],
            least_weights: 148,
            masks_width: 32,
            halvings: 3,
            trained: 16,
            untrained: 256,
            held_out: 823,
            seeds: 20,
        };
        let quick = Recipe { epochs: 3, train: 200, test: 100, ..full.recipe.clone() };
        match profile {
            Profile::Full => full,
            Profile::Quick => Constants {
                recipe: quick,
                widths: vec![4, 8],
                least_weights: 74,
                masks_width: 8,
                trained: 4,
                untrained: 16,
                held_out: 100,
                seeds: 3,
                ..full
            },
        }
    }

    fn cells(constants: &Constants, shift: u64) -> Vec<Cell> {
        let recipe = |&width: &usize| Recipe { hidden: vec![width], ..constants.recipe.clone() };
        let seeds = || (0..constants.seeds).map(|seed| seed + shift);
        let halve = |width| {
            let cell = move |seed| Cell::Halve {
                recipe: recipe(width),
                least_weights: constants.least_weights,
                seed,
            };
            seeds().map(cell)
        };
        let draw = |seed| Cell::Draw {
            recipe: recipe(&constants.masks_width),
            halvings: constants.halvings,
            trained: constants.trained,
            untrained: constants.untrained,
            held_out: constants.held_out,
            seed,
        };
        constants.widths.iter().flat_map(halve).chain(seeds().map(draw)).collect()
    }

    fn run(cell: &Cell, data: &Data) -> Outcome {
        run::run(cell, data.get(DataSet::Optdigits))
    }

    fn report(constants: &Constants, runs: &[(Cell, Outcome)]) -> Findings {
        findings::Results::gather(constants, runs).findings()
    }
}
