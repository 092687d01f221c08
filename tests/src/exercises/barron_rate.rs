//! "The rate": when a bound says something, and steps on a grid.

// ANCHOR: enough
/// The least n at which (2 r C_f)²/n is below a share of the variance.
pub fn units_for(share: f64, radius: f64, constant: f64, variance: f64) -> f64 {
    let root = 2.0 * radius * constant;
    (root * root / (share * variance)).ceil()
}
// ANCHOR_END: enough

// ANCHOR: even
/// The mean squared error of n steps for f(x) = x on [0, 1], evenly spaced: n + 1 equal pieces,
/// each at its mean.
pub fn even_steps(n: u32) -> f64 {
    let piece = 1.0 / f64::from(n + 1);
    piece * piece / 12.0
}
// ANCHOR_END: even

#[cfg(test)]
mod tests {
    use super::*;

    // ANCHOR: enough_test
    #[test]
    fn a_tenth_of_the_variance_costs_ten_times_as_much() {
        // cos(x/2) with |x| up to 30: about half of it is variance.
        assert_eq!(units_for(1.0, 30.0, 0.5, 0.5), 1800.0);
        assert_eq!(units_for(0.1, 30.0, 0.5, 0.5), 18_000.0);
    }
    // ANCHOR_END: enough_test

    // ANCHOR: even_test
    #[test]
    fn placed_steps_beat_the_rate_in_one_dimension() {
        // Twice as many steps: a quarter of the error, where sampling halves it.
        assert!((even_steps(1000) / even_steps(2001) - 4.0).abs() < 1e-9);
        // By trying: the mean over each piece of (x - its middle)².
        let n = 4;
        let gap = |i: u32| {
            let x = (f64::from(i) + 0.5) / 10_000.0;
            let middle = ((x * f64::from(n + 1)).floor() + 0.5) / f64::from(n + 1);
            (x - middle) * (x - middle)
        };
        let error: f64 = (0..10_000).map(gap).sum::<f64>() / 10_000.0;
        assert!((error / even_steps(n) - 1.0).abs() < 1e-4);
    }
    // ANCHOR_END: even_test
}
