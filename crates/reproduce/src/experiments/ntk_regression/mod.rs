//! `ntk.regression`: what an infinitely wide network computes when training is over, and what it
//! computes when training is stopped early: a kernel regression, but which?
//!
//! Data are noisy values of a function on a circle. A network of one hidden layer in the NTK
//! parametrisation is trained on them by gradient descent, and at every stop it is compared with
//! what the kernel of infinite width says in closed form: with and without the term that the
//! network's initial outputs f₀ leave behind, and with ridge regression.
//!
//! | file | what it has |
//! |---|---|
//! | `run` | one network and its kernel regressions |
//! | `findings` | statistics over seeds, values, verdict |
//! | `tables`, `figures` | what the chapter shows |

mod figures;
mod findings;
mod run;
mod tables;

use report::Profile;
use serde::{Deserialize, Serialize};

use crate::{Data, Experiment, Findings};

/// Kernel gradient flow against ridgeless and ridge regression.
pub struct Regression;

/// Fixed before the run.
#[derive(Serialize)]
pub struct Constants {
    /// Units of the hidden layer.
    widths: Vec<usize>,
    /// Data are at the first so many of so many equally spaced points on the circle, with noise
    /// of this standard deviation. In the gap nothing is known but the start.
    points: [usize; 2],
    noise: f64,
    /// Equally spaced points to compare functions at.
    grid: usize,
    /// The step, as a share of 1 / the kernel's largest eigenvalue.
    share: f64,
    /// Training is looked at after 1, 2, 4, ... steps, doubled so many times.
    doublings: u32,
    /// Ridges are the largest eigenvalue times 2 to these powers, from the first down to the last.
    ridges: [i32; 2],
    seeds: u64,
}

/// One network that is trained on one draw of the noise.
#[derive(Serialize, Deserialize)]
pub struct Cell {
    width: usize,
    seed: u64,
    points: [usize; 2],
    noise: f64,
    grid: usize,
    share: f64,
    doublings: u32,
    ridges: [i32; 2],
    /// Whether the functions themselves are kept, for a figure.
    curves: bool,
}

/// What the network and the kernel compute.
#[derive(Serialize, Deserialize)]
pub struct Outcome {
    /// After 1, 2, 4, ... steps.
    stops: Vec<run::Stop>,
    /// For each ridge.
    ridges: run::Ridges,
    /// Of the ridgeless solution: the error that training tends to.
    limit_error: f64,
    /// The same with f₀.
    limit_error_with_start: f64,
    curves: Option<run::Curves>,
}

impl Experiment for Regression {
    const ID: &'static str = "ntk.regression";
    const QUESTION: &'static str = "Is a trained network of infinite width kernel ridge regression, or which regression is it?";
    const CLAIMS: &'static [&'static str] = &["U048"];
    type Constants = Constants;
    type Cell = Cell;
    type Outcome = Outcome;

    fn constants(profile: Profile) -> Constants {
        let full = Constants {
            widths: vec![64, 256, 1024, 4096],
            points: [12, 16],
            noise: 0.5,
            grid: 64,
            share: 1.0,
            doublings: 10,
            ridges: [10, -40],
            seeds: 20,
        };
        match profile {
            Profile::Full => full,
            Profile::Quick => {
                Constants { widths: vec![16, 32, 64], doublings: 6, seeds: 3, ..full }
            }
        }
    }

    fn cells(constants: &Constants, shift: u64) -> Vec<Cell> {
        let widest = *constants.widths.last().expect("a width");
        let cell = |width, seed| Cell {
            width,
            seed: seed + shift,
            points: constants.points,
            noise: constants.noise,
            grid: constants.grid,
            share: constants.share,
            doublings: constants.doublings,
            ridges: constants.ridges,
            curves: width == widest && seed == 0,
        };
        let widths = constants.widths.iter();
        widths.flat_map(|&width| (0..constants.seeds).map(move |seed| cell(width, seed))).collect()
    }

    fn run(cell: &Cell, _: &Data) -> Outcome {
        run::run(cell)
    }

    fn report(constants: &Constants, runs: &[(Cell, Outcome)]) -> Findings {
        findings::Results { constants, runs }.findings()
    }
}
