//! What holds for every network, on networks that proptest chooses.

use crate::networks::{dyadic, normal};
use autodiff::Tape;
use geometry::{Cell, ReluNetwork, cells, count};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn widths() -> impl Strategy<Value = Vec<usize>> {
    prop::collection::vec(1..10_usize, 1..4).prop_map(|hidden| [&[2][..], &hidden, &[2]].concat())
}

fn any_network() -> impl Strategy<Value = ReluNetwork> {
    (widths(), 0..1_000_u64, any::<bool>()).prop_map(|(widths, seed, ties)| {
        if ties { dyadic(&widths, 4, 1, seed) } else { normal(&widths, seed) }
    })
}

/// The mean of the corners.
fn centre(cell: &Cell) -> [f64; 2] {
    let n = cell.vertices.len() as f64;
    [0, 1].map(|k| cell.vertices.iter().map(|vertex| vertex[k]).sum::<f64>() / n)
}

/// Rows of the Jacobian at x, by reverse mode.
fn jacobian(network: &ReluNetwork, x: &[f64]) -> Vec<f64> {
    let mut tape = Tape::new();
    let input = tape.leaf(1, x.len(), x);
    let mut h = input;
    for (l, layer) in network.layers().iter().enumerate() {
        let weight = layer.weight.transpose();
        let weight = tape.leaf(weight.rows, weight.cols, &weight.data);
        let bias = tape.leaf(1, layer.bias.len(), &layer.bias);
        h = tape.affine(h, weight, bias);
        if l < network.hidden().len() {
            h = tape.map(autodiff::Fun::Relu, h);
        }
    }
    let mut rows = Vec::new();
    for k in 0..network.outputs() {
        let seed: Vec<f64> = (0..network.outputs()).map(|j| f64::from(j == k)).collect();
        let seed = tape.leaf(1, seed.len(), &seed);
        let mut gradient = Vec::new();
        tape.vjp(h, seed, &[input], &mut gradient);
        rows.extend_from_slice(tape.value(gradient[0]));
    }
    rows
}

fn close(a: f64, b: f64, size: f64) -> bool {
    (a - b).abs() <= 1e-12 * (1.0 + size)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn areas_add_up_to_the_box(network in any_network(), r in 0.1..20.0_f64) {
        let area: f64 = cells(&network, r).unwrap().iter().map(Cell::area).sum();
        prop_assert!((area / (4.0 * r * r) - 1.0).abs() < 1e-12, "{area}");
    }

    #[test]
    fn a_cells_gates_and_map_are_those_of_its_points(network in any_network(), r in 0.1..20.0_f64) {
        for cell in cells(&network, r).unwrap() {
            // Points of a sliver may be rounded out of it.
            if cell.area() < 1e-9 * r * r {
                continue;
            }
            let x = centre(&cell);
            prop_assert_eq!(&network.gates(&x), &cell.gates);
            let expected = jacobian(&network, &x);
            let size = expected.iter().fold(0.0, |sum, a| sum + a.abs());
            for (a, b) in cell.piece.slope.data.iter().zip(&expected) {
                prop_assert!(close(*a, *b, size), "{} {}", a, b);
            }
            let size = network.output(&x).iter().fold(size * r, |sum, y| sum + y.abs());
            for (a, b) in cell.piece.output(&x).iter().zip(network.output(&x)) {
                prop_assert!(close(*a, b, 100.0 * size), "{} {}", a, b);
            }
        }
    }

    #[test]
    fn cells_are_convex(network in any_network(), r in 0.1..20.0_f64) {
        for cell in cells(&network, r).unwrap() {
            let n = cell.vertices.len();
            prop_assert!(n >= 3);
            for i in 0..n {
                let [[ax, ay], [bx, by], [cx, cy]] = [0, 1, 2].map(|k| cell.vertices[(i + k) % n]);
                let turn = (bx - ax) * (cy - by) - (by - ay) * (cx - bx);
                prop_assert!(turn >= -1e-12 * r * r, "{turn}");
            }
        }
    }

    #[test]
    fn cells_are_as_many_as_patterns_and_maps_no_more(network in any_network()) {
        let counts = count(&network, 3.0).unwrap();
        prop_assert_eq!(counts.convex_cells, counts.distinct_activation_patterns);
        prop_assert!(counts.distinct_affine_maps <= counts.convex_cells);
        prop_assert_eq!(counts.convex_cells, cells(&network, 3.0).unwrap().len());
    }

    /// A dense grid finds no pattern that the list lacks, and as many points in each cell as its
    /// area demands.
    #[test]
    fn sampled_patterns_are_in_the_list(widths in widths(), seed in 0..1_000_u64) {
        let network = normal(&widths, seed);
        let cells = cells(&network, 2.0).unwrap();
        let mut points: BTreeMap<_, usize> = cells.iter().map(|c| (&c.gates, 0)).collect();
        let n = 150;
        let at = |i: i32| -2.0 + 4.0 * (f64::from(i) + 0.5) / f64::from(n);
        for (i, j) in (0..n).flat_map(|i| (0..n).map(move |j| (i, j))) {
            let gates = network.gates(&[at(i), at(j)]);
            match points.get_mut(&gates) {
                Some(points) => *points += 1,
                None => prop_assert!(false, "no cell has the gates of {:?}", [at(i), at(j)]),
            }
        }
        for cell in &cells {
            // A convex set misses, or gains, no more of the grid's squares than its edge meets:
            // fewer than 4 n of them.
            let square = 16.0 / f64::from(n * n);
            let expected = cell.area() / square;
            let found = points[&cell.gates] as f64;
            prop_assert!((found - expected).abs() <= f64::from(4 * n), "{found} {expected}");
        }
    }
}
