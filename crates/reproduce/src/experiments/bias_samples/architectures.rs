//! The networks, of about as many parameters each on the same task.

use autodiff::{Fun, Tape, Var};
use nn::layers::{
    Aggregation, Attention, Conv, Embedding, Flatten, GraphConv, Gru, Last, Layer, LayerNorm,
    Padding, Pool, PoolKind, Positions, Residual, Sequential, States, Unflatten, Window,
};
use nn::{Init, Mlp, Parametrisation, Params, Stream};
use numerics::Matrix;
use serde::{Deserialize, Serialize};

use super::tasks::{Form, Graph, Task};

/// What is assumed about the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Architecture {
    /// Nothing: one hidden layer on all numbers of a row.
    Mlp,
    /// The same, trained on all turns of every example.
    MlpTurned,
    /// One pattern anywhere: a convolution on a circle and a global maximum.
    Cnn,
    /// The same convolution, but the places are kept apart.
    CnnPlaced,
    /// Local patterns with places: three convolutions with stride 2.
    CnnStrided,
    /// An order: a gated recurrent unit that reads step after step.
    Gru,
    /// Pairs of steps: two causal attention blocks with learned places.
    Transformer,
    /// No order of symbols: their mean.
    Bag,
    /// No order of elements: an MLP on each, their mean, and an MLP.
    Set,
    /// Neighbours on a graph: two layers of means, and the mean over all nodes.
    Graph,
}

const INIT: Init = Init::Torch;

fn dense(widths: &[usize]) -> Mlp {
    Mlp::new(widths, Fun::Relu, Parametrisation::Standard(INIT))
}

impl Architecture {
    /// For labels.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Mlp => "MLP",
            Self::MlpTurned => "MLP, turned copies",
            Self::Cnn => "CNN, pooled",
            Self::CnnPlaced => "CNN, not pooled",
            Self::CnnStrided => "CNN",
            Self::Gru => "GRU",
            Self::Transformer => "transformer",
            Self::Bag => "bag",
            Self::Set => "set network",
            Self::Graph => "graph network",
        }
    }

    /// For the ends of curves.
    pub(super) fn short(self) -> &'static str {
        match self {
            Self::MlpTurned => "turned",
            Self::Cnn => "pooled",
            Self::CnnPlaced => "placed",
            Self::Set => "set",
            Self::Graph => "graph",
            _ => self.name(),
        }
    }

    /// The network for a task; the seed chooses the graph.
    ///
    /// # Panics
    ///
    /// If the architecture is not one for the form of these examples.
    pub(super) fn network(self, task: Task, seed: u64) -> Sequential {
        let Form { positions, channels, classes } = task.form();
        let rows = Sequential::new().then(Unflatten { positions });
        let pool = |kind, channels| Pool::global(kind, positions, channels);
        match self {
            Self::Mlp | Self::MlpTurned => {
                let hidden = match task {
                    Task::Pattern | Task::PatternPermuted | Task::PatternPlace => 12,
                    Task::Next | Task::NextPermuted | Task::Count => 12,
                    Task::Furthest | Task::LargestPlace => 25,
                    Task::Signal | Task::SignalPermuted => 20,
                    Task::Neighbours | Task::OtherGraph => 20,
                };
                Sequential::new().then(dense(&[positions * channels, hidden, classes]))
            }
            Self::Cnn => {
                let window = Window::line(positions, 5).padding(Padding::Circular);
                rows.then(Conv::new(window, channels, 12, INIT))
                    .then(Fun::Relu)
                    .then(pool(PoolKind::Max, 12))
                    .then(dense(&[12, 16, classes]))
            }
            Self::CnnPlaced => {
                let window = Window::line(positions, 5).padding(Padding::Circular);
                rows.then(Conv::new(window, channels, 3, INIT))
                    .then(Fun::Relu)
                    .then(Flatten { positions })
                    .then(dense(&[3 * positions, classes]))
            }
            Self::CnnStrided => {
                let window = |positions, size| {
                    Window::line(positions, size).padding(Padding::Zeros).stride(2)
                };
                let (first, second) = (window(positions, 5), window(positions / 2, 3));
                let third = window(positions / 4, 3);
                rows.then(Conv::new(first, channels, 10, INIT))
                    .then(Fun::Relu)
                    .then(Conv::new(second, 10, 10, INIT))
                    .then(Fun::Relu)
                    .then(Conv::new(third, 10, 8, INIT))
                    .then(Fun::Relu)
                    .then(Flatten { positions: third.outputs() })
                    .then(dense(&[8 * third.outputs(), classes]))
            }
            Self::Gru => {
                let states = States::Last;
                rows.then(Gru { positions, inputs: channels, state: 12, states, init: INIT })
                    .then(dense(&[12, classes]))
            }
            Self::Transformer => {
                let width = 6;
                let block = |layers: Sequential| {
                    let attention = Attention::new(positions, width, 1, INIT).causal();
                    let heard = Sequential::new().then(LayerNorm { channels: width });
                    let thought = Sequential::new().then(LayerNorm { channels: width });
                    layers
                        .then(Residual(heard.then(attention)))
                        .then(Residual(thought.then(dense(&[width, 8, width]))))
                };
                let read = rows
                    .then(Embedding { symbols: channels, channels: width })
                    .then(Positions::learned(positions, width, 1.0));
                block(block(read)).then(Last { positions }).then(dense(&[width, classes]))
            }
            Self::Bag => {
                let hidden = if classes == 2 { 95 } else { 76 };
                rows.then(pool(PoolKind::Mean, channels)).then(dense(&[channels, hidden, classes]))
            }
            Self::Set => rows
                .then(dense(&[channels, 14, 14]))
                .then(Fun::Relu)
                .then(pool(PoolKind::Mean, 14))
                .then(dense(&[14, 8, classes])),
            Self::Graph => {
                let graph = match task {
                    Task::OtherGraph => Graph::other(seed),
                    _ => Graph::asked(seed),
                };
                let operator = Aggregation::Mean.operator(&graph.adjacency());
                let conv = |inputs| GraphConv {
                    aggregation: Aggregation::Mean,
                    inputs,
                    outputs: 8,
                    init: INIT,
                };
                rows.then(OnGraph { conv: conv(channels), operator: operator.clone() })
                    .then(Fun::Relu)
                    .then(OnGraph { conv: conv(8), operator })
                    .then(Fun::Relu)
                    .then(pool(PoolKind::Mean, 8))
                    .then(dense(&[8, 18, classes]))
            }
        }
    }

    /// How many weights and biases that are.
    pub(super) fn parameters(self, task: Task) -> usize {
        self.network(task, 0).init(&mut Stream::new("parameters", 0, "weights")).len()
    }
}

/// A layer on one graph that is the same for all examples.
#[derive(Debug)]
struct OnGraph {
    conv: GraphConv,
    operator: Matrix,
}

impl Layer for OnGraph {
    fn add_slots(&self, name: &str, params: &mut Params, stream: &mut Stream) {
        self.conv.add_slots(name, params, stream);
    }

    fn slots(&self) -> usize {
        self.conv.slots()
    }

    #[track_caller]
    fn forward(&self, tape: &mut Tape, params: &[Var], x: Var) -> Var {
        let (rows, nodes) = (tape.shape(x).rows, self.operator.rows);
        let operators = tape.leaf(rows, nodes, &self.operator.data.repeat(rows / nodes));
        self.conv.forward(tape, params, x, operators)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Samples;
    use super::*;
    use crate::Experiment;
    use nn::Network;
    use report::Profile;

    #[test]
    fn all_networks_of_a_task_have_about_as_many_parameters() {
        for plan in Samples::constants(Profile::Full).plans {
            let reference = Architecture::Mlp.parameters(plan.task) as f64;
            for architecture in plan.architectures {
                let ratio = architecture.parameters(plan.task) as f64 / reference;
                assert!((0.85..1.1).contains(&ratio), "{architecture:?}: {ratio}");
            }
        }
    }

    /// The largest change of an untrained network's outputs when positions are moved.
    fn change(architecture: Architecture, task: Task, moved: impl Fn(usize) -> usize) -> f64 {
        let network = architecture.network(task, 0);
        let params = network.init(&mut Stream::new("test", 0, "weights"));
        let x = task.examples(10, 0).inputs;
        let Form { positions, channels, .. } = task.form();
        assert_eq!(positions * channels, x.cols);
        let source = |col| moved(col / channels) * channels + col % channels;
        let y = Matrix::from_fn(x.rows, x.cols, |row, col| x[(row, source(col))]);
        let [y, z] = [x, y].map(|inputs| network.predict(&params, &inputs).data);
        crate::stats::largest_magnitude(y.iter().zip(&z).map(|(y, z)| y - z))
    }

    /// Each architecture forgets what it is said to forget and sees what it is said to see.
    #[test]
    fn the_biases_are_what_they_are_called() {
        use Architecture::{Bag, Cnn, CnnPlaced, Gru, Mlp, Set};
        let turn = |p| (p + 5) % 24;
        assert!(change(Cnn, Task::Pattern, turn) < 1e-13);
        assert!(change(CnnPlaced, Task::Pattern, turn) > 1e-4);
        assert!(change(Mlp, Task::Pattern, turn) > 1e-4);
        let swapped = |p| p ^ 1;
        assert!(change(Cnn, Task::Pattern, swapped) > 1e-4);
        assert!(change(Bag, Task::Next, swapped) < 1e-13);
        assert!(change(Set, Task::Furthest, swapped) < 1e-13);
        assert!(change(Gru, Task::Next, swapped) > 1e-4);
        assert!(change(Architecture::Transformer, Task::Next, swapped) > 1e-4);
    }

    /// Exchanging the ends of a rung and all that belongs to them is a symmetry of the ladder only
    /// if everything else moves along: half a turn of the circle is one.
    #[test]
    fn the_graph_network_knows_the_symmetries_of_its_own_graph() {
        let order: Vec<usize> = Graph::asked(0).edges[..16].iter().map(|edge| edge[0]).collect();
        let half = |p| {
            let place = order.iter().position(|&node| node == p).unwrap();
            order[(place + 8) % 16]
        };
        assert!(change(Architecture::Graph, Task::Neighbours, half) < 1e-13);
        assert!(change(Architecture::Graph, Task::OtherGraph, half) > 1e-5);
    }
}
