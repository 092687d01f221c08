//! A ticket and a random mask: `cargo run --release --example ticket`.

use autodiff::Fun;
use nn::{Init, Loss, Mask, Mlp, Objective, Optimiser};
use nn::{Parametrisation, Params, Schedule, Stream, Trainer};
use numerics::Matrix;

/// Trains a network with a sixteenth of its weights, chosen in two ways.
pub fn main() {
    // ANCHOR: program
    // Twenty inputs, of which the target reads two.
    let mut inputs = Matrix::from_fn(400, 20, |_, _| 0.0);
    Stream::new("ticket", 0, "x").fill_normal(&mut inputs.data);
    let targets = Matrix::from_fn(400, 1, |i, _| inputs[(i, 3)] * inputs[(i, 11)]);

    let he = Parametrisation::Standard(Init::HeNormal);
    let network = Mlp::new(&[20, 32, 1], Fun::Relu, he);
    let start = network.init(&mut Stream::new("ticket", 0, "init"));
    let train = |mask: &Mask| -> (f64, Params) {
        let loss = Objective::new(&network, Loss::MeanSquared, &inputs, &targets);
        let adam = Optimiser::adam(start.len());
        let rate = Schedule::Constant(0.01);
        let trainer = Trainer::new(loss, mask.rewind(&start), adam, rate);
        let mut trainer = trainer.masked(mask.clone());
        (trainer.run(500, |_, _| ()), trainer.params().clone())
    };

    let mut mask = Mask::dense(&start);
    let (_, mut trained) = train(&mask);
    for weights in [336, 168, 84, 42] {
        mask.keep_largest(&trained, weights); // prune
        trained = train(&mask).1; // set back and train
    }
    let (ticket, _) = train(&mask);
    let drawn = mask.shuffled(&mut Stream::new("ticket", 0, "mask"));
    let (random, _) = train(&drawn);
    println!("ticket {ticket:.4}, random mask {random:.4}");

    let first = start.slot("layers.0.weight").expect("a layer").range();
    for input in [3, 11, 0, 1, 2] {
        let row = &mask.living()[first.clone()][32 * input..][..32];
        println!("input {input:>2}: {} weights left", row.iter().filter(|l| **l).count());
    }
    // ANCHOR_END: program
    assert!(50.0 * ticket < random, "{ticket} {random}");
}
