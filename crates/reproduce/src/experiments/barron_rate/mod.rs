//! Barron's rate: what sampling gives in 1 to 20 dimensions, what the theorem says without the
//! radius, and what a basis that is fixed in advance can do.

mod ball;
mod figures;
mod findings;
mod polynomials;
mod sampling;
mod steps;
mod tables;
mod verdicts;

use report::Profile;
use serde::{Deserialize, Serialize};

use crate::{Data, Experiment, Findings};
use ball::Ball;
use findings::Summary;
use polynomials::Worst;

/// Barron's rate in numbers.
pub struct BarronRate;

/// Sizes, fixed before the run.
#[derive(Clone, Serialize, Deserialize)]
pub struct Constants {
    /// Of the ball on which the Gaussian and the waves are approximated.
    radius: f64,
    dimensions: Vec<u32>,
    /// Numbers of sampled units.
    units: Vec<usize>,
    /// Random points at which a network's error is measured.
    points: usize,
    seeds: u64,
    /// The counterexample: radii of the interval, points on it, the largest number of steps.
    radii: Vec<f64>,
    grid: usize,
    most_steps: usize,
    /// The fixed basis: dimension, largest degree, largest degree at which as many units are sampled,
    /// and the frequencies among which the worst is sought.
    basis_dimension: u32,
    largest_degree: u32,
    largest_sampled_degree: u32,
    frequency_step: f64,
    highest_frequency: f64,
}

/// One computation.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Cell {
    /// A network of units sampled for the Gaussian.
    Sample {
        /// Of the ball.
        dimension: u32,
        /// Of the ball.
        radius: f64,
        /// How many are drawn.
        units: usize,
        /// At which the error is measured.
        points: usize,
        /// Of units and points.
        seed: u64,
    },
    /// The best constant pieces for cos(x/2).
    Steps {
        /// The interval is from -r to r.
        radius: f64,
        /// Equidistant points on it.
        points: usize,
        /// The largest number of steps.
        most: usize,
    },
    /// Polynomials, their worst waves, and units sampled for those.
    Basis {
        /// Of the ball.
        dimension: u32,
        /// Of the ball.
        radius: f64,
        /// The largest degree.
        degrees: u32,
        /// The largest degree with sampled units.
        sampled_degrees: u32,
        /// Between frequencies.
        step: f64,
        /// The highest of them.
        highest: f64,
        /// The first seed and how many.
        seeds: (u64, u64),
    },
}

/// What came out.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// The mean squared error.
    Sample(f64),
    /// The least mean squared errors with 1, 2, ... steps.
    Steps(Vec<f64>),
    /// The worst waves by degree, and the errors of sampled units, one a seed.
    #[allow(private_interfaces)]
    Basis(Vec<Worst>, Vec<Vec<f64>>),
}

impl Experiment for BarronRate {
    const ID: &'static str = "barron.rate";
    const QUESTION: &'static str =
        "What of Barron's rate is free of the dimension, and when does it say anything?";
    const CLAIMS: &'static [&'static str] = &["U041", "U042", "U044"];
    type Constants = Constants;
    type Cell = Cell;
    type Outcome = Outcome;

    fn constants(profile: Profile) -> Constants {
        let full = Constants {
            radius: 2.0,
            dimensions: vec![1, 2, 5, 10, 20],
            units: vec![10, 32, 100, 316, 1000, 3162, 10_000],
            points: 1000,
            seeds: 20,
            radii: vec![1.0, 3.0, 10.0, 30.0, 100.0],
            grid: 801,
            most_steps: 64,
            basis_dimension: 10,
            largest_degree: 40,
            largest_sampled_degree: 8,
            frequency_step: 0.05,
            highest_frequency: 50.0,
        };
        match profile {
            Profile::Full => full,
            Profile::Quick => Constants {
                units: vec![10, 32, 100],
                points: 50,
                seeds: 6,
                radii: vec![1.0, 10.0, 100.0],
                grid: 101,
                most_steps: 8,
                largest_degree: 6,
                largest_sampled_degree: 3,
                frequency_step: 0.2,
                highest_frequency: 8.0,
                ..full
            },
        }
    }

    fn cells(constants: &Constants, shift: u64) -> Vec<Cell> {
        let Constants { radius, points, seeds, .. } = *constants;
        let mut cells = Vec::new();
        for &dimension in &constants.dimensions {
            for &units in &constants.units {
                let sample = |seed| Cell::Sample { dimension, radius, units, points, seed };
                cells.extend((shift..shift + seeds).map(sample));
            }
        }
        let (grid, most) = (constants.grid, constants.most_steps);
        cells.extend(constants.radii.iter().map(|&radius| Cell::Steps {
            radius,
            points: grid,
            most,
        }));
        cells.push(Cell::Basis {
            dimension: constants.basis_dimension,
            radius,
            degrees: constants.largest_degree,
            sampled_degrees: constants.largest_sampled_degree,
            step: constants.frequency_step,
            highest: constants.highest_frequency,
            seeds: (shift, seeds),
        });
        cells
    }

    fn run(cell: &Cell, _: &Data) -> Outcome {
        match *cell {
            Cell::Sample { dimension, radius, units, points, seed } => {
                Outcome::Sample(sampling::error(Ball { dimension, radius }, units, points, seed))
            }
            Cell::Steps { radius, points, most } => {
                // n steps make n + 1 pieces.
                let errors = steps::least_errors(&steps::cosine(radius, points), most + 1);
                Outcome::Steps(errors[1..].to_vec())
            }
            Cell::Basis { dimension, radius, degrees, sampled_degrees, step, highest, seeds } => {
                let ball = Ball { dimension, radius };
                let worst = polynomials::worst_waves(ball, degrees, step, highest);
                let sampled = worst[..=sampled_degrees as usize].iter().map(|worst| {
                    let error =
                        |seed| polynomials::sampled_error(ball, worst, worst.basis as usize, seed);
                    (seeds.0..seeds.0 + seeds.1).map(error).collect()
                });
                let sampled = sampled.collect();
                Outcome::Basis(worst, sampled)
            }
        }
    }

    fn report(constants: &Constants, runs: &[(Cell, Outcome)]) -> Findings {
        let summary = Summary::of(constants, runs);
        Findings {
            values: summary.values(),
            tables: tables::all(&summary),
            figures: figures::all(&summary),
            claims: verdicts::settle(&summary),
        }
    }
}
