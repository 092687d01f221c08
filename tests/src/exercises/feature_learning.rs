//! "What standing still costs": an output scale that is a scaling, and a kernel without a
//! favourite direction.

use autodiff::Fun;
use nn::{Loss, Mlp, Objective, Optimiser, Parametrisation, Schedule, Stream, Trainer};
use ntk::{Activation, InfiniteMlp, Inputs, Scaling};
use numerics::Matrix;

// ANCHOR: path
/// The losses of a network of this width on y, step by step.
pub fn path(scaling: Parametrisation, width: usize, y: &Matrix, rate: f64) -> Vec<f64> {
    let x = Matrix::from_rows(&[[1.0, 0.0], [0.6, 0.8], [-1.0, 0.0], [0.0, -1.0]]);
    let mlp = Mlp::new(&[2, width, 1], Fun::Relu, scaling);
    let params = mlp.init(&mut Stream::new("exercise", 0, "init"));
    let objective = Objective::new(&mlp, Loss::MeanSquared, &x, y);
    let mut trainer = Trainer::new(objective, params, Optimiser::sgd(), Schedule::Constant(rate));
    (0..50).map(|_| trainer.step()).collect()
}
// ANCHOR_END: path

// ANCHOR: directions
/// The kernel of infinite width between inputs.
pub fn kernel(x: &Matrix) -> Matrix {
    let network = InfiniteMlp {
        hidden_layers: 1,
        activation: Activation::of(Fun::Relu).expect("ReLU has a kernel"),
        weight_std: 2f64.sqrt(),
        bias_std: 0.5,
        scaling: Scaling::Ntk,
    };
    network.ntk(Inputs::One(x))
}
// ANCHOR_END: directions

#[cfg(test)]
mod tests {
    use super::*;

    // ANCHOR: path_test
    #[test]
    fn the_mean_field_scaling_is_an_output_scale() {
        let (width, weight, bias) = (100, 2f64.sqrt(), 0.0);
        let y = Matrix::from_rows(&[[1.0], [-1.0], [0.5], [0.0]]);
        let mean_field = path(Parametrisation::MaximalUpdate { weight, bias }, width, &y, 0.1);
        // a = 1/10: targets ten times as large, and the loss a hundred times.
        let large = Matrix::from_fn(4, 1, |i, _| 10.0 * y.data[i]);
        let ntk = path(Parametrisation::Ntk { weight, bias }, width, &large, 0.1);
        for (mean_field, ntk) in mean_field.iter().zip(&ntk) {
            assert!((100.0 * mean_field / ntk - 1.0).abs() < 1e-9, "{mean_field} {ntk}");
        }
        assert!(mean_field[49] < 0.1 * mean_field[0]);
    }
    // ANCHOR_END: path_test

    // ANCHOR: directions_test
    #[test]
    fn the_kernel_has_no_favourite_direction() {
        let mut x = Matrix::zeros(30, 20);
        Stream::new("exercise", 0, "inputs").fill_normal(&mut x.data);
        // A turn by the angle with cosine 0.6 in the plane of the first two inputs.
        let turned = Matrix::from_fn(30, 20, |i, j| match j {
            0 => 0.6 * x[(i, 0)] - 0.8 * x[(i, 1)],
            1 => 0.8 * x[(i, 0)] + 0.6 * x[(i, 1)],
            _ => x[(i, j)],
        });
        assert!(ntk::drift(&kernel(&x), &kernel(&turned)) < 1e-14);
    }
    // ANCHOR_END: directions_test
}
