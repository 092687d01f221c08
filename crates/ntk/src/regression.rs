//! What a kernel predicts: gradient flow, gradient descent, ridge and ridgeless regression.
//!
//! All four weigh the eigenvectors of the kernel K on the training inputs. With K = V Λ Vᵀ
//! the fit of a residual r is the function x ↦ K(x, X) α,
//!
//! ```text
//!   α = V g(Λ) Vᵀ r        g(λ) = (1 − e^(−λ t)) / λ          gradient flow for a time t
//!                                 (1 − (1 − η λ)^s) / λ       s steps of gradient descent
//!                                 1 / (λ + μ)                 ridge regression
//!                                 1 / λ                       ridgeless
//! ```
//!
//! A linear model, and with it an infinitely wide network, does not start at zero: what is
//! fitted is r = y − f₀(X), and the prediction is f₀(x) + K(x, X) α.

use numerics::elementary::tanh;
use numerics::linalg::{self, Error, SymmetricEigen};
use numerics::{Matrix, Product};

/// How a fit weighs the directions of the kernel. The loss is ½ Σ (f − y)², summed over the
/// data: for a mean over n numbers, multiply times by 2 / n and ridges by n / 2.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fit {
    /// Gradient flow for this time.
    Flow(f64),
    /// Gradient descent.
    Descent {
        /// The learning rate.
        rate: f64,
        /// The number of steps.
        steps: u32,
    },
    /// Ridge regression: ½ Σ (f − y)² + ½ μ |f − f₀|² with this μ, in the norm of the kernel.
    Ridge(f64),
    /// The limit of flow for t → ∞ and of the ridge for μ → 0: of all functions that
    /// interpolate (or fit best, if the kernel is singular) the one of least norm.
    Ridgeless,
}

/// A kernel on training inputs, taken apart once for any number of fits.
///
/// ```
/// use ntk::{Fit, KernelRegression};
/// use numerics::Matrix;
///
/// let kernel = Matrix::from_rows(&[[2.0, 0.0], [0.0, 1.0]]);
/// let regression = KernelRegression::new(&kernel)?;
/// let residual = Matrix::from_rows(&[[4.0], [3.0]]);
/// assert_eq!(regression.coefficients(Fit::Ridgeless, &residual).data, [2.0, 3.0]);
/// assert_eq!(regression.coefficients(Fit::Ridge(2.0), &residual).data, [1.0, 1.0]);
/// assert_eq!(regression.largest_stable_rate(), 1.0);
/// # Ok::<(), numerics::linalg::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct KernelRegression {
    eigen: SymmetricEigen,
}

impl KernelRegression {
    /// Takes the kernel apart. For a network of several outputs it is the
    /// [full](crate::Outputs::Full) one, and targets are its n x k outputs as one column of
    /// n k; a kernel that is the same for each output may instead be n x n, with n x k
    /// targets.
    ///
    /// # Errors
    /// If the kernel is empty, not finite, not square or not symmetric.
    pub fn new(kernel: &Matrix) -> Result<Self, Error> {
        Ok(Self { eigen: linalg::symmetric_eigen(kernel)? })
    }

    /// The eigenvalues, smallest first.
    pub fn eigenvalues(&self) -> &[f64] {
        &self.eigen.values
    }

    /// 2 / λ_max: gradient descent on ½ Σ (f − y)² converges below it and diverges above.
    pub fn largest_stable_rate(&self) -> f64 {
        2.0 / self.largest()
    }

    /// α for the residual r = y − f₀(X), column by column.
    ///
    /// # Panics
    /// If the residual has not as many rows as the kernel.
    #[track_caller]
    pub fn coefficients(&self, fit: Fit, residual: &Matrix) -> Matrix {
        let (n, q) = (self.eigen.values.len(), residual.cols);
        assert!(residual.rows == n, "the kernel has {n} rows, the residual {}", residual.rows);
        let vectors = &self.eigen.vectors;
        let mut along = Matrix::zeros(n, q);
        numerics::matmul(Product::Tn, n, n, q, &vectors.data, &residual.data, &mut along.data);
        // Below this an eigenvalue cannot be told from zero.
        let floor = linalg::rank_tolerance(n, n) * self.largest();
        for (row, &value) in along.data.chunks_exact_mut(q).zip(&self.eigen.values) {
            let weight = fit.weight(if value > floor { value } else { 0.0 });
            row.iter_mut().for_each(|entry| *entry *= weight);
        }
        vectors.matmul(&along)
    }

    /// The prediction f₀(x) + K(x, X) α at other inputs, from `cross` K(x, X), the targets and
    /// what the model computes before it is trained.
    ///
    /// # Panics
    /// If the shapes do not fit.
    #[track_caller]
    pub fn predict(&self, fit: Fit, cross: &Matrix, targets: &Matrix, start: Start<'_>) -> Matrix {
        let residual = combine(targets, start.training, |y, f| y - f);
        let change = cross.matmul(&self.coefficients(fit, &residual));
        combine(&change, start.others, |change, f| f + change)
    }

    fn largest(&self) -> f64 {
        *self.eigen.values.last().expect("a kernel has a row")
    }
}

/// The outputs f₀ of a model before it is trained.
#[derive(Clone, Copy, Debug)]
pub struct Start<'a> {
    /// At the training inputs.
    pub training: &'a Matrix,
    /// At the inputs of the prediction.
    pub others: &'a Matrix,
}

impl Fit {
    /// g(λ); at λ = 0 its limit, and 0 where that is infinite.
    fn weight(self, value: f64) -> f64 {
        match self {
            // 1 − e^(−x) = 2 tanh(x/2) / (1 + tanh(x/2)), exact for small x.
            Fit::Flow(time) if value > 0.0 => {
                let t = tanh(0.5 * value * time);
                2.0 * t / (1.0 + t) / value
            }
            Fit::Flow(time) => time,
            Fit::Descent { rate, steps } if value > 0.0 => {
                (1.0 - power(1.0 - rate * value, steps)) / value
            }
            Fit::Descent { rate, steps } => rate * f64::from(steps),
            Fit::Ridge(penalty) if value + penalty > 0.0 => 1.0 / (value + penalty),
            Fit::Ridgeless if value > 0.0 => 1.0 / value,
            Fit::Ridge(_) | Fit::Ridgeless => 0.0,
        }
    }
}

/// x^n by repeated squaring.
fn power(mut x: f64, mut n: u32) -> f64 {
    let mut result = 1.0;
    while n > 0 {
        if n & 1 == 1 {
            result *= x;
        }
        x *= x;
        n >>= 1;
    }
    result
}

#[track_caller]
fn combine(a: &Matrix, b: &Matrix, f: impl Fn(f64, f64) -> f64) -> Matrix {
    assert!(
        (a.rows, a.cols) == (b.rows, b.cols),
        "outputs of shape {} x {} and {} x {} do not fit",
        a.rows,
        a.cols,
        b.rows,
        b.cols
    );
    let data = a.data.iter().zip(&b.data).map(|(&a, &b)| f(a, b)).collect();
    Matrix::from_vec(a.rows, a.cols, data)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kernel() -> (Matrix, Matrix) {
        let features = Matrix::from_rows(&[[1.0, 0.3, 0.0], [0.2, -1.0, 0.5], [0.4, 0.1, 0.8]]);
        let gram = features.matmul(&features.transpose());
        (gram, Matrix::from_rows(&[[1.0, 0.5], [-2.0, 0.0], [0.5, 1.0]]))
    }

    fn close(a: &Matrix, b: &Matrix, tolerance: f64) {
        for (a, b) in a.data.iter().zip(&b.data) {
            assert!((a - b).abs() < tolerance, "{a} {b}");
        }
    }

    /// α after s steps of α ← α + η (r − K α), which is what gradient descent does to it.
    fn descended(kernel: &Matrix, residual: &Matrix, rate: f64, steps: u32) -> Matrix {
        let mut alpha = Matrix::zeros(residual.rows, residual.cols);
        for _ in 0..steps {
            let fitted = kernel.matmul(&alpha);
            let missing = combine(residual, &fitted, |r, f| r - f);
            alpha = combine(&alpha, &missing, |a, m| a + rate * m);
        }
        alpha
    }

    #[test]
    fn descent_is_the_loop() {
        let (kernel, residual) = kernel();
        let regression = KernelRegression::new(&kernel).unwrap();
        for steps in [0, 1, 7, 100] {
            let found = regression.coefficients(Fit::Descent { rate: 0.3, steps }, &residual);
            close(&found, &descended(&kernel, &residual, 0.3, steps), 1e-12);
        }
        // Flow is descent by small steps.
        let flow = regression.coefficients(Fit::Flow(1.5), &residual);
        close(&flow, &descended(&kernel, &residual, 1.5e-4, 10_000), 1e-3);
    }

    #[test]
    fn the_stable_rate_is_the_border() {
        let (kernel, residual) = kernel();
        let regression = KernelRegression::new(&kernel).unwrap();
        let size = |rate: f64| {
            let alpha = regression.coefficients(Fit::Descent { rate, steps: 3000 }, &residual);
            numerics::dot(&alpha.data, &alpha.data).sqrt()
        };
        assert!(size(0.99 * regression.largest_stable_rate()) < 10.0);
        assert!(size(1.01 * regression.largest_stable_rate()) > 1e10);
    }

    #[test]
    fn ridge_solves_its_equation_and_the_limits_meet() {
        let (kernel, residual) = kernel();
        let regression = KernelRegression::new(&kernel).unwrap();
        let ridge = regression.coefficients(Fit::Ridge(0.7), &residual);
        let left = combine(&kernel.matmul(&ridge), &ridge, |k, a| k + 0.7 * a);
        close(&left, &residual, 1e-13);
        let exact = regression.coefficients(Fit::Ridgeless, &residual);
        close(&kernel.matmul(&exact), &residual, 1e-12);
        close(&regression.coefficients(Fit::Flow(1e6), &residual), &exact, 1e-9);
        close(&regression.coefficients(Fit::Ridge(1e-10), &residual), &exact, 1e-7);
    }

    /// What no feature can express stays as it is, and does not blow up.
    #[test]
    fn a_singular_kernel_fits_what_it_can() {
        let ones = Matrix::from_rows(&[[1.0, 1.0], [1.0, 1.0]]);
        let regression = KernelRegression::new(&ones).unwrap();
        let residual = Matrix::from_rows(&[[3.0], [1.0]]);
        let fitted = ones.matmul(&regression.coefficients(Fit::Ridgeless, &residual));
        close(&fitted, &Matrix::from_rows(&[[2.0], [2.0]]), 1e-13);
        let flow = ones.matmul(&regression.coefficients(Fit::Flow(100.0), &residual));
        close(&flow, &fitted, 1e-12);
    }

    /// At the training inputs the interpolant is the target, whatever the start was.
    #[test]
    fn predictions_begin_at_the_start() {
        let (kernel, targets) = kernel();
        let regression = KernelRegression::new(&kernel).unwrap();
        let training = Matrix::from_fn(3, 2, |i, j| 0.3 * i as f64 - j as f64);
        let start = Start { training: &training, others: &training };
        close(&regression.predict(Fit::Flow(0.0), &kernel, &targets, start), &training, 1e-15);
        close(&regression.predict(Fit::Ridgeless, &kernel, &targets, start), &targets, 1e-12);
    }

    #[test]
    fn an_unsymmetric_kernel_is_refused() {
        let unsymmetric = Matrix::from_rows(&[[1.0, 2.0], [0.0, 1.0]]);
        assert!(KernelRegression::new(&unsymmetric).is_err());
    }
}
