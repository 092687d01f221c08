//! The same class of networks, trained and solved for: `cargo run --release
//! --example found_or_solved`.

use autodiff::Fun;
use nn::{Init, Loss, Mlp, Objective, Optimiser};
use nn::{Parametrisation, Schedule, Stream, Trainer};
use numerics::elementary::{sigmoid, sin};
use numerics::{Matrix, linalg};

/// 64 sigmoids on one curve: gradient descent, and then linear algebra.
pub fn main() {
    // ANCHOR: program
    let f = |x| sin(x) + 0.5 * sin(3.0 * x) + 0.25 * sin(5.0 * x);
    let x: Vec<f64> = (0..100).map(|i| f64::from(i) * 6.0 / 99.0 - 3.0).collect();
    let y: Vec<f64> = x.iter().map(|&x| f(x)).collect();
    let inputs = Matrix { rows: 100, cols: 1, data: x };
    let targets = Matrix { rows: 100, cols: 1, data: y };

    // Found: 3000 steps of gradient descent, as the lesson does.
    let glorot = Parametrisation::Standard(Init::GlorotNormal);
    let network = Mlp::new(&[1, 64, 1], Fun::Sigmoid, glorot);
    let params = network.init(&mut Stream::new("found", 0, "init"));
    let loss = Objective::new(&network, Loss::MeanSquared, &inputs, &targets);
    let rate = Schedule::Constant(0.01);
    let mut trainer = Trainer::new(loss, params, Optimiser::sgd(), rate);
    let found = trainer.run(3000, |_, _| ());

    // Solved: 64 units drawn at random, and the best read-out weights.
    let mut draw = Stream::new("solved", 0, "units");
    let draw = |_| (4.0 * draw.normal(), draw.uniform_in(-3.0, 3.0));
    let units: Vec<(f64, f64)> = (0..64).map(draw).collect();
    let outputs = Matrix::from_fn(100, 64, |i, j| {
        let (slope, centre) = units[j];
        sigmoid(slope * (inputs.data[i] - centre))
    });
    let fit = linalg::min_norm_least_squares(&outputs, &targets).expect("finite");
    let solved = fit.residual_norms[0] * fit.residual_norms[0] / 100.0;

    println!("found {found:.1e}, solved {solved:.1e}");
    assert!(found > 1e6 * solved);
    // ANCHOR_END: program
}
