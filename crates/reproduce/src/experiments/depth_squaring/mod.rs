//! Iterated squaring: what x^(2^k) costs in depth and in width, and how the
//! answer depends on the activation.
//!
//! Nothing is random here. Networks of squares are computed in fractions of
//! whole numbers, and so is the ReLU network that squares.

mod figures;
mod one_layer;
mod pieces;
mod relu_square;
mod squares;
mod tables;
mod verdicts;

use num_rational::BigRational;
use num_traits::ToPrimitive;
use report::Profile;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{Data, Experiment, Findings};

/// The example of iterated squaring.
pub struct Squaring;

/// Sizes, fixed before the run; they are the only cell, too.
#[derive(Serialize, Deserialize)]
pub struct Constants {
    /// The largest k of x^(2^k).
    largest_k: u32,
    /// The largest k for which one layer of squares is tried, and the widest such layer.
    largest_k_one_layer: u32,
    widest: usize,
    /// The largest number of ReLU layers for one squaring.
    deepest: u32,
    /// How often the ReLU squaring is repeated, and on how fine a grid that is compared.
    repetitions: u32,
    grid: u32,
    /// The accuracies 1/n at which straight pieces are counted.
    inverse_accuracies: Vec<u32>,
}

/// The answers, one row for each size.
#[derive(Serialize, Deserialize)]
pub struct Outcome {
    squares: Vec<squares::Row>,
    one_layer: Vec<one_layer::Row>,
    relu_square: Vec<relu_square::Row>,
    relu_power: Vec<relu_square::PowerRow>,
    pieces: Vec<pieces::Row>,
}

impl Experiment for Squaring {
    const ID: &'static str = "depth.squaring";
    const QUESTION: &'static str =
        "What does x^(2^k) cost in depth and in width, and for which activation?";
    const CLAIMS: &'static [&'static str] = &["U030", "U031"];
    type Constants = Constants;
    type Cell = Constants;
    type Outcome = Outcome;

    fn constants(profile: Profile) -> Constants {
        match profile {
            Profile::Full => Constants {
                largest_k: 10,
                largest_k_one_layer: 4,
                widest: 8,
                deepest: 10,
                repetitions: 4,
                grid: 4096,
                inverse_accuracies: vec![10, 100, 1000],
            },
            Profile::Quick => Constants {
                largest_k: 5,
                largest_k_one_layer: 3,
                widest: 3,
                deepest: 5,
                repetitions: 2,
                grid: 64,
                inverse_accuracies: vec![10, 100],
            },
        }
    }

    fn cells(constants: &Constants, _shift: u64) -> Vec<Constants> {
        let inverse_accuracies = constants.inverse_accuracies.clone();
        vec![Constants { inverse_accuracies, ..*constants }]
    }

    fn run(sizes: &Constants, _: &Data) -> Outcome {
        let powers = 1..=sizes.largest_k;
        let widths = 0..=sizes.widest;
        let layers = 1..=sizes.deepest;
        Outcome {
            squares: powers.clone().map(squares::Row::new).collect(),
            one_layer: (1..=sizes.largest_k_one_layer)
                .flat_map(|k| widths.clone().map(move |width| one_layer::Row::new(k, width)))
                .collect(),
            relu_square: layers.clone().map(relu_square::Row::new).collect(),
            relu_power: (1..=sizes.repetitions)
                .flat_map(|k| layers.clone().map(move |m| (k, m)))
                .map(|(k, m)| relu_square::PowerRow::new(k, m, sizes.grid))
                .collect(),
            pieces: sizes
                .inverse_accuracies
                .iter()
                .flat_map(|&n| powers.clone().map(move |k| pieces::Row::new(k, n)))
                .collect(),
        }
    }

    fn report(constants: &Constants, runs: &[(Constants, Outcome)]) -> Findings {
        let (_, outcome) = &runs[0];
        let deepest = &outcome.relu_square[outcome.relu_square.len() - 1];
        Findings {
            values: json!({
                "relu_square": deepest,
                "shallow_pieces_for_the_same": pieces::for_square(deepest.error),
                "relu_powers_within_bound": outcome.relu_power.iter().all(|row| row.error <= row.bound),
                "most_pieces": constants.inverse_accuracies.iter()
                    .map(|&n| (n.to_string(), outcome.most_pieces(n).into()))
                    .collect::<serde_json::Map<_, _>>(),
                "one_layer_stalls": outcome.one_layer_stalls(),
            }),
            tables: tables::all(constants, outcome),
            figures: figures::all(constants, outcome),
            claims: verdicts::settle(constants, outcome),
        }
    }
}

impl Outcome {
    /// The rows of one power, widths 0, 1, ...
    fn one_layer(&self, k: u32) -> impl Iterator<Item = &one_layer::Row> {
        self.one_layer.iter().filter(move |row| row.k == k)
    }

    /// Does the error stay where one unit brings it, above zero, for every power from the fourth?
    fn one_layer_stalls(&self) -> bool {
        let stalls = |row: &one_layer::Row| {
            let at_one = self.one_layer(row.k).nth(1).expect("a layer of one unit");
            row.exact_mse == at_one.exact_mse && row.mse > 0.0
        };
        self.one_layer.iter().filter(|row| row.k >= 2 && row.width >= 1).all(stalls)
    }

    /// The rows of one accuracy, k = 1, 2, ...
    fn pieces(&self, inverse_accuracy: u32) -> impl Iterator<Item = &pieces::Row> {
        self.pieces.iter().filter(move |row| row.inverse_accuracy == inverse_accuracy)
    }

    /// The fewest units of one layer for x^(2^k), if any number is enough: with units that square,
    /// with units that raise to the power 2^k, and with ReLU to an accuracy of 1/n.
    fn least_units(&self, k: u32, inverse_accuracy: u32) -> [Option<usize>; 3] {
        let squares = self.one_layer(k).find(|row| row.mse == 0.0).map(|row| row.width);
        let relu = self.pieces(inverse_accuracy).find(|row| row.k == k).map(pieces::Row::count);
        [squares, Some(1), relu]
    }

    /// The largest number of pieces that any power needs at one accuracy.
    fn most_pieces(&self, inverse_accuracy: u32) -> usize {
        self.pieces(inverse_accuracy).map(pieces::Row::count).max().expect("some power")
    }
}

/// The nearest double, near enough to plot and to print.
fn rounded(x: &BigRational) -> f64 {
    x.to_f64().expect("a fraction has a double near it")
}

/// `numerator / denominator`.
fn ratio(numerator: i64, denominator: i64) -> BigRational {
    BigRational::new(numerator.into(), denominator.into())
}
