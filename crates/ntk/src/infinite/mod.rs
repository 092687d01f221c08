//! The kernels of infinitely wide networks, in closed form or by quadrature.

mod activation;
mod closed;
mod hermite;

pub use activation::{Activation, Undefined};

use crate::Inputs;
use crate::tiles::{Rows, Tiling};
use activation::Side;
use numerics::Matrix;

/// Inputs along the side of a tile.
const SIDE: usize = 64;

/// A fully connected network whose hidden layers are infinitely wide, with random weights.
///
/// In the limit of large widths the outputs of a layer are independent Gaussian processes.
/// Their covariance Σ, the NNGP kernel, and the neural tangent kernel Θ of the outputs so far
/// follow from those of the layer below (Jacot, Gabriel & Hongler 2018, theorem 1; Lee et al.
/// 2019):
///
/// ```text
///   Σ(x, x') = w² <x, x'> / d + b²                   Θ = Σ
///   Σ ← w² E φ(u) φ(v)  + b²                         Θ ← Σ + w² E φ'(u) φ'(v) Θ
/// ```
///
/// for normal (u, v) with the covariance Σ of x and x' in the layer below, w² and b² being
/// the variances of weights (times their number) and biases.
///
/// ```
/// use autodiff::Fun;
/// use ntk::{Activation, Inputs, InfiniteMlp, Scaling};
/// use numerics::Matrix;
///
/// let network = InfiniteMlp {
///     hidden_layers: 1,
///     activation: Activation::of(Fun::Relu)?,
///     weight_std: 2f64.sqrt(),
///     bias_std: 0.0,
///     scaling: Scaling::Ntk,
/// };
/// // The inputs are two unit vectors at a right angle.
/// let x = Matrix::identity(2);
/// let nngp = network.nngp(Inputs::One(&x));
/// assert!((nngp[(0, 0)] - 1.0).abs() < 1e-15);
/// assert!((nngp[(0, 1)] - 1.0 / std::f64::consts::PI).abs() < 1e-15);
/// assert!((network.ntk(Inputs::One(&x))[(0, 0)] - 2.0).abs() < 1e-14);
/// # Ok::<(), ntk::Undefined>(())
/// ```
#[derive(Clone, Debug)]
pub struct InfiniteMlp {
    /// The number of hidden layers; the read-out comes after them.
    pub hidden_layers: usize,
    /// φ.
    pub activation: Activation,
    /// w: a weight's standard deviation is w / √fan_in, as it enters the product.
    pub weight_std: f64,
    /// b: a bias's standard deviation, as it enters the sum.
    pub bias_std: f64,
    /// What is trained.
    pub scaling: Scaling,
}

/// Which numbers the kernel differentiates with respect to: this decides how fast they move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scaling {
    /// Standard normal numbers, with the factors w / √fan_in and b in front
    /// ([`nn::Parametrisation::Ntk`]). The kernel has a limit.
    Ntk,
    /// The weights and biases themselves ([`nn::Parametrisation::Standard`], whose biases are
    /// trained even if they start at zero). The kernel grows with the width: this is the
    /// expectation's leading form for hidden layers of this width,
    /// Θ ← fan_in E φ(u) φ(v) + 1 + w² E φ'(u) φ'(v) Θ (Sohl-Dickstein et al. 2020).
    Standard {
        /// Units in each hidden layer.
        width: usize,
    },
}

/// Which of the two kernels.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Nngp,
    Ntk,
}

impl InfiniteMlp {
    /// The covariance of an output at initialisation. Outputs of one network are independent.
    #[track_caller]
    pub fn nngp(&self, inputs: Inputs<'_>) -> Matrix {
        self.kernel(inputs, Kind::Nngp)
    }

    /// The neural tangent kernel of an output. Between different outputs it is zero.
    #[track_caller]
    pub fn ntk(&self, inputs: Inputs<'_>) -> Matrix {
        self.kernel(inputs, Kind::Ntk)
    }

    #[track_caller]
    fn kernel(&self, inputs: Inputs<'_>, kind: Kind) -> Matrix {
        let (x, z) = (inputs.left(), inputs.right());
        assert!(x.cols == z.cols, "inputs of {} and of {} numbers do not pair", x.cols, z.cols);
        let left = self.sides(x);
        let other = (!inputs.is_one()).then(|| self.sides(z));
        let right = other.as_ref().unwrap_or(&left);
        Tiling::of(inputs, 1, SIDE).fill(
            |rows| rows,
            |rows, columns| {
                let start = covariance(x, rows.clone(), z, columns.clone());
                Matrix::from_fn(rows.len(), columns.len(), |i, j| {
                    let pair = (rows.start + i, columns.start + j);
                    self.entry(kind, start[(i, j)], x.cols, &left, right, pair)
                })
            },
        )
    }

    /// What each layer needs to know of each input alone.
    fn sides(&self, x: &Matrix) -> Vec<Side> {
        let (w, b) = (self.weight_std * self.weight_std, self.bias_std * self.bias_std);
        let squares = (0..x.rows).map(|i| covariance(x, i..i + 1, x, i..i + 1)[(0, 0)]);
        let mut variances: Vec<f64> = squares.map(|square| w * square + b).collect();
        let mut sides = Vec::with_capacity(self.hidden_layers);
        for _ in 0..self.hidden_layers {
            let side = self.activation.side(variances);
            variances = side.second_moments().map(|moment| w * moment + b).collect();
            sides.push(side);
        }
        sides
    }

    /// The recursion for one pair of inputs with `product` ⟨x, x'⟩ / d.
    fn entry(
        &self,
        kind: Kind,
        product: f64,
        fan_in: usize,
        left: &[Side],
        right: &[Side],
        (i, j): (usize, usize),
    ) -> f64 {
        let (w, b) = (self.weight_std * self.weight_std, self.bias_std * self.bias_std);
        // How much a layer's own weights and biases bring.
        let own = |fan_in: usize, product: f64| match self.scaling {
            Scaling::Ntk => w * product + b,
            Scaling::Standard { .. } => fan_in as f64 * product + 1.0,
        };
        let hidden = match self.scaling {
            Scaling::Ntk => 1,
            Scaling::Standard { width } => width,
        };
        let (mut sigma, mut theta) = (w * product + b, own(fan_in, product));
        for (left, right) in left.iter().zip(right) {
            let product = left.product(i, sigma, right, j);
            if kind == Kind::Ntk {
                theta = own(hidden, product) + w * left.slopes(i, sigma, right, j) * theta;
            }
            sigma = w * product + b;
        }
        match kind {
            Kind::Nngp => sigma,
            Kind::Ntk => theta,
        }
    }
}

/// ⟨x, x'⟩ / d of some rows of each.
fn covariance(x: &Matrix, rows: Rows, z: &Matrix, columns: Rows) -> Matrix {
    let d = x.cols as f64;
    Matrix::from_fn(rows.len(), columns.len(), |i, j| {
        numerics::dot(x.row(rows.start + i), z.row(columns.start + j)) / d
    })
}
