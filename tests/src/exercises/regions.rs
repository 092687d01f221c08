//! "Counting regions": a pencil of lines, and creases that no output shows.

use geometry::{Affine, Counts, ReluNetwork, count};
use nn::Stream;
use numerics::Matrix;

// ANCHOR: pencil
/// Cells of one hidden layer of n units without biases.
pub fn pencil(n: usize) -> usize {
    let mut stream = Stream::new("exercise.regions", 0, "pencil");
    let network = ReluNetwork::new(vec![
        Affine { weight: Matrix::from_fn(n, 2, |_, _| stream.normal()), bias: vec![0.0; n] },
        Affine { weight: Matrix::from_fn(1, n, |_, _| 1.0), bias: vec![0.0] },
    ]);
    count(&network.unwrap(), 1.0).unwrap().convex_cells
}
// ANCHOR_END: pencil

// ANCHOR: identity
/// x = relu(x) - relu(-x), as many times over as there are layers.
pub fn identity(layers: usize) -> Counts {
    let split = |inputs: &[f64]| Affine {
        weight: Matrix::from_fn(2, inputs.len(), |i, j| [1.0, -1.0][i] * inputs[j]),
        bias: vec![0.0; 2],
    };
    let mut network = vec![split(&[1.0])];
    network.extend((1..layers).map(|_| split(&[1.0, -1.0])));
    network.push(Affine { weight: Matrix::from_rows(&[[1.0, -1.0]]), bias: vec![0.0] });
    count(&ReluNetwork::new(network).unwrap(), 1.0).unwrap()
}
// ANCHOR_END: identity

#[cfg(test)]
mod tests {
    use super::*;

    // ANCHOR: pencil_test
    #[test]
    fn a_pencil_of_lines_has_two_cells_a_line() {
        for n in 1..=20 {
            assert_eq!(pencil(n), 2 * n);
        }
    }
    // ANCHOR_END: pencil_test

    // ANCHOR: identity_test
    #[test]
    fn the_identity_has_two_cells_and_one_map() {
        for layers in 1..=5 {
            let counts = identity(layers);
            assert_eq!((counts.convex_cells, counts.distinct_affine_maps), (2, 1));
        }
    }
    // ANCHOR_END: identity_test
}
