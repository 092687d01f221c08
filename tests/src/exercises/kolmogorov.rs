//! "Kolmogorov": counting gaps, and how many places ψ has.

// ANCHOR: gaps
/// Of the shifts q = 0 to 4: how many have the number x in a gap between cells of side 1? A cell
/// of shift q holds the x with x + q/9 from a whole number to 8/9 more.
pub fn in_gaps(x: f64) -> usize {
    let gap = |q: u32| {
        let z = x + f64::from(q) / 9.0;
        z - z.floor() > 8.0 / 9.0
    };
    (0..5).filter(|&q| gap(q)).count()
}
// ANCHOR_END: gaps

// ANCHOR: places
/// How many decimal places ψ has at a number of k digits: 2^k - 1 for the small steps, and one for
/// each halving, of which there are at most k - 1.
pub fn places(k: u32) -> u64 {
    (1_u64 << k) - 1 + u64::from(k - 1)
}
// ANCHOR_END: places

#[cfg(test)]
mod tests {
    use super::*;

    // ANCHOR: gaps_test
    #[test]
    fn one_shift_at_most_misses_a_number() {
        let counts = (0..9000).map(|i| in_gaps((f64::from(i) + 0.5) / 9000.0));
        assert_eq!(counts.clone().max(), Some(1));
        // Five gaps of a ninth each.
        assert_eq!(counts.filter(|&count| count == 1).count(), 5000);
    }
    // ANCHOR_END: gaps_test

    // ANCHOR: places_test
    #[test]
    fn six_digits_are_within_a_screen_and_twenty_are_not() {
        assert_eq!(places(6), 68);
        assert!(places(20) > 1_000_000);
    }
    // ANCHOR_END: places_test
}
