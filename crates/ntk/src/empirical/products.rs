//! Columns of the kernel as products with the Jacobian and its transpose.

use super::rows::each_gradient;
use super::{EmpiricalNtk, Network};
use crate::tiles::Tiling;
use crate::{Inputs, Kernel, Outputs};
use numerics::Matrix;

/// Inputs along the side of a tile: how many go through a forward pass together.
const SIDE: usize = 128;

pub(super) fn kernel<N: Network + ?Sized>(
    ntk: &EmpiricalNtk<'_, N>,
    inputs: Inputs<'_>,
    outputs: Outputs,
) -> Kernel {
    let (left, right) = (inputs.left(), inputs.right());
    let program = ntk.program(left);
    let (k, row_wise) = (program.outputs(), program.is_row_wise());
    let side = if row_wise { SIDE } else { left.rows.max(right.rows) };
    let matrix = Tiling::of(inputs, outputs.per_input(k), side).fill(
        |rows| {
            let mut run = ntk.start();
            let (_, y) = ntk.forward(&mut run, left, rows);
            (run, y)
        },
        |(run, y), columns| {
            let n = run.tape.shape(*y).rows;
            let mut transposed = Matrix::zeros(columns.len() * k, n * k);
            let mut columns_of_k = transposed.data.chunks_exact_mut(n * k);
            each_gradient(ntk, run, right, columns, row_wise, |run, gradients| {
                let column = run.tape.jvp(*y, &run.trained, gradients);
                let out = columns_of_k.next().expect("a column for each output of each input");
                out.copy_from_slice(run.tape.value(column));
            });
            let full = Kernel { matrix: transposed.transpose(), outputs: Outputs::Full, k };
            match outputs {
                Outputs::Full => full.matrix,
                Outputs::Traced => full.traced().matrix,
            }
        },
    );
    Kernel { matrix, outputs, k }
}
