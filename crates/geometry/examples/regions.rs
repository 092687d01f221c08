//! Twelve units in one layer, and in six: how many pieces?

use geometry::{Affine, ReluNetwork, count};
use numerics::Matrix;

/// Counts both.
pub fn main() {
    // ANCHOR: program
    // One layer: a unit for each of the creases x = 1/12, 3/12, ..., 23/12.
    let one = ReluNetwork::new(vec![
        Affine {
            weight: Matrix::from_fn(12, 1, |_, _| 1.0),
            bias: (0..12).map(|i| -(2.0 * f64::from(i) + 1.0) / 12.0).collect(),
        },
        Affine { weight: Matrix::from_fn(1, 12, |_, _| 1.0), bias: vec![0.0] },
    ])
    .expect("shapes that fit");

    // Six layers of two units: relu(2x) - relu(4x - 2), applied six times.
    let fold = |inputs: &[f64]| Affine {
        weight: Matrix::from_fn(2, inputs.len(), |i, j| [2.0, 4.0][i] * inputs[j]),
        bias: vec![0.0, -2.0],
    };
    let mut layers = vec![fold(&[1.0])];
    layers.extend((1..6).map(|_| fold(&[1.0, -1.0])));
    let weight = Matrix::from_rows(&[[1.0, -1.0]]);
    layers.push(Affine { weight, bias: vec![0.0] });
    let six = ReluNetwork::new(layers).expect("shapes that fit");

    // All cells of the line: nothing happens beyond 100.
    let [one, six] = [one, six].map(|network| count(&network, 100.0).expect("one input"));
    assert_eq!(one.convex_cells, 13);
    assert_eq!(six.convex_cells, 66);
    // ANCHOR_END: program
    println!("{one:?}\n{six:?}");
}
