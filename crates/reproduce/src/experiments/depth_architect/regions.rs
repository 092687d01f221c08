//! How many linear regions each design can have, for every number of inputs.

use std::collections::BTreeSet;

use geometry::bounds;
use num_bigint::BigUint;
use numerics::elementary::{exp, ln};
use serde::{Deserialize, Serialize};

use super::count::Reading;
use super::{Constants, Design};

/// The bounds under one reading.
#[derive(Serialize, Deserialize)]
pub struct Cell {
    pub(super) reading: Reading,
    /// Units of each hidden layer of the deep design and of the wide one.
    deep: Vec<usize>,
    wide: Vec<usize>,
    largest_input: usize,
    /// The numbers of inputs whose bounds are kept.
    kept: Vec<usize>,
}

/// What is known about the maximal numbers of regions.
#[derive(Serialize, Deserialize)]
pub struct Outcome {
    pub(super) kept: Vec<Bounds>,
    /// The least and the greatest number of inputs for which one layer of the wide design's width
    /// reaches more than the deep design may have, compared as integers, ...
    pub(super) one_layer_exceeds: Option<[usize; 2]>,
    /// ... and how many there are.
    pub(super) exceeding: usize,
}

/// Numbers of regions as powers of ten.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(super) struct Bounds {
    pub(super) inputs: usize,
    /// What one layer of the wide design's width reaches: Zaslavsky's number.
    pub(super) one_layer: f64,
    /// What the deep design cannot exceed (Serra and others), and what it is known to reach
    /// (Montúfar and others).
    pub(super) deep_most: f64,
    pub(super) deep_least: f64,
    /// What the wide design cannot exceed.
    pub(super) wide_most: f64,
}

pub(super) fn cells(constants: &Constants) -> Vec<super::Cell> {
    let cell = |reading: Reading| {
        let hidden = |design: Design| vec![design.width; reading.hidden_layers(design.layers)];
        super::Cell::Regions(Cell {
            reading,
            deep: hidden(constants.deep),
            wide: hidden(constants.wide),
            largest_input: constants.largest_input,
            kept: kept(constants),
        })
    };
    Reading::BOTH.map(cell).into()
}

/// The table's numbers of inputs, and numbers spread evenly on a logarithmic axis.
fn kept(constants: &Constants) -> Vec<usize> {
    let ratio = exp(ln(10.0) / constants.points_a_decade as f64);
    let spread = std::iter::successors(Some(1.0), |d| Some(d * ratio)).map(|d| d as usize);
    let spread = spread.take_while(|&d| d <= constants.largest_input);
    let all: BTreeSet<usize> = spread.chain(constants.region_inputs.iter().copied()).collect();
    all.into_iter().collect()
}

pub(super) fn run(cell: &Cell) -> Outcome {
    let Cell { deep, wide, largest_input, kept, .. } = cell;
    let exceeds = |&d: &usize| bounds::zaslavsky(d, wide[0]) > bounds::serra(d, deep);
    let exceeding: Vec<usize> = (1..=*largest_input).filter(exceeds).collect();
    let digits = |number: &BigUint| bounds::log10(number).expect("at least one region");
    // A network that ignores inputs has the regions of one with fewer.
    let mut deep_least = 1_u32.into();
    let row = |&inputs: &usize| {
        let reached = bounds::montufar(inputs, deep);
        if reached > deep_least {
            deep_least = reached;
        }
        Bounds {
            inputs,
            one_layer: digits(&bounds::zaslavsky(inputs, wide[0])),
            deep_most: digits(&bounds::serra(inputs, deep)),
            deep_least: digits(&deep_least),
            wide_most: digits(&bounds::serra(inputs, wide)),
        }
    };
    Outcome {
        kept: kept.iter().map(row).collect(),
        one_layer_exceeds: exceeding
            .first()
            .copied()
            .zip(exceeding.last().copied())
            .map(Into::into),
        exceeding: exceeding.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(deep: Vec<usize>, wide: Vec<usize>, largest_input: usize) -> Outcome {
        let kept = (1..=largest_input).collect();
        run(&Cell { reading: Reading::Hidden, deep, wide, largest_input, kept })
    }

    /// On a line 8 units make 9 pieces, three layers of 2 at most 27 by Serra's bound; on the plane
    /// 8 lines make 37. With as many inputs as units one layer makes 2⁸ and 2 + 2 units at most 2⁴.
    #[test]
    fn a_wide_layer_passes_a_narrow_network_as_inputs_are_added() {
        let found = outcome(vec![2, 2], vec![8], 10);
        let [first, last] = found.one_layer_exceeds.expect("it does");
        assert_eq!((last, found.exceeding), (10, 11 - first));
        assert!((found.kept[0].one_layer - ln(9.0) / ln(10.0)).abs() < 1e-14);
        assert!((found.kept[9].one_layer - 8.0 * ln(2.0) / ln(10.0)).abs() < 1e-14);
        assert!(found.kept[9].deep_most <= 4.0 * ln(2.0) / ln(10.0) + 1e-14);
    }

    #[test]
    fn what_is_reached_stays_below_what_is_possible_and_never_falls() {
        let found = outcome(vec![6, 6, 6], vec![20, 20], 12);
        assert!(found.kept.iter().all(|row| row.deep_least <= row.deep_most));
        assert!(found.kept.windows(2).all(|rows| rows[0].deep_least <= rows[1].deep_least));
        assert!(found.kept[0].deep_least > 2.0, "{}", found.kept[0].deep_least);
    }

    #[test]
    fn the_same_layer_does_not_exceed_itself() {
        assert_eq!(outcome(vec![7], vec![7], 9).exceeding, 0);
    }
}
