//! The affine forms of one layer's units on a cell of the layers before, in doubles with a bound
//! on their error, and in integers when asked.

use crate::Error;
use crate::exact::{ExactNetwork, Form};
use crate::network::{AffinePiece, ReluNetwork};
use num_bigint::BigInt;
use numerics::Matrix;
use std::cell::OnceCell;

/// Makes up for the rounding of the bounds themselves: they are sums of fewer than 10¹²
/// non-negative terms.
pub(crate) const ROUND_UP: f64 = 1.001;

/// An affine form a x₁ + b x₂ + c in doubles.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rounded {
    pub(crate) a: f64,
    pub(crate) b: f64,
    pub(crate) c: f64,
    /// How far the form may be from the true one, anywhere in the box; more exactly, a bound on
    /// the sum of the errors of a R, of b R and of c.
    pub(crate) error: f64,
    /// The sum of the sizes that its terms can have in the box.
    pub(crate) size: f64,
}

impl Rounded {
    /// The value at a point of the box and a bound on its distance from the true form's there.
    pub(crate) fn at(&self, x: f64, y: f64) -> (f64, f64) {
        (self.a * x + self.b * y + self.c, self.error + 4.0 * f64::EPSILON * self.size)
    }
}

/// A network of two inputs in the box |xᵢ| < R, with what all its cells need.
#[derive(Debug)]
pub(crate) struct Problem<'a> {
    pub(crate) network: &'a ReluNetwork,
    pub(crate) half_width: f64,
    /// The transposed weights, so that the forms grow by whole columns.
    columns: Vec<Matrix>,
    exact: OnceCell<ExactNetwork>,
}

impl<'a> Problem<'a> {
    /// `network` must have two inputs.
    pub(crate) fn new(network: &'a ReluNetwork, half_width: f64) -> Result<Self, Error> {
        // Far from where squares overflow or underflow; NaN is not in the range either.
        if !(1e-100..=1e100).contains(&half_width) {
            return Err(Error::HalfWidth(half_width));
        }
        let columns = network.layers().iter().map(|layer| layer.weight.transpose()).collect();
        Ok(Self { network, half_width, columns, exact: OnceCell::new() })
    }

    pub(crate) fn exact(&self) -> &ExactNetwork {
        self.exact.get_or_init(|| ExactNetwork::new(self.network))
    }
}

/// The pre-activations of one layer as affine forms a x₁ + b x₂ + c, valid where the layers
/// before have certain gates.
#[derive(Debug)]
pub(crate) struct Forms<'a> {
    problem: &'a Problem<'a>,
    layer: usize,
    /// The forms of the layer before and its gates.
    before: Option<(&'a Forms<'a>, &'a [bool])>,
    pub(crate) a: Vec<f64>,
    pub(crate) b: Vec<f64>,
    pub(crate) c: Vec<f64>,
    /// How far a form may be from the true one, anywhere in the box.
    pub(crate) error: Vec<f64>,
    exact: Vec<OnceCell<Form>>,
}

impl<'a> Forms<'a> {
    /// The first layer, whose forms are its weights.
    pub(crate) fn first(problem: &'a Problem<'a>) -> Self {
        let layer = &problem.network.layers()[0];
        let (a, b) = layer.weight.data.chunks(2).map(|row| (row[0], row[1])).unzip();
        let width = layer.bias.len();
        // Nothing was computed yet; the least bound is for underflow when a form is evaluated.
        let error = vec![f64::MIN_POSITIVE; width];
        let exact = vec![OnceCell::new(); width];
        Self { problem, layer: 0, before: None, a, b, c: layer.bias.clone(), error, exact }
    }

    /// The layer after `before` where that one has these gates.
    ///
    /// A sum of n products, each wrong by a relative 2⁻⁵³ at most, is wrong by less than
    /// n 2⁻⁵² times the sum of their sizes; a product that underflows by less than the least
    /// normal number.
    pub(crate) fn after(before: &'a Forms<'a>, gates: &'a [bool]) -> Self {
        let problem = before.problem;
        let layer = before.layer + 1;
        let columns = &problem.columns[layer];
        let half_width = problem.half_width;
        let rounding = (columns.rows + 4) as f64 * f64::EPSILON;
        let bias = &problem.network.layers()[layer].bias;
        let width = bias.len();
        let mut a = vec![0.0; width];
        let mut b = vec![0.0; width];
        let mut c = bias.clone();
        let mut error: Vec<f64> = bias.iter().map(|b| rounding * b.abs()).collect();
        for input in (0..columns.rows).filter(|&input| gates[input]) {
            let [ai, bi, ci] = [before.a[input], before.b[input], before.c[input]];
            let ei = before.error[input] + rounding * before.rounded(input).size;
            let column = columns.row(input);
            let coefficients = a.iter_mut().zip(&mut b).zip(&mut c);
            for ((((a, b), c), e), w) in coefficients.zip(&mut error).zip(column) {
                *a += w * ai;
                *b += w * bi;
                *c += w * ci;
                *e += w.abs() * ei;
            }
        }
        let underflow = columns.rows as f64 * (1.0 + half_width) * f64::MIN_POSITIVE;
        for error in &mut error {
            *error = ROUND_UP * *error + underflow;
        }
        let exact = vec![OnceCell::new(); width];
        Self { problem, layer, before: Some((before, gates)), a, b, c, error, exact }
    }

    /// The number of units.
    pub(crate) fn width(&self) -> usize {
        self.c.len()
    }

    /// Whether these are the network's outputs.
    pub(crate) fn is_last(&self) -> bool {
        self.layer == self.problem.network.hidden().len()
    }

    /// One unit's form.
    pub(crate) fn rounded(&self, unit: usize) -> Rounded {
        let [a, b, c] = [self.a[unit], self.b[unit], self.c[unit]];
        let size = (a.abs() + b.abs()) * self.problem.half_width + c.abs();
        Rounded { a, b, c, error: self.error[unit], size }
    }

    /// The forms as one affine map, which is the network's if these are its outputs.
    pub(crate) fn piece(&self) -> AffinePiece {
        let slope = self.a.iter().zip(&self.b).flat_map(|(&a, &b)| [a, b]).collect();
        AffinePiece { slope: Matrix::from_vec(self.width(), 2, slope), offset: self.c.clone() }
    }

    /// The form in integers, computed once; so are those that it needs.
    pub(crate) fn exact(&self, unit: usize) -> &[BigInt; 3] {
        self.exact[unit].get_or_init(|| {
            let network = self.problem.exact();
            let Some((before, gates)) = self.before else { return network.first(unit) };
            let on = (0..gates.len()).filter(|&i| gates[i]).map(|i| (i, before.exact(i)));
            network.form(self.layer, unit, on)
        })
    }
}
