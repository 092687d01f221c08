//! `descent.features`: does the test error fall, peak at interpolation, and fall again?
//!
//! Random ReLU features whose read-out is fitted by least squares, so that every fit is exact and
//! the size of the model is a number one can turn: p features, n examples. Without a penalty the
//! fit is the shortest of the best ones, with a penalty it is ridge regression.
//!
//! | file | what it has |
//! |---|---|
//! | `fit` | one data set, one size: the error with and without penalties; the limit p → ∞ |
//! | `gradient` | gradient descent from three starts against the pseudo-inverse |
//! | `sketch` | the lesson's drawing as data |
//! | `curve` | errors against sizes: where is the peak, what is lowest on its sides |
//! | `findings`, `tables`, `figures`, `verdicts` | the answers |

mod curve;
mod figures;
mod findings;
mod fit;
mod gradient;
mod sketch;
mod tables;
mod verdicts;

use report::Profile;
use serde::{Deserialize, Serialize};

use crate::{Data, Experiment, Findings};

/// The two descents of a linear model.
pub struct Features;

/// Fixed before the run.
#[derive(Serialize)]
pub struct Constants {
    /// Of the inputs.
    dimensions: usize,
    /// The n of each sweep.
    examples: Vec<usize>,
    /// Standard deviations of the label noise that the rules speak of.
    noises: Vec<f64>,
    /// And one that they do not speak of.
    loud_noise: f64,
    /// The sizes p in hundredths of n.
    percents: Vec<usize>,
    penalties: Vec<f64>,
    test_points: usize,
    seeds: u64,
    several: Several,
    tail: Tail,
    descent: Descent,
    /// How near gradient descent has to come, relative to the length of the solution.
    agreement: f64,
    /// How often the seeds are drawn anew for an interval.
    resamples: usize,
}

/// Models with several outputs, and with one for comparison.
#[derive(Serialize)]
struct Several {
    examples: usize,
    outputs: Vec<usize>,
    sizes: Vec<usize>,
}

/// Many seeds at p = n.
#[derive(Serialize)]
struct Tail {
    examples: usize,
    noise: f64,
    seeds: u64,
}

/// Gradient descent.
#[derive(Serialize)]
struct Descent {
    examples: usize,
    features: usize,
    noise: f64,
    seeds: u64,
    stop: gradient::Stop,
}

/// One run.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cell {
    /// A size of a sweep.
    Sweep(fit::Fit),
    /// A size of a model with several outputs.
    Several(fit::Fit),
    /// The size p = n, once more.
    Tail(fit::Fit),
    /// Infinitely many features.
    Limit(fit::Problem),
    /// Gradient descent from three starts.
    Descent {
        /// The data; of its noise levels only the first counts.
        problem: fit::Problem,
        /// The size p.
        features: usize,
        /// When it ends.
        stop: gradient::Stop,
    },
}

/// What was found.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// By least squares.
    Fitted(fit::Fitted),
    /// With infinitely many features, for each level of noise.
    Limit(Vec<fit::Solution>),
    /// By gradient descent.
    Descended(gradient::Descended),
}

impl Experiment for Features {
    const ID: &'static str = "descent.features";
    const QUESTION: &'static str =
        "Does the test error of a growing model fall, peak where it interpolates, and fall again?";
    const CLAIMS: &'static [&'static str] = &["U063", "U064", "U065", "U066", "U067", "U068"];
    type Constants = Constants;
    type Cell = Cell;
    type Outcome = Outcome;

    fn constants(profile: Profile) -> Constants {
        let full = Constants {
            dimensions: 15,
            examples: vec![50, 100],
            noises: vec![0.0, 0.5],
            loud_noise: 2.0,
            percents: vec![
                5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 96, 100, 104, 110, 120, 150, 200, 300, 500,
                1000, 2000, 4000,
            ],
            penalties: vec![1e-3, 1e-2, 1e-1, 1.0, 10.0],
            test_points: 1000,
            seeds: 40,
            several: Several {
                examples: 60,
                outputs: vec![1, 3],
                sizes: vec![
                    3, 6, 12, 18, 20, 22, 30, 36, 42, 48, 54, 58, 60, 62, 66, 72, 90, 120, 180,
                    300, 600,
                ],
            },
            tail: Tail { examples: 50, noise: 0.5, seeds: 400 },
            descent: Descent {
                examples: 50,
                features: 200,
                noise: 0.5,
                seeds: 20,
                stop: gradient::Stop { residual: 1e-10, steps: 100_000 },
            },
            agreement: 1e-6,
            resamples: 2000,
        };
        match profile {
            Profile::Full => full,
            Profile::Quick => Constants {
                dimensions: 9,
                examples: vec![10, 20],
                percents: vec![20, 50, 80, 100, 120, 300, 1000],
                penalties: vec![1e-2, 1.0],
                test_points: 50,
                seeds: 4,
                several: Several {
                    examples: 12,
                    outputs: vec![1, 3],
                    sizes: vec![3, 4, 8, 12, 16, 36],
                },
                tail: Tail { examples: 10, seeds: 12, ..full.tail },
                descent: Descent { examples: 8, features: 32, seeds: 2, ..full.descent },
                resamples: 200,
                ..full
            },
        }
    }

    fn cells(constants: &Constants, shift: u64) -> Vec<Cell> {
        let Constants { dimensions, test_points, seeds, ref several, ref tail, .. } = *constants;
        let problem = |examples, outputs, noises: &[f64], seed| fit::Problem {
            dimensions,
            examples,
            outputs,
            test_points,
            noises: noises.to_vec(),
            seed: seed + shift,
        };
        let levels = constants.levels();
        let mut cells = Vec::new();
        for &n in &constants.examples {
            for features in constants.sizes(n) {
                cells.extend((0..seeds).map(|seed| {
                    let penalties = constants.penalties.clone();
                    Cell::Sweep(fit::Fit {
                        problem: problem(n, 1, &levels, seed),
                        features,
                        penalties,
                    })
                }));
            }
            cells.extend((0..seeds).map(|seed| Cell::Limit(problem(n, 1, &levels, seed))));
        }
        let plain = |problem, features| fit::Fit { problem, features, penalties: Vec::new() };
        for &outputs in &several.outputs {
            for &features in &several.sizes {
                cells.extend((0..seeds).map(|seed| {
                    let problem = problem(several.examples, outputs, &constants.noises, seed);
                    Cell::Several(plain(problem, features))
                }));
            }
        }
        cells.extend((0..tail.seeds).map(|seed| {
            Cell::Tail(plain(problem(tail.examples, 1, &[tail.noise], seed), tail.examples))
        }));
        let Descent { examples, features, noise, seeds, stop } = constants.descent;
        cells.extend((0..seeds).map(|seed| {
            let problem = problem(examples, 1, &[noise], seed);
            Cell::Descent { problem, features, stop }
        }));
        cells
    }

    fn run(cell: &Cell, _: &Data) -> Outcome {
        match cell {
            Cell::Sweep(fit) | Cell::Several(fit) | Cell::Tail(fit) => Outcome::Fitted(fit.run()),
            Cell::Limit(problem) => Outcome::Limit(problem.limit()),
            Cell::Descent { problem, features, stop } => {
                Outcome::Descended(gradient::descend(problem, *features, *stop))
            }
        }
    }

    fn report(constants: &Constants, runs: &[(Cell, Outcome)]) -> Findings {
        findings::Results { constants, runs }.findings()
    }
}

impl Constants {
    /// The sizes of a sweep, rounded up.
    fn sizes(&self, examples: usize) -> Vec<usize> {
        self.percents.iter().map(|percent| (percent * examples).div_ceil(100)).collect()
    }

    /// All levels of noise, the loud one last.
    fn levels(&self) -> Vec<f64> {
        let mut levels = self.noises.clone();
        levels.push(self.loud_noise);
        levels
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Entry;

    #[test]
    fn every_sweep_has_the_threshold_and_sizes_on_both_sides() {
        for profile in [Profile::Full, Profile::Quick] {
            let constants = Features::constants(profile);
            let mut sweeps: Vec<(usize, Vec<usize>)> =
                constants.examples.iter().map(|&n| (n, constants.sizes(n))).collect();
            let Several { examples, outputs, sizes } = &constants.several;
            sweeps.push((*examples, sizes.clone()));
            for (n, sizes) in sweeps {
                assert!(sizes.windows(2).all(|pair| pair[0] < pair[1]), "{sizes:?}");
                assert!(sizes[0] < n && sizes.contains(&n) && n < sizes[sizes.len() - 1]);
            }
            // Where parameters = examples with several outputs.
            assert!(outputs.iter().all(|k| sizes.contains(&(examples / k))));
            assert!(constants.dimensions >= 3 * outputs.iter().max().expect("a number"));
            assert!(constants.descent.features > constants.descent.examples);
        }
    }

    #[test]
    fn the_quick_profile_reaches_every_line() {
        let report = Entry::of::<Features>().compute(Profile::Quick, 0, &Data::none());
        assert_eq!((report.tables.len(), report.figures.len()), (6, 6));
    }
}
