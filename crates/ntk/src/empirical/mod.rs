//! The kernel of a network as it is: its gradients' inner products.

mod factors;
mod products;
mod row_wise;
mod rows;
mod sites;

pub use nn::Network;
pub use row_wise::Refusal;

use crate::tiles::Rows;
use crate::{Inputs, Kernel, Outputs};
use autodiff::{Mark, Tape, Var};
use nn::Params;
use numerics::Matrix;

/// The neural tangent kernel of a network at given parameters θ:
/// K(x, x')\[a, b\] = ⟨∂f_a(x)/∂θ, ∂f_b(x')/∂θ⟩.
///
/// Three ways lead to it. [`by_rows`](Self::by_rows) is the definition: slow, and right for
/// every network. [`by_factors`](Self::by_factors) forms no gradient and is one to two orders of
/// magnitude faster, for networks that treat each input by itself. [`by_products`] serves every
/// network without storing gradients, and checks the others. They agree to rounding.
///
/// Two inputs of a linear model f(x) = w x + b, whose gradient is (x, 1), so that
/// K(x, x') = x x' + 1:
///
/// ```
/// use autodiff::Fun;
/// use nn::{Init, Mlp, Parametrisation, Stream};
/// use ntk::{EmpiricalNtk, Inputs, Outputs};
/// use numerics::Matrix;
///
/// let mlp = Mlp::new(&[1, 1], Fun::Tanh, Parametrisation::Standard(Init::GlorotNormal));
/// let params = mlp.init(&mut Stream::new("example", 0, "init"));
/// let x = Matrix::from_rows(&[[2.0], [-3.0]]);
/// let kernel = EmpiricalNtk::new(&mlp, &params).by_rows(Inputs::One(&x), Outputs::Full);
/// assert_eq!(kernel.matrix, Matrix::from_rows(&[[5.0, -5.0], [-5.0, 10.0]]));
/// ```
///
/// Every closure that pushes outputs is a [`Network`]:
///
/// ```
/// # use autodiff::{Tape, Var};
/// # use nn::Params;
/// # use ntk::{EmpiricalNtk, Inputs, Outputs};
/// # use numerics::Matrix;
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
///
/// [`by_products`]: Self::by_products
#[derive(Debug)]
pub struct EmpiricalNtk<'a, N: ?Sized> {
    network: &'a N,
    params: &'a Params,
    /// The slots that count as θ.
    slots: Vec<usize>,
}

impl<'a, N: Network + ?Sized> EmpiricalNtk<'a, N> {
    /// The kernel with respect to all parameters.
    pub fn new(network: &'a N, params: &'a Params) -> Self {
        Self { network, params, slots: (0..params.slots().len()).collect() }
    }

    /// The kernel with respect to the parameters of these names only. Kernels of single slots
    /// add up to the whole, and so say which layer carries it.
    ///
    /// The part of the read-out layer is the inner product of the last hidden features: the
    /// empirical counterpart of the infinite network's NNGP kernel.
    ///
    /// # Panics
    /// If there is no slot of a name.
    #[track_caller]
    pub fn wrt(self, names: &[&str]) -> Self {
        let all: Vec<&str> = self.params.slots().iter().map(|slot| &*slot.name).collect();
        for name in names {
            assert!(all.contains(name), "there is no parameter {name:?}, only {all:?}");
        }
        let slots = (0..all.len()).filter(|&slot| names.contains(&all[slot])).collect();
        Self { slots, ..self }
    }

    /// Gradient rows, then their inner products: the definition.
    ///
    /// The rows are made in tiles of at most about 64 MB, so that memory does not grow with
    /// the number of inputs. If a row of the network's output depends on other rows (batch
    /// statistics), the inputs are one batch, and all its gradient rows are held at once.
    #[track_caller]
    pub fn by_rows(&self, inputs: Inputs<'_>, outputs: Outputs) -> Kernel {
        rows::kernel(self, inputs, outputs)
    }

    /// Factors of the gradients: if parameters W enter as z = a W, then the gradient of one
    /// input is the outer product of its row of a and its row of d = ∂f/∂z, and the inner
    /// product of two of them is ⟨a, a'⟩ ⟨d, d'⟩.
    ///
    /// All rows of d come from one reverse pass, seeded with ones, because rows do not meet.
    /// The kernel is the sum of (a aᵀ) * (d dᵀ) over all places where parameters enter;
    /// parameters that enter at several places also have the products between those.
    ///
    /// # Errors
    /// If rows meet, or if a parameter enters in another way than through a product or
    /// as a row that is spread: the node where it happens.
    #[track_caller]
    pub fn by_factors(&self, inputs: Inputs<'_>, outputs: Outputs) -> Result<Kernel, Refusal> {
        factors::kernel(self, inputs, outputs)
    }

    /// Column by column, a Jacobian-vector product of a vector-Jacobian product:
    /// K e = J (J'ᵀ e).
    #[track_caller]
    pub fn by_products(&self, inputs: Inputs<'_>, outputs: Outputs) -> Kernel {
        products::kernel(self, inputs, outputs)
    }

    /// The gradient rows: row i k + a is ∂f_a(x_i)/∂θ.
    #[track_caller]
    pub fn jacobian(&self, inputs: &Matrix) -> Matrix {
        let program = self.program(inputs);
        rows::jacobian(self, inputs, 0..inputs.rows, program.is_row_wise())
    }

    /// How many numbers θ has.
    fn parameters(&self) -> usize {
        let slots = self.params.slots();
        self.slots.iter().map(|&slot| slots[slot].range().len()).sum()
    }

    /// A new tape with the parameters on it.
    fn start(&self) -> Run {
        let (mut tape, mut all) = (Tape::new(), Vec::new());
        self.params.push_leaves(&mut tape, &mut all);
        let trained = self.slots.iter().map(|&slot| all[slot]).collect();
        let start = tape.mark();
        Run { tape, all, trained, start }
    }

    /// Pushes the network's outputs for these rows of the inputs.
    #[track_caller]
    fn forward(&self, run: &mut Run, inputs: &Matrix, rows: Rows) -> (Var, Var) {
        let (n, d) = (rows.len(), inputs.cols);
        let x = run.tape.leaf(n, d, &inputs.data[rows.start * d..rows.end * d]);
        let y = self.network.forward(&mut run.tape, &run.all, x);
        let shape = run.tape.shape(y);
        assert!(
            shape.rows == n,
            "the network made {shape} outputs from {n} inputs: expected a row for each"
        );
        (x, y)
    }

    /// The network's program, to be looked at: on so many rows that no parameter has as many
    /// rows or columns, so that a shape tells which of them belong to the inputs.
    #[track_caller]
    fn program(&self, inputs: &Matrix) -> Program {
        assert!(inputs.rows > 0, "a kernel needs an input");
        let slots = self.params.slots();
        let taken = |n: usize| slots.iter().any(|slot| slot.rows == n || slot.cols == n);
        let n = (2..).find(|&n| !taken(n)).expect("there are fewer slots than numbers");
        let repeated = Matrix::from_fn(n, inputs.cols, |i, j| inputs[(i % inputs.rows, j)]);
        let mut run = self.start();
        let (x, y) = self.forward(&mut run, &repeated, 0..n);
        Program { run, x, y }
    }
}

/// A tape with the parameters on it.
struct Run {
    tape: Tape,
    /// The leaves of all parameters.
    all: Vec<Var>,
    /// The leaves of those that count as θ.
    trained: Vec<Var>,
    /// Where the tape stands with nothing else on it.
    start: Mark,
}

/// A network's program with its ends.
struct Program {
    run: Run,
    x: Var,
    y: Var,
}

impl Program {
    fn outputs(&self) -> usize {
        self.run.tape.shape(self.y).cols
    }

    fn is_row_wise(&self) -> bool {
        row_wise::rows_of(self).is_ok()
    }
}
