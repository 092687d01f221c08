//! The affine function of a pattern of gates: `cargo run --release --example affine_piece`.

use geometry::{Affine, ReluNetwork, cells};
use numerics::Matrix;

/// Three units of two inputs, by hand and by the crate.
pub fn main() {
    // ANCHOR: program
    // f(x) = relu(x₁) − 2 relu(x₂) + 3 relu(x₁ + x₂ − 1) + 1/2
    let hidden = Affine {
        weight: Matrix::from_rows(&[[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]),
        bias: vec![0.0, 0.0, -1.0],
    };
    let weight = Matrix::from_rows(&[[1.0, -2.0, 3.0]]);
    let last = Affine { weight, bias: vec![0.5] };
    let f = ReluNetwork::new(vec![hidden, last]).expect("shapes fit");

    // All units on: x₁ − 2 x₂ + 3 (x₁ + x₂ − 1) + 1/2 = 4 x₁ + x₂ − 5/2.
    let x = [0.75, 0.5];
    let gates = f.gates(&x);
    let piece = f.affine_piece(&gates);
    println!("A = {:?}, c = {:?}", piece.slope.data, piece.offset);
    assert_eq!(gates.on(), [true, true, true]);
    assert_eq!(piece.slope.data, [4.0, 1.0]);
    assert_eq!(piece.offset, [-2.5]);
    assert_eq!(piece.output(&x), f.output(&x));

    // Three lines cut the square |x₁|, |x₂| < 2 into seven cells, and no more.
    let cells = cells(&f, 2.0).expect("two inputs");
    let area: f64 = cells.iter().map(|cell| cell.area()).sum();
    assert_eq!((cells.len(), area), (7, 16.0));
    // ANCHOR_END: program
}
