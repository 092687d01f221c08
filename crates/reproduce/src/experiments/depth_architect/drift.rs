//! Which regime: how much the empirical tangent kernel changes while a network of width 512 fits
//! eight points, for one and four hidden layers in two scalings.
//!
//! K(x, x') is the inner product of the gradients of the output at x and at x' with respect to all
//! parameters. In the kernel regime it stays what it was; if features are learned, it changes.

use autodiff::{Fun, Tape};
use nn::{Loss, Mlp, Objective, Optimiser, Parametrisation, Params, Schedule, Stream, Trainer};
use numerics::{Matrix, dot, linalg};
use serde::{Deserialize, Serialize};

use super::Architect;
use crate::Experiment;

/// How parameters are scaled with the width.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Scaling {
    /// [`Parametrisation::Ntk`].
    Ntk,
    /// [`Parametrisation::MaximalUpdate`]: with one hidden layer, mean field.
    MaximalUpdate,
}

impl Scaling {
    pub(super) const BOTH: [Self; 2] = [Self::Ntk, Self::MaximalUpdate];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Ntk => "NTK",
            Self::MaximalUpdate => "maximal update",
        }
    }

    /// With σ_w² = 2, so that ReLUs keep the size of what passes through them, and no biases.
    fn parametrisation(self) -> Parametrisation {
        let (weight, bias) = (2.0_f64.sqrt(), 0.0);
        match self {
            Self::Ntk => Parametrisation::Ntk { weight, bias },
            Self::MaximalUpdate => Parametrisation::MaximalUpdate { weight, bias },
        }
    }
}

/// One network that fits random signs at random points of a sphere.
#[derive(Serialize, Deserialize)]
pub struct Cell {
    pub(super) scaling: Scaling,
    pub(super) hidden_layers: usize,
    pub(super) seed: u64,
    pub(super) width: usize,
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
    pub(super) loss: Option<f64>,
}

pub(super) fn run(cell: &Cell) -> Outcome {
    let stream = |purpose: &str| Stream::new(Architect::ID, cell.seed, &format!("drift {purpose}"));
    let inputs = sphere(cell.points, cell.inputs, &mut stream("points"));
    let mut signs = stream("signs");
    let sign = |_, _| if signs.below(2) == 0 { -1.0 } else { 1.0 };
    let targets = Matrix::from_fn(cell.points, 1, sign);

    let hidden = std::iter::repeat_n(cell.width, cell.hidden_layers);
    let widths: Vec<usize> = std::iter::once(cell.inputs).chain(hidden).chain([1]).collect();
    let mlp = Mlp::new(&widths, Fun::Relu, cell.scaling.parametrisation());
    let params = mlp.init(&mut stream(&format!("init {}", cell.hidden_layers)));
    let before = kernel(&mlp, &params, &inputs);

    let rate = cell.share * largest_stable_rate(&before);
    let objective = Objective::new(&mlp, Loss::MeanSquared, &inputs, &targets);
    let mut trainer = Trainer::new(objective, params, Optimiser::sgd(), Schedule::Constant(rate));
    let mut loss = f64::INFINITY;
    while loss >= cell.loss && trainer.steps() < cell.most_steps {
        loss = trainer.step();
    }
    let after = loss.is_finite().then(|| kernel(&mlp, trainer.params(), &inputs));
    Outcome {
        change: after.map(|after| relative_change(&before, &after)).filter(|c| c.is_finite()),
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

/// The empirical tangent kernel by its definition: one gradient a point, then inner products.
fn kernel(mlp: &Mlp, params: &Params, inputs: &Matrix) -> Matrix {
    let mut tape = Tape::new();
    let (mut leaves, mut adjoints) = (Vec::new(), Vec::new());
    params.push_leaves(&mut tape, &mut leaves);
    let start = tape.mark();
    let mut gradients: Vec<Vec<f64>> = Vec::with_capacity(inputs.rows);
    for i in 0..inputs.rows {
        let x = tape.leaf(1, inputs.cols, inputs.row(i));
        let y = mlp.forward(&mut tape, &leaves, x);
        tape.gradient_into(y, &leaves, &mut adjoints);
        gradients.push(adjoints.iter().flat_map(|&part| tape.value(part)).copied().collect());
        tape.rewind(start);
    }
    let n = inputs.rows;
    let mut kernel = Matrix::zeros(n, n);
    for i in 0..n {
        for j in 0..=i {
            let product = dot(&gradients[i], &gradients[j]);
            (kernel[(i, j)], kernel[(j, i)]) = (product, product);
        }
    }
    kernel
}

/// For the mean squared error over n points the linearised outputs move by −(2 rate / n) K times
/// their errors in a step, which shrinks every error while 2 rate λ / n < 2 for the largest
/// eigenvalue λ of K.
fn largest_stable_rate(kernel: &Matrix) -> f64 {
    let eigenvalues = linalg::symmetric_eigenvalues(kernel).expect("a finite symmetric kernel");
    kernel.rows as f64 / eigenvalues[kernel.rows - 1]
}

fn relative_change(before: &Matrix, after: &Matrix) -> f64 {
    let difference: Vec<f64> = after.data.iter().zip(&before.data).map(|(a, b)| a - b).collect();
    (dot(&difference, &difference) / dot(&before.data, &before.data)).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(scaling: Scaling, width: usize) -> Cell {
        Cell {
            scaling,
            hidden_layers: 1,
            seed: 0,
            width,
            inputs: 5,
            points: 4,
            share: 0.25,
            loss: 0.01,
            most_steps: 2000,
        }
    }

    /// One hidden layer in NTK scaling: K = x·x' /d · mean of 2 v² 1{on, on} + 2 mean of h h',
    /// by hand.
    #[test]
    fn the_kernel_is_that_of_one_hidden_layer() {
        let widths = [3, 40, 1];
        let mlp = Mlp::new(&widths, Fun::Relu, Scaling::Ntk.parametrisation());
        let params = mlp.init(&mut Stream::new("test", 0, "init"));
        let x = sphere(2, 3, &mut Stream::new("test", 0, "x"));
        let (w, v) = (&params.data()[..120], params.get("layers.1.weight").expect("a weight"));
        let hidden = |i: usize, unit: usize| -> f64 {
            let z: f64 = (0..3).map(|k| x[(i, k)] * w[k * 40 + unit]).sum();
            if z > 0.0 { (2.0_f64 / 3.0).sqrt() * z } else { 0.0 }
        };
        let by_hand = |i: usize, j: usize| -> f64 {
            let units = (0..40).map(|unit| {
                let (a, b) = (hidden(i, unit), hidden(j, unit));
                let both = if a > 0.0 && b > 0.0 { v[unit] * v[unit] } else { 0.0 };
                2.0 / 40.0 * (a * b + 2.0 / 3.0 * dot(x.row(i), x.row(j)) * both)
            });
            units.sum()
        };
        let found = kernel(&mlp, &params, &x);
        for (i, j) in [(0, 0), (0, 1), (1, 1)] {
            assert!((found[(i, j)] - by_hand(i, j)).abs() < 1e-12);
        }
    }

    #[test]
    fn wide_networks_are_lazy_in_one_scaling_and_not_in_the_other() {
        let change = |scaling, width| run(&cell(scaling, width)).change.expect("it converges");
        assert!(change(Scaling::Ntk, 1024) < 0.5 * change(Scaling::Ntk, 64));
        let [narrow, wide] = [64, 1024].map(|width| change(Scaling::MaximalUpdate, width));
        assert!(wide > 0.5 * narrow, "{narrow} {wide}");
    }

    #[test]
    fn training_reaches_the_loss() {
        let outcome = run(&cell(Scaling::Ntk, 64));
        assert!(outcome.loss.expect("finite") < 0.01 && outcome.steps < 2000);
    }

    #[test]
    fn twice_the_kernel_has_changed_by_one() {
        let k = Matrix::from_rows(&[[2.0, 1.0], [1.0, 3.0]]);
        let twice = Matrix::from_fn(2, 2, |i, j| 2.0 * k[(i, j)]);
        assert!((relative_change(&k, &twice) - 1.0).abs() < 1e-15);
    }
}
