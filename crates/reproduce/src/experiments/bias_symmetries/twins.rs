//! Graphs that a graph network cannot tell apart.

use autodiff::Fun;
use nn::layers::{Aggregation, GraphNet, Pool, PoolKind, Sequential};
use nn::{Init, Stream};
use numerics::Matrix;

use super::models::{CHANNELS, Model};
use super::{Symmetries, random};
use crate::Experiment;

const NODES: usize = 6;
const LAYERS: usize = 3;

/// A graph of six nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    TwoTriangles,
    Hexagon,
    Path,
}

impl Shape {
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::TwoTriangles => "two triangles",
            Self::Hexagon => "a hexagon",
            Self::Path => "a path",
        }
    }

    fn adjacency(self) -> Matrix {
        let neighbours = |i: usize, j: usize| match self {
            Self::TwoTriangles => i != j && i / 3 == j / 3,
            Self::Hexagon => (i + 1) % NODES == j || (j + 1) % NODES == i,
            Self::Path => i.abs_diff(j) == 1,
        };
        Matrix::from_fn(NODES, NODES, |i, j| f64::from(u8::from(neighbours(i, j))))
    }
}

/// Two graphs, a way to hear neighbours, and whether all nodes have the same features.
pub(super) struct Case {
    pub(super) pair: [Shape; 2],
    pub(super) aggregation: Aggregation,
    pub(super) same_features: bool,
}

const fn case(other: Shape, aggregation: Aggregation, same_features: bool) -> Case {
    Case { pair: [other, Shape::Hexagon], aggregation, same_features }
}

pub(super) const CASES: [Case; 6] = [
    case(Shape::TwoTriangles, Aggregation::Mean, true),
    case(Shape::TwoTriangles, Aggregation::Gcn, true),
    case(Shape::Path, Aggregation::Mean, true),
    case(Shape::Path, Aggregation::Gcn, true),
    case(Shape::TwoTriangles, Aggregation::Mean, false),
    case(Shape::TwoTriangles, Aggregation::Gcn, false),
];

/// For each case, whether the mean, the sum and the largest of all nodes' outputs agree to the last
/// bit, by a network with random parameters.
pub(super) fn equal(seed: u64) -> Vec<bool> {
    CASES.iter().map(|case| case.equal(seed)).collect()
}

impl Case {
    fn equal(&self, seed: u64) -> bool {
        let features = match self.same_features {
            true => Matrix::from_fn(NODES, CHANNELS, |_, _| 1.0),
            false => random(NODES, CHANNELS, seed, "features"),
        };
        [PoolKind::Mean, PoolKind::Sum, PoolKind::Max].into_iter().all(|kind| {
            let [a, b] = self.pair.map(|shape| {
                let head = Sequential::new().then(Pool::global(kind, NODES, CHANNELS));
                let channels = [CHANNELS; LAYERS + 1];
                let net =
                    GraphNet::new(NODES, &channels, self.aggregation, Fun::Tanh, Init::Torch, head);
                let params = net.init(&mut Stream::new(Symmetries::ID, seed, "twins"));
                let model = Model { network: Box::new(net), params };
                model.predict(&self.aggregation.row(&features, &shape.adjacency())).data
            });
            a == b
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All nodes of both twins have two neighbours, and so all hear the same. The ends of a path
    /// have one, which a mean does not notice.
    #[test]
    fn what_is_told_apart() {
        assert_eq!(equal(5), [true, true, true, false, false, false]);
    }

    #[test]
    fn the_twins_differ_in_triangles() {
        let triangles = |shape: Shape| {
            let a = shape.adjacency();
            let cube = (0..6).flat_map(|i| (0..36).map(move |jk| (i, jk / 6, jk % 6)));
            cube.map(|(i, j, k)| a[(i, j)] * a[(j, k)] * a[(k, i)]).sum::<f64>() / 6.0
        };
        assert_eq!(triangles(Shape::TwoTriangles), 2.0);
        assert_eq!(triangles(Shape::Hexagon), 0.0);
    }
}
