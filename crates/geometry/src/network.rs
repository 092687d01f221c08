//! A ReLU network as plain weights, its gates, and the affine map of a pattern of gates.

use crate::Error;
use nn::Params;
use numerics::Matrix;

/// The map x ↦ W x + b.
#[derive(Clone, Debug, PartialEq)]
pub struct Affine {
    /// W, outputs × inputs.
    pub weight: Matrix,
    /// b, one entry an output.
    pub bias: Vec<f64>,
}

impl Affine {
    /// W x + b: each output's products in the order of the inputs, then the bias.
    fn apply(&self, x: &[f64]) -> Vec<f64> {
        let row = |j| {
            let products = self.weight.row(j).iter().zip(x);
            products.fold(0.0, |sum, (w, x)| sum + w * x) + self.bias[j]
        };
        (0..self.bias.len()).map(row).collect()
    }
}

/// Affine maps with a ReLU after each but the last: h ↦ relu(W h + b) for the hidden layers,
/// then W h + b. A network without hidden layer is one affine map.
#[derive(Clone, Debug, PartialEq)]
pub struct ReluNetwork {
    layers: Vec<Affine>,
}

/// Which hidden units are on: those whose pre-activation is above zero. At zero exactly a unit
/// counts as off; the output is the same either way.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Gates(pub(crate) Vec<bool>);

impl Gates {
    /// All hidden units, layer after layer.
    pub fn on(&self) -> &[bool] {
        &self.0
    }
}

/// The affine map A x + c that a network is wherever its gates are the same.
#[derive(Clone, Debug, PartialEq)]
pub struct AffinePiece {
    /// A, outputs × inputs: the Jacobian in the interior of the region.
    pub slope: Matrix,
    /// c, one entry an output.
    pub offset: Vec<f64>,
}

impl ReluNetwork {
    /// The network of these layers, the first one first.
    ///
    /// # Errors
    ///
    /// If there is no layer, if shapes do not fit, or if a number is not finite.
    pub fn new(layers: Vec<Affine>) -> Result<Self, Error> {
        if layers.is_empty() {
            return Err(Error::NoLayer);
        }
        for (layer, Affine { weight, bias }) in layers.iter().enumerate() {
            let (rows, cols) = (weight.rows, weight.cols);
            if rows == 0 || cols == 0 {
                return Err(Error::EmptyLayer { layer, rows, cols });
            }
            if layer > 0 && layers[layer - 1].weight.rows != cols {
                let expected = layers[layer - 1].weight.rows;
                return Err(Error::Inputs { layer, expected, found: cols });
            }
            if bias.len() != rows {
                return Err(Error::Bias { layer, expected: rows, found: bias.len() });
            }
            for (array, numbers) in [("weight", &weight.data), ("bias", bias)] {
                if !numbers.iter().all(|x| x.is_finite()) {
                    return Err(Error::NotFinite { layer, array });
                }
            }
        }
        Ok(Self { layers })
    }

    /// The network of an [`nn::Mlp`] in a [standard parametrisation](nn::Parametrisation), whose
    /// parameters are `layers.l.weight` (inputs × outputs) and `layers.l.bias`, l = 0, 1, ….
    /// The numbers are taken as stored: factors of other parametrisations are not in `Params`.
    ///
    /// # Errors
    ///
    /// If the parameters are others, or as for [`new`](Self::new).
    pub fn from_params(params: &Params) -> Result<Self, Error> {
        let mut layers = Vec::new();
        for (index, pair) in params.slots().chunks(2).enumerate() {
            for (slot, array) in ["weight", "bias"].iter().enumerate() {
                let expected = format!("layers.{index}.{array}");
                let found = pair.get(slot).map_or("nothing", |slot| &slot.name);
                if found != expected {
                    return Err(Error::Parameter { expected, found: found.to_owned() });
                }
            }
            let weight = params.data()[pair[0].range()].to_vec();
            layers.push(Affine {
                weight: Matrix::from_vec(pair[0].rows, pair[0].cols, weight).transpose(),
                bias: params.data()[pair[1].range()].to_vec(),
            });
        }
        Self::new(layers)
    }

    /// The layers, the affine last one included.
    pub fn layers(&self) -> &[Affine] {
        &self.layers
    }

    /// The hidden layers, whose outputs pass through a ReLU.
    pub fn hidden(&self) -> &[Affine] {
        &self.layers[..self.layers.len() - 1]
    }

    /// The last layer, which has no ReLU.
    pub fn last(&self) -> &Affine {
        &self.layers[self.layers.len() - 1]
    }

    /// How many inputs it takes.
    pub fn inputs(&self) -> usize {
        self.layers[0].weight.cols
    }

    /// How many outputs it gives.
    pub fn outputs(&self) -> usize {
        self.last().bias.len()
    }

    /// How many hidden units it has, in all layers together.
    pub fn units(&self) -> usize {
        self.hidden().iter().map(|layer| layer.bias.len()).sum()
    }

    /// The outputs at x.
    ///
    /// # Panics
    ///
    /// If x has not one entry an input.
    #[track_caller]
    pub fn output(&self, x: &[f64]) -> Vec<f64> {
        self.forward(x, |_, z| z > 0.0)
    }

    /// The gates at x.
    ///
    /// # Panics
    ///
    /// If x has not one entry an input.
    #[track_caller]
    pub fn gates(&self, x: &[f64]) -> Gates {
        let mut on = Vec::with_capacity(self.units());
        self.forward(x, |_, z| {
            on.push(z > 0.0);
            z > 0.0
        });
        Gates(on)
    }

    /// The outputs at x with gates that may be those of another point: units that are on pass
    /// their pre-activation whatever its sign, the others give zero.
    ///
    /// # Panics
    ///
    /// If x has not one entry an input, or `gates` not one an hidden unit.
    #[track_caller]
    pub fn output_with_gates(&self, x: &[f64], gates: &Gates) -> Vec<f64> {
        self.assert_gates(gates);
        self.forward(x, |unit, _| gates.0[unit])
    }

    /// The affine map of these gates, multiplied out: with G the diagonal matrix of a layer's
    /// gates, A = W_L … G₁ W₁ G₀ W₀, and c is what becomes of the biases on the way.
    ///
    /// # Panics
    ///
    /// If `gates` has not one an hidden unit.
    #[track_caller]
    // ANCHOR: affine_piece
    pub fn affine_piece(&self, gates: &Gates) -> AffinePiece {
        self.assert_gates(gates);
        let mut slope = Matrix::identity(self.inputs());
        let mut offset = vec![0.0; self.inputs()];
        let mut gates = gates.0.iter();
        for (index, layer) in self.layers.iter().enumerate() {
            slope = layer.weight.matmul(&slope);
            offset = layer.apply(&offset);
            if index < self.hidden().len() {
                for (unit, &on) in gates.by_ref().take(offset.len()).enumerate() {
                    if !on {
                        slope.row_mut(unit).fill(0.0);
                        offset[unit] = 0.0;
                    }
                }
            }
        }
        AffinePiece { slope, offset }
    }
    // ANCHOR_END: affine_piece

    /// The forward pass, asking for each hidden unit and its pre-activation whether it is on.
    #[track_caller]
    fn forward(&self, x: &[f64], mut is_on: impl FnMut(usize, f64) -> bool) -> Vec<f64> {
        let (found, expected) = (x.len(), self.inputs());
        assert!(found == expected, "the network takes {expected} inputs, got {found}");
        let mut h = x.to_vec();
        let mut unit = 0;
        for layer in self.hidden() {
            h = layer.apply(&h);
            for z in &mut h {
                *z = if is_on(unit, *z) { *z } else { 0.0 };
                unit += 1;
            }
        }
        self.last().apply(&h)
    }

    #[track_caller]
    fn assert_gates(&self, gates: &Gates) {
        let (found, expected) = (gates.0.len(), self.units());
        assert!(found == expected, "the network has {expected} hidden units, got {found} gates");
    }
}

impl AffinePiece {
    /// A x + c.
    ///
    /// # Panics
    ///
    /// If x has not one entry an input.
    #[track_caller]
    pub fn output(&self, x: &[f64]) -> Vec<f64> {
        let (found, expected) = (x.len(), self.slope.cols);
        assert!(found == expected, "the map takes {expected} inputs, got {found}");
        Affine { weight: self.slope.clone(), bias: self.offset.clone() }.apply(x)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use autodiff::{Fun, Tape};
    use nn::{Init, Mlp, Parametrisation, Stream};

    fn random(widths: &[usize], seed: u64) -> (Mlp, Params) {
        let mlp = Mlp::new(widths, Fun::Relu, Parametrisation::Standard(Init::Torch));
        let params = mlp.init(&mut Stream::new("geometry.network", seed, "init"));
        (mlp, params)
    }

    fn point(inputs: usize, seed: u64) -> Vec<f64> {
        let mut x = vec![0.0; inputs];
        Stream::new("geometry.network", seed, "point").fill_normal(&mut x);
        x
    }

    #[test]
    fn outputs_are_the_tapes_bit_for_bit() {
        for (seed, widths) in [&[3, 8, 5, 2][..], &[2, 16, 16, 16, 1], &[4, 3]].iter().enumerate() {
            let (mlp, params) = random(widths, seed as u64);
            let network = ReluNetwork::from_params(&params).unwrap();
            assert_eq!(network.layers().len(), widths.len() - 1);
            let x = point(widths[0], seed as u64);
            let row = Matrix::from_vec(1, widths[0], x.clone());
            assert_eq!(network.output(&x), mlp.predict(&params, &row).data);
            assert_eq!(network.output_with_gates(&x, &network.gates(&x)), network.output(&x));
        }
    }

    #[test]
    fn the_piece_is_the_jacobian_and_the_function() {
        for seed in 0..20 {
            let widths = [3, 12, 9, 7, 2];
            let (mlp, params) = random(&widths, seed);
            let network = ReluNetwork::from_params(&params).unwrap();
            let x = point(3, seed);
            let piece = network.affine_piece(&network.gates(&x));
            for (a, b) in piece.output(&x).iter().zip(network.output(&x)) {
                assert!((a - b).abs() < 1e-12, "{a} {b}");
            }

            let mut tape = Tape::new();
            let mut leaves = Vec::new();
            params.push_leaves(&mut tape, &mut leaves);
            let input = tape.leaf(1, 3, &x);
            let y = mlp.forward(&mut tape, &leaves, input);
            for k in 0..2 {
                let seed = tape.leaf(1, 2, &[f64::from(k == 0), f64::from(k == 1)]);
                let mut gradient = Vec::new();
                tape.vjp(y, seed, &[input], &mut gradient);
                for (a, b) in piece.slope.row(k).iter().zip(tape.value(gradient[0])) {
                    assert!((a - b).abs() < 1e-12, "{a} {b}");
                }
            }
        }
    }

    #[test]
    fn frozen_gates_pass_what_a_relu_would_stop() {
        let network = ReluNetwork::new(vec![
            Affine { weight: Matrix::from_rows(&[[1.0], [-1.0]]), bias: vec![0.0, 1.0] },
            Affine { weight: Matrix::from_rows(&[[2.0, 5.0]]), bias: vec![7.0] },
        ])
        .unwrap();
        let gates = network.gates(&[3.0]);
        assert_eq!(gates.on(), [true, false]);
        assert_eq!(network.output_with_gates(&[-4.0], &gates), [-1.0]);
        assert_eq!(network.affine_piece(&gates).output(&[-4.0]), [-1.0]);
        // The crease itself is off.
        assert_eq!(network.gates(&[1.0]).on(), [true, false]);
    }

    #[test]
    fn what_is_no_network_is_refused_by_name() {
        let affine = |rows, cols, bias: &[f64]| Affine {
            weight: Matrix::zeros(rows, cols),
            bias: bias.to_vec(),
        };
        for (layers, message) in [
            (vec![], "a network needs at least one layer"),
            (vec![affine(0, 2, &[])], "layer 0: the weight is 0 x 2"),
            (
                vec![affine(3, 2, &[0.0; 3]), affine(1, 4, &[0.0])],
                "layer 1: the weight takes 4 inputs, but layer 0 gives 3",
            ),
            (
                vec![affine(3, 2, &[0.0; 2])],
                "layer 0: the weight gives 3 outputs, but the bias has 2 entries",
            ),
            (vec![affine(1, 2, &[f64::NAN])], "layer 0: the bias has an entry that is not finite"),
        ] {
            let error = ReluNetwork::new(layers).unwrap_err().to_string();
            assert!(error.contains(message), "{error}");
        }
        let mut params = Params::new();
        params.push("layers.0.weight", 2, 3);
        let error = ReluNetwork::from_params(&params).unwrap_err().to_string();
        assert_eq!(error, "expected the parameter layers.0.bias, found nothing");
    }

    #[test]
    #[should_panic(expected = "the network takes 1 inputs, got 2")]
    fn a_point_of_another_space_is_refused() {
        let (_, params) = random(&[1, 2, 1], 0);
        ReluNetwork::from_params(&params).unwrap().output(&[1.0, 2.0]);
    }
}
