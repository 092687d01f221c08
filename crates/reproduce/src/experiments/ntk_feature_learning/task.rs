//! A target that depends on one direction of many: y = (z² − 1) / √2 with z the first of d normal
//! inputs. (Inputs and initial weights have no preferred direction, so that any other direction
//! would do.)
//!
//! The target is a Hermite polynomial of degree two: its mean is 0, its mean square 1, and no
//! linear function of the inputs explains any of it. A kernel that looks alike from all directions
//! must learn all d (d + 1) / 2 products of inputs to know this one.

use autodiff::Fun;
use nn::{Loss, Objective, Optimiser, Schedule, Stream, Trainer};
use ntk::{Fit, Inputs, Start};
use numerics::{Matrix, dot};
use serde::{Deserialize, Serialize};

use super::drift::largest_stable_rate;
use super::{FeatureLearning, Scaling};
use crate::Experiment;
use crate::tangent::{kernel, limit, regression};

/// What learns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Learner {
    /// A network in NTK scaling.
    Ntk,
    /// The same in mean-field scaling.
    MeanField,
    /// The kernel of infinite width in NTK scaling, from zero.
    FixedKernel,
}

/// What does not change from cell to cell.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(super) struct Setting {
    /// d.
    pub(super) inputs: usize,
    pub(super) width: usize,
    /// σ_b.
    pub(super) bias: f64,
    /// The step as a share of the largest stable one.
    pub(super) share: f64,
    /// Training may stop after 1, 2, 4, ... steps, doubled so many times, ...
    pub(super) doublings: u32,
    /// ... for the fixed kernel, whose steps cost nothing, so many times, ...
    pub(super) kernel_doublings: u32,
    /// ... where the error on so many held-out examples is least.
    pub(super) validation: usize,
    /// Examples for the error that is reported.
    pub(super) test: usize,
}

/// One learner with one draw of all data.
#[derive(Serialize, Deserialize)]
pub struct Cell {
    pub(super) learner: Learner,
    pub(super) samples: usize,
    pub(super) seed: u64,
    pub(super) setting: Setting,
}

/// What it learned.
#[derive(Serialize, Deserialize)]
pub struct Outcome {
    /// The mean squared error on new examples at the chosen stop; none if all diverged.
    pub(super) test: Option<f64>,
    /// The chosen number of steps.
    pub(super) steps: u64,
    /// The share of the first layer's squared weights that belongs to the target's direction, at
    /// the chosen stop; 1 / d for weights without a direction. None for the kernel.
    pub(super) direction: Option<f64>,
}

impl Learner {
    pub(super) const ALL: [Self; 3] = [Self::FixedKernel, Self::Ntk, Self::MeanField];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Ntk => "NTK network",
            Self::MeanField => "mean-field network",
            Self::FixedKernel => "fixed kernel",
        }
    }

    /// Its key in the values.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Ntk => "ntk",
            Self::MeanField => "mean_field",
            Self::FixedKernel => "fixed_kernel",
        }
    }
}

/// Inputs and targets.
struct Examples {
    x: Matrix,
    y: Matrix,
}

impl Examples {
    fn draw(rows: usize, cell: &Cell, purpose: &str) -> Self {
        let mut x = Matrix::zeros(rows, cell.setting.inputs);
        Stream::new(FeatureLearning::ID, cell.seed, purpose).fill_normal(&mut x.data);
        let target = |z: f64| (z * z - 1.0) / std::f64::consts::SQRT_2;
        let y = Matrix::from_fn(rows, 1, |i, _| target(x[(i, 0)]));
        Self { x, y }
    }

    fn error(&self, predictions: &Matrix) -> f64 {
        let gaps = predictions.data.iter().zip(&self.y.data).map(|(p, y)| (p - y) * (p - y));
        numerics::sum(&gaps.collect::<Vec<f64>>()) / self.y.rows as f64
    }
}

/// The stop with the least error on held-out examples so far.
struct Chosen {
    validation: f64,
    outcome: Outcome,
}

impl Chosen {
    fn none() -> Self {
        let outcome = Outcome { test: None, steps: 0, direction: None };
        Self { validation: f64::INFINITY, outcome }
    }

    fn offer(&mut self, validation: f64, outcome: impl FnOnce() -> Outcome) {
        if validation < self.validation {
            *self = Self { validation, outcome: outcome() };
        }
    }
}

pub(super) fn run(cell: &Cell) -> Outcome {
    let training = Examples::draw(cell.samples, cell, "task examples");
    let validation = Examples::draw(cell.setting.validation, cell, "task validation");
    let test = Examples::draw(cell.setting.test, cell, "task test");
    match cell.learner {
        Learner::Ntk => network(Scaling::Ntk, cell, &training, &validation, &test),
        Learner::MeanField => network(Scaling::MaximalUpdate, cell, &training, &validation, &test),
        Learner::FixedKernel => fixed_kernel(cell, &training, &validation, &test),
    }
}

fn network(
    scaling: Scaling,
    cell: &Cell,
    training: &Examples,
    validation: &Examples,
    test: &Examples,
) -> Outcome {
    let Setting { inputs, width, bias, share, doublings, .. } = cell.setting;
    let mlp = scaling.network(inputs, width, 1, bias);
    let params = mlp.init(&mut Stream::new(FeatureLearning::ID, cell.seed, "task init"));
    let rate = share * largest_stable_rate(&kernel(&mlp, &params, Inputs::One(&training.x)));
    let objective = Objective::new(&mlp, Loss::MeanSquared, &training.x, &training.y);
    let mut trainer = Trainer::new(objective, params, Optimiser::sgd(), Schedule::Constant(rate));
    let mut chosen = Chosen::none();
    for doubling in 0..=doublings {
        let steps = 1 << doubling;
        trainer.run(steps - trainer.steps(), |_, _| ());
        let params = trainer.params();
        chosen.offer(validation.error(&mlp.predict(params, &validation.x)), || {
            let weights = params.get("layers.0.weight").expect("a first layer");
            let along = &weights[..width];
            Outcome {
                test: Some(test.error(&mlp.predict(params, &test.x))).filter(|e| e.is_finite()),
                steps,
                direction: Some(dot(along, along) / dot(weights, weights)),
            }
        });
    }
    chosen.outcome
}

fn fixed_kernel(
    cell: &Cell,
    training: &Examples,
    validation: &Examples,
    test: &Examples,
) -> Outcome {
    let infinite = limit(Fun::Relu, 1, std::f64::consts::SQRT_2, cell.setting.bias);
    let regression = regression(&infinite.ntk(Inputs::One(&training.x)));
    let cross = |examples: &Examples| infinite.ntk(Inputs::Two(&examples.x, &training.x));
    let (to_validation, to_test) = (cross(validation), cross(test));
    let zeros = |rows| Matrix::zeros(rows, 1);
    let (at_training, at_validation, at_test) =
        (zeros(cell.samples), zeros(cell.setting.validation), zeros(cell.setting.test));
    let rate = cell.setting.share * regression.largest_stable_rate();
    let mut chosen = Chosen::none();
    for doubling in 0..=cell.setting.kernel_doublings {
        let fit = Fit::Descent { rate, steps: 1 << doubling };
        let predict = |cross: &Matrix, others: &Matrix| {
            let start = Start { training: &at_training, others };
            regression.predict(fit, cross, &training.y, start)
        };
        chosen.offer(validation.error(&predict(&to_validation, &at_validation)), || Outcome {
            test: Some(test.error(&predict(&to_test, &at_test))),
            steps: 1 << doubling,
            direction: None,
        });
    }
    chosen.outcome
}

#[cfg(test)]
mod tests {
    use super::*;
    use report::Profile;

    fn cell(learner: Learner, samples: usize) -> Cell {
        let setting = FeatureLearning::constants(Profile::Full).task;
        let setting = Setting { inputs: 6, width: 64, doublings: 8, ..setting };
        Cell { learner, samples, seed: 0, setting }
    }

    #[test]
    fn the_target_is_a_normalised_hermite_polynomial() {
        let cell = cell(Learner::Ntk, 8);
        let examples = Examples::draw(200_000, &cell, "check");
        let mean = |f: &dyn Fn(usize) -> f64| {
            let values: Vec<f64> = (0..examples.y.rows).map(f).collect();
            numerics::sum(&values) / values.len() as f64
        };
        let y = &examples.y.data;
        // Four standard errors: y² has the variance 14, z y the variance 5.
        let error = 4.0 / 200_000_f64.sqrt();
        assert!(mean(&|i| y[i]).abs() < error);
        assert!((mean(&|i| y[i] * y[i]) - 1.0).abs() < 14_f64.sqrt() * error);
        assert!(mean(&|i| y[i] * examples.x[(i, 0)]).abs() < 5_f64.sqrt() * error);
    }

    /// What is learned is the direction: the mean-field network turns its weights to it.
    #[test]
    fn the_mean_field_network_finds_the_direction() {
        let direction = |learner| run(&cell(learner, 128)).direction.expect("a network");
        let (still, moved) = (direction(Learner::Ntk), direction(Learner::MeanField));
        assert!((still - 1.0 / 6.0).abs() < 0.1 && moved > 0.3, "{still} {moved}");
        assert_eq!(run(&cell(Learner::FixedKernel, 16)).direction, None);
    }

    #[test]
    fn more_examples_help_every_learner() {
        for learner in Learner::ALL {
            let error = |samples| run(&cell(learner, samples)).test.expect("finite");
            assert!(error(256) < 0.7 * error(16), "{learner:?} {} {}", error(256), error(16));
        }
    }

    #[test]
    fn the_least_validation_error_is_chosen() {
        let mut chosen = Chosen::none();
        for (steps, validation) in [(1, 0.9), (2, 0.4), (4, f64::NAN), (8, 0.6)] {
            chosen.offer(validation, || Outcome { test: None, steps, direction: None });
        }
        assert_eq!(chosen.outcome.steps, 2);
    }
}
