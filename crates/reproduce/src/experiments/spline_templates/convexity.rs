//! The largest of some affine functions is convex: layers are, networks need not be.

use autodiff::Fun;
use geometry::{Affine, ReluNetwork};
use nn::{Init, Mlp, Parametrisation, Stream};
use numerics::{Matrix, dot};
use serde::{Deserialize, Serialize};

use super::Templates;
use crate::Experiment;
use crate::stats::largest_magnitude;

/// A random network.
#[derive(Serialize, Deserialize)]
pub struct Cell {
    pub(super) widths: Vec<usize>,
    /// Whether all weights but the first layer's are made positive.
    pub(super) non_negative: bool,
    pub(super) seed: u64,
    pub(super) pairs: usize,
}

/// How its layers and the whole of it fare.
#[derive(Serialize, Deserialize)]
pub struct Outcome {
    /// The largest gap between a layer's outputs and max(0, w x + b), unit by unit.
    pub(super) identity_gap: f64,
    /// Pairs at which some output of some layer violates convexity.
    pub(super) layer_violations: usize,
    /// Pairs at which the network's output does.
    pub(super) violations: usize,
}

/// What rounding may add to a difference, for each unit of the values' size.
const ROUNDING: f64 = 1e-12;

pub(super) fn run(cell: &Cell) -> Outcome {
    let stream =
        |purpose: &str| Stream::new(Templates::ID, cell.seed, &format!("jensen {purpose}"));
    let standard = Parametrisation::Standard(Init::Torch);
    let mut params = Mlp::new(&cell.widths, Fun::Relu, standard).init(&mut stream("init"));
    if cell.non_negative {
        let later: Vec<_> = params.slots().iter().skip(1).cloned().collect();
        for slot in later.iter().filter(|slot| slot.name.ends_with("weight")) {
            params.data_mut()[slot.range()].iter_mut().for_each(|w| *w = w.abs());
        }
    }
    let network = ReluNetwork::from_params(&params).expect("a network of finite weights");

    let mut points = stream("points");
    let (mut identity_gap, mut layer_violations) = (0.0, 0);
    for layer in network.hidden() {
        let alone = alone(layer);
        let pairs = random_pairs(layer.weight.cols, cell.pairs, &mut points);
        let gaps = pairs.iter().map(|pair| max_affine_gap(layer, &alone, &pair[0]));
        identity_gap = largest_magnitude(gaps.chain([identity_gap]));
        layer_violations += violations(&alone, &pairs);
    }
    let pairs = random_pairs(network.inputs(), cell.pairs, &mut points);
    Outcome { identity_gap, layer_violations, violations: violations(&network, &pairs) }
}

/// The layer with its ReLUs as a network: nothing follows but the identity.
fn alone(layer: &Affine) -> ReluNetwork {
    let units = layer.bias.len();
    let identity = Affine { weight: Matrix::identity(units), bias: vec![0.0; units] };
    ReluNetwork::new(vec![layer.clone(), identity]).expect("shapes that fit")
}

/// How far the layer's outputs at x are from the larger of two affine functions for each unit: zero
/// and w x + b.
fn max_affine_gap(layer: &Affine, alone: &ReluNetwork, x: &[f64]) -> f64 {
    let gap = |(unit, found): (usize, f64)| {
        let pieces = [0.0, dot(layer.weight.row(unit), x) + layer.bias[unit]];
        let largest = if pieces[1] > pieces[0] { pieces[1] } else { pieces[0] };
        found - largest
    };
    largest_magnitude(alone.output(x).into_iter().enumerate().map(gap))
}

fn random_pairs(inputs: usize, pairs: usize, stream: &mut Stream) -> Vec<[Vec<f64>; 2]> {
    let mut point = || {
        let mut x = vec![0.0; inputs];
        stream.fill_normal(&mut x);
        x
    };
    (0..pairs).map(|_| [point(), point()]).collect()
}

/// At how many of the pairs some output in the middle is larger than the mean of both ends, which
/// Jensen's inequality forbids a convex function.
pub(super) fn violations(network: &ReluNetwork, pairs: &[[Vec<f64>; 2]]) -> usize {
    let violates = |[a, b]: &&[Vec<f64>; 2]| {
        let middle: Vec<f64> = a.iter().zip(b).map(|(a, b)| 0.5 * (a + b)).collect();
        let [at_a, at_b, found] = [a, b, &middle].map(|x| network.output(x));
        let ends = at_a.iter().zip(&at_b);
        found.iter().zip(ends).any(|(found, (a, b))| {
            let size = 1.0 + found.abs() + a.abs() + b.abs();
            *found > 0.5 * (a + b) + ROUNDING * size
        })
    };
    pairs.iter().filter(violates).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(non_negative: bool) -> Outcome {
        run(&Cell { widths: vec![4, 8, 8, 1], non_negative, seed: 0, pairs: 300 })
    }

    #[test]
    fn non_negative_later_weights_make_a_network_convex() {
        let (any, convex) = (outcome(false), outcome(true));
        assert!(any.violations > 10 && convex.violations == 0);
        assert_eq!((any.layer_violations, convex.layer_violations), (0, 0));
        assert!(any.identity_gap < 1e-14);
    }

    /// A hat is the mean of nothing below it.
    #[test]
    fn a_hat_violates_convexity_and_a_valley_does_not() {
        let hinge = |sign: f64| {
            let first =
                Affine { weight: Matrix::from_rows(&[[1.0], [-1.0]]), bias: vec![0.0, 0.0] };
            let last = Affine { weight: Matrix::from_rows(&[[sign, sign]]), bias: vec![0.0] };
            ReluNetwork::new(vec![first, last]).expect("shapes that fit")
        };
        let pair = [[vec![-1.0], vec![1.0]]];
        assert_eq!([1.0, -1.0].map(|sign| violations(&hinge(sign), &pair)), [0, 1]);
    }

    #[test]
    fn a_unit_that_is_no_maximum_is_seen() {
        let layer = Affine { weight: Matrix::from_rows(&[[1.0]]), bias: vec![0.5] };
        let other = Affine { weight: Matrix::from_rows(&[[1.0]]), bias: vec![0.25] };
        assert_eq!(max_affine_gap(&layer, &alone(&layer), &[2.0]), 0.0);
        assert_eq!(max_affine_gap(&layer, &alone(&other), &[2.0]), 0.25);
    }
}
