//! [`Matrix`]: a dense matrix of doubles, row after row in one vector.
//!
//! It is the currency of [`linalg`](crate::linalg) and nothing more: no
//! views, no strides, no operators. Rows are contiguous slices, so code that
//! wants speed works on `row(i)` and on the whole of `data`.

use std::ops::{Index, IndexMut};

/// A dense `rows x cols` matrix; entry `(i, j)` lies at `i * cols + j`.
///
/// ```
/// use numerics::Matrix;
/// let a = Matrix::from_rows(&[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
/// assert_eq!((a.rows, a.cols), (2, 3));
/// assert_eq!(a[(1, 0)], 4.0);
/// assert_eq!(a.row(0), [1.0, 2.0, 3.0]);
/// let gram = a.matmul(&a.transpose());
/// assert_eq!(gram, Matrix::from_rows(&[[14.0, 32.0], [32.0, 77.0]]));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    /// The number of rows.
    pub rows: usize,
    /// The number of columns.
    pub cols: usize,
    /// The entries, row after row: always `rows * cols` of them.
    pub data: Vec<f64>,
}

impl Matrix {
    /// The `rows x cols` matrix of zeros.
    pub fn zeros(rows: usize, cols: usize) -> Self {
        Self { rows, cols, data: vec![0.0; rows * cols] }
    }

    /// The `n x n` identity.
    pub fn identity(n: usize) -> Self {
        let mut out = Self::zeros(n, n);
        for i in 0..n {
            out[(i, i)] = 1.0;
        }
        out
    }

    /// The matrix whose entry `(i, j)` is `entry(i, j)`, evaluated row by row.
    pub fn from_fn(rows: usize, cols: usize, mut entry: impl FnMut(usize, usize) -> f64) -> Self {
        let mut data = Vec::with_capacity(rows * cols);
        for i in 0..rows {
            for j in 0..cols {
                data.push(entry(i, j));
            }
        }
        Self { rows, cols, data }
    }

    /// The matrix with the given rows.
    ///
    /// # Panics
    /// If the rows differ in length.
    #[track_caller]
    pub fn from_rows<R: AsRef<[f64]>>(rows: &[R]) -> Self {
        let cols = rows.first().map_or(0, |row| row.as_ref().len());
        let mut data = Vec::with_capacity(rows.len() * cols);
        for (i, row) in rows.iter().enumerate() {
            let len = row.as_ref().len();
            assert!(
                len == cols,
                "Matrix::from_rows: row {i} has {len} entries, but row 0 has {cols}"
            );
            data.extend_from_slice(row.as_ref());
        }
        Self { rows: rows.len(), cols, data }
    }

    /// The `rows x cols` matrix of `data`, row after row.
    ///
    /// # Panics
    /// If `data` does not hold `rows * cols` entries.
    #[track_caller]
    pub fn from_vec(rows: usize, cols: usize, data: Vec<f64>) -> Self {
        assert!(
            data.len() == rows * cols,
            "Matrix::from_vec: a {rows} x {cols} matrix needs {} entries, but the vector has {}",
            rows * cols,
            data.len()
        );
        Self { rows, cols, data }
    }

    /// Row `i`.
    ///
    /// # Panics
    /// If there is no row `i`.
    #[track_caller]
    pub fn row(&self, i: usize) -> &[f64] {
        assert!(i < self.rows, "Matrix::row: no row {i} in a {} x {} matrix", self.rows, self.cols);
        &self.data[i * self.cols..][..self.cols]
    }

    /// Row `i`, to change in place.
    ///
    /// # Panics
    /// If there is no row `i`.
    #[track_caller]
    pub fn row_mut(&mut self, i: usize) -> &mut [f64] {
        assert!(
            i < self.rows,
            "Matrix::row_mut: no row {i} in a {} x {} matrix",
            self.rows,
            self.cols
        );
        &mut self.data[i * self.cols..][..self.cols]
    }

    /// The `cols x rows` transpose.
    pub fn transpose(&self) -> Self {
        // Square tiles: writing (or reading) whole columns would touch a new
        // cache line at every step.
        const TILE: usize = 16;
        let mut out = Self::zeros(self.cols, self.rows);
        for i0 in (0..self.rows).step_by(TILE) {
            for j0 in (0..self.cols).step_by(TILE) {
                for i in i0..self.rows.min(i0 + TILE) {
                    for j in j0..self.cols.min(j0 + TILE) {
                        out.data[j * self.rows + i] = self.data[i * self.cols + j];
                    }
                }
            }
        }
        out
    }

    /// The product `self * other`, of shape `self.rows x other.cols`, with the
    /// bits of the textbook loop ([`crate::matmul`]).
    ///
    /// # Panics
    /// If `self` does not have as many columns as `other` has rows.
    #[track_caller]
    pub fn matmul(&self, other: &Self) -> Self {
        assert!(
            self.cols == other.rows,
            "Matrix::matmul: cannot multiply {} x {} by {} x {}",
            self.rows,
            self.cols,
            other.rows,
            other.cols
        );
        let mut out = Self::zeros(self.rows, other.cols);
        let (m, k, n) = (self.rows, self.cols, other.cols);
        crate::matmul(crate::Product::Nn, m, k, n, &self.data, &other.data, &mut out.data);
        out
    }
}

impl Index<(usize, usize)> for Matrix {
    type Output = f64;

    #[track_caller]
    fn index(&self, (i, j): (usize, usize)) -> &f64 {
        assert!(j < self.cols, "Matrix: no column {j} in a {} x {} matrix", self.rows, self.cols);
        &self.row(i)[j]
    }
}

impl IndexMut<(usize, usize)> for Matrix {
    #[track_caller]
    fn index_mut(&mut self, (i, j): (usize, usize)) -> &mut f64 {
        assert!(j < self.cols, "Matrix: no column {j} in a {} x {} matrix", self.rows, self.cols);
        &mut self.row_mut(i)[j]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constructors_agree() {
        let a = Matrix::from_rows(&[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]);
        assert_eq!(a, Matrix::from_vec(3, 2, vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0]));
        assert_eq!(a, Matrix::from_fn(3, 2, |i, j| (2 * i + j + 1) as f64));
        assert_eq!(Matrix::identity(2), Matrix::from_rows(&[[1.0, 0.0], [0.0, 1.0]]));
        assert_eq!(Matrix::from_rows::<[f64; 0]>(&[]), Matrix::zeros(0, 0));
    }

    #[test]
    fn transpose_moves_every_entry_across_tiles() {
        let a = Matrix::from_fn(37, 19, |i, j| (100 * i + j) as f64);
        let t = a.transpose();
        assert_eq!((t.rows, t.cols), (19, 37));
        assert_eq!(t, Matrix::from_fn(19, 37, |i, j| (100 * j + i) as f64));
        assert_eq!(t.transpose(), a);
    }

    #[test]
    fn product_of_small_integers_is_exact() {
        let a = Matrix::from_rows(&[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
        let b = Matrix::from_rows(&[[7.0, 8.0], [9.0, 10.0], [11.0, 12.0]]);
        assert_eq!(a.matmul(&b), Matrix::from_rows(&[[58.0, 64.0], [139.0, 154.0]]));
        assert_eq!(a.matmul(&Matrix::identity(3)), a);
    }

    #[test]
    #[should_panic(expected = "a 2 x 3 matrix needs 6 entries, but the vector has 5")]
    fn from_vec_refuses_the_wrong_length() {
        Matrix::from_vec(2, 3, vec![0.0; 5]);
    }

    #[test]
    #[should_panic(expected = "row 1 has 3 entries, but row 0 has 2")]
    fn from_rows_refuses_ragged_rows() {
        Matrix::from_rows(&[vec![1.0, 2.0], vec![1.0, 2.0, 3.0]]);
    }

    #[test]
    #[should_panic(expected = "cannot multiply 2 x 3 by 2 x 3")]
    fn matmul_refuses_shapes_that_do_not_fit() {
        Matrix::zeros(2, 3).matmul(&Matrix::zeros(2, 3));
    }

    #[test]
    #[should_panic(expected = "no column 3 in a 2 x 3 matrix")]
    fn a_column_past_the_end_is_not_the_next_row() {
        let _ = Matrix::zeros(2, 3)[(0, 3)];
    }
}
