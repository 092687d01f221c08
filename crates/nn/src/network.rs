//! What training, and everything else that looks at a network, needs to know of it.

use crate::Params;
use autodiff::{Tape, Var};
use numerics::Matrix;

/// A program that the tape can express: it pushes outputs (n x k) from parameters and inputs
/// (n x d), one example a row.
///
/// [`Mlp`](crate::Mlp) and [`Sequential`](crate::layers::Sequential) are networks, and so is every
/// closure of this signature. Here y = w x² is trained:
///
/// ```
/// use autodiff::{Tape, Var};
/// use nn::{Loss, Objective, Optimiser, Params, Schedule, Trainer};
/// use numerics::Matrix;
///
/// let square = |tape: &mut Tape, params: &[Var], x: Var| {
///     let square = tape.mul(x, x);
///     tape.matmul(square, params[0])
/// };
/// let inputs = Matrix { rows: 3, cols: 1, data: vec![1.0, 2.0, 3.0] };
/// let targets = Matrix { rows: 3, cols: 1, data: vec![0.5, 2.0, 4.5] };
/// let mut params = Params::new();
/// params.push("w", 1, 1);
/// let objective = Objective::new(&square, Loss::MeanSquared, &inputs, &targets);
/// let rate = Schedule::Constant(0.01);
/// let mut trainer = Trainer::new(objective, params, Optimiser::sgd(), rate);
/// trainer.run(100, |_, _| ());
/// assert!((trainer.params().data()[0] - 0.5).abs() < 1e-9);
/// ```
pub trait Network: Sync {
    /// Pushes the outputs; `params` are the leaves of [`Params::push_leaves`].
    fn forward(&self, tape: &mut Tape, params: &[Var], x: Var) -> Var;

    /// How many inputs and outputs an example has, if the network knows.
    fn ends(&self) -> Option<(usize, usize)> {
        None
    }

    /// How many examples go through the tape at once when an [`Objective`](crate::Objective) is
    /// computed. It is part of the definition of the bits.
    ///
    /// Eight, unless the network knows better: what layers on sequences, sets and graphs hold for
    /// eight examples about fits a second-level cache. Small networks of every kind of layer took
    /// up to twice as long with 32.
    fn block_rows(&self) -> usize {
        8
    }

    /// The outputs for inputs of one example a row, computed without derivatives.
    fn predict(&self, params: &Params, inputs: &Matrix) -> Matrix {
        let mut tape = Tape::new();
        let mut leaves = Vec::new();
        params.push_leaves(&mut tape, &mut leaves);
        let x = tape.leaf(inputs.rows, inputs.cols, &inputs.data);
        let y = self.forward(&mut tape, &leaves, x);
        let shape = tape.shape(y);
        Matrix { rows: shape.rows, cols: shape.cols, data: tape.value(y).to_vec() }
    }
}

impl<F: Fn(&mut Tape, &[Var], Var) -> Var + Sync> Network for F {
    fn forward(&self, tape: &mut Tape, params: &[Var], x: Var) -> Var {
        self(tape, params, x)
    }
}
