//! One target, one class of networks, four ways to choose the weights.

use nn::{Loss, Objective, Optimiser, Schedule, Stream, Trainer};
use serde::{Deserialize, Serialize};

use crate::lesson;

/// How the weights are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// As the lesson does: Glorot weights, full-batch gradient descent.
    GradientDescent,
    /// The same with a heavy ball of 0.9.
    Momentum,
    /// The same with Adam.
    Adam,
    /// Not trained: spread units, and the read-out weights by least squares.
    LeastSquares,
}

impl Method {
    /// All of them; the last does not train.
    pub(super) const ALL: [Self; 4] =
        [Self::GradientDescent, Self::Momentum, Self::Adam, Self::LeastSquares];
    /// Those that train.
    pub(super) const TRAINING: [Self; 3] = [Self::GradientDescent, Self::Momentum, Self::Adam];

    /// How tables and figures call it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::GradientDescent => "gradient descent",
            Self::Momentum => "momentum",
            Self::Adam => "Adam",
            Self::LeastSquares => "least squares",
        }
    }

    /// How the report's values call it.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::GradientDescent => "gradient_descent",
            Self::Momentum => "momentum",
            Self::Adam => "adam",
            Self::LeastSquares => "least_squares",
        }
    }
}

/// Sizes of a fit.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub struct Setting {
    /// Points of the grid that is fitted.
    pub(super) points: usize,
    /// Points of the grid on which errors are measured.
    pub(super) fine_points: usize,
    /// The learning rate.
    pub(super) rate: f64,
    /// Steps of training.
    pub(super) steps: u64,
    /// The standard deviation of the slopes of spread units.
    pub(super) slope_std: f64,
}

/// The mean squared error on the fine grid; none if training diverged.
pub(super) fn error(
    method: Method,
    hidden: usize,
    setting: Setting,
    stream: impl Fn(&str) -> Stream,
) -> Option<f64> {
    let inputs = lesson::grid(setting.points);
    let targets = lesson::targets(&inputs);
    let mlp = lesson::width_network(hidden);
    let mut params = mlp.init(&mut stream("init"));
    let optimiser = match method {
        Method::GradientDescent => Some(Optimiser::sgd()),
        Method::Momentum => Some(Optimiser::momentum(0.9, params.len())),
        Method::Adam => Some(Optimiser::adam(params.len())),
        Method::LeastSquares => None,
    };
    let params = match optimiser {
        Some(optimiser) => {
            let objective = Objective::new(&mlp, Loss::MeanSquared, &inputs, &targets);
            let rate = Schedule::Constant(setting.rate);
            let mut trainer = Trainer::new(objective, params, optimiser, rate);
            trainer.run(setting.steps, |_, _| ());
            trainer.params().clone()
        }
        None => {
            lesson::spread(&mut params, setting.slope_std, &mut stream("spread"));
            lesson::read_out(params, &inputs, &targets)
        }
    };
    let fine = lesson::grid(setting.fine_points);
    let fit = mlp.predict(&params, &fine);
    let gaps = fit.data.iter().zip(lesson::targets(&fine).data);
    let squares: Vec<f64> = gaps.map(|(s, y)| (s - y) * (s - y)).collect();
    let error = numerics::sum(&squares) / squares.len() as f64;
    error.is_finite().then_some(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same class at the same width: solving finds what training does not.
    #[test]
    fn least_squares_is_far_ahead_and_diverged_runs_are_none() {
        let setting =
            Setting { points: 60, fine_points: 100, rate: 0.01, steps: 100, slope_std: 4.0 };
        let stream = |purpose: &str| Stream::new("test", 0, purpose);
        let trained = error(Method::GradientDescent, 32, setting, stream).expect("finite");
        let solved = error(Method::LeastSquares, 32, setting, stream).expect("finite");
        assert!(trained > 100.0 * solved, "{trained} {solved}");
        let setting = Setting { rate: 1e200, ..setting };
        assert_eq!(error(Method::GradientDescent, 32, setting, stream), None);
    }
}
