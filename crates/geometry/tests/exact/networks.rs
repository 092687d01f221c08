//! Networks for the tests.

use geometry::{Affine, ReluNetwork};
use nn::Stream;
use numerics::Matrix;

/// A network whose numbers come from a function, called in order.
pub(crate) fn network(widths: &[usize], mut number: impl FnMut() -> f64) -> ReluNetwork {
    let layers = widths.windows(2).map(|fans| Affine {
        weight: Matrix::from_fn(fans[1], fans[0], |_, _| number()),
        bias: (0..fans[1]).map(|_| number()).collect(),
    });
    ReluNetwork::new(layers.collect()).unwrap()
}

/// Normal weights and biases.
pub(crate) fn normal(widths: &[usize], seed: u64) -> ReluNetwork {
    let mut stream = Stream::new("geometry.tests", seed, "normal");
    network(widths, || stream.normal())
}

/// Multiples of 2^-`bits` from −`bound` to `bound`: many ties.
pub(crate) fn dyadic(widths: &[usize], bound: u64, bits: u32, seed: u64) -> ReluNetwork {
    let mut stream = Stream::new("geometry.tests", seed, "dyadic");
    let unit = 1.0 / (1_u64 << bits) as f64;
    network(widths, || (stream.below(2 * bound + 1) as f64 - bound as f64) * unit)
}

/// Rows of weights with their biases, layer by layer.
pub(crate) fn rows(layers: &[&[(&[f64], f64)]]) -> ReluNetwork {
    let layer = |rows: &&[(&[f64], f64)]| Affine {
        weight: Matrix::from_rows(&rows.iter().map(|row| row.0).collect::<Vec<_>>()),
        bias: rows.iter().map(|row| row.1).collect(),
    };
    ReluNetwork::new(layers.iter().map(layer).collect()).unwrap()
}
