//! The triangle map iterated k times: counted exactly, computed by networks, and seen on a grid of
//! floating-point numbers.

use num_traits::{One, Signed, ToPrimitive, Zero};
use serde::{Deserialize, Serialize};

use super::network::{Network, double};
use super::piecewise::{Piecewise, Rational, ratio};

/// T^k, and what networks that compute it consist of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Iterate {
    pub(super) k: u32,
    /// Maximal intervals on which T^k is affine.
    pub(super) pieces: usize,
    /// Local maxima inside [0, 1].
    pub(super) peaks: usize,
    /// Passages through 1/2.
    pub(super) crossings: usize,
    /// The slope of its first piece.
    pub(super) first_slope: i64,
    /// The largest number of which all its jumps of slope are multiples.
    pub(super) jump_divisor: i64,
    /// Weights and biases of k layers of 2 units, ...
    pub(super) deep_parameters: usize,
    /// ... of k layers of 4 units, the network that the lesson speaks of, ...
    pub(super) four_wide_parameters: usize,
    /// ... and of one layer of 2^k units.
    pub(super) shallow_parameters: usize,
}

/// Counts T^k and its networks.
pub(super) fn iterate(k: u32) -> Iterate {
    let target = Piecewise::iterated_tent(k);
    let slopes = target.slopes();
    let jumps = slopes.windows(2).map(|pair| whole(&(&pair[1] - &pair[0])));
    let parameters = |widths: &[usize]| Network::zigzag(widths).parameters();
    Iterate {
        k,
        pieces: target.pieces(),
        peaks: target.maxima(),
        crossings: target.crossings(&ratio(1, 2)),
        first_slope: whole(&slopes[0]),
        jump_divisor: jumps.fold(0, greatest_common_divisor),
        deep_parameters: parameters(&vec![2; k as usize]),
        four_wide_parameters: parameters(&vec![4; k as usize]),
        shallow_parameters: parameters(&[1 << k]),
    }
}

impl Iterate {
    /// Whether no network of 2^k − 1 units can equal T^k.
    ///
    /// Each of its units would have to make one of the 2^k − 1 kinks, so its jump of slope is one of
    /// T^k. On the first piece the active units are those that look to the left; the slope there is
    /// minus the sum of their jumps, a multiple of what divides all jumps.
    pub(super) fn needs_a_unit_a_piece(&self) -> bool {
        self.first_slope % self.jump_divisor != 0
    }
}

/// A small whole number as one.
///
/// # Panics
///
/// If it is not whole, or not small.
pub(super) fn whole(value: &Rational) -> i64 {
    assert!(value.is_integer(), "{value} is not whole");
    value.to_i64().unwrap_or_else(|| panic!("{value} is not small"))
}

fn greatest_common_divisor(a: i64, b: i64) -> i64 {
    if b == 0 { a.abs() } else { greatest_common_divisor(b, a % b) }
}

/// A network against T^k.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    pub(super) k: u32,
    pub(super) layers: usize,
    pub(super) units: usize,
    /// Whether the function that it computes on [0, 1], traced from kink to kink, is T^k.
    pub(super) equal_everywhere: bool,
    /// The breakpoints of T^k and the midpoints between them.
    pub(super) points: usize,
    /// At how many of the points its value in rational arithmetic differs.
    pub(super) rational_differences: usize,
    /// At how many of the points its value in double precision, on the tape, differs.
    pub(super) double_differences: usize,
}

impl Comparison {
    /// Whether the two are equal in rational arithmetic. Doubles decide nothing here.
    pub(super) fn equal(&self) -> bool {
        self.equal_everywhere && self.rational_differences == 0
    }
}

/// Compares the network with these widths to T^k.
pub(super) fn compare(widths: &[usize], k: u32) -> Comparison {
    let (network, target) = (Network::zigzag(widths), Piecewise::iterated_tent(k));
    let breakpoints = target.vertices().iter().map(|(x, _)| x);
    let middles = target.vertices().windows(2).map(|w| (&w[0].0 + &w[1].0) / ratio(2, 1));
    let points: Vec<Rational> = breakpoints.cloned().chain(middles).collect();
    let values: Vec<Rational> = points.iter().map(|x| target.at(x)).collect();
    let on_tape = network.on_tape(&points);
    let rational = points.iter().zip(&values).filter(|(x, y)| network.at(x) != **y);
    let doubles = on_tape.iter().zip(&values).filter(|(z, y)| **z != double(y));
    Comparison {
        k,
        layers: network.depth(),
        units: network.units(),
        equal_everywhere: network.trace(Rational::zero(), Rational::one()) == target,
        points: points.len(),
        rational_differences: rational.count(),
        double_differences: doubles.count(),
    }
}

/// T^k as the lesson's code sees it, on equally spaced doubles.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Grid {
    pub(super) k: u32,
    pub(super) points: usize,
    /// Local maxima among the values.
    pub(super) peaks: usize,
    /// Passages through 1/2 between neighbours.
    pub(super) crossings: usize,
    /// The largest difference to T^k at the point i / (points − 1), which no double is.
    pub(super) error: f64,
    /// At how many points the value differs from T^k at the double itself.
    pub(super) rounded: usize,
}

/// The lesson's triangle function.
fn triangle(x: f64) -> f64 {
    2.0 * (x - (x + 0.5).floor()).abs()
}

/// `np.linspace(0, 1, points)`: multiples of the rounded step, and 1 at the end.
fn linspace(points: usize) -> Vec<f64> {
    let step = 1.0 / (points - 1) as f64;
    (0..points).map(|i| if i == points - 1 { 1.0 } else { i as f64 * step }).collect()
}

/// Runs the lesson's two functions on its grid, and compares with exact arithmetic.
pub(super) fn grid(k: u32, points: usize) -> Grid {
    let xs = linspace(points);
    let ys: Vec<f64> = xs.iter().map(|&x| (0..k).fold(x, |x, _| triangle(x))).collect();
    let exact: Vec<Rational> = ys.iter().map(|&y| rational(y)).collect();
    let sampled = Piecewise::with_values(&exact);
    let last = points as i64 - 1;
    let errors = (0..).zip(&exact).map(|(i, y)| (y - tent_power(&ratio(i, last), k)).abs());
    Grid {
        k,
        points,
        peaks: sampled.maxima(),
        crossings: sampled.crossings(&ratio(1, 2)),
        error: errors.max().and_then(|error| error.to_f64()).expect("a grid has points"),
        rounded: xs
            .iter()
            .zip(&exact)
            .filter(|(x, y)| tent_power(&rational(**x), k) != **y)
            .count(),
    }
}

fn rational(x: f64) -> Rational {
    Rational::from_float(x).expect("a finite number")
}

/// T^k(x) for 0 <= x <= 1 in closed form: twice the distance of 2^(k − 1) x to the nearest whole
/// number.
///
/// # Panics
///
/// If `k` is 0.
pub(super) fn tent_power(x: &Rational, k: u32) -> Rational {
    let scaled = x * Rational::from_integer(num_bigint::BigInt::one() << (k - 1));
    let nearest = (&scaled + ratio(1, 2)).floor();
    (scaled - nearest).abs() * ratio(2, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closed_form_is_the_iterate() {
        for k in 1..=7 {
            let iterate = Piecewise::iterated_tent(k);
            for i in 0..=300 {
                let x = ratio(i, 300);
                assert_eq!(tent_power(&x, k), iterate.at(&x), "k = {k}, x = {x}");
            }
        }
    }

    #[test]
    fn a_wrong_network_is_caught_three_times() {
        let wrong = compare(&[2, 2], 3);
        assert!(!wrong.equal() && !wrong.equal_everywhere);
        assert!(wrong.rational_differences > 0 && wrong.double_differences > 0);
        let right = compare(&[4, 2], 3);
        assert!(right.equal() && right.points == 17);
    }

    #[test]
    fn slopes_and_jumps_of_the_second_iterate() {
        // 4, −4, 4, −4
        let second = iterate(2);
        assert_eq!((second.first_slope, second.jump_divisor), (4, 8));
        assert!(second.needs_a_unit_a_piece());
        assert!(!Iterate { jump_divisor: 4, ..second }.needs_a_unit_a_piece());
        assert_eq!([12, -18, 30].into_iter().fold(0, greatest_common_divisor), 6);
    }

    #[test]
    fn a_coarse_grid_loses_peaks() {
        assert_eq!(grid(3, 101).peaks, 4);
        assert!(grid(7, 101).peaks < 64);
    }

    #[test]
    fn the_grid_steps_by_multiples_as_numpy_does() {
        let xs = linspace(50);
        assert_eq!((xs[5], xs[49]), (0.102_040_816_326_530_6, 1.0));
        assert_ne!(xs[5], 5.0 / 49.0);
    }
}
