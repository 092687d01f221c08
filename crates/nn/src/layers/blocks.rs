//! A batch taken apart into its blocks of rows, and put together again.

use autodiff::{IndexTable, Shape, Tape, Var};

/// Cuts each of `values` into `blocks` blocks of rows, runs `program` on the first blocks of all of
/// them, then on the second ones, and so on, and joins the results, neighbours first: by [`stack`]
/// below one another, by [`last`] to the last one.
///
/// Blocks are cut by halves of halves: the derivative of a slice is a matrix of the size of what it
/// was cut from, so that n slices of one matrix would cost n times its size, and halves of halves
/// cost log n times.
pub(super) fn each_block<const N: usize>(
    tape: &mut Tape,
    blocks: usize,
    values: [Var; N],
    join: fn(&mut Tape, Var, Var) -> Var,
    program: &mut dyn FnMut(&mut Tape, [Var; N]) -> Var,
) -> Var {
    if blocks == 1 {
        return program(tape, values);
    }
    let above = blocks / 2;
    let tops = values.map(|value| {
        let rows = tape.shape(value).rows / blocks;
        tape.rows(value, 0..above * rows)
    });
    let bottoms = values.map(|value| {
        let rows = tape.shape(value).rows;
        tape.rows(value, rows / blocks * above..rows)
    });
    let top = each_block(tape, above, tops, join, program);
    let bottom = each_block(tape, blocks - above, bottoms, join, program);
    join(tape, top, bottom)
}

/// The later of two results.
pub(super) fn last(_tape: &mut Tape, _top: Var, bottom: Var) -> Var {
    bottom
}

/// One matrix above another.
pub(super) fn stack(tape: &mut Tape, top: Var, bottom: Var) -> Var {
    let (above, below) = (tape.shape(top), tape.shape(bottom));
    let whole = Shape::new(above.rows + below.rows, above.cols);
    let mut place = |part, shape, start| {
        let table = tape.table(IndexTable::run(whole, shape, start));
        tape.scatter(part, table)
    };
    let (top, bottom) = (place(top, above, 0), place(bottom, below, above.len()));
    tape.add(top, bottom)
}

#[cfg(test)]
mod tests {
    use super::*;
    use autodiff::check::{adjoint_gap, gradcheck};
    use numerics::Matrix;

    /// Five blocks: halves of halves that do not come out even.
    #[test]
    fn blocks_are_taken_in_order_and_put_back_in_place() {
        let mut tape = Tape::new();
        let data: Vec<f64> = (0..20).map(f64::from).collect();
        let (a, b) = (tape.leaf(10, 2, &data), tape.leaf(5, 1, &data[..5]));
        let mut seen = Vec::new();
        let y = each_block(&mut tape, 5, [a, b], stack, &mut |tape, [a, b]| {
            assert_eq!((tape.shape(a), tape.shape(b)), (Shape::new(2, 2), Shape::new(1, 1)));
            seen.push(tape.scalar(b));
            let b = tape.spread_all(b, 2, 2);
            tape.add(a, b)
        });
        assert_eq!(seen, [0.0, 1.0, 2.0, 3.0, 4.0]);
        let expected: Vec<f64> = (0..20).map(|i| f64::from(i + i / 4)).collect();
        assert_eq!((tape.shape(y), tape.value(y)), (Shape::new(10, 2), &expected[..]));
        let z = each_block(&mut tape, 5, [a], last, &mut |_, [a]| a);
        assert_eq!((tape.shape(z), tape.value(z)), (Shape::new(2, 2), &data[16..]));
    }

    #[test]
    fn its_derivatives_pass_the_checks() {
        let x = Matrix { rows: 6, cols: 1, data: vec![0.3, -1.0, 0.7, 2.0, 0.1, -0.4] };
        let program = |tape: &mut Tape, vars: &[Var]| {
            each_block(tape, 3, [vars[0]], stack, &mut |tape, [block]| tape.matmul_nt(block, block))
        };
        gradcheck(&program, std::slice::from_ref(&x)).unwrap();
        assert!(adjoint_gap(&program, &[x]) < 1e-14);
    }
}
