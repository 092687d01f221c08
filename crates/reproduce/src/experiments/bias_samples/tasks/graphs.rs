//! Numbers on the nodes of a graph.

use nn::Stream;
use numerics::Matrix;

use super::Samples;
use crate::Experiment;

/// P.
pub(super) const NODES: usize = 16;

/// A Möbius ladder with its nodes in random order: a circle on which opposite nodes are joined, too,
/// so that every node has three neighbours.
pub(in super::super) struct Graph {
    pub(in super::super) edges: Vec<[usize; 2]>,
}

impl Graph {
    /// The graph that the labels are about.
    pub(in super::super) fn asked(seed: u64) -> Self {
        Self::draw(&mut Stream::new(Samples::ID, seed, "graph"))
    }

    /// One that has nothing to do with them.
    pub(in super::super) fn other(seed: u64) -> Self {
        Self::draw(&mut Stream::new(Samples::ID, seed, "other graph"))
    }

    fn draw(stream: &mut Stream) -> Self {
        let order = stream.permutation(NODES);
        let circle = (0..NODES).map(|i| [i, (i + 1) % NODES]);
        let rungs = (0..NODES / 2).map(|i| [i, i + NODES / 2]);
        Self { edges: circle.chain(rungs).map(|edge| edge.map(|i| order[i])).collect() }
    }

    /// 1 where an edge is, in both directions.
    pub(in super::super) fn adjacency(&self) -> Matrix {
        let joined = |i, j| self.edges.contains(&[i, j]) || self.edges.contains(&[j, i]);
        Matrix::from_fn(NODES, NODES, |i, j| f64::from(u8::from(joined(i, j))))
    }

    /// Random numbers on the nodes; the label is 1 if the products over all edges have a positive
    /// sum.
    pub(super) fn alike(&self, stream: &mut Stream) -> (Vec<f64>, u8) {
        let nodes: Vec<f64> = (0..NODES).map(|_| stream.normal()).collect();
        let sum: f64 = self.edges.iter().map(|&[i, j]| nodes[i] * nodes[j]).sum();
        (nodes, u8::from(sum > 0.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_node_has_three_neighbours() {
        let adjacency = Graph::asked(4).adjacency();
        for i in 0..NODES {
            let row = &adjacency.data[i * NODES..][..NODES];
            assert_eq!((row.iter().sum::<f64>(), row[i]), (3.0, 0.0));
            for j in 0..NODES {
                assert_eq!(adjacency[(i, j)], adjacency[(j, i)]);
            }
        }
        assert_ne!(adjacency, Graph::other(4).adjacency());
        assert_ne!(adjacency, Graph::asked(5).adjacency());
    }

    /// The label is the sign of xᵀ A x.
    #[test]
    fn labels_are_a_quadratic_form() {
        let graph = Graph::asked(1);
        let adjacency = graph.adjacency();
        for seed in 0..50 {
            let (x, label) = graph.alike(&mut Stream::new("test", seed, "nodes"));
            let form: f64 =
                (0..NODES * NODES).map(|k| x[k / NODES] * adjacency.data[k] * x[k % NODES]).sum();
            assert_eq!(form > 0.0, label == 1);
        }
    }
}
