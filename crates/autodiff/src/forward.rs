//! Forward mode: Jacobian-vector products, pushed as nodes.

use crate::tape::{Pass, Tape, Var};

impl Tape {
    /// Pushes the directional derivative of `y` when each variable of `wrt`
    /// moves along its tangent: sum_i J_i t_i, of the shape of `y`.
    ///
    /// The tape is walked forwards once; each node adds up J_i times the tangent
    /// of input i. If `y` does not depend on `wrt`, the result is zeros.
    ///
    /// # Panics
    /// If `wrt` and `tangents` differ in number, or a tangent in shape from its
    /// variable, or a variable is stale.
    #[track_caller]
    pub fn jvp(&mut self, y: Var, wrt: &[Var], tangents: &[Var]) -> Var {
        let (n, m) = (wrt.len(), tangents.len());
        assert!(n == m, "jvp: {n} variables, but {m} tangents");
        let shape = self.shape_for("jvp", y);
        for (&var, &tangent) in wrt.iter().zip(tangents) {
            let (a, b) = (self.shape_for("jvp", var), self.shape_for("jvp", tangent));
            assert!(a == b, "jvp: the variable is {a}, but its tangent is {b}");
        }
        let mut links = std::mem::take(&mut self.links);
        links.reset(y.index as usize + 1);
        self.activate("jvp", wrt, &mut links);
        let outer = std::mem::replace(&mut self.pass, Pass::Tangent);
        for (&var, &tangent) in wrt.iter().zip(tangents) {
            if let Some(slot) = links.derivative.get_mut(var.index as usize) {
                *slot = Some(self.accumulate(*slot, tangent));
            }
        }
        for index in 0..=y.index as usize {
            let op = self.nodes[index].op;
            let (Some(rule), true) = (op.rule(), links.active[index]) else {
                continue;
            };
            let node = self.var(index);
            for (i, input) in op.inputs().enumerate() {
                if let Some(dx) = links.derivative[input.index as usize] {
                    let part = rule.jvp(self, node, i, dx);
                    links.derivative[index] = Some(self.accumulate(links.derivative[index], part));
                }
            }
        }
        let tangent = links.derivative[y.index as usize];
        let tangent = tangent.unwrap_or_else(|| self.constant(shape.rows, shape.cols, 0.0));
        self.pass = outer;
        self.links = links;
        tangent
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Fun;

    #[test]
    fn a_direction_that_does_not_reach_the_output_gives_zeros() {
        let mut tape = Tape::new();
        let (x, other) = (tape.constant(1, 2, 2.0), tape.constant(1, 2, 1.0));
        let y = tape.map(Fun::Exp, x);
        let tangent = tape.jvp(y, &[other], &[other]);
        assert_eq!(tape.value(tangent), [0.0, 0.0]);
    }

    /// A tangent on an intermediate value is added to the one that arrives.
    #[test]
    fn tangents_add_up() {
        let mut tape = Tape::new();
        let x = tape.leaf(1, 1, &[3.0]);
        let square = tape.mul(x, x);
        let y = tape.scale(square, 2.0);
        let one = tape.constant(1, 1, 1.0);
        let tangent = tape.jvp(y, &[x, square], &[one, one]);
        assert_eq!(tape.scalar(tangent), 2.0 * (6.0 + 1.0));
    }

    #[test]
    #[should_panic(expected = "jvp: the variable is 1x2, but its tangent is 2x1")]
    fn a_tangent_has_the_shape_of_its_variable() {
        let mut tape = Tape::new();
        let (x, t) = (tape.constant(1, 2, 2.0), tape.constant(2, 1, 1.0));
        let y = tape.map(Fun::Exp, x);
        tape.jvp(y, &[x], &[t]);
    }
}
