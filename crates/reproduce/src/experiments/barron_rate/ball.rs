//! The uniform distribution on a ball, and the Gaussian exp(-|x|^2/2) on it.

use std::f64::consts::FRAC_PI_2;

use nn::Stream;
use numerics::elementary::{cos, exp, ln, sin};
use numerics::{Matrix, dot};

use crate::quadrature::Rule;

/// The ball of a radius in some dimension.
#[derive(Clone, Copy)]
pub(super) struct Ball {
    pub(super) dimension: u32,
    pub(super) radius: f64,
}

impl Ball {
    /// Points drawn uniformly, one a row.
    pub(super) fn points(self, count: usize, stream: &mut Stream) -> Matrix {
        let d = self.dimension as usize;
        let mut points = Matrix::zeros(count, d);
        for i in 0..count {
            direction(stream, points.row_mut(i));
            // The share of the ball within a distance is that distance's d-th power.
            let length = self.radius * exp(ln(1.0 - stream.uniform()) / f64::from(self.dimension));
            points.row_mut(i).iter_mut().for_each(|x| *x *= length);
        }
        points
    }

    /// Points z and weights for the mean of a function of one coordinate: with z = r sin φ the
    /// density is proportional to cos^d φ.
    pub(super) fn coordinate(self, rule: &Rule) -> Vec<(f64, f64)> {
        let power = |base: f64| (0..self.dimension).fold(1.0, |power, _| power * base);
        let density =
            |(phi, weight): (f64, f64)| (self.radius * sin(phi), weight * power(cos(phi)));
        normalised(rule.on(-FRAC_PI_2, FRAC_PI_2).map(density).collect())
    }

    /// Points ρ and weights for the mean of a function of |x|.
    pub(super) fn length(self, rule: &Rule) -> Vec<(f64, f64)> {
        let density =
            |rho: f64| (1..self.dimension).fold(1.0, |power, _| power * rho / self.radius);
        let points = rule.on(0.0, self.radius);
        normalised(points.map(|(rho, weight)| (rho, weight * density(rho))).collect())
    }

    /// The probability that a coordinate exceeds `u`.
    pub(super) fn tail(self, rule: &Rule, u: f64) -> f64 {
        // sin φ = u/r, by bisection: no arc sine is at hand.
        let (mut low, mut high) = (-FRAC_PI_2, FRAC_PI_2);
        for _ in 0..60 {
            let middle = 0.5 * (low + high);
            if sin(middle) < u / self.radius { low = middle } else { high = middle }
        }
        let power = |phi: f64| (0..self.dimension).fold(1.0, |power, _| power * cos(phi));
        rule.integrate(low, FRAC_PI_2, power) / rule.integrate(-FRAC_PI_2, FRAC_PI_2, power)
    }

    /// The mean of (f(x) - c)^2 for the Gaussian f.
    pub(super) fn mean_square_from(self, c: f64) -> f64 {
        let square = |rho: f64| (gaussian(rho) - c) * (gaussian(rho) - c);
        mean(&self.length(&Rule::new(64)), square)
    }

    /// The variance of the Gaussian: the error of the best constant.
    pub(super) fn variance(self) -> f64 {
        self.mean_square_from(mean(&self.length(&Rule::new(64)), gaussian))
    }
}

/// f at a distance of ρ from the origin.
pub(super) fn gaussian(rho: f64) -> f64 {
    exp(-0.5 * rho * rho)
}

/// The weighted sum.
pub(super) fn mean(weighted: &[(f64, f64)], f: impl Fn(f64) -> f64) -> f64 {
    let terms: Vec<f64> = weighted.iter().map(|&(x, weight)| weight * f(x)).collect();
    numerics::sum(&terms)
}

/// Fills `out` with a uniformly random direction.
pub(super) fn direction(stream: &mut Stream, out: &mut [f64]) {
    stream.fill_normal(out);
    let length = dot(out, out).sqrt();
    out.iter_mut().for_each(|x| *x /= length);
}

fn normalised(mut weighted: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    let total = mean(&weighted, |_| 1.0);
    weighted.iter_mut().for_each(|(_, weight)| *weight /= total);
    weighted
}

#[cfg(test)]
mod tests {
    use super::*;

    const BALL: Ball = Ball { dimension: 3, radius: 2.0 };

    /// In three dimensions the coordinate's density is 3 (r² - z²) / (4 r³).
    #[test]
    fn coordinates() {
        let rule = Rule::new(40);
        let second_moment = mean(&BALL.coordinate(&rule), |z| z * z);
        assert!((second_moment - 4.0 / 5.0).abs() < 1e-14);
        assert!((BALL.tail(&rule, 1.0) - 5.0 / 32.0).abs() < 1e-14);
        assert!((BALL.tail(&rule, 0.0) - 0.5).abs() < 1e-14);
    }

    #[test]
    fn lengths() {
        // E ρ = r d / (d + 1).
        assert!((mean(&BALL.length(&Rule::new(20)), |rho| rho) - 1.5).abs() < 1e-14);
        let gap = BALL.mean_square_from(0.0) - BALL.variance();
        let expected = mean(&BALL.length(&Rule::new(20)), gaussian);
        assert!((gap - expected * expected).abs() < 1e-14);
    }

    #[test]
    fn drawn_points_have_the_moments() {
        let points = BALL.points(20_000, &mut Stream::new("test", 0, "ball"));
        let square = |i: usize| points[(i, 0)] * points[(i, 0)];
        let mean = (0..points.rows).map(square).sum::<f64>() / points.rows as f64;
        assert!((mean - 0.8).abs() < 0.02, "{mean}");
        let outside = |i: usize| dot(points.row(i), points.row(i)) > 4.0;
        assert!(!(0..points.rows).any(outside));
    }
}
