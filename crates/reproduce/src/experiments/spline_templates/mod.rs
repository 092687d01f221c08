//! `spline.templates`: is a ReLU network a max-affine spline, and does it match templates?
//!
//! A max-affine function is the largest of some affine functions, hence convex. Each layer is one;
//! whether a whole network is shows on pairs of points (`convexity`). On handwritten digits the
//! rows of the affine map A_g x + c_g around an image are ten pictures, one a class; whether the
//! classes read off them, and how many there are, is counted in `digits`.

mod convexity;
mod digits;
mod figures;
mod findings;

use report::Profile;
use serde::{Deserialize, Serialize};

use crate::{Data, DataSet, Experiment, Findings};

/// Max-affine layers, and templates.
pub struct Templates;

/// Fixed before the run.
#[derive(Serialize)]
pub struct Constants {
    /// Inputs, hidden units and outputs of the random networks.
    random_widths: Vec<usize>,
    /// Random pairs of points a network.
    pairs: usize,
    /// Hidden layers of the network for the digits.
    digits_hidden: Vec<usize>,
    steps: u64,
    batch: usize,
    rate: f64,
    /// How many test images are looked at; all if there are fewer.
    images: usize,
    seeds: u64,
}

/// One network.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cell {
    /// Random weights, against Jensen's inequality.
    Convexity(convexity::Cell),
    /// Trained on the digits, taken apart at every test image.
    Digits(digits::Cell),
}

/// What was found; one variant for each of [`Cell`].
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each variant is called like its cell")]
pub enum Outcome {
    Convexity(convexity::Outcome),
    Digits(digits::Outcome),
}

impl Experiment for Templates {
    const ID: &'static str = "spline.templates";
    const QUESTION: &'static str =
        "Is a ReLU network a max-affine spline, and does it classify by matching templates?";
    const CLAIMS: &'static [&'static str] = &["E07", "E08"];
    const DATA: &'static [DataSet] = &[DataSet::Optdigits];
    type Constants = Constants;
    type Cell = Cell;
    type Outcome = Outcome;

    fn constants(profile: Profile) -> Constants {
        let full = Constants {
            random_widths: vec![8, 16, 16, 16, 1],
            pairs: 4000,
            digits_hidden: vec![32, 32],
            steps: 400,
            batch: 64,
            rate: 1e-3,
            images: 1797,
            seeds: 20,
        };
        match profile {
            Profile::Full => full,
            Profile::Quick => Constants { pairs: 200, steps: 30, images: 60, seeds: 2, ..full },
        }
    }

    fn cells(constants: &Constants, shift: u64) -> Vec<Cell> {
        let seeds = || (0..constants.seeds).map(|seed| seed + shift);
        let mut cells = Vec::new();
        for non_negative in [false, true] {
            cells.extend(seeds().map(|seed| {
                Cell::Convexity(convexity::Cell {
                    widths: constants.random_widths.clone(),
                    non_negative,
                    seed,
                    pairs: constants.pairs,
                })
            }));
        }
        cells.extend(seeds().map(|seed| {
            Cell::Digits(digits::Cell {
                hidden: constants.digits_hidden.clone(),
                seed,
                steps: constants.steps,
                batch: constants.batch,
                rate: constants.rate,
                images: constants.images,
                pairs: constants.pairs,
                keep_pictures: seed == shift,
            })
        }));
        cells
    }

    fn run(cell: &Cell, data: &Data) -> Outcome {
        match cell {
            Cell::Convexity(cell) => Outcome::Convexity(convexity::run(cell)),
            Cell::Digits(cell) => Outcome::Digits(digits::run(cell, data.get(DataSet::Optdigits))),
        }
    }

    fn report(_: &Constants, runs: &[(Cell, Outcome)]) -> Findings {
        findings::Results::gather(runs).findings()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Entry;
    use report::Verdict;
    use std::path::Path;

    #[test]
    fn the_quick_profile_reaches_every_line() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
        let data = Data::load(&folder, Templates::DATA).expect("the data that ships");
        let report = Entry::of::<Templates>().compute(Profile::Quick, 0, &data);
        let verdicts: Vec<Verdict> = report.claims.iter().map(|claim| claim.verdict).collect();
        assert_eq!(verdicts, [Verdict::HoldsWithConditions; 2]);
    }
}
