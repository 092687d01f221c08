//! Where Barron's constant is finite and where it is not: `cargo run --example barron_constant`.

use numerics::elementary::cos;
use std::f64::consts::PI;

/// Prints the moment of two transforms up to higher and higher frequencies.
pub fn main() {
    // ANCHOR: program
    // |f^(ω)| of (1 + |x|) e^-|x|, and of ReLU on [-1, 1] continued by a hat.
    let smooth = |w: f64| 2.0 / PI / ((1.0 + w * w) * (1.0 + w * w));
    let relu = |w: f64| (1.0 - cos(w)) / (PI * w * w);

    let (mut moments, mut w) = ([0.0, 0.0], 0.005);
    for cutoff in [10.0, 100.0, 1000.0] {
        while w < cutoff {
            for (moment, transform) in moments.iter_mut().zip([smooth(w), relu(w)]) {
                *moment += 2.0 * w * transform * 0.01; // both signs of ω
            }
            w += 0.01;
        }
        println!("up to {cutoff:>4}: {:.4} and {:.4}", moments[0], moments[1]);
    }
    // ANCHOR_END: program
    assert!((moments[0] - 2.0 / PI).abs() < 1e-4 && moments[1] > 4.7);
}
