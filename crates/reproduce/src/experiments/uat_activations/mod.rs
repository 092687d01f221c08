//! `uat.activations`: which activations make a universal approximator?
//!
//! Seventeen activations on the lesson's target: random units, the best read-out weights. What is
//! left is the fault of the activation and the width alone; nothing is trained.
//!
//! | file | question |
//! |---|---|
//! | `activation` | the functions, and which theorem covers them |
//! | `features` | the error of random units; which measures on points they annihilate |
//! | `polynomial` | what one layer of polynomial units can do, and what several can |
//! | `verdicts`, `tables`, `figures` | the answers |

mod activation;
mod features;
mod figures;
mod polynomial;
mod tables;
mod verdicts;

use nn::Stream;
use report::Profile;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::stats::median;
use crate::{Data, Experiment, Findings};
use activation::Activation;
use features::Seen;
use polynomial::Squaring;

/// Activations against width.
pub struct UatActivations;

/// Fixed before the run.
#[derive(Serialize)]
pub struct Constants {
    activations: Vec<Activation>,
    widths: Vec<usize>,
    seeds: u64,
    points: usize,
    /// The standard deviation of the units' slopes.
    slope_std: f64,
    /// Points and units of the matrices whose rank is found; of each number of points the last is
    /// the largest number of units.
    ranks: Vec<(usize, usize)>,
    /// Degrees of the polynomials that interpolate |x|, and the grid for their errors.
    degrees: Vec<usize>,
    absolute_value_points: usize,
    /// Depths of the networks of squares.
    depths: Vec<u32>,
    /// Below it an activation counts as having succeeded.
    success: f64,
    /// How near an error must be to the best polynomial's to be called equal.
    equal: f64,
    /// How often the samples are drawn anew for an interval.
    resamples: usize,
}

/// One computation.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cell {
    /// Random units with the best read-out.
    Sweep {
        /// Of the units.
        activation: Activation,
        /// Their number.
        hidden: usize,
        /// Of their slopes and centres.
        seed: u64,
        /// Points of the grid.
        points: usize,
        /// The standard deviation of their slopes.
        slope_std: f64,
    },
    /// The rank of the outputs of random units on points.
    Rank {
        /// Of the units.
        activation: Activation,
        /// How many points.
        points: usize,
        /// How many units.
        units: usize,
        /// Of their slopes and centres.
        seed: u64,
        /// The standard deviation of their slopes.
        slope_std: f64,
    },
    /// The best polynomial for the target.
    Polynomial {
        /// Its degree.
        degree: usize,
        /// Points of the grid.
        points: usize,
    },
    /// A polynomial for |x|.
    AbsoluteValue {
        /// Its degree.
        degree: usize,
        /// Points of the grid.
        points: usize,
    },
    /// A deep network of squares.
    Squaring {
        /// Its hidden layers.
        layers: u32,
        /// Points of the grid.
        points: usize,
    },
}

/// What it found.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// A mean squared error, or the largest error for |x|.
    Error(f64),
    /// A rank.
    Seen(Seen),
    /// A deep network's error.
    Squaring(Squaring),
}

impl Experiment for UatActivations {
    const ID: &'static str = "uat.activations";
    const QUESTION: &'static str =
        "Which activations make networks with one hidden layer universal?";
    const CLAIMS: &'static [&'static str] =
        &["U005", "U008", "U010", "U011", "U012", "U013", "U014", "U015", "U016", "U087"];
    type Constants = Constants;
    type Cell = Cell;
    type Outcome = Outcome;

    fn constants(profile: Profile) -> Constants {
        match profile {
            Profile::Full => Constants {
                activations: Activation::ALL.to_vec(),
                widths: vec![2, 4, 8, 16, 32, 64, 128, 256],
                seeds: 20,
                points: 1000,
                slope_std: 4.0,
                ranks: vec![(11, 40), (11, 400), (21, 80), (21, 800)],
                degrees: vec![2, 4, 8, 16, 32, 64, 128, 256],
                absolute_value_points: 20_001,
                depths: vec![1, 2, 3, 4, 5],
                success: 1e-3,
                equal: 1e-6,
                resamples: 2000,
            },
            Profile::Quick => Constants {
                widths: vec![2, 8, 32],
                seeds: 3,
                points: 80,
                ranks: vec![(7, 20), (7, 200)],
                degrees: vec![2, 4, 8],
                absolute_value_points: 201,
                depths: vec![1, 2, 3],
                resamples: 200,
                ..Self::constants(Profile::Full)
            },
        }
    }

    fn cells(constants: &Constants, shift: u64) -> Vec<Cell> {
        let &Constants { points, slope_std, .. } = constants;
        let seeds = || (0..constants.seeds).map(|seed| seed + shift);
        let mut cells = Vec::new();
        for &activation in &constants.activations {
            for &hidden in &constants.widths {
                let cell = |seed| Cell::Sweep { activation, hidden, seed, points, slope_std };
                cells.extend(seeds().map(cell));
            }
            for &(points, units) in &constants.ranks {
                let cell = |seed| Cell::Rank { activation, points, units, seed, slope_std };
                cells.extend(seeds().map(cell));
            }
        }
        let polynomials = constants.activations.iter().filter_map(|a| a.degree());
        cells.extend(polynomials.map(|degree| Cell::Polynomial { degree, points }));
        let interpolants = constants.degrees.iter();
        let fine = constants.absolute_value_points;
        cells.extend(interpolants.map(|&degree| Cell::AbsoluteValue { degree, points: fine }));
        cells.extend(constants.depths.iter().map(|&layers| Cell::Squaring { layers, points }));
        cells
    }

    fn run(cell: &Cell, _: &Data) -> Outcome {
        let stream = |seed, purpose: String| Stream::new(Self::ID, seed, &purpose);
        match *cell {
            Cell::Sweep { activation, hidden, seed, points, slope_std } => {
                let mut stream = stream(seed, format!("units {hidden}"));
                Outcome::Error(features::error(activation, hidden, slope_std, points, &mut stream))
            }
            Cell::Rank { activation, points, units, seed, slope_std } => {
                let mut stream = stream(seed, format!("rank {units}"));
                Outcome::Seen(features::seen(activation, units, slope_std, points, &mut stream))
            }
            Cell::Polynomial { degree, points } => {
                Outcome::Error(polynomial::best_error(degree, points))
            }
            Cell::AbsoluteValue { degree, points } => {
                Outcome::Error(polynomial::absolute_value_error(degree, points))
            }
            Cell::Squaring { layers, points } => {
                Outcome::Squaring(polynomial::squaring(layers, points))
            }
        }
    }

    fn report(constants: &Constants, runs: &[(Cell, Outcome)]) -> Findings {
        let results = Results { constants, runs };
        let verdicts = verdicts::Verdicts::new(&results);
        Findings {
            values: json!({
                "activations": constants.activations.len(),
                "widest": results.by_activation(results.widest()),
                "narrowest": results.by_activation(constants.widths[0]),
                "decision": verdicts.values(),
            }),
            tables: vec![
                tables::sweep(&results),
                tables::polynomials(&results),
                tables::ranks(&results),
                tables::absolute_value(&results),
                tables::squaring(&results),
            ],
            figures: vec![
                figures::shapes(),
                figures::errors(&results),
                figures::absolute_value(&results),
                figures::squaring(&results),
            ],
            claims: verdicts.settle(),
        }
    }
}

/// All runs, to be asked for by kind.
struct Results<'a> {
    constants: &'a Constants,
    runs: &'a [(Cell, Outcome)],
}

impl<'a> Results<'a> {
    fn widest(&self) -> usize {
        *self.constants.widths.last().expect("a width")
    }

    /// The errors of an activation at one width, seed after seed.
    fn errors(&self, wanted: Activation, width: usize) -> Vec<f64> {
        let error = |run: &(Cell, Outcome)| match run {
            (Cell::Sweep { activation, hidden, .. }, Outcome::Error(error)) => {
                (*activation == wanted && *hidden == width).then_some(*error)
            }
            _ => None,
        };
        self.runs.iter().filter_map(error).collect()
    }

    /// Medians at one width, for the prose.
    fn by_activation(&self, width: usize) -> Value {
        let median = |activation: &Activation| {
            let key = serde_json::to_value(activation).expect("a name");
            let key = key.as_str().expect("a name").to_owned();
            (key, report::number(median(&self.errors(*activation, width))))
        };
        self.constants.activations.iter().map(median).collect()
    }

    /// What so many units of an activation see of so many points, seed after seed.
    fn seen(&self, wanted: Activation, shape: (usize, usize)) -> Vec<&'a Seen> {
        let seen = |run: &'a (Cell, Outcome)| match run {
            (Cell::Rank { activation, points, units, .. }, Outcome::Seen(seen)) => {
                (*activation == wanted && (*points, *units) == shape).then_some(seen)
            }
            _ => None,
        };
        self.runs.iter().filter_map(seen).collect()
    }

    /// The error of the best polynomial of a degree.
    fn best_polynomial(&self, wanted: usize) -> f64 {
        let error = |run: &(Cell, Outcome)| match run {
            (Cell::Polynomial { degree, .. }, Outcome::Error(error)) => {
                (*degree == wanted).then_some(*error)
            }
            _ => None,
        };
        self.runs.iter().find_map(error).expect("a polynomial of every activation's degree")
    }

    /// Degree and largest error of the interpolants of |x|.
    fn absolute_value(&self) -> Vec<(usize, f64)> {
        let error = |run: &(Cell, Outcome)| match run {
            (Cell::AbsoluteValue { degree, .. }, Outcome::Error(error)) => Some((*degree, *error)),
            _ => None,
        };
        self.runs.iter().filter_map(error).collect()
    }

    /// The networks of squares by depth.
    fn squaring(&self) -> Vec<(u32, &'a Squaring)> {
        let network = |run: &'a (Cell, Outcome)| match run {
            (Cell::Squaring { layers, .. }, Outcome::Squaring(found)) => Some((*layers, found)),
            _ => None,
        };
        self.runs.iter().filter_map(network).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of every polynomial there is a width beyond its degree, in the quick profile, too.
    #[test]
    fn some_width_is_beyond_every_degree() {
        for profile in [Profile::Full, Profile::Quick] {
            let constants = UatActivations::constants(profile);
            let widest = constants.widths.last().expect("a width");
            let degrees = constants.activations.iter().filter_map(|a| a.degree());
            assert!(degrees.max().expect("a polynomial") < *widest);
        }
    }

    #[test]
    fn shifting_moves_the_seeds_and_nothing_else() {
        let constants = UatActivations::constants(Profile::Quick);
        let text = |shift| {
            let cells = UatActivations::cells(&constants, shift);
            serde_json::to_value(cells).expect("cells are JSON")
        };
        let (at_home, shifted) = (text(0), text(1000));
        for (a, b) in at_home.as_array().unwrap().iter().zip(shifted.as_array().unwrap()) {
            let (kind, a) = a.as_object().unwrap().iter().next().unwrap();
            match a.get("seed") {
                Some(seed) => assert_eq!(seed.as_u64().unwrap() + 1000, b[kind]["seed"]),
                None => assert_eq!(*a, b[kind]),
            }
        }
    }
}
