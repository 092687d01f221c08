//! Networks of one to many layers with equal numbers of parameters.

use autodiff::Fun;
use nn::layers::{
    Aggregation, Attention, Conv, GraphNet, LayerNorm, Padding, Pool, PoolKind, Positions,
    Residual, Sequential, Unflatten, Window,
};
use nn::{Init, Mlp, Network, Parametrisation, Params, Stream};

use super::tasks::{NODES, PIECES, SAMPLES, Task};

const INIT: Init = Init::HeNormal;
/// Attention heads; a width is a multiple.
const HEADS: usize = 2;

/// The network whose width brings it nearest to so many parameters, the narrower of two; with its
/// width and first parameters.
pub(super) fn matched(
    task: Task,
    residual: bool,
    depth: usize,
    parameters: usize,
    stream: &Stream,
) -> (usize, Box<dyn Network>, Params) {
    let step = if task == Task::Sequence { HEADS } else { 1 };
    let build = |width| {
        let (network, params) = network(task, residual, depth, width, &mut stream.clone());
        (width, network, params)
    };
    let mut best = build(step);
    while best.2.len() < parameters {
        let wider = build(best.0 + step);
        if wider.2.len() > 2 * parameters - best.2.len() {
            break;
        }
        best = wider;
    }
    best
}

fn linear(from: usize, to: usize) -> Mlp {
    Mlp::new(&[from, to], Fun::Relu, Parametrisation::Standard(INIT))
}

fn network(
    task: Task,
    residual: bool,
    depth: usize,
    width: usize,
    stream: &mut Stream,
) -> (Box<dyn Network>, Params) {
    let net = match task {
        Task::Regression | Task::Classification => {
            let outputs = if task == Task::Regression { 1 } else { 2 };
            if !residual {
                let hidden = std::iter::repeat_n(width, depth);
                let widths: Vec<usize> =
                    std::iter::once(10).chain(hidden).chain([outputs]).collect();
                let mlp = Mlp::new(&widths, Fun::Relu, Parametrisation::Standard(INIT));
                let params = mlp.init(stream);
                return (Box::new(mlp), params);
            }
            let net = Sequential::new().then(linear(10, width));
            let net = (1..depth).fold(net, |net, _| {
                net.then(Residual(Sequential::new().then(Fun::Relu).then(linear(width, width))))
            });
            net.then(Fun::Relu).then(linear(width, outputs))
        }
        Task::Image => {
            let conv = |side: usize, stride: usize, from: usize| {
                let window = Window::grid([side; 2], [3; 2]);
                Conv::new(window.padding(Padding::Zeros).stride(stride), from, width, INIT)
            };
            let net = Sequential::new().then(Unflatten { positions: 64 }).then(conv(8, 2, 1));
            let net = (1..depth).fold(net, |net, _| {
                let layer = Sequential::new().then(Fun::Relu).then(conv(4, 1, width));
                if residual { net.then(Residual(layer)) } else { net.then(layer) }
            });
            net.then(Fun::Relu)
                .then(Pool::global(PoolKind::Mean, 16, width))
                .then(linear(width, 10))
        }
        Task::Sequence => {
            let net = Sequential::new()
                .then(Unflatten { positions: PIECES })
                .then(linear(SAMPLES, width))
                .then(Positions::sinusoidal(PIECES, width));
            let norm = || Sequential::new().then(LayerNorm { channels: width });
            (0..depth)
                .fold(net, |net, _| {
                    let attention = Attention::new(PIECES, width, HEADS, INIT);
                    let widths = [width, 2 * width, width];
                    let mlp = Mlp::new(&widths, Fun::Relu, Parametrisation::Standard(INIT));
                    net.then(Residual(norm().then(attention))).then(Residual(norm().then(mlp)))
                })
                .then(LayerNorm { channels: width })
                .then(Pool::global(PoolKind::Mean, PIECES, width))
                .then(linear(width, 10))
        }
        Task::Graph => {
            let hidden = std::iter::repeat_n(width, depth);
            let channels: Vec<usize> = std::iter::once(1).chain(hidden).collect();
            let head = Sequential::new()
                .then(Pool::global(PoolKind::Sum, NODES, width))
                .then(linear(width, 1));
            let net = GraphNet::new(NODES, &channels, Aggregation::Gcn, Fun::Relu, INIT, head);
            let params = net.init(stream);
            return (Box::new(net), params);
        }
    };
    let params = net.init(stream);
    (Box::new(net), params)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budget;

    fn size(task: Task, residual: bool, depth: usize, parameters: usize) -> (usize, usize) {
        let stream = Stream::new("test", 0, "networks");
        let (width, _, params) = matched(task, residual, depth, parameters, &stream);
        (width, params.len())
    }

    #[test]
    fn an_mlp_is_the_nearest() {
        for depth in [1, 2, 4, 8] {
            let widths = budget::matched(10, depth, 1, 1000);
            let expected = (widths[1], budget::parameters(&widths));
            assert_eq!(size(Task::Regression, false, depth, 1000), expected);
            // Connections that skip a layer have no parameters.
            assert_eq!(size(Task::Regression, true, depth, 1000), expected);
        }
    }

    /// By hand: 9 c + c, then 9 c² + c a layer, and 10 c + 10.
    #[test]
    fn convolutions_by_hand() {
        let (c, parameters) = size(Task::Image, false, 3, 1000);
        assert_eq!(parameters, 10 * c + 2 * (9 * c * c + c) + 10 * c + 10);
        assert_eq!(size(Task::Image, true, 3, 1000), (c, parameters));
    }
}
