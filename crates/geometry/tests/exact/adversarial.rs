//! Networks made to meet every tie, against the recount in rationals.

use crate::networks::{dyadic, network, normal, rows};
use crate::rational::Recount;
use geometry::{Affine, Counts, ReluNetwork, cells, count};
use nn::Stream;

/// The counts and the set of patterns agree with the recount.
#[track_caller]
fn agrees(network: &ReluNetwork, half_width: f64) -> Counts {
    let counts = count(network, half_width).unwrap();
    let recount = Recount::new(network, half_width);
    let found = cells(network, half_width).unwrap();
    let mut patterns: Vec<_> = found.iter().map(|cell| cell.gates.on().to_vec()).collect();
    patterns.sort();
    assert!(patterns.iter().eq(recount.patterns()), "patterns differ");
    let expected = Counts {
        convex_cells: recount.regions.len(),
        distinct_activation_patterns: recount.patterns().len(),
        distinct_affine_maps: recount.maps().len(),
    };
    assert_eq!(counts, expected);
    counts
}

#[test]
fn random_networks() {
    for (seed, widths) in
        [&[2, 9, 1][..], &[2, 5, 5, 2], &[2, 4, 4, 4, 1], &[2, 3, 3, 3, 3, 3, 1], &[2, 1]]
            .iter()
            .enumerate()
    {
        agrees(&normal(widths, seed as u64), 1.0);
        agrees(&normal(widths, seed as u64 + 100), 5.0);
    }
}

/// Small integers: parallel and coincident creases, creases through corners, zero weights, dead
/// units, repeated rows, pre-activations that are zero on a whole cell, all at once.
#[test]
fn small_integers() {
    let mut shared = 0;
    for seed in 0..60 {
        let widths = [&[2, 6, 1][..], &[2, 4, 4, 1], &[2, 3, 3, 3, 2]][seed as usize % 3];
        let bound = 1 + seed % 3;
        let counts = agrees(&dyadic(widths, bound, 0, seed), [1.0, 2.0, 7.5][seed as usize % 3]);
        shared += usize::from(counts.distinct_affine_maps < counts.convex_cells);
    }
    assert!(shared > 20, "only {shared} of the networks have a map on several cells");
}

#[test]
fn dyadic_fractions() {
    for seed in 0..20 {
        agrees(&dyadic(&[2, 4, 4, 1], 5, 3, seed), 1.0);
    }
}

/// All creases of all layers meet in the origin, a corner of every cell.
#[test]
fn zero_biases() {
    for seed in 0..20 {
        let mut stream = Stream::new("geometry.tests", seed, "zero biases");
        let mut layers = normal(&[2, 4, 4, 4, 1], seed).layers().to_vec();
        for Affine { bias, .. } in &mut layers {
            bias.fill(0.0);
        }
        let counts = agrees(&ReluNetwork::new(layers).unwrap(), stream.uniform_in(0.1, 3.0));
        // Cones: as many as rays, at least the two of each crease of the first layer.
        assert!(counts.convex_cells >= 8, "{counts:?}");
    }
}

/// Every unit twice, and once more with the opposite sign and another scale.
#[test]
fn repeated_rows() {
    for seed in 0..10 {
        let plain = normal(&[2, 2, 2, 1], seed);
        let mut stream = Stream::new("geometry.tests", seed, "repeated");
        let mut layers = plain.layers().to_vec();
        for l in 0..2 {
            let Affine { weight, bias } = &mut layers[l];
            let rows = [0, 1, 0, 1, 0, 1];
            let factor = [1.0, 1.0, 1.0, 1.0, -0.5, -4.0];
            let old = weight.clone();
            *weight = numerics::Matrix::from_fn(6, old.cols, |i, j| factor[i] * old[(rows[i], j)]);
            *bias = (0..6).map(|i| factor[i] * bias[rows[i]]).collect();
            let next = &mut layers[l + 1].weight;
            *next = numerics::Matrix::from_fn(next.rows, 6, |_, _| stream.normal());
        }
        agrees(&ReluNetwork::new(layers).unwrap(), 2.0);
    }
}

/// A unit of the second layer that repeats a crease of the first, along which the cells end.
#[test]
fn coincident_creases_in_deeper_layers() {
    let network = rows(&[
        &[(&[1.0, 0.3], 0.1), (&[0.7, -1.0], 0.2)],
        // On where the first unit is; the same line; the form 0.1 of it away; off everywhere.
        &[(&[1.0, 0.0], 0.0), (&[3.0, 0.0], 0.0), (&[1.0, 0.0], -0.1), (&[-1.0, -1.0], 0.0)],
        &[(&[1.0, 1.0, 1.0, 1.0], 0.0), (&[1.0, -1.0, 1.0, -1.0], 0.5)],
        &[(&[1.0, 2.0], 0.0)],
    ]);
    agrees(&network, 1.0);
}

/// Two creases that double rounding would place on one another: slopes one unit in the last
/// place apart, which meet near the box's edge or just outside of it.
#[test]
fn creases_closer_than_rounding() {
    let next = 1.0 + f64::EPSILON;
    for (bias, cells_expected) in [(0.0, 4), (f64::EPSILON / 2.0, 4), (2.0 * f64::EPSILON, 3)] {
        // x + y = 0 and (1 + ε) x + y = -bias meet at x = -bias / ε.
        let network = rows(&[&[(&[1.0, 1.0], 0.0), (&[next, 1.0], bias)], &[(&[1.0, 1.0], 0.0)]]);
        assert_eq!(agrees(&network, 1.0).convex_cells, cells_expected, "{bias:e}");
    }
}

/// Numbers at the ends of the range, where doubles overflow and underflow.
#[test]
fn extreme_weights() {
    for scale in [1e300, 1e-300, f64::from_bits(1), f64::MAX / 8.0] {
        let mut stream = Stream::new("geometry.tests", 7, "extreme");
        agrees(&network(&[2, 3, 3, 3, 1], || (stream.below(9) as f64 - 4.0) * scale), 1.0);
        agrees(
            &network(&[2, 3, 3, 1], || {
                let one = stream.below(9) as f64 - 4.0;
                if stream.below(2) == 0 { one * scale } else { one }
            }),
            1.0,
        );
    }
}

/// In a box that is large enough an integer network shows all its regions. The recount says so
/// for both sizes; in doubles the areas of the smallest cells would be lost.
#[test]
fn a_large_box_has_the_whole_plane() {
    for seed in 0..10 {
        let network = dyadic(&[2, 4, 4, 1], 1000, 0, seed);
        let counts = agrees(&network, 1e9);
        assert_eq!(counts, agrees(&network, 1e12));
        let small = dyadic(&[2, 4, 4, 1], 9, 0, seed);
        assert_eq!(agrees(&small, 1e9), agrees(&small, 1e12));
    }
    // Three lines through one point, and three that miss it by 1 in 10⁹.
    let triangle = |offset: f64| {
        let big = 1e9;
        rows(&[
            &[(&[big, 1.0], 0.0), (&[1.0, big], 0.0), (&[big, big], offset)],
            &[(&[1.0, 1.0, 1.0], 0.0)],
        ])
    };
    assert_eq!(agrees(&triangle(0.0), 1e9).convex_cells, 6);
    assert_eq!(agrees(&triangle(1.0), 1e9).convex_cells, 7);
}
