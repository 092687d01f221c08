//! The complete orthogonal decomposition of a square matrix of any rank, and
//! the minimum-norm least-squares solution with it.
//!
//! Golub & Van Loan, section 5.5.2; LAPACK's `dgelsy`.

use crate::Matrix;

use super::pivoted_qr::PivotedQr;
use super::qr::Qr;
use super::triangular::{solve_lower, solve_lower_transposed};

/// Solves with the square matrix whose columns are the rows of `core`, for
/// every row of `rhs`: the solutions as rows, the rank, the condition.
pub(super) fn solve_core(core: Matrix, rhs: &Matrix, tolerance: f64) -> (Matrix, usize, f64) {
    let k = core.rows;
    let pivoted = PivotedQr::of_columns(core);
    let rank = pivoted.rank(tolerance);
    let mut y = rhs.clone();
    if rank == 0 {
        return (Matrix::zeros(rhs.rows, k), 0, f64::INFINITY);
    }
    pivoted.qr.apply_q_transposed_to_rows(&mut y);
    if rank == k {
        solve_lower_transposed(&pivoted.qr.factors, &mut y, k);
    } else {
        // With T the leading rows of R and T^T = Z S its QR, T y = c has the
        // shortest solution y = Z S^-T c.
        let r = pivoted.qr.r();
        let leading = Matrix::from_vec(rank, k, r.data[..rank * k].to_vec());
        let inner = Qr::of_columns(leading);
        solve_lower(&inner.factors, &mut y, rank);
        for i in 0..y.rows {
            y.row_mut(i)[rank..].fill(0.0);
        }
        inner.apply_q_to_rows(&mut y);
    }
    let mut x = Matrix::zeros(rhs.rows, k);
    for i in 0..x.rows {
        for (j, &to) in pivoted.permutation.iter().enumerate() {
            x[(i, to)] = y[(i, j)];
        }
    }
    let pivot = |j: usize| pivoted.qr.factors[(j, j)].abs();
    (x, rank, pivot(0) / pivot(rank - 1))
}

#[cfg(test)]
mod tests {
    use super::super::testing::distance;
    use super::*;

    #[test]
    fn the_core_is_given_by_columns_and_solved_in_the_least_norm() {
        // Columns (1, 2), (2, 4): of all x with x_0 + 2 x_1 = 5, (1, 2).
        let columns = Matrix::from_rows(&[[1.0, 2.0], [2.0, 4.0]]);
        let rhs = Matrix::from_rows(&[[5.0, 10.0], [0.0, 0.0]]);
        let (x, rank, condition) = solve_core(columns, &rhs, 1e-14);
        assert!(distance(&x, &Matrix::from_rows(&[[1.0, 2.0], [0.0, 0.0]])) < 3e-15);
        assert_eq!((rank, condition), (1, 1.0));
    }

    #[test]
    fn a_regular_core_is_inverted() {
        let columns = Matrix::from_rows(&[[0.0, 2.0], [4.0, 0.0]]);
        let (x, rank, condition) = solve_core(columns, &Matrix::from_rows(&[[4.0, 6.0]]), 1e-14);
        assert_eq!(x, Matrix::from_rows(&[[3.0, 1.0]]));
        assert_eq!((rank, condition), (2, 2.0));
    }
}
