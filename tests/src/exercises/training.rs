//! "Training a network": the order of a sum, and the largest stable rate.

use nn::Optimiser;

// ANCHOR: orders
/// The sums of four numbers in all 24 orders, smallest first.
pub fn all_sums(numbers: [f64; 4]) -> Vec<f64> {
    let mut sums = Vec::new();
    for order in 0..24 {
        let mut left = numbers.to_vec();
        let mut sum = 0.0;
        let mut code = order;
        for choices in [4, 3, 2, 1] {
            sum += left.remove(code % choices);
            code /= choices;
        }
        sums.push(sum);
    }
    sums.sort_by(f64::total_cmp);
    sums.dedup();
    sums
}
// ANCHOR_END: orders

// ANCHOR: stable
/// Does the loss c θ² / 2 shrink when `optimiser` goes down it?
pub fn is_stable(mut optimiser: Optimiser, rate: f64, c: f64) -> bool {
    let mut theta = [1.0];
    for _ in 0..2000 {
        let gradient = [c * theta[0]];
        optimiser.step(rate, &mut theta, &gradient);
    }
    theta[0].abs() < 1.0
}
// ANCHOR_END: stable

#[cfg(test)]
mod tests {
    use super::*;

    // ANCHOR: orders_test
    #[test]
    fn four_numbers_have_several_sums() {
        assert_eq!(all_sums([1e16, 1.0, 1.0, -1e16]), [0.0, 1.0, 2.0]);
        assert_eq!(all_sums([0.5, 0.25, 1.0, 2.0]), [3.75]);
    }
    // ANCHOR_END: orders_test

    // ANCHOR: stable_test
    #[test]
    fn momentum_widens_the_stable_range() {
        let c = 8.0;
        let sgd = |rate| is_stable(Optimiser::sgd(), rate, c);
        assert!(sgd(0.99 * 2.0 / c) && !sgd(1.01 * 2.0 / c));
        let mu = 0.9;
        let heavy = |rate| is_stable(Optimiser::momentum(mu, 1), rate, c);
        let edge = 2.0 * (1.0 + mu) / c;
        assert!(heavy(0.99 * edge) && !heavy(1.01 * edge));
    }
    // ANCHOR_END: stable_test
}
