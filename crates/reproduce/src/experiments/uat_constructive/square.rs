//! Two dimensions with one hidden layer: a bump that is a sum of ridges.
//!
//! A unit of one hidden layer is a ridge: it changes along w and is constant across. A product of
//! two steps is no such thing. But a product of cosines is a sum of two ridges,
//!
//! cos α cos β = ½ cos(α + β) + ½ cos(α − β),
//!
//! and each ridge is a function of one variable, for which there is a staircase. So whatever is a
//! sum of cosines has a network, and by Weierstrass's theorem sums of cosines come near to every
//! continuous function. Here it is carried out for a bump with infinitely many terms,
//!
//! f(x, y) = u(x) u(y),    u(x) = (1 − r)² / (1 + 2 r cos 2πx + r²),    r = 1/3,
//!
//! which is 1 in the middle of the square and 1/16 at its corners. It is a Poisson kernel:
//!
//! u(x) = a₀ + Σ aₙ cos 2πnx,    a₀ = ½,    aₙ = (−1/3)ⁿ.
//!
//! **Certificate.** The |aₙ| add up to 1 and those beyond K to 3⁻ᴷ/2, so cutting both factors
//! after K changes f by at most 2 · 3⁻ᴷ/2 = 3⁻ᴷ. The staircase of c cos t over a range of length ℓ
//! with N steps is off by at most c ℓ / N. The certificate is the sum of all these.

use std::f64::consts::TAU;

use numerics::elementary::cos;

use super::network::Unit;
use super::staircase::Target;

/// r of the bump.
const RATIO: f64 = 1.0 / 3.0;

/// The bump's factor in one variable.
fn factor(x: f64) -> f64 {
    (1.0 - RATIO) * (1.0 - RATIO) / (1.0 + 2.0 * RATIO * cos(TAU * x) + RATIO * RATIO)
}

/// The bump.
pub(super) fn bump([x, y]: [f64; 2]) -> f64 {
    factor(x) * factor(y)
}

/// c cos(2π(n x + m y)) on the unit square.
#[derive(Clone, Copy)]
struct Ridge {
    amplitude: f64,
    frequency: [f64; 2],
}

impl Ridge {
    /// As a function of t = 2π(n x + m y).
    fn target(self) -> Target<impl Fn(f64) -> f64> {
        let corners = self.frequency.map(|n| TAU * n);
        let below = corners.iter().filter(|c| **c < 0.0).sum();
        let above = corners.iter().filter(|c| **c > 0.0).sum();
        Target {
            g: move |t| self.amplitude * cos(t),
            lipschitz: self.amplitude.abs(),
            interval: [below, above],
        }
    }

    /// √(c ℓ): to spend a given number of steps best, give each ridge a share in proportion.
    fn share(self) -> f64 {
        let target = self.target();
        (target.lipschitz * (target.interval[1] - target.interval[0])).sqrt()
    }
}

/// The coefficients a₀, …, a_K.
fn coefficients(last: u32) -> Vec<f64> {
    let powers = std::iter::successors(Some(1.0), |a| Some(-RATIO * a));
    let mut coefficients: Vec<f64> = powers.take(last as usize + 1).collect();
    coefficients[0] = 0.5;
    coefficients
}

/// All ridges of the product of the two sums up to K.
fn ridges(last: u32) -> Vec<Ridge> {
    let a = coefficients(last);
    let mut ridges = Vec::new();
    for n in 1..a.len() {
        let frequency = n as f64;
        ridges.push(Ridge { amplitude: a[n] * a[0], frequency: [frequency, 0.0] });
        ridges.push(Ridge { amplitude: a[0] * a[n], frequency: [0.0, frequency] });
        for m in 1..a.len() {
            for sign in [1.0, -1.0] {
                let frequency = [frequency, sign * m as f64];
                ridges.push(Ridge { amplitude: 0.5 * a[n] * a[m], frequency });
            }
        }
    }
    ridges
}

/// A network for the bump with a certificate below `epsilon`.
pub(super) fn network(epsilon: f64) -> (Vec<Unit<2>>, f64) {
    // Half of the tolerance, or a little less, for the terms that are left out.
    let (mut last, mut left_out) = (0, 1.0);
    while left_out >= 0.5 * epsilon {
        last += 1;
        left_out *= RATIO;
    }
    let ridges = ridges(last);
    let shares: Vec<f64> = ridges.iter().map(|ridge| ridge.share()).collect();
    let all = numerics::sum(&shares);
    let a0 = coefficients(last)[0];
    let mut units = vec![Unit::constant(a0 * a0)];
    let mut certificate = left_out;
    for (ridge, share) in ridges.iter().zip(shares) {
        let target = ridge.target();
        let steps = target.steps((epsilon - left_out) * share / all);
        certificate += target.certificate(steps);
        units.extend(target.units(steps, ridge.frequency.map(|n| TAU * n)));
    }
    (units, certificate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bump_is_one_in_the_middle_and_a_sixteenth_at_the_corners() {
        assert!((bump([0.5, 0.5]) - 1.0).abs() < 1e-15);
        for corner in [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]] {
            assert!((bump(corner) - 0.0625).abs() < 1e-15);
        }
    }

    /// The ridges add up to the bump but for what is left out, and for no less than they should:
    /// one term fewer would be seen.
    #[test]
    fn the_ridges_add_up_to_the_bump() {
        let all = ridges(5);
        assert_eq!(all.len(), 2 * 5 + 2 * 5 * 5);
        let mut largest = 0.0;
        for (x, y) in [(0.1, 0.3), (0.5, 0.5), (0.77, 0.2), (0.0, 1.0)] {
            let phase = |ridge: &Ridge| TAU * (ridge.frequency[0] * x + ridge.frequency[1] * y);
            let terms = all.iter().map(|ridge| ridge.amplitude * cos(phase(ridge)));
            let gap = (0.25 + terms.sum::<f64>() - bump([x, y])).abs();
            largest = if gap > largest { gap } else { largest };
        }
        let bound = 1.0 / 243.0;
        assert!(0.1 * bound < largest && largest <= bound, "{largest} for {bound}");
    }

    #[test]
    fn every_phase_of_the_square_is_in_its_range() {
        for ridge in ridges(3) {
            let [lo, hi] = ridge.target().interval;
            let [n, m] = ridge.frequency;
            let corners = [0.0, TAU * n, TAU * m, TAU * n + TAU * m];
            assert!(corners.iter().all(|&t| lo <= t && t <= hi), "{n}, {m}");
            assert!(corners.contains(&lo) && corners.contains(&hi), "{n}, {m}");
        }
    }

    #[test]
    fn the_certificate_is_below_what_was_asked_for() {
        for epsilon in [0.5, 0.1, 0.03] {
            let (_, certificate) = network(epsilon);
            assert!(0.5 * epsilon < certificate && certificate < epsilon, "{epsilon}");
        }
    }
}
