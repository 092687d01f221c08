//! `ntk.drift`: how far do networks move when they are trained, and how does it go with the width?
//!
//! One hidden layer, twelve random points of the sphere in R³ with labels ±1, gradient descent on
//! the squared loss with all points in every step. The learning rate is one over the largest
//! eigenvalue of the **limit** kernel on those points, so it is the same at every width.

mod figures;
mod findings;
mod run;
mod tables;
mod verdicts;

use report::Profile;
use serde::{Deserialize, Serialize};

use crate::tangent::Unit;
use crate::{Data, Experiment, Findings};

/// Kernel, weights and outputs before and after training.
pub struct Drift;

/// Sizes and seeds, fixed before the run.
#[derive(Serialize)]
pub struct Constants {
    /// Standard deviations of weights (times √fan_in) and biases.
    weight: f64,
    bias: f64,
    points: usize,
    /// Further points of the sphere, at which trained networks are compared.
    others: usize,
    steps: u32,
    seeds: u64,
    widths: Vec<usize>,
    /// Widths of the smooth networks, which are there for comparison.
    smooth_widths: Vec<usize>,
    /// Widths of the networks in figures.
    pictured: Vec<usize>,
    /// Points of the great circle and units in figures.
    circle: usize,
    units: usize,
}

/// One network, trained.
#[derive(Serialize, Deserialize)]
pub struct Cell {
    unit: Unit,
    width: usize,
    weight: f64,
    bias: f64,
    points: usize,
    others: usize,
    steps: u32,
    seed: u64,
    /// Points of a great circle and units that are kept for figures.
    pictured: Option<[usize; 2]>,
}

/// How far it moved.
#[derive(Serialize, Deserialize)]
pub struct Outcome {
    /// None if the run diverged: if a weight or one of the differences is not finite.
    moved: Option<Moved>,
    /// Half the sum of squared errors that the limit kernel and the network's own kernel predict
    /// for the same start and the same steps; none if the rate is too large for its own.
    limit_loss: f64,
    own_loss: Option<f64>,
    /// The least eigenvalue of the limit kernel over the largest.
    condition: f64,
    picture: Option<Picture>,
}

/// The differences between the end and the start of training.
#[derive(Serialize, Deserialize)]
struct Moved {
    /// |K' − K| / |K| on the training points.
    kernel: f64,
    /// |θ' − θ| / |θ|.
    weights: f64,
    /// Root mean square change of the outputs at the training points.
    outputs: f64,
    /// Root mean square distance of the network from its linearisation, trained alike, at the
    /// other points; none if that diverged.
    linearised: Option<f64>,
    /// Half the sum of squared errors.
    loss: f64,
}

/// What figures show of a network.
#[derive(Serialize, Deserialize)]
struct Picture {
    /// Along a great circle: outputs at the start, of the trained network and of its
    /// linearisation, trained alike.
    start: Vec<f64>,
    network: Vec<f64>,
    linearised: Vec<f64>,
    /// The first two input weights of some units, before and after.
    weights: Vec<[[f64; 2]; 2]>,
}

const UNITS: [Unit; 2] = [Unit::Relu, Unit::Erf];

impl Constants {
    fn widths(&self, unit: Unit) -> &[usize] {
        match unit {
            Unit::Relu => &self.widths,
            Unit::Erf | Unit::Tanh => &self.smooth_widths,
        }
    }
}

impl Experiment for Drift {
    const ID: &'static str = "ntk.drift";
    const QUESTION: &'static str = "How far do wide networks move when they are trained?";
    const CLAIMS: &'static [&'static str] = &["U046", "U049", "U054"];
    type Constants = Constants;
    type Cell = Cell;
    type Outcome = Outcome;

    fn constants(profile: Profile) -> Constants {
        let full = Constants {
            weight: std::f64::consts::SQRT_2,
            bias: 0.1,
            points: 12,
            others: 100,
            steps: 3000,
            seeds: 20,
            widths: vec![32, 128, 512, 2048, 8192],
            smooth_widths: vec![32, 128, 512],
            pictured: vec![32, 512, 8192],
            circle: 120,
            units: 32,
        };
        match profile {
            Profile::Full => full,
            Profile::Quick => Constants {
                others: 10,
                steps: 50,
                seeds: 4,
                widths: vec![8, 16, 32],
                smooth_widths: vec![8, 16, 32],
                pictured: vec![8, 16, 32],
                circle: 12,
                units: 4,
                ..full
            },
        }
    }

    fn cells(constants: &Constants, shift: u64) -> Vec<Cell> {
        let c = constants;
        let cell = |unit, width, seed| {
            let pictured = unit == Unit::Relu && seed == 0 && c.pictured.contains(&width);
            Cell {
                unit,
                width,
                weight: c.weight,
                bias: c.bias,
                points: c.points,
                others: c.others,
                steps: c.steps,
                seed: seed + shift,
                pictured: pictured.then_some([c.circle, c.units]),
            }
        };
        let shapes =
            UNITS.into_iter().flat_map(|unit| c.widths(unit).iter().map(move |&w| (unit, w)));
        shapes.flat_map(|(unit, w)| (0..c.seeds).map(move |seed| cell(unit, w, seed))).collect()
    }

    fn run(cell: &Cell, _: &Data) -> Outcome {
        run::run(cell)
    }

    fn report(constants: &Constants, runs: &[(Cell, Outcome)]) -> Findings {
        findings::Results { constants, runs }.findings()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Entry;

    #[test]
    fn the_quick_profile_reaches_every_line() {
        let report = Entry::of::<Drift>().compute(Profile::Quick, 0, &Data::none());
        assert_eq!((report.tables.len(), report.figures.len()), (3, 4));
    }
}
