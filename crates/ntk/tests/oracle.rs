//! Agreement with neural_tangents and JAX, through the vectors that `tests/oracle/ntk.py` wrote.

mod common;

use autodiff::{Fun, Tape, Var};
use common::gap;
use nn::{Mlp, Parametrisation, Params};
use ntk::{Activation, EmpiricalNtk, InfiniteMlp, Inputs, Network, Outputs, Scaling};
use numerics::Matrix;
use serde::Deserialize;

#[path = "../../../tests/oracle/shared.rs"]
mod shared;
use shared::numbers;

const DIMENSION: usize = 4;

#[derive(Deserialize)]
struct Empirical {
    activation: String,
    depth: usize,
    width: usize,
    outputs: usize,
    rows: usize,
    columns: usize,
    weight_std: f64,
    bias_std: f64,
    kernel: Vec<f64>,
}

impl Empirical {
    fn sizes(&self) -> Vec<usize> {
        let hidden = vec![self.width; self.depth];
        [vec![DIMENSION], hidden, vec![self.outputs]].concat()
    }

    fn params(&self) -> Params {
        let mut params = Params::new();
        for (layer, fan) in self.sizes().windows(2).enumerate() {
            let seed = 2 * layer as u64;
            let weight = numbers(seed, fan[0], fan[1]);
            params
                .push(&format!("layers.{layer}.weight"), fan[0], fan[1])
                .copy_from_slice(&weight.data);
            let bias = numbers(seed + 1, 1, fan[1]);
            params.push(&format!("layers.{layer}.bias"), 1, fan[1]).copy_from_slice(&bias.data);
        }
        params
    }

    fn network(&self) -> Box<dyn Network> {
        let (weight, bias) = (self.weight_std, self.bias_std);
        let mlp = |fun| {
            Box::new(Mlp::new(&self.sizes(), fun, Parametrisation::Ntk { weight, bias }))
                as Box<dyn Network>
        };
        match &*self.activation {
            "relu" => mlp(Fun::Relu),
            "tanh" => mlp(Fun::Tanh),
            "erf" => mlp(Fun::Erf),
            // Not a function of the list, but a program.
            "gelu" => Box::new(move |tape: &mut Tape, params: &[Var], x: Var| {
                let mut h = x;
                let layers = params.len() / 2;
                for (layer, pair) in params.chunks(2).enumerate() {
                    let w = tape.scale(pair[0], weight / (tape.shape(pair[0]).rows as f64).sqrt());
                    let b = tape.scale(pair[1], bias);
                    h = tape.affine(h, w, b);
                    if layer + 1 < layers {
                        h = tape.gelu(h);
                    }
                }
                h
            }),
            other => panic!("no activation {other}"),
        }
    }
}

#[test]
fn empirical_kernels_are_those_of_neural_tangents() {
    let cases: Vec<Empirical> =
        serde_json::from_str(include_str!("vectors/empirical.json")).unwrap();
    assert_eq!(cases.len(), 36);
    for case in cases {
        let (network, params) = (case.network(), case.params());
        let (x, z) = (numbers(100, case.rows, DIMENSION), numbers(101, case.columns, DIMENSION));
        let (n, m) = (case.rows * case.outputs, case.columns * case.outputs);
        let expected = Matrix::from_vec(n, m, case.kernel.clone());
        let ntk = EmpiricalNtk::new(&*network, &params);
        let inputs = Inputs::Two(&x, &z);
        for found in [
            ntk.by_rows(inputs, Outputs::Full),
            ntk.by_factors(inputs, Outputs::Full).unwrap(),
            ntk.by_products(inputs, Outputs::Full),
        ] {
            let gap = gap(&found.matrix, &expected);
            let Empirical { activation, depth, width, outputs, .. } = &case;
            assert!(gap < 1e-12, "{activation}, {depth} of {width}, {outputs} outputs: {gap:e}");
        }
    }
}

#[derive(Deserialize)]
struct Infinite {
    activation: String,
    depth: usize,
    weight_std: f64,
    bias_std: f64,
    width: Option<usize>,
    nngp: Vec<f64>,
    ntk: Vec<f64>,
}

#[test]
fn infinite_kernels_are_those_of_neural_tangents_and_of_quadrature() {
    let cases: Vec<Infinite> = serde_json::from_str(include_str!("vectors/infinite.json")).unwrap();
    assert_eq!(cases.len(), 48);
    let (x, z) = (numbers(100, 3, DIMENSION), numbers(101, 2, DIMENSION));
    for case in cases {
        let activation = match &*case.activation {
            "relu" => Activation::of(Fun::Relu).unwrap(),
            "abs" => Activation::of(Fun::Abs).unwrap(),
            "sign" => Activation::of(Fun::Sign).unwrap(),
            "erf" => Activation::of(Fun::Erf).unwrap(),
            "sin" => Activation::of(Fun::Sin).unwrap(),
            "tanh" => Activation::of(Fun::Tanh).unwrap(),
            "sigmoid" => Activation::of(Fun::Sigmoid).unwrap(),
            "softplus" => Activation::of(Fun::Softplus).unwrap(),
            "gelu" => Activation::program(Tape::gelu),
            other => panic!("no activation {other}"),
        };
        let Infinite { depth, weight_std, bias_std, width, .. } = case;
        let scaling = width.map_or(Scaling::Ntk, |width| Scaling::Standard { width });
        let network =
            InfiniteMlp { hidden_layers: depth, activation, weight_std, bias_std, scaling };
        let inputs = Inputs::Two(&x, &z);
        for (name, found, expected) in
            [("nngp", network.nngp(inputs), case.nngp), ("ntk", network.ntk(inputs), case.ntk)]
        {
            let gap = gap(&found, &Matrix::from_vec(3, 2, expected));
            assert!(gap < 1e-10, "{name} of {depth} layers of {}: {gap:e}", case.activation);
        }
    }
}
