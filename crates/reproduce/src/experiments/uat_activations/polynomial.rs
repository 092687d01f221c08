//! What polynomials can do: the best of a degree, on |x|, and by squaring in layers.

use std::f64::consts::PI;

use numerics::Matrix;
use numerics::elementary::{cos, sin};
use serde::{Deserialize, Serialize};

use super::features::read_out_error;
use crate::lesson;
use crate::stats::largest_magnitude;

/// The mean squared error of the polynomial of this degree that is nearest to the lesson's target
/// on its grid: least squares in Legendre's basis, which is nearly orthogonal there.
pub(super) fn best_error(degree: usize, points: usize) -> f64 {
    let grid = lesson::grid(points);
    let rows = grid.data.iter().map(|&x| legendre(degree, x / 3.0));
    read_out_error(&Matrix::from_rows(&rows.collect::<Vec<_>>()), &lesson::targets(&grid))
}

/// P₀(x), …, P_n(x) by (k + 1) Pₖ₊₁ = (2k + 1) x Pₖ − k Pₖ₋₁.
fn legendre(degree: usize, x: f64) -> Vec<f64> {
    let mut values = vec![1.0, x];
    for k in 1..degree {
        let k_real = k as f64;
        let next = (2.0 * k_real + 1.0) * x * values[k] - k_real * values[k - 1];
        values.push(next / (k_real + 1.0));
    }
    values.truncate(degree + 1);
    values
}

/// The largest error on a grid of \[−1, 1\] of the polynomial that equals |x| at the n + 1
/// Chebyshev points cos((j + ½) π / (n + 1)), by the barycentric formula (Berrut & Trefethen
/// 2004).
pub(super) fn absolute_value_error(degree: usize, points: usize) -> f64 {
    let angle = |j: usize| (j as f64 + 0.5) * PI / (degree + 1) as f64;
    let sign = |j: usize| if j.is_multiple_of(2) { 1.0 } else { -1.0 };
    let nodes: Vec<(f64, f64)> =
        (0..=degree).map(|j| (cos(angle(j)), sign(j) * sin(angle(j)))).collect();
    let interpolant = |x: f64| {
        let (mut above, mut below) = (0.0, 0.0);
        for &(node, weight) in &nodes {
            if x == node {
                return node.abs();
            }
            let term = weight / (x - node);
            above += term * node.abs();
            below += term;
        }
        above / below
    };
    let x = (0..points).map(|i| -1.0 + 2.0 * i as f64 / (points - 1) as f64);
    largest_magnitude(x.map(|x| interpolant(x) - x.abs()))
}

/// A deep network with the activation z² and its best read-out.
#[derive(Serialize, Deserialize)]
pub struct Squaring {
    /// Units in all hidden layers.
    pub(super) units: usize,
    /// The mean squared error with the best read-out weights.
    pub(super) network: f64,
    /// That of the best polynomial of degree 2^layers.
    pub(super) polynomial: f64,
}

/// `layers` hidden layers of squares, written down so that the last holds all polynomials of
/// degree 2^layers, with read-out weights by least squares.
pub(super) fn squaring(layers: u32, points: usize) -> Squaring {
    let grid = lesson::grid(points);
    let rows = grid.data.iter().map(|&x| (0..layers).fold(vec![1.0, x / 3.0], |t, _| doubled(&t)));
    let features = Matrix::from_rows(&rows.collect::<Vec<_>>());
    // A layer that takes T₀, …, T_m to T₀, …, T₂ₘ has m + 1 + 2m units.
    let units = (0..layers).map(|layer| 3 * (1 << layer) + 1).sum();
    Squaring {
        units,
        network: read_out_error(&features, &lesson::targets(&grid)),
        polynomial: best_error(1 << layers, points),
    }
}

/// Chebyshev's polynomials T₀, …, T_m to T₀, …, T₂ₘ with squares of sums alone:
/// T₂ₖ = 2 Tₖ² − 1 and T₂ₖ₊₁ = 2 Tₖ Tₖ₊₁ − T₁, where a product is a difference of two squares,
/// 4 a b = (a + b)² − (a − b)².
fn doubled(t: &[f64]) -> Vec<f64> {
    let square = |z: f64| z * z;
    let product = |a: f64, b: f64| 0.25 * (square(a + b) - square(a - b));
    let first = product(t[0], t[1]);
    let last = t.len() - 1;
    let entry = |n: usize| match n % 2 {
        0 => 2.0 * square(t[n / 2]) - 1.0,
        _ => 2.0 * product(t[n / 2], t[n / 2 + 1]) - first,
    };
    (0..=2 * last).map(entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn squares_double_chebyshevs_polynomials() {
        for angle in [0.3, 1.1, 2.9] {
            let deep = (0..4).fold(vec![1.0, cos(angle)], |t, _| doubled(&t));
            assert_eq!(deep.len(), 17);
            for (n, t) in deep.iter().enumerate() {
                assert!((t - cos(n as f64 * angle)).abs() < 1e-13, "T{n}");
            }
        }
    }

    #[test]
    fn a_squaring_network_is_as_good_as_the_best_polynomial() {
        for layers in 1..=3 {
            let Squaring { network, polynomial, .. } = squaring(layers, 100);
            assert!((network / polynomial - 1.0).abs() < 1e-9, "{network} {polynomial}");
        }
        assert_eq!(squaring(3, 100).units, 4 + 7 + 13);
    }

    /// Interpolation of degree 2 at 0 and ±√3/2: p = 2x²/√3, off by √3/8 at √3/4.
    #[test]
    fn a_parabola_through_three_points_of_the_kink() {
        let expected = 3.0_f64.sqrt() / 8.0;
        assert!((absolute_value_error(2, 100_001) - expected).abs() < 1e-9);
    }

    #[test]
    fn legendres_polynomials() {
        let [p2, p3] = [-0.125, -0.4375];
        assert_eq!(legendre(3, 0.5), [1.0, 0.5, p2, p3]);
        assert_eq!(legendre(0, 0.5), [1.0]);
    }
}
