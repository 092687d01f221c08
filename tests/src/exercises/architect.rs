//! "Four layers or two?": where the counts meet, and 2048 units in a row.

use geometry::bounds::serra;
use num_bigint::BigUint;

// ANCHOR: equal
/// Weights and biases of a network; inputs and outputs at the ends.
pub fn parameters(widths: &[u64]) -> u64 {
    widths.windows(2).map(|pair| (pair[0] + 1) * pair[1]).sum()
}

/// All numbers of inputs and outputs, up to `limit` each, for which
/// 512, 512, 512 and 2048 hidden units have equally many parameters.
pub fn meeting_points(limit: u64) -> Vec<(u64, u64)> {
    let sizes = (1..=limit).flat_map(|d| (1..=limit).map(move |o| (d, o)));
    let equal =
        |(d, o): &(u64, u64)| parameters(&[*d, 512, 512, 512, *o]) == parameters(&[*d, 2048, *o]);
    sizes.filter(equal).collect()
}
// ANCHOR_END: equal

// ANCHOR: units
/// Upper bounds on the regions of `units` units with as many inputs, in
/// one layer, two, four, ...; the first is reached.
pub fn same_units(units: usize) -> Vec<BigUint> {
    let splits = (0..).map(|k| 1 << k).take_while(|layers| *layers <= units);
    let bound = |layers: usize| serra(units, &vec![units / layers; layers]);
    splits.map(bound).collect()
}
// ANCHOR_END: units

#[cfg(test)]
mod tests {
    use super::*;
    use geometry::bounds::zaslavsky;

    // ANCHOR: equal_test
    #[test]
    fn the_counts_meet_on_a_line() {
        let found = meeting_points(400);
        assert_eq!(found.len(), 340);
        assert!(found.iter().all(|(d, o)| d + o == 341));
    }
    // ANCHOR_END: equal_test

    // ANCHOR: units_test
    #[test]
    fn with_enough_inputs_one_layer_has_the_most_regions() {
        let bounds = same_units(64);
        assert_eq!(bounds[0], BigUint::from(1_u32) << 64);
        assert_eq!(bounds[0], zaslavsky(64, 64));
        assert!(bounds.windows(2).all(|pair| pair[1] < pair[0]));
    }
    // ANCHOR_END: units_test
}
