//! "Templates": how many there are, and two convex halves of a network.

use std::collections::BTreeSet;

use autodiff::Fun;
use geometry::{Affine, ReluNetwork};
use nn::{Init, Mlp, Parametrisation, Stream};

fn random(widths: &[usize], seed: u64) -> ReluNetwork {
    let torch = Parametrisation::Standard(Init::Torch);
    let mlp = Mlp::new(widths, Fun::Relu, torch);
    let params = mlp.init(&mut Stream::new("exercise", seed, "init"));
    ReluNetwork::from_params(&params).expect("finite weights")
}

// ANCHOR: patterns
/// How many patterns of gates a network of 2 inputs and one layer of
/// `units` shows on a fine grid over [-50, 50]².
pub fn patterns(units: usize, seed: u64) -> usize {
    let network = random(&[2, units, 1], seed);
    let axis = || (-250..=250).map(|i| f64::from(i) / 5.0);
    let points = axis().flat_map(|x| axis().map(move |y| [x, y]));
    let all: BTreeSet<_> = points.map(|x| network.gates(&x)).collect();
    all.len()
}
// ANCHOR_END: patterns

// ANCHOR: halves
/// A network with one hidden layer as g − h, both convex: the units with
/// positive read-out weights, and the others with the sign turned.
pub fn convex_halves(network: &ReluNetwork) -> [ReluNetwork; 2] {
    [1.0, -1.0].map(|sign| {
        let mut last = network.last().clone();
        for weight in &mut last.weight.data {
            *weight = if sign * *weight > 0.0 { sign * *weight } else { 0.0 };
        }
        if sign < 0.0 {
            last.bias.fill(0.0);
        }
        let first: &Affine = &network.hidden()[0];
        ReluNetwork::new(vec![first.clone(), last]).expect("the same shapes")
    })
}
// ANCHOR_END: halves

#[cfg(test)]
mod tests {
    use super::*;

    // ANCHOR: patterns_test
    #[test]
    fn three_lines_cut_the_plane_into_seven() {
        for (units, most) in [(1, 2), (2, 4), (3, 7), (4, 11)] {
            let found: Vec<usize> = (0..8).map(|seed| patterns(units, seed)).collect();
            assert!(found.iter().all(|&n| n <= most), "{units}: {found:?}");
            assert!(found.contains(&most), "{units}: {found:?}");
        }
    }
    // ANCHOR_END: patterns_test

    // ANCHOR: halves_test
    #[test]
    fn a_network_is_a_difference_of_convex_networks() {
        let network = random(&[4, 16, 1], 0);
        let [g, h] = convex_halves(&network);
        let mut stream = Stream::new("exercise", 0, "points");
        let mut point = || [0; 4].map(|_| stream.normal());
        for _ in 0..500 {
            let (a, b) = (point(), point());
            let [f, g_a, h_a] = [&network, &g, &h].map(|net| net.output(&a)[0]);
            assert!((f - (g_a - h_a)).abs() < 1e-12);
            let middle = [0, 1, 2, 3].map(|i| 0.5 * (a[i] + b[i]));
            for half in [&g, &h] {
                let at = |x: &[f64]| half.output(x)[0];
                assert!(at(&middle) <= 0.5 * (at(&a) + at(&b)) + 1e-12);
            }
        }
    }
    // ANCHOR_END: halves_test
}
