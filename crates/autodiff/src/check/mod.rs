//! How we know that the derivatives are right.
//!
//! - [`gradcheck`]: both modes against finite differences, of first and second
//!   order.
//! - [`adjoint_gap`]: both modes against each other, which needs no step size
//!   and so is sharp to rounding.
//! - [`mutants`]: the checks against rules that were broken on purpose, because
//!   a check that cannot fail proves nothing.
//! - [`cases`]: a program for each operation and each function.

mod adjoint;
mod cases;
mod difference;
mod gradcheck;
mod mutants;

pub use adjoint::adjoint_gap;
pub use cases::{BoxedProgram, Case, cases};
pub use gradcheck::{Comparison, Gradcheck, Mismatch, Summary, gradcheck};
pub use mutants::{Mutant, mutants};

use numerics::Matrix;

use crate::tape::{Tape, Var};

/// A program under test: pushes nodes that make one output from the inputs.
pub type Program<'a> = &'a dyn Fn(&mut Tape, &[Var]) -> Var;

/// Pushes the inputs as leaves.
fn leaves(tape: &mut Tape, inputs: &[Matrix]) -> Vec<Var> {
    inputs.iter().map(|input| tape.leaf(input.rows, input.cols, &input.data)).collect()
}

/// A direction to project on: `len` numbers in (-1, 1), none of them small, that
/// look random but are not. They are the multiples of the golden ratio modulo 1
/// (a Kronecker sequence), so no check needs a random generator.
pub(crate) fn direction(len: usize, salt: usize) -> Vec<f64> {
    let golden = 0.618_033_988_749_894_9;
    let number = |i: usize| {
        let turn = (i + 1) as f64 * golden + salt as f64 * 0.37;
        let fraction = 2.0 * (turn - turn.floor()) - 1.0;
        if fraction.abs() < 0.05 { fraction + 0.5 } else { fraction }
    };
    (0..len).map(number).collect()
}
