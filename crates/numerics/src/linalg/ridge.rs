//! Ridge regression (Tikhonov regularisation) through Cholesky.
//!
//! The minimiser of `|A x - b|^2 + lambda |x|^2` is
//! `(A^T A + lambda I)^-1 A^T b = A^T (A A^T + lambda I)^-1 b`; the smaller of
//! the two systems is solved. Forming it squares the condition number, which a
//! `lambda` above rounding makes good again; for `lambda = 0` use
//! [`min_norm_least_squares`](super::min_norm_least_squares).

use crate::{Matrix, Product, matmul};

use super::cholesky::cholesky;
use super::error::{Error, check_system};

/// The ridge solution `x` (`n x q`) for `a` (`m x n`), `b` (`m x q`) and the
/// penalty `lambda`, on the scale of the *sum* of squares.
///
/// # Errors
/// If `a` is empty, if `a` or `b` is not finite, and [`Error::NotPositiveDefinite`] if
/// `lambda` is not positive enough for the matrix.
///
/// # Panics
/// If `b` does not have `m` rows.
///
/// ```
/// use numerics::{Matrix, linalg};
/// let a = Matrix::from_rows(&[[1.0], [2.0]]);
/// let b = Matrix::from_rows(&[[3.0], [6.0]]);
/// let x = linalg::ridge(&a, &b, 5.0)?; // 15 / (5 + 5)
/// assert!((x[(0, 0)] - 1.5).abs() < 1e-15);
/// # Ok::<(), linalg::Error>(())
/// ```
#[track_caller]
pub fn ridge(a: &Matrix, b: &Matrix, lambda: f64) -> Result<Matrix, Error> {
    check_system(a, b)?;
    let (m, n, q) = (a.rows, a.cols, b.cols);
    let k = m.min(n);
    let mut gram = Matrix::zeros(k, k);
    if n <= m {
        matmul(Product::Tn, n, m, n, &a.data, &a.data, &mut gram.data);
    } else {
        matmul(Product::Nt, m, n, m, &a.data, &a.data, &mut gram.data);
    }
    for i in 0..k {
        gram[(i, i)] += lambda;
    }
    let factor = cholesky(&gram)?;
    let transposed_times = |y: &Matrix| {
        let mut out = Matrix::zeros(n, q);
        matmul(Product::Tn, n, m, q, &a.data, &y.data, &mut out.data);
        out
    };
    Ok(if n <= m { factor.solve(&transposed_times(b)) } else { transposed_times(&factor.solve(b)) })
}

#[cfg(test)]
mod tests {
    use super::super::min_norm_least_squares;
    use super::super::testing::{assert_golden, distance, random};
    use super::*;

    #[test]
    fn both_systems_satisfy_the_normal_equations() {
        for (m, n) in [(30, 8), (8, 30), (9, 9)] {
            let (a, b) = (random(1, m, n), random(2, m, 3));
            let x = ridge(&a, &b, 0.25).unwrap();
            let ax = a.matmul(&x);
            let residual = Matrix::from_fn(m, 3, |i, j| b[(i, j)] - ax[(i, j)]);
            let gradient = a.transpose().matmul(&residual);
            let pull = Matrix::from_fn(n, 3, |i, j| 0.25 * x[(i, j)]);
            assert!(distance(&gradient, &pull) < 3e-14, "{}", distance(&gradient, &pull));
        }
    }

    #[test]
    fn a_vanishing_penalty_gives_the_shortest_solution() {
        for (m, n) in [(20, 6), (6, 20)] {
            let (a, b) = (random(3, m, n), random(4, m, 1));
            let limit = min_norm_least_squares(&a, &b).unwrap().solution;
            assert!(distance(&ridge(&a, &b, 1e-10).unwrap(), &limit) < 1e-9);
        }
    }

    #[test]
    fn values_match_fifty_digits() {
        // mpmath 1.3, 60 digits, on the doubles of the 6 x 4 Hilbert matrix.
        let exact = [
            -1.629_929_675_433_514_5,
            0.120_081_631_593_817_61,
            3.499_477_360_569_277_7,
            5.411_915_848_925_583,
        ];
        let a = Matrix::from_fn(6, 4, |i, j| 1.0 / (i + j + 1) as f64);
        let x = ridge(&a, &Matrix::from_vec(6, 1, vec![1.0; 6]), 0.001).unwrap();
        for (x, exact) in x.data.iter().zip(exact) {
            assert!((x - exact).abs() < 3e-12, "{x} for {exact}");
        }
    }

    #[test]
    fn no_penalty_on_a_singular_system_is_refused() {
        let a = Matrix::from_rows(&[[1.0, 1.0], [1.0, 1.0], [1.0, 1.0]]);
        let error = ridge(&a, &Matrix::zeros(3, 1), 0.0).unwrap_err();
        assert_eq!(error, Error::NotPositiveDefinite { pivot: 1 });
    }

    #[test]
    fn golden_bits() {
        assert_golden(0xdb40_0773_b11d_facd, || {
            let tall = ridge(&random(61, 30, 20), &random(62, 30, 2), 0.5).unwrap();
            let wide = ridge(&random(63, 20, 30), &random(64, 20, 2), 0.5).unwrap();
            [tall.data, wide.data].concat()
        });
    }
}
