//! A program for each operation and each function.

use numerics::Matrix;

use super::direction;
use crate::ops::{Fun, IndexTable};
use crate::tape::{Shape, Tape, Var};

/// A [`super::Program`] that owns what it captured.
pub type BoxedProgram = Box<dyn Fn(&mut Tape, &[Var]) -> Var>;

/// A small program around one operation.
pub struct Case {
    /// The operation's name.
    pub name: String,
    /// The point at which it is checked.
    pub inputs: Vec<Matrix>,
    /// The program.
    pub program: BoxedProgram,
}

impl Case {
    fn new(
        name: &str,
        shapes: &[(usize, usize)],
        program: impl Fn(&mut Tape, &[Var]) -> Var + 'static,
    ) -> Self {
        let input = |(salt, &(rows, cols)): (usize, &(usize, usize))| Matrix {
            rows,
            cols,
            data: direction(rows * cols, salt + 3).iter().map(|x| 1.5 * x).collect(),
        };
        let inputs = shapes.iter().enumerate().map(input).collect();
        Self { name: name.to_owned(), inputs, program: Box::new(program) }
    }

    /// A function of one variable, at points where it is defined and smooth.
    fn function(fun: Fun) -> Self {
        let mut case = Self::new(&fun.name(), &[(2, 3)], move |tape, x| tape.map(fun, x[0]));
        if fun.needs_positive() {
            case.inputs[0].data.iter_mut().for_each(|x| *x = x.abs() + 0.25);
        }
        case
    }
}

/// Every operation and every function of the tape. Most matrices are square so
/// that a rule which confuses two shapes still runs, and has to be caught by its
/// numbers.
pub fn cases() -> Vec<Case> {
    let mut cases = vec![
        Case::new("matmul", &[(2, 2), (2, 2)], |tape, x| tape.matmul(x[0], x[1])),
        Case::new("matmul_tn", &[(2, 2), (2, 2)], |tape, x| tape.matmul_tn(x[0], x[1])),
        Case::new("matmul_nt", &[(2, 2), (2, 2)], |tape, x| tape.matmul_nt(x[0], x[1])),
        Case::new("affine", &[(2, 2), (2, 2), (1, 2)], |tape, x| tape.affine(x[0], x[1], x[2])),
        Case::new("layer", &[(2, 2), (2, 2), (1, 2)], |tape, x| {
            tape.fuses = true;
            tape.layer(Fun::Sigmoid, x[0], x[1], x[2])
        }),
        Case::new("back_layer", &[(2, 2), (2, 2), (2, 2)], |tape, x| {
            tape.back_layer(Fun::Logistic, x[0], x[1], x[2])
        }),
        Case::new("add", &[(2, 2), (2, 2)], |tape, x| tape.add(x[0], x[1])),
        Case::new("sub", &[(2, 2), (2, 2)], |tape, x| tape.sub(x[0], x[1])),
        Case::new("mul", &[(2, 2), (2, 2)], |tape, x| tape.mul(x[0], x[1])),
        Case::new("scale", &[(2, 2)], |tape, x| tape.scale(x[0], -1.75)),
        Case::new("shift", &[(2, 2)], |tape, x| tape.shift(x[0], 0.75)),
        Case::new("div", &[(2, 2), (2, 2)], |tape, x| tape.div(x[0], x[1])),
        Case::new("gelu", &[(2, 3)], |tape, x| tape.gelu(x[0])),
        Case::new("silu", &[(2, 3)], |tape, x| tape.silu(x[0])),
        Case::new("sum_rows", &[(3, 2)], |tape, x| tape.sum_rows(x[0])),
        Case::new("sum_cols", &[(3, 2)], |tape, x| tape.sum_cols(x[0])),
        Case::new("sum_all", &[(3, 2)], |tape, x| tape.sum_all(x[0])),
        Case::new("spread_rows", &[(1, 2)], |tape, x| tape.spread_rows(x[0], 3)),
        Case::new("spread_cols", &[(3, 1)], |tape, x| tape.spread_cols(x[0], 2)),
        Case::new("spread_all", &[(1, 1)], |tape, x| tape.spread_all(x[0], 3, 2)),
        Case::new("transpose", &[(2, 3)], |tape, x| tape.transpose(x[0])),
        Case::new("reshape", &[(2, 3)], |tape, x| tape.reshape(x[0], 3, 2)),
        Case::new("gather", &[(2, 3)], |tape, x| {
            let table = tape.table(window_table());
            tape.gather(x[0], table)
        }),
        Case::new("scatter", &[(2, 4)], |tape, x| {
            let table = tape.table(window_table());
            tape.scatter(x[0], table)
        }),
        Case::new("softmax", &[(2, 3)], |tape, x| tape.softmax(x[0])),
        Case::new("log_sum_exp", &[(2, 3)], |tape, x| tape.log_sum_exp(x[0])),
    ];
    cases.extend(Fun::ALL.map(Case::function));
    cases
}

/// Two windows of a padded sequence: one entry is read twice, one never.
fn window_table() -> IndexTable {
    let entries = vec![None, Some(0), Some(1), Some(3), Some(3), Some(5), None, Some(4)];
    IndexTable::new(Shape::new(2, 3), Shape::new(2, 4), entries)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{adjoint_gap, gradcheck};
    use crate::op::Op;
    use crate::ops::{Layer, Linear, Movement, Pointwise, Softmax, Sum};
    use numerics::Product;
    use std::collections::BTreeSet;

    #[test]
    fn every_operation_passes_both_checks() {
        for case in cases() {
            let gap = adjoint_gap(&*case.program, &case.inputs);
            assert!(gap <= 1e-12, "{}: adjoint gap {gap:e}", case.name);
            let summary = gradcheck(&*case.program, &case.inputs);
            summary.unwrap_or_else(|mismatch| panic!("{}: {mismatch}", case.name));
        }
    }

    /// The point of a case is smooth, so the rule for kinks is never needed.
    #[test]
    fn no_case_sits_at_a_kink() {
        for case in cases() {
            let summary = gradcheck(&*case.program, &case.inputs).expect("checked above");
            assert_eq!(summary.kinks, 0, "{}", case.name);
        }
    }

    /// A number for each operation. A new variant does not compile until it has
    /// the next one, and `OPERATIONS` is one more.
    fn number(op: Op) -> Option<usize> {
        Some(match op {
            Op::Leaf => return None,
            Op::Linear(Linear::MatMul(Product::Nn, ..)) => 0,
            Op::Linear(Linear::MatMul(Product::Tn, ..)) => 1,
            Op::Linear(Linear::MatMul(Product::Nt, ..)) => 2,
            Op::Linear(Linear::Affine(..)) => 3,
            Op::Pointwise(Pointwise::Add(..)) => 4,
            Op::Pointwise(Pointwise::Sub(..)) => 5,
            Op::Pointwise(Pointwise::Mul(..)) => 6,
            Op::Pointwise(Pointwise::Scale(..)) => 7,
            Op::Pointwise(Pointwise::Shift(..)) => 8,
            Op::Map(_) => 9, // each function has a case by `Fun::ALL`
            Op::Sum(Sum::Rows(_)) => 10,
            Op::Sum(Sum::Cols(_)) => 11,
            Op::Sum(Sum::All(_)) => 12,
            Op::Sum(Sum::SpreadRows(_)) => 13,
            Op::Sum(Sum::SpreadCols(_)) => 14,
            Op::Sum(Sum::SpreadAll(_)) => 15,
            Op::Movement(Movement::Transpose(_)) => 16,
            Op::Movement(Movement::Reshape(_)) => 17,
            Op::Movement(Movement::Gather(..)) => 18,
            Op::Movement(Movement::Scatter(..)) => 19,
            Op::Softmax(Softmax::Softmax(_)) => 20,
            Op::Softmax(Softmax::LogSumExp(_)) => 21,
            Op::Layer(Layer::Forward(..)) => 22,
            Op::Layer(Layer::Backward(..)) => 23,
        })
    }
    const OPERATIONS: usize = 24;

    #[test]
    fn no_operation_is_left_out() {
        let last_operation = |case: Case| {
            let mut tape = Tape::new();
            let vars = super::super::leaves(&mut tape, &case.inputs);
            let y = (case.program)(&mut tape, &vars);
            number(tape.op(y))
        };
        let seen: BTreeSet<usize> = cases().into_iter().filter_map(last_operation).collect();
        assert_eq!(seen, (0..OPERATIONS).collect());
    }
}
