//! Random graphs.

use nn::Stream;
use numerics::Matrix;

/// The adjacency matrix of a graph in which each pair of nodes has an edge with probability 0.3
/// (Gilbert 1959).
pub(crate) fn random_graph(nodes: usize, stream: &mut Stream) -> Matrix {
    let mut adjacency = Matrix::zeros(nodes, nodes);
    for i in 0..nodes {
        for j in 0..i {
            let edge = if stream.uniform() < 0.3 { 1.0 } else { 0.0 };
            adjacency[(i, j)] = edge;
            adjacency[(j, i)] = edge;
        }
    }
    adjacency
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Four standard deviations of 4950 draws.
    #[test]
    fn edges_have_two_ends_no_loops_and_their_probability() {
        let graph = random_graph(100, &mut Stream::new("test", 0, "graph"));
        let ends = (0..100).flat_map(|i| (0..100).map(move |j| (i, j)));
        assert!(ends.clone().all(|(i, j)| graph[(i, j)] == graph[(j, i)]));
        assert!((0..100).all(|i| graph[(i, i)] == 0.0));
        let share = ends.map(|end| graph[end]).sum::<f64>() / 9900.0;
        assert!((share - 0.3).abs() < 4.0 * (0.3_f64 * 0.7 / 4950.0).sqrt(), "{share}");
    }
}
