//! The best of many random masks: `cargo run --release --example random_masks`.

use autodiff::Fun;
use nn::{Init, Loss, Mask, Mlp, Objective, Parametrisation, Stream};
use numerics::{Matrix, elementary::sin};

/// Draws masks over weights that are never trained, and keeps the best.
pub fn main() {
    // ANCHOR: program
    let x: Vec<f64> = (0..50).map(|i| f64::from(i) * 6.0 / 49.0 - 3.0).collect();
    let y: Vec<f64> = x.iter().map(|&x| sin(x)).collect();
    let inputs = Matrix { rows: 50, cols: 1, data: x };
    let targets = Matrix { rows: 50, cols: 1, data: y };

    let glorot = Parametrisation::Standard(Init::GlorotNormal);
    let network = Mlp::new(&[1, 16, 16, 1], Fun::Tanh, glorot);
    let params = network.init(&mut Stream::new("masks", 0, "init"));
    let mut half = Mask::dense(&params);
    half.keep_largest(&params, 144);

    let mut loss = Objective::new(&network, Loss::MeanSquared, &inputs, &targets);
    let mut places = Stream::new("masks", 0, "places");
    let (mut first, mut best) = (0.0, f64::INFINITY);
    for drawn in 1..=1024 {
        let mask = half.shuffled(&mut places);
        let error = loss.loss(&mask.rewind(&params));
        first = if drawn == 1 { error } else { first };
        best = if error < best { error } else { best };
        if drawn & (drawn - 1) == 0 {
            println!("best of {drawn:>4}: {best:.4}");
        }
    }
    // ANCHOR_END: program
    assert!(best < first && best > 0.01, "{first} {best}");
}
