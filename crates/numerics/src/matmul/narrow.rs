//! Many rows times a matrix with fewer columns than a tile has.
//!
//! Tiles keep their width. B is copied to rows of it, whatever comes after a row going with it, and
//! what is computed there is thrown away: rows of the result are written from the first to the
//! last, each over what the one before left in it, and at the end only what belongs there.

use super::Product;
use super::tile::{Job, Panel, Terms, across};

impl Job<'_> {
    /// A B or A B^T for n <= C; `packed` grows to k rows of C.
    #[inline(always)]
    pub(super) fn run_narrow<const C: usize>(self, packed: &mut Vec<f64>, out: &mut [f64]) {
        let Job { product, m, k, n, b, .. } = self;
        if packed.len() < k * C {
            packed.resize(k * C, 0.0);
        }
        let packed = &mut packed[..k * C];
        if product == Product::Nt {
            self.pack(Terms { start: 0, depth: k }, 0, C, packed);
        } else {
            for (p, row) in packed.as_chunks_mut::<C>().0.iter_mut().enumerate() {
                let b = &b[p * n..];
                if let Some(wide) = b.first_chunk() {
                    *row = *wide;
                } else {
                    row[..n].copy_from_slice(&b[..n]);
                }
            }
        }
        let mut i = 0;
        while i + 4 <= m {
            self.narrow_rows::<4, C>(i, packed, out);
            i += 4;
        }
        while i < m {
            self.narrow_rows::<1, C>(i, packed, out);
            i += 1;
        }
    }

    /// Rows i..i + R.
    #[inline(always)]
    fn narrow_rows<const R: usize, const C: usize>(&self, i: usize, b: &[f64], out: &mut [f64]) {
        let Job { k, n, a, .. } = *self;
        let mut rows = [&a[..0]; R];
        for (r, row) in rows.iter_mut().enumerate() {
            *row = &a[(i + r) * k..][..k];
        }
        let mut sums = [[0.0; C]; R];
        across(&mut sums, rows, Panel { rows: b, stride: C });
        for (r, sums) in sums.iter().enumerate() {
            let out = &mut out[(i + r) * n..];
            if let Some(wide) = out.first_chunk_mut() {
                *wide = *sums;
            } else {
                out[..n].copy_from_slice(&sums[..n]);
            }
        }
    }
}
