//! A cosine made of random steps: `cargo run --example barron_sampling`.

use nn::Stream;
use numerics::elementary::{cos, sin};

/// Prints n times the squared error for growing numbers of steps.
pub fn main() {
    // ANCHOR: program
    let total = 2.0 * (1.0 - cos(2.0)); // the weights of all steps, both sides
    let mut errors = Vec::new();
    for n in [10, 100, 1000, 10_000] {
        let mut stream = Stream::new("cosine", 0, "steps");
        let mut steps: Vec<(f64, f64)> = Vec::new();
        while steps.len() < n {
            let side = if stream.uniform() < 0.5 { 1.0 } else { -1.0 };
            let u = 2.0 * stream.uniform();
            if stream.uniform() < sin(u) {
                steps.push((side, u)); // the unit [side * x > u]
            }
        }
        let gap = |x: f64| {
            let on = steps.iter().filter(|(side, u)| side * x > *u).count();
            1.0 - total * on as f64 / n as f64 - cos(x)
        };
        let squares = (0..=400).map(|i| gap(0.01 * f64::from(i) - 2.0)).map(|gap| gap * gap);
        let error = squares.sum::<f64>() / 401.0;
        println!("{n:>6} steps: error {error:.2e}, times n {:.2}", n as f64 * error);
        errors.push(error);
    }
    // ANCHOR_END: program
    assert!(errors[3] < 0.01 * errors[0]);
}
