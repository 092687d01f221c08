//! Sums, differences and products, entry by entry.

use numerics::slices;

use crate::op::{Inputs, Op, Rule, View};
use crate::print::Cost;
use crate::tape::{Shape, Tape, Var};

/// Sums, differences and products, entry by entry. Shapes never broadcast: use
/// [`Tape::spread_rows`] and its sisters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pointwise {
    /// a + b.
    Add(Var, Var),
    /// a - b.
    Sub(Var, Var),
    /// a b.
    Mul(Var, Var),
    /// c a for a fixed number c.
    Scale(Var, f64),
    /// a + c for a fixed number c.
    Shift(Var, f64),
}

impl Tape {
    /// a + b.
    ///
    /// # Panics
    /// If the shapes differ.
    #[track_caller]
    pub fn add(&mut self, a: Var, b: Var) -> Var {
        self.pointwise(Pointwise::Add(a, b))
    }

    /// a - b.
    ///
    /// # Panics
    /// If the shapes differ.
    #[track_caller]
    pub fn sub(&mut self, a: Var, b: Var) -> Var {
        self.pointwise(Pointwise::Sub(a, b))
    }

    /// a b, entry by entry (the Hadamard product).
    ///
    /// # Panics
    /// If the shapes differ.
    #[track_caller]
    pub fn mul(&mut self, a: Var, b: Var) -> Var {
        self.pointwise(Pointwise::Mul(a, b))
    }

    /// c a.
    #[track_caller]
    pub fn scale(&mut self, a: Var, c: f64) -> Var {
        self.pointwise(Pointwise::Scale(a, c))
    }

    /// a + c in every entry.
    #[track_caller]
    pub fn shift(&mut self, a: Var, c: f64) -> Var {
        self.pointwise(Pointwise::Shift(a, c))
    }

    #[track_caller]
    fn pointwise(&mut self, op: Pointwise) -> Var {
        let shape = match op {
            Pointwise::Add(a, b) | Pointwise::Sub(a, b) | Pointwise::Mul(a, b) => {
                let (sa, sb) = (self.shape_for(op.verb(), a), self.shape_for(op.verb(), b));
                assert!(
                    sa == sb,
                    "{}: shapes {sa} and {sb} differ; spread_rows, spread_cols and spread_all repeat",
                    op.verb()
                );
                sa
            }
            Pointwise::Scale(a, _) | Pointwise::Shift(a, _) => self.shape_for(op.verb(), a),
        };
        self.push(Op::Pointwise(op), shape)
    }
}

impl Pointwise {
    fn verb(&self) -> &'static str {
        match self {
            Pointwise::Add(..) => "add",
            Pointwise::Sub(..) => "sub",
            Pointwise::Mul(..) => "mul",
            Pointwise::Scale(..) => "scale",
            Pointwise::Shift(..) => "shift",
        }
    }
}

impl Rule for Pointwise {
    fn name(&self) -> String {
        match self {
            Pointwise::Add(..) | Pointwise::Sub(..) | Pointwise::Mul(..) => self.verb().to_owned(),
            Pointwise::Scale(_, c) | Pointwise::Shift(_, c) => format!("{} {c}", self.verb()),
        }
    }

    fn inputs(&self) -> Inputs {
        match *self {
            Pointwise::Add(a, b) | Pointwise::Sub(a, b) | Pointwise::Mul(a, b) => {
                [Some(a), Some(b), None]
            }
            Pointwise::Scale(a, _) | Pointwise::Shift(a, _) => [Some(a), None, None],
        }
    }

    fn eval(&self, view: &View<'_>, _shape: Shape, out: &mut [f64]) {
        match *self {
            Pointwise::Add(a, b) => slices::add(view.value(a), view.value(b), out),
            Pointwise::Sub(a, b) => slices::sub(view.value(a), view.value(b), out),
            Pointwise::Mul(a, b) => slices::mul(view.value(a), view.value(b), out),
            Pointwise::Scale(a, c) => slices::scale(c, view.value(a), out),
            Pointwise::Shift(a, c) => slices::map(view.value(a), out, |a| a + c),
        }
    }

    fn vjp(&self, tape: &mut Tape, _y: Var, i: usize, dy: Var) -> Var {
        match (*self, i) {
            (Pointwise::Add(..) | Pointwise::Shift(..), _) | (Pointwise::Sub(..), 0) => dy,
            (Pointwise::Sub(..), _) => tape.scale(dy, -1.0),
            (Pointwise::Mul(_, b), 0) => tape.mul(dy, b),
            (Pointwise::Mul(a, _), _) => tape.mul(a, dy),
            (Pointwise::Scale(_, c), _) => tape.scale(dy, c),
        }
    }

    /// Each partial Jacobian is diagonal, hence its own transpose.
    fn jvp(&self, tape: &mut Tape, y: Var, i: usize, dx: Var) -> Var {
        self.vjp(tape, y, i, dx)
    }

    fn work(&self, _tape: &Tape, shape: Shape) -> Cost {
        Cost { pointwise: shape.len() as u64, ..Cost::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computes_entry_by_entry() {
        let mut tape = Tape::new();
        let a = tape.leaf(1, 3, &[1.0, -2.0, 0.5]);
        let b = tape.leaf(1, 3, &[4.0, 0.25, -1.0]);
        let results = [
            tape.add(a, b),
            tape.sub(a, b),
            tape.mul(a, b),
            tape.scale(a, -2.0),
            tape.shift(a, 1.0),
        ];
        let expected = [
            [5.0, -1.75, -0.5],
            [-3.0, -2.25, 1.5],
            [4.0, -0.5, -0.5],
            [-2.0, 4.0, -1.0],
            [2.0, -1.0, 1.5],
        ];
        for (result, expected) in results.into_iter().zip(expected) {
            assert_eq!(tape.value(result), expected, "{}", tape.op(result).name());
        }
    }

    #[test]
    fn a_value_used_twice_receives_both_parts() {
        let mut tape = Tape::new();
        let a = tape.leaf(1, 1, &[3.0]);
        let cube = tape.mul(a, a);
        let cube = tape.mul(cube, a);
        let slope = tape.gradient(cube, &[a])[0];
        assert_eq!(tape.scalar(slope), 27.0);
    }

    #[test]
    #[should_panic(expected = "add: shapes 2x3 and 1x3 differ")]
    fn shapes_do_not_broadcast() {
        let mut tape = Tape::new();
        let (a, b) = (tape.constant(2, 3, 1.0), tape.constant(1, 3, 1.0));
        tape.add(a, b);
    }
}
