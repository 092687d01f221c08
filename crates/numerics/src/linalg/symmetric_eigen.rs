//! Eigenvalues and eigenvectors of a symmetric matrix:
//! `A = V diag(lambda) V^T`.
//!
//! Householder reflections from both sides make the matrix tridiagonal (Golub
//! & Van Loan, algorithm 8.3.1; LAPACK's `dsytd2`), and the implicit QL
//! iteration of [`tridiagonal`] does the rest. Eigenvalues
//! are those of a matrix within a modest multiple of `f64::EPSILON * |A|` of
//! `A`: absolute, not relative accuracy. About `4 n^3` operations for the
//! tridiagonal form and its reflections, `5 n^3` for the rotations of the
//! vectors, both along contiguous rows.

use crate::{Matrix, vectorise};

use super::error::{Error, check_symmetric};
use super::householder;
use super::kernels::{axpy, dot};
use super::tridiagonal;

/// The eigenvalues and eigenvectors of a symmetric `n x n` matrix. Made by
/// [`symmetric_eigen()`].
#[derive(Clone, Debug)]
pub struct SymmetricEigen {
    /// The `n` eigenvalues, smallest first.
    pub values: Vec<f64>,
    /// `n x n`: column `j` is the unit eigenvector of `values[j]`.
    pub vectors: Matrix,
}

/// The eigenvalues and eigenvectors of the symmetric matrix `a`.
///
/// # Errors
/// If `a` is empty, not finite, not square or not symmetric, and
/// [`Error::NoConvergence`].
///
/// ```
/// use numerics::{Matrix, linalg};
/// let a = Matrix::from_rows(&[[2.0, 1.0], [1.0, 2.0]]);
/// let eigen = linalg::symmetric_eigen(&a)?;
/// assert!((eigen.values[0] - 1.0).abs() < 1e-15);
/// assert!((eigen.values[1] - 3.0).abs() < 1e-15);
/// assert!((eigen.vectors[(0, 1)] - eigen.vectors[(1, 1)]).abs() < 1e-15);
/// # Ok::<(), linalg::Error>(())
/// ```
pub fn symmetric_eigen(a: &Matrix) -> Result<SymmetricEigen, Error> {
    check_symmetric(a)?;
    let mut reduced = symmetrised(a);
    let mut t = Tridiagonal::of(&mut reduced);
    // Row j starts as Q e_j and becomes eigenvector j.
    let mut vectors = t.q_columns(&reduced);
    tridiagonal::diagonalise(&mut t.diagonal, &mut t.off_diagonal, Some(&mut vectors))?;
    let mut order: Vec<usize> = (0..a.rows).collect();
    order.sort_by(|&i, &j| t.diagonal[i].total_cmp(&t.diagonal[j]));
    Ok(SymmetricEigen {
        values: order.iter().map(|&i| t.diagonal[i]).collect(),
        vectors: Matrix::from_fn(a.rows, a.rows, |i, j| vectors[(order[j], i)]),
    })
}

/// The eigenvalues alone, smallest first: the same bits as from
/// [`symmetric_eigen()`], in a fraction of the time.
///
/// # Errors
/// As [`symmetric_eigen()`].
pub fn symmetric_eigenvalues(a: &Matrix) -> Result<Vec<f64>, Error> {
    check_symmetric(a)?;
    let mut t = Tridiagonal::of(&mut symmetrised(a));
    tridiagonal::diagonalise(&mut t.diagonal, &mut t.off_diagonal, None)?;
    t.diagonal.sort_by(f64::total_cmp);
    Ok(t.diagonal)
}

/// The lower triangle of `a`, mirrored.
fn symmetrised(a: &Matrix) -> Matrix {
    Matrix::from_fn(a.rows, a.rows, |i, j| if i >= j { a[(i, j)] } else { a[(j, i)] })
}

/// `T = Q^T A Q` with the reflections that make up Q.
struct Tridiagonal {
    diagonal: Vec<f64>,
    off_diagonal: Vec<f64>,
    tau: Vec<f64>,
}

impl Tridiagonal {
    /// Reduces the symmetric matrix `a`. Reflection `k`, which acts from entry
    /// `k + 1` on, is left in row `k` of `a`.
    fn of(a: &mut Matrix) -> Self {
        let n = a.rows;
        let mut tau = vec![0.0; n.saturating_sub(2)];
        vectorise({
            #[inline(always)]
            || {
                for (k, tau) in tau.iter_mut().enumerate() {
                    reduce_row(a, k, tau);
                }
            }
        });
        Self {
            diagonal: (0..n).map(|i| a[(i, i)]).collect(),
            off_diagonal: (1..n).map(|i| a[(i - 1, i)]).collect(),
            tau,
        }
    }

    /// The columns of `Q = H_0 H_1 ...` as rows; `reduced` holds the
    /// reflections.
    fn q_columns(&self, reduced: &Matrix) -> Matrix {
        // Reflections in the outer loop of a strip of rows: they are read
        // from far away once per strip instead of once per row.
        const STRIP: usize = 16;
        let n = reduced.rows;
        let mut q = Matrix::identity(n);
        vectorise({
            #[inline(always)]
            || {
                for strip in q.data.chunks_mut(STRIP * n) {
                    for (k, &tau) in self.tau.iter().enumerate().rev() {
                        for row in strip.chunks_exact_mut(n) {
                            householder::apply(&reduced.row(k)[k + 1..], tau, &mut row[k + 1..]);
                        }
                    }
                }
            }
        });
        q
    }
}

/// Makes row and column `k` tridiagonal: with `B` the block below and right,
/// `B <- H B H = B - v w^T - w v^T`, `w = p - (tau p.v / 2) v`, `p = tau B v`.
#[inline(always)]
fn reduce_row(a: &mut Matrix, k: usize, tau: &mut f64) {
    let n = a.rows;
    let (done, block) = a.data.split_at_mut((k + 1) * n);
    let stored = &mut done[k * n + k + 1..];
    *tau = householder::make(stored);
    if *tau == 0.0 {
        return;
    }
    let mut v = stored.to_vec();
    v[0] = 1.0;
    let mut w = vec![0.0; v.len()];
    for (w, row) in w.iter_mut().zip(block.chunks_exact(n)) {
        *w = *tau * dot(&row[k + 1..], &v);
    }
    let half = 0.5 * *tau * dot(&w, &v);
    axpy(-half, &v, &mut w);
    for (i, row) in block.chunks_exact_mut(n).enumerate() {
        let (v_i, w_i) = (v[i], w[i]);
        for ((b, v), w) in row[k + 1..].iter_mut().zip(&v).zip(&w) {
            // Symmetric in i and j, so the block stays exactly symmetric.
            *b -= v_i * w + w_i * v;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::error::largest;
    use super::super::testing::{assert_golden, distance, hilbert, orthonormality_gap, random};
    use super::*;

    fn symmetric(seed: u64, n: usize) -> Matrix {
        let a = random(seed, n, n);
        Matrix::from_fn(n, n, |i, j| a[(i, j)] + a[(j, i)])
    }

    fn check(a: &Matrix) -> SymmetricEigen {
        let n = a.rows;
        let found = symmetric_eigen(a).unwrap();
        let av = a.matmul(&found.vectors);
        let vl = Matrix::from_fn(n, n, |i, j| found.vectors[(i, j)] * found.values[j]);
        let gap = distance(&av, &vl);
        assert!(gap <= 2e-15 * (n as f64).sqrt() * n as f64 * largest(&a.data), "n = {n}: {gap}");
        let gap = orthonormality_gap(&found.vectors);
        assert!(gap <= 1e-14, "n = {n}: {gap}");
        assert!(found.values.is_sorted());
        assert_eq!(symmetric_eigenvalues(a).unwrap(), found.values);
        found
    }

    #[test]
    fn vectors_diagonalise() {
        // Beyond 64 columns the rotations work in several strips.
        for n in [1, 2, 3, 10, 65, 150] {
            check(&symmetric(n as u64, n));
        }
    }

    #[test]
    fn values_match_fifty_digits() {
        // mpmath 1.3, eigsy with 60 digits, of min(i, j) + 1.
        let exact = [
            0.265_187_834_241_202_57,
            0.318_864_384_294_282_5,
            0.446_214_754_778_104_26,
            0.774_719_222_320_72,
            1.988_156_536_964_751_7,
            17.206_857_267_400_939,
        ];
        let found = check(&Matrix::from_fn(6, 6, |i, j| (i.min(j) + 1) as f64));
        for (x, y) in found.values.iter().zip(exact) {
            assert!((x - y).abs() < 2e-15 * exact[5], "{x} for {y}");
        }
    }

    #[test]
    fn a_tridiagonal_matrix_is_not_reduced_further() {
        // Wilkinson's W7+; mpmath as above. The last two differ by 0.03.
        let exact = [
            -1.124_885_419_764_574_2,
            0.267_949_192_431_122_7,
            1.0,
            2.0,
            2.363_328_237_932_683_6,
            3.732_050_807_568_877,
            3.761_557_181_831_890_6,
        ];
        let w = Matrix::from_fn(7, 7, |i, j| match i.abs_diff(j) {
            0 => i.abs_diff(3) as f64,
            1 => 1.0,
            _ => 0.0,
        });
        let found = check(&w);
        for (x, y) in found.values.iter().zip(exact) {
            assert!((x - y).abs() < 4e-15, "{x} for {y}");
        }
    }

    #[test]
    fn special_spectra() {
        assert_eq!(check(&Matrix::zeros(4, 4)).values, [0.0; 4]);
        assert_eq!(check(&Matrix::identity(5)).values, [1.0; 5]);
        assert_eq!(check(&Matrix::from_vec(1, 1, vec![-3.0])).values, [-3.0]);
        let ones = check(&Matrix::from_fn(9, 9, |_, _| 1.0));
        assert!((ones.values[8] - 9.0).abs() < 1e-14 && ones.values[7].abs() < 1e-14);
        let graded = Matrix::from_fn(8, 8, |i, j| {
            hilbert(8)[(i, j)] / f64::from(1 << (4 * i.max(j).min(7)))
        });
        check(&graded);
        let tiny = symmetric(4, 6);
        check(&Matrix::from_fn(6, 6, |i, j| 1e-200 * tiny[(i, j)]));
    }

    #[test]
    fn the_trace_is_the_sum_of_the_values() {
        let a = symmetric(77, 40);
        let trace = (0..40).fold(0.0, |t, i| t + a[(i, i)]);
        let sum = symmetric_eigenvalues(&a).unwrap().iter().fold(0.0, |t, v| t + v);
        assert!((trace - sum).abs() < 1e-13, "{trace} and {sum}");
    }

    #[test]
    fn bad_input_is_refused() {
        let wide = symmetric_eigen(&Matrix::zeros(2, 3)).unwrap_err();
        assert_eq!(wide, Error::NotSquare { rows: 2, cols: 3 });
        let lopsided = Matrix::from_rows(&[[1.0, 2.0], [3.0, 1.0]]);
        let error = symmetric_eigenvalues(&lopsided).unwrap_err();
        assert_eq!(error, Error::NotSymmetric { row: 1, col: 0 });
    }

    #[test]
    fn golden_bits() {
        assert_golden(0xb48d_6895_0d02_509a, || {
            let SymmetricEigen { values, vectors } = symmetric_eigen(&symmetric(51, 70)).unwrap();
            [values, vectors.data].concat()
        });
    }
}
