//! The four targets and the networks that are tried on each.

use nn::Stream;
use numerics::Matrix;
use serde::{Deserialize, Serialize};

use crate::lesson;

/// What a network of one input is to represent on [−1, 1].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Target {
    /// The curve of the lesson's width demonstration, smooth.
    Curve,
    /// A random walk, joined by straight lines: no structure to exploit.
    Walk,
    /// x² with x from 0 to 1: smooth, and cheap for deep networks (Yarotsky 2017).
    Square,
    /// The triangle map iterated [`ITERATIONS`] times: exactly a deep network.
    Sawtooth,
}

/// How often the triangle map is iterated, and so how many hidden layers represent it exactly.
pub(super) const ITERATIONS: usize = 4;

impl Target {
    pub(super) const ALL: [Target; 4] =
        [Target::Curve, Target::Walk, Target::Square, Target::Sawtooth];

    /// How tables and figures call it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Target::Curve => "curve",
            Target::Walk => "walk",
            Target::Square => "square",
            Target::Sawtooth => "sawtooth",
        }
    }

    /// The layers' widths of a network of this size: a size is the width of one hidden layer, the
    /// depth at width 3 for the square, and the width of all [`ITERATIONS`] layers for the
    /// sawtooth.
    pub(super) fn widths(self, size: usize) -> Vec<usize> {
        let hidden = match self {
            Target::Curve | Target::Walk => vec![size],
            Target::Square => vec![3; size],
            Target::Sawtooth => vec![size; ITERATIONS],
        };
        [&[1], &hidden[..], &[1]].concat()
    }

    /// Its values on [`grid`] points, with mean zero and variance one, so that a mean squared
    /// error is a share of the variance. The seed names the walk.
    pub(super) fn values(self, points: usize, seed: u64) -> Matrix {
        let at = |t: f64| match self {
            Target::Curve => lesson::target(3.0 * t),
            Target::Square => unit(t) * unit(t),
            Target::Sawtooth => (0..ITERATIONS).fold(unit(t), |x, _| triangle(x)),
            Target::Walk => unreachable!("a walk is drawn point after point"),
        };
        let data = match self {
            Target::Walk => walk(points, seed),
            _ => grid(points).data.into_iter().map(at).collect(),
        };
        Matrix::from_vec(points, 1, standardised(data))
    }
}

/// `points` equidistant points from −1 to 1, a column. With 2^n + 1 of them all are exact.
pub(super) fn grid(points: usize) -> Matrix {
    let step = 2.0 / (points - 1) as f64;
    Matrix::from_fn(points, 1, |i, _| i as f64 * step - 1.0)
}

/// [−1, 1] onto [0, 1].
fn unit(t: f64) -> f64 {
    (t + 1.0) / 2.0
}

/// The triangle map on [0, 1]: up to 1 in the middle, and down.
fn triangle(x: f64) -> f64 {
    if x < 0.5 { 2.0 * x } else { 2.0 - 2.0 * x }
}

fn walk(points: usize, seed: u64) -> Vec<f64> {
    let mut stream = Stream::new("spline.efficiency", seed, "walk");
    let mut height = 0.0;
    let mut step = || {
        height += stream.normal();
        height
    };
    (0..points).map(|_| step()).collect()
}

/// Shifted and scaled to mean zero and variance one.
fn standardised(mut values: Vec<f64>) -> Vec<f64> {
    let n = values.len() as f64;
    let mean = numerics::sum(&values) / n;
    values.iter_mut().for_each(|value| *value -= mean);
    let deviation = (numerics::dot(&values, &values) / n).sqrt();
    values.iter_mut().for_each(|value| *value /= deviation);
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_has_mean_zero_and_variance_one() {
        for target in Target::ALL {
            let values = target.values(257, 3).data;
            assert!(numerics::sum(&values).abs() < 1e-10, "{target:?}");
            assert!((numerics::dot(&values, &values) / 257.0 - 1.0).abs() < 1e-12, "{target:?}");
        }
    }

    #[test]
    fn walks_are_named_by_their_seeds_and_nothing_else_is() {
        for target in Target::ALL {
            let same = target.values(33, 0) == target.values(33, 1);
            assert_eq!(same, target != Target::Walk, "{target:?}");
        }
    }
}
