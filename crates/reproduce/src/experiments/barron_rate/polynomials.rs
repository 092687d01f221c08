//! A basis that is fixed in advance, all polynomials up to a degree, and its worst targets.
//!
//! The targets are the waves cos(ω·x)/|ω| and sin(ω·x)/|ω|, all of which have C_f = 1. On a ball,
//! with uniform weights, the best polynomial in d variables for a function of ω·x alone is itself
//! a polynomial in ω·x: the Gegenbauer polynomials of z = ω·x/|ω| with parameter d/2 are
//! orthogonal to every polynomial of lower degree in all variables (Logan & Shepp 1975, Petrushev
//! 1999). So the error of C(d + p, d) basis functions is a sum in one variable.

use nn::Stream;
use numerics::elementary::{cos, sin};
use serde::{Deserialize, Serialize};

use super::ball::{self, Ball, gaussian};
use crate::quadrature::Rule;

/// The wave that a basis serves worst.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(super) struct Worst {
    pub(super) degree: u32,
    /// How many polynomials there are up to that degree.
    pub(super) basis: f64,
    /// |ω|, and whether it is the sine.
    pub(super) frequency: f64,
    pub(super) sine: bool,
    /// The mean squared error of the best combination.
    pub(super) error: f64,
    /// The same for the Gaussian, which no basis serves so badly.
    pub(super) gaussian_error: f64,
}

/// The worst wave for each degree from 0 on, out of frequencies in steps of `step` up to `highest`.
pub(super) fn worst_waves(ball: Ball, degrees: u32, step: f64, highest: f64) -> Vec<Worst> {
    let coordinate = ball.coordinate(&Rule::new(400));
    let basis = orthonormal(&coordinate, degrees, 2.0 / ball.radius);
    let mut worst: Vec<Worst> = (0..=degrees)
        .map(|degree| Worst {
            degree,
            basis: binomial(ball.dimension + degree, ball.dimension),
            frequency: 0.0,
            sine: false,
            error: 0.0,
            gaussian_error: 0.0,
        })
        .collect();
    for i in 1..=(highest / step) as u32 {
        let frequency = step * f64::from(i);
        for sine in [false, true] {
            let errors = residuals(&coordinate, &basis, |z| wave(frequency, sine, z));
            for (worst, error) in worst.iter_mut().zip(errors) {
                if error > worst.error {
                    *worst = Worst { frequency, sine, error, ..*worst };
                }
            }
        }
    }
    // The Gaussian depends on |x|² alone; so does its best polynomial.
    let length = ball.length(&Rule::new(64));
    let squares: Vec<(f64, f64)> =
        length.iter().map(|&(rho, weight)| (rho * rho, weight)).collect();
    let radial = orthonormal(&squares, degrees / 2, 4.0 / (ball.radius * ball.radius));
    let errors = residuals(&squares, &radial, |square| gaussian(square.sqrt()));
    for worst in &mut worst {
        worst.gaussian_error = errors[worst.degree as usize / 2];
    }
    worst
}

/// The wave at z = ω·x/|ω|.
fn wave(frequency: f64, sine: bool, z: f64) -> f64 {
    (if sine { sin(frequency * z) } else { cos(frequency * z) }) / frequency
}

/// The mean squared error of `units` steps that are drawn for one wave, all in its direction: Barron's
/// sampling again, with the integral of |sin(|ω|u)| (or |cos|) in place of a sum over frequencies.
pub(super) fn sampled_error(ball: Ball, worst: &Worst, units: usize, seed: u64) -> f64 {
    let slope = |u: f64| match worst.sine {
        true => cos(worst.frequency * u),
        false => -sin(worst.frequency * u),
    };
    // The wave is its value at 0 plus the integral of its slope up to z. For z < 0 that is minus an
    // integral over the steps [-z > u] of the slope at -u; the sine's slope is even.
    let mass = 2.0 * Rule::new(20).integrate_panels(0.0, ball.radius, 0.05, |u| slope(u).abs());
    let mut stream = Stream::new("barron.rate", seed, &format!("steps of {units} units"));
    let mut steps: Vec<(f64, f64)> = (0..units)
        .map(|_| {
            loop {
                let side = if stream.uniform() < 0.5 { 1.0 } else { -1.0 };
                let u = stream.uniform_in(0.0, ball.radius);
                let weight = slope(u) * if worst.sine { side } else { 1.0 };
                if stream.uniform() < weight.abs() {
                    break (side * u, if weight > 0.0 { 1.0 } else { -1.0 });
                }
            }
        })
        .collect();
    // At z the steps between 0 and z are on: walk outwards on either side.
    steps.sort_by(|a, b| a.0.total_cmp(&b.0));
    let first_right = steps.partition_point(|step| step.0 < 0.0);
    let (left, right) = steps.split_at(first_right);
    let network = |z: f64| -> f64 {
        let on = match z > 0.0 {
            true => &right[..right.partition_point(|step| step.0 < z)],
            false => &left[left.partition_point(|step| step.0 <= z)..],
        };
        wave(worst.frequency, worst.sine, 0.0)
            + mass / units as f64 * on.iter().map(|step| step.1).sum::<f64>()
    };
    ball::mean(&ball.coordinate(&Rule::new(400)), |z| {
        let gap = network(z) - wave(worst.frequency, worst.sine, z);
        gap * gap
    })
}

/// Polynomials of degrees 0 to `degrees`, orthonormal under the weights, as values at the points.
/// Each is x times the one before, made orthogonal to all others, twice against rounding; `scale`
/// keeps the size.
fn orthonormal(weighted: &[(f64, f64)], degrees: u32, scale: f64) -> Vec<Vec<f64>> {
    let product = |a: &[f64], b: &[f64]| {
        let terms: Vec<f64> =
            weighted.iter().zip(a.iter().zip(b)).map(|((_, w), (a, b))| w * a * b).collect();
        numerics::sum(&terms)
    };
    let mut basis: Vec<Vec<f64>> = vec![vec![1.0; weighted.len()]];
    for degree in 1..=degrees as usize {
        let mut next: Vec<f64> = basis[degree - 1]
            .iter()
            .zip(weighted)
            .map(|(value, (x, _))| scale * x * value)
            .collect();
        for _ in 0..2 {
            for earlier in &basis {
                let share = product(&next, earlier);
                next.iter_mut().zip(earlier).for_each(|(next, earlier)| *next -= share * earlier);
            }
        }
        let length = product(&next, &next).sqrt();
        next.iter_mut().for_each(|value| *value /= length);
        basis.push(next);
    }
    basis
}

/// The mean squared distance of `f` from the span of the first 1, 2, ... polynomials.
fn residuals(weighted: &[(f64, f64)], basis: &[Vec<f64>], f: impl Fn(f64) -> f64) -> Vec<f64> {
    let mut rest: Vec<f64> = weighted.iter().map(|&(x, _)| f(x)).collect();
    let remove = |polynomial: &Vec<f64>| {
        let terms = |rest: &[f64], with: &[f64]| -> f64 {
            let terms: Vec<f64> = weighted
                .iter()
                .zip(rest.iter().zip(with))
                .map(|((_, w), (a, b))| w * a * b)
                .collect();
            numerics::sum(&terms)
        };
        let share = terms(&rest, polynomial);
        rest.iter_mut().zip(polynomial).for_each(|(rest, value)| *rest -= share * value);
        terms(&rest, &rest)
    };
    basis.iter().map(remove).collect()
}

/// n over k, exact below 2^53.
fn binomial(n: u32, k: u32) -> f64 {
    (1..=k).fold(1.0, |product, i| product * f64::from(n - k + i) / f64::from(i))
}

#[cfg(test)]
mod tests {
    use super::*;
    use numerics::{Matrix, linalg};

    #[test]
    fn binomials() {
        assert_eq!((binomial(11, 10), binomial(14, 10), binomial(5, 0)), (11.0, 1001.0, 1.0));
    }

    /// The theorem behind this module, in two variables: least squares with all ten monomials of
    /// degree three on a fine grid of the disc, against the sum in one variable.
    #[test]
    fn nothing_is_gained_across_the_wave() {
        let ball = Ball { dimension: 2, radius: 2.0 };
        let (rule, turns) = (Rule::new(24), 48);
        let mut points = Vec::new();
        for (rho, weight) in ball.length(&rule) {
            for turn in 0..turns {
                let angle = std::f64::consts::TAU * f64::from(turn) / f64::from(turns);
                points.push((
                    rho * cos(angle),
                    rho * sin(angle),
                    (weight / f64::from(turns)).sqrt(),
                ));
            }
        }
        let powers: Vec<(u32, u32)> =
            (0..4).flat_map(|i| (0..4 - i).map(move |j| (i, j))).collect();
        let power = |x: f64, n: u32| (0..n).fold(1.0, |power, _| power * x);
        let design = Matrix::from_fn(points.len(), powers.len(), |row, column| {
            let ((x, y, root), (i, j)) = (points[row], powers[column]);
            root * power(x, i) * power(y, j)
        });
        for sine in [false, true] {
            let target = Matrix::from_fn(points.len(), 1, |row, _| {
                let (x, y, root) = points[row];
                root * wave(2.5, sine, 0.6 * x + 0.8 * y)
            });
            let found = linalg::min_norm_least_squares(&design, &target).expect("finite numbers");
            let fitted = design.matmul(&found.solution);
            let gaps = fitted.data.iter().zip(&target.data).map(|(a, b)| (a - b) * (a - b));
            let expected: f64 = gaps.sum();
            let coordinate = ball.coordinate(&Rule::new(60));
            let basis = orthonormal(&coordinate, 3, 1.0);
            let error = residuals(&coordinate, &basis, |z| wave(2.5, sine, z))[3];
            assert!((error / expected - 1.0).abs() < 1e-10, "{error} {expected}");
        }
    }

    #[test]
    fn more_polynomials_leave_less_and_the_constant_leaves_the_variance() {
        let ball = Ball { dimension: 3, radius: 2.0 };
        let worst = worst_waves(ball, 4, 0.1, 10.0);
        assert!(worst.windows(2).all(|pair| pair[1].error < pair[0].error));
        assert!((worst[0].gaussian_error - ball.variance()).abs() < 1e-14);
        assert_eq!(worst[2].gaussian_error, worst[3].gaussian_error);
    }

    #[test]
    fn sampled_steps_come_near_both_waves() {
        let ball = Ball { dimension: 4, radius: 2.0 };
        for sine in [false, true] {
            let worst = Worst { frequency: 2.0, sine, ..worst_waves(ball, 0, 1.0, 1.0)[0] };
            let [few, many] = [40, 4000].map(|units| {
                (0..10).map(|seed| sampled_error(ball, &worst, units, seed)).sum::<f64>() / 10.0
            });
            assert!(
                many < 16.0 / 4000.0 && 30.0 < few / many && few / many < 300.0,
                "{few} {many}"
            );
        }
    }
}
