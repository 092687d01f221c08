//! Squaring with ReLU, four times as well with every layer:
//! `cargo run --example squaring`.

use autodiff::{Fun, Tape};

/// Prints the largest error after each layer.
pub fn main() {
    // ANCHOR: program
    let points = 4097; // the multiples of 1/4096
    let x: Vec<f64> = (0..points).map(|i| f64::from(i) / 4096.0).collect();

    let mut tape = Tape::new();
    let mut sum = tape.leaf(x.len(), 1, &x);
    let mut z = sum;
    let inwards = tape.leaf(1, 2, &[1.0, 1.0]);
    let bias = tape.leaf(1, 2, &[0.0, -0.5]);
    let outwards = tape.leaf(2, 1, &[2.0, -4.0]);

    let mut share = 1.0;
    for layer in 1..=10 {
        let units = tape.affine(z, inwards, bias);
        let units = tape.map(Fun::Relu, units);
        z = tape.matmul(units, outwards); // the sawtooth, folded once more
        share /= 4.0;
        let term = tape.scale(z, -share);
        sum = tape.add(sum, term); // x - T(x)/4 - T(T(x))/16 - ...

        let errors = tape.value(sum).iter().zip(&x).map(|(sum, x)| sum - x * x);
        let largest =
            errors.fold(0.0, |largest, error| if error > largest { error } else { largest });
        println!("{layer:>2} layers, error {largest:e}");
        assert_eq!(largest, share / 4.0); // to the last bit
    }
    // ANCHOR_END: program
}
