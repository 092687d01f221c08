//! What the lesson's program trains, and the best that it could find.

use nn::{Mlp, Params};
use numerics::{Matrix, linalg};
use serde::{Deserialize, Serialize};

/// The least-squares problem that the last layer is.
#[derive(Serialize, Deserialize)]
pub(super) struct LastLayer {
    /// The mean squared error before training.
    pub(super) before: f64,
    /// The least mean squared error over all last layers.
    pub(super) optimum: f64,
    /// The number of independent functions among the hidden units and the constant.
    pub(super) rank: usize,
    /// What each unit of the last hidden layer is at the smallest input, at zero, and at the
    /// largest: all there is to know of it, since its only kink is at zero.
    pub(super) units: Vec<[f64; 3]>,
}

impl LastLayer {
    pub(super) fn of(mlp: &Mlp, params: &Params, inputs: &Matrix, targets: &Matrix) -> Self {
        let features = with_constant(&hidden_units(mlp, params, inputs));
        let found = linalg::min_norm_least_squares_svd(&features, targets)
            .expect("units of finite weights are finite");
        let fit = features.matmul(&found.solution);
        let start = mlp.predict(params, inputs);
        let ends = Matrix::from_rows(&[[inputs.data[0]], [0.0], [inputs.data[inputs.rows - 1]]]);
        let at_ends = hidden_units(mlp, params, &ends);
        Self {
            before: super::mean_square(&start.data, &targets.data),
            optimum: super::mean_square(&fit.data, &targets.data),
            rank: found.rank,
            units: (0..at_ends.cols)
                .map(|j| [at_ends[(0, j)], at_ends[(1, j)], at_ends[(2, j)]])
                .collect(),
        }
    }
}

/// The lesson's loop: every layer is evaluated, the last one is moved.
pub(super) fn descend(
    mlp: &Mlp,
    mut params: Params,
    inputs: &Matrix,
    targets: &Matrix,
    rate: f64,
    steps: u64,
) -> Params {
    // The hidden layers stay as they are, so their outputs do, too.
    let features = with_constant(&hidden_units(mlp, &params, inputs));
    let transposed = features.transpose();
    let [weight, bias] = last_slots(mlp);
    let mut last = params.get(&weight).expect("a last layer").to_vec();
    last.extend(params.get(&bias).expect("a last layer"));
    let mut last = Matrix::from_vec(last.len(), 1, last);
    for _ in 0..steps {
        let mut delta = features.matmul(&last);
        for (delta, target) in delta.data.iter_mut().zip(&targets.data) {
            *delta = 2.0 * (*delta - target) / targets.rows as f64;
        }
        let gradient = transposed.matmul(&delta);
        for (value, gradient) in last.data.iter_mut().zip(&gradient.data) {
            *value -= rate * gradient;
        }
    }
    let (weights, constant) = last.data.split_at(last.rows - 1);
    params.get_mut(&weight).expect("a last layer").copy_from_slice(weights);
    params.get_mut(&bias).expect("a last layer").copy_from_slice(constant);
    params
}

/// The names of the last weight and the last bias.
fn last_slots(mlp: &Mlp) -> [String; 2] {
    let last = mlp.widths().len() - 2;
    ["weight", "bias"].map(|slot| format!("layers.{last}.{slot}"))
}

/// The outputs of the last hidden layer: the network without its last layer, whose values no
/// activation follows in [`Mlp`].
fn hidden_units(mlp: &Mlp, params: &Params, inputs: &Matrix) -> Matrix {
    let widths = mlp.widths();
    let mut values = inputs.clone();
    for l in 0..widths.len() - 2 {
        let slot = |name: &str| params.get(&format!("layers.{l}.{name}")).expect("a layer");
        let weight = Matrix::from_vec(widths[l], widths[l + 1], slot("weight").to_vec());
        values = values.matmul(&weight);
        for row in values.data.chunks_mut(widths[l + 1]) {
            for (value, bias) in row.iter_mut().zip(slot("bias")) {
                let z = *value + bias;
                *value = if z > 0.0 { z } else { 0.0 };
            }
        }
    }
    values
}

/// The matrix with a column of ones after the others.
fn with_constant(matrix: &Matrix) -> Matrix {
    let entry = |i, j| if j < matrix.cols { matrix[(i, j)] } else { 1.0 };
    Matrix::from_fn(matrix.rows, matrix.cols + 1, entry)
}

#[cfg(test)]
mod tests {
    use super::super::{grid, mlp, values};
    use super::*;
    use nn::{Loss, Objective, Stream};

    fn start(hidden: &[usize]) -> (Mlp, Params) {
        let mlp = mlp(hidden);
        let params = mlp.init(&mut Stream::new("test", 1, "init"));
        (mlp, params)
    }

    /// One step moves the last layer as gradient descent on the whole network would, and nothing
    /// else.
    #[test]
    fn a_step_is_the_gradients_last_part() {
        let (mlp, params) = start(&[7, 5]);
        let inputs = grid(40);
        let targets = values(&inputs);
        let mut gradient = params.zeros_like();
        Objective::new(&mlp, Loss::MeanSquared, &inputs, &targets)
            .full(&params, gradient.data_mut());
        let after = descend(&mlp, params.clone(), &inputs, &targets, 0.01, 1);
        for (slot, values) in params.iter() {
            let (moved, gradient) = (after.get(&slot.name), gradient.get(&slot.name));
            let rate = if slot.name.starts_with("layers.2") { 0.01 } else { 0.0 };
            let pairs = values.iter().zip(gradient.expect("the slot"));
            for ((value, gradient), moved) in pairs.zip(moved.expect("the slot")) {
                assert!((value - rate * gradient - moved).abs() < 1e-15, "{}", slot.name);
            }
        }
    }

    /// Without biases everything bends at zero and nowhere else, so three functions are all.
    #[test]
    fn every_depth_spans_the_same_three_functions() {
        let inputs = grid(101);
        let targets = values(&inputs);
        let optimum = |hidden: &[usize]| {
            let (mlp, params) = start(hidden);
            let layer = LastLayer::of(&mlp, &params, &inputs, &targets);
            assert_eq!(layer.rank, 3, "{hidden:?}");
            for [left, middle, right] in layer.units {
                assert!(middle == 0.0 && left >= 0.0 && right >= 0.0);
            }
            layer.optimum
        };
        let shallow = optimum(&[30]);
        assert!((optimum(&[12, 12, 12]) / shallow - 1.0).abs() < 1e-12);
    }

    #[test]
    fn enough_steps_reach_the_optimum() {
        let (mlp, params) = start(&[10]);
        let inputs = grid(50);
        let targets = values(&inputs);
        let optimum = LastLayer::of(&mlp, &params, &inputs, &targets).optimum;
        let after = descend(&mlp, params, &inputs, &targets, 0.02, 20_000);
        let error = crate::experiments::depth_comparison::mean_square(
            &mlp.predict(&after, &inputs).data,
            &targets.data,
        );
        assert!(optimum <= error && error < 1.0001 * optimum, "{error} {optimum}");
    }
}
