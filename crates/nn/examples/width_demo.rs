//! A network of sigmoids learns a curve, as a lesson's width demonstration
//! trains it: `cargo run --release --example width_demo`.

use autodiff::Fun;
use nn::{Init, Loss, Mlp, Objective, Optimiser};
use nn::{Parametrisation, Schedule, Stream, Trainer};
use numerics::{Matrix, elementary::sin};

/// Trains 16 hidden units for 3000 steps and prints the loss.
pub fn main() {
    // ANCHOR: program
    let f = |x| sin(x) + 0.5 * sin(3.0 * x) + 0.25 * sin(5.0 * x);
    let x: Vec<f64> = (0..200).map(|i| f64::from(i) * 6.0 / 199.0 - 3.0).collect();
    let y: Vec<f64> = x.iter().map(|&x| f(x)).collect();
    let inputs = Matrix { rows: 200, cols: 1, data: x };
    let targets = Matrix { rows: 200, cols: 1, data: y };

    let glorot = Parametrisation::Standard(Init::GlorotNormal);
    let network = Mlp::new(&[1, 16, 1], Fun::Sigmoid, glorot);
    let params = network.init(&mut Stream::new("width demo", 0, "init"));

    let objective = Objective::new(&network, Loss::MeanSquared, &inputs, &targets);
    let rate = Schedule::Constant(0.01);
    let mut trainer = Trainer::new(objective, params, Optimiser::sgd(), rate);
    let last = trainer.run(3000, |step, loss| {
        if step % 500 == 0 {
            println!("{step:>4}  {loss:.6}");
        }
    });
    println!("last  {last:.6}");
    // ANCHOR_END: program
    assert!(last < 0.25, "{last}");
}
