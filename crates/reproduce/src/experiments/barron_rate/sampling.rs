//! Barron's proof as a program: step units drawn at random, all with the same weight.
//!
//! The Gaussian f is f(0) plus an integral over frequencies ω of (cos(ω·x) - 1) f^(ω), and a
//! cosine is made of steps: with α = ω/|ω|, and both signs of ω together,
//!
//! f(x) - f(0) = -2 ∫ |ω| f^(ω) ∫ sin(|ω|u) [α·x > u] du dω, u from 0 to r.
//!
//! The weight in front of the step [α·x > u] has a sign and a magnitude. Draw (ω, u) with a
//! probability proportional to the magnitude, keep the sign, and n such steps of weight V/n, V
//! being the sum of all magnitudes, have f - f(0) as their mean. Their mean square error is
//! (V² P(α·x > u) - |f - f(0)|²)/n: the lemma of Maurey that Barron uses. Since |sin| <= 1, V is at most
//! 2 r C_f.

use std::f64::consts::PI;

use nn::Stream;
use numerics::elementary::{cos, exp, ln, sin};
use numerics::{Matrix, Product, dot, matmul};

use super::ball::{self, Ball, gaussian};
use crate::quadrature::Rule;

/// Step units s [α·x > u].
struct Units {
    /// One α a row.
    directions: Matrix,
    thresholds: Vec<f64>,
    signs: Vec<f64>,
}

impl Units {
    /// |ω| f^(ω) is the density of a normal vector times its length, so the length of ω is that of
    /// a normal vector in one dimension more; the direction is uniform.
    fn draw(ball: Ball, count: usize, stream: &mut Stream) -> Self {
        let d = ball.dimension as usize;
        let mut longer = vec![0.0; d + 1];
        let mut units = Self {
            directions: Matrix::zeros(count, d),
            thresholds: Vec::with_capacity(count),
            signs: Vec::with_capacity(count),
        };
        for i in 0..count {
            let (threshold, sign) = loop {
                stream.fill_normal(&mut longer);
                let frequency = dot(&longer, &longer).sqrt();
                let u = stream.uniform_in(0.0, ball.radius);
                let weight = -sin(frequency * u);
                if stream.uniform() < weight.abs() {
                    break (u, if weight > 0.0 { 1.0 } else { -1.0 });
                }
            };
            units.thresholds.push(threshold);
            units.signs.push(sign);
            ball::direction(stream, units.directions.row_mut(i));
        }
        units
    }

    /// The sum of the units at each point.
    fn sums(&self, points: &Matrix) -> Vec<f64> {
        /// Units that meet all points at a time, to bound the memory.
        const BLOCK: usize = 512;
        let (rows, d) = (points.rows, points.cols);
        let mut sums = vec![0.0; rows];
        let mut inner = vec![0.0; rows * BLOCK];
        let units = self.thresholds.chunks(BLOCK).zip(self.signs.chunks(BLOCK));
        for ((thresholds, signs), directions) in units.zip(self.directions.data.chunks(BLOCK * d)) {
            let count = thresholds.len();
            let inner = &mut inner[..rows * count];
            matmul(Product::Nt, rows, d, count, &points.data, directions, inner);
            for (sum, row) in sums.iter_mut().zip(inner.chunks(count)) {
                for ((z, threshold), sign) in row.iter().zip(thresholds).zip(signs) {
                    *sum += if z > threshold { *sign } else { 0.0 };
                }
            }
        }
        sums
    }
}

/// The mean squared error of one network of `units` sampled steps, at `points` random points.
pub(super) fn error(ball: Ball, units: usize, points: usize, seed: u64) -> f64 {
    let mass = mass(ball);
    // With one stream for all sizes a small network would be a part of each larger one.
    let purpose = |what| format!("{what} of {units} units in {} dimensions", ball.dimension);
    let drawn =
        Units::draw(ball, units, &mut Stream::new("barron.rate", seed, &purpose("directions")));
    let points = ball.points(points, &mut Stream::new("barron.rate", seed, &purpose("points")));
    let sums = drawn.sums(&points);
    let square = |(i, sum): (usize, &f64)| {
        let x = points.row(i);
        let gap = gaussian(0.0) + mass / units as f64 * sum - gaussian(dot(x, x).sqrt());
        gap * gap
    };
    let squares: Vec<f64> = sums.iter().enumerate().map(square).collect();
    numerics::sum(&squares) / points.rows as f64
}

/// The sum V of all magnitudes: 2 ∫ |ω| f^(ω) ∫ |sin(|ω|u)| du dω.
pub(super) fn mass(ball: Ball) -> f64 {
    // The integral of |sin| up to t: 2 for each half wave, and the rest.
    let area = |t: f64| {
        let waves = (t / PI).floor();
        2.0 * waves + 1.0 - cos(t - PI * waves)
    };
    weighted_frequencies(ball.dimension)
        .iter()
        .map(|&(frequency, weight)| 2.0 * weight * area(frequency * ball.radius) / frequency)
        .sum()
}

/// n times the expected mean squared error of n sampled units.
pub(super) fn expected(ball: Ball) -> f64 {
    let (fine, coarse) = (Rule::new(100), Rule::new(40));
    let frequencies = weighted_frequencies(ball.dimension);
    let at = |(u, du): (f64, f64)| {
        let magnitudes =
            frequencies.iter().map(|&(frequency, weight)| weight * sin(frequency * u).abs());
        2.0 * du * magnitudes.sum::<f64>() * ball.tail(&coarse, u)
    };
    let second_moment = mass(ball) * fine.on(0.0, ball.radius).map(at).sum::<f64>();
    second_moment - ball.mean_square_from(gaussian(0.0))
}

/// Barron's (2 r C_f)^2.
pub(super) fn bound(ball: Ball) -> f64 {
    let constant: f64 =
        weighted_frequencies(ball.dimension).iter().map(|&(_, weight)| weight).sum();
    let root = 2.0 * ball.radius * constant;
    root * root
}

/// Lengths of ω with weights for ∫ |ω| f^(ω) g(|ω|) dω, whose sum is therefore C_f.
fn weighted_frequencies(dimension: u32) -> Vec<(f64, f64)> {
    let d = f64::from(dimension);
    let end = d.sqrt() + 9.0;
    let rule = Rule::new(400);
    // The density of a normal vector's length is ρ^(d-1) exp(-ρ²/2) up to a factor.
    let density =
        |rho: f64| exp((d - 1.0) * ln(rho) - 0.5 * rho * rho - 0.5 * (d - 1.0) * (ln(d) - 1.0));
    let total = rule.integrate(0.0, end, density);
    rule.on(0.0, end).map(|(rho, weight)| (rho, weight * rho * density(rho) / total)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ball(dimension: u32) -> Ball {
        Ball { dimension, radius: 2.0 }
    }

    /// C_f in one and two dimensions, and V <= 2 r C_f.
    #[test]
    fn constants() {
        for (dimension, constant) in [(1, (2.0 / PI).sqrt()), (2, (PI / 2.0).sqrt())] {
            let bound = bound(ball(dimension));
            assert!((bound - 16.0 * constant * constant).abs() < 1e-12);
            let mass = mass(ball(dimension));
            assert!(0.3 * bound < mass * mass && mass * mass < bound, "{mass}");
        }
    }

    /// The mean of many networks is f, in every direction and at every distance.
    #[test]
    fn units_have_the_target_as_their_mean() {
        for dimension in [1, 3] {
            let ball = ball(dimension);
            let mut points = Matrix::zeros(4, dimension as usize);
            for (i, x) in [0.3, -0.9, 1.4, -2.0].into_iter().enumerate() {
                points[(i, i % dimension as usize)] = x;
            }
            let count = 40_000;
            let units = Units::draw(ball, count, &mut Stream::new("test", 0, "units"));
            for (i, sum) in units.sums(&points).into_iter().enumerate() {
                let x = points.row(i);
                let found = 1.0 + mass(ball) / count as f64 * sum;
                let expected = gaussian(dot(x, x).sqrt());
                // Five standard errors of V times a mean of signs.
                assert!((found - expected).abs() < 5.0 * mass(ball) / 200.0, "{found} {expected}");
                assert!((found - expected).abs() < 0.08, "{found} {expected}");
            }
        }
    }

    #[test]
    fn errors_are_as_large_as_expected() {
        let ball = ball(2);
        let errors: Vec<f64> = (0..60).map(|seed| 50.0 * error(ball, 50, 200, seed)).collect();
        let mean = crate::stats::mean_interval(&errors);
        let expected = expected(ball);
        let [low, high] = mean.interval;
        assert!(low < expected && expected < high, "{mean:?}, {expected}");
        assert!(high - low < 0.5 * expected);
    }
}
