//! Derivatives of derivatives: `cargo run --example higher_orders`.

use autodiff::{Fun, Tape};

/// Differentiates tanh four times at one half.
pub fn main() {
    // ANCHOR: program
    let mut tape = Tape::new();
    let x = tape.leaf(1, 1, &[0.5]);
    let mut y = tape.map(Fun::Tanh, x);
    let t = tape.scalar(y);

    // In terms of t = tanh x, by hand.
    let s = 1.0 - t * t;
    let by_hand = [
        s, // the first derivative
        -2.0 * t * s,
        (6.0 * t * t - 2.0) * s,
        (16.0 * t - 24.0 * t * t * t) * s,
    ];
    for (expected, nodes) in by_hand.into_iter().zip([7, 17, 34, 73]) {
        y = tape.gradient(y, &[x])[0];
        println!("{:9.6} on {nodes} nodes", tape.scalar(y));
        assert!((tape.scalar(y) - expected).abs() < 1e-14);
        assert_eq!(tape.len(), nodes);
    }
    // ANCHOR_END: program
}
