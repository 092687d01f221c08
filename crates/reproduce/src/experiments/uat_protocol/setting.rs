//! The protocol as it is written, and with one thing changed.

use nn::{Loss, Mlp, Objective, Optimiser, Params, Schedule, Stream, Trainer};
use numerics::{Matrix, elementary, linalg};
use serde::{Deserialize, Serialize};

use super::Constants;

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
            return read_out(params, inputs, targets);
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

/// Puts the hidden units' slopes at N(0, `slope_std`²) and their centres, where
/// a unit's input vanishes, uniformly on the interval of the data.
pub(super) fn spread(params: &mut Params, slope_std: f64, stream: &mut Stream) {
    let weights = params.get_mut("layers.0.weight").expect("a network of two layers");
    weights.fill_with(|| slope_std * stream.normal());
    let weights = weights.to_vec();
    let biases = params.get_mut("layers.0.bias").expect("a network of two layers");
    for (bias, weight) in biases.iter_mut().zip(weights) {
        *bias = -weight * stream.uniform_in(-3.0, 3.0);
    }
}

/// The read-out weights and bias that minimise the squared error, of minimum
/// norm if there are several.
fn read_out(mut params: Params, inputs: &Matrix, targets: &Matrix) -> Params {
    let weights = params.get("layers.0.weight").expect("a network of two layers");
    let biases = params.get("layers.0.bias").expect("a network of two layers");
    let units = weights.len();
    let feature = |i: usize, j: usize| match j < units {
        true => elementary::sigmoid(inputs.data[i] * weights[j] + biases[j]),
        false => 1.0,
    };
    let features = Matrix::from_fn(inputs.rows, units + 1, feature);
    let found = linalg::min_norm_least_squares_svd(&features, targets)
        .expect("sigmoids of finite numbers are finite");
    let (read_out, bias) = found.solution.data.split_at(units);
    params.get_mut("layers.1.weight").expect("a network of two layers").copy_from_slice(read_out);
    params.get_mut("layers.1.bias").expect("a network of two layers").copy_from_slice(bias);
    params
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson;

    /// Where the residual is orthogonal to every feature, no read-out is better.
    #[test]
    fn least_squares_leaves_no_gradient() {
        let (inputs, mlp) = (lesson::grid(50), lesson::width_network(8));
        let targets = lesson::targets(&inputs);
        let mut params = mlp.init(&mut Stream::new("test", 0, "init"));
        spread(&mut params, 4.0, &mut Stream::new("test", 0, "spread"));
        let fitted = Setting::LeastSquares.fit(&mlp, params, &inputs, &targets, 0.0, 0);
        let mut gradient = fitted.zeros_like();
        let mut objective = Objective::new(&mlp, Loss::MeanSquared, &inputs, &targets);
        objective.full(&fitted, gradient.data_mut());
        for slot in ["layers.1.weight", "layers.1.bias"] {
            let part = gradient.get(slot).expect("a network of two layers");
            assert!(part.iter().all(|g| g.abs() < 1e-12), "{slot}: {part:?}");
        }
    }

    #[test]
    fn spread_units_have_their_centres_in_the_interval() {
        let mlp = lesson::width_network(64);
        let mut params = mlp.init(&mut Stream::new("test", 0, "init"));
        spread(&mut params, 4.0, &mut Stream::new("test", 0, "spread"));
        let weights = params.get("layers.0.weight").expect("weights");
        let biases = params.get("layers.0.bias").expect("biases");
        assert!(weights.iter().zip(biases).all(|(w, b)| (b / w).abs() <= 3.0));
    }
}
