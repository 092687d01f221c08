//! One hidden layer: how many units the sawtooth needs, by exact arguments and by trying all.

use num_traits::{One, Zero};
use serde::{Deserialize, Serialize};

use super::iterates::whole;
use super::network::Network;
use super::piecewise::{Piecewise, Rational, ratio};

/// Can one unit less than pieces equal T^k?
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Orientations {
    pub(super) k: u32,
    /// 2^k − 1 units: as many as T^k has kinks.
    pub(super) units: usize,
    /// Ways to choose for each unit the side of its kink on which it is active.
    pub(super) ways: u64,
    /// In how many of them the first piece has the slope that T^k has there.
    pub(super) equal: u64,
    /// The slopes of the first piece that come nearest to it from both sides.
    pub(super) slopes: [i64; 2],
    /// The slope of the first piece of T^k.
    pub(super) needed: i64,
}

/// Tries all networks of 2^k − 1 units that could equal T^k: all ways to choose the side on which
/// each unit is active, its kink and its jump of slope being those of T^k. The brute force behind
/// [`Iterate::needs_a_unit_a_piece`](super::iterates::Iterate::needs_a_unit_a_piece).
pub(super) fn orientations(k: u32) -> Orientations {
    let slopes: Vec<i64> = Piecewise::iterated_tent(k).slopes().iter().map(whole).collect();
    let jumps: Vec<i64> = slopes.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let needed = slopes[0];
    let ways = 1_u64 << jumps.len();
    let first_slope = |way: u64| -> i64 {
        let left = jumps.iter().enumerate().filter(|(i, _)| way >> i & 1 == 1);
        -left.map(|(_, jump)| jump).sum::<i64>()
    };
    let found = || (0..ways).map(first_slope);
    Orientations {
        k,
        units: jumps.len(),
        ways,
        equal: found().filter(|&slope| slope == needed).count() as u64,
        slopes: [
            found().filter(|&slope| slope < needed).max().expect("zero is below"),
            found().filter(|&slope| slope > needed).min().unwrap_or(needed),
        ],
        needed,
    }
}

/// The network of 2^k − 1 units, k ≥ 2, that shows that no more are needed for an error below 1/2.
///
/// All units look to the right except the last one; the jumps of slope are those of T^k up to a
/// factor, except the first one, which is half as large again. That gives slopes 2, −1, 1, −1, ...
/// in place of the impossible 1, −1, 1, −1, ...
pub(super) fn barely(k: u32) -> Network {
    assert!(k >= 2, "one unit cannot do it for k = 1");
    let kinks = (1 << k) - 1;
    let scale = ratio(1 << k, 2);
    let unit = |j: i64| {
        let jump = match j {
            1 => -3,
            _ if j % 2 == 1 => -2,
            _ => 2,
        };
        let side = if j == kinks { -1 } else { 1 };
        (&scale * ratio(jump, 1), ratio(side, 1), ratio(j, kinks + 1))
    };
    let units: Vec<_> = (1..=kinks).map(unit).collect();
    let centred = Network::shallow(&units, Rational::zero()).at(&Rational::zero());
    Network::shallow(&units, ratio(-1, 4) - centred)
}

/// The error of [`barely`], the largest on [0, 1].
pub(super) fn barely_error(k: u32) -> Rational {
    let network = barely(k).trace(Rational::zero(), Rational::one());
    network.distance(&Piecewise::iterated_tent(k))
}

/// Networks with one hidden layer, tried one by one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Search {
    pub(super) k: u32,
    pub(super) units: usize,
    /// How many networks were tried.
    pub(super) tried: u64,
    /// How many of them, scaled and shifted as is best, can be nearer than 1/2 to T^k at its
    /// extreme points.
    pub(super) near: u64,
}

/// Tries all networks Σ a relu(±(x − t)) with kinks at 0, 1/8, ..., 7/8 and a from −3 to 3.
///
/// Scaled down and shifted, such a network has an error below 1/2 at the extreme points of T^k
/// exactly if it is smaller at all zeros than at all ones: it is enough to compare the values there.
pub(super) fn search(k: u32, units: usize) -> Search {
    let extremes = 1_i64 << k;
    assert!(8 % extremes == 0, "the extreme points are multiples of 1/8");
    let spacing = 8 / extremes;
    // The values of each possible unit at the extreme points, in units of 1/8.
    let mut features: Vec<Vec<i64>> = Vec::new();
    for kink in 0..8 {
        for side in [-1, 1] {
            for a in [-3, -2, -1, 1, 2, 3] {
                let value = |i: i64| {
                    let z = side * (i * spacing - kink);
                    if z > 0 { a * z } else { 0 }
                };
                features.push((0..=extremes).map(value).collect());
            }
        }
    }
    let mut search = Search { k, units, tried: 0, near: 0 };
    try_all(&features, units, &mut vec![0; extremes as usize + 1], &mut search);
    search
}

/// Adds `units` more features to the sum, no earlier one after a later one.
fn try_all(features: &[Vec<i64>], units: usize, sum: &mut [i64], search: &mut Search) {
    if units == 0 {
        let zeros = sum.iter().step_by(2).max();
        let ones = sum.iter().skip(1).step_by(2).min();
        search.tried += 1;
        search.near += u64::from(zeros < ones);
        return;
    }
    for (first, feature) in features.iter().enumerate() {
        sum.iter_mut().zip(feature).for_each(|(s, f)| *s += f);
        try_all(&features[first..], units - 1, sum, search);
        sum.iter_mut().zip(feature).for_each(|(s, f)| *s -= f);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use num_traits::Signed;

    #[test]
    fn a_forced_unit_less_never_has_the_right_slope() {
        let two = orientations(2);
        assert_eq!((two.units, two.ways, two.equal, two.needed), (3, 8, 0, 4));
        // Jumps −8, 8, −8: the first slope is 0, 8, −8 or 16.
        assert_eq!(two.slopes, [0, 8]);
    }

    #[test]
    fn the_network_with_one_unit_less_is_near_but_not_equal() {
        for k in 2..=6 {
            let network = barely(k);
            assert_eq!(network.units(), (1 << k) - 1);
            let error = barely_error(k);
            assert!(error.is_positive() && error < ratio(1, 2), "k = {k}: {error}");
            let trace = network.trace(Rational::zero(), Rational::one());
            assert_eq!(trace.crossings(&ratio(1, 2)), 1 << k);
        }
    }

    #[test]
    fn the_search_finds_what_exists() {
        // The triangle map itself is among the networks of two units.
        assert!(search(1, 2).near > 0);
        assert_eq!(search(1, 1).near, 0);
        let pairs = 96 * 97 / 2;
        assert_eq!(search(1, 2).tried, pairs);
    }

    #[test]
    fn the_criterion_of_the_search_is_that_of_the_error() {
        // Smaller at the zeros than at the ones: some scale and shift bring the error below 1/2.
        let network = barely(2).trace(Rational::zero(), Rational::one());
        let at = |i: i64| network.at(&ratio(i, 4));
        let zeros = [0, 2, 4].map(at).into_iter().max();
        let ones = [1, 3].map(at).into_iter().min();
        assert!(zeros < ones && network.distance(&Piecewise::iterated_tent(2)) < Rational::one());
    }
}
