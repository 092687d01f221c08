//! `uat.learnability`: what exists, and what is found.
//!
//! The theorem says that a good network exists. Three gaps between that and having it: training
//! does not go there; fitting the examples does not mean to know the function; and the function
//! is given by few examples. And pairs of classes of networks, to see whether the best error and
//! the trained error rank them alike.
//!
//! | file | question |
//! |---|---|
//! | `fit` | the best known network of a class against the trained one |
//! | `digits` | random labels, and the number of examples |
//! | `sawtooth` | two classes of the same size, of which only one contains the target |
//! | `verdicts`, `tables`, `figures` | the answers |

mod digits;
mod figures;
mod fit;
mod sawtooth;
mod tables;
mod verdicts;

use nn::Stream;
use report::Profile;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::stats::{median, quantile};
use crate::{Data, DataSet, Experiment, Findings};
use digits::Accuracy;
use fit::Method;
use sawtooth::Class;

/// What exists, and what is found.
pub struct UatLearnability;

/// Fixed before the run.
#[derive(Serialize)]
pub struct Constants {
    seeds: u64,
    /// Hidden sizes of the lesson's network, and how it is fitted.
    widths: Vec<usize>,
    fit: fit::Setting,
    /// Numbers of examples, and the one that is tried with random labels, too.
    examples: Vec<usize>,
    random_examples: usize,
    digits: digits::Setting,
    /// The k of T^k.
    iterates: Vec<usize>,
    sawtooth: sawtooth::Setting,
    /// The factor that the rules call a gap.
    gap: f64,
    /// How near to one tenth an accuracy is at chance, and which one counts as fitted.
    chance_within: f64,
    fitted: f64,
    /// How often the samples are drawn anew for an interval.
    resamples: usize,
}

/// One network.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cell {
    /// The lesson's network on the lesson's target.
    Fit {
        /// How its weights are chosen.
        method: Method,
        /// Units.
        hidden: usize,
        /// Of its first weights.
        seed: u64,
        /// Sizes.
        setting: fit::Setting,
    },
    /// Digits.
    Digits {
        /// How many are learned.
        examples: usize,
        /// With labels that are drawn?
        random_labels: bool,
        /// Of the choice, the labels and the weights.
        seed: u64,
        /// Sizes.
        setting: digits::Setting,
    },
    /// The sawtooth.
    Sawtooth {
        /// Deep or shallow.
        class: Class,
        /// The k of T^k.
        k: usize,
        /// Of the first weights.
        seed: u64,
        /// Sizes.
        setting: sawtooth::Setting,
    },
}

/// What became of it.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// A mean squared error; none if training diverged.
    Error(Option<f64>),
    /// Of digits.
    Accuracy(Accuracy),
}

impl Experiment for UatLearnability {
    const ID: &'static str = "uat.learnability";
    const QUESTION: &'static str =
        "How far is what training finds from the best network of its class?";
    const CLAIMS: &'static [&'static str] = &["E02", "E11", "U018", "U085"];
    const DATA: &'static [DataSet] = &[DataSet::Optdigits];
    type Constants = Constants;
    type Cell = Cell;
    type Outcome = Outcome;

    fn constants(profile: Profile) -> Constants {
        let full = Constants {
            seeds: 20,
            widths: vec![4, 16, 64, 256],
            fit: fit::Setting {
                points: 200,
                fine_points: 1000,
                rate: 0.01,
                steps: 3000,
                slope_std: 4.0,
            },
            examples: vec![50, 200, 800, 3200],
            random_examples: 200,
            digits: digits::Setting { hidden: 64, batch: 50, rate: 0.01, steps: 600 },
            iterates: vec![2, 3, 4],
            sawtooth: sawtooth::Setting { points: 256, rate: 0.01, steps: 1500 },
            gap: 100.0,
            chance_within: 0.02,
            fitted: 0.99,
            resamples: 2000,
        };
        match profile {
            Profile::Full => full,
            Profile::Quick => Constants {
                seeds: 3,
                widths: vec![4, 16],
                fit: fit::Setting { points: 50, fine_points: 100, steps: 60, ..full.fit },
                examples: vec![20, 100],
                random_examples: 20,
                digits: digits::Setting { hidden: 32, batch: 20, steps: 60, ..full.digits },
                iterates: vec![2, 3],
                sawtooth: sawtooth::Setting { points: 32, steps: 60, ..full.sawtooth },
                resamples: 200,
                ..full
            },
        }
    }

    fn cells(constants: &Constants, shift: u64) -> Vec<Cell> {
        let seeds = || (0..constants.seeds).map(|seed| seed + shift);
        let mut cells = Vec::new();
        for method in Method::ALL {
            for &hidden in &constants.widths {
                let setting = constants.fit;
                cells.extend(seeds().map(|seed| Cell::Fit { method, hidden, seed, setting }));
            }
        }
        let true_labels = constants.examples.iter().map(|&examples| (examples, false));
        for (examples, random_labels) in true_labels.chain([(constants.random_examples, true)]) {
            let setting = constants.digits;
            let cell = |seed| Cell::Digits { examples, random_labels, seed, setting };
            cells.extend(seeds().map(cell));
        }
        for class in Class::BOTH {
            for &k in &constants.iterates {
                let setting = constants.sawtooth;
                cells.extend(seeds().map(|seed| Cell::Sawtooth { class, k, seed, setting }));
            }
        }
        cells
    }

    fn run(cell: &Cell, data: &Data) -> Outcome {
        match *cell {
            Cell::Fit { method, hidden, seed, setting } => {
                let stream =
                    |purpose: &str| Stream::new(Self::ID, seed, &format!("{purpose} {hidden}"));
                Outcome::Error(fit::error(method, hidden, setting, stream))
            }
            Cell::Digits { examples, random_labels, seed, setting } => {
                let stream =
                    |purpose: &str| Stream::new(Self::ID, seed, &format!("digits {purpose}"));
                let digits = data.get(DataSet::Optdigits);
                let found = digits::accuracy(digits, examples, random_labels, setting, stream);
                Outcome::Accuracy(found)
            }
            Cell::Sawtooth { class, k, seed, setting } => {
                let mut stream = Stream::new(Self::ID, seed, &format!("sawtooth {k}"));
                Outcome::Error(sawtooth::trained(class, k, setting, &mut stream))
            }
        }
    }

    fn report(constants: &Constants, runs: &[(Cell, Outcome)]) -> Findings {
        let results = Results { constants, runs };
        let verdicts = verdicts::Verdicts::new(&results);
        let widest = results.widest();
        let at_widest = |method: Method| {
            (method.key().to_owned(), report::number(median(&results.errors(method, widest))))
        };
        Findings {
            values: json!({
                "widest": widest,
                "at_widest": Method::ALL.into_iter().map(at_widest).collect::<Value>(),
                "best_at_widest": results.best(widest),
                "decision": verdicts.values(),
            }),
            tables: vec![
                tables::gap(&results),
                tables::labels(&results),
                tables::examples(&results),
                tables::sawtooth(&results),
            ],
            figures: vec![
                figures::gap(&results),
                figures::labels(&results),
                figures::examples(&results),
                figures::sawtooth(&results),
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

impl Results<'_> {
    fn widest(&self) -> usize {
        *self.constants.widths.last().expect("a width")
    }

    /// The errors of a method at one width; a diverged run counts as infinite.
    fn errors(&self, wanted: Method, width: usize) -> Vec<f64> {
        let error = |run: &(Cell, Outcome)| match run {
            (Cell::Fit { method, hidden, .. }, Outcome::Error(error)) => {
                (*method == wanted && *hidden == width).then(|| error.unwrap_or(f64::INFINITY))
            }
            _ => None,
        };
        self.runs.iter().filter_map(error).collect()
    }

    /// The least error known at one width, whatever the method and the seed.
    fn best(&self, width: usize) -> f64 {
        let all: Vec<f64> =
            Method::ALL.iter().flat_map(|&method| self.errors(method, width)).collect();
        quantile(&all, 0.0)
    }

    /// One of the shares of right answers, seed after seed.
    fn accuracy(&self, wanted: usize, random: bool, share: impl Fn(&Accuracy) -> f64) -> Vec<f64> {
        let share = |run: &(Cell, Outcome)| match run {
            (Cell::Digits { examples, random_labels, .. }, Outcome::Accuracy(found)) => {
                (*examples == wanted && *random_labels == random).then(|| share(found))
            }
            _ => None,
        };
        self.runs.iter().filter_map(share).collect()
    }

    /// The trained errors of a class on T^k.
    fn sawtooth(&self, wanted: Class, iterate: usize) -> Vec<f64> {
        let error = |run: &(Cell, Outcome)| match run {
            (Cell::Sawtooth { class, k, .. }, Outcome::Error(error)) => {
                (*class == wanted && *k == iterate).then(|| error.unwrap_or(f64::INFINITY))
            }
            _ => None,
        };
        self.runs.iter().filter_map(error).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn random_labels_have_a_twin_with_true_ones_and_windows_are_filled() {
        for profile in [Profile::Full, Profile::Quick] {
            let constants = UatLearnability::constants(profile);
            assert!(constants.examples.contains(&constants.random_examples));
            for &k in &constants.iterates {
                let _ = sawtooth::shallow_floor(k, constants.sawtooth.fine_points());
            }
        }
    }
}
