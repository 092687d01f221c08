//! "What the bounds say": how many examples a bound asks for, and how many
//! labellings a plane can cut.

use numerics::elementary::ln;

// ANCHOR: enough
/// The first n at which √((d (ln(2n/d) + 1) + ln(4/δ)) / n) is at most `gap`.
pub fn enough(dimension: f64, gap: f64, delta: f64) -> u64 {
    let bound = |n: f64| {
        let growth = dimension * (ln(2.0 * n / dimension) + 1.0);
        ((growth + ln(4.0 / delta)) / n).sqrt()
    };
    (dimension as u64..).find(|&n| bound(n as f64) <= gap).expect("the bound tends to 0")
}
// ANCHOR_END: enough

// ANCHOR: cover
/// Cover (1965): of all labellings of n points in general position, the share
/// that a threshold of d weights gets right is the chance of fewer than d
/// heads in n − 1 throws of a coin.
pub fn separable(n: usize, d: usize) -> f64 {
    let mut heads = vec![1.0];
    for _ in 1..n {
        let shifted = [&[0.0], &heads[..]].concat();
        heads.push(0.0);
        heads = heads.iter().zip(shifted).map(|(a, b)| 0.5 * (a + b)).collect();
    }
    heads.iter().take(d).sum()
}
// ANCHOR_END: cover

#[cfg(test)]
mod tests {
    use super::*;

    // ANCHOR: enough_test
    #[test]
    fn half_the_gap_costs_more_than_four_times_the_examples() {
        let [wide, narrow] = [0.2, 0.1].map(|gap| enough(65.0, gap, 0.05));
        assert!((10_000..15_000).contains(&wide), "{wide}");
        assert!(narrow > 4 * wide && narrow < 6 * wide, "{narrow}");
    }
    // ANCHOR_END: enough_test

    // ANCHOR: cover_test
    #[test]
    fn a_plane_cuts_half_of_the_labellings_of_twice_as_many_points() {
        assert_eq!(separable(65, 65), 1.0);
        assert!((separable(130, 65) - 0.5).abs() < 1e-12);
        // Four points in the plane: all of 16 labellings but the two of a cross.
        assert_eq!(separable(4, 3), 14.0 / 16.0);
        assert!(separable(100, 65) > 0.99 && separable(170, 65) < 0.002);
    }
    // ANCHOR_END: cover_test
}
