//! A kernel in tiles: strips of rows in parallel, one triangle if it is symmetric.

use crate::Inputs;
use numerics::Matrix;
use rayon::prelude::*;

/// Some of the inputs, by their numbers.
pub(crate) type Rows = std::ops::Range<usize>;

/// A kernel between `left` and `right` inputs with `per_input` rows and columns for each.
pub(crate) struct Tiling {
    left: usize,
    right: usize,
    per_input: usize,
    /// Inputs along the side of a tile.
    side: usize,
    symmetric: bool,
}

impl Tiling {
    /// Of the kernel between these inputs.
    pub(crate) fn of(inputs: Inputs<'_>, per_input: usize, side: usize) -> Self {
        let (left, right) = (inputs.left().rows, inputs.right().rows);
        Self { left, right, per_input, side, symmetric: inputs.is_one() }
    }

    /// Fills the kernel. For each strip, `open` makes what its tiles have in common, and
    /// `tile` the values of the strip's inputs with some of the right ones.
    ///
    /// Which thread does a strip decides nothing. A symmetric kernel is computed up to its
    /// diagonal and mirrored.
    pub(crate) fn fill<S>(
        &self,
        open: impl Fn(Rows) -> S + Sync,
        tile: impl Fn(&mut S, Rows) -> Matrix + Sync,
    ) -> Matrix {
        let mut out = Matrix::zeros(self.left * self.per_input, self.right * self.per_input);
        let cols = out.cols;
        let strips = out.data.par_chunks_mut(self.side * self.per_input * cols);
        strips.enumerate().for_each(|(index, strip)| {
            let rows = span(index, self.side, self.left);
            let end = if self.symmetric { rows.end } else { self.right };
            let mut shared = open(rows);
            for index in 0..end.div_ceil(self.side) {
                let columns = span(index, self.side, self.right);
                let left = columns.start * self.per_input;
                let values = tile(&mut shared, columns);
                let rows = values.data.chunks_exact(values.cols);
                for (out, row) in strip.chunks_exact_mut(cols).zip(rows) {
                    out[left..left + row.len()].copy_from_slice(row);
                }
            }
        });
        if self.symmetric {
            mirror(&mut out);
        }
        out
    }
}

/// Piece `index` of `0..end` cut into pieces of `side`.
pub(crate) fn span(index: usize, side: usize, end: usize) -> Rows {
    index * side..end.min((index + 1) * side)
}

/// Copies what is below the diagonal to above it, square by square.
fn mirror(matrix: &mut Matrix) {
    const SIDE: usize = 16;
    let n = matrix.rows;
    for top in (0..n).step_by(SIDE) {
        for left in (0..=top).step_by(SIDE) {
            for i in top..n.min(top + SIDE) {
                for j in left..i.min(left + SIDE) {
                    matrix.data[j * n + i] = matrix.data[i * n + j];
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(i: usize, j: usize) -> f64 {
        (1 + i * j + i + j) as f64
    }

    #[test]
    fn every_tiling_gives_every_entry_once() {
        for (left, right, symmetric) in [(7, 5, false), (7, 7, true), (40, 40, true), (1, 3, false)]
        {
            for per_input in [1, 3] {
                for side in [1, 2, 7, 100] {
                    let tiling = Tiling { left, right, per_input, side, symmetric };
                    let scaled = |rows: &Rows| per_input * rows.start..per_input * rows.end;
                    let found = tiling.fill(
                        |rows| scaled(&rows),
                        |rows, columns| {
                            let columns = scaled(&columns);
                            Matrix::from_fn(rows.len(), columns.len(), |i, j| {
                                let (i, j) = (rows.start + i, columns.start + j);
                                // What a mirror must overwrite.
                                if symmetric && j > i { f64::NAN } else { entry(i, j) }
                            })
                        },
                    );
                    assert_eq!(found, Matrix::from_fn(left * per_input, right * per_input, entry));
                }
            }
        }
    }
}
