//! The implicit QL iteration for a symmetric tridiagonal matrix.
//!
//! Bowdler, Martin, Reinsch and Wilkinson, *The QR and QL algorithms for
//! symmetric matrices*, Numerische Mathematik 11, 1968 (EISPACK's `tql2`,
//! Golub & Van Loan, section 8.3.5): each sweep chases Wilkinson's shift from
//! the bottom of the unreduced block to its top by plane rotations, and the
//! top eigenvalue converges cubically; 1.7 sweeps each on average.

use crate::{Matrix, vectorise};

use super::error::Error;
use super::kernels::{hypot, rotate};

/// Sweeps for one eigenvalue before giving up.
const MAX_SWEEPS: usize = 50;

/// Overwrites `diagonal` with the eigenvalues, in no order, and row `i` of
/// `vectors` with the combination of its rows that belongs to eigenvalue `i`.
/// `off_diagonal` has one entry less than `diagonal` and is destroyed.
pub(super) fn diagonalise(
    diagonal: &mut [f64],
    off_diagonal: &mut [f64],
    mut vectors: Option<&mut Matrix>,
) -> Result<(), Error> {
    let (d, e) = (diagonal, off_diagonal);
    let mut pending = Vec::new();
    for l in 0..d.len() {
        let mut sweeps = 0;
        loop {
            // The block that starts at l ends where the matrix falls apart.
            let m = (l..e.len())
                .find(|&i| e[i].abs() <= f64::EPSILON * (d[i].abs() + d[i + 1].abs()))
                .unwrap_or(e.len());
            if m == l {
                break;
            }
            if sweeps == MAX_SWEEPS {
                return Err(Error::NoConvergence {
                    routine: "symmetric_eigen",
                    iterations: sweeps,
                });
            }
            sweeps += 1;
            sweep(d, e, l, m, &mut pending);
            if let Some(vectors) = vectors.as_deref_mut() {
                if pending.len() >= BATCH * vectors.rows {
                    apply(&pending, vectors);
                    pending.clear();
                }
            } else {
                pending.clear();
            }
        }
    }
    if let Some(vectors) = vectors {
        apply(&pending, vectors);
    }
    Ok(())
}

/// A rotation of rows `upper` and `upper + 1`.
struct Rotation {
    upper: usize,
    c: f64,
    s: f64,
}

/// One implicit QL sweep over the block `l..=m`, its rotations recorded.
fn sweep(d: &mut [f64], e: &mut [f64], l: usize, m: usize, rotations: &mut Vec<Rotation>) {
    // Wilkinson's shift: the eigenvalue of the leading 2 x 2 closer to d[l].
    let p = (d[l + 1] - d[l]) / (2.0 * e[l]);
    let shift = d[l] - e[l] / (p + hypot(p, 1.0).copysign(p));
    let mut g = d[m] - shift;
    let (mut c, mut s, mut p) = (1.0, 1.0, 0.0);
    for i in (l..m).rev() {
        let (f, b) = (s * e[i], c * e[i]);
        let r = hypot(f, g);
        if i + 1 < m {
            e[i + 1] = r;
        }
        if r == 0.0 {
            // The block has come apart by underflow: start again.
            d[i + 1] -= p;
            return;
        }
        (s, c) = (f / r, g / r);
        let g_shifted = d[i + 1] - p;
        let t = (d[i] - g_shifted) * s + 2.0 * c * b;
        p = s * t;
        d[i + 1] = g_shifted + p;
        g = c * t - b;
        rotations.push(Rotation { upper: i, c, s });
    }
    d[l] -= p;
    e[l] = g;
}

/// Rotations are applied when there are this many per row.
const BATCH: usize = 16;

/// Applies `rotations`, in order, to the rows of `vectors`. Columns do not
/// meet, so a strip of columns that fits the cache takes all of them at once.
fn apply(rotations: &[Rotation], vectors: &mut Matrix) {
    const STRIP: usize = 64;
    let n = vectors.cols;
    vectorise({
        #[inline(always)]
        || {
            for start in (0..n).step_by(STRIP) {
                let width = STRIP.min(n - start);
                for &Rotation { upper, c, s } in rotations {
                    let two_rows = &mut vectors.data[upper * n..][..2 * n];
                    let (upper, lower) = two_rows.split_at_mut(n);
                    rotate(c, s, &mut upper[start..][..width], &mut lower[start..][..width]);
                }
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diagonal_is_done() {
        let (mut d, mut e) = ([3.0, -1.0, 2.0], [0.0, 0.0]);
        let mut vectors = Matrix::identity(3);
        diagonalise(&mut d, &mut e, Some(&mut vectors)).unwrap();
        assert_eq!((d, vectors), ([3.0, -1.0, 2.0], Matrix::identity(3)));
    }

    #[test]
    fn the_discrete_laplacian_has_its_known_spectrum() {
        // 2 on the diagonal, -1 beside it, n = 5: 2 - 2 cos(k pi / 6).
        let (mut d, mut e) = ([2.0; 5], [-1.0; 4]);
        diagonalise(&mut d, &mut e, None).unwrap();
        d.sort_by(f64::total_cmp);
        let root = 3f64.sqrt();
        for (x, y) in d.iter().zip([2.0 - root, 1.0, 2.0, 3.0, 2.0 + root]) {
            assert!((x - y).abs() < 2e-15, "{x} for {y}");
        }
    }

    #[test]
    fn what_never_settles_is_reported() {
        let error = diagonalise(&mut [f64::NAN; 3], &mut [1.0; 2], None).unwrap_err();
        assert_eq!(error.to_string(), "symmetric_eigen did not converge in 50 iterations");
    }
}
