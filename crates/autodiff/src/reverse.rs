//! Reverse mode: vector-Jacobian products, pushed as nodes.

use crate::tape::{Pass, Tape, Var};

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
        assert!(
            shape == seed_shape,
            "vjp: the seed is {seed_shape}, but the output is {shape}"
        );
        let mut links = std::mem::take(&mut self.links);
        links.reset(y.index as usize + 1);
        self.activate(wrt, &mut links.active);
        links.derivative[y.index as usize] = Some(seed);

        let outer = std::mem::replace(&mut self.pass, Pass::Reverse);
        for index in (0..=y.index as usize).rev() {
            let (Some(dy), true) = (links.derivative[index], links.active[index]) else {
                continue;
            };
            let (node, op) = (self.var(index), self.nodes[index].op);
            let Some(rule) = op.rule() else { continue };
            for (i, input) in op.inputs().enumerate() {
                let input = input.index as usize;
                if links.active[input] {
                    let part = rule.vjp(self, node, i, dy);
                    links.derivative[input] = Some(self.accumulate(links.derivative[input], part));
                }
            }
        }
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
        assert!(
            shape.len() == 1,
            "gradient: the output is {shape}, not 1x1; use vjp with a seed"
        );
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

    /// Marks what depends on `wrt`, up to the length of `active`.
    #[track_caller]
    pub(crate) fn activate(&self, wrt: &[Var], active: &mut [bool]) {
        for &var in wrt {
            self.node("wrt", var);
            if let Some(flag) = active.get_mut(var.index as usize) {
                *flag = true;
            }
        }
        for (index, node) in self.nodes[..active.len()].iter().enumerate() {
            let depends = node.op.inputs().any(|input| active[input.index as usize]);
            active[index] = active[index] || depends;
        }
    }

    pub(crate) fn accumulate(&mut self, so_far: Option<Var>, part: Var) -> Var {
        match so_far {
            Some(sum) => self.add(sum, part),
            None => part,
        }
    }
}
