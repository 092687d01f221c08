//! A network's first-order expansion in its parameters.

use crate::Network;
use autodiff::{Tape, Var};
use nn::Params;
use numerics::Matrix;

/// The linear model f(x; θ₀) + J(x) (θ − θ₀): the network as its tangent at θ₀ sees it. It
/// is linear in θ, not in x.
///
/// ```
/// use autodiff::Fun;
/// use nn::{Init, Mlp, Parametrisation, Stream};
/// use ntk::Linearised;
/// use numerics::Matrix;
///
/// let mlp = Mlp::new(&[1, 8, 1], Fun::Tanh, Parametrisation::Standard(Init::GlorotNormal));
/// let start = mlp.init(&mut Stream::new("example", 0, "init"));
/// let tangent = Linearised::new(&mlp, &start);
/// let x = Matrix::from_rows(&[[0.5], [-1.0]]);
/// assert_eq!(tangent.predict(&start, &x), mlp.predict(&start, &x));
///
/// let mut moved = start.clone();
/// moved.data_mut()[0] += 1e-4;
/// let (line, curve) = (tangent.predict(&moved, &x), mlp.predict(&moved, &x));
/// assert!((line.data[0] - curve.data[0]).abs() < 1e-8);
/// ```
#[derive(Debug)]
pub struct Linearised<'a, N: ?Sized> {
    network: &'a N,
    start: &'a Params,
}

impl<'a, N: Network + ?Sized> Linearised<'a, N> {
    /// The tangent at the parameters `start`.
    pub fn new(network: &'a N, start: &'a Params) -> Self {
        Self { network, start }
    }

    /// The outputs at `params`, by one Jacobian-vector product: no Jacobian is formed.
    ///
    /// # Panics
    /// If the slots of `params` are not those of the start.
    #[track_caller]
    pub fn predict(&self, params: &Params, inputs: &Matrix) -> Matrix {
        assert!(params.slots() == self.start.slots(), "the parameters are another network's");
        let (mut tape, mut leaves) = (Tape::new(), Vec::new());
        self.start.push_leaves(&mut tape, &mut leaves);
        let x = tape.leaf(inputs.rows, inputs.cols, &inputs.data);
        let y = self.network.forward(&mut tape, &leaves, x);
        let steps: Vec<Var> = params
            .iter()
            .zip(self.start.iter())
            .map(|((slot, to), (_, from))| {
                let step: Vec<f64> = to.iter().zip(from).map(|(to, from)| to - from).collect();
                tape.leaf(slot.rows, slot.cols, &step)
            })
            .collect();
        let change = tape.jvp(y, &leaves, &steps);
        let moved = tape.add(y, change);
        let shape = tape.shape(moved);
        Matrix::from_vec(shape.rows, shape.cols, tape.value(moved).to_vec())
    }
}
