//! How far a kernel has moved, and how well it fits.

use numerics::{Matrix, dot};

/// |K' − K| / |K| in the Frobenius norm: 0 for a kernel that training has left alone.
///
/// # Panics
/// If the shapes differ.
#[track_caller]
pub fn drift(start: &Matrix, end: &Matrix) -> f64 {
    check(start, end);
    let change: Vec<f64> = end.data.iter().zip(&start.data).map(|(e, s)| e - s).collect();
    norm(&change) / norm(&start.data)
}

/// ⟨K, K'⟩ / (|K| |K'|), the cosine between two kernels: 1 if they are multiples of each
/// other (Cristianini et al. 2001).
///
/// # Panics
/// If the shapes differ.
#[track_caller]
pub fn alignment(a: &Matrix, b: &Matrix) -> f64 {
    check(a, b);
    dot(&a.data, &b.data) / (norm(&a.data) * norm(&b.data))
}

/// The alignment of a kernel with Y Yᵀ: how much of it points towards the targets (n x q).
///
/// # Panics
/// If there is not one row of targets for each row of the kernel.
#[track_caller]
pub fn target_alignment(kernel: &Matrix, targets: &Matrix) -> f64 {
    alignment(kernel, &targets.matmul(&targets.transpose()))
}

/// H K H with H = I − 1 1ᵀ / n: the kernel of the features after their mean is taken away.
/// The alignment of two of these is called centred kernel alignment (Cortes et al. 2012).
///
/// # Panics
/// If the kernel is not square.
#[track_caller]
pub fn centred(kernel: &Matrix) -> Matrix {
    let n = kernel.rows;
    assert!(n == kernel.cols, "centred: the kernel is {n} x {}, not square", kernel.cols);
    let mean = |values: &[f64]| numerics::sum(values) / n as f64;
    let rows: Vec<f64> = (0..n).map(|i| mean(kernel.row(i))).collect();
    let turned = kernel.transpose();
    let columns: Vec<f64> = (0..n).map(|j| mean(turned.row(j))).collect();
    let all = mean(&rows);
    Matrix::from_fn(n, n, |i, j| kernel[(i, j)] - rows[i] - columns[j] + all)
}

fn norm(values: &[f64]) -> f64 {
    dot(values, values).sqrt()
}

#[track_caller]
fn check(a: &Matrix, b: &Matrix) {
    assert!(
        (a.rows, a.cols) == (b.rows, b.cols),
        "the kernels are {} x {} and {} x {}: expected equal shapes",
        a.rows,
        a.cols,
        b.rows,
        b.cols
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_values() {
        let k = Matrix::from_rows(&[[3.0, 0.0], [0.0, 4.0]]);
        let twice = Matrix::from_rows(&[[6.0, 0.0], [0.0, 8.0]]);
        let other = Matrix::from_rows(&[[0.0, 1.0], [1.0, 0.0]]);
        assert_eq!(drift(&k, &k), 0.0);
        assert_eq!(drift(&k, &twice), 1.0);
        assert_eq!(drift(&twice, &k), 0.5);
        assert_eq!(alignment(&k, &twice), 1.0);
        assert_eq!(alignment(&k, &other), 0.0);
        // Y Yᵀ has the single entry 1: 3 / 5.
        let targets = Matrix::from_rows(&[[1.0], [0.0]]);
        assert!((target_alignment(&k, &targets) - 0.6).abs() < 1e-15);
    }

    #[test]
    fn centring_takes_means_away() {
        let features = Matrix::from_rows(&[[1.0, 5.0], [2.0, -1.0], [6.0, 2.0]]);
        let about_the_mean = Matrix::from_rows(&[[-2.0, 3.0], [-1.0, -3.0], [3.0, 0.0]]);
        let gram = |x: &Matrix| x.matmul(&x.transpose());
        let found = centred(&gram(&features));
        for (found, expected) in found.data.iter().zip(&gram(&about_the_mean).data) {
            assert!((found - expected).abs() < 1e-13, "{found} {expected}");
        }
    }

    #[test]
    #[should_panic(expected = "the kernels are 2 x 2 and 3 x 3")]
    fn shapes_must_agree() {
        drift(&Matrix::identity(2), &Matrix::identity(3));
    }
}
