//! What a recursion needs to know of an activation.

use super::{closed, hermite};
use autodiff::{Fun, Tape, Var};

/// An activation φ with the expectations E φ(u) φ(v) and E φ'(u) φ'(v) of normal pairs (u, v).
#[derive(Clone, Debug)]
pub struct Activation(Law);

#[derive(Clone, Copy, Debug)]
enum Law {
    Closed(closed::Dual),
    Elementary(Fun),
    Program(fn(&mut Tape, Var) -> Var),
}

/// A function that is not defined for all numbers has no expectation over normal ones.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0} is not defined for all numbers: an infinite network, whose units see normal ones, has no kernel with it"
)]
pub struct Undefined(String);

impl Activation {
    /// A function of the tape: the kinked ones and erf in closed form, the smooth ones by
    /// quadrature. See [`Activation::program`] for the accuracy.
    ///
    /// # Errors
    /// For ln, sqrt and negative powers.
    pub fn of(fun: Fun) -> Result<Self, Undefined> {
        let law = match fun {
            Fun::Relu => Law::Closed(closed::relu),
            Fun::Step => Law::Closed(closed::step),
            Fun::Abs => Law::Closed(closed::abs),
            Fun::Sign => Law::Closed(closed::sign),
            Fun::Erf => Law::Closed(closed::erf),
            Fun::Ln | Fun::Sqrt => return Err(Undefined(fun.name())),
            Fun::Power(n) if n < 0 => return Err(Undefined(fun.name())),
            Fun::Power(_) | Fun::Exp | Fun::Sin | Fun::Cos | Fun::Sigmoid => Law::Elementary(fun),
            Fun::Tanh | Fun::Softplus | Fun::Gauss | Fun::Logistic => Law::Elementary(fun),
        };
        Ok(Self(law))
    }

    /// A smooth function of each entry as a program, such as [`Tape::gelu`], by quadrature.
    ///
    /// The error depends on how fast the function turns, measured by the standard deviation σ
    /// of what it is applied to. The largest errors of E φ(u) φ(v) and of E φ'(u) φ'(v) over all
    /// correlations, relative to E φ(u)² and E φ'(u)², are
    ///
    /// | | σ = 1 | σ = 2 | σ = 3 |
    /// | --- | --- | --- | --- |
    /// | sin, sigmoid, softplus, SiLU, GELU | 2e-15, 2e-15 | 1e-15, 2e-15 | 5e-15, 2e-12 |
    /// | tanh | 1e-15, 1e-15 | 1e-10, 1e-8 | 2e-7, 2e-5 |
    /// | e^(-x²) | 2e-15, 1e-15 | 2e-15, 5e-15 | 1e-7, 2e-6 |
    ///
    /// Functions with kinks converge too slowly for this: [`Activation::of`] has their formulas.
    pub fn program(function: fn(&mut Tape, Var) -> Var) -> Self {
        Self(Law::Program(function))
    }

    /// The inputs of a layer's units, of these variances.
    pub(super) fn side(&self, variances: Vec<f64>) -> Side {
        match self.0 {
            Law::Closed(dual) => Side::Closed { dual, variances },
            Law::Elementary(fun) => Side::series(variances, &|tape: &mut Tape, x| tape.map(fun, x)),
            Law::Program(function) => Side::series(variances, &function),
        }
    }
}

/// One layer's view of each input: the variance of its units' inputs, and, where there is no
/// closed form, the Hermite coefficients of φ and φ' at that scale.
pub(super) enum Side {
    Closed { dual: closed::Dual, variances: Vec<f64> },
    Series { variances: Vec<f64>, values: hermite::Series, slopes: hermite::Series },
}

impl Side {
    fn series(variances: Vec<f64>, function: &dyn Fn(&mut Tape, Var) -> Var) -> Self {
        let (values, slopes) = hermite::expand(&variances, function);
        Side::Series { variances, values, slopes }
    }

    /// E φ(u)² for each input.
    pub(super) fn second_moments(&self) -> impl Iterator<Item = f64> {
        let variances = match self {
            Side::Closed { variances, .. } | Side::Series { variances, .. } => variances,
        };
        variances.iter().enumerate().map(|(i, &variance)| self.product(i, variance, self, i))
    }

    /// E φ(u) φ(v) for the inputs i and j with this covariance.
    pub(super) fn product(&self, i: usize, covariance: f64, other: &Side, j: usize) -> f64 {
        match (self, other) {
            (Side::Closed { dual, variances: p }, Side::Closed { variances: q, .. }) => {
                dual(p[i], covariance, q[j]).0
            }
            (
                Side::Series { variances: p, values: f, .. },
                Side::Series { variances: q, values: g, .. },
            ) => hermite::expectation(f, i, g, j, correlation(p[i], covariance, q[j])),
            _ => unreachable!("both sides are of one activation"),
        }
    }

    /// E φ'(u) φ'(v).
    pub(super) fn slopes(&self, i: usize, covariance: f64, other: &Side, j: usize) -> f64 {
        match (self, other) {
            (Side::Closed { dual, variances: p }, Side::Closed { variances: q, .. }) => {
                dual(p[i], covariance, q[j]).1
            }
            (
                Side::Series { variances: p, slopes: f, .. },
                Side::Series { variances: q, slopes: g, .. },
            ) => hermite::expectation(f, i, g, j, correlation(p[i], covariance, q[j])),
            _ => unreachable!("both sides are of one activation"),
        }
    }
}

/// The correlation, at most 1 in size whatever rounding does; 0 if a variance is.
fn correlation(p: f64, covariance: f64, q: f64) -> f64 {
    let scale = (p * q).sqrt();
    let ratio = if scale > 0.0 { covariance / scale } else { 0.0 };
    ratio.clamp(-1.0, 1.0)
}
