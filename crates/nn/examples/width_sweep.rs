//! A lesson's width table in small: `cargo run --release --example width_sweep`.

use autodiff::Fun;
use nn::{Init, Loss, Mlp, Objective, Optimiser};
use nn::{Parametrisation, Schedule, Stream, Trainer};
use numerics::{Matrix, elementary::sin};

/// Trains three widths in the same way and prints a row for each.
pub fn main() {
    // ANCHOR: program
    let f = |x| sin(x) + 0.5 * sin(3.0 * x) + 0.25 * sin(5.0 * x);
    let x: Vec<f64> = (0..100).map(|i| f64::from(i) * 6.0 / 99.0 - 3.0).collect();
    let y: Vec<f64> = x.iter().map(|&x| f(x)).collect();
    let inputs = Matrix { rows: 100, cols: 1, data: x };
    let targets = Matrix { rows: 100, cols: 1, data: y };

    let errors = [4, 16, 64].map(|hidden| {
        let glorot = Parametrisation::Standard(Init::GlorotNormal);
        let network = Mlp::new(&[1, hidden, 1], Fun::Sigmoid, glorot);
        let params = network.init(&mut Stream::new("width sweep", 0, "init"));
        let count = params.len();

        let loss = Objective::new(&network, Loss::MeanSquared, &inputs, &targets);
        let rate = Schedule::Constant(0.01);
        let mut trainer = Trainer::new(loss, params, Optimiser::sgd(), rate);
        let error = trainer.run(3000, |_, _| ());
        println!("{hidden:>3} {error:.6} {count:>4} {:.2e}", error / count as f64);
        error
    });
    assert!(errors[0] < errors[1] && errors[1] < errors[2]);
    // ANCHOR_END: program
}
