//! Networks whose regions one can count by hand.

use crate::networks::{normal, rows};
use geometry::{Counts, ReluNetwork, breakpoints, cells, count, intervals};

/// Units x₁ - i for i in 1..=m, and x₂ - j for j in 1..=n.
fn grid(m: usize, n: usize) -> ReluNetwork {
    let vertical = (1..=m).map(|i| ([1.0, 0.0], -(i as f64)));
    let horizontal = (1..=n).map(|j| ([0.0, 1.0], -(j as f64)));
    let units: Vec<_> = vertical.chain(horizontal).collect();
    let first: Vec<(&[f64], f64)> = units.iter().map(|(row, bias)| (&row[..], *bias)).collect();
    rows(&[&first, &[(&vec![1.0; m + n], 0.0)]])
}

#[test]
fn a_grid_has_m_plus_1_times_n_plus_1_cells() {
    for (m, n) in [(0, 1), (1, 1), (3, 4), (7, 2)] {
        let counts = count(&grid(m, n), 10.0).unwrap();
        assert_eq!(counts.convex_cells, (m + 1) * (n + 1));
        // Every unit counts in the slope of its own axis: cell (i, j) has slope (i, j).
        assert_eq!(counts.distinct_affine_maps, (m + 1) * (n + 1));
    }
    // The lines x₁ = 3 and x₂ = 3, 4 are the box's sides or outside: the box is open.
    assert_eq!(count(&grid(3, 4), 3.0).unwrap().convex_cells, 3 * 3);
}

#[test]
fn lines_in_general_position() {
    for n in 1..=12 {
        // Tangents of a circle: no two parallel, no three through a point (the numbers of the
        // circle are Pythagorean, for exact slopes).
        let unit = |k: usize| {
            let t = k as f64;
            ([1.0 - t * t, 2.0 * t], -(1.0 + t * t))
        };
        let units: Vec<_> = (0..n).map(unit).collect();
        let first: Vec<(&[f64], f64)> = units.iter().map(|(row, bias)| (&row[..], *bias)).collect();
        let network = rows(&[&first, &[(&vec![1.0; n], 0.0)]]);
        let counts = count(&network, 1e6).unwrap();
        assert_eq!(counts.convex_cells, n * (n + 1) / 2 + 1);
        // Seven random lines, too, since random lines are in general position.
        let random = normal(&[2, n, 1], n as u64);
        assert_eq!(count(&random, 1e9).unwrap().convex_cells, n * (n + 1) / 2 + 1);
    }
}

/// T(x) = relu(2x) - relu(4x - 2), composed k times.
fn sawtooth(k: usize) -> ReluNetwork {
    let tooth: &[(&[f64], f64)] = &[(&[2.0], 0.0), (&[4.0], -2.0)];
    let again: &[(&[f64], f64)] = &[(&[2.0, -2.0], 0.0), (&[4.0, -4.0], -2.0)];
    let mut layers = vec![tooth];
    layers.extend(vec![again; k - 1]);
    layers.push(&[(&[1.0, -1.0], 0.0)]);
    rows(&layers)
}

#[test]
fn the_sawtooth_has_2_to_the_k_pieces() {
    for k in 1..=12 {
        let network = sawtooth(k);
        // Beyond [0, 1] it is zero on the left and falls on the right, so inside (-1, 2) there
        // is one more breakpoint at 0 and one at 1 that the last tooth shares.
        let inside: Vec<f64> = breakpoints(&network, 2.0)
            .unwrap()
            .into_iter()
            .filter(|x| (0.0..1.0).contains(x))
            .collect();
        let teeth = 1 << k;
        let expected: Vec<f64> = (0..teeth).map(|i| i as f64 / teeth as f64).collect();
        assert_eq!(inside, expected, "T^{k}");
    }
}

#[test]
fn intervals_tile_the_line_and_meet_at_creases() {
    let network = sawtooth(5);
    let all = intervals(&network, 3.0).unwrap();
    assert_eq!((all[0].from, all[all.len() - 1].to), (-3.0, 3.0));
    for pair in all.windows(2) {
        assert_eq!(pair[0].to, pair[1].from);
        assert!(pair[0].from < pair[0].to);
    }
    for interval in &all {
        let middle = 0.5 * (interval.from + interval.to);
        assert_eq!(network.gates(&[middle]), interval.gates);
        assert_eq!(network.output(&[middle]), interval.piece.output(&[middle]));
    }
    assert_eq!(count(&network, 3.0).unwrap().convex_cells, all.len());
}

/// Maps that return: |x| twice removed is 0, x, 0, x, ... on a staircase of cells.
#[test]
fn maps_of_cells_far_apart_are_found_equal() {
    // relu(x + 2) - relu(x + 1) - relu(x - 1) + relu(x - 2): slopes 0, 1, 0, -1, 0 with values
    // 0 at both ends.
    let network = rows(&[
        &[(&[1.0], 2.0), (&[1.0], 1.0), (&[1.0], -1.0), (&[1.0], -2.0)],
        &[(&[1.0, -1.0, -1.0, 1.0], 0.0)],
    ]);
    let expected =
        Counts { convex_cells: 5, distinct_activation_patterns: 5, distinct_affine_maps: 4 };
    assert_eq!(count(&network, 5.0).unwrap(), expected);
    assert_eq!(geometry::affine_maps(&network, 5.0).unwrap(), [0, 1, 2, 3, 0]);
    assert_eq!(breakpoints(&network, 5.0).unwrap(), [-2.0, -1.0, 1.0, 2.0]);
}

#[test]
fn without_hidden_layer_there_is_one_cell() {
    let network = rows(&[&[(&[1.0, 2.0], 3.0), (&[0.0, 0.0], 0.0)]]);
    let found = cells(&network, 0.5).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].area(), 1.0);
    assert!(found[0].gates.on().is_empty());
    assert_eq!(found[0].level_set(0, 3.0), Some([[0.5, -0.25], [-0.5, 0.25]]));
    assert_eq!(found[0].level_set(0, 9.0), None);
    assert_eq!(found[0].boundary(0, 1), None);
}

#[test]
fn what_has_no_regions_here_is_refused() {
    let space = normal(&[3, 4, 1], 0);
    let plane = normal(&[2, 4, 1], 0);
    for (error, message) in [
        (count(&space, 1.0).unwrap_err(), "1 or 2 inputs, this one has 3 inputs"),
        (cells(&space, 1.0).unwrap_err(), "2 inputs, this one has 3"),
        (intervals(&plane, 1.0).unwrap_err(), "1 input, this one has 2"),
        (count(&plane, 0.0).unwrap_err(), "got 0.0"),
        (count(&plane, -1.0).unwrap_err(), "got -1.0"),
        (count(&plane, f64::NAN).unwrap_err(), "got NaN"),
        (count(&plane, f64::INFINITY).unwrap_err(), "got inf"),
    ] {
        assert!(error.to_string().contains(message), "{error}");
    }
}
