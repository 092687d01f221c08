//! The depth theorem as the lesson words it, the network that refutes it, and the theorems as they
//! were published.

use num_bigint::BigInt;
use num_traits::{One, Zero};
use serde::{Deserialize, Serialize};

use super::iterates::tent_power;
use super::network::Network;
use super::piecewise::{Piecewise, Rational};

/// A shallow network for the sawtooth with 2^k peaks, against the bounds that the lesson states.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Blocks {
    pub(super) k: u32,
    /// The widths of the hidden layers: 8, 8, ..., and the rest.
    pub(super) widths: Vec<usize>,
    /// How often the triangle map must be iterated to have 2^k peaks.
    pub(super) iterations: u32,
    /// Hidden layers and the read-out.
    pub(super) layers: usize,
    pub(super) units: usize,
    /// The lesson's threshold of units, 2^(k/4).
    pub(super) bound: f64,
    /// Dyadic points at which the network was evaluated in rational arithmetic.
    pub(super) points: usize,
    /// At how many of them its value is not the sawtooth's.
    pub(super) differences: usize,
    /// Whether each of its layers by itself, traced from kink to kink, is an iterate of the
    /// triangle map, and the iterations add up. Then the network is the sawtooth everywhere on
    /// [0, 1], since every iterate maps [0, 1] into itself.
    pub(super) equal_everywhere: bool,
}

impl Blocks {
    /// Whether this network has fewer than k/2 layers, fewer than 2^(k/4) units, and no error.
    pub(super) fn refutes(&self) -> bool {
        let few_layers = 2 * self.layers < self.k as usize;
        let few_units = BigInt::from(self.units).pow(4) < BigInt::one() << self.k;
        few_layers && few_units && self.differences == 0 && self.equal_everywhere
    }
}

/// How many iterations of the triangle map one layer of a block network computes.
const ITERATIONS_A_LAYER: u32 = 3;

/// Builds the sawtooth with 2^k peaks out of layers that each compute T³, and evaluates it at
/// `points` dyadic points.
pub(super) fn blocks(k: u32, points: usize) -> Blocks {
    let iterations = k + 1;
    let whole = iterations / ITERATIONS_A_LAYER;
    let mut parts = vec![ITERATIONS_A_LAYER; whole as usize];
    parts.extend(Some(iterations % ITERATIONS_A_LAYER).filter(|&rest| rest > 0));
    let widths: Vec<usize> = parts.iter().map(|&part| 1 << part).collect();
    let network = Network::zigzag(&widths);

    let is_iterate = |part: u32| {
        let layer = Network::zigzag(&[1 << part]);
        layer.trace(Rational::zero(), Rational::one()) == Piecewise::iterated_tent(part)
    };
    let differs = |x: &Rational| network.at(x) != tent_power(x, iterations);
    Blocks {
        k,
        iterations,
        layers: network.depth() + 1,
        units: network.units(),
        bound: quarter_power_of_two(k),
        points,
        differences: dyadic_points(iterations, points).filter(differs).count(),
        equal_everywhere: parts.iter().sum::<u32>() == iterations
            && [1, 2, 3].into_iter().filter(|part| parts.contains(part)).all(is_iterate),
        widths,
    }
}

/// Points of [0, 1] at which no iterate up to T^`iterations` has a kink or a zero: odd multiples
/// of 2^-(iterations + 4). Multiples of the golden section spread them.
fn dyadic_points(iterations: u32, count: usize) -> impl Iterator<Item = Rational> {
    const GOLDEN: u128 = 0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835; // 2^128 / φ, made odd
    let bits = iterations + 4;
    (1..=count as u128).map(move |i| {
        let numerator = i.wrapping_mul(GOLDEN) >> (128 - bits) | 1;
        Rational::new(numerator.into(), BigInt::one() << bits)
    })
}

/// 2^(k/4).
fn quarter_power_of_two(k: u32) -> f64 {
    (f64::from(1_u32 << (k % 4)).sqrt().sqrt()) * power_of_two(k / 4)
}

/// 2^n, exactly.
pub(super) fn power_of_two(n: u32) -> f64 {
    f64::from_bits(u64::from(1023 + n) << 52)
}

/// What T^K costs with a given number of hidden layers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Price {
    /// A network with fewer units has an error of at least 1/2.
    pub(super) least: u64,
    /// A network with so many units equals T^K on [0, 1].
    pub(super) enough: u64,
}

/// The price of T^K, which passes 2^K times through 1/2.
///
/// A layer of n units makes at most n + 1 pieces out of each piece that it is given, and a network
/// passes through a level at most once a piece: an error below 1/2 needs Π (n_l + 1) ≥ 2^K. Layers
/// of 2^(K/L) units, with the exponents rounded so that they add up to K, are enough.
pub(super) fn price(iterations: u32, layers: u32) -> Price {
    let needed = BigInt::one() << iterations;
    // The product is largest when the factors n_l + 1 differ by at most one.
    let reaches = |sum: u64| {
        let (each, rest) = (sum / u64::from(layers), (sum % u64::from(layers)) as u32);
        BigInt::from(each).pow(layers - rest) * BigInt::from(each + 1).pow(rest) >= needed
    };
    let (each, rest) = (iterations / layers, u64::from(iterations % layers));
    let enough = ((u64::from(layers) - rest) << each) + (rest << (each + 1));
    let (mut low, mut high) = (u64::from(layers), u64::from(layers) + enough);
    while low < high {
        let middle = low + (high - low) / 2;
        if reaches(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Price { least: low - u64::from(layers), enough }
}

/// What the published theorems say for one k.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Published {
    /// Telgarsky 2015, theorem 1.1: k-iterated triangle maps are computed by 2k layers of 2
    /// nodes; networks of this many layers ...
    pub(super) layers_2015: u32,
    /// ... and at most so many nodes a layer misclassify a sixth of 2^k points at least.
    pub(super) nodes_a_layer_2015: u64,
    /// Telgarsky 2016, theorem 1.1: a function of so many layers ...
    pub(super) deep_layers_2016: u64,
    /// ... and so many nodes ...
    pub(super) deep_nodes_2016: u64,
    /// ... is at least 1/64 away in L¹ from every ReLU network of k layers and so many nodes.
    pub(super) shallow_nodes_2016: f64,
}

/// The published bounds for `k`, the one of 2015 at `layers` layers: m ≤ 2^((k − 3)/l − 1).
pub(super) fn published(k: u32, layers: u32) -> Published {
    let excluded = |m: u64| BigInt::from(2 * m).pow(layers) << 3 <= BigInt::one() << k;
    let cube = u64::from(k).pow(3);
    // 2^((k − 3)/l − 1) < 2^(k/l): a bit more than enough candidates, halved each time.
    let (mut low, mut high) = (0, 1_u64 << (k / layers + 1));
    while low < high {
        let middle = low + (high - low).div_ceil(2);
        if excluded(middle) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    Published {
        layers_2015: layers,
        nodes_a_layer_2015: low,
        deep_layers_2016: 2 * cube + 8,
        deep_nodes_2016: 3 * cube + 12,
        shallow_nodes_2016: power_of_two(k),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_traced_whole_where_that_is_possible() {
        for k in 1..=9 {
            let Blocks { widths, iterations, differences, equal_everywhere, .. } = blocks(k, 50);
            let traced = Network::zigzag(&widths).trace(Rational::zero(), Rational::one());
            assert_eq!(traced, Piecewise::iterated_tent(iterations));
            assert_eq!(traced.maxima(), 1 << k);
            assert!(differences == 0 && equal_everywhere);
        }
    }

    #[test]
    fn the_points_would_catch_a_wrong_block() {
        let wrong = Network::zigzag(&[8, 7, 8]);
        let differing = dyadic_points(9, 100).filter(|x| wrong.at(x) != tent_power(x, 9)).count();
        assert!(differing > 90, "{differing}");
        let distinct: std::collections::BTreeSet<_> = dyadic_points(9, 100).collect();
        assert!(distinct.len() > 95 && distinct.iter().all(|x| *x < Rational::one()));
    }

    #[test]
    fn a_network_refutes_only_if_it_is_small_shallow_and_right() {
        let right = blocks(28, 3);
        assert!(right.refutes());
        assert!(!Blocks { layers: 14, ..right.clone() }.refutes());
        assert!(!Blocks { units: 128, ..right.clone() }.refutes());
        assert!(!Blocks { differences: 1, ..right.clone() }.refutes());
        assert!(!Blocks { equal_everywhere: false, ..right }.refutes());
    }

    #[test]
    fn quarter_powers() {
        assert_eq!(quarter_power_of_two(24), 64.0);
        assert_eq!(quarter_power_of_two(26), 64.0 * 2.0_f64.sqrt());
        assert_eq!(power_of_two(60), (1_u64 << 60) as f64);
    }

    #[test]
    fn prices_agree_with_trying_all_widths() {
        let least = |needed: u64| {
            let pairs = (0..40).flat_map(|a| (0..40).map(move |b| (a, b)));
            pairs.filter(|(a, b)| (a + 1) * (b + 1) >= needed).map(|(a, b)| a + b).min()
        };
        for iterations in 1..=8 {
            let Price { least: found, enough } = price(iterations, 2);
            assert_eq!(Some(found), least(1 << iterations), "K = {iterations}");
            assert!(found <= enough);
        }
        assert_eq!(price(10, 1), Price { least: 1023, enough: 1024 });
        assert_eq!(price(10, 10), Price { least: 10, enough: 20 });
    }

    #[test]
    fn published_bounds_by_hand() {
        // 2^((19 − 3)/4 − 1) = 8 exactly, and one less iteration excludes less.
        assert_eq!(published(19, 4).nodes_a_layer_2015, 8);
        assert_eq!(published(18, 4).nodes_a_layer_2015, 6); // 2^2.75 = 6.7
        assert_eq!(published(20, 10).nodes_a_layer_2015, 1); // 2^0.7 = 1.6
        assert_eq!(published(2, 1).nodes_a_layer_2015, 0); // 2^-2
        assert_eq!(published(4, 1).deep_layers_2016, 136);
    }
}
