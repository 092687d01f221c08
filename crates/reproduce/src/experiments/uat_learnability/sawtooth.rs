//! Two classes of the same size, one target: T^k, the triangle map applied k times.
//!
//! Deep: k hidden layers of 2 ReLU units. Shallow: one hidden layer of 2k. Both have 2k units and
//! 6k + 1 parameters. The deep class contains T^k itself. The shallow one does not: its functions
//! have at most 2k kinks, T^k has 2^k − 1. Around each kink of T^k take a window of width 2^−k.
//! In a window that holds no kink of the network, the network is straight and the target a V whose
//! values are spread evenly over half a unit, so the mean square there is at least the variance of
//! those values, 1/48. At least 2^k − 1 − 2k windows are such.

use autodiff::Fun;
use nn::{
    Init, Loss, Mlp, Objective, Optimiser, Parametrisation, Params, Schedule, Stream, Trainer,
};
use numerics::Matrix;
use serde::{Deserialize, Serialize};

/// A class of networks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// k hidden layers of 2.
    Deep,
    /// One hidden layer of 2k.
    Shallow,
}

impl Class {
    pub(super) const BOTH: [Self; 2] = [Self::Deep, Self::Shallow];

    /// How tables and figures call it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Deep => "deep",
            Self::Shallow => "shallow",
        }
    }

    fn network(self, k: usize) -> Mlp {
        let hidden = match self {
            Self::Deep => vec![2; k],
            Self::Shallow => vec![2 * k],
        };
        let widths = [&[1], &hidden[..], &[1]].concat();
        Mlp::new(&widths, Fun::Relu, Parametrisation::Standard(Init::Torch))
    }
}

/// Sizes of a run.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub struct Setting {
    /// Points to train on; those on which errors are measured are eight times as many.
    pub(super) points: usize,
    /// Adam's rate.
    pub(super) rate: f64,
    /// Steps of training.
    pub(super) steps: u64,
}

impl Setting {
    pub(super) fn fine_points(self) -> usize {
        8 * self.points
    }
}

/// The middles of `points` equal parts of the unit interval.
fn middles(points: usize) -> Matrix {
    Matrix::from_fn(points, 1, |i, _| (i as f64 + 0.5) / points as f64)
}

fn targets(grid: &Matrix, k: usize) -> Matrix {
    let triangle = |x: f64| 1.0 - (2.0 * x - 1.0).abs();
    let iterate = |x: f64| (0..k).fold(x, |x, _| triangle(x));
    Matrix { data: grid.data.iter().map(|&x| iterate(x)).collect(), ..*grid }
}

fn mean_square(mlp: &Mlp, params: &Params, k: usize, points: usize) -> f64 {
    let grid = middles(points);
    let fit = mlp.predict(params, &grid);
    let gaps = fit.data.iter().zip(targets(&grid, k).data);
    let squares: Vec<f64> = gaps.map(|(s, y)| (s - y) * (s - y)).collect();
    numerics::sum(&squares) / points as f64
}

/// The mean squared error after training; none if it diverged.
pub(super) fn trained(
    class: Class,
    k: usize,
    setting: Setting,
    stream: &mut Stream,
) -> Option<f64> {
    let grid = middles(setting.points);
    let targets = targets(&grid, k);
    let mlp = class.network(k);
    let params = mlp.init(stream);
    let optimiser = Optimiser::adam(params.len());
    let objective = Objective::new(&mlp, Loss::MeanSquared, &grid, &targets);
    let mut trainer = Trainer::new(objective, params, optimiser, Schedule::Constant(setting.rate));
    trainer.run(setting.steps, |_, _| ());
    let error = mean_square(&mlp, trainer.params(), k, setting.fine_points());
    error.is_finite().then_some(error)
}

/// The error of the deep network that is written down: T(z) = 2 relu(z) − 4 relu(z − ½), k times.
pub(super) fn written_down(k: usize, points: usize) -> f64 {
    let mlp = Class::Deep.network(k);
    let mut params = mlp.init(&mut Stream::new("written down", 0, "init"));
    for layer in 0..=k {
        let mut set = |name: &str, values: &[f64]| {
            let slot = params.get_mut(&format!("layers.{layer}.{name}")).expect("a layer");
            slot.copy_from_slice(values);
        };
        match layer {
            0 => set("weight", &[1.0, 1.0]),
            _ if layer < k => set("weight", &[2.0, 2.0, -4.0, -4.0]),
            _ => set("weight", &[2.0, -4.0]),
        }
        set("bias", if layer < k { &[0.0, -0.5] } else { &[0.0] });
    }
    mean_square(&mlp, &params, k, points)
}

/// No shallow network of the class has a smaller mean squared error on `points` middles, of which
/// every window holds the same number.
pub(super) fn shallow_floor(k: usize, points: usize) -> f64 {
    let windows = 1_usize << k;
    assert!(points.is_multiple_of(2 * windows), "{points} points do not fill {windows} windows");
    let missed = (windows - 1).saturating_sub(2 * k) as f64;
    // The variance of m/2 values at distances of 1/m, each twice.
    let m = (points / windows) as f64;
    let variance = (m * m / 4.0 - 1.0) / (12.0 * m * m);
    missed / windows as f64 * variance
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_classes_have_the_same_number_of_parameters() {
        for k in 1..6 {
            for class in Class::BOTH {
                let params = class.network(k).init(&mut Stream::new("test", 0, "init"));
                assert_eq!(params.len(), 6 * k + 1, "{class:?}");
            }
        }
    }

    #[test]
    fn the_deep_network_is_exact() {
        for k in 1..6 {
            assert_eq!(written_down(k, 256), 0.0);
        }
    }

    /// One window of the target by hand.
    #[test]
    fn the_floor_counts_windows() {
        assert_eq!(shallow_floor(2, 64), 0.0);
        let continuous = 7.0 / 16.0 / 48.0;
        assert!((shallow_floor(4, 1 << 14) / continuous - 1.0).abs() < 1e-4);
        let grid = middles(64);
        let window = &targets(&grid, 3).data[12..20];
        let mean = window.iter().sum::<f64>() / 8.0;
        let variance = window.iter().map(|y| (y - mean) * (y - mean)).sum::<f64>() / 8.0;
        assert!((shallow_floor(3, 64) - variance / 8.0).abs() < 1e-15);
    }

    #[test]
    fn training_lowers_the_error_of_a_single_tooth() {
        let setting = |steps| Setting { points: 64, rate: 0.01, steps };
        let error = |steps| {
            let mut stream = Stream::new("test", 0, "init");
            trained(Class::Shallow, 1, setting(steps), &mut stream).expect("finite")
        };
        assert!(error(500) < 0.5 * error(1));
    }
}
