//! Networks on graphs.

use super::{Aggregation, GraphConv, Layer, Sequential};
use crate::{Init, Network, Params, Stream};
use autodiff::{Fun, IndexTable, Shape, Tape, Var};

/// A network on graphs of P nodes: graph layers with an activation after each, and then a head of
/// ordinary layers on the nodes, which are (n P) × C there: a global [`Pool`](super::Pool) as
/// read-out and an [`Mlp`](crate::Mlp), say, or [`Flatten`](super::Flatten) for an answer at each
/// node.
///
/// Its inputs are rows of [`Aggregation::row`]: P C features and P² entries of the operator.
#[derive(Debug)]
pub struct GraphNet {
    features: IndexTable,
    operator: IndexTable,
    convs: Vec<GraphConv>,
    activation: Fun,
    head: Sequential,
}

impl GraphNet {
    /// Layers with these numbers of `channels`, those of the features first.
    ///
    /// # Panics
    ///
    /// If there is no node or no layer.
    #[track_caller]
    pub fn new(
        nodes: usize,
        channels: &[usize],
        aggregation: Aggregation,
        activation: Fun,
        init: Init,
        head: Sequential,
    ) -> Self {
        assert!(nodes > 0 && channels.len() >= 2, "a graph network needs nodes and a layer");
        let [features, operator] = [channels[0], nodes].map(|cols| Shape::new(nodes, cols));
        let row = Shape::new(1, features.len() + operator.len());
        let conv =
            |pair: &[usize]| GraphConv { aggregation, inputs: pair[0], outputs: pair[1], init };
        Self {
            features: IndexTable::run(row, features, 0),
            operator: IndexTable::run(row, operator, features.len()),
            convs: channels.windows(2).map(conv).collect(),
            activation,
            head,
        }
    }

    /// Draws initial parameters, layer after layer: `graph.0.weight` and so on, then those of the
    /// head.
    pub fn init(&self, stream: &mut Stream) -> Params {
        let mut params = Params::new();
        for (index, conv) in self.convs.iter().enumerate() {
            conv.add_slots(&format!("graph.{index}"), &mut params, stream);
        }
        self.head.add_slots("head", &mut params, stream);
        params
    }
}

impl Network for GraphNet {
    #[track_caller]
    fn forward(&self, tape: &mut Tape, params: &[Var], x: Var) -> Var {
        let [mut h, operators] = [&self.features, &self.operator].map(|part| {
            let table = tape.table(part.clone());
            tape.gather(x, table)
        });
        let mut rest = params;
        for conv in &self.convs {
            let (own, others) = rest.split_at_checked(conv.slots()).unwrap_or((rest, &[]));
            h = conv.forward(tape, own, h, operators);
            h = tape.map(self.activation, h);
            rest = others;
        }
        Layer::forward(&self.head, tape, rest, h)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{gap, graph, matrix, permuted, random};
    use super::*;
    use crate::layers::{Flatten, Pool, PoolKind};
    use numerics::Matrix;

    const BOTH: [Aggregation; 2] = [Aggregation::Mean, Aggregation::Gcn];

    /// Other numbers for the nodes: their outputs move along, and a read-out does not change.
    #[test]
    fn names_of_nodes_do_not_matter() {
        let (x, order) = (random(5, 2, "nodes"), [3, 0, 4, 1, 2]);
        let renamed = Matrix::from_fn(5, 5, |i, j| graph()[(order[i], order[j])]);
        for aggregation in BOTH {
            let run = |head, features: &Matrix, edges: &Matrix| {
                let init = Init::Torch;
                let net = GraphNet::new(5, &[2, 4, 3], aggregation, Fun::Tanh, init, head);
                let row = aggregation.row(features, edges);
                let params = net.init(&mut Stream::new("nn.layers", 0, "graph"));
                net.predict(&params, &matrix(1, row.len(), &row))
            };
            let nodes = |features: &Matrix, edges: &Matrix| {
                let head = Sequential::new().then(Flatten { positions: 5 });
                matrix(5, 3, &run(head, features, edges).data)
            };
            let (y, z) = (nodes(&x, &graph()), nodes(&permuted(&x, &order), &renamed));
            assert!(gap(&permuted(&y, &order), &z) < 1e-15);
            assert!(gap(&y, &z) > 0.01);
            assert!(gap(&y, &nodes(&permuted(&x, &order), &graph())) > 0.01);
            for kind in [PoolKind::Max, PoolKind::Mean, PoolKind::Sum] {
                let whole = |features: &Matrix, edges: &Matrix| {
                    let head = Sequential::new().then(Pool::global(kind, 5, 3));
                    run(head, features, edges)
                };
                let (y, z) = (whole(&x, &graph()), whole(&permuted(&x, &order), &renamed));
                assert!(gap(&y, &z) < 1e-15, "{aggregation:?} {kind:?}");
            }
        }
    }

    /// A layer sees as far as one edge.
    #[test]
    fn a_layer_sees_the_neighbours() {
        let x = random(5, 1, "nodes");
        let mut changed = x.clone();
        changed.data[3] += 1.0;
        for aggregation in BOTH {
            let head = || Sequential::new().then(Flatten { positions: 5 });
            let net = GraphNet::new(5, &[1, 1], aggregation, Fun::Tanh, Init::Torch, head());
            let params = net.init(&mut Stream::new("nn.layers", 0, "graph"));
            let run = |x: &Matrix| {
                let row = aggregation.row(x, &graph());
                net.predict(&params, &matrix(1, row.len(), &row)).data
            };
            let (y, z) = (run(&x), run(&changed));
            let moved: Vec<usize> = (0..5).filter(|&i| y[i] != z[i]).collect();
            assert_eq!(moved, [2, 3]);
        }
    }
}
