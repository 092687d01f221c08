//! The network in integers, for what doubles cannot decide.
//!
//! A double is an integer times a power of two, and networks multiply and add only. So each layer
//! is scaled, as a whole, by the smallest power of two that makes its numbers integers, and every
//! affine form of the network becomes a triple of integers that is right up to one positive
//! factor. Signs and equalities do not see that factor.

use crate::network::ReluNetwork;
use num_bigint::{BigInt, Sign};

/// p x₁ + q x₂ + r as `[p, q, r]`, times a power of two that all forms of a layer share.
pub(crate) type Form = [BigInt; 3];

/// A network of two inputs whose layer l is scaled so that every form of it is an integer.
#[derive(Debug)]
pub(crate) struct ExactNetwork {
    layers: Vec<ExactLayer>,
}

#[derive(Debug)]
struct ExactLayer {
    inputs: usize,
    weight: Vec<BigInt>,
    bias: Vec<BigInt>,
}

impl ExactNetwork {
    pub(crate) fn new(network: &ReluNetwork) -> Self {
        let mut layers = Vec::new();
        // All numbers that come into a layer are multiples of 2^-shift.
        let mut shift = 0;
        for layer in network.layers() {
            let finest = |numbers: &[f64]| {
                numbers.iter().filter(|x| **x != 0.0).map(|&x| decode(x).1).min().unwrap_or(0)
            };
            let own = (-finest(&layer.weight.data)).max(-finest(&layer.bias) - shift).max(0);
            shift += own;
            layers.push(ExactLayer {
                inputs: layer.weight.cols,
                weight: layer.weight.data.iter().map(|&w| scaled(w, own)).collect(),
                bias: layer.bias.iter().map(|&b| scaled(b, shift)).collect(),
            });
        }
        Self { layers }
    }

    /// The form of one unit's pre-activation, from those of the units that are on before it, each
    /// with its index; the first layer's inputs are the coordinates.
    pub(crate) fn form<'f>(
        &self,
        layer: usize,
        unit: usize,
        on: impl Iterator<Item = (usize, &'f Form)>,
    ) -> Form {
        let ExactLayer { inputs, weight, bias } = &self.layers[layer];
        let row = &weight[unit * inputs..][..*inputs];
        let mut sum = [BigInt::ZERO, BigInt::ZERO, bias[unit].clone()];
        for (input, form) in on {
            if row[input].sign() != Sign::NoSign {
                for (sum, coefficient) in sum.iter_mut().zip(form) {
                    *sum += &row[input] * coefficient;
                }
            }
        }
        sum
    }

    /// The form of a unit of the first layer.
    pub(crate) fn first(&self, unit: usize) -> Form {
        let [x1, x2] = [[1, 0, 0], [0, 1, 0]].map(|form| form.map(BigInt::from));
        self.form(0, unit, [(0, &x1), (1, &x2)].into_iter())
    }

    /// The coefficients of all outputs where the hidden units have these gates.
    pub(crate) fn map(&self, gates: &[bool]) -> Vec<Form> {
        let mut gates = gates.iter();
        let mut forms: Vec<Form> =
            (0..self.layers[0].bias.len()).map(|unit| self.first(unit)).collect();
        for layer in 1..self.layers.len() {
            let before: Vec<(usize, Form)> = forms
                .into_iter()
                .enumerate()
                .zip(gates.by_ref())
                .filter_map(|(form, on)| on.then_some(form))
                .collect();
            let on = || before.iter().map(|(input, form)| (*input, form));
            let width = self.layers[layer].bias.len();
            forms = (0..width).map(|unit| self.form(layer, unit, on())).collect();
        }
        forms
    }
}

/// The sign of the form u at the corner where the lines l and m meet, if one turns left from l to
/// m: that of the determinant of the three.
pub(crate) fn sign_at(l: &Form, m: &Form, u: &Form) -> i8 {
    let minor = |i: usize, j: usize| &l[i] * &m[j] - &l[j] * &m[i];
    let determinant = &u[0] * minor(1, 2) + &u[1] * minor(2, 0) + &u[2] * minor(0, 1);
    match determinant.sign() {
        Sign::Minus => -1,
        Sign::NoSign => 0,
        Sign::Plus => 1,
    }
}

/// The line x₁ = ±R or x₂ = ±R as a form that is positive inside: (p, q) is the direction into
/// the box, and r is R times the same positive factor.
pub(crate) fn side(inward: [i8; 2], half_width: f64) -> Form {
    let shift = (-decode(half_width).1).max(0);
    let [p, q] = inward.map(|n| BigInt::from(n) << shift);
    [p, q, scaled(half_width, shift)]
}

/// x · 2^shift, which must be an integer.
fn scaled(x: f64, shift: i64) -> BigInt {
    if x == 0.0 {
        return BigInt::ZERO;
    }
    let (mantissa, exponent) = decode(x);
    BigInt::from(mantissa) << (exponent + shift)
}

/// x = mantissa · 2^exponent with an odd mantissa, for a finite x other than zero.
fn decode(x: f64) -> (i64, i64) {
    let bits = x.to_bits();
    let (biased, fraction) = ((bits >> 52 & 0x7ff) as i64, (bits & ((1 << 52) - 1)) as i64);
    // Subnormal numbers have no implicit leading one.
    let (mantissa, exponent) =
        if biased == 0 { (fraction, -1074) } else { (fraction | 1 << 52, biased - 1075) };
    let zeros = mantissa.trailing_zeros();
    let sign = if x < 0.0 { -1 } else { 1 };
    (sign * (mantissa >> zeros), exponent + i64::from(zeros))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Affine;
    use numerics::Matrix;

    #[test]
    fn doubles_are_integers_times_powers_of_two() {
        for (x, mantissa, exponent) in [
            (1.0, 1, 0),
            (-6.0, -3, 1),
            (0.1, 3602879701896397, -55),
            (f64::MAX, (1 << 53) - 1, 971),
            (f64::MIN_POSITIVE, 1, -1022),
            (f64::from_bits(3), 3, -1074),
        ] {
            assert_eq!(decode(x), (mantissa, exponent), "{x}");
        }
        assert_eq!(scaled(-0.75, 2), BigInt::from(-3));
        assert_eq!(scaled(-0.0, 2), BigInt::ZERO);
    }

    #[test]
    fn signs_at_a_corner() {
        let form = |p: i32, q: i32, r: i32| [p, q, r].map(BigInt::from);
        // x = 1 and then y = 2, each positive to its left: the corner (1, 2).
        let (l, m) = (form(1, 0, -1), form(0, 1, -2));
        assert_eq!(sign_at(&l, &m, &form(1, 1, -2)), 1);
        assert_eq!(sign_at(&l, &m, &form(2, -1, 0)), 0);
        assert_eq!(sign_at(&l, &m, &form(-1, -1, 2)), -1);
        assert_eq!(side([-1, 0], 0.75), form(-4, 0, 3));
    }

    /// Forms of numbers far apart in size, against sums by hand: 2⁻³ and 2⁴⁰ meet in one layer.
    #[test]
    fn layers_share_one_scale() {
        let network = ReluNetwork::new(vec![
            Affine { weight: Matrix::from_rows(&[[0.125, -3.0]]), bias: vec![0.5] },
            Affine {
                weight: Matrix::from_rows(&[[(1_u64 << 40) as f64], [0.25]]),
                bias: vec![0.0, 1.0 / 64.0],
            },
        ])
        .unwrap();
        let exact = ExactNetwork::new(&network);
        let first = exact.first(0);
        assert_eq!(first, [1, -24, 4].map(BigInt::from));
        // The layer's scale is 2⁶: its bias 2⁻⁶ is finer than its weight 2⁻² on multiples of 2⁻³.
        let form = |unit| exact.form(1, unit, [(0, &first)].into_iter());
        assert_eq!(form(0), [8_i64 << 40, (-24 * 8) << 40, 32 << 40].map(BigInt::from));
        assert_eq!(form(1), [2, -48, 8 + 1].map(BigInt::from));
        assert_eq!(exact.form(1, 1, [].into_iter()), [0, 0, 1].map(BigInt::from));
    }
}
