//! Regression on random ReLU features: what the experiments on double descent share.
//!
//! ```text
//!   f(x) = Σⱼ θⱼ φⱼ(x)        φⱼ(x) = max(0, wⱼ·x) / √p        j = 1, …, p
//! ```
//!
//! It is a network with one hidden layer of p units of which only the read-out θ is trained, so
//! the fit is linear algebra. The factor 1/√p makes |θ| comparable over sizes: for p → ∞ the
//! inner products φ(x)·φ(x') converge, and |θ| to the norm of a kernel's interpolant.

use nn::Stream;
use numerics::linalg::{Svd, rank_tolerance, svd};
use numerics::{Matrix, Product, dot, matmul};

/// Inputs with the values of the target, a row each.
#[derive(Clone, Debug)]
pub struct Sample {
    /// Points, uniform on the unit sphere.
    pub inputs: Matrix,
    /// The target there, a column for each output.
    pub values: Matrix,
}

impl Sample {
    /// Draws `count` points in `dimensions`; see [`target`] for the outputs.
    pub fn draw(count: usize, dimensions: usize, outputs: usize, stream: &mut Stream) -> Self {
        let mut inputs = normal(count, dimensions, stream);
        for row in inputs.data.chunks_exact_mut(dimensions) {
            let length = dot(row, row).sqrt();
            row.iter_mut().for_each(|x| *x /= length);
        }
        let values = Matrix::from_fn(count, outputs, |i, k| target(inputs.row(i), k));
        Self { inputs, values }
    }

    /// The values with independent normal noise of this standard deviation. The stream gives the
    /// same draws for every deviation.
    pub fn labels(&self, noise: f64, mut stream: Stream) -> Matrix {
        let Matrix { rows, cols, ref data } = self.values;
        let data = data.iter().map(|value| value + noise * stream.normal()).collect();
        Matrix { rows, cols, data }
    }

    /// The mean squared distance between predictions and the target's values.
    pub fn error(&self, predictions: &Matrix) -> f64 {
        mean_squared(predictions, &self.values)
    }
}

/// √d a + d/2 · b c of three coordinates a, b, c: those with the numbers 3k, 3k + 1, 3k + 2. On
/// the sphere the linear part has variance 1 and the product about 1/4.
pub fn target(x: &[f64], k: usize) -> f64 {
    let d = x.len() as f64;
    d.sqrt() * x[3 * k] + 0.5 * d * x[3 * k + 1] * x[3 * k + 2]
}

/// The mean of the squared differences of all entries.
pub fn mean_squared(a: &Matrix, b: &Matrix) -> f64 {
    let differences: Vec<f64> = a.data.iter().zip(&b.data).map(|(a, b)| a - b).collect();
    dot(&differences, &differences) / differences.len() as f64
}

/// A matrix of independent standard normal numbers.
pub fn normal(rows: usize, cols: usize, stream: &mut Stream) -> Matrix {
    let mut out = Matrix::zeros(rows, cols);
    stream.fill_normal(&mut out.data);
    out
}

/// Row i, column j: φⱼ of input i, with wⱼ the row j of `weights`.
pub fn features(inputs: &Matrix, weights: &Matrix) -> Matrix {
    let (n, d, p) = (inputs.rows, inputs.cols, weights.rows);
    let mut out = Matrix::zeros(n, p);
    matmul(Product::Nt, n, d, p, &inputs.data, &weights.data, &mut out.data);
    let scale = (p as f64).sqrt();
    out.data.iter_mut().for_each(|z| *z = if *z > 0.0 { *z / scale } else { 0.0 });
    out
}

/// A matrix of features, taken apart once for any number of labels and penalties.
#[derive(Clone, Debug)]
pub struct Regression {
    svd: Svd,
    rank: usize,
}

impl Regression {
    /// Takes the features of the training inputs apart, an input a row.
    ///
    /// # Panics
    /// If there are none, or a number is not finite.
    pub fn new(features: &Matrix) -> Self {
        let svd = svd(features).expect("features are finite numbers");
        let rank = svd.rank(rank_tolerance(features.rows, features.cols));
        Self { svd, rank }
    }

    /// The numerical rank.
    pub fn rank(&self) -> usize {
        self.rank
    }

    /// Largest over smallest singular value, of those that count towards the rank.
    pub fn condition(&self) -> f64 {
        self.svd.singular_values[0] / self.svd.singular_values[self.rank - 1]
    }

    /// The squares of the largest and of the smallest singular value that counts: the ends of the
    /// spectrum of ΦᵀΦ, zeros left out.
    pub fn squares(&self) -> [f64; 2] {
        [0, self.rank - 1].map(|i| self.svd.singular_values[i] * self.svd.singular_values[i])
    }

    /// The θ that minimise |Φ θ − y|² + penalty · |θ|², a column for each column y of `labels`;
    /// without a penalty the shortest of those that minimise |Φ θ − y|².
    ///
    /// In the basis of singular vectors it is a division for each singular value s: by s, or
    /// with a penalty λ by s + λ/s.
    pub fn solve(&self, labels: &Matrix, penalty: f64) -> Matrix {
        let Svd { u, singular_values, v } = &self.svd;
        let (k, q) = (singular_values.len(), labels.cols);
        let mut along = Matrix::zeros(k, q);
        matmul(Product::Tn, k, u.rows, q, &u.data, &labels.data, &mut along.data);
        for (i, &s) in singular_values.iter().enumerate() {
            let weight = if i < self.rank { 1.0 / (s + penalty / s) } else { 0.0 };
            along.row_mut(i).iter_mut().for_each(|entry| *entry *= weight);
        }
        v.matmul(&along)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::mean;
    use numerics::linalg::{min_norm_least_squares, ridge};

    fn stream(purpose: &str) -> Stream {
        Stream::new("test", 0, purpose)
    }

    fn distance(a: &Matrix, b: &Matrix) -> f64 {
        mean_squared(a, b).sqrt()
    }

    /// E (√d x₁)² = 1 and E (d/2 x₂ x₃)² = d² / 4d(d + 2).
    #[test]
    fn points_are_on_the_sphere_and_the_target_has_its_variance() {
        let sample = Sample::draw(20_000, 15, 2, &mut stream("points"));
        for row in sample.inputs.data.chunks(15) {
            assert!((dot(row, row) - 1.0).abs() < 1e-14);
        }
        for k in 0..2 {
            let values: Vec<f64> = sample.values.data.iter().skip(k).step_by(2).copied().collect();
            assert!(mean(&values).abs() < 0.03);
            assert!((dot(&values, &values) / 20_000.0 - (1.0 + 15.0 / 68.0)).abs() < 0.04);
        }
        let between = dot(&sample.values.data[..], &swapped(&sample.values.data)) / 40_000.0;
        assert!(between.abs() < 0.03, "outputs are uncorrelated: {between}");
    }

    fn swapped(pairs: &[f64]) -> Vec<f64> {
        pairs.chunks(2).flat_map(|pair| [pair[1], pair[0]]).collect()
    }

    /// Cho & Saul (2009): E max(0, w·x) max(0, w·x') = (sin t + (π − t) cos t) / 2π, t the angle.
    #[test]
    fn many_features_make_the_arc_cosine_kernel() {
        let points = Matrix::from_rows(&[[1.0, 0.0], [0.0, 1.0]]);
        let phi = features(&points, &normal(100_000, 2, &mut stream("weights")));
        let gram = phi.matmul(&phi.transpose());
        assert!((gram[(0, 0)] - 0.5).abs() < 0.01);
        assert!((gram[(0, 1)] - 0.5 / std::f64::consts::PI).abs() < 0.005);
    }

    /// Singular values against an orthogonal decomposition and against the normal equations.
    #[test]
    fn solutions_agree_with_other_algorithms() {
        for p in [5, 20, 70] {
            let sample = Sample::draw(20, 15, 1, &mut stream("points"));
            let phi = features(&sample.inputs, &normal(p, 15, &mut stream("weights")));
            let labels = sample.labels(0.5, stream("noise"));
            let regression = Regression::new(&phi);
            let other = min_norm_least_squares(&phi, &labels).unwrap();
            assert_eq!(regression.rank(), other.rank);
            let size = dot(&other.solution.data, &other.solution.data).sqrt();
            assert!(distance(&regression.solve(&labels, 0.0), &other.solution) < 1e-9 * size);
            let other = ridge(&phi, &labels, 0.1).unwrap();
            assert!(distance(&regression.solve(&labels, 0.1), &other) < 1e-12);
        }
    }

    #[test]
    fn noise_is_the_same_at_every_level() {
        let sample = Sample::draw(50, 6, 1, &mut stream("points"));
        let [none, half, two] = [0.0, 0.5, 2.0].map(|noise| sample.labels(noise, stream("noise")));
        assert_eq!(none, sample.values);
        assert!((distance(&two, &none) / distance(&half, &none) - 4.0).abs() < 1e-12);
    }
}
