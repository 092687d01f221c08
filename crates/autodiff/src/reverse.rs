//! Reverse mode: vector-Jacobian products, pushed as nodes.

use crate::op::Op;
use crate::ops::{Layer, Linear};
use crate::tape::{Links, Pass, Tape, Var};

impl Tape {
    /// Pushes J^T `seed` for each variable in `wrt`, where J is the Jacobian of
    /// `y` with respect to it, and writes the results to `out` (cleared first).
    ///
    /// The tape is walked backwards once. A node's adjoint is complete when the
    /// walk reaches it, because all nodes that use it come later; each of its
    /// inputs then receives J_i^T times that adjoint. Only nodes between `wrt`
    /// and `y` are visited. A variable on which `y` does not depend gets zeros.
    ///
    /// The cost is a small multiple of the forward pass, whatever the number of
    /// variables (Griewank & Walther, *Evaluating Derivatives*, ch. 3-4).
    ///
    /// # Panics
    /// If `seed` has not the shape of `y`, or a variable is stale.
    #[track_caller]
    pub fn vjp(&mut self, y: Var, seed: Var, wrt: &[Var], out: &mut Vec<Var>) {
        let (shape, seed_shape) = (self.shape_for("vjp", y), self.shape_for("vjp", seed));
        assert!(shape == seed_shape, "vjp: the seed is {seed_shape}, but the output is {shape}");
        let mut links = std::mem::take(&mut self.links);
        links.reset(y.index as usize + 1);
        self.activate("vjp", wrt, &mut links);
        links.derivative[y.index as usize] = Some(seed);

        let outer = std::mem::replace(&mut self.pass, Pass::Reverse);
        // ANCHOR: walk
        for index in (0..=y.index as usize).rev() {
            let (Some(dy), true) = (links.derivative[index], links.active[index]) else {
                continue;
            };
            let (node, op) = (self.var(index), self.nodes[index].op);
            let Some(rule) = op.rule() else { continue };
            let dy = if links.pulled[index] { dy } else { rule.pull(self, node, dy) };
            for (i, input) in op.inputs().enumerate() {
                let at = input.index as usize;
                if !links.active[at] {
                    continue;
                }
                if links.uses[at] == 1
                    && let Some(pulled) = self.pull_product(op, i, dy)
                {
                    (links.derivative[at], links.pulled[at]) = (Some(pulled), true);
                } else {
                    let part = rule.vjp(self, node, i, dy);
                    links.derivative[at] = Some(self.accumulate(links.derivative[at], part));
                }
            }
        }
        // ANCHOR_END: walk
        out.clear();
        for &var in wrt {
            let found = links.derivative.get(var.index as usize).copied().flatten();
            let zeros = self.shape(var);
            out.push(found.unwrap_or_else(|| self.constant(zeros.rows, zeros.cols, 0.0)));
        }
        self.pass = outer;
        self.links = links;
    }

    /// The gradients of a scalar `y`: [`Tape::vjp`] with the seed 1.
    ///
    /// # Panics
    /// If `y` is not 1 x 1.
    #[track_caller]
    pub fn gradient(&mut self, y: Var, wrt: &[Var]) -> Vec<Var> {
        let mut out = Vec::with_capacity(wrt.len());
        self.gradient_into(y, wrt, &mut out);
        out
    }

    /// [`Tape::gradient`] into a vector of the caller's, for loops that must not
    /// allocate.
    #[track_caller]
    pub fn gradient_into(&mut self, y: Var, wrt: &[Var], out: &mut Vec<Var>) {
        let shape = self.shape_for("gradient", y);
        assert!(shape.len() == 1, "gradient: the output is {shape}, not 1x1; use vjp with a seed");
        let outer = std::mem::replace(&mut self.pass, Pass::Reverse);
        let seed = self.constant(1, 1, 1.0);
        self.pass = outer;
        self.vjp(y, seed, wrt, out);
    }

    /// Pushes H `v`, the Hessian of the scalar `y` with respect to `x` applied
    /// to a direction: forward mode over reverse mode (Pearlmutter 1994). No
    /// Hessian is formed.
    #[track_caller]
    pub fn hessian_vector(&mut self, y: Var, x: Var, v: Var) -> Var {
        let gradient = self.gradient(y, &[x])[0];
        self.jvp(gradient, &[x], &[v])
    }

    /// Marks what depends on `wrt` and counts its uses, for `mode`.
    #[track_caller]
    pub(crate) fn activate(&self, mode: &str, wrt: &[Var], links: &mut Links) {
        let Links { active, uses, .. } = links;
        for &var in wrt {
            self.node(mode, var);
            if let Some(flag) = active.get_mut(var.index as usize) {
                *flag = true;
                uses[var.index as usize] += 1;
            }
        }
        for (index, node) in self.nodes[..active.len()].iter().enumerate() {
            for input in node.op.inputs() {
                if active[input.index as usize] {
                    active[index] = true;
                    uses[input.index as usize] += 1;
                }
            }
        }
    }

    /// Where input `i` of `op` is a layer whose value nothing else uses: its adjoint after
    /// [`Rule::pull`](crate::op::Rule::pull), which is a product and a slope, in one node.
    fn pull_product(&mut self, op: Op, i: usize, dy: Var) -> Option<Var> {
        let (Op::Linear(Linear::Affine(x, w, _)) | Op::Layer(Layer::Forward(_, x, w, _))) = op
        else {
            return None;
        };
        let Op::Layer(Layer::Forward(fun, ..)) = self.op(x) else { return None };
        if i != 0 {
            return None;
        }
        Some(self.back_layer(fun.slope_of_value()?, dy, w, x))
    }

    pub(crate) fn accumulate(&mut self, so_far: Option<Var>, part: Var) -> Var {
        match so_far {
            Some(sum) => self.add(sum, part),
            None => part,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Fun;

    /// y = tanh(x W) v with all sizes different, so that a transposed shape shows.
    fn network(tape: &mut Tape) -> (Var, [Var; 3]) {
        let x = tape.leaf(3, 2, &[0.1, -0.4, 0.8, 0.3, -0.9, 0.5]);
        let w = tape.leaf(2, 4, &[0.7, -0.2, 0.5, 1.1, -0.6, 0.9, 0.4, -1.3]);
        let v = tape.leaf(4, 1, &[0.8, -0.5, 1.2, 0.3]);
        let h = tape.matmul(x, w);
        let h = tape.map(Fun::Tanh, h);
        (tape.matmul(h, v), [x, w, v])
    }

    #[test]
    fn gradients_have_the_shapes_of_their_variables() {
        let mut tape = Tape::new();
        let (y, vars) = network(&mut tape);
        let y = tape.sum_all(y);
        for (gradient, var) in tape.gradient(y, &vars).into_iter().zip(vars) {
            assert_eq!(tape.shape(gradient), tape.shape(var));
        }
    }

    #[test]
    fn a_variable_without_influence_gets_zeros() {
        let mut tape = Tape::new();
        let (x, other) = (tape.constant(1, 1, 2.0), tape.constant(2, 3, 1.0));
        let y = tape.mul(x, x);
        let later = tape.constant(1, 1, 7.0);
        let gradients = tape.gradient(y, &[other, later, y]);
        assert_eq!(tape.value(gradients[0]), [0.0; 6]);
        assert_eq!(tape.value(gradients[1]), [0.0]);
        assert_eq!(tape.value(gradients[2]), [1.0]);
    }

    /// With respect to an intermediate value and to what it was made from.
    #[test]
    fn intermediate_variables_are_variables_too() {
        let mut tape = Tape::new();
        let x = tape.leaf(1, 1, &[3.0]);
        let square = tape.mul(x, x);
        let y = tape.mul(square, x);
        let gradients = tape.gradient(y, &[square, x]);
        assert_eq!(tape.scalar(gradients[0]), 3.0);
        assert_eq!(tape.scalar(gradients[1]), 27.0);
    }

    /// x^T A x / 2 for a symmetric A has the Hessian A.
    #[test]
    fn the_hessian_of_a_quadratic_form_is_its_matrix() {
        let mut tape = Tape::new();
        let a = tape.leaf(2, 2, &[2.0, 0.5, 0.5, -1.0]);
        let x = tape.leaf(2, 1, &[0.3, -0.7]);
        let ax = tape.matmul(a, x);
        let form = tape.matmul_tn(x, ax);
        let y = tape.scale(form, 0.5);
        let v = tape.leaf(2, 1, &[1.0, 2.0]);
        let hv = tape.hessian_vector(y, x, v);
        assert_eq!(tape.value(hv), [3.0, -1.5]);
    }

    /// Two layers, whose adjoints are also asked for or not, and one of which is used twice or not.
    #[test]
    fn a_tape_that_fuses_has_the_same_gradients() {
        for (twice, hidden) in [(false, false), (false, true), (true, false), (true, true)] {
            let gradients = |mut tape: Tape| {
                let (_, [x, w, v]) = network(&mut tape);
                let b = tape.leaf(1, 4, &[0.1, -0.2, 0.3, 0.4]);
                let u = tape.matmul_tn(w, w);
                let h = tape.layer(Fun::Sigmoid, x, w, b);
                let g = tape.layer(Fun::Relu, h, u, b);
                let c = tape.constant(1, 1, 0.5);
                let mut y = tape.affine(g, v, c);
                if twice {
                    let again = tape.sum_cols(h);
                    y = tape.mul(y, again);
                }
                let y = tape.sum_all(y);
                let wrt = if hidden { vec![x, w, v, b, h, g] } else { vec![x, w, v, b] };
                let gradients = tape.gradient(y, &wrt);
                let bits = |g| tape.value(g).iter().map(|x| x.to_bits()).collect::<Vec<_>>();
                (gradients.into_iter().map(bits).collect::<Vec<_>>(), tape.listing())
            };
            let (plain, _) = gradients(Tape::new());
            let (fused, listing) = gradients(Tape::new().fusing());
            assert_eq!(fused, plain, "{twice} {hidden}");
            let nodes = listing.matches("back_layer").count();
            assert_eq!(nodes, if hidden { 0 } else { 2 - usize::from(twice) }, "{listing}");
        }
    }

    #[test]
    #[should_panic(expected = "gradient: the output is 3x1, not 1x1; use vjp with a seed")]
    fn only_a_scalar_has_a_gradient() {
        let mut tape = Tape::new();
        let (y, vars) = network(&mut tape);
        tape.gradient(y, &vars);
    }

    #[test]
    #[should_panic(expected = "vjp: the seed is 1x3, but the output is 3x1")]
    fn a_seed_has_the_shape_of_the_output() {
        let mut tape = Tape::new();
        let (y, vars) = network(&mut tape);
        let seed = tape.constant(1, 3, 1.0);
        tape.vjp(y, seed, &vars, &mut Vec::new());
    }
}
