//! `uat.constructive`: networks that are written down, with a certificate.
//!
//! The universal approximation theorem says that a good network exists. Here it is made: no
//! fitting, no training, and an error bound that is proved for every point of the domain. The
//! measured error on a grid must lie below it.
//!
//! | file | question |
//! |---|---|
//! | `network` | what is evaluated |
//! | `staircase` | one dimension: the network and its certificate |
//! | `square` | two dimensions with one hidden layer |
//! | `oscillation` | why no fixed size suffices |
//! | `step` | why the target must be continuous |
//! | `guarantees` | the lesson's table of what is and is not guaranteed, cell by cell |
//! | `verdicts`, `tables`, `figures` | the answers |

mod figures;
mod guarantees;
mod network;
mod oscillation;
mod square;
mod staircase;
mod step;
mod tables;
mod verdicts;

use nn::Stream;
use numerics::Matrix;
use report::Profile;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::stats::largest_magnitude;
use crate::{Data, Experiment, Findings, lesson};
use network::{Unit, values};
use staircase::Target;
use step::StepFit;

/// Networks that are written down.
pub struct UatConstructive;

/// Fixed before the run.
#[derive(Serialize)]
pub struct Constants {
    /// The tolerances in one dimension, and the grid on which errors are measured.
    line_epsilons: Vec<f64>,
    line_points: usize,
    /// Those of the figure of fits.
    line_shown: Vec<f64>,
    /// The tolerances in two dimensions, and the points along a side of the grid.
    square_epsilons: Vec<f64>,
    square_side: usize,
    /// Those of the figure of bumps.
    square_shown: Vec<f64>,
    /// Numbers of units at which all networks are held against a wave, the tolerance of the
    /// larger network that follows it, and its grid.
    fixed_widths: Vec<u32>,
    wave_epsilon: f64,
    wave_points: usize,
    /// Widths, points and seeds of the fits to a jump, and the spread of the units' slopes.
    step_widths: Vec<usize>,
    step_points: usize,
    seeds: u64,
    slope_std: f64,
}

/// One network.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cell {
    /// The lesson's target on \[−3, 3\].
    Line {
        /// The tolerance.
        epsilon: f64,
        /// Points of the grid.
        points: usize,
        /// Keep the values for a figure.
        keep: bool,
    },
    /// The bump on the unit square.
    Square {
        /// The tolerance.
        epsilon: f64,
        /// Points of the grid along each side.
        side: usize,
        /// Keep the values for a figure.
        keep: bool,
    },
    /// The wave that no network of `units` units follows.
    Wave {
        /// Too few units.
        units: u32,
        /// The tolerance for a network with enough.
        epsilon: f64,
        /// Points of the grid.
        points: usize,
    },
    /// Least squares for a jump.
    Step {
        /// Units.
        hidden: usize,
        /// The seed of the units.
        seed: u64,
        /// Points of the fit.
        points: usize,
        /// The standard deviation of the units' slopes.
        slope_std: f64,
        /// Keep the values for a figure.
        keep: bool,
    },
}

/// What became of it.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Of a network that is written down.
    Certified(Certified),
    /// Of a fit to the jump.
    Step(StepFit),
}

/// A network with its certificate.
#[derive(Serialize, Deserialize)]
pub struct Certified {
    units: usize,
    /// No point of the domain is further off.
    certificate: f64,
    /// The largest error on the grid.
    measured: f64,
    /// The values on the grid.
    values: Option<Vec<f64>>,
}

impl Certified {
    fn new<const D: usize>(
        units: &[Unit<D>],
        certificate: f64,
        points: &Matrix,
        target: impl Fn(&[f64]) -> f64,
        keep: bool,
    ) -> Self {
        let values = values(units, points);
        let errors = values.iter().zip(points.data.chunks(D)).map(|(s, x)| s - target(x));
        Self {
            units: units.len(),
            certificate,
            measured: largest_magnitude(errors),
            values: keep.then_some(values),
        }
    }

    /// The staircase of a target whose certificate is below `epsilon`.
    fn staircase<G: Fn(f64) -> f64>(
        target: &Target<G>,
        epsilon: f64,
        points: &Matrix,
        keep: bool,
    ) -> Self {
        let steps = target.steps(epsilon);
        let units = target.units(steps, [1.0]);
        Self::new(&units, target.certificate(steps), points, |x| (target.g)(x[0]), keep)
    }
}

/// The lesson's target: |f′| ≤ 1 + 3/2 + 5/4.
fn line() -> Target<fn(f64) -> f64> {
    Target { g: lesson::target, lipschitz: 3.75, interval: [-3.0, 3.0] }
}

/// `side` × `side` points of the unit square, row by row from y = 1 down: as a picture has them.
fn square_grid(side: usize) -> Matrix {
    let last = (side - 1) as f64;
    Matrix::from_fn(side * side, 2, |i, axis| match axis {
        0 => (i % side) as f64 / last,
        _ => 1.0 - (i / side) as f64 / last,
    })
}

impl Experiment for UatConstructive {
    const ID: &'static str = "uat.constructive";
    const QUESTION: &'static str =
        "Can a network within a given tolerance be written down, with a proof that it is?";
    const CLAIMS: &'static [&'static str] = &["E01", "U003", "U006", "U009", "U017"];
    type Constants = Constants;
    type Cell = Cell;
    type Outcome = Outcome;

    fn constants(profile: Profile) -> Constants {
        match profile {
            Profile::Full => Constants {
                line_epsilons: vec![2.0, 1.0, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001],
                line_points: 2001,
                line_shown: vec![2.0, 1.0, 0.5, 0.2],
                square_epsilons: vec![0.5, 0.2, 0.1, 0.05, 0.02],
                square_side: 61,
                square_shown: vec![0.5, 0.1],
                fixed_widths: vec![1, 2, 3, 4, 5, 6],
                wave_epsilon: 0.5,
                wave_points: 4001,
                step_widths: vec![4, 8, 16, 32, 64, 128],
                step_points: 600,
                seeds: 20,
                slope_std: 4.0,
            },
            Profile::Quick => Constants {
                line_epsilons: vec![2.0, 0.5, 0.1],
                line_points: 201,
                line_shown: vec![2.0, 0.1],
                square_epsilons: vec![0.5],
                square_side: 9,
                square_shown: vec![0.5],
                fixed_widths: vec![1, 3],
                wave_points: 201,
                step_widths: vec![4, 16],
                step_points: 60,
                seeds: 3,
                ..Self::constants(Profile::Full)
            },
        }
    }

    fn cells(constants: &Constants, shift: u64) -> Vec<Cell> {
        let line = constants.line_epsilons.iter().map(|&epsilon| Cell::Line {
            epsilon,
            points: constants.line_points,
            keep: constants.line_shown.contains(&epsilon),
        });
        let square = constants.square_epsilons.iter().map(|&epsilon| Cell::Square {
            epsilon,
            side: constants.square_side,
            keep: constants.square_shown.contains(&epsilon),
        });
        let waves = constants.fixed_widths.iter().map(|&units| Cell::Wave {
            units,
            epsilon: constants.wave_epsilon,
            points: constants.wave_points,
        });
        let step = |hidden, seed| Cell::Step {
            hidden,
            seed: seed + shift,
            points: constants.step_points,
            slope_std: constants.slope_std,
            keep: seed == 0,
        };
        let seeds = 0..constants.seeds;
        let widths = constants.step_widths.iter();
        let steps = widths.flat_map(|&hidden| seeds.clone().map(move |seed| step(hidden, seed)));
        line.chain(square).chain(waves).chain(steps).collect()
    }

    fn run(cell: &Cell, _: &Data) -> Outcome {
        match *cell {
            Cell::Line { epsilon, points, keep } => {
                let grid = lesson::grid(points);
                Outcome::Certified(Certified::staircase(&line(), epsilon, &grid, keep))
            }
            Cell::Square { epsilon, side, keep } => {
                let (units, certificate) = square::network(epsilon);
                let bump = |x: &[f64]| square::bump([x[0], x[1]]);
                let grid = square_grid(side);
                Outcome::Certified(Certified::new(&units, certificate, &grid, bump, keep))
            }
            Cell::Wave { units, epsilon, points } => {
                let wave = oscillation::wave(oscillation::half_waves(units));
                let last = (points - 1) as f64;
                let grid = Matrix::from_fn(points, 1, |i, _| i as f64 / last);
                Outcome::Certified(Certified::staircase(&wave, epsilon, &grid, false))
            }
            Cell::Step { hidden, seed, points, slope_std, keep } => {
                let stream =
                    |purpose: &str| Stream::new(Self::ID, seed, &format!("{purpose} {hidden}"));
                Outcome::Step(step::fit(hidden, slope_std, points, keep, stream))
            }
        }
    }

    fn report(constants: &Constants, runs: &[(Cell, Outcome)]) -> Findings {
        let results = Results::new(constants, runs);
        let verdicts = verdicts::Verdicts::new(&results);
        let cells = guarantees::cells(&verdicts);
        let last = |certified: &[(f64, &Certified)]| {
            let (epsilon, network) = certified[certified.len() - 1];
            json!({ "epsilon": epsilon, "units": network.units, "measured": network.measured })
        };
        Findings {
            values: json!({
                "line": last(&results.line),
                "square": last(&results.square),
                "slope": staircase::SLOPE,
                "largest_measured_over_certificate": verdicts.tightest,
                "fixed": verdicts.floor(),
                "step": verdicts.step_values(),
                "guarantees": guarantees::counts(&cells),
            }),
            tables: vec![
                tables::written_down(&results),
                tables::fixed_width(&results),
                tables::step(&results),
                guarantees::table(&cells),
            ],
            figures: vec![
                figures::bump(),
                figures::fits(&results),
                figures::square(&results),
                figures::errors(&results),
                figures::step(&results),
            ],
            claims: verdicts.settle(&cells),
        }
    }
}

/// All runs by kind, in the order of the constants.
struct Results<'a> {
    constants: &'a Constants,
    /// Tolerance and network.
    line: Vec<(f64, &'a Certified)>,
    square: Vec<(f64, &'a Certified)>,
    /// Number of units that is too small, and the larger network.
    waves: Vec<(u32, &'a Certified)>,
    steps: Vec<(usize, &'a StepFit)>,
}

impl<'a> Results<'a> {
    fn new(constants: &'a Constants, runs: &'a [(Cell, Outcome)]) -> Self {
        let mut results =
            Self { constants, line: vec![], square: vec![], waves: vec![], steps: vec![] };
        for run in runs {
            match run {
                (Cell::Line { epsilon, .. }, Outcome::Certified(network)) => {
                    results.line.push((*epsilon, network));
                }
                (Cell::Square { epsilon, .. }, Outcome::Certified(network)) => {
                    results.square.push((*epsilon, network));
                }
                (Cell::Wave { units, .. }, Outcome::Certified(network)) => {
                    results.waves.push((*units, network));
                }
                (Cell::Step { hidden, .. }, Outcome::Step(fit)) => {
                    results.steps.push((*hidden, fit));
                }
                _ => unreachable!("an outcome of another kind than its cell"),
            }
        }
        results
    }

    /// What `value` says of the fits to the jump at one width, seed after seed.
    fn step(&self, hidden: usize, value: fn(&StepFit) -> f64) -> Vec<f64> {
        let at = self.steps.iter().filter(|(width, _)| *width == hidden);
        at.map(|(_, fit)| value(fit)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_targets_slope_is_nowhere_above_its_bound() {
        let Target { g, lipschitz, .. } = line();
        let grid = lesson::grid(6001).data;
        let slopes = grid.windows(2).map(|x| (g(x[1]) - g(x[0])).abs() / (x[1] - x[0]));
        let steepest = slopes.fold(0.0, |a, b| if b > a { b } else { a });
        assert!(3.7 < steepest && steepest <= lipschitz, "{steepest}");
    }

    #[test]
    fn the_grid_of_the_square_begins_in_the_upper_left_corner() {
        let grid = square_grid(3);
        assert_eq!(grid.row(0), [0.0, 1.0]);
        assert_eq!(grid.row(5), [1.0, 0.5]);
        assert_eq!(grid.row(8), [1.0, 0.0]);
    }

    #[test]
    fn what_is_shown_is_run_and_the_jump_is_on_no_grid() {
        for profile in [Profile::Full, Profile::Quick] {
            let constants = UatConstructive::constants(profile);
            assert!(constants.line_shown.iter().all(|e| constants.line_epsilons.contains(e)));
            assert!(constants.square_shown.iter().all(|e| constants.square_epsilons.contains(e)));
            assert!(constants.step_points.is_multiple_of(2));
        }
    }
}
