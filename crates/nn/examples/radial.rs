//! One against two hidden layers on a wave around the origin:
//! `cargo run --release --example radial`.

use autodiff::Fun;
use nn::{Init, Loss, Mlp, Objective, Optimiser, Parametrisation};
use nn::{Schedule, Stream, Trainer};
use numerics::{Matrix, dot, elementary::cos};

/// Trains two networks of about 6000 parameters and compares their errors.
pub fn main() {
    // ANCHOR: program
    let sample = |points, purpose| {
        let mut x = Matrix::zeros(points, 5);
        Stream::new("radial", 0, purpose).fill_normal(&mut x.data);
        let wave = |x: &[f64]| cos(6.0 * (dot(x, x) / 5.0).sqrt());
        let data = x.data.chunks(5).map(wave).collect();
        (x, Matrix { rows: points, cols: 1, data })
    };
    let (steps, batch) = (400, 64);
    let (x, y) = sample(steps * batch, "examples");
    let (test_x, test_y) = sample(1000, "test");

    let widths = [vec![5, 857, 1], vec![5, 74, 74, 1]];
    let [one, two] = widths.map(|widths| {
        let torch = Parametrisation::Standard(Init::Torch);
        let network = Mlp::new(&widths, Fun::Relu, torch);
        let params = network.init(&mut Stream::new("radial", 0, "init"));
        let optimiser = Optimiser::adam(params.len());
        let loss = Objective::new(&network, Loss::MeanSquared, &x, &y);
        let rate = Schedule::Cosine { initial: 3e-3, steps: steps as u64 };
        let order = Stream::new("radial", 0, "order");
        let mut trainer = Trainer::new(loss, params, optimiser, rate).minibatches(batch, order);
        trainer.run(steps as u64, |_, _| ());

        let error =
            Objective::new(&network, Loss::MeanSquared, &test_x, &test_y).loss(trainer.params());
        println!("{widths:?}: {error:.3}");
        error
    });
    assert!(two < 0.5 * one);
    // ANCHOR_END: program
}
