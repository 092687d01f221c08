//! The architectures: one recipe for each kind, for any number of positions and layers.

use autodiff::Fun;
use nn::layers::{
    Aggregation, Attention, Conv, Elman, GraphNet, Gru, LayerNorm, Padding, Pool, PoolKind,
    Positions, Residual, Sequential, States, Unflatten, Window,
};
use nn::{Init, Mlp, Network, Parametrisation, Params, Stream};
use numerics::Matrix;
use serde::{Deserialize, Serialize};

/// Positions of an example: a line, or a grid of four rows.
pub(super) const POSITIONS: usize = 16;
/// Rows of the grid.
pub(super) const ROWS: usize = 4;
/// Channels of a position, before and after every layer.
pub(super) const CHANNELS: usize = 4;
const KERNEL: usize = 3;
const INIT: Init = Init::Torch;

/// A kind of architecture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Kind {
    Mlp,
    ConvCircular,
    ConvZeros,
    ConvStrided,
    ConvMean,
    ConvMax,
    Conv2d,
    Elman,
    Gru,
    GruLast,
    Attention,
    Heads,
    Placed,
    Causal,
    Block,
    Set,
    GraphMean,
    GraphGcn,
    ReadMean,
    ReadSum,
    ReadMax,
}

/// How many outputs there are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Outputs {
    /// One at each position.
    Each,
    /// One at every second position.
    Half,
    /// One.
    One,
}

impl Kind {
    /// In the order of the tables.
    pub(super) const ALL: [Self; 21] = [
        Self::Mlp,
        Self::ConvCircular,
        Self::ConvZeros,
        Self::ConvStrided,
        Self::ConvMean,
        Self::ConvMax,
        Self::Conv2d,
        Self::Elman,
        Self::Gru,
        Self::GruLast,
        Self::Attention,
        Self::Heads,
        Self::Placed,
        Self::Causal,
        Self::Block,
        Self::Set,
        Self::GraphMean,
        Self::GraphGcn,
        Self::ReadMean,
        Self::ReadSum,
        Self::ReadMax,
    ];

    /// In tables and figures.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Mlp => "MLP",
            Self::ConvCircular => "convolution, circular",
            Self::ConvZeros => "convolution, zero-padded",
            Self::ConvStrided => "convolution, stride 2",
            Self::ConvMean => "convolution + mean pool",
            Self::ConvMax => "convolution + max pool",
            Self::Conv2d => "convolution on a torus",
            Self::Elman => "Elman",
            Self::Gru => "GRU, all states",
            Self::GruLast => "GRU, last state",
            Self::Attention => "attention",
            Self::Heads => "attention, two heads",
            Self::Placed => "attention + positions",
            Self::Causal => "attention, causal",
            Self::Block => "transformer block",
            Self::Set => "set network",
            Self::GraphMean => "graph, means",
            Self::GraphGcn => "graph, GCN",
            Self::ReadMean => "graph + mean read-out",
            Self::ReadSum => "graph + sum read-out",
            Self::ReadMax => "graph + max read-out",
        }
    }

    /// As a key of values: the name in the cells.
    pub(super) fn key(self) -> String {
        let name = serde_json::to_value(self).expect("a name");
        name.as_str().expect("a name").replace('-', "_")
    }

    pub(super) fn outputs(self) -> Outputs {
        match self {
            Self::ConvStrided => Outputs::Half,
            Self::ConvMean
            | Self::ConvMax
            | Self::GruLast
            | Self::Set
            | Self::ReadMean
            | Self::ReadSum
            | Self::ReadMax => Outputs::One,
            _ => Outputs::Each,
        }
    }

    /// Whether the positions are nodes of a graph.
    pub(super) fn aggregation(self) -> Option<Aggregation> {
        match self {
            Self::GraphMean | Self::ReadMean | Self::ReadSum | Self::ReadMax => {
                Some(Aggregation::Mean)
            }
            Self::GraphGcn => Some(Aggregation::Gcn),
            _ => None,
        }
    }

    /// A network of `depth` such layers on `positions` positions, and its random parameters.
    pub(super) fn model(self, positions: usize, depth: usize, stream: &mut Stream) -> Model {
        let (network, params): (Box<dyn Network>, Params) = match self.aggregation() {
            Some(aggregation) => {
                let channels = vec![CHANNELS; depth + 1];
                let head = self.read_out(Sequential::new(), positions);
                let net = GraphNet::new(positions, &channels, aggregation, Fun::Tanh, INIT, head);
                let params = net.init(stream);
                (Box::new(net), params)
            }
            None => {
                let net = self.layers(positions, depth);
                let params = net.init(stream);
                (Box::new(net), params)
            }
        };
        Model { network, params }
    }

    fn layers(self, positions: usize, depth: usize) -> Sequential {
        if self == Self::Mlp {
            let width = positions * CHANNELS;
            let layer = || Mlp::new(&[width, width], Fun::Tanh, Parametrisation::Standard(INIT));
            let net =
                (0..depth).fold(Sequential::new(), |net, _| net.then(layer()).then(Fun::Tanh));
            return net.then(Unflatten { positions });
        }
        let mut net = Sequential::new().then(Unflatten { positions });
        if self == Self::Placed {
            net = net.then(Positions::sinusoidal(positions, CHANNELS));
        }
        let mut left = positions;
        for layer in 0..depth {
            net = self.layer(net, left, layer + 1 == depth);
            if self.outputs() == Outputs::Half {
                left /= 2;
            }
        }
        self.read_out(net, left)
    }

    /// `net` with one more layer.
    fn layer(self, net: Sequential, positions: usize, last: bool) -> Sequential {
        let line = Window::line(positions, KERNEL).padding(Padding::Circular);
        let conv = |window| Conv::new(window, CHANNELS, CHANNELS, INIT);
        let attention = |heads| Attention::new(positions, CHANNELS, heads, INIT);
        let (inputs, state, init) = (CHANNELS, CHANNELS, INIT);
        let mlp = |widths: &[usize]| Mlp::new(widths, Fun::Relu, Parametrisation::Standard(INIT));
        match self {
            Self::ConvCircular | Self::ConvMean | Self::ConvMax => {
                net.then(conv(line)).then(Fun::Tanh)
            }
            Self::ConvZeros => net.then(conv(line.padding(Padding::Zeros))).then(Fun::Tanh),
            Self::ConvStrided => net.then(conv(line.stride(2))).then(Fun::Tanh),
            Self::Conv2d => {
                let grid = Window::grid([ROWS, positions / ROWS], [KERNEL; 2]);
                net.then(conv(grid.padding(Padding::Circular))).then(Fun::Tanh)
            }
            Self::Elman => net.then(Elman { positions, inputs, state, states: States::All, init }),
            Self::Gru | Self::GruLast => {
                let is_last = last && self == Self::GruLast;
                let states = if is_last { States::Last } else { States::All };
                net.then(Gru { positions, inputs, state, states, init })
            }
            Self::Attention | Self::Placed => net.then(attention(1)),
            Self::Heads => net.then(attention(2)),
            Self::Causal => net.then(attention(2).causal()),
            Self::Block => {
                let norm = || Sequential::new().then(LayerNorm { channels: CHANNELS });
                net.then(Residual(norm().then(attention(2)))).then(Residual(norm().then(mlp(&[
                    CHANNELS,
                    2 * CHANNELS,
                    CHANNELS,
                ]))))
            }
            Self::Set => net.then(mlp(&[CHANNELS, 2 * CHANNELS, CHANNELS])),
            Self::Mlp
            | Self::GraphMean
            | Self::GraphGcn
            | Self::ReadMean
            | Self::ReadSum
            | Self::ReadMax => unreachable!("built elsewhere"),
        }
    }

    /// `net` with what makes one output of all positions, if the kind has that.
    fn read_out(self, net: Sequential, positions: usize) -> Sequential {
        let pool = |kind| Pool::global(kind, positions, CHANNELS);
        match self {
            Self::ConvMean | Self::Set | Self::ReadMean => net.then(pool(PoolKind::Mean)),
            Self::ConvMax | Self::ReadMax => net.then(pool(PoolKind::Max)),
            Self::ReadSum => net.then(pool(PoolKind::Sum)),
            _ => net,
        }
    }

    /// An example as the network takes it: the positions, and for a graph its edges.
    pub(super) fn example(self, x: &Matrix, adjacency: &Matrix) -> Vec<f64> {
        match self.aggregation() {
            Some(aggregation) => aggregation.row(x, adjacency),
            None => x.data.clone(),
        }
    }
}

/// A network with its parameters.
pub(super) struct Model {
    pub(super) network: Box<dyn Network>,
    pub(super) params: Params,
}

impl Model {
    /// The outputs for one example, a row for each position.
    pub(super) fn predict(&self, example: &[f64]) -> Matrix {
        let row = Matrix { rows: 1, cols: example.len(), data: example.to_vec() };
        self.network.predict(&self.params, &row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: of one layer, for 16 positions of 4 channels.
    #[test]
    fn parameters_by_hand() {
        let count =
            |kind: Kind| kind.model(16, 1, &mut Stream::new("test", 0, "parameters")).params.len();
        assert_eq!(count(Kind::Mlp), 64 * 64 + 64);
        assert_eq!(count(Kind::ConvStrided), 3 * 16 + 4);
        assert_eq!(count(Kind::Conv2d), 9 * 16 + 4);
        assert_eq!(count(Kind::Gru), 3 * (16 + 16 + 4 + 4));
        assert_eq!(count(Kind::Causal), 4 * (16 + 4));
        assert_eq!(count(Kind::ReadMax), 2 * 16 + 4);
    }

    #[test]
    fn every_kind_has_the_outputs_that_it_says() {
        let graph = Matrix::zeros(POSITIONS, POSITIONS);
        let x = Matrix::zeros(POSITIONS, CHANNELS);
        for kind in Kind::ALL {
            let model = kind.model(POSITIONS, 1, &mut Stream::new("test", 0, "outputs"));
            let rows = match kind.outputs() {
                Outputs::Each => POSITIONS,
                Outputs::Half => POSITIONS / 2,
                Outputs::One => 1,
            };
            let y = model.predict(&kind.example(&x, &graph));
            assert_eq!((y.rows, y.cols), (rows, CHANNELS), "{}", kind.title());
        }
    }
}
