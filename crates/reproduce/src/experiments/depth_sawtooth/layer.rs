//! What one more layer does to an oscillation.

use serde::{Deserialize, Serialize};

use num_traits::{One, Zero};

use super::network::Network;
use super::piecewise::{Piecewise, Rational, ratio};

/// A periodic function that a layer is applied to.
///
/// The number of maxima does not change if x runs through its interval at another pace, so a wave
/// stands here as the zigzag between its turning values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Input {
    /// T^j.
    Iterate(u32),
    /// So many periods of (1 + sin)/2, which sweeps [0, 1].
    FullSine(u32),
    /// So many periods of 0.2 + 0.2 sin, which stays in [0, 0.4].
    LowSine(u32),
    /// So many periods of 0.6 + 0.3 sin, which passes 1/2 but stays in [0.3, 0.9].
    MiddleSine(u32),
}

impl Input {
    /// Its formula; the number of periods is left out.
    pub(super) fn name(self) -> String {
        match self {
            Self::Iterate(j) => format!("T^{j}"),
            Self::FullSine(_) => "(1 + sin)/2".into(),
            Self::LowSine(_) => "0.2 + 0.2 sin".into(),
            Self::MiddleSine(_) => "0.6 + 0.3 sin".into(),
        }
    }

    /// Its least and its largest value, in tenths.
    fn range(self) -> [i64; 2] {
        match self {
            Self::Iterate(_) | Self::FullSine(_) => [0, 10],
            Self::LowSine(_) => [0, 4],
            Self::MiddleSine(_) => [3, 9],
        }
    }

    fn function(self) -> Piecewise {
        let [low, high] = self.range().map(|tenths| ratio(tenths, 10));
        match self {
            Self::Iterate(j) => Piecewise::iterated_tent(j),
            Self::FullSine(n) | Self::LowSine(n) | Self::MiddleSine(n) => {
                let turns = (0..=2 * n).map(|i| if i % 2 == 0 { &low } else { &high });
                Piecewise::with_values(&turns.cloned().collect::<Vec<_>>())
            }
        }
    }
}

/// Maxima before and after one more layer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Doubling {
    pub(super) input: Input,
    /// Whether its values go all the way from 0 to 1 and back.
    pub(super) sweeps: bool,
    /// Maxima of the input, round the circle.
    pub(super) before: usize,
    /// After a layer of two units, T.
    pub(super) after_one: usize,
    /// After two such layers.
    pub(super) after_two: usize,
    /// The most maxima after a single unit, over all the units tried.
    pub(super) one_unit: usize,
    /// How many single units were tried.
    pub(super) units_tried: usize,
    /// After one layer of w units, the zigzag Z_w, for w = 1, 2, ...
    pub(super) after_zigzag: Vec<usize>,
}

impl Doubling {
    /// Whether one layer of two units doubles the maxima.
    pub(super) fn doubles(&self) -> bool {
        self.after_one == 2 * self.before
    }
}

/// Applies layers to an input and counts.
pub(super) fn doubling(input: Input, widest: usize) -> Doubling {
    let f = input.function();
    let layer = |width| Network::zigzag(&[width]).trace(Rational::zero(), Rational::one());
    let after = |outer: &Piecewise| f.then(outer).maxima_per_period();
    let single: Vec<usize> = single_units().iter().map(after).collect();
    Doubling {
        input,
        sweeps: input.range() == [0, 10],
        before: f.maxima_per_period(),
        after_one: after(&layer(2)),
        after_two: f.then(&layer(2)).then(&layer(2)).maxima_per_period(),
        one_unit: single.iter().copied().max().expect("some units"),
        units_tried: single.len(),
        after_zigzag: (1..=widest).map(|width| after(&layer(width))).collect(),
    }
}

/// ±relu(±(x − t)) for kinks t at sixteenths. A single unit is monotone, so no other scale, bias or
/// kink can do more: the maxima of a monotone function of f are maxima, or minima, of f.
fn single_units() -> Vec<Piecewise> {
    let mut units = Vec::new();
    for kink in 0..=16 {
        for (a, side) in [(1, 1), (1, -1), (-1, 1), (-1, -1)] {
            let unit = (ratio(a, 1), ratio(side, 1), ratio(kink, 16));
            let network = Network::shallow(&[unit], Rational::zero());
            units.push(network.trace(Rational::zero(), Rational::one()));
        }
    }
    units
}

/// A deep network of one width.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Deep {
    pub(super) width: usize,
    pub(super) depth: usize,
    pub(super) pieces: usize,
    pub(super) peaks: usize,
}

/// Counts the pieces and the peaks of the network with `depth` layers of `width` units.
pub(super) fn deep(width: usize, depth: usize) -> Deep {
    let trace = Network::zigzag(&vec![width; depth]).trace(Rational::zero(), Rational::one());
    Deep { width, depth, pieces: trace.pieces(), peaks: trace.maxima() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use numerics::elementary::sin;

    /// Maxima of samples that go round the circle.
    fn maxima(values: &[f64]) -> usize {
        let n = values.len();
        (0..n)
            .filter(|&i| values[i] > values[(i + n - 1) % n] && values[i] > values[(i + 1) % n])
            .count()
    }

    #[test]
    fn turning_values_count_like_the_sine_itself() {
        let tent = |y: f64| 1.0 - (2.0 * y - 1.0).abs();
        for (input, middle, height) in [
            (Input::FullSine(3), 0.5, 0.5),
            (Input::LowSine(3), 0.2, 0.2),
            (Input::MiddleSine(3), 0.6, 0.3),
        ] {
            // An odd number of samples, so that no two of them mirror each other.
            let n = 30_011;
            let turn = 3.0 * std::f64::consts::TAU / f64::from(n);
            let wave = |i: i32| middle + height * sin(f64::from(i) * turn);
            let sampled =
                |f: &dyn Fn(f64) -> f64| maxima(&(0..n).map(|i| f(wave(i))).collect::<Vec<_>>());
            let counted = doubling(input, 1);
            assert_eq!(counted.before, sampled(&|y| y), "{input:?}");
            assert_eq!(counted.after_one, sampled(&tent), "{input:?}");
            assert_eq!(counted.after_two, sampled(&|y| tent(tent(y))), "{input:?}");
        }
    }

    #[test]
    fn a_layer_multiplies_what_sweeps_the_interval() {
        let f = doubling(Input::Iterate(3), 5);
        assert_eq!((f.before, f.after_one, f.after_two, f.one_unit), (4, 8, 16, 4));
        assert_eq!(f.after_zigzag, [4, 8, 12, 16, 20]);
        assert!(!doubling(Input::LowSine(2), 1).doubles());
    }

    #[test]
    fn pieces_are_the_power_of_the_width() {
        let found = deep(3, 4);
        assert_eq!((found.pieces, found.peaks), (81, 40));
    }
}
