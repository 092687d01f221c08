//! Losses, as programs on the tape.

use autodiff::{Tape, Var};
use serde::{Deserialize, Serialize};

/// What training makes small.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Loss {
    /// The mean of (p − t)² over all entries of the n × k predictions p and targets t.
    MeanSquared,
    /// Softmax cross-entropy: for logits z and a target distribution t, both n × k, the mean over
    /// the rows of ln Σ_j exp z_j − Σ_j t_j z_j. A row of t adds up to 1;
    /// [`Dataset::one_hot`](crate::data::Dataset::one_hot) makes them from labels.
    CrossEntropy,
}

impl Loss {
    /// Pushes the mean loss of `predictions` against `targets` (1 × 1).
    ///
    /// # Panics
    ///
    /// If the shapes differ.
    #[track_caller]
    pub fn mean(self, tape: &mut Tape, predictions: Var, targets: Var) -> Var {
        let examples = tape.shape(predictions).rows;
        self.share(tape, predictions, targets, examples)
    }

    /// Pushes what these rows contribute to the mean over `examples` rows (1 × 1). The shares of
    /// all blocks of a data set add up to its mean loss.
    ///
    /// # Panics
    ///
    /// If the shapes differ.
    #[track_caller]
    pub fn share(self, tape: &mut Tape, predictions: Var, targets: Var, examples: usize) -> Var {
        match self {
            Self::MeanSquared => {
                let entries = examples * tape.shape(predictions).cols;
                let difference = tape.sub(predictions, targets);
                let square = tape.mul(difference, difference);
                let sum = tape.sum_all(square);
                tape.scale(sum, 1.0 / entries as f64)
            }
            Self::CrossEntropy => {
                let normaliser = tape.log_sum_exp(predictions);
                let products = tape.mul(targets, predictions);
                let logit = tape.sum_cols(products);
                // Row by row, so that large logits cancel before they are added up.
                let surprise = tape.sub(normaliser, logit);
                let sum = tape.sum_all(surprise);
                tape.scale(sum, 1.0 / examples as f64)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use numerics::elementary::{exp, ln};

    fn value(loss: Loss, cols: usize, predictions: &[f64], targets: &[f64]) -> f64 {
        let mut tape = Tape::new();
        let rows = predictions.len() / cols;
        let p = tape.leaf(rows, cols, predictions);
        let t = tape.leaf(rows, cols, targets);
        let y = loss.mean(&mut tape, p, t);
        tape.scalar(y)
    }

    #[test]
    fn mean_squared_error_is_over_all_entries() {
        // (1 + 4 + 0 + 9) / 4
        assert_eq!(value(Loss::MeanSquared, 2, &[1.0, 2.0, 3.0, 4.0], &[0.0, 4.0, 3.0, 1.0]), 3.5);
    }

    #[test]
    fn cross_entropy_is_the_surprise_at_the_label() {
        let found = value(Loss::CrossEntropy, 3, &[1.0, 2.0, 0.5], &[0.0, 1.0, 0.0]);
        let expected = -ln(exp(2.0) / (exp(1.0) + exp(2.0) + exp(0.5)));
        assert!((found - expected).abs() < 1e-15, "{found} {expected}");
        // Without knowledge, ln 3; two rows do not add up but average.
        let found = value(Loss::CrossEntropy, 3, &[7.0; 6], &[0.0, 1.0, 0.0, 1.0, 0.0, 0.0]);
        assert!((found - ln(3.0)).abs() < 1e-15, "{found}");
    }

    #[test]
    fn huge_logits_do_not_overflow() {
        let right = value(Loss::CrossEntropy, 2, &[1e4, -1e4], &[1.0, 0.0]);
        let wrong = value(Loss::CrossEntropy, 2, &[1e4, -1e4], &[0.0, 1.0]);
        assert_eq!((right, wrong), (0.0, 2e4));
    }

    /// The gradient of cross-entropy with respect to the logits: (softmax − target) / rows.
    #[test]
    fn cross_entropy_pulls_by_the_error_of_the_probabilities() {
        let (logits, targets) = ([0.3, -1.0, 2.0, 0.0], [1.0, 0.0, 0.0, 1.0]);
        let mut tape = Tape::new();
        let z = tape.leaf(2, 2, &logits);
        let t = tape.leaf(2, 2, &targets);
        let y = Loss::CrossEntropy.mean(&mut tape, z, t);
        let gradient = tape.gradient(y, &[z])[0];
        for (row, (z, t)) in logits.chunks(2).zip(targets.chunks(2)).enumerate() {
            let normaliser = exp(z[0]) + exp(z[1]);
            for j in 0..2 {
                let expected = (exp(z[j]) / normaliser - t[j]) / 2.0;
                assert!((tape.value(gradient)[2 * row + j] - expected).abs() < 1e-15);
            }
        }
    }

    #[test]
    fn shares_add_up() {
        let (p, t) = ([0.5, 1.5, -2.0, 0.25, 1.0, 3.0], [1.0, 0.0, 0.0, 1.0, 0.5, 0.5]);
        for loss in [Loss::MeanSquared, Loss::CrossEntropy] {
            let mut tape = Tape::new();
            let mut sum = 0.0;
            for range in [0..4, 4..6] {
                let rows = range.len() / 2;
                let (p, t) = (tape.leaf(rows, 2, &p[range.clone()]), tape.leaf(rows, 2, &t[range]));
                let share = loss.share(&mut tape, p, t, 3);
                sum += tape.scalar(share);
            }
            assert!((sum - value(loss, 2, &p, &t)).abs() < 1e-15);
        }
    }
}
