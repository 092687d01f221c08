//! "How many examples a bias saves": what an MLP cannot notice, and the most that a bag can reach.

use nn::{Loss, Mlp, Objective, Optimiser, Params, Schedule, Trainer};
use numerics::Matrix;

// ANCHOR: permuted
/// The same network for inputs in another order: row i of the first weight becomes row
/// `order[i]` of the old one.
pub fn reordered(params: &Params, order: &[usize]) -> Params {
    let mut moved = params.clone();
    let old = params.get("layers.0.weight").expect("the first weight");
    let width = old.len() / order.len();
    let new = moved.get_mut("layers.0.weight").expect("the first weight");
    for (row, &from) in new.chunks_mut(width).zip(order) {
        row.copy_from_slice(&old[from * width..][..width]);
    }
    moved
}

/// The outputs on the training inputs after 100 steps of Adam.
pub fn learnt(mlp: &Mlp, params: Params, x: &Matrix, targets: &Matrix) -> Matrix {
    let optimiser = Optimiser::adam(params.len());
    let objective = Objective::new(mlp, Loss::CrossEntropy, x, targets);
    let mut trainer = Trainer::new(objective, params, optimiser, Schedule::Constant(0.01));
    trainer.run(100, |_, _| ());
    mlp.predict(trainer.params(), x)
}
// ANCHOR_END: permuted

// ANCHOR: bag
/// The mean over all words of `length` letters, of two kinds, of the share of the commoner kind.
pub fn commoner_share(length: u32) -> f64 {
    let share = |word: u32| {
        let ones = word.count_ones();
        let zeros = length - ones;
        f64::from(if ones > zeros { ones } else { zeros }) / f64::from(length)
    };
    (0..1 << length).map(share).sum::<f64>() / f64::from(1 << length)
}
// ANCHOR_END: bag

#[cfg(test)]
mod tests {
    use super::*;
    use autodiff::Fun;
    use nn::{Init, Parametrisation, Stream};

    // ANCHOR: permuted_test
    #[test]
    fn an_mlp_does_not_notice_a_permutation() {
        let stream = |purpose: &str| Stream::new("exercise", 0, purpose);
        let mut draws = stream("inputs");
        let x = Matrix::from_fn(20, 8, |_, _| draws.normal());
        let targets = Matrix::from_fn(20, 2, |i, j| f64::from(u8::from(i % 2 == j)));
        let order = stream("permutation").permutation(8);
        let permuted = Matrix::from_fn(20, 8, |i, j| x[(i, order[j])]);

        let mlp = Mlp::new(&[8, 6, 2], Fun::Relu, Parametrisation::Standard(Init::Torch));
        let params = mlp.init(&mut stream("weights"));
        let plain = learnt(&mlp, params.clone(), &x, &targets);
        let moved = learnt(&mlp, reordered(&params, &order), &permuted, &targets);
        let other = learnt(&mlp, params, &permuted, &targets);
        let gap = |y: &Matrix| -> f64 {
            y.data.iter().zip(&plain.data).map(|(a, b)| (a - b).abs()).sum()
        };
        assert!(gap(&moved) < 1e-9 && gap(&other) > 1e-3);
    }
    // ANCHOR_END: permuted_test

    // ANCHOR: bag_test
    #[test]
    fn a_bag_of_three_is_right_in_three_of_four() {
        assert_eq!(commoner_share(1), 1.0);
        assert!((commoner_share(3) - 0.75).abs() < 1e-15);
        // Towards one half, as 1/2 + 1/√(2π length).
        let excess = commoner_share(16) - 0.5;
        assert!((excess * (32.0 * std::f64::consts::PI).sqrt() - 1.0).abs() < 0.05);
    }
    // ANCHOR_END: bag_test
}
