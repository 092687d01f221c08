//! The matrix product against its definition, bit for bit, at every level.

use numerics::{Level, Product, matmul};
use proptest::prelude::*;

/// The textbook's three loops.
fn by_definition(product: Product, [m, k, n]: [usize; 3], a: &[f64], b: &[f64]) -> Vec<f64> {
    let mut out = Vec::new();
    for i in 0..m {
        for j in 0..n {
            let mut c = 0.0;
            for p in 0..k {
                let a = if product == Product::Tn { a[p * m + i] } else { a[i * k + p] };
                let b = if product == Product::Nt { b[j * k + p] } else { b[p * n + j] };
                c += a * b;
            }
            out.push(c);
        }
    }
    out
}

/// Numbers whose sums round, in any order differently.
fn numbers(len: usize, seed: u64) -> Vec<f64> {
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 11) as f64 / (1u64 << 53) as f64 - 0.5
    };
    (0..len).map(|_| next()).collect()
}

fn check(shape: [usize; 3], seed: u64) {
    let [m, k, n] = shape;
    let (a, b) = (numbers(m * k, seed), numbers(k * n, !seed));
    for product in [Product::Nn, Product::Tn, Product::Nt] {
        let expected = by_definition(product, shape, &a, &b);
        for level in Level::available() {
            let mut out = vec![f64::NAN; m * n];
            level.run(|| matmul(product, m, k, n, &a, &b, &mut out));
            for (i, (x, y)) in out.iter().zip(&expected).enumerate() {
                let (row, col) = (i / n, i % n);
                assert!(
                    x.to_bits() == y.to_bits(),
                    "{product:?} {shape:?} {level} ({row}, {col}): {x:e}, by definition {y:e}"
                );
            }
        }
    }
}

proptest! {
    #[test]
    fn small_shapes(shape in [0..40usize, 0..40usize, 0..70usize], seed: u64) {
        check(shape, seed);
    }

    #[test]
    fn vectors(m in 0..300usize, k in 0..300usize, seed: u64) {
        check([m, k, 1], seed);
        check([1, k, m], seed);
        check([m, 1, k], seed);
    }
}

/// One more than a block, and one less, in every direction.
#[test]
fn shapes_around_the_block_sizes() {
    for shape in [[63, 255, 255], [64, 256, 256], [65, 257, 257], [130, 513, 33], [33, 520, 265]] {
        check(shape, 7);
    }
}

#[test]
fn infinities_and_nans_stay_in_their_rows_and_columns() {
    let (m, k, n) = (9, 5, 19);
    let (mut a, b) = (vec![1.0; m * k], vec![1.0; k * n]);
    a[3 * k + 2] = f64::NAN;
    a[4 * k] = f64::INFINITY;
    let mut out = vec![0.0; m * n];
    matmul(Product::Nn, m, k, n, &a, &b, &mut out);
    for (i, row) in out.chunks(n).enumerate() {
        let expected = if i == 4 { f64::INFINITY } else { 5.0 };
        assert!(row.iter().all(|&x| if i == 3 { x.is_nan() } else { x == expected }), "row {i}");
    }
}
