//! The recursion with its expectations integrated: no formula of the closed form is used.
//!
//! A normal pair (u, v) with variances p, q and covariance c = √(p q) cos θ is
//! u = √p r cos t, v = √q r cos(t − θ), where t is uniform on a turn and r has the density
//! r e^(−r²/2). What has a kink at 0 has it at four angles, whatever r is; between these everything
//! is smooth, and Gauss's rule converges fast.

use std::f64::consts::{FRAC_PI_2, PI};

use numerics::elementary::{cos, erf, exp, tanh};

use crate::quadrature::Rule;
use crate::tangent::Unit;

/// Points of a rule.
const POINTS: usize = 16;
/// Where the integral over r ends, the rest being below 1e-30, and in how many pieces.
const RADIUS: (f64, usize) = (12.0, 6);
/// Pieces between two kinks.
const PIECES: usize = 2;

/// Θ(x, x') after `depth` hidden layers.
pub(super) fn ntk(unit: Unit, depth: usize, [w, b]: [f64; 2], x: &[f64], z: &[f64]) -> f64 {
    let first = |x: &[f64], z: &[f64]| w * w * numerics::dot(x, z) / x.len() as f64 + b * b;
    let (mut p, mut c, mut q) = (first(x, x), first(x, z), first(z, z));
    let mut theta = c;
    for _ in 0..depth {
        let next = |p, c, q| w * w * expectation(p, c, q, |u| value(unit, u)) + b * b;
        let slopes = expectation(p, c, q, |u| slope(unit, u));
        (p, c, q) = (next(p, p, p), next(p, c, q), next(q, q, q));
        theta = c + w * w * slopes * theta;
    }
    theta
}

fn value(unit: Unit, u: f64) -> f64 {
    match unit {
        Unit::Relu if u > 0.0 => u,
        Unit::Relu => 0.0,
        Unit::Erf => erf(u),
        Unit::Tanh => tanh(u),
    }
}

fn slope(unit: Unit, u: f64) -> f64 {
    match unit {
        Unit::Relu if u > 0.0 => 1.0,
        Unit::Relu => 0.0,
        Unit::Erf => 2.0 / PI.sqrt() * exp(-u * u),
        Unit::Tanh => 1.0 - tanh(u) * tanh(u),
    }
}

/// E g(u) g(v).
fn expectation(p: f64, c: f64, q: f64, g: impl Fn(f64) -> f64) -> f64 {
    let rule = Rule::new(POINTS);
    let square = p * q - c * c;
    let sine = if square > 0.0 { square.sqrt() } else { 0.0 };
    let theta = libm::atan2(sine, c);
    let radii = pieces(&rule, 0.0, RADIUS.0, RADIUS.1);
    let mut total = 0.0;
    // The kinks of g(v) lie at θ ± a quarter turn, those of g(u) at plus and minus one.
    let kinks = [-FRAC_PI_2, theta - FRAC_PI_2, FRAC_PI_2, theta + FRAC_PI_2, 1.5 * PI];
    for pair in kinks.windows(2) {
        for (t, weight) in pieces(&rule, pair[0], pair[1], PIECES) {
            let (along, across) = (p.sqrt() * cos(t), q.sqrt() * cos(t - theta));
            let inner = radii
                .iter()
                .map(|&(r, w)| w * r * exp(-0.5 * r * r) * g(r * along) * g(r * across));
            total += weight * inner.sum::<f64>();
        }
    }
    total / (2.0 * PI)
}

/// Points and weights on equal pieces of an interval.
fn pieces(rule: &Rule, low: f64, high: f64, pieces: usize) -> Vec<(f64, f64)> {
    let end = |i: usize| low + (high - low) * i as f64 / pieces as f64;
    (0..pieces).flat_map(|i| rule.on(end(i), end(i + 1))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Moments of a normal pair: E u v = c and E u² v² = p q + 2 c².
    #[test]
    fn moments_of_a_pair() {
        let (p, c, q) = (0.7, -0.3, 1.9);
        let second = expectation(p, c, q, |u| u);
        assert!((second - c).abs() < 1e-13, "{second}");
        let fourth = expectation(p, c, q, |u| u * u);
        assert!((fourth - (p * q + 2.0 * c * c)).abs() < 1e-12, "{fourth}");
    }

    /// Both of a normal pair are positive with the chance (π − θ) / 2π.
    #[test]
    fn a_quadrant() {
        for (c, chance) in [(1.0, 0.5), (0.5, 1.0 / 3.0), (0.0, 0.25), (-1.0, 0.0)] {
            let found = expectation(1.0, c, 1.0, |u| slope(Unit::Relu, u));
            assert!((found - chance).abs() < 1e-9, "{c}: {found}");
        }
    }
}
