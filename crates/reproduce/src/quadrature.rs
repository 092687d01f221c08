//! Integrals by Gauss and Legendre's rule.
//!
//! ```
//! use numerics::elementary::exp;
//! use reproduce::quadrature::Rule;
//!
//! let rule = Rule::new(16);
//! let found = rule.integrate(0.0, 1.0, exp);
//! assert!((found - (exp(1.0) - 1.0)).abs() < 1e-15);
//! ```

use numerics::elementary::cos;
use numerics::sum;

/// A rule of n points on [−1, 1], exact for polynomials of degree below 2n.
#[derive(Clone, Debug)]
pub struct Rule {
    nodes: Vec<f64>,
    weights: Vec<f64>,
}

impl Rule {
    /// The points are the zeros of the Legendre polynomial P, found by Newton's method; the
    /// weights are 2 / ((1 − x²) P'(x)²).
    ///
    /// # Panics
    ///
    /// If there are fewer than two points.
    #[must_use]
    pub fn new(points: usize) -> Self {
        assert!(points >= 2, "a rule of {points} points");
        let node = |i: usize| {
            let angle = std::f64::consts::PI * (i as f64 + 0.75) / (points as f64 + 0.5);
            let mut x = -cos(angle);
            // Four steps square an error of 1e-2 beyond the last bit; a fifth is for safety.
            for _ in 0..5 {
                let (value, slope) = legendre(points, x);
                x -= value / slope;
            }
            x
        };
        let nodes: Vec<f64> = (0..points).map(node).collect();
        let weight = |&x: &f64| {
            let (_, slope) = legendre(points, x);
            2.0 / ((1.0 - x * x) * slope * slope)
        };
        let weights = nodes.iter().map(weight).collect();
        Self { nodes, weights }
    }

    /// The points and weights for an interval.
    pub fn on(&self, from: f64, to: f64) -> impl Iterator<Item = (f64, f64)> + '_ {
        let (middle, half) = (0.5 * (from + to), 0.5 * (to - from));
        let pairs = self.nodes.iter().zip(&self.weights);
        pairs.map(move |(x, weight)| (middle + half * x, half * weight))
    }

    /// The integral of `f` from `from` to `to`.
    pub fn integrate(&self, from: f64, to: f64, f: impl Fn(f64) -> f64) -> f64 {
        let terms: Vec<f64> = self.on(from, to).map(|(x, weight)| weight * f(x)).collect();
        sum(&terms)
    }

    /// The same with the interval cut into equal panels no longer than `length`.
    pub fn integrate_panels(&self, from: f64, to: f64, length: f64, f: impl Fn(f64) -> f64) -> f64 {
        let panels = ((to - from) / length).ceil();
        let end = |i: f64| from + (to - from) * i / panels;
        let panel = |i: u32| self.integrate(end(i.into()), end(f64::from(i) + 1.0), &f);
        let panels: Vec<f64> = (0..panels as u32).map(panel).collect();
        sum(&panels)
    }
}

/// The Legendre polynomial of a degree and its derivative, by
/// k P_k = (2k − 1) x P_(k−1) − (k − 1) P_(k−2).
fn legendre(degree: usize, x: f64) -> (f64, f64) {
    let (mut before, mut value) = (1.0, x);
    for k in 2..=degree {
        let k = k as f64;
        (before, value) = (value, ((2.0 * k - 1.0) * x * value - (k - 1.0) * before) / k);
    }
    (value, degree as f64 * (x * value - before) / (x * x - 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use numerics::elementary::sin;

    #[test]
    fn polynomials_below_twice_the_points_are_exact_and_the_next_is_not() {
        let rule = Rule::new(5);
        let power = |n: u32| rule.integrate(-1.0, 1.0, |x| (0..n).fold(1.0, |p, _| p * x));
        for n in 0..10 {
            let expected = if n % 2 == 0 { 2.0 / f64::from(n + 1) } else { 0.0 };
            assert!((power(n) - expected).abs() < 1e-15, "x^{n}: {}", power(n));
        }
        assert!((power(10) - 2.0 / 11.0).abs() > 1e-4);
    }

    #[test]
    fn many_points_keep_their_digits() {
        let rule = Rule::new(200);
        assert!((rule.integrate(0.0, 1.0, |_| 1.0) - 1.0).abs() < 1e-13);
        let found = rule.integrate(0.0, 100.0, sin);
        assert!((found - (1.0 - cos(100.0))).abs() < 1e-12, "{found}");
    }

    #[test]
    fn panels_add_up() {
        let found = Rule::new(8).integrate_panels(2.0, 50.0, 1.5, sin);
        assert!((found - (cos(2.0) - cos(50.0))).abs() < 1e-12, "{found}");
    }
}
