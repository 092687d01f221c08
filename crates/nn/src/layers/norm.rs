//! Layer normalisation.

use super::{Layer, exactly};
use crate::{Params, Stream};
use autodiff::{Fun, Tape, Var};

/// Layer normalisation (Ba, Kiros & Hinton 2016): each row, by itself, is brought to mean 0 and
/// variance 1 over its C channels,
///
/// y = γ ⊙ (x − μ) / √(σ² + ε) + β,  μ = (1 / C) Σ_j x_j,  σ² = (1 / C) Σ_j (x_j − μ)²,
///
/// with ε = 1e-5, PyTorch's default.
///
/// | | shape |
/// | --- | --- |
/// | inputs, outputs | m × C, for any m |
/// | `scale` (γ) | 1 × C, 1 at first. PyTorch calls it weight |
/// | `shift` (β) | 1 × C, 0 at first. PyTorch calls it bias |
///
/// γ is not called a weight because [`Mask`](crate::Mask) prunes weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LayerNorm {
    /// C.
    pub channels: usize,
}

/// ε.
const EPSILON: f64 = 1e-5;

impl Layer for LayerNorm {
    fn add_slots(&self, name: &str, params: &mut Params, _stream: &mut Stream) {
        params.push(&format!("{name}.scale"), 1, self.channels).fill(1.0);
        params.push(&format!("{name}.shift"), 1, self.channels);
    }

    fn slots(&self) -> usize {
        2
    }

    #[track_caller]
    fn forward(&self, tape: &mut Tape, params: &[Var], x: Var) -> Var {
        let [scale, shift] = exactly("a layer normalisation", params);
        let (rows, channels) = (tape.shape(x).rows, self.channels);
        let mean = row_means(tape, x, channels);
        let centred = tape.sub(x, mean);
        let square = tape.mul(centred, centred);
        let variance = row_means(tape, square, channels);
        let variance = tape.shift(variance, EPSILON);
        let deviation = tape.map(Fun::Sqrt, variance);
        let normal = tape.div(centred, deviation);
        let scale = tape.spread_rows(scale, rows);
        let shift = tape.spread_rows(shift, rows);
        let scaled = tape.mul(normal, scale);
        tape.add(scaled, shift)
    }
}

/// The mean of each row, in all its places.
#[track_caller]
fn row_means(tape: &mut Tape, x: Var, channels: usize) -> Var {
    let sum = tape.sum_cols(x);
    let mean = tape.scale(sum, 1.0 / channels as f64);
    tape.spread_cols(mean, channels)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check, gap, matrix, predict, random};
    use super::*;

    #[test]
    fn derivatives() {
        check(&LayerNorm { channels: 4 }, random(3, 4, "x"));
    }

    /// As made, without values of its own: mean 0, variance 1 up to ε.
    #[test]
    fn rows_are_normal() {
        let layer = LayerNorm { channels: 50 };
        let mut params = Params::new();
        layer.add_slots("norm", &mut params, &mut Stream::new("nn.layers", 0, "norm"));
        let (mut tape, mut leaves) = (Tape::new(), Vec::new());
        params.push_leaves(&mut tape, &mut leaves);
        let x: Vec<f64> = random(2, 50, "x").data.iter().map(|x| 7.0 + 3.0 * x).collect();
        let x = tape.leaf(2, 50, &x);
        let y = layer.forward(&mut tape, &leaves, x);
        for row in tape.value(y).chunks(50) {
            let mean = row.iter().sum::<f64>() / 50.0;
            let variance = row.iter().map(|y| (y - mean) * (y - mean)).sum::<f64>() / 50.0;
            assert!(mean.abs() < 1e-14 && (variance - 1.0).abs() < 1e-5, "{mean} {variance}");
        }
    }

    /// Shift and scale of a row do not matter; a constant row becomes β.
    #[test]
    fn it_forgets_shift_and_scale() {
        let layer = LayerNorm { channels: 6 };
        let x = random(2, 6, "x");
        let large = matrix(2, 6, &x.data.iter().map(|x| 1e4 * x - 5.0).collect::<Vec<_>>());
        let larger = matrix(2, 6, &x.data.iter().map(|x| 1e5 * x + 5.0).collect::<Vec<_>>());
        assert!(gap(&predict(&layer, &large), &predict(&layer, &larger)) < 1e-10);
        let constant = |c: f64| predict(&layer, &matrix(1, 6, &[c; 6])).data;
        assert_eq!(constant(7.0), constant(-2.0));
    }
}
