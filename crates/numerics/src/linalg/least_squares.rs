//! Minimum-norm least squares: of all `x` that minimise `|A x - b|`, the
//! shortest. Any shape, any rank: `x = A^+ b` with the pseudo-inverse.
//!
//! # The fast path: complete orthogonal decomposition
//! [`min_norm_least_squares`] (Golub & Van Loan, section 5.5; LAPACK's
//! `dgelsy`):
//! 1. QR of `A` if it is tall, of `A^T` if it is wide, leaves a square core of
//!    the smaller size. For elongated shapes this is nearly all the work.
//! 2. Pivoted QR of the core finds the rank `r`.
//! 3. If the core is rank deficient, one more QR, of the transposed leading
//!    `r` rows, leaves an `r x r` triangle to solve with.
//!
//! # The careful path: singular values
//! [`min_norm_least_squares_svd`] is slower, and exact about what it drops:
//! singular values are the distances to lower rank, pivots only estimate them.
//!
//! # Rank rule
//! With `tolerance =` [`rank_tolerance`]` = f64::EPSILON * max(m, n)`: the
//! rank is the number of singular values above `tolerance` times the largest
//! (SVD), or of leading pivots `|r_kk|` above `tolerance * |r_00|` (fast).

use crate::{Matrix, vectorise};

use super::complete_orthogonal::solve_core;
use super::error::{Error, check_system};
use super::kernels::{axpy, dot, norm};
use super::qr::Qr;
use super::rank_tolerance;
use super::svd::svd;

/// A least-squares solution and what was found on the way.
#[derive(Clone, Debug)]
pub struct LeastSquares {
    /// `n x q`: one column per right-hand side.
    pub solution: Matrix,
    /// The numerical rank of the matrix, by the rule of the routine.
    pub rank: usize,
    /// Largest over smallest singular value that counts towards the rank; from
    /// the fast path the same ratio of pivots, which is an estimate from
    /// below. Infinite for a matrix of rank 0.
    pub condition: f64,
    /// `|A x - b|` for each right-hand side, evaluated from the solution.
    pub residual_norms: Vec<f64>,
}

/// The minimum-norm least-squares solution of `A x = b` by a complete
/// orthogonal decomposition. `a` is `m x n`, `b` is `m x q`.
///
/// # Errors
/// If `a` is empty, or `a` or `b` has an entry that is NaN or infinite.
///
/// # Panics
/// If `b` does not have `m` rows.
///
/// ```
/// use numerics::{Matrix, linalg};
/// // One equation, two unknowns: x + 2 y = 5. The shortest solution is (1, 2).
/// let a = Matrix::from_rows(&[[1.0, 2.0]]);
/// let found = linalg::min_norm_least_squares(&a, &Matrix::from_rows(&[[5.0]]))?;
/// assert!((found.solution[(0, 0)] - 1.0).abs() < 1e-15);
/// assert!((found.solution[(1, 0)] - 2.0).abs() < 1e-15);
/// # Ok::<(), linalg::Error>(())
/// ```
#[track_caller]
pub fn min_norm_least_squares(a: &Matrix, b: &Matrix) -> Result<LeastSquares, Error> {
    check_system(a, b)?;
    let (m, n) = (a.rows, a.cols);
    let tolerance = rank_tolerance(m, n);
    let mut b_rows = b.transpose();
    let (x_rows, rank, condition) = if m > n {
        let outer = Qr::of_columns(a.transpose());
        outer.apply_q_transposed_to_rows(&mut b_rows);
        // A = Q R: the core is R.
        solve_core(outer.r().transpose(), &resized(&b_rows, n), tolerance)
    } else if m < n {
        // The rows of A are the columns of A^T: no transposing.
        let outer = Qr::of_columns(a.clone());
        // A = R^T Q^T: the core is R^T, its columns the rows of R.
        let (y, rank, condition) = solve_core(outer.r(), &b_rows, tolerance);
        let mut x_rows = resized(&y, n);
        outer.apply_q_to_rows(&mut x_rows);
        (x_rows, rank, condition)
    } else {
        solve_core(a.transpose(), &b_rows, tolerance)
    };
    Ok(finish(a, b, x_rows, rank, condition))
}

/// The minimum-norm least-squares solution of `A x = b` by singular values.
/// `a` is `m x n`, `b` is `m x q`.
///
/// # Errors
/// As [`min_norm_least_squares`], and [`Error::NoConvergence`].
///
/// # Panics
/// If `b` does not have `m` rows.
#[track_caller]
pub fn min_norm_least_squares_svd(a: &Matrix, b: &Matrix) -> Result<LeastSquares, Error> {
    check_system(a, b)?;
    let decomposition = svd(a)?;
    let rank = decomposition.rank(rank_tolerance(a.rows, a.cols));
    let sigma = &decomposition.singular_values[..rank];
    // x = V_r diag(1 / sigma) U_r^T b, one rank-one term after the other.
    let (u_rows, v_rows) = (decomposition.u.transpose(), decomposition.v.transpose());
    let b_rows = b.transpose();
    let mut x_rows = Matrix::zeros(b.cols, a.cols);
    vectorise({
        #[inline(always)]
        || {
            for i in 0..b.cols {
                for (k, sigma) in sigma.iter().enumerate() {
                    let weight = dot(u_rows.row(k), b_rows.row(i)) / sigma;
                    axpy(weight, v_rows.row(k), x_rows.row_mut(i));
                }
            }
        }
    });
    let condition = sigma.first().map_or(f64::INFINITY, |top| top / sigma[rank - 1]);
    Ok(finish(a, b, x_rows, rank, condition))
}

/// Every row cut or filled with zeros to `cols` entries.
fn resized(rows: &Matrix, cols: usize) -> Matrix {
    let common = cols.min(rows.cols);
    let mut out = Matrix::zeros(rows.rows, cols);
    for i in 0..rows.rows {
        out.row_mut(i)[..common].copy_from_slice(&rows.row(i)[..common]);
    }
    out
}

fn finish(a: &Matrix, b: &Matrix, x_rows: Matrix, rank: usize, condition: f64) -> LeastSquares {
    let mut residual = b.transpose();
    let mut residual_norms = vec![0.0; b.cols];
    vectorise({
        #[inline(always)]
        || {
            for (q, out) in residual_norms.iter_mut().enumerate() {
                let r = residual.row_mut(q);
                for (i, r) in r.iter_mut().enumerate() {
                    *r -= dot(a.row(i), x_rows.row(q));
                }
                *out = norm(r);
            }
        }
    });
    LeastSquares { solution: x_rows.transpose(), rank, condition, residual_norms }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{assert_golden, distance, hilbert, random};
    use super::*;

    type Solver = fn(&Matrix, &Matrix) -> Result<LeastSquares, Error>;
    const SOLVERS: [Solver; 2] = [min_norm_least_squares, min_norm_least_squares_svd];

    /// The pseudo-inverse: the solution for every unit right-hand side.
    fn pseudo_inverse(solver: Solver, a: &Matrix) -> (Matrix, usize) {
        let found = solver(a, &Matrix::identity(a.rows)).unwrap();
        (found.solution, found.rank)
    }

    #[test]
    fn the_four_moore_penrose_conditions_hold() {
        let product = |m, r, n| random(1, m, r).matmul(&random(2, r, n));
        for solver in SOLVERS {
            for (a, rank) in [
                (random(3, 30, 12), 12),
                (random(4, 12, 30), 12),
                (random(5, 15, 15), 15),
                (product(30, 5, 12), 5),
                (product(12, 5, 30), 5),
                (product(16, 1, 16), 1),
                (Matrix::from_vec(1, 1, vec![-4.0]), 1),
                (Matrix::zeros(3, 4), 0),
                (Matrix::from_fn(4, 3, |_, j| if j == 1 { 1.0 } else { 0.0 }), 1),
            ] {
                let (x, found) = pseudo_inverse(solver, &a);
                assert_eq!(found, rank, "{} x {}", a.rows, a.cols);
                let (ax, xa) = (a.matmul(&x), x.matmul(&a));
                assert!(distance(&ax.matmul(&a), &a) < 2e-13);
                assert!(distance(&xa.matmul(&x), &x) < 2e-13);
                assert!(distance(&ax, &ax.transpose()) < 2e-13);
                assert!(distance(&xa, &xa.transpose()) < 2e-13);
            }
        }
    }

    #[test]
    fn shortest_and_best_fits_match_fifty_digits() {
        // mpmath 1.3, 60 digits, on the doubles of Hilbert matrices.
        let tall = Matrix::from_fn(6, 4, |i, j| 1.0 / (i + j + 1) as f64);
        let best = [
            -6.730_622_383_419_48,
            90.966_307_670_224_5,
            -254.841_645_797_543_23,
            188.778_277_192_310_8,
        ];
        let shortest = [
            -2.224_074_477_483_585,
            26.463_445_344_952_587,
            -43.950_172_516_895_84,
            -25.387_429_750_488_742,
            13.325_262_040_401_81,
            49.945_286_041_086_37,
        ];
        for solver in SOLVERS {
            let ones = |n| Matrix::from_vec(n, 1, vec![1.0; n]);
            let found = solver(&tall, &ones(6)).unwrap();
            assert!(distance(&found.solution, &Matrix::from_vec(4, 1, best.to_vec())) < 3e-10);
            assert!((found.residual_norms[0] - 0.012_865_052_068_128_18).abs() < 1e-13);
            let found = solver(&tall.transpose(), &ones(4)).unwrap();
            assert!(distance(&found.solution, &Matrix::from_vec(6, 1, shortest.to_vec())) < 3e-11);
            assert!(found.residual_norms[0] < 1e-13);
        }
    }

    #[test]
    fn duplicate_columns_share_the_weight() {
        let a = Matrix::from_rows(&[[1.0, 1.0, 0.0], [2.0, 2.0, 0.0], [0.0, 0.0, 3.0]]);
        let b = Matrix::from_rows(&[[2.0], [4.0], [3.0]]);
        for solver in SOLVERS {
            let found = solver(&a, &b).unwrap();
            assert_eq!(found.rank, 2);
            assert!(distance(&found.solution, &Matrix::from_vec(3, 1, vec![1.0; 3])) < 1e-15);
            assert!(found.residual_norms[0] < 1e-14);
        }
    }

    #[test]
    fn singular_values_see_what_pivots_miss() {
        // Kahan's matrix is triangular with columns of equal norm, so pivoting
        // leaves it alone (the factor per column breaks the ties), and its last
        // pivot is 2e-6 of the first; yet it is 1e-17 from a singular matrix.
        let (n, c, s) = (60, 0.6, 0.8);
        let mut kahan = Matrix::zeros(n, n);
        let mut scale = 1.0;
        for i in 0..n {
            for j in i..n {
                let ties = 1.0 - 1e-12 * j as f64;
                kahan[(i, j)] = scale * ties * if i == j { 1.0 } else { -c };
            }
            scale *= s;
        }
        let b = Matrix::zeros(n, 1);
        assert_eq!(min_norm_least_squares(&kahan, &b).unwrap().rank, n);
        assert_eq!(min_norm_least_squares_svd(&kahan, &b).unwrap().rank, n - 1);
    }

    #[test]
    fn conditions_and_ranks_of_hilbert_matrices() {
        let b = random(1, 12, 1);
        let fast = min_norm_least_squares(&hilbert(12), &b).unwrap();
        let careful = min_norm_least_squares_svd(&hilbert(12), &b).unwrap();
        assert_eq!((fast.rank, careful.rank), (11, 11));
        assert!(fast.condition <= careful.condition && careful.condition < 40.0 * fast.condition);
        let zero = min_norm_least_squares(&Matrix::zeros(2, 2), &Matrix::identity(2)).unwrap();
        assert_eq!((zero.rank, zero.condition), (0, f64::INFINITY));
        assert_eq!(zero.residual_norms, [1.0, 1.0]);
    }

    #[test]
    fn bad_input_is_refused() {
        for solver in SOLVERS {
            let empty = solver(&Matrix::zeros(2, 0), &Matrix::zeros(2, 1)).unwrap_err();
            assert_eq!(empty, Error::Empty { rows: 2, cols: 0 });
            let nan = Matrix::from_rows(&[[1.0], [f64::NAN]]);
            let error = solver(&Matrix::identity(2), &nan).unwrap_err();
            assert_eq!(error, Error::RightHandSideNotFinite { row: 1, col: 0 });
        }
    }

    #[test]
    #[should_panic(expected = "the matrix has 3 rows, the right-hand side 2")]
    fn a_right_hand_side_must_fit() {
        let _ = min_norm_least_squares(&Matrix::identity(3), &Matrix::zeros(2, 1));
    }

    #[test]
    fn golden_bits() {
        let outputs = |solver: Solver| {
            let mut all = Vec::new();
            for (m, r, n) in [(40, 25, 25), (25, 25, 40), (30, 30, 30), (30, 9, 50)] {
                let a = random(71, m, r).matmul(&random(72, r, n));
                let found = solver(&a, &random(73, m, 2)).unwrap();
                all.extend(found.solution.data);
                all.push(found.condition);
                all.extend(found.residual_norms);
            }
            all
        };
        assert_golden(0x8d27_e7d3_e68b_f006, || outputs(min_norm_least_squares));
        assert_golden(0x9395_33cb_b43e_9911, || outputs(min_norm_least_squares_svd));
    }
}
