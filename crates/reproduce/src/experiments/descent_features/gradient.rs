//! Gradient descent against the pseudo-inverse.
//!
//! With more features than examples many θ fit exactly. Each step of gradient descent on
//! |Φ θ − y|² moves θ by a combination of the rows of Φ, so the part of the start that is
//! orthogonal to all rows stays as it is: from θ₀ descent can only arrive at θ⁺ + (1 − Φ⁺Φ) θ₀.

use numerics::{Matrix, dot};
use serde::{Deserialize, Serialize};

use super::fit::Problem;
use crate::random_features::{Regression, features, normal};

/// When descent ends.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub struct Stop {
    /// |Φ θ − y| as a share of |y|, for every start.
    pub residual: f64,
    /// At the latest.
    pub steps: u32,
}

/// Where descent arrived.
#[derive(Serialize, Deserialize)]
pub struct Descended {
    /// Steps taken.
    pub steps: u32,
    /// From each start: zero, in the span of the rows, anywhere.
    pub arrivals: Vec<Arrival>,
    /// The test error of the shortest solution.
    pub shortest_error: f64,
}

/// Where descent from one start arrived. Lengths are in units of |θ⁺|, the shortest solution's.
#[derive(Serialize, Deserialize)]
pub struct Arrival {
    /// |Φ θ − y| / |y|.
    pub residual: f64,
    /// From θ⁺.
    pub distance: f64,
    /// From θ⁺ + (1 − Φ⁺Φ) θ₀.
    pub distance_from_theory: f64,
    /// Of θ itself.
    pub norm: f64,
    /// On the test points.
    pub error: f64,
}

/// Where it starts. The second and the third are as long as θ⁺.
pub(super) const STARTS: [&str; 3] =
    ["zero", "random, in the span of the rows", "random, anywhere"];

/// Descends from every start at the best constant rate, 2 / (s₁² + sₙ²) for the largest and the
/// smallest singular value.
pub(super) fn descend(problem: &Problem, size: usize, stop: Stop) -> Descended {
    let (train, test, weights) = (problem.train(), problem.test(), problem.weights(size));
    let phi = features(&train.inputs, &weights);
    let labels = train.labels(problem.noises[0], problem.stream("noise"));
    let regression = Regression::new(&phi);
    let shortest = regression.solve(&labels, 0.0).data;
    let starts = starts(problem, &phi, length(&shortest));

    let theta = starts.clone();
    let (theta, steps) = loop_of_steps(&phi, &labels, theta, regression.squares(), stop);

    let unit = length(&shortest);
    let on_test = features(&test.inputs, &weights);
    let seen = regression.solve(&phi.matmul(&starts), 0.0);
    let arrival = |k: usize| {
        let [theta, start, seen] = [&theta, &starts, &seen].map(|matrix| column(matrix, k));
        let unseen = difference(&start, &seen);
        let away = difference(&theta, &shortest);
        let theta = Matrix::from_vec(size, 1, theta);
        let missing = difference(&phi.matmul(&theta).data, &labels.data);
        Arrival {
            residual: length(&missing) / length(&labels.data),
            distance: length(&away) / unit,
            distance_from_theory: length(&difference(&away, &unseen)) / unit,
            norm: length(&theta.data) / unit,
            error: test.error(&on_test.matmul(&theta)),
        }
    };
    let shortest_error = test.error(&on_test.matmul(&Matrix::from_vec(size, 1, shortest.clone())));
    Descended { steps, arrivals: (0..STARTS.len()).map(arrival).collect(), shortest_error }
}

/// The starts, a column each.
fn starts(problem: &Problem, phi: &Matrix, unit: f64) -> Matrix {
    let mut stream = problem.stream("starts");
    let combination = normal(1, phi.rows, &mut stream).matmul(phi);
    let anywhere = normal(1, phi.cols, &mut stream);
    let scaled =
        |vector: &[f64]| -> Vec<f64> { vector.iter().map(|x| x * unit / length(vector)).collect() };
    let rows = [vec![0.0; phi.cols], scaled(&combination.data), scaled(&anywhere.data)];
    Matrix::from_rows(&rows).transpose()
}

/// θ ← θ − rate · Φᵀ (Φ θ − y), for all columns of θ side by side.
fn loop_of_steps(
    phi: &Matrix,
    labels: &Matrix,
    mut theta: Matrix,
    [largest, smallest]: [f64; 2],
    stop: Stop,
) -> (Matrix, u32) {
    let rate = 2.0 / (largest + smallest);
    let transposed = phi.transpose();
    let goal = stop.residual * length(&labels.data);
    for step in 0..stop.steps {
        let mut residual = phi.matmul(&theta);
        for (row, label) in residual.data.chunks_exact_mut(theta.cols).zip(&labels.data) {
            row.iter_mut().for_each(|entry| *entry -= label);
        }
        if (0..theta.cols).all(|k| length(&column(&residual, k)) <= goal) {
            return (theta, step);
        }
        numerics::slices::axpy(-rate, &transposed.matmul(&residual).data, &mut theta.data);
    }
    (theta, stop.steps)
}

fn column(matrix: &Matrix, k: usize) -> Vec<f64> {
    matrix.data.iter().skip(k).step_by(matrix.cols).copied().collect()
}

fn difference(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a - b).collect()
}

fn length(vector: &[f64]) -> f64 {
    dot(vector, vector).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn descended(size: usize) -> Descended {
        let problem = Problem {
            dimensions: 6,
            examples: 8,
            outputs: 1,
            test_points: 20,
            noises: vec![0.5],
            seed: 1,
        };
        descend(&problem, size, Stop { residual: 1e-11, steps: 50_000 })
    }

    /// Only what the rows cannot see keeps descent away, and with fewer features than examples
    /// there is nothing that they cannot see, but also no exact fit.
    #[test]
    fn arrivals_are_where_theory_says() {
        let over = descended(40);
        for arrival in &over.arrivals {
            assert!(arrival.residual <= 1e-11, "{}", arrival.residual);
            assert!(arrival.distance_from_theory < 1e-7, "{}", arrival.distance_from_theory);
        }
        assert!(over.arrivals[1].distance < 1e-7);
        assert!((over.arrivals[0].error / over.shortest_error - 1.0).abs() < 1e-6);
        // A random start has 32 of its 40 directions unseen.
        assert!((0.7..1.0).contains(&over.arrivals[2].distance));
        let under = descended(4);
        assert_eq!(under.steps, 50_000);
        assert!(under.arrivals.iter().all(|arrival| arrival.distance < 1e-7));
    }
}
