//! The whole partition of the plane by a network of two inputs.

use autodiff::Fun;
use geometry::ReluNetwork;
use nn::{
    Init, Loss, Mlp, Objective, Optimiser, Parametrisation, Params, Schedule, Stream, Trainer,
};
use numerics::Matrix;
use numerics::elementary::{cos, sin};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use super::algebra::random_network;

/// What the partitions of some networks are made of.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct Census {
    pub(super) networks: u64,
    pub(super) cells: u64,
    /// Cells with a corner that turns the wrong way.
    pub(super) concave: u64,
    /// Cells that reach the edge of the square.
    pub(super) unbounded: u64,
    /// Pairs of cells that differ in one gate and carry the same affine function.
    pub(super) alike: u64,
    /// Different affine functions, by exact comparison.
    pub(super) affine_maps: u64,
    /// Pairs of random points with equal gates, and those whose midpoint has them, too.
    pub(super) pairs: u64,
    pub(super) midpoints_kept: u64,
}

impl Census {
    /// Both together.
    pub(super) fn merge(self, other: &Self) -> Self {
        Self {
            networks: self.networks + other.networks,
            cells: self.cells + other.cells,
            concave: self.concave + other.concave,
            unbounded: self.unbounded + other.unbounded,
            alike: self.alike + other.alike,
            affine_maps: self.affine_maps + other.affine_maps,
            pairs: self.pairs + other.pairs,
            midpoints_kept: self.midpoints_kept + other.midpoints_kept,
        }
    }
}

/// The census of a random network.
pub(super) fn census(widths: &[usize], half_width: f64, pairs: u64, stream: &mut Stream) -> Census {
    let (_, params) = random_network(widths, stream);
    let network = ReluNetwork::from_params(&params).expect("the layers fit together");
    let cells = geometry::cells(&network, half_width).expect("a network of two inputs");
    let maps = geometry::affine_maps(&network, half_width).expect("a network of two inputs");
    let at_the_edge = |corner: &[f64; 2]| corner.iter().any(|x| x.abs() == half_width);
    Census {
        networks: 1,
        cells: cells.len() as u64,
        concave: cells.iter().filter(|cell| !is_convex(&cell.vertices)).count() as u64,
        unbounded: cells.iter().filter(|c| c.vertices.iter().any(at_the_edge)).count() as u64,
        alike: alike(cells.iter().map(|cell| cell.gates.on()).zip(&maps)),
        affine_maps: different(&maps) as u64,
        pairs,
        midpoints_kept: midpoints_kept(&network, pairs, stream),
    }
}

/// Do all corners turn to the left, or go straight on but for rounding?
fn is_convex(corners: &[[f64; 2]]) -> bool {
    let n = corners.len();
    let turn = |i: usize| {
        let [a, b, c] = [0, 1, 2].map(|k| corners[(i + k) % n]);
        let (u, v) = ([b[0] - a[0], b[1] - a[1]], [c[0] - b[0], c[1] - b[1]]);
        let length = |w: [f64; 2]| (w[0] * w[0] + w[1] * w[1]).sqrt();
        (u[0] * v[1] - u[1] * v[0]) / (length(u) * length(v))
    };
    n >= 3 && (0..n).all(|i| turn(i) > -1e-6)
}

/// Pairs of cells that differ in one gate and carry affine maps of one number.
fn alike<'a>(cells: impl Iterator<Item = (&'a [bool], &'a usize)>) -> u64 {
    let maps: BTreeMap<Vec<bool>, usize> =
        cells.map(|(gates, &map)| (gates.to_vec(), map)).collect();
    let mut pairs = 0;
    for (gates, map) in &maps {
        // Each pair once, from its side where the unit is on.
        for unit in (0..gates.len()).filter(|&unit| gates[unit]) {
            let mut neighbour = gates.clone();
            neighbour[unit] = false;
            pairs += u64::from(maps.get(&neighbour) == Some(map));
        }
    }
    pairs
}

/// How many numbers of affine maps there are, given from 0.
fn different(maps: &[usize]) -> usize {
    maps.iter().max().map_or(0, |largest| largest + 1)
}

/// Draws pairs of close normal points until `pairs` have equal gates, and counts the midpoints
/// that have them as well.
fn midpoints_kept(network: &ReluNetwork, pairs: u64, stream: &mut Stream) -> u64 {
    let (mut found, mut kept) = (0, 0);
    while found < pairs {
        let a = [stream.normal(), stream.normal()];
        let b = [a[0] + 0.5 * stream.normal(), a[1] + 0.5 * stream.normal()];
        let gates = network.gates(&a);
        if gates == network.gates(&b) {
            found += 1;
            let middle = [(a[0] + b[0]) / 2.0, (a[1] + b[1]) / 2.0];
            kept += u64::from(gates == network.gates(&middle));
        }
    }
    kept
}

/// Two arms of a spiral, one class each, and the network that tells them apart.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Spiral {
    pub(super) widths: Vec<usize>,
    /// Examples of both classes together.
    pub(super) points: usize,
    /// How often an arm goes round.
    pub(super) turns: f64,
    /// Standard deviation of the noise on both coordinates; the arms end at radius 1.
    pub(super) noise: f64,
    /// Half the side of the square that is drawn.
    pub(super) half_width: f64,
    /// Full-batch Adam on the squared error of ±1, the rate falling to 0 as a cosine.
    pub(super) rate: f64,
    pub(super) steps: u64,
}

/// The classifier before and after training.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Trained {
    pub(super) before: Partition,
    pub(super) after: Partition,
    /// The share of the examples on the right side of the boundary.
    pub(super) accuracy: f64,
    /// The examples of each class.
    pub(super) examples: [Vec<(f64, f64)>; 2],
}

/// A partition to draw.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Partition {
    pub(super) cells: Vec<DrawnCell>,
    /// The first layer's creases, each from border to border.
    pub(super) first_creases: Vec<[(f64, f64); 2]>,
    pub(super) affine_maps: usize,
}

/// A cell to draw.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct DrawnCell {
    pub(super) corners: Vec<(f64, f64)>,
    pub(super) gradient_norm: f64,
    /// The ends of the part of f = 0 in it.
    pub(super) boundary: Option<[(f64, f64); 2]>,
}

/// Trains the classifier.
pub(super) fn train(spiral: &Spiral, seed: u64) -> Trained {
    let stream = |purpose: &str| Stream::new("spline.affine", seed, purpose);
    let examples =
        [0.0, 1.0].map(|arm| arm_points(spiral, arm, &mut stream(&format!("arm {arm}"))));
    let all: Vec<f64> = examples.iter().flatten().flat_map(|&(x, y)| [x, y]).collect();
    let labels = [1.0, -1.0].map(|label| vec![label; spiral.points / 2]).concat();
    let inputs = Matrix::from_vec(labels.len(), 2, all);
    let targets = Matrix::from_vec(labels.len(), 1, labels);

    let mlp = Mlp::new(&spiral.widths, Fun::Relu, Parametrisation::Standard(Init::Torch));
    let params = mlp.init(&mut stream("init"));
    let before = partition(&params, spiral.half_width);
    let optimiser = Optimiser::adam(params.len());
    let schedule = Schedule::Cosine { initial: spiral.rate, steps: spiral.steps };
    let objective = Objective::new(&mlp, Loss::MeanSquared, &inputs, &targets);
    let mut trainer = Trainer::new(objective, params, optimiser, schedule);
    trainer.run(spiral.steps, |_, _| ());
    let scores = mlp.predict(trainer.params(), &inputs).data;
    let right = scores.iter().zip(&targets.data).filter(|(score, label)| *score * *label > 0.0);
    Trained {
        before,
        after: partition(trainer.params(), spiral.half_width),
        accuracy: right.count() as f64 / scores.len() as f64,
        examples,
    }
}

/// The points of arm 0 or 1, from the middle outwards.
fn arm_points(spiral: &Spiral, arm: f64, stream: &mut Stream) -> Vec<(f64, f64)> {
    let half = spiral.points / 2;
    let point = |i: usize| {
        let radius = 0.1 + 0.9 * i as f64 / (half - 1) as f64;
        let angle = std::f64::consts::PI * (2.0 * spiral.turns * radius + arm);
        let (x, y) = (radius * cos(angle), radius * sin(angle));
        (x + spiral.noise * stream.normal(), y + spiral.noise * stream.normal())
    };
    (0..half).map(point).collect()
}

fn partition(params: &Params, half_width: f64) -> Partition {
    let network = ReluNetwork::from_params(params).expect("the layers fit together");
    let cells = geometry::cells(&network, half_width).expect("a network of two inputs");
    let maps = geometry::affine_maps(&network, half_width).expect("a network of two inputs");
    let point = |[x, y]: [f64; 2]| (x, y);
    let drawn = |cell: geometry::Cell| DrawnCell {
        gradient_norm: numerics::dot(cell.piece.slope.row(0), cell.piece.slope.row(0)).sqrt(),
        boundary: cell.level_set(0, 0.0).map(|ends| ends.map(point)),
        corners: cell.vertices.into_iter().map(point).collect(),
    };
    let first = &network.layers()[0];
    let crease =
        |unit: usize| border_to_border(first.weight.row(unit), first.bias[unit], half_width);
    Partition {
        cells: cells.into_iter().map(drawn).collect(),
        first_creases: (0..first.bias.len()).filter_map(crease).collect(),
        affine_maps: different(&maps),
    }
}

/// Where the line w·x + b = 0 crosses the border of the square, if it does.
fn border_to_border(w: &[f64], b: f64, half_width: f64) -> Option<[(f64, f64); 2]> {
    let r = half_width;
    let corners = [(-r, -r), (r, -r), (r, r), (-r, r), (-r, -r)];
    let value = |(x, y): (f64, f64)| w[0] * x + w[1] * y + b;
    let crossings = corners.windows(2).filter_map(|side| {
        let (from, to) = (value(side[0]), value(side[1]));
        let t = from / (from - to);
        let ((x, y), (x_to, y_to)) = (side[0], side[1]);
        ((from > 0.0) != (to > 0.0)).then_some((x + t * (x_to - x), y + t * (y_to - y)))
    });
    <[(f64, f64); 2]>::try_from(crossings.collect::<Vec<_>>()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dent_is_not_convex() {
        let square = [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]];
        assert!(is_convex(&square));
        let dented = [[0.0, 0.0], [1.0, 0.0], [0.2, 0.2], [0.0, 1.0]];
        assert!(!is_convex(&dented));
    }

    #[test]
    fn a_crease_ends_at_the_border() {
        assert_eq!(border_to_border(&[1.0, 0.0], -0.5, 1.0), Some([(0.5, -1.0), (0.5, 1.0)]));
        assert_eq!(border_to_border(&[1.0, 1.0], -3.0, 1.0), None);
    }

    /// Two units, the second one read out with weight zero: crossing its crease changes nothing.
    #[test]
    fn a_unit_that_is_not_read_makes_neighbours_alike() {
        let mut params = Params::new();
        params.push("layers.0.weight", 2, 2).copy_from_slice(&[1.0, 0.0, 0.0, 1.0]);
        params.push("layers.0.bias", 1, 2);
        params.push("layers.1.weight", 2, 1).copy_from_slice(&[1.0, 0.0]);
        params.push("layers.1.bias", 1, 1);
        let network = ReluNetwork::from_params(&params).expect("the layers fit together");
        let cells = geometry::cells(&network, 1.0).expect("two inputs");
        let maps = geometry::affine_maps(&network, 1.0).expect("two inputs");
        assert_eq!((cells.len(), different(&maps)), (4, 2));
        assert_eq!(alike(cells.iter().map(|cell| cell.gates.on()).zip(&maps)), 2);
    }
}
