//! Functions of one variable, applied to every entry.

use numerics::{elementary, slices};

use crate::op::{Inputs, Op, Rule, View};
use crate::print::Cost;
use crate::tape::{Shape, Tape, Var};

/// A function applied to every entry of a value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Map(pub Fun, pub Var);

/// The elementary functions of the tape.
///
/// Each one's derivative is a short program of the others ([`Tape::map`] says
/// how), so derivatives of every order exist without a formula for any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fun {
    /// max(x, 0).
    Relu,
    /// 1 for x > 0, else 0.
    Step,
    /// |x|.
    Abs,
    /// 1, 0 or -1: the sign, 0 at 0.
    Sign,
    /// e^x.
    Exp,
    /// The natural logarithm.
    Ln,
    /// The square root.
    Sqrt,
    /// x^n for a whole number n, by repeated multiplication. Its derivative needs
    /// n - 1: -128 has none.
    Power(i8),
    /// sin x.
    Sin,
    /// cos x.
    Cos,
    /// 1 / (1 + e^-x).
    Sigmoid,
    /// The hyperbolic tangent.
    Tanh,
    /// ln(1 + e^x).
    Softplus,
    /// (2 / sqrt(pi)) times the integral of e^(-t^2) from 0 to x.
    Erf,
    /// e^(-x^2).
    Gauss,
    /// x (1 - x): the slope of a sigmoid in terms of its value.
    Logistic,
}

/// 2 / sqrt(pi), the slope of erf at 0.
const ERF_SLOPE: f64 = std::f64::consts::FRAC_2_SQRT_PI;

impl Tape {
    /// `fun` of every entry.
    ///
    /// Derivatives are programs in the input x and the output y, so that an
    /// exponential is paid once: exp' = y, sigmoid' = y (1 - y), tanh' = 1 - y^2,
    /// sqrt' = 1 / (2 y), softplus' = sigmoid(x), erf' = 2/sqrt(pi) e^(-x^2).
    /// At a kink or a jump the derivative is taken as 0: relu'(0) = |x|'(0) = 0,
    /// and step' = sign' = 0 everywhere.
    #[track_caller]
    pub fn map(&mut self, fun: Fun, x: Var) -> Var {
        let shape = self.shape_for("map", x);
        self.push(Op::Map(Map(fun, x)), shape)
    }

    /// a / b, entry by entry: a times the power -1 of b.
    #[track_caller]
    pub fn div(&mut self, a: Var, b: Var) -> Var {
        let (sa, sb) = (self.shape_for("div", a), self.shape_for("div", b));
        assert!(sa == sb, "div: shapes {sa} and {sb} differ; the spread operations repeat");
        let reciprocal = self.map(Fun::Power(-1), b);
        self.mul(a, reciprocal)
    }

    /// The Gaussian error linear unit x Phi(x), with Phi the normal distribution
    /// function (Hendrycks & Gimpel 2016, exact form).
    #[track_caller]
    pub fn gelu(&mut self, x: Var) -> Var {
        let scaled = self.scale(x, std::f64::consts::FRAC_1_SQRT_2);
        let erf = self.map(Fun::Erf, scaled);
        let twice_phi = self.shift(erf, 1.0);
        let product = self.mul(x, twice_phi);
        self.scale(product, 0.5)
    }

    /// The sigmoid linear unit x sigmoid(x), also called swish.
    #[track_caller]
    pub fn silu(&mut self, x: Var) -> Var {
        let gate = self.map(Fun::Sigmoid, x);
        self.mul(x, gate)
    }
}

impl Fun {
    /// One of each, for tables and tests that cover all functions.
    pub const ALL: [Fun; 18] = [
        Fun::Relu,
        Fun::Step,
        Fun::Abs,
        Fun::Sign,
        Fun::Exp,
        Fun::Ln,
        Fun::Sqrt,
        Fun::Power(-1),
        Fun::Power(2),
        Fun::Power(3),
        Fun::Sin,
        Fun::Cos,
        Fun::Sigmoid,
        Fun::Tanh,
        Fun::Softplus,
        Fun::Erf,
        Fun::Gauss,
        Fun::Logistic,
    ];

    /// The name in listings.
    pub fn name(self) -> String {
        match self {
            Fun::Power(n) => format!("power {n}"),
            Fun::Relu => "relu".to_owned(),
            Fun::Step => "step".to_owned(),
            Fun::Abs => "abs".to_owned(),
            Fun::Sign => "sign".to_owned(),
            Fun::Exp => "exp".to_owned(),
            Fun::Ln => "ln".to_owned(),
            Fun::Sqrt => "sqrt".to_owned(),
            Fun::Sin => "sin".to_owned(),
            Fun::Cos => "cos".to_owned(),
            Fun::Sigmoid => "sigmoid".to_owned(),
            Fun::Tanh => "tanh".to_owned(),
            Fun::Softplus => "softplus".to_owned(),
            Fun::Erf => "erf".to_owned(),
            Fun::Gauss => "gauss".to_owned(),
            Fun::Logistic => "logistic".to_owned(),
        }
    }

    /// Is it defined for positive x only?
    pub fn needs_positive(self) -> bool {
        matches!(self, Fun::Ln | Fun::Sqrt)
    }

    /// Writes the function of each x to `out`.
    pub fn eval(self, x: &[f64], out: &mut [f64]) {
        match self {
            Fun::Relu => slices::map(x, out, relu),
            Fun::Step => slices::map(x, out, step),
            Fun::Abs => slices::map(x, out, f64::abs),
            Fun::Sign => {
                slices::map(x, out, |x| f64::from(u8::from(x > 0.0)) - f64::from(u8::from(x < 0.0)))
            }
            Fun::Sqrt => slices::sqrt(x, out),
            Fun::Power(n) => slices::map(x, out, |x| power(x, n)),
            Fun::Gauss => slices::map(x, out, {
                #[inline(always)]
                |x: f64| elementary::exp(-(x * x))
            }),
            Fun::Logistic => slices::map(x, out, logistic),
            Fun::Exp => slices::exp(x, out),
            Fun::Ln => slices::ln(x, out),
            Fun::Sin => slices::sin(x, out),
            Fun::Cos => slices::cos(x, out),
            Fun::Sigmoid => slices::sigmoid(x, out),
            Fun::Tanh => slices::tanh(x, out),
            Fun::Softplus => slices::softplus(x, out),
            Fun::Erf => slices::erf(x, out),
        }
    }

    /// Pushes the derivative at `x`, where `y` is the function's value there;
    /// `None` where it is zero everywhere.
    fn slope(self, tape: &mut Tape, x: Var, y: Var) -> Option<Var> {
        Some(match self {
            Fun::Relu => tape.map(Fun::Step, x),
            Fun::Step | Fun::Sign => return None,
            Fun::Abs => tape.map(Fun::Sign, x),
            Fun::Exp => y,
            Fun::Ln => tape.map(Fun::Power(-1), x),
            Fun::Sqrt => {
                let reciprocal = tape.map(Fun::Power(-1), y);
                tape.scale(reciprocal, 0.5)
            }
            Fun::Power(0) => return None,
            Fun::Power(n) => {
                let lower = n.checked_sub(1).expect("power: exponents end at -128");
                let lower = tape.map(Fun::Power(lower), x);
                tape.scale(lower, f64::from(n))
            }
            Fun::Sin => tape.map(Fun::Cos, x),
            Fun::Cos => {
                let sin = tape.map(Fun::Sin, x);
                tape.scale(sin, -1.0)
            }
            Fun::Sigmoid => tape.map(Fun::Logistic, y),
            Fun::Tanh => {
                let square = tape.map(Fun::Power(2), y);
                let minus = tape.scale(square, -1.0);
                tape.shift(minus, 1.0)
            }
            Fun::Softplus => tape.map(Fun::Sigmoid, x),
            Fun::Erf => {
                let gauss = tape.map(Fun::Gauss, x);
                tape.scale(gauss, ERF_SLOPE)
            }
            Fun::Gauss => {
                let product = tape.mul(x, y);
                tape.scale(product, -2.0)
            }
            Fun::Logistic => {
                let twice = tape.scale(x, -2.0);
                tape.shift(twice, 1.0)
            }
        })
    }

    /// The derivative as a function of the value, where it is one of ours.
    pub(crate) fn slope_of_value(self) -> Option<Fun> {
        match self {
            Fun::Relu => Some(Fun::Step),
            Fun::Sigmoid => Some(Fun::Logistic),
            _ => None,
        }
    }

    /// The work of applying it to every entry.
    pub(crate) fn work(self, shape: Shape) -> Cost {
        let calls = shape.len() as u64;
        if self.is_transcendental() {
            Cost { transcendentals: calls, ..Cost::default() }
        } else {
            Cost { pointwise: calls, ..Cost::default() }
        }
    }

    fn is_transcendental(self) -> bool {
        match self {
            Fun::Exp | Fun::Ln | Fun::Sin | Fun::Cos | Fun::Sigmoid => true,
            Fun::Tanh | Fun::Softplus | Fun::Erf | Fun::Gauss => true,
            Fun::Relu | Fun::Step | Fun::Abs | Fun::Sign | Fun::Sqrt => false,
            Fun::Power(_) | Fun::Logistic => false,
        }
    }
}

impl Rule for Map {
    fn name(&self) -> String {
        self.0.name()
    }

    fn inputs(&self) -> Inputs {
        [Some(self.1), None, None]
    }

    fn eval(&self, view: &View<'_>, _shape: Shape, out: &mut [f64]) {
        self.0.eval(view.value(self.1), out);
    }

    fn vjp(&self, tape: &mut Tape, y: Var, _i: usize, dy: Var) -> Var {
        match self.0.slope(tape, self.1, y) {
            Some(slope) => tape.mul(dy, slope),
            None => tape.scale(dy, 0.0),
        }
    }

    /// The Jacobian is diagonal, hence its own transpose.
    fn jvp(&self, tape: &mut Tape, y: Var, i: usize, dx: Var) -> Var {
        self.vjp(tape, y, i, dx)
    }

    fn work(&self, _tape: &Tape, shape: Shape) -> Cost {
        self.0.work(shape)
    }
}

#[inline(always)]
pub(super) fn relu(x: f64) -> f64 {
    if x <= 0.0 { 0.0 } else { x }
}

#[inline(always)]
pub(super) fn step(x: f64) -> f64 {
    if x > 0.0 { 1.0 } else { 0.0 }
}

#[inline(always)]
pub(super) fn logistic(x: f64) -> f64 {
    x * (1.0 - x)
}

/// x^n: the binary method, least significant bit first; the reciprocal last.
#[inline]
fn power(x: f64, n: i8) -> f64 {
    let (mut result, mut square, mut rest) = (1.0, x, n.unsigned_abs());
    while rest > 0 {
        if rest & 1 == 1 {
            result *= square;
        }
        square *= square;
        rest >>= 1;
    }
    if n < 0 { 1.0 / result } else { result }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_values() {
        let cases: [(Fun, f64, f64); 12] = [
            (Fun::Relu, -2.0, 0.0),
            (Fun::Relu, 3.0, 3.0),
            (Fun::Step, 0.0, 0.0),
            (Fun::Sign, -0.5, -1.0),
            (Fun::Abs, -0.5, 0.5),
            (Fun::Sqrt, 2.25, 1.5),
            (Fun::Power(5), 2.0, 32.0),
            (Fun::Power(-2), 4.0, 0.0625),
            (Fun::Power(0), 7.0, 1.0),
            (Fun::Sigmoid, 0.0, 0.5),
            (Fun::Gauss, 0.0, 1.0),
            (Fun::Logistic, 0.25, 0.1875),
        ];
        for (fun, x, expected) in cases {
            let mut out = [f64::NAN];
            fun.eval(&[x], &mut out);
            assert_eq!(out[0], expected, "{} at {x}", fun.name());
        }
    }

    #[test]
    fn a_lost_number_stays_lost() {
        for fun in Fun::ALL.into_iter().filter(|fun| !matches!(fun, Fun::Step | Fun::Sign)) {
            let mut out = [0.0];
            fun.eval(&[f64::NAN], &mut out);
            assert!(out[0].is_nan(), "{}", fun.name());
        }
    }

    #[test]
    fn all_lists_each_name_once() {
        let mut names: Vec<String> = Fun::ALL.iter().map(|fun| fun.name()).collect();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), Fun::ALL.len());
    }

    /// d^3/dx^3 sin(e^x) = e^x cos(e^x) - 3 e^2x sin(e^x) - e^3x cos(e^x).
    #[test]
    fn third_derivative_of_a_composition() {
        let mut tape = Tape::new();
        let x = tape.leaf(1, 1, &[0.3]);
        let inner = tape.map(Fun::Exp, x);
        let mut y = tape.map(Fun::Sin, inner);
        for _ in 0..3 {
            y = tape.gradient(y, &[x])[0];
        }
        let e = elementary::exp(0.3);
        let (sin, cos) = (elementary::sin(e), elementary::cos(e));
        let expected = e * cos - 3.0 * e * e * sin - e * e * e * cos;
        assert!((tape.scalar(y) - expected).abs() < 1e-13, "{} {expected}", tape.scalar(y));
    }
}
