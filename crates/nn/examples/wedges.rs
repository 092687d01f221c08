//! Without biases every depth has one bend: `cargo run --example wedges`.

use nn::Stream;
use numerics::{Matrix, linalg};

/// Counts the independent functions in the last hidden layer.
pub fn main() {
    // ANCHOR: program
    let x = Matrix::from_fn(500, 1, |i, _| i as f64 * 6.0 / 499.0 - 3.0);

    let ranks = [(1, 60), (2, 20), (3, 12), (5, 8)].map(|(depth, width)| {
        let mut stream = Stream::new("wedges", 0, "weights");
        let mut units = x.clone();
        for _ in 0..depth {
            let std = (2.0 / units.cols as f64).sqrt();
            let weights = Matrix::from_fn(units.cols, width, |_, _| std * stream.normal());
            units = units.matmul(&weights); // and the biases are zero
            units.data.iter_mut().for_each(|z| *z = if *z > 0.0 { *z } else { 0.0 });
        }
        let seen =
            Matrix::from_fn(500, width + 1, |i, j| if j < width { units[(i, j)] } else { 1.0 });
        let svd = linalg::svd(&seen).expect("finite numbers");
        let rank = svd.rank(linalg::rank_tolerance(500, width + 1));
        println!("{depth} x {width}: {rank} independent functions");
        rank
    });
    // ANCHOR_END: program
    assert_eq!(ranks, [3; 4]);
}
