//! "How fast, and why": a layer under the roof, and a sum in eight lanes.

use autodiff::{Fun, Tape};

// ANCHOR: layer
/// Operations for each byte of a ReLU layer, counted on its tape.
pub fn intensity(points: usize, inputs: usize, outputs: usize) -> f64 {
    let mut tape = Tape::new().fusing();
    let x = tape.constant(points, inputs, 0.5);
    let w = tape.constant(inputs, outputs, 0.5);
    let b = tape.constant(1, outputs, 0.5);
    tape.layer(Fun::Relu, x, w, b);
    let cost = tape.cost();
    let operations = 2 * cost.multiply_adds + cost.pointwise;
    operations as f64 / cost.bytes as f64
}
// ANCHOR_END: layer

// ANCHOR: lanes
/// The numbers added one after the other.
pub fn one_chain(x: &[f64]) -> f64 {
    x.iter().fold(0.0, |sum, x| sum + x)
}

/// Eight sums side by side, which do not wait for each other,
/// and then the sum of these.
pub fn eight_lanes(x: &[f64]) -> f64 {
    let mut lanes = [0.0; 8];
    for eight in x.chunks(8) {
        for (lane, x) in lanes.iter_mut().zip(eight) {
            *lane += x;
        }
    }
    one_chain(&lanes)
}
// ANCHOR_END: lanes

#[cfg(test)]
mod tests {
    use super::*;

    // ANCHOR: layer_test
    #[test]
    fn width_buys_operations_a_byte_and_one_input_does_not() {
        for outputs in [16, 64, 256] {
            assert!(intensity(1000, 1, outputs) < 0.5);
        }
        let square = |width| intensity(width, width, width);
        assert!(square(128) > 10.0);
        // Twice the width, about twice the operations a byte.
        let growth = square(1024) / square(512);
        assert!((1.9..2.1).contains(&growth));
    }
    // ANCHOR_END: layer_test

    // ANCHOR: lanes_test
    #[test]
    fn eight_lanes_have_other_bits_and_a_smaller_error() {
        // A power of two: this product is exact.
        let n = 1 << 20;
        let exact = 0.1 * f64::from(n);
        let x = vec![0.1; n as usize];
        let error = |sum: f64| (sum - exact).abs();
        let (one, eight) = (one_chain(&x), eight_lanes(&x));
        assert_ne!(one.to_bits(), eight.to_bits());
        assert!(error(eight) < error(one) / 4.0);
    }
    // ANCHOR_END: lanes_test
}
