//! What the answers need that no chapter settles: the perceptron's limit, the name of the proof
//! that the lesson sketches, and its list of videos.
//!
//! Nothing is random here, and nothing that a verdict reads is rounded.

mod figures;
mod literature;
mod parity;
mod products;
mod tables;
mod verdicts;

use report::Profile;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{Data, Experiment, Findings};

/// The claims that rest on the literature, with what can be computed of it.
pub struct Answers;

/// Sizes, fixed before the run; they are the only cell, too.
#[derive(Serialize, Deserialize)]
pub struct Constants {
    /// The largest number of bits whose parity is computed.
    largest_inputs: u32,
    /// The largest number of bits for which every predicate of all but one of them is listed.
    largest_listed: u32,
    /// The largest number of bits for which every Boolean function gets its network.
    largest_boolean: u32,
    /// The numbers of bits at which the mistakes of a restricted perceptron are counted.
    counted_inputs: Vec<u32>,
    /// The largest frequency of the cosines that are multiplied.
    largest_frequency: u32,
    /// The numbers of grid cells at which the bends of a product of two ReLUs are counted.
    grids: Vec<u32>,
    /// How often the distance to the sigmoid's pole is halved.
    halvings: u32,
}

/// The answers, one row for each size.
#[derive(Serialize, Deserialize)]
pub struct Outcome {
    parity: Vec<parity::Row>,
    boolean: Vec<parity::BooleanRow>,
    mistakes: Vec<parity::MistakeRow>,
    cosines: products::Cosines,
    bends: Vec<products::BendRow>,
    pole: Vec<products::PoleRow>,
}

impl Experiment for Answers {
    const ID: &'static str = "answers";
    const QUESTION: &'static str = "Which limit of the perceptron was proved, and with which tool is the theorem's proof made?";
    const CLAIMS: &'static [&'static str] = &["U002", "U007", "U086"];
    type Constants = Constants;
    type Cell = Constants;
    type Outcome = Outcome;

    fn constants(profile: Profile) -> Constants {
        match profile {
            Profile::Full => Constants {
                largest_inputs: 12,
                largest_listed: 5,
                largest_boolean: 4,
                counted_inputs: vec![4, 8, 12],
                largest_frequency: 16,
                grids: vec![8, 16, 32, 64, 128, 256],
                halvings: 16,
            },
            Profile::Quick => Constants {
                largest_inputs: 6,
                largest_listed: 4,
                largest_boolean: 3,
                counted_inputs: vec![4, 6],
                largest_frequency: 5,
                grids: vec![8, 16],
                halvings: 8,
            },
        }
    }

    fn cells(constants: &Constants, _shift: u64) -> Vec<Constants> {
        let counted_inputs = constants.counted_inputs.clone();
        vec![Constants { counted_inputs, grids: constants.grids.clone(), ..*constants }]
    }

    fn run(sizes: &Constants, _: &Data) -> Outcome {
        Outcome {
            parity: (2..=sizes.largest_inputs)
                .map(|n| parity::Row::new(n, n <= sizes.largest_listed))
                .collect(),
            boolean: (1..=sizes.largest_boolean).map(parity::BooleanRow::new).collect(),
            mistakes: sizes.counted_inputs.iter().flat_map(|&n| parity::mistakes(n)).collect(),
            cosines: products::Cosines::new(sizes.largest_frequency),
            bends: sizes.grids.iter().map(|&cells| products::BendRow::new(cells)).collect(),
            pole: (1..=sizes.halvings).map(products::PoleRow::new).collect(),
        }
    }

    fn report(constants: &Constants, runs: &[(Constants, Outcome)]) -> Findings {
        let (_, outcome) = &runs[0];
        let last = &outcome.parity[outcome.parity.len() - 1];
        Findings {
            values: json!({
                "parity": {
                    "sizes": outcome.parity.len(),
                    "limit_confirmed": outcome.parity.iter().filter(|row| row.limit()).count(),
                    "lifted": outcome.parity.iter().filter(|row| row.lifted()).count(),
                    "largest": last,
                },
                "boolean_functions": outcome.boolean.iter().map(|row| row.functions).sum::<u64>(),
                "boolean_computed": outcome.boolean.iter().map(|row| row.computed).sum::<u64>(),
                "fewest_mistakes_one_short": outcome.mistakes.iter()
                    .filter(|row| row.order + 1 == row.inputs)
                    .map(|row| row.wrong)
                    .collect::<Vec<_>>(),
                "cosines": outcome.cosines,
                "bends_last": outcome.bends.last(),
                "pole_last": outcome.pole.last(),
                "steps": literature::SKETCH.len(),
                "videos": literature::VIDEOS.len(),
            }),
            tables: tables::all(outcome),
            figures: figures::all(constants, outcome),
            claims: verdicts::settle(constants, outcome),
        }
    }
}
