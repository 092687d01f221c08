//! What one thread needs to take blocks of examples through a network.

use crate::{Loss, Network, Params};
use autodiff::{Mark, Tape, Var};

/// What all blocks have in common.
#[derive(Clone, Copy)]
pub(super) struct Pass<'a> {
    pub(super) network: &'a dyn Network,
    pub(super) loss: Loss,
    /// Examples in all blocks together.
    pub(super) examples: usize,
    pub(super) wants_gradient: bool,
}

/// A tape with the parameters on it, and what the last block left there.
#[derive(Clone)]
pub(super) struct Worker {
    tape: Tape,
    leaves: Vec<Var>,
    adjoints: Vec<Var>,
    /// The tape with nothing but parameters.
    start: Mark,
    /// The last block's share of the loss.
    pub(super) loss: f64,
}

impl Worker {
    pub(super) fn new() -> Self {
        let tape = Tape::new().fusing();
        let start = tape.mark();
        Self { tape, leaves: Vec::new(), adjoints: Vec::new(), start, loss: 0.0 }
    }

    /// Takes up new parameters.
    pub(super) fn begin(&mut self, params: &Params) {
        self.tape.clear();
        params.push_leaves(&mut self.tape, &mut self.leaves);
        self.start = self.tape.mark();
    }

    /// Takes a block of so many rows through the network, and back if the gradient is wanted.
    pub(super) fn run(&mut self, pass: &Pass<'_>, rows: usize, inputs: &[f64], targets: &[f64]) {
        let tape = &mut self.tape;
        tape.rewind(self.start);
        let x = tape.leaf(rows, inputs.len() / rows, inputs);
        let t = tape.leaf(rows, targets.len() / rows, targets);
        let y = pass.network.forward(tape, &self.leaves, x);
        let share = pass.loss.share(tape, y, t, pass.examples);
        self.loss = tape.scalar(share);
        if pass.wants_gradient {
            tape.gradient_into(share, &self.leaves, &mut self.adjoints);
        }
    }

    /// The last block's gradient by the parameter in a slot.
    pub(super) fn gradient(&self, slot: usize) -> &[f64] {
        self.tape.value(self.adjoints[slot])
    }
}
