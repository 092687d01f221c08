//! What the essay's formulas say at a point, and how far the program is from it.

use autodiff::{Fun, Tape};
use geometry::ReluNetwork;
use nn::{Init, Mlp, Parametrisation, Params, Stream};
use numerics::Matrix;
use serde::{Deserialize, Serialize};

use crate::stats::largest_magnitude;

/// How often and how far two ways to compute the same thing disagree over the points of a network.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct Gaps {
    pub(super) points: u64,
    /// Points where the recursion by hand and the tape differ in a bit of an output.
    pub(super) recursion_bits: u64,
    /// Largest relative gap of the two gradients with respect to the parameters.
    pub(super) gradient: f64,
    /// Points where the forward pass with frozen gates differs in a bit of an output.
    pub(super) frozen_bits: u64,
    /// Largest relative gap of A x + c to f(x).
    pub(super) affine: f64,
    /// Largest relative gap of A to the Jacobian of reverse mode.
    pub(super) jacobian: f64,
}

impl Gaps {
    /// The worst of both.
    pub(super) fn merge(mut self, other: &Self) -> Self {
        self.points += other.points;
        self.recursion_bits += other.recursion_bits;
        self.frozen_bits += other.frozen_bits;
        raise(&mut self.gradient, other.gradient);
        raise(&mut self.affine, other.affine);
        raise(&mut self.jacobian, other.jacobian);
        self
    }
}

/// He's weights, and biases N(0, 1/4) so that creases do not meet in the origin.
pub(super) fn random_network(widths: &[usize], stream: &mut Stream) -> (Mlp, Params) {
    let mlp = Mlp::new(widths, Fun::Relu, Parametrisation::Standard(Init::HeNormal));
    let mut params = mlp.init(stream);
    for layer in 0..widths.len() - 1 {
        let bias = params.get_mut(&format!("layers.{layer}.bias")).expect("a layer");
        bias.fill_with(|| 0.5 * stream.normal());
    }
    (mlp, params)
}

/// Every gap at `points` normal points.
pub(super) fn gaps(widths: &[usize], points: u64, stream: &mut Stream) -> Gaps {
    let (mlp, params) = random_network(widths, stream);
    let network = ReluNetwork::from_params(&params).expect("the layers fit together");
    let mut gaps = Gaps { points, ..Gaps::default() };
    for _ in 0..points {
        let x: Vec<f64> = (0..widths[0]).map(|_| stream.normal()).collect();
        let tape = on_tape(&mlp, &params, &x);
        let hand = Recursion::new(&params, &x);
        gaps.recursion_bits += u64::from(bits(hand.output()) != bits(&tape.output));
        raise(&mut gaps.gradient, relative_gap(&hand.gradient(&params), &tape.gradient));

        let gates = network.gates(&x);
        gaps.frozen_bits +=
            u64::from(bits(&network.output_with_gates(&x, &gates)) != bits(&tape.output));
        let piece = network.affine_piece(&gates);
        raise(&mut gaps.affine, relative_gap(&piece.output(&x), &tape.output));
        raise(&mut gaps.jacobian, relative_gap(&piece.slope.data, &tape.jacobian.data));
    }
    gaps
}

/// What the tape computes at a point.
struct OnTape {
    output: Vec<f64>,
    /// Of the sum of the outputs, with respect to all parameters.
    gradient: Vec<f64>,
    /// One row an output, one column an input.
    jacobian: Matrix,
}

fn on_tape(mlp: &Mlp, params: &Params, x: &[f64]) -> OnTape {
    let (mut tape, mut leaves) = (Tape::new(), Vec::new());
    params.push_leaves(&mut tape, &mut leaves);
    let input = tape.leaf(1, x.len(), x);
    let y = mlp.forward(&mut tape, &leaves, input);
    let output = tape.value(y).to_vec();
    let mut seeded = |seed: &[f64], wrt: &[autodiff::Var]| -> Vec<f64> {
        let seed = tape.leaf(1, seed.len(), seed);
        let mut adjoints = Vec::new();
        tape.vjp(y, seed, wrt, &mut adjoints);
        adjoints.iter().flat_map(|&adjoint| tape.value(adjoint).to_vec()).collect()
    };
    let gradient = seeded(&vec![1.0; output.len()], &leaves);
    let unit = |k: usize| -> Vec<f64> { (0..output.len()).map(|j| f64::from(j == k)).collect() };
    let rows: Vec<Vec<f64>> = (0..output.len()).map(|k| seeded(&unit(k), &[input])).collect();
    OnTape { output, gradient, jacobian: Matrix::from_rows(&rows) }
}

/// The essay's recursion, written out: h⁰ = x, zˡ = Wˡ hˡ + bˡ, hˡ⁺¹ = relu(zˡ).
struct Recursion {
    /// h⁰, h¹, ...: what each layer is given.
    inputs: Vec<Vec<f64>>,
    /// z⁰, z¹, ...: the last one is the output.
    sums: Vec<Vec<f64>>,
}

impl Recursion {
    fn new(params: &Params, x: &[f64]) -> Self {
        let (mut inputs, mut sums) = (vec![x.to_vec()], Vec::<Vec<f64>>::new());
        for layer in 0..params.slots().len() / 2 {
            if let Some(z) = sums.last() {
                inputs.push(z.iter().map(|&z| if z > 0.0 { z } else { 0.0 }).collect());
            }
            let h = &inputs[layer];
            let (weight, bias) = weights(params, layer);
            let sum = |j: usize| {
                let mut z = 0.0;
                for (i, h) in h.iter().enumerate() {
                    z += h * weight[i * bias.len() + j];
                }
                z + bias[j]
            };
            sums.push((0..bias.len()).map(sum).collect());
        }
        Self { inputs, sums }
    }

    fn output(&self) -> &[f64] {
        &self.sums[self.sums.len() - 1]
    }

    /// The gradient of the sum of the outputs by the chain rule, in the order of the parameters.
    fn gradient(&self, params: &Params) -> Vec<f64> {
        let mut parts = Vec::new();
        let mut delta = vec![1.0; self.output().len()];
        for layer in (0..self.sums.len()).rev() {
            let h = &self.inputs[layer];
            let weight_part = h.iter().flat_map(|h| delta.iter().map(move |d| h * d));
            parts.push(weight_part.chain(delta.iter().copied()).collect::<Vec<f64>>());
            if layer > 0 {
                let (weight, _) = weights(params, layer);
                let below = &self.sums[layer - 1];
                let back = |i: usize| {
                    let row = &weight[i * delta.len()..(i + 1) * delta.len()];
                    if below[i] > 0.0 { numerics::dot(row, &delta) } else { 0.0 }
                };
                delta = (0..below.len()).map(back).collect();
            }
        }
        parts.into_iter().rev().flatten().collect()
    }
}

fn weights(params: &Params, layer: usize) -> (&[f64], &[f64]) {
    let part = |what: &str| params.get(&format!("layers.{layer}.{what}")).expect("a layer");
    (part("weight"), part("bias"))
}

fn bits(values: &[f64]) -> Vec<u64> {
    values.iter().map(|value| value.to_bits()).collect()
}

/// The largest difference relative to the largest entry.
fn relative_gap(a: &[f64], b: &[f64]) -> f64 {
    assert_eq!(a.len(), b.len(), "two vectors of one length");
    let gap = largest_magnitude(a.iter().zip(b).map(|(a, b)| a - b));
    if gap == 0.0 { 0.0 } else { gap / largest_magnitude(b.iter().copied()) }
}

fn raise(largest: &mut f64, value: f64) {
    *largest = largest_magnitude([*largest, value]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_is_relative_and_nan_is_a_gap() {
        assert_eq!(relative_gap(&[1.0, 8.0], &[1.0, 10.0]), 0.2);
        assert_eq!(relative_gap(&[0.0], &[0.0]), 0.0);
        assert!(relative_gap(&[1.0, f64::NAN], &[1.0, 1.0]).is_nan());
    }

    /// f(x) = relu(2x − 1): at x = 2 the output is 3, the slope 2.
    #[test]
    fn one_unit_by_hand() {
        let mut params = Params::new();
        params.push("layers.0.weight", 1, 1)[0] = 2.0;
        params.push("layers.0.bias", 1, 1)[0] = -1.0;
        params.push("layers.1.weight", 1, 1)[0] = 1.0;
        params.push("layers.1.bias", 1, 1)[0] = 0.0;
        let on = Recursion::new(&params, &[2.0]);
        assert_eq!((on.output(), on.gradient(&params)), (&[3.0][..], vec![2.0, 1.0, 3.0, 1.0]));
        let off = Recursion::new(&params, &[0.0]);
        assert_eq!((off.output(), off.gradient(&params)), (&[0.0][..], vec![0.0, 0.0, 0.0, 1.0]));
    }
}
