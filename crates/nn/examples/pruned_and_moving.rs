//! A mask that is applied between the gradient and the step:
//! `cargo run --release --example pruned_and_moving`.

use autodiff::Fun;
use nn::{Init, Loss, Mask, Mlp, Objective, Optimiser, Parametrisation, Stream};
use numerics::{Matrix, elementary::sin};

/// Prunes half of a network's weights, trains, and looks at them.
pub fn main() {
    // ANCHOR: program
    let x: Vec<f64> = (0..100).map(|i| f64::from(i) * 6.0 / 99.0 - 3.0).collect();
    let y: Vec<f64> = x.iter().map(|&x| sin(x)).collect();
    let inputs = Matrix { rows: 100, cols: 1, data: x };
    let targets = Matrix { rows: 100, cols: 1, data: y };

    let glorot = Parametrisation::Standard(Init::GlorotNormal);
    let network = Mlp::new(&[1, 16, 16, 1], Fun::Tanh, glorot);
    let mut params = network.init(&mut Stream::new("pruned", 0, "init"));
    let mut mask = Mask::dense(&params);
    mask.keep_largest(&params, 144);
    mask.apply(params.data_mut());

    let mut loss = Objective::new(&network, Loss::MeanSquared, &inputs, &targets);
    let mut gradient = vec![0.0; params.len()];
    let mut adam = Optimiser::adam(params.len());
    for _ in 0..100 {
        loss.full(&params, &mut gradient); // backward()
        mask.apply(params.data_mut()); // apply_mask()
        adam.step(0.001, params.data_mut(), &gradient); // optimizer.step()
    }
    let pruned = params.data().iter().zip(mask.living()).filter(|(_, lives)| !**lives);
    let moving = pruned.filter(|(weight, _)| **weight != 0.0).count();
    println!("{moving} of 144 pruned weights are not zero");
    // ANCHOR_END: program
    assert_eq!(moving, 144);
}
