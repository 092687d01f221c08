//! The protocol as it is written, and with one thing changed.

use nn::{Loss, Mlp, Objective, Optimiser, Params, Schedule, Trainer};
use numerics::Matrix;
use serde::{Deserialize, Serialize};

use super::Constants;
use crate::lesson;

/// How a network is fitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Setting {
    /// Full-batch gradient descent from Glorot weights.
    AsWritten,
    /// Three times the learning rate.
    RateThreefold,
    /// A rate in proportion to 1/H, the lesson's at 256 units: the curvature
    /// along the read-out weights grows with their number, and with it shrinks
    /// the largest stable rate.
    RateByWidth,
    /// Adam with its default constants and the same rate.
    Adam,
    /// Ten times the steps.
    TenfoldSteps,
    /// Normal slopes of a fixed size and centres uniform on the interval instead
    /// of Glorot slopes and zero biases.
    Spread,
    /// No training: spread units, and the read-out weights by least squares.
    LeastSquares,
}

impl Setting {
    /// All but the protocol as written, in the order of the tables.
    pub(super) const CHANGES: [Setting; 6] = [
        Setting::RateThreefold,
        Setting::RateByWidth,
        Setting::Adam,
        Setting::TenfoldSteps,
        Setting::Spread,
        Setting::LeastSquares,
    ];

    /// How tables and figures call it.
    pub(super) fn name(self, constants: &Constants) -> String {
        match self {
            Setting::AsWritten => "as written".into(),
            Setting::RateThreefold => format!("rate {}", constants.larger_rate),
            Setting::RateByWidth => format!("rate {}/H", constants.rate_times_width),
            Setting::Adam => "Adam".into(),
            Setting::TenfoldSteps => format!("{}× steps", constants.steps_factor),
            Setting::Spread => "spread units".into(),
            Setting::LeastSquares => "least squares".into(),
        }
    }

    /// How the report's values call it.
    pub(super) fn key(self) -> &'static str {
        match self {
            Setting::AsWritten => "as_written",
            Setting::RateThreefold => "rate_threefold",
            Setting::RateByWidth => "rate_by_width",
            Setting::Adam => "adam",
            Setting::TenfoldSteps => "tenfold_steps",
            Setting::Spread => "spread",
            Setting::LeastSquares => "least_squares",
        }
    }

    /// Does it begin from spread units?
    pub(super) fn spreads(self) -> bool {
        matches!(self, Setting::Spread | Setting::LeastSquares)
    }

    pub(super) fn rate(self, constants: &Constants, hidden: usize) -> f64 {
        match self {
            Setting::RateThreefold => constants.larger_rate,
            Setting::RateByWidth => constants.rate_times_width / hidden as f64,
            _ => constants.rate,
        }
    }

    pub(super) fn steps(self, constants: &Constants) -> u64 {
        match self {
            Setting::TenfoldSteps => constants.steps_factor * constants.steps,
            Setting::LeastSquares => 0,
            _ => constants.steps,
        }
    }

    /// The fitted parameters.
    pub(super) fn fit(
        self,
        mlp: &Mlp,
        params: Params,
        inputs: &Matrix,
        targets: &Matrix,
        rate: f64,
        steps: u64,
    ) -> Params {
        if self == Setting::LeastSquares {
            return lesson::read_out(params, inputs, targets);
        }
        let optimiser = match self {
            Setting::Adam => Optimiser::adam(params.len()),
            _ => Optimiser::sgd(),
        };
        let objective = Objective::new(mlp, Loss::MeanSquared, inputs, targets);
        let rate = Schedule::Constant(rate);
        let mut trainer = Trainer::new(objective, params, optimiser, rate);
        trainer.run(steps, |_, _| ());
        trainer.params().clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nn::Stream;

    /// Where the residual is orthogonal to every feature, no read-out is better.
    #[test]
    fn least_squares_leaves_no_gradient() {
        let (inputs, mlp) = (lesson::grid(50), lesson::width_network(8));
        let targets = lesson::targets(&inputs);
        let mut params = mlp.init(&mut Stream::new("test", 0, "init"));
        lesson::spread(&mut params, 4.0, &mut Stream::new("test", 0, "spread"));
        let fitted = Setting::LeastSquares.fit(&mlp, params, &inputs, &targets, 0.0, 0);
        let mut gradient = fitted.zeros_like();
        let mut objective = Objective::new(&mlp, Loss::MeanSquared, &inputs, &targets);
        objective.full(&fitted, gradient.data_mut());
        for slot in ["layers.1.weight", "layers.1.bias"] {
            let part = gradient.get(slot).expect("a network of two layers");
            assert!(part.iter().all(|g| g.abs() < 1e-12), "{slot}: {part:?}");
        }
    }
}
