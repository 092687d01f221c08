//! Sums and dot products in an order that depends on the length alone.
//!
//! A chunk of 4,096 elements goes into 16 running sums, element i into sum
//! i mod 16, and these are added in pairs (i and i + 8, then i and i + 4, ...).
//! The chunks' sums are added as a binary tree, split at half of the next power
//! of two. So no vector level can change a bit, and rounding errors do not pile
//! up along a long slice.

use crate::level::vectorise;
use std::ops::Range;

/// Running sums: two vectors of the widest level.
pub(crate) const LANES: usize = 16;

/// Elements that one leaf of the tree adds: 32 kB.
const CHUNK: usize = 4096;

/// The sum of `x`; +0 for an empty slice.
///
/// ```
/// assert_eq!(numerics::sum(&[1.0, 2.0, 3.5]), 6.5);
/// ```
pub fn sum(x: &[f64]) -> f64 {
    tree(0..x.len(), &|chunk| {
        let x = &x[chunk];
        vectorise(|| chunk_sum(x))
    })
}

/// The dot product of `x` and `y`; +0 for empty slices.
///
/// ```
/// assert_eq!(numerics::dot(&[1.0, 2.0], &[3.0, 4.0]), 11.0);
/// ```
///
/// # Panics
/// If the lengths differ.
#[track_caller]
pub fn dot(x: &[f64], y: &[f64]) -> f64 {
    assert!(x.len() == y.len(), "dot: lengths {} and {} differ", x.len(), y.len());
    tree(0..x.len(), &|chunk| {
        let (x, y) = (&x[chunk.clone()], &y[chunk]);
        vectorise(|| chunk_dot(x, y))
    })
}

#[inline(always)]
fn chunk_sum(x: &[f64]) -> f64 {
    let mut lanes = [0.0; LANES];
    let (blocks, rest) = x.as_chunks::<LANES>();
    for block in blocks {
        for (lane, x) in lanes.iter_mut().zip(block) {
            *lane += x;
        }
    }
    for (lane, x) in lanes.iter_mut().zip(rest) {
        *lane += x;
    }
    add_lanes(lanes)
}

#[inline(always)]
pub(crate) fn chunk_dot(x: &[f64], y: &[f64]) -> f64 {
    let mut lanes = [0.0; LANES];
    let (x_blocks, x_rest) = x.as_chunks::<LANES>();
    let (y_blocks, y_rest) = y.as_chunks::<LANES>();
    for (x, y) in x_blocks.iter().zip(y_blocks) {
        for ((lane, x), y) in lanes.iter_mut().zip(x).zip(y) {
            *lane += x * y;
        }
    }
    for ((lane, x), y) in lanes.iter_mut().zip(x_rest).zip(y_rest) {
        *lane += x * y;
    }
    add_lanes(lanes)
}

#[inline(always)]
pub(crate) fn add_lanes(mut lanes: [f64; LANES]) -> f64 {
    let mut half = LANES / 2;
    while half > 0 {
        for i in 0..half {
            lanes[i] += lanes[i + half];
        }
        half /= 2;
    }
    lanes[0]
}

/// Adds `leaf` of the chunks of `range` as a binary tree.
fn tree(range: Range<usize>, leaf: &impl Fn(Range<usize>) -> f64) -> f64 {
    let chunks = range.len().div_ceil(CHUNK);
    if chunks <= 1 {
        return leaf(range);
    }
    let middle = range.start + chunks.next_power_of_two() / 2 * CHUNK;
    tree(range.start..middle, leaf) + tree(middle..range.end, leaf)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_sums_are_positive_zero() {
        assert_eq!(sum(&[]).to_bits(), 0);
        assert_eq!(dot(&[], &[]).to_bits(), 0);
    }

    /// The order of additions, written down a second time as naively as can be.
    fn sum_by_definition(x: &[f64]) -> f64 {
        let mut parts: Vec<f64> = x
            .chunks(4096)
            .map(|chunk| {
                let mut s = [0.0; 16];
                for (i, x) in chunk.iter().enumerate() {
                    s[i % 16] += x;
                }
                let s: [f64; 8] = std::array::from_fn(|i| s[i] + s[i + 8]);
                let s: [f64; 4] = std::array::from_fn(|i| s[i] + s[i + 4]);
                (s[0] + s[2]) + (s[1] + s[3])
            })
            .collect();
        // Adding neighbours, an odd one out going up alone, is the same tree.
        while parts.len() > 1 {
            parts = parts
                .chunks(2)
                .map(|pair| if let [a, b] = pair { a + b } else { pair[0] })
                .collect();
        }
        parts.first().copied().unwrap_or(0.0)
    }

    #[test]
    fn the_order_is_the_documented_one() {
        // Terms of very different size, so that every change of order shows.
        let x: Vec<f64> =
            (0..40_000u32).map(|i| f64::from(i.wrapping_mul(2_654_435_761)).sqrt() * 0.1).collect();
        let ones = vec![1.0; x.len()];
        for len in [1, 15, 16, 17, 100, 4095, 4096, 4097, 8192, 12_288, 12_289, 20_000, 40_000] {
            let expected = sum_by_definition(&x[..len]);
            assert_eq!(sum(&x[..len]), expected, "length {len}");
            assert_eq!(dot(&x[..len], &ones[..len]), expected, "length {len}");
        }
    }

    #[test]
    #[should_panic(expected = "dot: lengths 1 and 2 differ")]
    fn lengths_are_checked() {
        dot(&[1.0], &[1.0, 2.0]);
    }
}
