//! The essay's spline view, formula by formula: the network as a recursion, its gates, the affine
//! piece of a pattern, and the partition of the plane that the patterns make.

mod algebra;
mod figures;
mod plane;
mod tables;
mod verdicts;

use nn::Stream;
use report::Profile;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{Data, Experiment, Findings};
use algebra::Gaps;
use plane::{Census, Spiral, Trained};

/// Formulas and partition.
pub struct SplineAffine;

/// Sizes and seeds, fixed before the run.
#[derive(Serialize)]
pub struct Constants {
    /// Widths of the networks on which the formulas are tried.
    formula_widths: Vec<Vec<usize>>,
    /// Normal points for each of them and each seed.
    points: u64,
    /// Widths of the networks whose whole partition is counted.
    plane_widths: Vec<Vec<usize>>,
    /// Half the side of the square, so large that every vertex of these networks lies inside.
    plane_half_width: f64,
    /// Pairs of points with equal gates whose midpoint is tried, for each network.
    pairs: u64,
    seeds: u64,
    /// The classifier of the figure.
    spiral: Spiral,
}

/// One network.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cell {
    /// The formulas at random points.
    Formulas {
        /// Inputs, hidden layers, outputs.
        widths: Vec<usize>,
        /// How many points.
        points: u64,
        /// Of weights and points.
        seed: u64,
    },
    /// The partition of the plane.
    Plane {
        /// Two inputs, hidden layers, outputs.
        widths: Vec<usize>,
        /// Half the side of the square.
        half_width: f64,
        /// Pairs of points with equal gates.
        pairs: u64,
        /// Of weights and points.
        seed: u64,
    },
    /// A classifier of two spirals, before and after training.
    Spiral {
        /// The task and the network.
        spiral: Spiral,
        /// Of weights, points and minibatches.
        seed: u64,
    },
}

/// What was found.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Of [`Cell::Formulas`].
    Formulas(Gaps),
    /// Of [`Cell::Plane`].
    Plane(Census),
    /// Of [`Cell::Spiral`].
    Spiral(Box<Trained>),
}

impl Experiment for SplineAffine {
    const ID: &'static str = "spline.affine";
    const QUESTION: &'static str =
        "Is a ReLU network an affine function on each cell of a partition into polytopes?";
    const CLAIMS: &'static [&'static str] = &["E03", "E04", "E05", "E06"];
    type Constants = Constants;
    type Cell = Cell;
    type Outcome = Outcome;

    fn constants(profile: Profile) -> Constants {
        match profile {
            Profile::Full => Constants {
                formula_widths: vec![
                    vec![5, 16, 16, 16, 3],
                    vec![2, 32, 1],
                    vec![64, 32, 32, 10],
                    vec![3, 8, 8, 8, 8, 8, 8, 2],
                ],
                points: 100,
                plane_widths: vec![vec![2, 16, 1], vec![2, 8, 8, 1], vec![2, 4, 4, 4, 4, 1]],
                plane_half_width: 1e6,
                pairs: 1000,
                seeds: 20,
                spiral: Spiral {
                    widths: vec![2, 16, 16, 1],
                    points: 200,
                    turns: 1.25,
                    noise: 0.03,
                    half_width: 1.25,
                    rate: 0.01,
                    steps: 4000,
                },
            },
            Profile::Quick => Constants {
                formula_widths: vec![vec![5, 16, 16, 16, 3], vec![2, 32, 1]],
                points: 5,
                plane_widths: vec![vec![2, 8, 1], vec![2, 4, 4, 1]],
                pairs: 20,
                seeds: 3,
                spiral: Spiral {
                    widths: vec![2, 6, 6, 1],
                    points: 40,
                    steps: 100,
                    ..Self::constants(Profile::Full).spiral
                },
                ..Self::constants(Profile::Full)
            },
        }
    }

    fn cells(constants: &Constants, shift: u64) -> Vec<Cell> {
        let Constants { points, plane_half_width: half_width, pairs, .. } = *constants;
        let seeds = || (0..constants.seeds).map(|seed| seed + shift);
        let formulas = constants.formula_widths.iter().flat_map(|widths| {
            seeds().map(|seed| Cell::Formulas { widths: widths.clone(), points, seed })
        });
        let planes = constants.plane_widths.iter().flat_map(|widths| {
            seeds().map(|seed| Cell::Plane { widths: widths.clone(), half_width, pairs, seed })
        });
        let spiral = Cell::Spiral { spiral: constants.spiral.clone(), seed: shift };
        formulas.chain(planes).chain([spiral]).collect()
    }

    fn run(cell: &Cell, _: &Data) -> Outcome {
        match cell {
            Cell::Formulas { widths, points, seed } => {
                let purpose = format!("formulas {widths:?}");
                let mut stream = Stream::new(Self::ID, *seed, &purpose);
                Outcome::Formulas(algebra::gaps(widths, *points, &mut stream))
            }
            Cell::Plane { widths, half_width, pairs, seed } => {
                let mut stream = Stream::new(Self::ID, *seed, &format!("plane {widths:?}"));
                Outcome::Plane(plane::census(widths, *half_width, *pairs, &mut stream))
            }
            Cell::Spiral { spiral, seed } => Outcome::Spiral(Box::new(plane::train(spiral, *seed))),
        }
    }

    fn report(constants: &Constants, runs: &[(Cell, Outcome)]) -> Findings {
        let results = Results { constants, runs };
        let trained = results.trained();
        Findings {
            values: json!({
                "formulas": results.worst(),
                "plane": results.total(),
                "spiral": {
                    "cells_before": trained.before.cells.len(),
                    "cells_after": trained.after.cells.len(),
                    "affine_maps_after": trained.after.affine_maps,
                    "accuracy": trained.accuracy,
                },
            }),
            tables: vec![tables::formulas(&results), tables::planes(&results)],
            figures: vec![figures::partition(&results)],
            claims: verdicts::settle(&results),
        }
    }
}

/// All runs.
struct Results<'a> {
    constants: &'a Constants,
    runs: &'a [(Cell, Outcome)],
}

impl<'a> Results<'a> {
    /// The gaps of the networks with these widths.
    fn gaps(&self, wanted: &[usize]) -> impl Iterator<Item = &Gaps> {
        self.runs.iter().filter_map(move |(cell, outcome)| match (cell, outcome) {
            (Cell::Formulas { widths, .. }, Outcome::Formulas(gaps)) if widths == wanted => {
                Some(gaps)
            }
            _ => None,
        })
    }

    /// Everything that was tried, as one.
    fn worst(&self) -> Gaps {
        let all = self.constants.formula_widths.iter().flat_map(|widths| self.gaps(widths));
        all.fold(Gaps::default(), Gaps::merge)
    }

    /// The partitions of the networks with these widths.
    fn censuses(&self, wanted: &[usize]) -> impl Iterator<Item = &Census> {
        self.runs.iter().filter_map(move |(cell, outcome)| match (cell, outcome) {
            (Cell::Plane { widths, .. }, Outcome::Plane(census)) if widths == wanted => {
                Some(census)
            }
            _ => None,
        })
    }

    /// All partitions, added up.
    fn total(&self) -> Census {
        let all = self.constants.plane_widths.iter().flat_map(|widths| self.censuses(widths));
        all.fold(Census::default(), Census::merge)
    }

    fn trained(&self) -> &'a Trained {
        let found = self.runs.iter().find_map(|(_, outcome)| match outcome {
            Outcome::Spiral(trained) => Some(trained),
            _ => None,
        });
        found.expect("the classifier is a cell")
    }
}
