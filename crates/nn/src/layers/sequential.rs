//! Layers one after another, layers around which a signal passes, and changes of shape.

use super::Layer;
use crate::{Network, Params, Stream};
use autodiff::{Tape, Var};

/// Layers one after another: f_k ∘ … ∘ f_1. It is a [`Network`], and a [`Layer`] of a larger one.
///
/// The slots of layer l, counted from 0 and without those that have none left out, are called
/// `layers.l.weight` and so on.
#[derive(Debug, Default)]
pub struct Sequential {
    layers: Vec<Box<dyn Layer>>,
}

impl Sequential {
    /// No layer: the identity.
    pub fn new() -> Self {
        Self::default()
    }

    /// With one more layer at the end.
    #[must_use]
    pub fn then(mut self, layer: impl Layer + 'static) -> Self {
        self.layers.push(Box::new(layer));
        self
    }

    /// Draws initial parameters, layer after layer.
    pub fn init(&self, stream: &mut Stream) -> Params {
        let mut params = Params::new();
        self.add_slots("", &mut params, stream);
        params
    }
}

impl Layer for Sequential {
    fn add_slots(&self, name: &str, params: &mut Params, stream: &mut Stream) {
        let prefix = if name.is_empty() { String::new() } else { format!("{name}.") };
        for (index, layer) in self.layers.iter().enumerate() {
            layer.add_slots(&format!("{prefix}layers.{index}"), params, stream);
        }
    }

    fn slots(&self) -> usize {
        self.layers.iter().map(|layer| layer.slots()).sum()
    }

    #[track_caller]
    fn forward(&self, tape: &mut Tape, params: &[Var], x: Var) -> Var {
        let (needed, found) = (self.slots(), params.len());
        assert!(needed == found, "these layers have {needed} slots, got {found} variables");
        let (mut h, mut rest) = (x, params);
        for layer in &self.layers {
            let (own, others) = rest.split_at(layer.slots());
            h = layer.forward(tape, own, h);
            rest = others;
        }
        h
    }
}

impl Network for Sequential {
    #[track_caller]
    fn forward(&self, tape: &mut Tape, params: &[Var], x: Var) -> Var {
        Layer::forward(self, tape, params, x)
    }
}

/// x + f(x), for a layer f whose outputs have the shape of its inputs: the residual block of He,
/// Zhang, Ren & Sun (2016, eq. 1).
#[derive(Debug)]
pub struct Residual<L>(pub L);

impl<L: Layer> Layer for Residual<L> {
    fn add_slots(&self, name: &str, params: &mut Params, stream: &mut Stream) {
        self.0.add_slots(name, params, stream);
    }

    fn slots(&self) -> usize {
        self.0.slots()
    }

    #[track_caller]
    fn forward(&self, tape: &mut Tape, params: &[Var], x: Var) -> Var {
        let change = self.0.forward(tape, params, x);
        tape.add(x, change)
    }
}

/// From one example a row to one position a row: n × (P C) becomes (n P) × C.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unflatten {
    /// P.
    pub positions: usize,
}

/// From one position a row to one example a row: (n P) × C becomes n × (P C).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flatten {
    /// P.
    pub positions: usize,
}

impl Layer for Unflatten {
    #[track_caller]
    fn forward(&self, tape: &mut Tape, _params: &[Var], x: Var) -> Var {
        let (shape, positions) = (tape.shape(x), self.positions);
        assert!(
            shape.cols.is_multiple_of(positions),
            "a row of {} numbers has not {positions} positions",
            shape.cols
        );
        tape.reshape(x, shape.rows * positions, shape.cols / positions)
    }
}

impl Layer for Flatten {
    #[track_caller]
    fn forward(&self, tape: &mut Tape, _params: &[Var], x: Var) -> Var {
        let (shape, positions) = (tape.shape(x), self.positions);
        assert!(
            shape.rows.is_multiple_of(positions),
            "{} rows are not whole examples of {positions} positions",
            shape.rows
        );
        tape.reshape(x, shape.rows / positions, shape.cols * positions)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Init, Mlp, Parametrisation};
    use autodiff::Fun;
    use numerics::Matrix;

    const GLOROT: Parametrisation = Parametrisation::Standard(Init::GlorotNormal);

    fn stream() -> Stream {
        Stream::new("nn.layers.sequential", 0, "init")
    }

    #[test]
    fn slots_are_named_by_their_place() {
        let block = Sequential::new().then(Fun::Tanh).then(Mlp::new(&[3, 3], Fun::Relu, GLOROT));
        let network =
            Sequential::new().then(Mlp::new(&[2, 3], Fun::Relu, GLOROT)).then(Residual(block));
        let params = network.init(&mut stream());
        let names: Vec<&str> = params.slots().iter().map(|slot| &*slot.name).collect();
        let expected = [
            "layers.0.layers.0.weight",
            "layers.0.layers.0.bias",
            "layers.1.layers.1.layers.0.weight",
            "layers.1.layers.1.layers.0.bias",
        ];
        assert_eq!(names, expected);
        assert_eq!(network.slots(), 4);
    }

    /// The pieces of a network draw and compute what the whole does.
    #[test]
    fn dense_layers_in_a_row_are_an_mlp() {
        let mlp = Mlp::new(&[2, 5, 3], Fun::Tanh, GLOROT);
        let pieces = Sequential::new()
            .then(Mlp::new(&[2, 5], Fun::Tanh, GLOROT))
            .then(Fun::Tanh)
            .then(Mlp::new(&[5, 3], Fun::Tanh, GLOROT));
        let (whole, parts) = (mlp.init(&mut stream()), pieces.init(&mut stream()));
        assert_eq!(whole.data(), parts.data());
        let x = Matrix { rows: 2, cols: 2, data: vec![0.5, -1.0, 2.0, 0.25] };
        assert_eq!(mlp.predict(&whole, &x), pieces.predict(&parts, &x));
    }

    #[test]
    fn a_residual_block_adds_what_comes_in() {
        let mlp = || Mlp::new(&[2, 2], Fun::Tanh, GLOROT);
        let (plain, block) =
            (Sequential::new().then(mlp()), Sequential::new().then(Residual(mlp())));
        let params = plain.init(&mut stream());
        let x = Matrix { rows: 1, cols: 2, data: vec![0.5, -1.0] };
        let (f, y) = (plain.predict(&params, &x), block.predict(&params, &x));
        assert_eq!(y.data, [0.5 + f.data[0], -1.0 + f.data[1]]);
    }

    #[test]
    fn both_layouts_are_the_same_numbers() {
        let mut tape = Tape::new();
        let x = tape.leaf(2, 6, &[0., 1., 2., 3., 4., 5., 6., 7., 8., 9., 10., 11.]);
        let inside = Unflatten { positions: 3 }.forward(&mut tape, &[], x);
        assert_eq!((tape.shape(inside).rows, tape.shape(inside).cols), (6, 2));
        let outside = Flatten { positions: 3 }.forward(&mut tape, &[], inside);
        assert_eq!(tape.shape(outside), tape.shape(x));
        assert_eq!(tape.value(outside), tape.value(x));
    }

    #[test]
    #[should_panic(expected = "these layers have 2 slots, got 0 variables")]
    fn parameters_must_fit() {
        let mut tape = Tape::new();
        let x = tape.constant(1, 2, 1.0);
        let network = Sequential::new().then(Mlp::new(&[2, 2], Fun::Tanh, GLOROT));
        Network::forward(&network, &mut tape, &[], x);
    }

    #[test]
    #[should_panic(expected = "a row of 5 numbers has not 3 positions")]
    fn positions_must_fit() {
        let mut tape = Tape::new();
        let x = tape.constant(1, 5, 1.0);
        Unflatten { positions: 3 }.forward(&mut tape, &[], x);
    }
}
