//! Gradient rows and their inner products.

use super::{EmpiricalNtk, Network, Run};
use crate::tiles::{Rows, Tiling};
use crate::{Inputs, Kernel, Outputs};
use autodiff::Var;
use numerics::{Matrix, Product};

/// Numbers in the gradient rows of a tile: 64 MB.
const TILE: usize = 8 << 20;

pub(super) fn kernel<N: Network + ?Sized>(
    ntk: &EmpiricalNtk<'_, N>,
    inputs: Inputs<'_>,
    outputs: Outputs,
) -> Kernel {
    let (left, right) = (inputs.left(), inputs.right());
    let program = ntk.program(left);
    let (k, row_wise) = (program.outputs(), program.is_row_wise());
    let per_tile = (TILE / (k * ntk.parameters().max(1))).clamp(1, 256);
    let side = if row_wise { per_tile } else { left.rows.max(right.rows) };
    let matrix = Tiling::of(inputs, outputs.per_input(k), side).fill(
        |rows| (rows.clone(), jacobian(ntk, left, rows, row_wise)),
        |(rows, jacobian_left), columns| {
            let diagonal = inputs.is_one() && *rows == columns;
            let other = (!diagonal).then(|| jacobian(ntk, right, columns, row_wise));
            inner_products(jacobian_left, other.as_ref().unwrap_or(jacobian_left), k, outputs)
        },
    );
    Kernel { matrix, outputs, k }
}

/// J J'ᵀ, or its trace over outputs: the rows of an input's k gradients laid end to end are one
/// long row, and the inner product of two long rows is the trace.
fn inner_products(left: &Matrix, right: &Matrix, k: usize, outputs: Outputs) -> Matrix {
    let joined = k / outputs.per_input(k);
    let (n, m) = (left.rows / joined, right.rows / joined);
    let mut out = Matrix::zeros(n, m);
    let inner = left.cols * joined;
    numerics::matmul(Product::Nt, n, inner, m, &left.data, &right.data, &mut out.data);
    out
}

/// The gradient rows of these inputs: each alone if the network is `row_wise`, else as a batch.
pub(super) fn jacobian<N: Network + ?Sized>(
    ntk: &EmpiricalNtk<'_, N>,
    inputs: &Matrix,
    rows: Rows,
    row_wise: bool,
) -> Matrix {
    let mut run = ntk.start();
    let parameters = ntk.parameters();
    let mut data = Vec::with_capacity(rows.len() * parameters);
    each_gradient(ntk, &mut run, inputs, rows, row_wise, |run, gradients| {
        for &gradient in gradients {
            data.extend_from_slice(run.tape.value(gradient));
        }
    });
    let count = data.len().checked_div(parameters).unwrap_or(0);
    Matrix::from_vec(count, parameters, data)
}

/// Calls `visit` with the gradients of each output of each of these inputs, in order, by a
/// reverse pass that is seeded with a single one.
pub(super) fn each_gradient<N: Network + ?Sized>(
    ntk: &EmpiricalNtk<'_, N>,
    run: &mut Run,
    inputs: &Matrix,
    rows: Rows,
    row_wise: bool,
    mut visit: impl FnMut(&mut Run, &[Var]),
) {
    let batch = if row_wise { 1 } else { rows.len() };
    let (start, mut gradients) = (run.tape.mark(), Vec::new());
    for first in rows.clone().step_by(batch) {
        let (_, y) = ntk.forward(run, inputs, first..first + batch);
        let (shape, forward) = (run.tape.shape(y), run.tape.mark());
        let mut seed = vec![0.0; shape.len()];
        for output in 0..shape.len() {
            seed[output] = 1.0;
            let e = run.tape.leaf(shape.rows, shape.cols, &seed);
            run.tape.vjp(y, e, &run.trained, &mut gradients);
            visit(run, &gradients);
            run.tape.rewind(forward);
            seed[output] = 0.0;
        }
        run.tape.rewind(start);
    }
}
