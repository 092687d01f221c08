//! The networks, and the weights that they start from.

use autodiff::Fun;
use nn::{Init, Mlp, Parametrisation, Params, Stream};
use numerics::Matrix;
use serde::{Deserialize, Serialize};

/// Where training starts.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum Start {
    /// PyTorch's default, inputs from 0 to 1.
    Torch,
    /// He's initialisation, inputs centred to run from -1 to 1.
    He,
    /// The exact weights of the sawtooth in two units of each layer and zeros elsewhere, with
    /// normal noise on every one of them; inputs from 0 to 1.
    NearExact {
        /// The standard deviation.
        noise: f64,
    },
}

impl Start {
    pub(super) fn name(self) -> String {
        match self {
            Self::Torch => "default".to_owned(),
            Self::He => "He, centred".to_owned(),
            Self::NearExact { noise } => format!("exact ± {noise}"),
        }
    }

    /// The key of its values.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Torch => "default",
            Self::He => "he",
            Self::NearExact { .. } => "near_exact",
        }
    }

    /// The inputs as the network sees them.
    pub(super) fn scale(self, mut x: Matrix) -> Matrix {
        if self == Self::He {
            x.data.iter_mut().for_each(|x| *x = 2.0 * *x - 1.0);
        }
        x
    }

    /// The weights.
    pub(super) fn params(self, mlp: &Mlp, stream: &mut Stream) -> Params {
        let mut params = mlp.init(stream);
        if let Self::NearExact { noise } = self {
            set_exact(&mut params);
            for value in params.data_mut() {
                *value += noise * stream.normal();
            }
        }
        params
    }
}

/// Writes the weights of the iterated triangle map: T(z) = 2 relu(z) - 4 relu(z - 1/2) in the first
/// two units of every layer.
fn set_exact(params: &mut Params) {
    params.data_mut().fill(0.0);
    let slots = params.slots().to_vec();
    for (l, pair) in slots.as_chunks::<2>().0.iter().enumerate() {
        let [weight, bias] = pair;
        let last = 2 * l + 2 == slots.len();
        let outputs = if last { 1 } else { 2 };
        let incoming = if l == 0 { &[1.0][..] } else { &[2.0, -4.0] };
        let (start, columns) = (weight.range().start, weight.cols);
        for (i, &value) in incoming.iter().enumerate() {
            for j in 0..outputs {
                params.data_mut()[start + i * columns + j] = value;
            }
        }
        if !last {
            params.data_mut()[bias.range().start + 1] = -0.5;
        }
    }
}

/// One input, ReLU layers, one output.
pub(super) fn mlp(hidden: &[usize], start: Start) -> Mlp {
    let init = if start == Start::He { Init::HeNormal } else { Init::Torch };
    Mlp::new(&widths(hidden), Fun::Relu, Parametrisation::Standard(init))
}

/// As many layers as iterations.
pub(super) fn deep(width: usize, iterations: u32) -> Vec<usize> {
    vec![width; iterations as usize]
}

/// One hidden layer with the number of parameters nearest to that of these layers: H units have
/// 3 H + 1.
pub(super) fn shallow_like(hidden: &[usize]) -> Vec<usize> {
    let widths = widths(hidden);
    let parameters: usize = widths.windows(2).map(|pair| (pair[0] + 1) * pair[1]).sum();
    // (P - 1) / 3, rounded to the nearest whole number.
    vec![parameters / 3]
}

fn widths(hidden: &[usize]) -> Vec<usize> {
    [&[1], hidden, &[1]].concat()
}

/// The triangle map, `k` times.
pub(super) fn iterated_tent(k: u32, x: f64) -> f64 {
    (0..k).fold(x, |z, _| 1.0 - (2.0 * z - 1.0).abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exact_weights_are_the_iterated_triangle_map() {
        for (k, width) in [(1, 2), (3, 2), (5, 8)] {
            let mlp = mlp(&deep(width, k), Start::Torch);
            let mut stream = Stream::new("test", 0, "init");
            let params = Start::NearExact { noise: 0.0 }.params(&mlp, &mut stream);
            let x = Matrix::from_fn(257, 1, |i, _| i as f64 / 256.0);
            let fit = mlp.predict(&params, &x);
            for (x, fit) in x.data.iter().zip(fit.data) {
                assert_eq!(fit, iterated_tent(k, *x), "k = {k} at {x}");
            }
        }
    }

    /// (P - 1) / 3 for P = 3 n, 3 n + 1, 3 n + 2 is nearest to n.
    #[test]
    fn one_layer_has_as_many_parameters_to_within_one() {
        let count = |hidden: &[usize]| -> usize {
            widths(hidden).windows(2).map(|pair| (pair[0] + 1) * pair[1]).sum()
        };
        for (width, k) in [(8, 1), (8, 2), (8, 5), (32, 4), (7, 3)] {
            let hidden = deep(width, k);
            assert!(count(&shallow_like(&hidden)).abs_diff(count(&hidden)) <= 1);
        }
        assert_eq!(count(&deep(8, 2)), 97);
        assert_eq!(shallow_like(&deep(8, 1)), [8]);
    }

    #[test]
    fn centred_inputs_run_from_minus_one_to_one() {
        let x = Matrix::from_vec(2, 1, vec![0.0, 1.0]);
        assert_eq!(Start::He.scale(x.clone()).data, [-1.0, 1.0]);
        assert_eq!(Start::Torch.scale(x).data, [0.0, 1.0]);
    }
}
