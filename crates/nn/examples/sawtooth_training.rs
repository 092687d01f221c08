//! Does training find the sawtooth?
//! `cargo run --release --example sawtooth_training`.

use autodiff::Fun;
use nn::{Init, Loss, Mlp, Objective, Optimiser};
use nn::{Parametrisation, Schedule, Stream, Trainer};
use numerics::Matrix;

/// Trains k layers on k folds, for k = 1, 2, 3, ...
pub fn main() {
    // ANCHOR: program
    let x = Matrix::from_fn(128, 1, |i, _| (i as f64 + 0.5) / 128.0);
    let centred = Matrix::from_fn(128, 1, |i, _| 2.0 * x.data[i] - 1.0);

    let mut errors = Vec::new();
    for k in 1..=6 {
        let fold = |x: f64| (0..k).fold(x, |z, _| 1.0 - (2.0 * z - 1.0).abs());
        let targets = Matrix::from_fn(128, 1, |i, _| fold(x.data[i]));

        let widths = [vec![1], vec![16; k], vec![1]].concat(); // 2 a layer would do
        let network = Mlp::new(&widths, Fun::Relu, Parametrisation::Standard(Init::HeNormal));
        let params = network.init(&mut Stream::new("sawtooth training", 0, "init"));
        let adam = Optimiser::adam(params.len());
        let rate = Schedule::Cosine { initial: 0.01, steps: 1000 };
        let loss = Objective::new(&network, Loss::MeanSquared, &centred, &targets);
        let mut trainer = Trainer::new(loss, params, adam, rate);
        errors.push(12.0 * trainer.run(1000, |_, _| ())); // the variance is 1/12
        println!("T^{k} in {k} layers of 16: {:.3} of the variance is left", errors[k - 1]);
    }
    // ANCHOR_END: program
    assert!(errors[0] < 0.01 && errors[1] < 0.01);
    assert!(errors[5] > 0.5);
}
