//! ReLU networks of one input, with exact weights: what they compute, everywhere.
//!
//! All constructions of this experiment are one. Let Z_w be the zigzag on [0, 1] with w pieces: up
//! from 0 to 1, down, up, ... Then Z_v ∘ Z_w = Z_vw, and the triangle map iterated k times is
//! Z_(2^k). One layer of w units computes Z_w, so *any* way to write 2^k as a product of widths
//! gives a network for it: 2 · 2 · ... · 2 is the deep one, 2^k the shallow one, and 8 · 8 · ... · 8
//! lies in between.

use autodiff::{Fun, Tape};
use num_traits::{One, Signed, ToPrimitive, Zero};

use super::piecewise::{Piecewise, Rational, ratio};

/// An affine map of row vectors, h ↦ h W + b.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Layer {
    /// One row an input, one column a unit.
    pub(super) weights: Vec<Vec<Rational>>,
    /// One entry a unit.
    pub(super) bias: Vec<Rational>,
}

/// Affine layers with a ReLU after each but the last.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Network {
    layers: Vec<Layer>,
}

impl Network {
    /// The zigzag with as many pieces as the product of the widths, with those widths:
    /// Z_w(z) = w relu(z) − 2w relu(z − 1/w) + 2w relu(z − 2/w) − ... on [0, 1], layer by layer.
    pub(super) fn zigzag(widths: &[usize]) -> Self {
        // How the next layer reads its input z off the units before it.
        let mut read_out = vec![Rational::one()];
        let mut layers = Vec::new();
        for width in widths.iter().map(|&width| width as i64) {
            let weights = read_out.iter().map(|weight| vec![weight.clone(); width as usize]);
            let bias = (0..width).map(|j| ratio(-j, width));
            layers.push(Layer { weights: weights.collect(), bias: bias.collect() });
            let turn = |j: i64| if j % 2 == 0 { 2 * width } else { -2 * width };
            let jumps = (0..width).map(|j| ratio(if j == 0 { width } else { turn(j) }, 1));
            read_out = jumps.collect();
        }
        layers.push(Layer {
            weights: read_out.into_iter().map(|weight| vec![weight]).collect(),
            bias: vec![Rational::zero()],
        });
        Self { layers }
    }

    /// One hidden layer, b + Σ a relu(s (x − t)): for each unit (a, s, t).
    pub(super) fn shallow(units: &[(Rational, Rational, Rational)], bias: Rational) -> Self {
        let first = Layer {
            weights: vec![units.iter().map(|(_, s, _)| s.clone()).collect()],
            bias: units.iter().map(|(_, s, t)| -s * t).collect(),
        };
        let weights = units.iter().map(|(a, _, _)| vec![a.clone()]).collect();
        Self { layers: vec![first, Layer { weights, bias: vec![bias] }] }
    }

    /// The layers, the last one being the affine read-out.
    pub(super) fn layers(&self) -> &[Layer] {
        &self.layers
    }

    /// The number of hidden layers.
    pub(super) fn depth(&self) -> usize {
        self.layers.len() - 1
    }

    /// The number of ReLUs.
    pub(super) fn units(&self) -> usize {
        self.layers[..self.depth()].iter().map(|layer| layer.bias.len()).sum()
    }

    /// The number of weights and biases.
    pub(super) fn parameters(&self) -> usize {
        let count = |layer: &Layer| layer.bias.len() * (layer.weights.len() + 1);
        self.layers.iter().map(count).sum()
    }

    /// The value at `x`.
    pub(super) fn at(&self, x: &Rational) -> Rational {
        let mut h = vec![x.clone()];
        for (l, layer) in self.layers.iter().enumerate() {
            h = layer.at(&h);
            if l < self.depth() {
                rectify(&mut h);
            }
        }
        h.swap_remove(0)
    }

    /// The function that the network computes on `from..=to`, exactly and everywhere.
    ///
    /// Between two neighbouring abscissae every unit is affine. A layer's pre-activations are then
    /// affine too, and its ReLUs bend exactly where one of them changes sign: those points become
    /// abscissae before the ReLU is applied.
    pub(super) fn trace(&self, from: Rational, to: Rational) -> Piecewise {
        let mut points: Vec<(Rational, Vec<Rational>)> =
            [from, to].map(|x| (x.clone(), vec![x])).into();
        for (l, layer) in self.layers.iter().enumerate() {
            for (_, h) in &mut points {
                *h = layer.at(h);
            }
            if l < self.depth() {
                points = with_zeros(points);
                points.iter_mut().for_each(|(_, h)| rectify(h));
            }
        }
        Piecewise::through(points.into_iter().map(|(x, mut h)| (x, h.swap_remove(0))))
    }

    /// The same network in floating-point numbers on a tape, at many points.
    ///
    /// # Panics
    ///
    /// If a weight or a point is no double.
    pub(super) fn on_tape(&self, xs: &[Rational]) -> Vec<f64> {
        let doubles = |values: &[Rational]| values.iter().map(double).collect::<Vec<_>>();
        let mut tape = Tape::new();
        let mut h = tape.leaf(xs.len(), 1, &doubles(xs));
        for (l, layer) in self.layers.iter().enumerate() {
            let units = layer.bias.len();
            let w = tape.leaf(layer.weights.len(), units, &doubles(&layer.weights.concat()));
            let b = tape.leaf(1, units, &doubles(&layer.bias));
            h = tape.affine(h, w, b);
            if l < self.depth() {
                h = tape.map(Fun::Relu, h);
            }
        }
        tape.value(h).to_vec()
    }
}

impl Layer {
    fn at(&self, h: &[Rational]) -> Vec<Rational> {
        let mut units = self.bias.clone();
        for (x, row) in h.iter().zip(&self.weights).filter(|(x, _)| !x.is_zero()) {
            for (unit, weight) in units.iter_mut().zip(row) {
                *unit += x * weight;
            }
        }
        units
    }
}

fn rectify(h: &mut [Rational]) {
    h.iter_mut().filter(|value| value.is_negative()).for_each(Rational::set_zero);
}

/// Adds a point wherever an entry changes sign between two neighbours.
fn with_zeros(points: Vec<(Rational, Vec<Rational>)>) -> Vec<(Rational, Vec<Rational>)> {
    let mut refined = Vec::with_capacity(points.len());
    for (i, (x, h)) in points.iter().enumerate() {
        if let Some((x0, h0)) = i.checked_sub(1).map(|before| &points[before]) {
            // How far from the left point to the right one each zero is.
            let mut zeros: Vec<Rational> = h0
                .iter()
                .zip(h)
                .filter(|(a, b)| (*a * *b).is_negative())
                .map(|(a, b)| a / (a - b))
                .collect();
            zeros.sort();
            zeros.dedup();
            for t in zeros {
                let mix = |a: &Rational, b: &Rational| a + &t * (b - a);
                refined.push((mix(x0, x), h0.iter().zip(h).map(|(a, b)| mix(a, b)).collect()));
            }
        }
        refined.push((x.clone(), h.clone()));
    }
    refined
}

/// A fraction that is a double, as one.
///
/// # Panics
///
/// If it is none: nothing is rounded.
pub(super) fn double(value: &Rational) -> f64 {
    let x = value.to_f64().filter(|&x| Rational::from_float(x).as_ref() == Some(value));
    x.unwrap_or_else(|| panic!("{value} is no double"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on_unit_interval(network: &Network) -> Piecewise {
        network.trace(Rational::zero(), Rational::one())
    }

    #[test]
    fn one_layer_of_two_units_is_the_triangle_map() {
        let tent = Network::zigzag(&[2]);
        assert_eq!(tent.layers[1].weights, [[ratio(2, 1)], [ratio(-4, 1)]]);
        assert_eq!(tent.layers[0].bias, [ratio(0, 1), ratio(-1, 2)]);
        assert_eq!(on_unit_interval(&tent), Piecewise::tent());
    }

    #[test]
    fn zigzags_multiply() {
        for widths in [&[2, 2, 2][..], &[8], &[2, 4], &[4, 2]] {
            let network = Network::zigzag(widths);
            assert_eq!(on_unit_interval(&network), Piecewise::iterated_tent(3), "{widths:?}");
        }
        assert_eq!(on_unit_interval(&Network::zigzag(&[3, 5, 2])).pieces(), 30);
    }

    #[test]
    fn a_trace_agrees_with_the_network_at_every_point() {
        // Nothing regular: fractional kinks, both directions, dead and always active units.
        let unit = |a, s, t| (ratio(a, 3), ratio(s, 7), ratio(t, 11));
        let wild = Network::shallow(
            &[unit(5, 2, 3), unit(-4, -9, 8), unit(7, 3, -5), unit(1, 1, 20), unit(2, 0, 1)],
            ratio(-1, 5),
        );
        let deep = Network {
            layers: [Network::zigzag(&[3]).layers[..1].to_vec(), {
                let rows = [[1, -2], [-5, 3], [4, 1]].map(|r| r.map(|w| ratio(w, 2)).to_vec());
                let hidden = Layer { weights: rows.into(), bias: vec![ratio(1, 9), ratio(-1, 7)] };
                let out = vec![vec![ratio(3, 1)], vec![ratio(-2, 1)]];
                vec![hidden, Layer { weights: out, bias: vec![ratio(1, 2)] }]
            }]
            .concat(),
        };
        for network in [wild, deep, Network::zigzag(&[3, 4])] {
            let trace = network.trace(ratio(-2, 1), ratio(3, 1));
            assert!(trace.pieces() > 2);
            for i in -400..=600 {
                let x = ratio(i, 200);
                assert_eq!(trace.at(&x), network.at(&x), "x = {x}");
            }
        }
    }

    #[test]
    fn parameters_are_counted_one_by_one() {
        let network = Network::zigzag(&[4, 4, 4]);
        let by_hand = (4 + 4) + (16 + 4) + (16 + 4) + (4 + 1);
        assert_eq!((network.parameters(), network.units(), network.depth()), (by_hand, 12, 3));
    }

    #[test]
    fn the_tape_computes_the_same_doubles() {
        let network = Network::zigzag(&[2, 8, 4]);
        let xs: Vec<_> = (0..=512).map(|i| ratio(i, 512)).collect();
        for (x, y) in xs.iter().zip(network.on_tape(&xs)) {
            assert_eq!(y, double(&network.at(x)), "x = {x}");
        }
    }

    #[test]
    #[should_panic(expected = "1/3 is no double")]
    fn nothing_is_rounded_on_the_way_to_the_tape() {
        let _ = Network::zigzag(&[3]).on_tape(&[ratio(1, 3)]);
    }
}
