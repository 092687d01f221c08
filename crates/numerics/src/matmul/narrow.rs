//! Results with fewer columns than a tile has.
//!
//! Tiles keep their width. A row of B is read with whatever comes after it, and what is computed
//! there is thrown away: rows of the result are written from the first to the last, each over what
//! the one before left in it, and at the end only what belongs there. B is copied to rows of a
//! tile's width first; in A^T B, where it is long, only its end is.

use super::Product;
use super::tile::{Job, Panel, Terms, across, down};

impl Job<'_> {
    /// The product for n <= C and m >= R; `packed` grows to k rows of C.
    #[inline(always)]
    pub(super) fn run_narrow<const R: usize, const C: usize>(
        self,
        packed: &mut Vec<f64>,
        out: &mut [f64],
    ) {
        let Job { product, m, k, n, b, .. } = self;
        // Of so many rows of n numbers, those in which C can be read or written.
        let wide = |rows: usize| (rows * n + n).saturating_sub(C) / n;
        let start = if product == Product::Tn { wide(k - 1) } else { 0 };
        let terms = Terms { start, depth: k - start };
        if packed.len() < terms.depth * C {
            packed.resize(terms.depth * C, 0.0);
        }
        let packed = &mut packed[..terms.depth * C];
        if product == Product::Nt {
            self.pack(terms, 0, C, packed);
        } else {
            for (row, b) in packed.chunks_exact_mut(C).zip(b[start * n..].chunks_exact(n)) {
                row[..n].copy_from_slice(b);
            }
        }
        let mut i = 0;
        while i + R <= wide(m) {
            for (r, sums) in self.narrow_tile::<R, C>(i, terms, packed).iter().enumerate() {
                out[(i + r) * n..][..C].copy_from_slice(sums);
            }
            i += R;
        }
        while i < m {
            // A tile that would stick out moves up, and repeats some rows.
            i = i.min(m - R);
            for (r, sums) in self.narrow_tile::<R, C>(i, terms, packed).iter().enumerate() {
                out[(i + r) * n..][..n].copy_from_slice(&sums[..n]);
            }
            i += R;
        }
    }

    /// The tile whose first row is `i`, where `packed` has the given terms, the last ones.
    #[inline(always)]
    fn narrow_tile<const R: usize, const C: usize>(
        &self,
        i: usize,
        terms: Terms,
        packed: &[f64],
    ) -> [[f64; C]; R] {
        let Job { product, m, k, n, a, b } = *self;
        let packed = Panel { rows: packed, stride: C };
        let mut sums = [[0.0; C]; R];
        if product == Product::Tn {
            down(&mut sums, terms.start, &a[i..], m, Panel { rows: b, stride: n });
            down(&mut sums, terms.depth, &a[terms.start * m + i..], m, packed);
        } else {
            let mut rows = [&a[..0]; R];
            for (r, row) in rows.iter_mut().enumerate() {
                *row = &a[(i + r) * k..][..k];
            }
            across(&mut sums, rows, packed);
        }
        sums
    }
}
