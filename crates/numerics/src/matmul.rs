//! Matrix products.

/// Which operand of a product is transposed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Product {
    /// A B.
    Nn,
    /// A^T B.
    Tn,
    /// A B^T.
    Nt,
}

/// out = the product of `a` and `b`, all row-major.
///
/// # Panics
/// If a slice's length does not fit the shape.
#[track_caller]
pub fn matmul(
    product: Product,
    m: usize,
    k: usize,
    n: usize,
    a: &[f64],
    b: &[f64],
    out: &mut [f64],
) {
    for (name, len, rows, cols) in [
        ("a", a.len(), m, k),
        ("b", b.len(), k, n),
        ("out", out.len(), m, n),
    ] {
        assert!(
            len == rows * cols,
            "matmul {product:?} {m}x{k}x{n}: {name} has {len} elements"
        );
    }
    for i in 0..m {
        for j in 0..n {
            let mut c = 0.0;
            for p in 0..k {
                let x = if product == Product::Tn {
                    a[p * m + i]
                } else {
                    a[i * k + p]
                };
                let y = if product == Product::Nt {
                    b[j * k + p]
                } else {
                    b[p * n + j]
                };
                c += x * y;
            }
            out[i * n + j] = c;
        }
    }
}
