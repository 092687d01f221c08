//! One cell: a network in training beside the kernel regressions that might describe it.

use autodiff::Fun;
use nn::{Loss, Mlp, Objective, Optimiser, Parametrisation, Schedule, Stream, Trainer};
use ntk::{Fit, Inputs, KernelRegression, Start};
use numerics::Matrix;
use numerics::elementary::{cos, sin};
use serde::{Deserialize, Serialize};

use super::{Cell, Outcome, Regression};
use crate::Experiment;
use crate::tangent::{limit, regression};

/// Standard deviations of weights (times √fan_in) and biases, of the network and of the kernel.
const WEIGHT: f64 = std::f64::consts::SQRT_2;
const BIAS: f64 = 0.5;

/// Training after so many steps, in comparison. Errors are mean squares over the grid against the
/// function without noise; distances are root mean squares over the grid. The function itself
/// has the mean square 1.
#[derive(Serialize, Deserialize)]
pub(super) struct Stop {
    pub(super) steps: u64,
    /// The network's error; none if it diverged, like the next two.
    pub(super) network: Option<f64>,
    /// From the network to the kernel's gradient descent that starts at the network's f₀, ...
    pub(super) to_descent: Option<f64>,
    /// ... and to the one that starts at zero.
    pub(super) to_plain_descent: Option<f64>,
    /// The error of the former, ...
    pub(super) descent: f64,
    /// ... of the latter, ...
    pub(super) plain_descent: f64,
    /// ... and of ridge regression with the ridge 1 / (rate · steps).
    pub(super) ridge: f64,
    /// From the kernel's descent that starts at zero to the closest of all ridges.
    pub(super) descent_to_ridge: f64,
}

/// Distances of ridge regression, ridge after ridge, to the limits of gradient flow.
#[derive(Serialize, Deserialize)]
pub(super) struct Ridges {
    /// From the network's f₀.
    pub(super) to_limit: Vec<f64>,
    /// From zero.
    pub(super) to_plain_limit: Vec<f64>,
}

/// Functions on the grid, and the data.
#[derive(Serialize, Deserialize)]
pub(super) struct Curves {
    pub(super) targets: Vec<f64>,
    pub(super) truth: Vec<f64>,
    pub(super) start: Vec<f64>,
    /// The network after the last step; none if it diverged.
    pub(super) network: Vec<Option<f64>>,
    pub(super) limit: Vec<f64>,
    pub(super) plain_limit: Vec<f64>,
}

pub(super) fn run(cell: &Cell) -> Outcome {
    let [points, of] = cell.points;
    let (x, grid) = (first(&circle(of, 0.0), points), circle(cell.grid, 0.5));
    let truth = values(cell.grid, 0.5);
    let mut noise = Stream::new(Regression::ID, cell.seed, "noise");
    let mut targets = first(&values(of, 0.0), points);
    targets.data.iter_mut().for_each(|y| *y += cell.noise * noise.normal());

    let mlp = Mlp::new(
        &[2, cell.width, 1],
        Fun::Relu,
        Parametrisation::Ntk { weight: WEIGHT, bias: BIAS },
    );
    let init = format!("init {}", cell.width);
    let params = mlp.init(&mut Stream::new(Regression::ID, cell.seed, &init));
    let (at_points, at_grid) = (mlp.predict(&params, &x), mlp.predict(&params, &grid));
    let kernel = Predictor::new(&x, &grid, &targets);
    let from_network = Start { training: &at_points, others: &at_grid };
    let (no_points, no_grid) = (Matrix::zeros(points, 1), Matrix::zeros(cell.grid, 1));
    let from_zero = Start { training: &no_points, others: &no_grid };

    let largest = 2.0 / kernel.regression.largest_stable_rate();
    let ridges: Vec<Matrix> = powers(cell.ridges)
        .map(|power| kernel.at(Fit::Ridge(largest * power_of_two(power)), from_zero))
        .collect();
    let rate = cell.share / largest;
    // The trainer's loss is the mean of squares, the kernel's half their sum.
    let schedule = Schedule::Constant(rate * points as f64 / 2.0);
    let objective = Objective::new(&mlp, Loss::MeanSquared, &x, &targets);
    let mut trainer = Trainer::new(objective, params, Optimiser::sgd(), schedule);
    let stop = |doubling: u32| {
        let steps = 1 << doubling;
        trainer.run(steps - trainer.steps(), |_, _| ());
        let network = mlp.predict(trainer.params(), &grid);
        let fit = Fit::Descent { rate, steps: steps as u32 };
        let descent = kernel.at(fit, from_network);
        let plain_descent = kernel.at(fit, from_zero);
        let ridge = kernel.at(Fit::Ridge(1.0 / (rate * steps as f64)), from_zero);
        Stop {
            steps,
            network: finite(mean_square(&network, &truth)),
            to_descent: finite(distance(&network, &descent)),
            to_plain_descent: finite(distance(&network, &plain_descent)),
            descent: mean_square(&descent, &truth),
            plain_descent: mean_square(&plain_descent, &truth),
            ridge: mean_square(&ridge, &truth),
            descent_to_ridge: least(ridges.iter().map(|f| distance(f, &plain_descent))),
        }
    };
    let stops = (0..=cell.doublings).map(stop).collect();
    let limit = kernel.at(Fit::Ridgeless, from_network);
    let plain_limit = kernel.at(Fit::Ridgeless, from_zero);
    Outcome {
        stops,
        ridges: Ridges {
            to_limit: ridges.iter().map(|f| distance(f, &limit)).collect(),
            to_plain_limit: ridges.iter().map(|f| distance(f, &plain_limit)).collect(),
        },
        limit_error: mean_square(&plain_limit, &truth),
        limit_error_with_start: mean_square(&limit, &truth),
        curves: cell.curves.then(|| Curves {
            targets: targets.data.clone(),
            truth: truth.data.clone(),
            start: at_grid.data.clone(),
            network: mlp.predict(trainer.params(), &grid).data.into_iter().map(finite).collect(),
            limit: limit.data.clone(),
            plain_limit: plain_limit.data.clone(),
        }),
    }
}

/// The regressions of one data set by the kernel of infinite width.
struct Predictor<'a> {
    regression: KernelRegression,
    cross: Matrix,
    targets: &'a Matrix,
}

impl<'a> Predictor<'a> {
    fn new(x: &Matrix, grid: &Matrix, targets: &'a Matrix) -> Self {
        let network = limit(Fun::Relu, 1, WEIGHT, BIAS);
        let regression = regression(&network.ntk(Inputs::One(x)));
        Self { regression, cross: network.ntk(Inputs::Two(grid, x)), targets }
    }

    fn at(&self, fit: Fit, start: Start<'_>) -> Matrix {
        self.regression.predict(fit, &self.cross, self.targets, start)
    }
}

/// The angle of point i of n, which may be shifted by a part of their distance.
pub(super) fn angle(i: usize, n: usize, shift: f64) -> f64 {
    std::f64::consts::TAU * (i as f64 + shift) / n as f64
}

/// Points on the circle of radius √2, where coordinates are of order one.
fn circle(n: usize, shift: f64) -> Matrix {
    Matrix::from_fn(n, 2, |i, axis| {
        let angle = angle(i, n, shift);
        std::f64::consts::SQRT_2 * if axis == 0 { cos(angle) } else { sin(angle) }
    })
}

/// What is to be learned: sin ω + cos 2ω at the angle ω. Its mean square is 1.
fn values(n: usize, shift: f64) -> Matrix {
    Matrix::from_fn(n, 1, |i, _| {
        let angle = angle(i, n, shift);
        sin(angle) + cos(2.0 * angle)
    })
}

/// The first rows.
fn first(matrix: &Matrix, rows: usize) -> Matrix {
    Matrix::from_fn(rows, matrix.cols, |i, j| matrix[(i, j)])
}

/// From the first power down to the last.
fn powers([first, last]: [i32; 2]) -> impl Iterator<Item = i32> {
    (last..=first).rev()
}

pub(super) fn power_of_two(power: i32) -> f64 {
    let factor = if power < 0 { 0.5 } else { 2.0 };
    (0..power.abs()).fold(1.0, |product, _| product * factor)
}

fn mean_square(a: &Matrix, b: &Matrix) -> f64 {
    let squares: Vec<f64> = a.data.iter().zip(&b.data).map(|(a, b)| (a - b) * (a - b)).collect();
    numerics::sum(&squares) / squares.len() as f64
}

fn distance(a: &Matrix, b: &Matrix) -> f64 {
    mean_square(a, b).sqrt()
}

pub(super) fn least(values: impl Iterator<Item = f64>) -> f64 {
    values.fold(f64::INFINITY, |least, value| if value < least { value } else { least })
}

fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use report::Profile;

    fn cell(width: usize, seed: u64) -> Cell {
        let constants = Regression::constants(Profile::Full);
        let cell = Regression::cells(&constants, seed).swap_remove(0);
        Cell { width, doublings: 7, ..cell }
    }

    fn last(outcome: &Outcome) -> &Stop {
        outcome.stops.last().expect("a stop")
    }

    /// Real descent follows the closed form, and the better the wider; without f₀ the closed form
    /// is of another function.
    #[test]
    fn the_network_follows_the_kernel_from_its_own_start() {
        let apart = |width| {
            let gaps =
                (0..4).map(|seed| last(&run(&cell(width, seed))).to_descent.expect("finite"));
            gaps.sum::<f64>() / 4.0
        };
        let (narrow, wide) = (apart(32), apart(1024));
        assert!(wide < 0.4 * narrow, "{narrow} {wide}");
        let outcome = run(&cell(1024, 0));
        assert!(last(&outcome).to_plain_descent > last(&outcome).to_descent);
    }

    /// From zero, a vanishing ridge is the limit; from f₀ no ridge is.
    #[test]
    fn no_ridge_knows_the_start() {
        let outcome = run(&cell(64, 1));
        let Ridges { to_limit, to_plain_limit } = outcome.ridges;
        assert_eq!((to_limit.len(), powers([2, -1]).last()), (51, Some(-1)));
        assert!(to_plain_limit[50] < 1e-6 && to_plain_limit[20] > 1e-6, "{to_plain_limit:?}");
        assert!(to_limit.iter().all(|&distance| distance > 0.01));
        // A ridge far above all eigenvalues leaves zero, as do no steps.
        assert!(to_plain_limit[0] > 0.8);
    }

    /// At all data the limit has the values that were to be learned: the f₀ term cancels there.
    #[test]
    fn the_limit_interpolates_whatever_the_start() {
        let (x, targets) = (circle(8, 0.0), values(8, 0.0));
        let kernel = Predictor::new(&x, &x, &targets);
        let start = Matrix::from_fn(8, 1, |i, _| 3.0 - i as f64);
        let found = kernel.at(Fit::Ridgeless, Start { training: &start, others: &start });
        assert!(distance(&found, &targets) < 1e-12);
    }

    #[test]
    fn the_function_has_mean_square_one() {
        let f = values(64, 0.5);
        assert!((mean_square(&f, &Matrix::zeros(64, 1)) - 1.0).abs() < 1e-14);
        assert_eq!([power_of_two(3), power_of_two(-2), power_of_two(0)], [8.0, 0.25, 1.0]);
    }
}
