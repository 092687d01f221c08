//! A network that nobody trained: `cargo run --release --example staircase`.

use numerics::elementary::{sigmoid, sin};
use std::f64::consts::LN_2;

/// Writes down 226 units and checks that they stay within 1/10 of a curve.
pub fn main() {
    // ANCHOR: program
    let f = |x| sin(x) + 0.5 * sin(3.0 * x) + 0.25 * sin(5.0 * x);
    let steps = 225;
    let h = 6.0 / f64::from(steps);
    let slope = 4.0 * LN_2 / h;

    // A unit is (w, b, c); the first says f(-3) everywhere.
    let mut units = vec![(0.0, 0.0, 2.0 * f(-3.0))];
    for j in 0..steps {
        let before = -3.0 + f64::from(j) * h;
        let middle = before + h / 2.0;
        units.push((slope, -slope * middle, f(before + h) - f(before)));
    }
    let network = |x: f64| -> f64 {
        let outputs = units.iter().map(|(w, b, c)| c * sigmoid(w * x + b));
        outputs.sum()
    };

    for i in 0..=10_000 {
        let x = f64::from(i) * 6.0 / 10_000.0 - 3.0;
        assert!((network(x) - f(x)).abs() < 3.75 * h); // 3.75 h = 1/10
    }
    // ANCHOR_END: program
    println!("{} units, nowhere further off than {}", units.len(), 3.75 * h);
}
