//! `ntk`: the neural tangent kernel of a network that a user brings, or of an infinite one.

use std::io::Write;
use std::path::{Path, PathBuf};

use autodiff::Fun;
use clap::ValueEnum;
use nn::npy::{self, Array};
use nn::{Init, Mlp, Parametrisation, Params};
use ntk::{Activation, EmpiricalNtk, InfiniteMlp, Inputs, Outputs, Scaling};
use numerics::Matrix;

use super::weights;
use crate::{Entry, Error};

/// Compute the neural tangent kernel of a network, given or infinitely wide
///
/// The kernel of two inputs is the inner product of the gradients of the outputs with respect to
/// all weights and biases, as they are in the file. The file is that of `regions`: the arrays
/// `layers.N.weight` (outputs x inputs) and `layers.N.bias`.
///
/// With --infinite it is the limit of wide layers, in the tangent parametrisation: every layer,
/// the read-out included, is z = S / sqrt(fan_in) W h + B b with standard normal W and b.
#[derive(Debug, clap::Args)]
#[command(after_help = "The inputs are an .npy file, n x d in double precision, one input a row.
The kernel is n x n; of a network with k > 1 outputs it is n x n x k x k. Without --out it is
printed, a row a line.

Examples:
  cargo reproduce ntk --weights model.safetensors --inputs X.npy --out K.npy
  cargo reproduce ntk --infinite --activation erf --depth 3 --w-std 1.5 --b-std 0.1 \\
      --inputs X.npy --out K.npy --kernel nngp")]
pub(super) struct Args {
    /// The weights: FILE.safetensors or FILE.json
    #[arg(
        long,
        value_name = "FILE",
        required_unless_present = "infinite",
        conflicts_with = "infinite"
    )]
    weights: Option<PathBuf>,
    /// The inputs, n x d
    #[arg(long, value_name = "X.npy")]
    inputs: PathBuf,
    /// Where to write the kernel
    #[arg(long, value_name = "K.npy")]
    out: Option<PathBuf>,
    /// How to compute it; the results agree to rounding
    #[arg(long, value_enum, default_value = "factors", conflicts_with = "infinite")]
    method: Method,
    /// What follows each layer but the last
    #[arg(long, value_enum, default_value = "relu")]
    activation: Name,
    /// A network of infinitely wide hidden layers
    #[arg(long, requires_all = ["depth", "w_std", "b_std"])]
    infinite: bool,
    /// The number of its hidden layers
    #[arg(long, value_name = "L", requires = "infinite")]
    depth: Option<usize>,
    /// The standard deviation of its weights, times the root of their number
    #[arg(long, value_name = "S", requires = "infinite", value_parser = deviation, allow_negative_numbers = true)]
    w_std: Option<f64>,
    /// The standard deviation of its biases
    #[arg(long, value_name = "B", requires = "infinite", value_parser = deviation, allow_negative_numbers = true)]
    b_std: Option<f64>,
    /// The tangent kernel, or the covariance of the outputs
    #[arg(long, value_enum, default_value = "ntk", requires = "infinite")]
    kernel: Kind,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Method {
    /// Gradient rows, then their inner products: the definition
    Rows,
    /// Factors of the gradients, which are never formed: the fastest
    Factors,
    /// Jacobian-vector products of vector-Jacobian products
    Products,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Kind {
    Ntk,
    Nngp,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Name {
    Relu,
    Erf,
    Tanh,
    Sigmoid,
    Softplus,
    Abs,
    Sin,
    Cos,
}

impl Name {
    fn function(self) -> Fun {
        match self {
            Name::Relu => Fun::Relu,
            Name::Erf => Fun::Erf,
            Name::Tanh => Fun::Tanh,
            Name::Sigmoid => Fun::Sigmoid,
            Name::Softplus => Fun::Softplus,
            Name::Abs => Fun::Abs,
            Name::Sin => Fun::Sin,
            Name::Cos => Fun::Cos,
        }
    }
}

/// A standard deviation.
fn deviation(text: &str) -> Result<f64, String> {
    let value: f64 = text.parse().map_err(|_| "expected a number".to_string())?;
    if value >= 0.0 && value.is_finite() {
        Ok(value)
    } else {
        Err("a standard deviation is finite and not negative".into())
    }
}

impl Args {
    pub(super) fn execute(self, _: &[Entry], out: &mut dyn Write) -> Result<(), Error> {
        let inputs = inputs(&self.inputs)?;
        let (kernel, k) = match &self.weights {
            Some(path) => self.empirical(path, &inputs)?,
            None => (self.infinite(&inputs), 1),
        };
        if let Some(entry) = kernel.data.iter().find(|x| !x.is_finite()) {
            let problem = format!("the kernel at these inputs is {entry} somewhere: too large");
            return Err(Error::Weights { path: self.inputs, problem });
        }
        match &self.out {
            Some(path) => Ok(npy::save(path, &array(&kernel, k))?),
            None => {
                for i in 0..kernel.rows {
                    let row: Vec<String> = kernel.row(i).iter().map(|x| format!("{x:?}")).collect();
                    writeln!(out, "{}", row.join(" "))?;
                }
                Ok(())
            }
        }
    }

    /// The full kernel of the network in a file, and how many outputs it has.
    fn empirical(&self, path: &Path, inputs: &Matrix) -> Result<(Matrix, usize), Error> {
        let network = weights::load(path)?;
        let (expected, found) = (network.inputs(), inputs.cols);
        if expected != found {
            let problem = format!("has {found} numbers a row, but the network takes {expected}");
            return Err(Error::Weights { path: self.inputs.clone(), problem });
        }
        let mut widths = vec![expected];
        let mut params = Params::new();
        for (index, layer) in network.layers().iter().enumerate() {
            let weight = layer.weight.transpose();
            widths.push(weight.cols);
            let name = |array| format!("layers.{index}.{array}");
            params.push(&name("weight"), weight.rows, weight.cols).copy_from_slice(&weight.data);
            params.push(&name("bias"), 1, weight.cols).copy_from_slice(&layer.bias);
        }
        // The scheme of initialisation is not used: the parameters are there.
        let standard = Parametrisation::Standard(Init::Torch);
        let mlp = Mlp::new(&widths, self.activation.function(), standard);
        let ntk = EmpiricalNtk::new(&mlp, &params);
        let (inputs, outputs) = (Inputs::One(inputs), Outputs::Full);
        let kernel = match self.method {
            Method::Rows => ntk.by_rows(inputs, outputs),
            Method::Factors => {
                ntk.by_factors(inputs, outputs).expect("the rows of a batch do not meet here")
            }
            Method::Products => ntk.by_products(inputs, outputs),
        };
        Ok((kernel.matrix, kernel.k))
    }

    fn infinite(&self, inputs: &Matrix) -> Matrix {
        let given = "clap has seen to it";
        let activation = Activation::of(self.activation.function());
        let network = InfiniteMlp {
            hidden_layers: self.depth.expect(given),
            activation: activation.expect("all names are of functions on all numbers"),
            weight_std: self.w_std.expect(given),
            bias_std: self.b_std.expect(given),
            scaling: Scaling::Ntk,
        };
        match self.kernel {
            Kind::Ntk => network.ntk(Inputs::One(inputs)),
            Kind::Nngp => network.nngp(Inputs::One(inputs)),
        }
    }
}

/// The inputs in a file, one a row.
fn inputs(path: &Path) -> Result<Matrix, Error> {
    let Array { shape, data } = npy::load::<f64>(path)?;
    let refused = |problem| Err(Error::Weights { path: path.to_owned(), problem });
    let &[rows, cols] = &shape[..] else {
        return refused(format!("expected n x d inputs, found an array of shape {shape:?}"));
    };
    if data.is_empty() {
        return refused(format!("there is no number in an array of shape {shape:?}"));
    }
    match data.iter().find(|x| !x.is_finite()) {
        Some(x) => refused(format!("{x} is no input; all must be finite")),
        None => Ok(Matrix::from_vec(rows, cols, data)),
    }
}

/// n x n for one output; n x n x k x k, from the matrix of n k rows, for more.
fn array(kernel: &Matrix, k: usize) -> Array<f64> {
    let n = kernel.rows / k;
    if k == 1 {
        return Array { shape: vec![n, n], data: kernel.data.clone() };
    }
    let mut data = Vec::with_capacity(kernel.data.len());
    for i in 0..n {
        for j in 0..n {
            for a in 0..k {
                data.extend_from_slice(&kernel.row(i * k + a)[j * k..(j + 1) * k]);
            }
        }
    }
    Array { shape: vec![n, n, k, k], data }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_become_axes() {
        let kernel = Matrix::from_fn(4, 4, |i, j| (10 * i + j) as f64);
        let found = array(&kernel, 2);
        assert_eq!(found.shape, [2, 2, 2, 2]);
        // Input 0 with input 1: rows 0 and 1, columns 2 and 3.
        assert_eq!(found.data[4..8], [2.0, 3.0, 12.0, 13.0]);
    }
}
