//! Squaring with ReLU (Yarotsky 2017): x^2 is x minus a sum of sawtooths,
//! x^2 = x - T(x)/4 - T(T(x))/16 - ..., and each term is one layer.

use num_rational::BigRational;
use num_traits::{One, Signed, Zero};
use serde::{Deserialize, Serialize};

use super::{ratio, rounded};

/// The network of m layers against x^2.
#[derive(Serialize, Deserialize)]
pub(super) struct Row {
    pub(super) layers: u32,
    pub(super) units: usize,
    /// The largest error on [0, 1].
    pub(super) error: f64,
    /// Whether it is 4^-(m + 1), exactly.
    pub(super) as_predicted: bool,
}

impl Row {
    pub(super) fn new(layers: u32) -> Self {
        let network = Network::new(layers);
        let error = network.largest_error();
        Self {
            layers,
            units: network.units(),
            error: rounded(&error),
            as_predicted: error == quarter_to(layers + 1),
        }
    }
}

/// The network of m layers, k times in a row, against x^(2^k).
#[derive(Serialize, Deserialize)]
pub(super) struct PowerRow {
    pub(super) k: u32,
    /// Of each of the k squarings.
    pub(super) layers: u32,
    pub(super) units: usize,
    /// The largest error on a grid of [0, 1].
    pub(super) error: f64,
    /// What it cannot exceed: (2^k - 1) 4^-(m + 1).
    pub(super) bound: f64,
}

impl PowerRow {
    pub(super) fn new(k: u32, layers: u32, grid: u32) -> Self {
        let mut error = 0.0;
        for i in 0..=grid {
            let x = f64::from(i) / f64::from(grid);
            let (mut found, mut power) = (x, x);
            for _ in 0..k {
                found = square(layers, found);
                power *= power;
            }
            if (found - power).abs() > error {
                error = (found - power).abs();
            }
        }
        // A squaring errs by at most e = 4^-(m + 1). Its slope is at most 2, so it doubles the
        // error that it is given: e, 3 e, 7 e, ...
        let bound = f64::from((1 << k) - 1) * rounded(&quarter_to(layers + 1));
        Self { k, layers, units: k as usize * Network::new(layers).units(), error, bound }
    }
}

/// 4^-n.
fn quarter_to(n: u32) -> BigRational {
    (0..n).fold(BigRational::one(), |power, _| power * ratio(1, 4))
}

/// A ReLU network in exact arithmetic: hidden layers, then an affine read-out of one number.
pub(super) struct Network {
    layers: Vec<Vec<Unit>>,
    read_out: Unit,
}

/// Weights and bias.
type Unit = (Vec<BigRational>, BigRational);

impl Network {
    /// m layers of three units. Two of them fold the sawtooth z of the layer before,
    /// T(z) = 2 relu(z) - 4 relu(z - 1/2); the third carries what has been summed up so far, which
    /// is never negative, so that relu lets it pass.
    pub(super) fn new(m: u32) -> Self {
        let (zero, one, half) = (BigRational::zero, BigRational::one, || ratio(1, 2));
        let first = |bias| (vec![one()], bias);
        let mut layers = vec![vec![first(zero()), first(-half()), first(zero())]];
        for s in 1..m {
            let fold = |bias| (vec![ratio(2, 1), ratio(-4, 1), zero()], bias);
            layers.push(vec![fold(zero()), fold(-half()), Self::sum(s)]);
        }
        Self { layers, read_out: Self::sum(m) }
    }

    /// The sum so far minus T^s(x) / 4^s.
    fn sum(s: u32) -> Unit {
        let share = quarter_to(s);
        (vec![ratio(-2, 1) * &share, ratio(4, 1) * &share, BigRational::one()], BigRational::zero())
    }

    pub(super) fn units(&self) -> usize {
        self.layers.iter().map(Vec::len).sum()
    }

    pub(super) fn at(&self, x: &BigRational) -> BigRational {
        let mut values = vec![x.clone()];
        for layer in &self.layers {
            let relu = |z: BigRational| if z.is_negative() { BigRational::zero() } else { z };
            values = layer.iter().map(|unit| relu(affine(unit, &values))).collect();
        }
        affine(&self.read_out, &values)
    }

    /// The largest distance to x^2 on [0, 1]. The kinks of m layers are among the multiples of
    /// 2^-m. Between two of them, h apart, the network is a line and x^2 a parabola, and where the
    /// two differ by d and d' at the ends they differ by (d + d')/2 + h^2/4 in the middle: the
    /// largest distance is at an end or in the middle if d = d', which is checked.
    pub(super) fn largest_error(&self) -> BigRational {
        let halves = 1_i64 << (self.layers.len() + 1);
        let error = |i: i64| {
            let x = ratio(i, halves);
            self.at(&x) - &x * &x
        };
        let errors: Vec<BigRational> = (0..=halves).map(error).collect();
        for ends in errors.iter().step_by(2).collect::<Vec<_>>().windows(2) {
            assert_eq!(ends[0], ends[1], "the network is not the chord of x^2 plus a constant");
        }
        errors.iter().map(Signed::abs).max().expect("some points")
    }
}

fn affine((weights, bias): &Unit, x: &[BigRational]) -> BigRational {
    weights.iter().zip(x).fold(bias.clone(), |sum, (weight, x)| sum + weight * x)
}

/// The same function in doubles, for pictures and repetitions.
pub(super) fn square(layers: u32, x: f64) -> f64 {
    let (mut z, mut sum, mut share) = (x, x, 1.0);
    for _ in 0..layers {
        z = 1.0 - (2.0 * z - 1.0).abs();
        share /= 4.0;
        sum -= share * z;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn network_and_loop_are_one_function() {
        for m in 1..=5 {
            let network = Network::new(m);
            assert_eq!(network.units(), 3 * m as usize);
            for i in 0..=64 {
                let found = rounded(&network.at(&ratio(i, 64)));
                assert_eq!(found, square(m, i as f64 / 64.0), "{m} layers at {i}/64");
            }
        }
    }

    /// One layer joins (0, 0), (1/2, 1/4) and (1, 1).
    #[test]
    fn one_layer_is_two_chords() {
        let network = Network::new(1);
        assert_eq!(network.at(&ratio(1, 2)), ratio(1, 4));
        assert_eq!(network.at(&ratio(1, 4)), ratio(1, 8));
        assert_eq!(network.largest_error(), ratio(1, 16));
    }

    #[test]
    #[should_panic(expected = "not the chord")]
    fn another_share_is_not_a_chord() {
        let mut network = Network::new(3);
        network.read_out.0[0] = ratio(-1, 31);
        let _ = network.largest_error();
    }

    #[test]
    fn repeated_squarings_err_within_their_bound_and_do_err() {
        for k in 1..=3 {
            let row = PowerRow::new(k, 4, 64);
            assert!(0.0 < row.error && row.error <= row.bound, "{k}: {}", row.error);
        }
    }
}
