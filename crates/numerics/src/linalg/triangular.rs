//! Solves with a triangular matrix whose *lower* triangle is stored by rows:
//! a Cholesky factor `L`, or `R^T` of a QR factorisation (this is how the
//! factorisations here store `R`). Golub & Van Loan, section 3.1; n^2
//! operations each. `rows` holds rows of `stride` entries; the solution
//! overwrites the right-hand side.

use super::kernels::{axpy, dot};

/// Solves `L x = b`: each unknown is one dot product with those before it.
#[inline(always)]
pub(super) fn solve_lower(rows: &[f64], stride: usize, x: &mut [f64]) {
    for i in 0..x.len() {
        let row = &rows[i * stride..][..=i];
        x[i] = (x[i] - dot(&row[..i], &x[..i])) / row[i];
    }
}

/// Solves `L^T x = b`: each unknown, the last one first, is taken out of the
/// equations above it.
#[inline(always)]
pub(super) fn solve_lower_transposed(rows: &[f64], stride: usize, x: &mut [f64]) {
    for i in (0..x.len()).rev() {
        let row = &rows[i * stride..][..=i];
        x[i] /= row[i];
        let xi = x[i];
        axpy(-xi, &row[..i], &mut x[..i]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // Three rows of stride 4; what is above the diagonal must not be read.
    const L: [f64; 12] =
        [2.0, f64::NAN, f64::NAN, 9.0, 1.0, 4.0, f64::NAN, 9.0, -3.0, 5.0, 8.0, 9.0];

    #[test]
    fn both_solves_are_exact_on_integers() {
        let mut x = [2.0, 9.0, 31.0]; // L (1, 2, 3)
        solve_lower(&L, 4, &mut x);
        assert_eq!(x, [1.0, 2.0, 3.0]);
        let mut x = [-5.0, 23.0, 24.0]; // L^T (1, 2, 3)
        solve_lower_transposed(&L, 4, &mut x);
        assert_eq!(x, [1.0, 2.0, 3.0]);
    }
}
