//! How much the empirical tangent kernel changes while a network fits eight points.

use nn::{Loss, Objective, Optimiser, Schedule, Stream, Trainer};
use ntk::Inputs;
use numerics::{Matrix, dot};
use serde::{Deserialize, Serialize};

use super::{FeatureLearning, Scaling};
use crate::Experiment;
use crate::tangent::{kernel, regression};

/// One network that fits random signs at random points of a sphere.
#[derive(Serialize, Deserialize)]
pub struct Cell {
    pub(super) scaling: Scaling,
    pub(super) hidden_layers: usize,
    pub(super) width: usize,
    /// a: what multiplies the network's outputs. The step is divided by a².
    pub(super) output_scale: f64,
    pub(super) seed: u64,
    pub(super) inputs: usize,
    pub(super) points: usize,
    /// The step, as a share of the largest one that is stable in the initial kernel's
    /// linearisation.
    pub(super) share: f64,
    /// Training ends when the mean squared error is below this, ...
    pub(super) loss: f64,
    /// ... or after so many steps.
    pub(super) most_steps: u64,
}

/// What became of the kernel.
#[derive(Serialize, Deserialize)]
pub struct Outcome {
    /// |K₁ − K₀| / |K₀| in Frobenius' norm; none if training diverged.
    pub(super) change: Option<f64>,
    pub(super) steps: u64,
    /// The last step's, at the parameters before it: one step older than the kernel.
    pub(super) loss: Option<f64>,
}

pub(super) fn run(cell: &Cell) -> Outcome {
    let stream =
        |purpose: &str| Stream::new(FeatureLearning::ID, cell.seed, &format!("drift {purpose}"));
    let inputs = sphere(cell.points, cell.inputs, &mut stream("points"));
    // For gradients of the loss of a f against y, |a f − y|² = a² |f − y / a|²: with the step
    // divided by a², f is trained against y / a as if there were no a. The kernel of a f is a²
    // times that of f, and its relative change is the same.
    let a = cell.output_scale;
    let mut signs = stream("signs");
    let sign = |_, _| if signs.below(2) == 0 { -1.0 / a } else { 1.0 / a };
    let targets = Matrix::from_fn(cell.points, 1, sign);

    let mlp = cell.scaling.network(cell.inputs, cell.width, cell.hidden_layers, 0.0);
    let init = format!("init {} {}", cell.hidden_layers, cell.width);
    let params = mlp.init(&mut stream(&init));
    let before = kernel(&mlp, &params, Inputs::One(&inputs));

    let schedule = Schedule::Constant(cell.share * largest_stable_rate(&before));
    let objective = Objective::new(&mlp, Loss::MeanSquared, &inputs, &targets);
    let mut trainer = Trainer::new(objective, params, Optimiser::sgd(), schedule);
    let mut loss = f64::INFINITY;
    while loss >= cell.loss && trainer.steps() < cell.most_steps {
        loss = a * a * trainer.step();
    }
    let after = loss.is_finite().then(|| kernel(&mlp, trainer.params(), Inputs::One(&inputs)));
    Outcome {
        change: after.map(|after| ntk::drift(&before, &after)).filter(|c| c.is_finite()),
        steps: trainer.steps(),
        loss: loss.is_finite().then_some(loss),
    }
}

/// Normal points moved to the sphere of radius √d, where their entries are of order one.
fn sphere(points: usize, d: usize, stream: &mut Stream) -> Matrix {
    let mut x = Matrix::zeros(points, d);
    stream.fill_normal(&mut x.data);
    for i in 0..points {
        let row = x.row_mut(i);
        let scale = (d as f64 / dot(row, row)).sqrt();
        row.iter_mut().for_each(|entry| *entry *= scale);
    }
    x
}

/// For the mean of squares over n points, which is 2 / n times half their sum.
pub(super) fn largest_stable_rate(kernel: &Matrix) -> f64 {
    kernel.rows as f64 / 2.0 * regression(kernel).largest_stable_rate()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(scaling: Scaling, width: usize) -> Cell {
        Cell {
            scaling,
            hidden_layers: 1,
            width,
            output_scale: 1.0,
            seed: 0,
            inputs: 5,
            points: 4,
            share: 0.25,
            loss: 0.01,
            most_steps: 2000,
        }
    }

    #[test]
    fn wide_networks_keep_their_kernel_in_one_scaling_and_not_in_the_other() {
        let change = |scaling, width| run(&cell(scaling, width)).change.expect("it converges");
        assert!(change(Scaling::Ntk, 1024) < 0.5 * change(Scaling::Ntk, 64));
        let [narrow, wide] = [64, 1024].map(|width| change(Scaling::MaximalUpdate, width));
        assert!(wide > 0.5 * narrow, "{narrow} {wide}");
    }

    /// With outputs multiplied by 1 / √n the NTK scaling *is* the mean-field scaling: the same
    /// draws give the same network, and training goes the same way step by step.
    #[test]
    fn mean_field_is_an_output_scale() {
        let mean_field = run(&cell(Scaling::MaximalUpdate, 100));
        let scaled = run(&Cell { output_scale: 0.1, ..cell(Scaling::Ntk, 100) });
        assert_eq!(mean_field.steps, scaled.steps);
        let close = |a: Option<f64>, b: Option<f64>| {
            let (a, b) = (a.expect("it converges"), b.expect("it converges"));
            assert!((a / b - 1.0).abs() < 1e-9, "{a} {b}");
        };
        close(mean_field.change, scaled.change);
        close(mean_field.loss, scaled.loss);
    }

    /// For two points the loss is (e₁² + e₂²) / 2, and a step at the rate r multiplies the first
    /// error by 1 − r λ with λ = 2: it shrinks while r is below 1.
    #[test]
    fn the_rate_is_for_a_mean_of_squares() {
        let kernel = Matrix::from_rows(&[[2.0, 0.0], [0.0, 0.5]]);
        assert!((largest_stable_rate(&kernel) - 1.0).abs() < 1e-15);
    }
}
