//! "A search for a ticket, as written": two repairs, and what Adam remembers.

use autodiff::Fun;
use nn::{Init, Loss, Mask, Mlp, Objective, Optimiser, Parametrisation, Stream};
use numerics::{Matrix, elementary::sin};

// ANCHOR: repairs
/// Where the mask is applied in each step.
#[derive(Clone, Copy, PartialEq)]
pub enum Repair {
    /// To the gradient, before the optimiser sees it.
    Gradient,
    /// To the weights, after the optimiser has moved them.
    AfterStep,
}

/// The parameters after 200 steps of Adam with half of the weights pruned.
pub fn train(repair: Repair) -> Vec<f64> {
    let inputs = Matrix::from_fn(50, 1, |i, _| i as f64 / 25.0 - 1.0);
    let targets = Matrix::from_fn(50, 1, |i, _| sin(3.0 * inputs.data[i]));
    let glorot = Parametrisation::Standard(Init::GlorotNormal);
    let network = Mlp::new(&[1, 8, 8, 1], Fun::Tanh, glorot);
    let mut params = network.init(&mut Stream::new("exercise", 0, "init"));
    let mut mask = Mask::dense(&params);
    mask.keep_largest(&params, 40);
    mask.apply(params.data_mut());

    let mut loss = Objective::new(&network, Loss::MeanSquared, &inputs, &targets);
    let mut gradient = vec![0.0; params.len()];
    let mut adam = Optimiser::adam(params.len());
    for _ in 0..200 {
        loss.full(&params, &mut gradient);
        if repair == Repair::Gradient {
            mask.apply(&mut gradient);
        }
        adam.step(0.01, params.data_mut(), &gradient);
        if repair == Repair::AfterStep {
            mask.apply(params.data_mut());
        }
    }
    params.data().to_vec()
}
// ANCHOR_END: repairs

// ANCHOR: memory
/// How far Adam carries a weight after its gradient has become zero, in units
/// of the learning rate: it was 1 for a hundred steps.
pub fn coasting() -> f64 {
    let mut weight = [0.0];
    let mut adam = Optimiser::adam(1);
    for _ in 0..100 {
        adam.step(0.001, &mut weight, &[1.0]);
    }
    let there = weight[0];
    for _ in 0..1000 {
        adam.step(0.001, &mut weight, &[0.0]);
    }
    (there - weight[0]) / 0.001
}
// ANCHOR_END: memory

#[cfg(test)]
mod tests {
    use super::*;

    // ANCHOR: repairs_test
    #[test]
    fn both_repairs_end_with_the_same_bits() {
        let (a, b) = (train(Repair::Gradient), train(Repair::AfterStep));
        assert_eq!(a, b);
        assert!(a.iter().filter(|&&weight| weight == 0.0).count() >= 40);
    }
    // ANCHOR_END: repairs_test

    // ANCHOR: memory_test
    #[test]
    fn a_weight_coasts_for_about_nine_steps() {
        assert!((8.5..10.5).contains(&coasting()), "{}", coasting());
    }
    // ANCHOR_END: memory_test
}
