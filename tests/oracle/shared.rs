//! The numbers that oracle scripts and the tests that read their vectors both make, so that the
//! vectors hold results only.

/// As the function of this name in `shared.py`.
pub(crate) fn numbers(seed: u64, rows: usize, cols: usize) -> numerics::Matrix {
    let mut position = seed << 32;
    numerics::Matrix::from_fn(rows, cols, |_, _| {
        position += 1;
        let x = position.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        let x = x ^ (x >> 31);
        (x >> 11) as f64 / 9_007_199_254_740_992.0 * 3.5 - 1.75
    })
}
