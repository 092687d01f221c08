//! The networks whose regions are counted, and the task of those that are trained.

use autodiff::Fun;
use geometry::{Affine, ReluNetwork};
use nn::{Init, Mlp, Parametrisation, Params, Stream};
use numerics::{Matrix, elementary::sin};

/// One hidden layer of standard normal weights and biases on two inputs: random lines.
pub(super) fn lines(lines: usize, stream: &mut Stream) -> ReluNetwork {
    let weight = Matrix::from_fn(lines, 2, |_, _| stream.normal());
    let bias = (0..lines).map(|_| stream.normal()).collect();
    let sum = Affine { weight: Matrix::from_fn(1, lines, |_, _| 1.0), bias: vec![0.0] };
    ReluNetwork::new(vec![Affine { weight, bias }, sum]).expect("shapes that fit")
}

/// Hidden layers of these widths and one output, with He's weights.
pub(super) fn mlp(inputs: usize, hidden: &[usize]) -> Mlp {
    let widths = [&[inputs][..], hidden, &[1]].concat();
    Mlp::new(&widths, Fun::Relu, Parametrisation::Standard(Init::HeNormal))
}

/// Initial parameters whose biases are normal with this standard deviation. They are drawn after
/// the weights, so the weights do not depend on it.
pub(super) fn init(mlp: &Mlp, bias: f64, stream: &mut Stream) -> Params {
    let mut params = mlp.init(stream);
    for layer in 0..mlp.widths().len() - 1 {
        let entries = params.get_mut(&format!("layers.{layer}.bias")).expect("every layer has one");
        stream.fill_normal(entries);
        entries.iter_mut().for_each(|b| *b *= bias);
    }
    params
}

/// The tent map T(x) = relu(2x) − relu(4x − 2), composed with itself.
pub(super) fn sawtooth(folds: usize) -> ReluNetwork {
    let bias = || vec![0.0, -2.0];
    let first = Affine { weight: Matrix::from_rows(&[[2.0], [4.0]]), bias: bias() };
    let again = || Affine { weight: Matrix::from_rows(&[[2.0, -2.0], [4.0, -4.0]]), bias: bias() };
    let last = Affine { weight: Matrix::from_rows(&[[1.0, -1.0]]), bias: vec![0.0] };
    let mut layers = vec![first];
    layers.extend((1..folds).map(|_| again()));
    layers.push(last);
    ReluNetwork::new(layers).expect("shapes that fit")
}

/// Points of the square |xᵢ| < 1 with the class ±1 of sin 5x₁ + sin 5x₂.
pub(super) fn waves(points: usize, stream: &mut Stream) -> (Matrix, Matrix) {
    let inputs = Matrix::from_fn(points, 2, |_, _| stream.uniform_in(-1.0, 1.0));
    let class = |i| {
        let sum = sin(5.0 * inputs[(i, 0)]) + sin(5.0 * inputs[(i, 1)]);
        if sum > 0.0 { 1.0 } else { -1.0 }
    };
    let targets = Matrix::from_fn(points, 1, |i, _| class(i));
    (inputs, targets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn biases_have_their_spread_and_leave_the_weights_alone() {
        let mlp = mlp(1, &[200, 200]);
        let of = |bias| init(&mlp, bias, &mut Stream::new("test", 0, "init"));
        let (one, tenth) = (of(1.0), of(0.1));
        assert_eq!(one.get("layers.1.weight"), tenth.get("layers.1.weight"));
        let biases = one.get("layers.1.bias").unwrap();
        let variance = biases.iter().map(|b| b * b).sum::<f64>() / 200.0;
        assert!((variance - 1.0).abs() < 0.3, "{variance}");
        assert_eq!(tenth.get("layers.1.bias").unwrap()[7], 0.1 * biases[7]);
    }

    #[test]
    fn the_tent_map_is_a_tent() {
        let network = sawtooth(2);
        for (x, y) in [(0.0, 0.0), (0.125, 0.5), (0.25, 1.0), (0.5, 0.0), (0.75, 1.0), (1.0, 0.0)] {
            assert_eq!(network.output(&[x]), [y]);
        }
    }
}
