//! `ntk.limit`: is the tangent kernel of a wide random network the one that theory computes?
//!
//! Inputs are points of the unit circle. Normal weights have no preferred direction, so the law of
//! K(x, x') depends on the angle between x and x' alone: the kernel between one point and points
//! at growing angles from it says all there is to say.

mod figures;
mod findings;
mod integration;
mod run;
mod tables;
mod verdicts;

use nn::{Mlp, Parametrisation};
use report::Profile;
use serde::{Deserialize, Serialize};

use crate::tangent::Unit;
use crate::{Data, Experiment, Findings};

/// The empirical kernel at random weights, and its limit.
pub struct Limit;

/// Sizes and seeds, fixed before the run.
#[derive(Serialize)]
pub struct Constants {
    /// Standard deviations of weights (times √fan_in) and biases of all random networks.
    weight: f64,
    bias: f64,
    depths: Vec<usize>,
    /// Widths of networks with one hidden layer, and of deeper ones, whose memory grows with the
    /// square.
    widths: Vec<usize>,
    deep_widths: Vec<usize>,
    /// Seeds of each. Networks with one hidden layer have as many again, for a second look where
    /// the first finds a deviation.
    seeds: u64,
    deep_seeds: u64,
    /// Angles from the first point to the others. Opposite points are left out: hardly a unit of
    /// a narrow ReLU network is active at both, and a mean of so rare events has no normal law.
    degrees: Vec<f64>,
    /// The kernels of the heat maps: widths, and points on the whole circle.
    pictured: Vec<usize>,
    points: usize,
    /// Width of the network that makes one step.
    step_width: usize,
    /// Standard deviations for which the expectations are integrated.
    integrated: Vec<[f64; 2]>,
    /// Depths, widths and numbers of outputs at which the three methods meet, on points
    /// at these angles.
    method_depths: Vec<usize>,
    method_shapes: Vec<[usize; 2]>,
    method_degrees: Vec<f64>,
}

/// One computation.
#[derive(Serialize, Deserialize)]
pub struct Cell(Task);

/// What it gave.
#[derive(Serialize, Deserialize)]
pub struct Outcome(Found);

/// What there is to compute.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Task {
    /// A random network's kernel between the first point and the others.
    Angles { shape: Shape, degrees: Vec<f64>, seed: u64 },
    /// A random network's kernel on the whole circle.
    Circle { shape: Shape, points: usize, seed: u64 },
    /// One step that raises a random network's output at the angle 0 by one, to first order.
    Step { shape: Shape, points: usize, seed: u64 },
    /// The recursion with every expectation integrated numerically.
    Integral { unit: Unit, depth: usize, weight: f64, bias: f64, degrees: Vec<f64> },
    /// The three ways to one kernel.
    Methods { shape: Shape, outputs: usize, degrees: Vec<f64>, seed: u64 },
}

/// What comes of it.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Found {
    /// Kernel values: one for each angle, or row by row.
    Kernel(Vec<f64>),
    /// Along the circle: the output before and after, and the kernel with the point of the step.
    Step { before: Vec<f64>, after: Vec<f64>, kernel: Vec<f64> },
    /// Largest differences from the kernel by rows, over its largest entry.
    Gaps { factors: f64, products: f64 },
}

/// A fully connected network in the NTK parametrisation with all hidden layers of one width.
#[derive(Clone, Copy, Serialize, Deserialize)]
struct Shape {
    unit: Unit,
    depth: usize,
    width: usize,
    weight: f64,
    bias: f64,
}

/// Those whose recursion has closed forms.
const CLOSED: [Unit; 2] = [Unit::Relu, Unit::Erf];

impl Shape {
    fn mlp(&self, outputs: usize) -> Mlp {
        let mut widths = vec![self.width; self.depth + 2];
        (widths[0], widths[self.depth + 1]) = (2, outputs);
        let scaling = Parametrisation::Ntk { weight: self.weight, bias: self.bias };
        Mlp::new(&widths, self.unit.fun(), scaling)
    }
}

impl Constants {
    fn shape(&self, unit: Unit, depth: usize, width: usize) -> Shape {
        Shape { unit, depth, width, weight: self.weight, bias: self.bias }
    }

    fn widths(&self, depth: usize) -> &[usize] {
        if depth == 1 { &self.widths } else { &self.deep_widths }
    }

    fn seeds(&self, depth: usize) -> u64 {
        if depth == 1 { 2 * self.seeds } else { self.deep_seeds }
    }
}

impl Experiment for Limit {
    const ID: &'static str = "ntk.limit";
    const VERSION: u32 = 2;
    const QUESTION: &'static str =
        "Is the tangent kernel of a wide random network the one that theory computes?";
    const CLAIMS: &'static [&'static str] = &["U047", "U050"];
    type Constants = Constants;
    type Cell = Cell;
    type Outcome = Outcome;

    fn constants(profile: Profile) -> Constants {
        let full = Constants {
            weight: std::f64::consts::SQRT_2,
            bias: 0.1,
            depths: vec![1, 2, 3],
            widths: vec![32, 64, 128, 256, 512, 1024, 2048, 4096, 8192],
            deep_widths: vec![32, 64, 128, 256, 512, 1024],
            seeds: 100,
            deep_seeds: 40,
            degrees: vec![0.0, 30.0, 60.0, 90.0, 120.0, 150.0],
            pictured: vec![32, 512, 8192],
            points: 48,
            step_width: 64,
            integrated: vec![[std::f64::consts::SQRT_2, 0.1], [1.0, 0.5]],
            method_depths: vec![1, 2, 3, 4],
            method_shapes: vec![[8, 10], [128, 10], [1024, 1]],
            method_degrees: vec![0.0, 60.0, 150.0],
        };
        match profile {
            Profile::Full => full,
            Profile::Quick => Constants {
                depths: vec![1, 2],
                widths: vec![8, 16, 32],
                deep_widths: vec![8, 16, 32],
                seeds: 5,
                deep_seeds: 4,
                pictured: vec![8, 16, 32],
                points: 12,
                method_depths: vec![1, 2],
                method_shapes: vec![[8, 2]],
                ..full
            },
        }
    }

    fn cells(constants: &Constants, shift: u64) -> Vec<Cell> {
        let c = constants;
        let mut tasks = Vec::new();
        for unit in CLOSED {
            for &depth in &c.depths {
                for &width in c.widths(depth) {
                    let shape = c.shape(unit, depth, width);
                    tasks.extend((0..c.seeds(depth)).map(|seed| {
                        let degrees = c.degrees.clone();
                        Task::Angles { shape, degrees, seed: seed + shift }
                    }));
                }
                tasks.extend(c.integrated.iter().map(|&[weight, bias]| {
                    let degrees = c.degrees.clone();
                    Task::Integral { unit, depth, weight, bias, degrees }
                }));
            }
        }
        let points = c.points;
        tasks.extend(c.pictured.iter().map(|&width| {
            let shape = c.shape(Unit::Relu, 1, width);
            Task::Circle { shape, points, seed: shift }
        }));
        let shape = c.shape(Unit::Relu, 1, c.step_width);
        tasks.push(Task::Step { shape, points: 4 * points, seed: shift });
        for unit in [Unit::Relu, Unit::Erf, Unit::Tanh] {
            for &depth in &c.method_depths {
                tasks.extend(c.method_shapes.iter().map(|&[width, outputs]| {
                    let (shape, degrees) = (c.shape(unit, depth, width), c.method_degrees.clone());
                    Task::Methods { shape, outputs, degrees, seed: shift }
                }));
            }
        }
        tasks.into_iter().map(Cell).collect()
    }

    fn run(Cell(task): &Cell, _: &Data) -> Outcome {
        Outcome(run::run(task))
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
        let report = Entry::of::<Limit>().compute(Profile::Quick, 0, &Data::none());
        assert_eq!((report.tables.len(), report.figures.len()), (4, 4));
    }
}
