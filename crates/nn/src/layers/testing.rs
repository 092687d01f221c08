//! What the tests of all layers share.

use super::Layer;
use crate::{Params, Stream};
use autodiff::check::{adjoint_gap, gradcheck};
use autodiff::{Tape, Var};
use numerics::Matrix;

pub(super) fn matrix(rows: usize, cols: usize, data: &[f64]) -> Matrix {
    Matrix { rows, cols, data: data.to_vec() }
}

/// Standard normal numbers.
pub(super) fn random(rows: usize, cols: usize, purpose: &str) -> Matrix {
    let mut data = vec![0.0; rows * cols];
    Stream::new("nn.layers", 0, purpose).fill_normal(&mut data);
    Matrix { rows, cols, data }
}

/// Values for all slots of a layer, biases included.
pub(super) fn params(layer: &dyn Layer) -> Params {
    let mut params = Params::new();
    let mut stream = Stream::new("nn.layers", 0, "params");
    layer.add_slots("layer", &mut params, &mut stream);
    assert_eq!(params.slots().len(), layer.slots());
    assert!(params.slots().iter().all(|slot| slot.name.starts_with("layer.")));
    stream.fill_normal(params.data_mut());
    params
}

/// The layer's outputs with the values of [`params`].
#[track_caller]
pub(super) fn predict(layer: &dyn Layer, x: &Matrix) -> Matrix {
    let (mut tape, mut leaves) = (Tape::new(), Vec::new());
    params(layer).push_leaves(&mut tape, &mut leaves);
    let x = tape.leaf(x.rows, x.cols, &x.data);
    let y = layer.forward(&mut tape, &leaves, x);
    matrix(tape.shape(y).rows, tape.shape(y).cols, tape.value(y))
}

/// First and second derivatives, in both modes, with respect to the inputs and every parameter.
#[track_caller]
pub(super) fn check(layer: &dyn Layer, x: Matrix) {
    let params = params(layer);
    let mut arguments: Vec<Matrix> =
        params.iter().map(|(slot, data)| matrix(slot.rows, slot.cols, data)).collect();
    arguments.push(x);
    let program = |tape: &mut Tape, arguments: &[Var]| {
        let (&x, leaves) = arguments.split_last().unwrap();
        layer.forward(tape, leaves, x)
    };
    if let Err(mismatch) = gradcheck(&program, &arguments) {
        panic!("{layer:?}\n{mismatch}");
    }
    let gap = adjoint_gap(&program, &arguments);
    assert!(gap < 1e-12, "{layer:?} {gap:e}");
}

/// The same positions in another order, in each example.
pub(super) fn permuted(x: &Matrix, order: &[usize]) -> Matrix {
    let (positions, channels) = (order.len(), x.cols);
    Matrix::from_fn(x.rows, channels, |row, col| {
        let first = row / positions * positions;
        x.data[(first + order[row - first]) * channels + col]
    })
}

/// The largest difference; NaN if one is.
pub(super) fn gap(a: &Matrix, b: &Matrix) -> f64 {
    assert_eq!((a.rows, a.cols), (b.rows, b.cols));
    let differences = a.data.iter().zip(&b.data).map(|(a, b)| (a - b).abs());
    differences.fold(0.0, |top, d| if top.is_nan() || d <= top { top } else { d })
}

/// A triangle with a tail, and a node alone.
pub(super) fn graph() -> Matrix {
    let edges = [(0, 1), (0, 2), (1, 2), (2, 3)];
    let edge = |i, j| edges.contains(&(i, j)) || edges.contains(&(j, i));
    Matrix::from_fn(5, 5, |i, j| f64::from(u8::from(edge(i, j))))
}
