//! Inputs and measures that the tests of the factorisations share.

use crate::{Level, Matrix};

/// SplitMix64 (Steele, Lea and Flood 2014), mapped to `[-1, 1)`.
pub(super) struct SplitMix(pub(super) u64);

impl SplitMix {
    pub(super) fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        (z >> 11) as f64 / (1u64 << 52) as f64 - 1.0
    }
}

/// A matrix of independent uniform entries in `[-1, 1)`.
pub(super) fn random(seed: u64, rows: usize, cols: usize) -> Matrix {
    let mut stream = SplitMix(seed);
    Matrix::from_fn(rows, cols, |_, _| stream.next())
}

/// `h_ij = 1 / (i + j + 1)`: the standard ill-conditioned matrix.
pub(super) fn hilbert(n: usize) -> Matrix {
    Matrix::from_fn(n, n, |i, j| 1.0 / (i + j + 1) as f64)
}

/// The largest difference of two entries.
pub(super) fn distance(a: &Matrix, b: &Matrix) -> f64 {
    assert_eq!((a.rows, a.cols), (b.rows, b.cols));
    a.data.iter().zip(&b.data).fold(0.0, |worst, (a, b)| {
        let gap = (a - b).abs();
        // A NaN must not pass for a small difference.
        if gap <= worst || worst.is_nan() { worst } else { gap }
    })
}

/// How far the columns of `q` are from orthonormal: the largest entry of
/// `Q^T Q - I`.
pub(super) fn orthonormality_gap(q: &Matrix) -> f64 {
    distance(&q.transpose().matmul(q), &Matrix::identity(q.cols))
}

/// Asserts that `outputs` has the bits behind `golden`, a 64-bit FNV-1a hash,
/// at every vector level of this machine. A change on purpose needs a new
/// constant and a new [`crate::NUMERICS_VERSION`].
#[track_caller]
pub(super) fn assert_golden(golden: u64, outputs: impl Fn() -> Vec<f64>) {
    for level in Level::available() {
        let hash = level
            .run(&outputs)
            .iter()
            .flat_map(|x| x.to_bits().to_le_bytes())
            .fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
            });
        assert!(hash == golden, "bits changed at {level}: {hash:#018x}, not {golden:#018x}");
    }
}
