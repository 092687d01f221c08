//! Layers on graphs.

use super::blocks::{each_block, stack};
use super::exactly;
use crate::{Init, Params, Stream};
use autodiff::{Tape, Var};
use numerics::Matrix;

/// How a node hears its neighbours: the matrix that multiplies the nodes' features.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aggregation {
    /// D⁻¹ A: the mean over the neighbours (Hamilton, Ying & Leskovec 2017, GraphSAGE-mean), 0
    /// for a node without any. The node itself has a weight of its own.
    Mean,
    /// D̃^(−1/2) Ã D̃^(−1/2) with Ã = A + I: the graph convolution of Kipf & Welling (2017, eq. 2),
    /// in which a node is its own neighbour.
    Gcn,
}

impl Aggregation {
    /// The operator of a graph with that adjacency matrix A (P × P); row i holds the weights of the
    /// edges into node i, and D is diagonal with the sums of the rows.
    ///
    /// # Panics
    ///
    /// If the matrix is not square.
    #[track_caller]
    pub fn operator(self, adjacency: &Matrix) -> Matrix {
        let n = adjacency.rows;
        assert!(adjacency.cols == n, "an adjacency matrix is square, got {n}x{}", adjacency.cols);
        let loops = if self == Self::Gcn { 1.0 } else { 0.0 };
        let edge = |i, j| adjacency[(i, j)] + if i == j { loops } else { 0.0 };
        let degree: Vec<f64> = (0..n).map(|i| (0..n).map(|j| edge(i, j)).sum()).collect();
        Matrix::from_fn(n, n, |i, j| match self {
            Self::Mean if degree[i] == 0.0 => 0.0,
            Self::Mean => edge(i, j) / degree[i],
            Self::Gcn => edge(i, j) / (degree[i] * degree[j]).sqrt(),
        })
    }

    /// A graph as one row of a data set for [`GraphNet`](super::GraphNet): the features (P × C), node after node,
    /// then the operator.
    ///
    /// # Panics
    ///
    /// If the adjacency matrix is not P × P.
    #[track_caller]
    pub fn row(self, features: &Matrix, adjacency: &Matrix) -> Vec<f64> {
        let (nodes, rows) = (features.rows, adjacency.rows);
        assert!(nodes == rows, "there are features for {nodes} nodes and edges for {rows}");
        [&features.data[..], &self.operator(adjacency).data].concat()
    }
}

/// A layer on graphs of P nodes. With S the graph's operator,
///
/// [`Mean`](Aggregation::Mean): Y = X W_self + (S X) W + b;  [`Gcn`](Aggregation::Gcn):
/// Y = (S X) W + b.
///
/// | | shape |
/// | --- | --- |
/// | inputs X | (n P) × C |
/// | operators S | (n P) × P, those of the examples below one another |
/// | `weight` (W) | C × D |
/// | `self.weight` (W_self), of means only | C × D |
/// | `bias` (b) | 1 × D |
/// | outputs Y | (n P) × D |
///
/// The weights of a mean are drawn as one matrix for node and neighbours side by side, with a
/// fan of 2 C.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GraphConv {
    /// What a node hears.
    pub aggregation: Aggregation,
    /// C.
    pub inputs: usize,
    /// D.
    pub outputs: usize,
    /// The initial law.
    pub init: Init,
}

impl GraphConv {
    /// Adds `weight` and `bias`, and for means `self.weight`, with `name` before each.
    pub fn add_slots(&self, name: &str, params: &mut Params, stream: &mut Stream) {
        let Self { aggregation, inputs, outputs, init } = *self;
        let (slots, fan_in): (&[&str], usize) = match aggregation {
            Aggregation::Mean => (&["weight", "self.weight"], 2 * inputs),
            Aggregation::Gcn => (&["weight"], inputs),
        };
        for slot in slots {
            let weight = params.push(&format!("{name}.{slot}"), inputs, outputs);
            init.weight(fan_in, outputs).fill(stream, weight);
        }
        let bias = params.push(&format!("{name}.bias"), 1, outputs);
        init.bias(fan_in).fill(stream, bias);
    }

    /// How many slots that are.
    pub fn slots(&self) -> usize {
        match self.aggregation {
            Aggregation::Mean => 3,
            Aggregation::Gcn => 2,
        }
    }

    /// Pushes the outputs for nodes `x` on the graphs with these `operators`.
    ///
    /// # Panics
    ///
    /// If the number or the shapes of the variables do not fit.
    #[track_caller]
    pub fn forward(&self, tape: &mut Tape, params: &[Var], x: Var, operators: Var) -> Var {
        let (shape, nodes) = (tape.shape(operators), tape.shape(x).rows);
        assert!(
            shape.rows == nodes && nodes.is_multiple_of(shape.cols),
            "{nodes} nodes need operators of as many rows, a square for each graph, got {shape}"
        );
        let graphs = nodes / shape.cols;
        let heard =
            each_block(tape, graphs, [operators, x], stack, &mut |tape, [s, x]| tape.matmul(s, x));
        match self.aggregation {
            Aggregation::Mean => {
                let [weight, own, bias] = exactly("a graph layer", params);
                let y = tape.affine(x, own, bias);
                let heard = tape.matmul(heard, weight);
                tape.add(y, heard)
            }
            Aggregation::Gcn => {
                let [weight, bias] = exactly("a graph layer", params);
                tape.affine(heard, weight, bias)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{graph, matrix, random};
    use super::*;
    use autodiff::check::{adjoint_gap, gradcheck};

    #[test]
    fn operators_by_hand() {
        let mean = Aggregation::Mean.operator(&graph());
        assert_eq!(mean.data[10..15], [1.0 / 3.0, 1.0 / 3.0, 0.0, 1.0 / 3.0, 0.0]);
        assert_eq!(mean.data[15..], [0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
        // With itself, node 2 has four neighbours, node 3 two, and node 4 one.
        let gcn = Aggregation::Gcn.operator(&graph());
        let (third, half) = (1.0 / 12.0_f64.sqrt(), 1.0 / 8.0_f64.sqrt());
        assert_eq!(gcn.data[10..15], [third, third, 0.25, half, 0.0]);
        assert_eq!(gcn.data[15..20], [0.0, 0.0, half, 0.5, 0.0]);
        assert_eq!(gcn.data[24], 1.0);
    }

    /// With respect to features, operators and parameters.
    #[test]
    fn derivatives() {
        for aggregation in [Aggregation::Mean, Aggregation::Gcn] {
            let conv = GraphConv { aggregation, inputs: 2, outputs: 3, init: Init::Torch };
            let mut params = Params::new();
            conv.add_slots("conv", &mut params, &mut Stream::new("nn.layers", 0, "params"));
            let slots = params.iter().map(|(slot, data)| matrix(slot.rows, slot.cols, data));
            let mut arguments: Vec<Matrix> = slots.collect();
            assert_eq!(arguments.len(), conv.slots());
            arguments.extend([random(6, 2, "x"), random(6, 3, "operators")]);
            let program = |tape: &mut Tape, vars: &[Var]| {
                let (params, data) = vars.split_at(conv.slots());
                conv.forward(tape, params, data[0], data[1])
            };
            if let Err(mismatch) = gradcheck(&program, &arguments) {
                panic!("{aggregation:?}\n{mismatch}");
            }
            assert!(adjoint_gap(&program, &arguments) < 1e-12);
        }
    }
}
