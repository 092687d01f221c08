//! How a product is cut into blocks and tiles.
//!
//! Three levels, from the outside in. A *block* is up to 256 terms of the sums
//! (so a later block goes on from what is in `out`), 256 columns and 64 rows:
//! its part of B, repacked, and of A, in place, fit the second-level cache. A
//! *panel* is as many columns of a block as a tile has: its part of B fits the
//! first-level cache. A *tile* is a few rows of a panel, kept in registers while
//! the sum runs. Panels get narrower towards the right edge and tiles lower
//! towards the bottom, so nothing is padded; [`super::narrow`] pads.

use super::Product;

/// The size of a block: terms of the sum, columns, rows.
const DEPTH: usize = 256;
const COLUMNS: usize = 256;
const ROWS: usize = 64;

/// A B of up to so many entries is read in place, where it meets at most `rows` rows of A: the fewer
/// they are, the less does a copy pay.
fn in_place(rows: usize) -> usize {
    match rows {
        ..=8 => usize::MAX,
        9..=48 => 256 * 256,
        _ => 128 * 128,
    }
}

/// A product with neither side empty and k > 0.
#[derive(Clone, Copy)]
pub(super) struct Job<'a> {
    pub product: Product,
    pub m: usize,
    pub k: usize,
    pub n: usize,
    pub a: &'a [f64],
    pub b: &'a [f64],
}

/// Terms `start..start + depth` of every sum.
#[derive(Clone, Copy)]
pub(super) struct Terms {
    pub start: usize,
    pub depth: usize,
}

/// Some columns of B: the row of term p starts at p * stride.
#[derive(Clone, Copy)]
pub(super) struct Panel<'a> {
    pub rows: &'a [f64],
    pub stride: usize,
}

impl Job<'_> {
    /// Computes the product in panels of at most `widest` columns. `packed`
    /// grows to the size of a block of B when it is needed.
    #[inline(always)]
    pub(super) fn run(self, widest: usize, packed: &mut Vec<f64>, out: &mut [f64]) {
        // One row leaves the registers to more columns.
        let widest = if self.m == 1 { 4 * widest } else { widest };
        let pack = self.product == Product::Nt || self.k * self.n > in_place(self.m);
        if pack && packed.len() < DEPTH * COLUMNS {
            packed.resize(DEPTH * COLUMNS, 0.0);
        }
        for start in (0..self.k).step_by(DEPTH) {
            let terms = Terms { start, depth: DEPTH.min(self.k - start) };
            for left in (0..self.n).step_by(COLUMNS) {
                let columns = COLUMNS.min(self.n - left);
                if pack {
                    for (j, width) in panels(columns, widest) {
                        self.pack(terms, left + j, width, &mut packed[j * terms.depth..]);
                    }
                }
                for top in (0..self.m).step_by(ROWS) {
                    let bottom = self.m.min(top + ROWS);
                    for (j, width) in panels(columns, widest) {
                        let panel = if pack {
                            Panel { rows: &packed[j * terms.depth..], stride: width }
                        } else {
                            Panel {
                                rows: &self.b[terms.start * self.n + left + j..],
                                stride: self.n,
                            }
                        };
                        let (rows, j) = (top..bottom, left + j);
                        match width {
                            64 => self.sweep::<1, 64>(terms, rows, j, panel, out),
                            32 => self.sweep::<1, 32>(terms, rows, j, panel, out),
                            16 => self.sweep::<4, 16>(terms, rows, j, panel, out),
                            8 => self.sweep::<4, 8>(terms, rows, j, panel, out),
                            4 => self.sweep::<4, 4>(terms, rows, j, panel, out),
                            2 => self.sweep::<4, 2>(terms, rows, j, panel, out),
                            _ => self.sweep::<8, 1>(terms, rows, j, panel, out),
                        }
                    }
                }
            }
        }
    }

    /// Copies `width` columns of B, from column `j` on, to rows of that width, as many as there are.
    #[inline(always)]
    pub(super) fn pack(&self, terms: Terms, j: usize, width: usize, packed: &mut [f64]) {
        let packed = &mut packed[..terms.depth * width];
        if self.product == Product::Nt {
            return self.pack_turned(terms, j, width, packed);
        }
        for (p, row) in packed.chunks_exact_mut(width).enumerate() {
            row.copy_from_slice(&self.b[(terms.start + p) * self.n + j..][..width]);
        }
    }

    /// [`Job::pack`] for A B^T, square by square: eight numbers from each of eight columns, which are
    /// rows in memory, are turned by a quarter in registers.
    #[inline(always)]
    fn pack_turned(&self, terms: Terms, j: usize, width: usize, packed: &mut [f64]) {
        const SIDE: usize = 8;
        let columns = width.min(self.n - j);
        for (part, rows) in packed.chunks_mut(SIDE * width).enumerate() {
            let column = |c| &self.b[(j + c) * self.k + terms.start + part * SIDE..];
            let squares = if rows.len() == SIDE * width { columns / SIDE } else { 0 };
            for left in (0..squares).map(|square| square * SIDE) {
                let mut square = [&[0.0; SIDE]; SIDE];
                for (c, numbers) in square.iter_mut().enumerate() {
                    *numbers = chunk(column(left + c));
                }
                for (p, row) in rows.chunks_exact_mut(width).enumerate() {
                    row[left..][..SIDE].copy_from_slice(&square.map(|numbers| numbers[p]));
                }
            }
            for c in squares * SIDE..columns {
                for (row, x) in rows.chunks_exact_mut(width).zip(column(c)) {
                    row[c] = *x;
                }
            }
        }
    }

    /// A panel's columns of the given rows, in tiles of R rows and then of one.
    #[inline(always)]
    fn sweep<const R: usize, const C: usize>(
        &self,
        terms: Terms,
        rows: std::ops::Range<usize>,
        j: usize,
        panel: Panel,
        out: &mut [f64],
    ) {
        let mut i = rows.start;
        while i + R <= rows.end {
            self.tile::<R, C>(terms, i, j, panel, out);
            i += R;
        }
        while i < rows.end {
            self.tile::<1, C>(terms, i, j, panel, out);
            i += 1;
        }
    }

    /// The R x C tile of `out` whose top left element is (i, j).
    #[inline(always)]
    fn tile<const R: usize, const C: usize>(
        &self,
        terms: Terms,
        i: usize,
        j: usize,
        panel: Panel,
        out: &mut [f64],
    ) {
        let Job { product, m, k, n, a, .. } = *self;
        let Terms { start, depth } = terms;
        let out = &mut out[i * n + j..];
        let mut sums = [[0.0; C]; R];
        if start > 0 {
            for (r, sums) in sums.iter_mut().enumerate() {
                *sums = *chunk(&out[r * n..]);
            }
        }
        if product == Product::Tn {
            down(&mut sums, depth, &a[start * m + i..], m, panel);
        } else {
            let mut rows = [&a[..0]; R];
            for (r, row) in rows.iter_mut().enumerate() {
                *row = &a[(i + r) * k + start..][..depth];
            }
            across(&mut sums, rows, panel);
        }
        for (r, sums) in sums.iter().enumerate() {
            out[r * n..][..C].copy_from_slice(sums);
        }
    }
}

/// The innermost loop: the terms in order, where A's numbers for the tile are
/// `rows` of the same length. The compiler keeps `sums` in vector registers; for
/// an AVX-512 tile of 4 x 16 it is eight of them, enough to hide the latency of
/// the additions.
///
/// All bounds of a term are checked before its first number of A is read, so
/// that reading and multiplying are one piece of code without a branch: only
/// then does the processor's load unit spread a number over a vector. Else an
/// arithmetic unit does, of which there are two: 1.4 times the time.
#[inline(always)]
pub(super) fn across<const R: usize, const C: usize>(
    sums: &mut [[f64; C]; R],
    rows: [&[f64]; R],
    panel: Panel,
) {
    let depth = rows[0].len();
    let rows = rows.map(|row| &row[..depth]);
    let mut tile = *sums;
    for p in 0..depth {
        let b = chunk::<C>(&panel.rows[p * panel.stride..]);
        let a = rows.map(|row| row[p]);
        for r in 0..R {
            for c in 0..C {
                tile[r][c] += a[r] * b[c];
            }
        }
    }
    *sums = tile;
}

/// [`across`] where A is transposed: term p has its numbers at p * stride.
#[inline(always)]
pub(super) fn down<const R: usize, const C: usize>(
    sums: &mut [[f64; C]; R],
    depth: usize,
    a: &[f64],
    stride: usize,
    panel: Panel,
) {
    let mut tile = *sums;
    for p in 0..depth {
        let b = chunk::<C>(&panel.rows[p * panel.stride..]);
        let a = chunk::<R>(&a[p * stride..]);
        for r in 0..R {
            for c in 0..C {
                tile[r][c] += a[r] * b[c];
            }
        }
    }
    *sums = tile;
}

/// The first N elements.
#[inline(always)]
fn chunk<const N: usize>(slice: &[f64]) -> &[f64; N] {
    slice.first_chunk().expect("a tile lies inside its matrices")
}

/// Cuts `columns` into panels: (first column, width), widths being `widest` and
/// then the powers of two that are left.
#[inline(always)]
fn panels(columns: usize, widest: usize) -> impl Iterator<Item = (usize, usize)> {
    let mut next = 0;
    std::iter::from_fn(move || {
        let left = columns - next;
        let width = if left >= widest { widest } else { 1 << left.checked_ilog2()? };
        next += width;
        Some((next - width, width))
    })
}
