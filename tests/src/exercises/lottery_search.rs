//! "Is training a search?": how many masks there are, and how many one would
//! have to draw.

use numerics::elementary::{erf, ln};

use super::lottery_tickets::log2_choose;

// ANCHOR: masks
/// The number of decimal digits of the number of masks that keep k of n
/// weights.
pub fn digits(n: u32, k: u32) -> f64 {
    let log10 = log2_choose(n, k) * ln(2.0) / ln(10.0);
    log10.floor() + 1.0
}
// ANCHOR_END: masks

// ANCHOR: draws
/// How many draws from a normal distribution it takes, on average, until one
/// is `z` standard deviations above the mean.
pub fn draws(z: f64) -> f64 {
    let beyond = 0.5 * (1.0 - erf(z / 2.0_f64.sqrt()));
    1.0 / beyond
}
// ANCHOR_END: draws

#[cfg(test)]
mod tests {
    use super::*;

    // ANCHOR: masks_test
    #[test]
    fn there_are_more_masks_than_atoms() {
        assert_eq!([digits(5, 2), digits(10, 5)], [2.0, 3.0]);
        assert!(digits(2368, 296) > 380.0);
    }
    // ANCHOR_END: masks_test

    // ANCHOR: draws_test
    #[test]
    fn each_deviation_costs_more_than_the_last() {
        for (z, expected) in [(1.0, 6.3), (2.0, 44.0), (3.0, 740.8), (4.0, 31_574.4)] {
            assert!((draws(z) / expected - 1.0).abs() < 1e-2, "{}", draws(z));
        }
    }
    // ANCHOR_END: draws_test
}
