//! Networks of squaring units, one a layer, in exact arithmetic.

use num_rational::BigRational;
use num_traits::Pow;
use serde::{Deserialize, Serialize};

use super::ratio;

/// The network with k layers of one unit against x^(2^k).
#[derive(Serialize, Deserialize)]
pub(super) struct Row {
    pub(super) k: u32,
    pub(super) units: usize,
    /// At how many points both were evaluated: one more than the degree.
    pub(super) points: usize,
    /// At how many they are equal. Two polynomials of degree n that agree at n + 1 points are one.
    pub(super) equal: usize,
}

impl Row {
    pub(super) fn new(k: u32) -> Self {
        let layers = vec![(ratio(1, 1), ratio(0, 1)); k as usize];
        let degree = 1_i64 << k;
        let points = (0..=degree).map(|i| ratio(i, degree));
        let agree = |x: &BigRational| network(&layers, x.clone()) == Pow::pow(x, degree as u64);
        Self {
            k,
            units: layers.len(),
            points: degree as usize + 1,
            equal: points.filter(agree).count(),
        }
    }
}

/// Layers of one unit that squares: z becomes (w z + b)^2.
fn network(layers: &[(BigRational, BigRational)], x: BigRational) -> BigRational {
    layers.iter().fold(x, |z, (weight, bias)| {
        let z = weight * z + bias;
        &z * &z
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_by_hand() {
        let layers = [(ratio(2, 1), ratio(-1, 1)), (ratio(1, 2), ratio(1, 1))];
        // ((2 * 3 - 1)^2 / 2 + 1)^2.
        assert_eq!(network(&layers, ratio(3, 1)), ratio(729, 4));
    }

    #[test]
    fn a_bias_is_noticed() {
        let layers = [(ratio(1, 1), ratio(1, 1000)), (ratio(1, 1), ratio(0, 1))];
        assert_ne!(network(&layers, ratio(1, 2)), ratio(1, 16));
    }
}
