//! What a network is to this crate.

use autodiff::{Tape, Var};
use nn::Mlp;

/// A program that the tape can express: it pushes outputs (n x k) from parameters and inputs
/// (n x d, one a row).
///
/// [`Mlp`] is one, and so is every closure of this signature:
///
/// ```
/// use autodiff::{Tape, Var};
/// use nn::Params;
/// use ntk::{EmpiricalNtk, Inputs, Outputs};
/// use numerics::Matrix;
///
/// let mut params = Params::new();
/// params.push("w", 2, 3).copy_from_slice(&[0.1, 0.2, -0.3, 0.4, 0.5, -0.6]);
/// let gated = |tape: &mut Tape, params: &[Var], x: Var| {
///     let z = tape.matmul(x, params[0]);
///     let h = tape.silu(z);
///     tape.sum_cols(h)
/// };
/// let x = Matrix::from_rows(&[[1.0, -1.0], [0.5, 2.0]]);
/// let ntk = EmpiricalNtk::new(&gated, &params);
/// let kernel = ntk.by_factors(Inputs::One(&x), Outputs::Full)?;
/// assert!(kernel.matrix[(0, 0)] > 0.0);
/// # Ok::<(), ntk::Refusal>(())
/// ```
pub trait Network: Sync {
    /// Pushes the outputs; `params` are the leaves of `nn::Params::push_leaves`.
    fn forward(&self, tape: &mut Tape, params: &[Var], x: Var) -> Var;
}

impl Network for Mlp {
    #[track_caller]
    fn forward(&self, tape: &mut Tape, params: &[Var], x: Var) -> Var {
        Mlp::forward(self, tape, params, x)
    }
}

impl<F: Fn(&mut Tape, &[Var], Var) -> Var + Sync> Network for F {
    fn forward(&self, tape: &mut Tape, params: &[Var], x: Var) -> Var {
        self(tape, params, x)
    }
}
