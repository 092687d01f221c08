//! "Why linear depth collapses": how fast, and two ranks that disagree.

use nn::Stream;
use numerics::elementary::{exp, ln};
use numerics::{Matrix, sum};

// ANCHOR: factor
/// By how much `layers` layers of `width` units bring two nearby inputs
/// together, on average a layer: weights and biases as PyTorch draws them.
pub fn factor(width: usize, layers: usize, relu: bool, stream: &mut Stream) -> f64 {
    let bound = 1.0 / (width as f64).sqrt();
    let mut pair = Matrix::from_fn(2, width, |_, _| stream.normal());
    for j in 0..width {
        pair[(1, j)] = pair[(0, j)] + 1e-6 * pair[(1, j)];
    }
    let distance = |pair: &Matrix| {
        let apart = |j| (pair[(0, j)] - pair[(1, j)]) * (pair[(0, j)] - pair[(1, j)]);
        (0..width).map(apart).sum::<f64>().sqrt()
    };
    let before = distance(&pair);
    for _ in 0..layers {
        let weight = Matrix::from_fn(width, width, |_, _| stream.uniform_in(-bound, bound));
        pair = pair.matmul(&weight);
        for j in 0..width {
            let bias = stream.uniform_in(-bound, bound);
            for i in 0..2 {
                let z = pair[(i, j)] + bias;
                pair[(i, j)] = if relu && z < 0.0 { 0.0 } else { z };
            }
        }
    }
    exp(ln(distance(&pair) / before) / layers as f64)
}
// ANCHOR_END: factor

// ANCHOR: ranks
/// The entropy rank and the stable rank of singular values.
pub fn ranks(s: &[f64]) -> [f64; 2] {
    let total = sum(s);
    let surprises: Vec<f64> = s.iter().map(|s| -s / total * ln(s / total)).collect();
    let squares: Vec<f64> = s.iter().map(|x| x * x / (s[0] * s[0])).collect();
    [exp(sum(&surprises)), sum(&squares)]
}
// ANCHOR_END: ranks

#[cfg(test)]
mod tests {
    use super::*;

    // ANCHOR: factor_test
    #[test]
    fn a_layer_keeps_a_third_of_the_square_and_relu_half_of_that() {
        let mean = |relu| {
            let run = |seed| factor(64, 10, relu, &mut Stream::new("exercise", seed, "pair"));
            (0..20).map(run).sum::<f64>() / 20.0
        };
        assert!((mean(false) - (1.0 / 3.0_f64).sqrt()).abs() < 0.02);
        assert!((mean(true) - (1.0 / 6.0_f64).sqrt()).abs() < 0.02);
    }
    // ANCHOR_END: factor_test

    // ANCHOR: ranks_test
    #[test]
    fn a_peak_on_a_plateau_has_more_rank_and_less() {
        let mut plateau = [0.05; 50];
        plateau[0] = 1.0;
        let even = [1.0, 1.0, 1.0];
        let ([entropy, stable], [few_entropy, few_stable]) = (ranks(&plateau), ranks(&even));
        assert!(entropy > 20.0 && stable < 1.2);
        assert!((few_entropy - 3.0).abs() < 1e-14 && few_stable == 3.0);
    }
    // ANCHOR_END: ranks_test
}
