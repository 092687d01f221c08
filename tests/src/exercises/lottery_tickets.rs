//! "Tickets": weights without a job, and the price of a ticket in bits.

use autodiff::Fun;
use nn::data::Split;
use nn::{Init, Loss, Mlp, Objective, Optimiser, Parametrisation};
use nn::{Params, Schedule, Stream, Trainer};
use numerics::elementary::ln;

// ANCHOR: idle
/// The pixels that no training image has ink in.
pub fn blank_pixels(digits: &Split) -> Vec<usize> {
    let inputs = &digits.train.inputs;
    let blank = |&pixel: &usize| (0..inputs.rows).all(|row| inputs[(row, pixel)] == 0.0);
    (0..inputs.cols).filter(blank).collect()
}

/// A small network before and after one epoch on the digits.
pub fn before_and_after(digits: &Split) -> [Params; 2] {
    let he = Parametrisation::Standard(Init::HeNormal);
    let network = Mlp::new(&[64, 16, 10], Fun::Relu, he);
    let before = network.init(&mut Stream::new("exercise", 0, "init"));
    let targets = digits.train.one_hot();
    let inputs = &digits.train.inputs;
    let loss = Objective::new(&network, Loss::CrossEntropy, inputs, &targets);
    let adam = Optimiser::adam(before.len());
    let rate = Schedule::Constant(0.003);
    let order = Stream::new("exercise", 0, "order");
    let trainer = Trainer::new(loss, before.clone(), adam, rate);
    let mut trainer = trainer.minibatches(64, order);
    trainer.run(60, |_, _| ());
    [before, trainer.params().clone()]
}
// ANCHOR_END: idle

// ANCHOR: bits
/// The logarithm to base 2 of the number of ways to choose k of n.
pub fn log2_choose(n: u32, k: u32) -> f64 {
    let factors = (0..k).map(|i| f64::from(n - i) / f64::from(k - i));
    factors.map(ln).sum::<f64>() / ln(2.0)
}

/// The bits of a ticket that keeps k of n weights: which ones, and a sign for
/// each.
pub fn bits(n: u32, k: u32) -> f64 {
    log2_choose(n, k) + f64::from(k)
}
// ANCHOR_END: bits

#[cfg(test)]
mod tests {
    use super::*;

    // ANCHOR: idle_test
    #[test]
    fn weights_of_blank_pixels_stay_as_they_were() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../data");
        let digits = nn::data::optdigits(folder.as_ref()).expect("the data");
        let blank = blank_pixels(&digits);
        assert!(!blank.is_empty());
        let [before, after] = before_and_after(&digits);
        for pixel in 0..64 {
            let row = 16 * pixel..16 * (pixel + 1);
            let moved = before.data()[row.clone()] != after.data()[row];
            assert_eq!(moved, !blank.contains(&pixel), "pixel {pixel}");
        }
    }
    // ANCHOR_END: idle_test

    // ANCHOR: bits_test
    #[test]
    fn a_ticket_of_signs_fits_into_half_a_kilobyte() {
        assert!((log2_choose(5, 2) - ln(10.0) / ln(2.0)).abs() < 1e-14);
        let ticket = bits(6464, 694);
        assert!(ticket < 8.0 * 512.0);
        assert!(64.0 * 6464.0 / ticket > 100.0);
    }
    // ANCHOR_END: bits_test
}
