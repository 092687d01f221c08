//! Self-attention.

use super::blocks::{each_block, stack};
use super::{Layer, check_batch, exactly};
use crate::{Init, Params, Stream};
use autodiff::{IndexTable, Shape, Tape, Var};

/// Multi-head self-attention (Vaswani et al. 2017, section 3.2): each position asks all positions
/// of its example and mixes their answers. For the P × C matrix X of an example, its head a has
///
/// Q = X W_Q + b_Q,  K = X W_K + b_K,  V = X W_V + b_V  (P × C / A each),
/// head_a = softmax(Q Kᵀ / √(C / A)) V,
///
/// and the A heads, side by side, go through W_O and b_O. A *causal* head adds −∞ to the scores
/// of later positions before the softmax, so that no position sees what comes after it.
///
/// | | shape |
/// | --- | --- |
/// | inputs | (n P) × C |
/// | `in.weight` (W_Q of all heads, then W_K, then W_V) | C × 3 C |
/// | `in.bias` | 1 × 3 C |
/// | Q, K, V | (n A P) × (C / A): the heads of an example below one another |
/// | scores | P × P, for one example and head after another |
/// | `out.weight` (W_O) | C × C |
/// | `out.bias` (b_O) | 1 × C |
/// | outputs | (n P) × C |
///
/// It is PyTorch's `MultiheadAttention` of one sequence with itself, whose weights are the
/// transposes. By itself it treats positions as a set: for an order, add
/// [`Positions`](super::Positions) first.
#[derive(Clone, Debug, PartialEq)]
pub struct Attention {
    positions: usize,
    channels: usize,
    heads: usize,
    init: Init,
    /// Queries, keys and values of each head.
    taken: [IndexTable; 3],
    /// The heads side by side.
    joined: IndexTable,
    /// What is added to the scores, P × P.
    mask: Option<Vec<f64>>,
}

impl Attention {
    /// Attention among all positions. Each of its four C × C matrices is drawn by itself, with C as
    /// both fans.
    ///
    /// # Panics
    ///
    /// If there is no head, or if the channels are not a multiple of the heads.
    #[track_caller]
    pub fn new(positions: usize, channels: usize, heads: usize, init: Init) -> Self {
        assert!(
            heads > 0 && channels > 0 && channels.is_multiple_of(heads),
            "{channels} channels cannot be shared by {heads} heads"
        );
        let width = channels / heads;
        let projected = Shape::new(positions, 3 * channels);
        let stacked = Shape::new(heads * positions, width);
        let taken = [0, 1, 2].map(|part| {
            let entry = |row: usize, col: usize| {
                let (head, position) = (row / positions, row % positions);
                position * 3 * channels + part * channels + head * width + col
            };
            table(projected, stacked, entry)
        });
        let joined = table(stacked, Shape::new(positions, channels), |position, channel| {
            let (head, col) = (channel / width, channel % width);
            (head * positions + position) * width + col
        });
        Self { positions, channels, heads, init, taken, joined, mask: None }
    }

    /// Each position sees itself and what comes before it.
    #[must_use]
    pub fn causal(mut self) -> Self {
        let cell = |i, j| if j > i { f64::NEG_INFINITY } else { 0.0 };
        let row = |i| (0..self.positions).map(move |j| cell(i, j));
        self.mask = Some((0..self.positions).flat_map(row).collect());
        self
    }
}

/// A table with an entry for each place.
fn table(source: Shape, output: Shape, entry: impl Fn(usize, usize) -> usize) -> IndexTable {
    let places = (0..output.len()).map(|i| (i / output.cols, i % output.cols));
    let entries = places.map(|(row, col)| Some(entry(row, col) as u32)).collect();
    IndexTable::new(source, output, entries)
}

impl Layer for Attention {
    fn add_slots(&self, name: &str, params: &mut Params, stream: &mut Stream) {
        for (slot, cols) in [("in", 3 * self.channels), ("out", self.channels)] {
            let weight = params.push(&format!("{name}.{slot}.weight"), self.channels, cols);
            self.init.weight(self.channels, self.channels).fill(stream, weight);
            let bias = params.push(&format!("{name}.{slot}.bias"), 1, cols);
            self.init.bias(self.channels).fill(stream, bias);
        }
    }

    fn slots(&self) -> usize {
        4
    }

    #[track_caller]
    fn forward(&self, tape: &mut Tape, params: &[Var], x: Var) -> Var {
        check_batch("attention", tape, x, self.positions, self.channels);
        let [in_weight, in_bias, out_weight, out_bias] = exactly("attention", params);
        let examples = tape.shape(x).rows / self.positions;
        let projected = tape.affine(x, in_weight, in_bias);
        let [q, k, v] = self.taken.each_ref().map(|taken| {
            let table = tape.table(taken.clone());
            tape.gather(projected, table)
        });
        let width = self.channels / self.heads;
        let q = tape.scale(q, 1.0 / (width as f64).sqrt());
        let mask = self.mask.as_ref().map(|mask| tape.leaf(self.positions, self.positions, mask));
        let heads =
            each_block(tape, examples * self.heads, [q, k, v], stack, &mut |tape, [q, k, v]| {
                let mut scores = tape.matmul_nt(q, k);
                if let Some(mask) = mask {
                    scores = tape.add(scores, mask);
                }
                let weights = tape.softmax(scores);
                tape.matmul(weights, v)
            });
        let table = tape.table(self.joined.clone());
        let joined = tape.gather(heads, table);
        tape.affine(joined, out_weight, out_bias)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check, gap, params, permuted, predict, random};
    use super::*;
    use crate::layers::{Positions, Sequential};
    use numerics::elementary::exp;

    fn attention(positions: usize, heads: usize) -> Attention {
        Attention::new(positions, 4, heads, Init::Torch)
    }

    #[test]
    fn derivatives() {
        check(&attention(3, 1), random(3, 4, "x"));
        check(&attention(2, 2), random(4, 4, "x"));
        check(&attention(3, 2).causal(), random(3, 4, "x"));
    }

    /// One head, position by position.
    #[test]
    fn it_is_what_it_says() {
        let layer = attention(3, 1);
        let (params, x) = (params(&layer), random(3, 4, "x"));
        let get = |slot: &str| params.get(&format!("layer.{slot}")).unwrap();
        let affine = |x: &[f64], slot: &str, cols: usize| -> Vec<f64> {
            let (w, b) = (get(&format!("{slot}.weight")), get(&format!("{slot}.bias")));
            let sum = |j: usize| (0..4).map(|i| x[i] * w[i * cols + j]).sum::<f64>() + b[j];
            (0..cols).map(sum).collect()
        };
        let projected: Vec<Vec<f64>> = x.data.chunks(4).map(|x| affine(x, "in", 12)).collect();
        let y = predict(&layer, &x);
        for (asking, found) in projected.iter().zip(y.data.chunks(4)) {
            let score =
                |other: &Vec<f64>| exp((0..4).map(|c| asking[c] * other[4 + c]).sum::<f64>() / 2.0);
            let total: f64 = projected.iter().map(score).sum();
            let mixed: Vec<f64> = (0..4)
                .map(|c| projected.iter().map(|other| score(other) / total * other[8 + c]).sum())
                .collect();
            for (found, expected) in found.iter().zip(affine(&mixed, "out", 4)) {
                assert!((found - expected).abs() < 1e-13);
            }
        }
    }

    /// Permuted positions give permuted outputs, but not if they carry their places.
    #[test]
    fn it_treats_positions_as_a_set() {
        let (x, order) = (random(10, 4, "set"), [3, 0, 4, 1, 2]);
        let moved = |layer: &dyn Layer| {
            let outputs = permuted(&predict(layer, &x), &order);
            gap(&outputs, &predict(layer, &permuted(&x, &order)))
        };
        assert!(moved(&attention(5, 2)) < 1e-14);
        assert!(moved(&attention(5, 2).causal()) > 0.1);
        let placed = Sequential::new().then(Positions::sinusoidal(5, 4)).then(attention(5, 2));
        assert!(moved(&placed) > 0.1);
    }

    /// To the bit: a masked weight is zero.
    #[test]
    fn a_causal_head_does_not_see_the_future() {
        let x = random(10, 4, "causal");
        let mut changed = x.clone();
        changed.data[3 * 4] += 1.0; // The fourth position of the first example.
        let same = |layer: &dyn Layer| -> Vec<bool> {
            let (y, z) = (predict(layer, &x), predict(layer, &changed));
            y.data.chunks(4).zip(z.data.chunks(4)).map(|(y, z)| y == z).collect()
        };
        let expected = [true, true, true, false, false, true, true, true, true, true];
        assert_eq!(same(&attention(5, 2).causal()), expected);
        assert_eq!(same(&attention(5, 2))[..5], [false; 5]);
    }

    #[test]
    #[should_panic(expected = "4 channels cannot be shared by 3 heads")]
    fn heads_share_the_channels() {
        attention(2, 3);
    }
}
