//! Matrix products, equal bit for bit to the textbook's three loops.
//!
//! Element (i, j) of the result is, by definition,
//!
//! ```text
//! c = 0.0;  for p in 0..k { c = c + a(i, p) * b(p, j) }
//! ```
//!
//! with both roundings of each step. The order of the sum over p is all that
//! matters for the bits; which elements are computed side by side does not. So
//! the code is free to choose. In [`tile`], vector lanes run along j, registers
//! hold a tile of several rows, and blocks keep the operands in cache; [`narrow`]
//! and [`column`] are for results that have fewer columns than a vector has lanes.

mod column;
mod narrow;
mod tile;

use crate::level::{Level, vectorise};
use std::cell::RefCell;

/// Which operand of a product is read transposed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Product {
    /// A B, with A stored m x k and B stored k x n.
    Nn,
    /// A^T B, with A stored k x m and B stored k x n: the gradient of a weight.
    Tn,
    /// A B^T, with A stored m x k and B stored n x k: the gradient of an input.
    Nt,
}

thread_local! {
    /// Where a block of B is packed: kept, so that only a thread's first large
    /// product allocates.
    static PACKED: RefCell<Vec<f64>> = const { RefCell::new(Vec::new()) };
}

/// Writes the m x n product to `out`; k is the length of each sum. All matrices
/// are row-major and contiguous. A sum over nothing (k = 0) is +0.
///
/// ```
/// use numerics::{Product, matmul};
/// let a = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]; // 2 x 3
/// let mut gram = [0.0; 4];
/// matmul(Product::Nt, 2, 3, 2, &a, &a, &mut gram);
/// assert_eq!(gram, [14.0, 32.0, 32.0, 77.0]);
/// ```
///
/// # Panics
/// If the length of a slice does not fit the shape.
#[track_caller]
pub fn matmul(
    product: Product,
    m: usize,
    k: usize,
    n: usize,
    a: &[f64],
    b: &[f64],
    out: &mut [f64],
) {
    let slices = [("a", a.len(), m, k), ("b", b.len(), k, n), ("out", out.len(), m, n)];
    for (name, len, rows, cols) in slices {
        let fits = rows.checked_mul(cols) == Some(len);
        assert!(fits, "matmul {product:?}, m = {m}, k = {k}, n = {n}: {name} has {len} elements");
    }
    if k == 0 {
        out.fill(0.0);
    }
    if out.is_empty() || k == 0 {
        return;
    }
    // A vector is its own transpose in memory, and a * b = b * a: products with
    // a vector that would read the matrix across its rows are turned around.
    let job = match product {
        _ if k == 1 => return outer(a, b, out),
        Product::Nn | Product::Nt if n == 1 => return column::column(a, b, out),
        Product::Nt if m == 1 => return column::column(b, a, out),
        Product::Tn if n == 1 => tile::Job { product, m: 1, k, n: m, a: b, b: a },
        _ if m == 1 => tile::Job { product: Product::Tn, m, k, n, a, b },
        _ => tile::Job { product, m, k, n, a, b },
    };
    let level = Level::current();
    // Tiles are at least so high that a copy of B pays.
    let is_tall = job.m >= if job.product == Product::Tn { 4 } else { 16 };
    PACKED.with_borrow_mut(|packed| {
        let body = {
            #[inline(always)]
            || match (level, job.m, job.n) {
                (Level::Avx512, 1, 33..64) => job.run_narrow::<1, 64>(packed, out),
                (Level::Avx512, _, ..=8) if is_tall => job.run_narrow::<4, 8>(packed, out),
                (Level::Avx512, _, ..16) if is_tall => job.run_narrow::<4, 16>(packed, out),
                (Level::Avx512, ..) => job.run(16, packed, out),
                (Level::Avx2, _, ..=4) if is_tall => job.run_narrow::<4, 4>(packed, out),
                (Level::Avx2, _, ..8) if is_tall => job.run_narrow::<4, 8>(packed, out),
                (Level::Avx2, ..) => job.run(8, packed, out),
                (Level::Sse2 | Level::Portable, ..) => job.run(4, packed, out),
            }
        };
        vectorise(body);
    });
}

/// a b^T for two vectors: each sum has one term, added to +0.
fn outer(a: &[f64], b: &[f64], out: &mut [f64]) {
    // One column is one row in memory.
    let (a, b) = if b.len() == 1 { (b, a) } else { (a, b) };
    vectorise(|| {
        for (row, &a) in out.chunks_exact_mut(b.len()).zip(a) {
            row.iter_mut().zip(b).for_each(|(out, &b)| *out = 0.0 + a * b);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_of_nothing() {
        let mut out = [7.0; 6];
        matmul(Product::Nn, 2, 0, 3, &[], &[], &mut out);
        assert_eq!(out.map(f64::to_bits), [0; 6]);
        matmul(Product::Nt, 0, 3, 2, &[], &[1.0; 6], &mut []);
        matmul(Product::Tn, 2, 3, 0, &[1.0; 6], &[], &mut []);
    }

    #[test]
    fn the_sum_starts_from_positive_zero() {
        let mut out = [7.0];
        matmul(Product::Nn, 1, 1, 1, &[-0.0], &[1.0], &mut out);
        assert_eq!(out[0].to_bits(), 0);
    }

    #[test]
    #[should_panic(expected = "matmul Tn, m = 2, k = 3, n = 1: b has 2 elements")]
    fn lengths_are_checked() {
        matmul(Product::Tn, 2, 3, 1, &[0.0; 6], &[0.0; 2], &mut [0.0; 2]);
    }
}
