//! Twenty linear layers are one: `cargo run --release --example linear_collapse`.

use nn::Stream;
use numerics::{Matrix, linalg};

/// Composes the layers, and counts the singular values that a computer sees.
pub fn main() {
    // ANCHOR: program
    let mut stream = Stream::new("linear collapse", 0, "numbers");
    let x = Matrix::from_fn(100, 64, |_, _| stream.normal());

    let mut outputs = x.clone();
    let mut composed = Matrix::identity(64);
    for _ in 0..20 {
        // PyTorch's default for 64 inputs; biases left out to keep it short.
        let layer = Matrix::from_fn(64, 64, |_, _| stream.uniform_in(-1.0 / 8.0, 1.0 / 8.0));
        outputs = outputs.matmul(&layer);
        composed = composed.matmul(&layer);
    }

    let size = |matrix: &Matrix| numerics::dot(&matrix.data, &matrix.data).sqrt();
    let once = x.matmul(&composed);
    let apart = Matrix::from_fn(100, 64, |i, j| outputs[(i, j)] - once[(i, j)]);
    println!("relative distance to one layer: {:.0e}", size(&apart) / size(&outputs));

    let svd = linalg::svd(&outputs).expect("finite numbers");
    let ranks = [f64::from(f32::EPSILON), f64::EPSILON].map(|spacing| svd.rank(100.0 * spacing));
    println!("rank to single precision {}, to double {}", ranks[0], ranks[1]);
    // ANCHOR_END: program
    assert!(size(&apart) < 1e-13 * size(&outputs));
    assert_eq!(ranks, [39, 60]);
}
