//! A deep network of two units a layer folds a line into a sawtooth:
//! `cargo run --example sawtooth`.

use autodiff::{Fun, Tape};

/// Prints the number of peaks after each layer.
pub fn main() {
    // ANCHOR: program
    let points = 4097; // the multiples of 1/4096, which are doubles
    let x: Vec<f64> = (0..points).map(|i| f64::from(i) / 4096.0).collect();

    let mut tape = Tape::new();
    let mut z = tape.leaf(x.len(), 1, &x);
    let inwards = tape.leaf(1, 2, &[1.0, 1.0]);
    let bias = tape.leaf(1, 2, &[0.0, -0.5]);
    let outwards = tape.leaf(2, 1, &[2.0, -4.0]);

    let mut peaks = Vec::new();
    for k in 1..=10 {
        let units = tape.affine(z, inwards, bias);
        let units = tape.map(Fun::Relu, units);
        z = tape.matmul(units, outwards); // 2 relu(z) - 4 relu(z - 1/2)

        let is_peak = |y: &&[f64]| y[0] < y[1] && y[1] > y[2];
        peaks.push(tape.value(z).windows(3).filter(is_peak).count());
        println!("{k:>2} layers, {:>4} peaks", peaks[k - 1]);
    }
    // ANCHOR_END: program
    assert_eq!(peaks, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]);
}
