//! Forward mode and reverse mode against each other.

use numerics::Matrix;

use super::{Program, direction, leaves};
use crate::tape::{Tape, Var};

/// The gap between <u, J v> by forward mode and <J^T u, v> by reverse mode,
/// relative to the sum of the absolute terms of both.
///
/// The two are the same number whatever the Jacobian J is, so the gap of a right
/// pair of rules is a few rounding errors (below 1e-12). It says nothing about a
/// mistake that both modes share: [`super::gradcheck`] does.
pub fn adjoint_gap(program: Program<'_>, inputs: &[Matrix]) -> f64 {
    let mut tape = Tape::new();
    let vars = leaves(&mut tape, inputs);
    let y = program(&mut tape, &vars);
    let shape = tape.shape(y);
    let u = tape.leaf(shape.rows, shape.cols, &direction(shape.len(), 0));
    let v: Vec<Var> = inputs
        .iter()
        .enumerate()
        .map(|(salt, input)| {
            tape.leaf(input.rows, input.cols, &direction(input.data.len(), salt + 1))
        })
        .collect();
    let mut pulled = Vec::new();
    tape.vjp(y, u, &vars, &mut pulled);
    let pushed = tape.jvp(y, &vars, &v);
    let forward = [(u, pushed)];
    let reverse: Vec<(Var, Var)> = pulled.into_iter().zip(v).collect();
    relative_gap(&tape, &forward, &reverse)
}

/// |sum a - sum b| relative to the sum of the absolute products of both sides.
pub(super) fn relative_gap(tape: &Tape, a: &[(Var, Var)], b: &[(Var, Var)]) -> f64 {
    let products = |pairs: &[(Var, Var)]| -> Vec<f64> {
        let product = |(x, y): &(Var, Var)| -> Vec<f64> {
            tape.value(*x).iter().zip(tape.value(*y)).map(|(x, y)| x * y).collect()
        };
        pairs.iter().flat_map(product).collect()
    };
    let (a, b) = (products(a), products(b));
    let gap = (numerics::sum(&a) - numerics::sum(&b)).abs();
    let size: f64 = a.iter().chain(&b).map(|term| term.abs()).sum();
    if gap == 0.0 { 0.0 } else { gap / size }
}
