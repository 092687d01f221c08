//! Fully connected networks.

use crate::{Network, Parametrisation, Params, Stream, layers};
use autodiff::{Fun, Tape, Var};
use numerics::Matrix;

/// A recipe for a multi-layer perceptron: it says how to make parameters and how to compute with
/// them, and owns no values.
///
/// Layer l maps the n × fan_in matrix x, one example a row, to x W + b and applies the
/// activation, except after the last layer. The parameters are `layers.l.weight` (fan_in ×
/// fan_out; PyTorch's `Linear` keeps the transpose) and `layers.l.bias` (1 × fan_out), for
/// l = 0, 1, … in that order.
///
/// ```
/// use autodiff::{Fun, Tape};
/// use nn::{Init, Mlp, Parametrisation, Stream};
///
/// let mlp = Mlp::new(&[2, 3, 1], Fun::Tanh, Parametrisation::Standard(Init::GlorotNormal));
/// let params = mlp.init(&mut Stream::new("example", 0, "init"));
/// assert_eq!(params.len(), 2 * 3 + 3 + 3 * 1 + 1);
///
/// let mut tape = Tape::new();
/// let mut leaves = Vec::new();
/// params.push_leaves(&mut tape, &mut leaves);
/// let x = tape.leaf(1, 2, &[0.5, -1.0]);
/// let y = mlp.forward(&mut tape, &leaves, x);
/// assert!(tape.scalar(y).is_finite());
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Mlp {
    widths: Vec<usize>,
    activation: Fun,
    parametrisation: Parametrisation,
}

impl Mlp {
    /// A network with `widths[0]` inputs, hidden layers of the widths between, and as many
    /// outputs as the last width says.
    ///
    /// # Panics
    ///
    /// If there are fewer than two widths, or if one is zero.
    #[track_caller]
    pub fn new(widths: &[usize], activation: Fun, parametrisation: Parametrisation) -> Self {
        assert!(widths.len() >= 2, "a network needs inputs and outputs, got widths {widths:?}");
        assert!(!widths.contains(&0), "every layer needs a unit, got widths {widths:?}");
        Self { widths: widths.to_vec(), activation, parametrisation }
    }

    /// The widths of all layers, inputs and outputs included.
    pub fn widths(&self) -> &[usize] {
        &self.widths
    }

    /// Draws initial parameters: layer after layer, the weight row by row before the bias.
    pub fn init(&self, stream: &mut Stream) -> Params {
        let mut params = Params::new();
        self.push_slots("", &mut params, stream);
        params
    }

    fn push_slots(&self, prefix: &str, params: &mut Params, stream: &mut Stream) {
        for layer in self.layers() {
            let Layer { index, fan_in, fan_out, last } = layer;
            let weight = params.push(&format!("{prefix}layers.{index}.weight"), fan_in, fan_out);
            self.parametrisation.weight(fan_in, fan_out, last).init.fill(stream, weight);
            let bias = params.push(&format!("{prefix}layers.{index}.bias"), 1, fan_out);
            self.parametrisation.bias(fan_in, fan_out, last).init.fill(stream, bias);
        }
    }

    /// Pushes the network's outputs (n × last width) for the inputs `x` (n × first width), where
    /// `params` are the leaves of [`Params::push_leaves`].
    ///
    /// # Panics
    ///
    /// If the number or the shapes of the variables do not fit.
    #[track_caller]
    pub fn forward(&self, tape: &mut Tape, params: &[Var], x: Var) -> Var {
        let (pairs, rest) = params.as_chunks::<2>();
        assert!(
            rest.is_empty() && pairs.len() == self.widths.len() - 1,
            "widths {:?} need a weight and a bias a layer, got {} variables",
            self.widths,
            params.len()
        );
        let mut h = x;
        for (layer, &[weight, bias]) in self.layers().zip(pairs) {
            let Layer { fan_in, fan_out, last, .. } = layer;
            let a = self.parametrisation.weight(fan_in, fan_out, last).factor;
            let c = self.parametrisation.bias(fan_in, fan_out, last).factor;
            let weight = scaled(tape, weight, a);
            let bias = scaled(tape, bias, c);
            h = if last {
                tape.affine(h, weight, bias)
            } else {
                tape.layer(self.activation, h, weight, bias)
            };
        }
        h
    }

    /// The outputs for inputs of one example a row, computed without derivatives.
    pub fn predict(&self, params: &Params, inputs: &Matrix) -> Matrix {
        Network::predict(self, params, inputs)
    }

    fn layers(&self) -> impl Iterator<Item = Layer> {
        let last = self.widths.len() - 2;
        let fans = self.widths.windows(2).enumerate();
        fans.map(move |(index, fans)| Layer {
            index,
            fan_in: fans[0],
            fan_out: fans[1],
            last: index == last,
        })
    }
}

impl Network for Mlp {
    #[track_caller]
    fn forward(&self, tape: &mut Tape, params: &[Var], x: Var) -> Var {
        Mlp::forward(self, tape, params, x)
    }

    fn ends(&self) -> Option<(usize, usize)> {
        Some((self.widths[0], self.widths[self.widths.len() - 1]))
    }

    /// So many that a block has about 16,384 activations, inputs and outputs included, but at
    /// least 32.
    ///
    /// A forward and a reverse pass hold a few numbers for each activation, so a block takes about
    /// half a megabyte, which fits a second-level cache. On networks of 4 to 256 units in one to
    /// three layers every choice from half to twice as many rows took the same time within 10 %;
    /// with all rows at once 256 sigmoids took 1.8 times as long. Below 32 rows it is the weights
    /// that are fetched too often.
    fn block_rows(&self) -> usize {
        let rows = 16_384 / self.widths.iter().sum::<usize>();
        if rows < 32 { 32 } else { rows }
    }
}

/// On a batch of structured data, each position by itself.
impl layers::Layer for Mlp {
    fn add_slots(&self, name: &str, params: &mut Params, stream: &mut Stream) {
        self.push_slots(&format!("{name}."), params, stream);
    }

    fn slots(&self) -> usize {
        2 * (self.widths.len() - 1)
    }

    #[track_caller]
    fn forward(&self, tape: &mut Tape, params: &[Var], x: Var) -> Var {
        Mlp::forward(self, tape, params, x)
    }
}

struct Layer {
    index: usize,
    fan_in: usize,
    fan_out: usize,
    last: bool,
}

/// `factor` times a parameter, without a node for the factor 1.
fn scaled(tape: &mut Tape, parameter: Var, factor: f64) -> Var {
    if factor == 1.0 { parameter } else { tape.scale(parameter, factor) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Init;
    use numerics::elementary::tanh;

    const STANDARD: Parametrisation = Parametrisation::Standard(Init::GlorotNormal);

    fn stream() -> Stream {
        Stream::new("nn.mlp", 0, "init")
    }

    #[test]
    fn parameters_have_names_shapes_and_their_own_spread() {
        let params = Mlp::new(&[1, 16, 1], Fun::Sigmoid, STANDARD).init(&mut stream());
        let slots: Vec<_> = params.slots().iter().map(|s| (&*s.name, s.rows, s.cols)).collect();
        let expected = [
            ("layers.0.weight", 1, 16),
            ("layers.0.bias", 1, 16),
            ("layers.1.weight", 16, 1),
            ("layers.1.bias", 1, 1),
        ];
        assert_eq!(slots, expected);

        // Glorot's normal law: √(2 / (1 + 16)) times the stream's normals, and zero biases that
        // draw nothing.
        let mut normals = [0.0; 32];
        stream().fill_normal(&mut normals);
        let std = (2.0_f64 / 17.0).sqrt();
        let drawn = normals.map(|z| std * z);
        assert_eq!(params.get("layers.0.weight"), Some(&drawn[..16]));
        assert_eq!(params.get("layers.1.weight"), Some(&drawn[16..]));
        assert_eq!(params.get("layers.0.bias"), Some(&[0.0; 16][..]));
        assert_eq!(params.get("layers.1.bias"), Some(&[0.0][..]));
    }

    /// The definition, unit by unit, with every parametrisation's factors.
    #[test]
    fn forward_is_what_it_says() {
        let widths = [3, 5, 4, 2];
        for parametrisation in [
            Parametrisation::Standard(Init::Torch),
            Parametrisation::Ntk { weight: 1.3, bias: 0.7 },
            Parametrisation::MaximalUpdate { weight: 1.3, bias: 0.7 },
        ] {
            let mlp = Mlp::new(&widths, Fun::Tanh, parametrisation);
            let params = mlp.init(&mut stream());
            let inputs = Matrix { rows: 2, cols: 3, data: vec![0.3, -0.8, 0.5, 1.0, 0.1, -2.0] };
            let found = mlp.predict(&params, &inputs);
            assert_eq!((found.rows, found.cols), (2, 2));

            for (x, found) in inputs.data.chunks(3).zip(found.data.chunks(2)) {
                let mut h = x.to_vec();
                for (l, fans) in widths.windows(2).enumerate() {
                    let last = l == 2;
                    let a = parametrisation.weight(fans[0], fans[1], last).factor;
                    let c = parametrisation.bias(fans[0], fans[1], last).factor;
                    let w = params.get(&format!("layers.{l}.weight")).unwrap();
                    let b = params.get(&format!("layers.{l}.bias")).unwrap();
                    h = (0..fans[1])
                        .map(|j| {
                            let products =
                                h.iter().enumerate().map(|(i, h)| h * w[i * fans[1] + j]);
                            let y = a * products.sum::<f64>() + c * b[j];
                            if last { y } else { tanh(y) }
                        })
                        .collect();
                }
                for (found, expected) in found.iter().zip(h) {
                    assert!((found - expected).abs() < 1e-14, "{parametrisation:?}");
                }
            }
        }
    }

    #[test]
    fn without_a_hidden_layer_it_is_affine() {
        let mlp = Mlp::new(&[1, 1], Fun::Relu, STANDARD);
        let mut params = mlp.init(&mut stream());
        params.data_mut().copy_from_slice(&[2.0, -3.0]);
        let x = Matrix { rows: 3, cols: 1, data: vec![-1.0, 0.0, 4.0] };
        assert_eq!(mlp.predict(&params, &x).data, [-5.0, -3.0, 5.0]);
    }

    #[test]
    #[should_panic(expected = "needs inputs and outputs, got widths [3]")]
    fn one_width_is_refused() {
        Mlp::new(&[3], Fun::Relu, STANDARD);
    }

    #[test]
    #[should_panic(expected = "every layer needs a unit, got widths [3, 0, 1]")]
    fn an_empty_layer_is_refused() {
        Mlp::new(&[3, 0, 1], Fun::Relu, STANDARD);
    }

    #[test]
    #[should_panic(expected = "widths [1, 1] need a weight and a bias a layer, got 1 variables")]
    fn a_missing_parameter_is_refused() {
        let mut tape = Tape::new();
        let x = tape.leaf(1, 1, &[1.0]);
        Mlp::new(&[1, 1], Fun::Relu, STANDARD).forward(&mut tape, &[x], x);
    }
}
