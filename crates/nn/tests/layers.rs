//! Agreement of all layers with PyTorch, forward and backward, through the vectors that
//! `tests/oracle/layers.py` wrote.

use autodiff::{Fun, Tape, Var};
use nn::layers::{
    Aggregation, Attention, Conv, Elman, Embedding, GraphConv, Gru, Layer, LayerNorm, Padding,
    Pool, PoolKind, Positions, Residual, Sequential, States, Window,
};
use nn::{Init, Mlp, Parametrisation, Params, Stream};
use numerics::Matrix;
use serde::Deserialize;

#[path = "../../../tests/oracle/shared.rs"]
mod shared;
use shared::numbers;

const EXAMPLES: usize = 3;
const INIT: Init = Init::Torch;

/// Largest accepted difference, relative to the largest entry of the expected array.
const TOLERANCE: f64 = 1e-13;

/// What PyTorch found: outputs, and gradients for each slot and the inputs.
#[derive(Deserialize)]
struct Case {
    name: String,
    output: Vec<f64>,
    gradients: Vec<Vec<f64>>,
}

/// Which inputs the embedding's vectors are for: 1 at the largest score, as PyTorch looks it up.
fn best(scores: &Matrix) -> Matrix {
    Matrix::from_fn(scores.rows, scores.cols, |i, j| {
        let row = &scores.data[i * scores.cols..][..scores.cols];
        f64::from(u8::from(row.iter().all(|&other| other <= row[j])))
    })
}

/// The operators of the script's graphs, below one another.
fn operators(aggregation: Aggregation, nodes: usize) -> Matrix {
    let scores = numbers(300, EXAMPLES * nodes, nodes);
    let operators = (0..EXAMPLES).flat_map(|example| {
        let edge = |i: usize, j: usize| {
            let (i, j) = if i < j { (i, j) } else { (j, i) };
            i != j && scores[(example * nodes + i, j)] > 0.25
        };
        let adjacency = Matrix::from_fn(nodes, nodes, |i, j| f64::from(u8::from(edge(i, j))));
        aggregation.operator(&adjacency).data
    });
    Matrix::from_vec(EXAMPLES * nodes, nodes, operators.collect())
}

impl Case {
    /// Compares a program, whose slots `add` makes, on inputs of `positions` x `channels`.
    fn compare(
        &self,
        (positions, channels): (usize, usize),
        add: impl Fn(&mut Params, &mut Stream),
        program: impl Fn(&mut Tape, &[Var], Var) -> Var,
    ) {
        let mut params = Params::new();
        add(&mut params, &mut Stream::new("nn.layers", 0, "oracle"));
        for index in 0..params.slots().len() {
            let slot = params.slots()[index].clone();
            let values = numbers(index as u64, slot.rows, slot.cols);
            params.data_mut()[slot.range()].copy_from_slice(&values.data);
        }
        let mut x = numbers(100, EXAMPLES * positions, channels);
        let embedding = self.name == "embedding";
        if embedding {
            x = best(&x);
        }
        let (mut tape, mut wrt) = (Tape::new(), Vec::new());
        params.push_leaves(&mut tape, &mut wrt);
        let x = tape.leaf(x.rows, x.cols, &x.data);
        let y = program(&mut tape, &wrt, x);
        self.close("outputs", tape.value(y), &self.output);

        let shape = tape.shape(y);
        let seed = numbers(200, shape.rows, shape.cols);
        let seed = tape.leaf(shape.rows, shape.cols, &seed.data);
        wrt.push(x);
        let mut gradients = Vec::new();
        tape.vjp(y, seed, &wrt, &mut gradients);
        assert_eq!(gradients.len(), self.gradients.len(), "{}: number of slots", self.name);
        let names = params.slots().iter().map(|slot| &*slot.name).chain(["inputs"]);
        for ((name, &found), expected) in names.zip(&gradients).zip(&self.gradients) {
            if !(embedding && name == "inputs") {
                self.close(name, tape.value(found), expected);
            }
        }
    }

    #[track_caller]
    fn close(&self, what: &str, found: &[f64], expected: &[f64]) {
        assert_eq!(found.len(), expected.len(), "{}: size of {what}", self.name);
        let largest = |values: &mut dyn Iterator<Item = f64>| {
            // Once NaN, always NaN: it is above nothing and nothing is above it.
            values
                .fold(0.0, |top: f64, x| if x.abs() <= top || top.is_nan() { top } else { x.abs() })
        };
        let gap = largest(&mut found.iter().zip(expected).map(|(a, b)| a - b));
        let gap = gap / largest(&mut expected.iter().copied());
        assert!(gap <= TOLERANCE, "{}: {what} differ by {gap:e}", self.name);
    }

    fn layer(&self, shape: (usize, usize), layer: impl Layer) {
        let add = |params: &mut Params, stream: &mut Stream| layer.add_slots("l", params, stream);
        self.compare(shape, add, |tape, params, x| layer.forward(tape, params, x));
    }

    fn conv(&self, window: Window) {
        self.layer((window.inputs(), 2), Conv::new(window, 2, 3, INIT));
    }

    fn pool(&self, kind: PoolKind, window: Window, channels: usize) {
        self.layer((window.inputs(), channels), Pool::new(kind, window, channels));
    }

    fn graph(&self, aggregation: Aggregation) {
        let conv = GraphConv { aggregation, inputs: 2, outputs: 3, init: INIT };
        let operators = operators(aggregation, 5);
        let add = |params: &mut Params, stream: &mut Stream| conv.add_slots("l", params, stream);
        self.compare((5, 2), add, |tape, params, x| {
            let operators = tape.leaf(operators.rows, operators.cols, &operators.data);
            conv.forward(tape, params, x, operators)
        });
    }
}

fn transformer_block(positions: usize, channels: usize, heads: usize, hidden: usize) -> Sequential {
    let standard = Parametrisation::Standard(INIT);
    let attention = Sequential::new()
        .then(LayerNorm { channels })
        .then(Attention::new(positions, channels, heads, INIT));
    let mlp = Sequential::new().then(LayerNorm { channels }).then(Mlp::new(
        &[channels, hidden, channels],
        Fun::Relu,
        standard,
    ));
    Sequential::new().then(Residual(attention)).then(Residual(mlp))
}

#[test]
fn layers_are_those_of_pytorch() {
    let cases: Vec<Case> = serde_json::from_str(include_str!("vectors/layers.json")).unwrap();
    assert_eq!(cases.len(), 27);
    for case in cases {
        let circular = |window: Window| window.padding(Padding::Circular);
        let zeros = |window: Window| window.padding(Padding::Zeros);
        let (line, grid) = (Window::line, Window::grid);
        let global = line(7, 7);
        match &*case.name {
            "conv line" => case.conv(line(6, 3)),
            "conv line, zeros" => case.conv(zeros(line(6, 5))),
            "conv line, zeros, stride 2" => case.conv(zeros(line(7, 3)).stride(2)),
            "conv line, circular" => case.conv(circular(line(6, 5))),
            "conv line, circular, stride 3" => case.conv(circular(line(7, 3)).stride(3)),
            "conv grid" => case.conv(grid([4, 5], [2, 3])),
            "conv grid, zeros, stride 2" => case.conv(zeros(grid([4, 5], [3, 3])).stride(2)),
            "conv grid, circular" => case.conv(circular(grid([3, 4], [3, 3]))),
            "max line" => case.pool(PoolKind::Max, line(7, 3).stride(2), 2),
            "mean line" => case.pool(PoolKind::Mean, line(7, 3).stride(2), 2),
            "max grid" => case.pool(PoolKind::Max, grid([4, 5], [2, 3]).stride(2), 2),
            "mean grid" => case.pool(PoolKind::Mean, grid([4, 5], [2, 3]).stride(2), 2),
            "global max" => case.pool(PoolKind::Max, global, 3),
            "global mean" => case.pool(PoolKind::Mean, global, 3),
            "global sum" => case.pool(PoolKind::Sum, global, 3),
            "elman" => case.layer(
                (6, 2),
                Elman { positions: 6, inputs: 2, state: 4, states: States::All, init: INIT },
            ),
            "gru" => case.layer(
                (6, 2),
                Gru { positions: 6, inputs: 2, state: 4, states: States::All, init: INIT },
            ),
            "attention" => case.layer((5, 4), Attention::new(5, 4, 1, INIT)),
            "attention, 2 heads" => case.layer((5, 6), Attention::new(5, 6, 2, INIT)),
            "attention, 2 heads, causal" => {
                case.layer((5, 6), Attention::new(5, 6, 2, INIT).causal())
            }
            "transformer block" => case.layer((4, 6), transformer_block(4, 6, 3, 8)),
            "layer norm" => case.layer((3, 5), LayerNorm { channels: 5 }),
            "embedding" => case.layer((4, 5), Embedding { symbols: 5, channels: 3 }),
            "sinusoidal" => case.layer((6, 4), Positions::sinusoidal(6, 4)),
            "learned places" => case.layer((6, 4), Positions::learned(6, 4, 0.02)),
            "graph mean" => case.graph(Aggregation::Mean),
            "graph gcn" => case.graph(Aggregation::Gcn),
            other => panic!("no layer {other}"),
        }
    }
}
