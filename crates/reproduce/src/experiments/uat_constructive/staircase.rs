//! A staircase of sigmoids, and a proof of how near it is.
//!
//! Let g be a function on \[lo, hi\] with |g(t) − g(u)| ≤ L |t − u|. Cut the interval into N parts
//! of length h with ends t₀ < … < t_N and middles m₁ < … < m_N. The network is
//!
//! S(t) = g(t₀) + Σⱼ (g(tⱼ) − g(tⱼ₋₁)) σ(s (t − mⱼ)),    s = 4 ln 2 / h.
//!
//! **Certificate: |S(t) − g(t)| ≤ L h for every t in the interval.**
//!
//! Proof. σ is the distribution function of a random number Λ, the logistic one: σ(z) = P(Λ ≤ z).
//! So the j-th unit is the probability that t − Λ/s has passed mⱼ, and the sum of the increments
//! passed is the value of g at one of the ends tⱼ:
//!
//! S(t) = E g(T),    T = the tⱼ that is nearest to t − Λ/s.
//!
//! The network is an average of values of g. (In other words: the differences of neighbouring
//! units are N + 1 bumps that are nowhere negative and add up to 1, and S weighs g(tⱼ) by the j-th
//! bump.) Inside the interval, rounding to the nearest end moves a point by at most h/2. If
//! t − Λ/s falls outside, T is the end of the interval that it passed, which is nearer to t than it
//! is. Hence |T − t| ≤ |Λ|/s + h/2, and since E|Λ| = 2 ∫₀^∞ dz / (1 + e^z) = 2 ln 2,
//!
//! |S(t) − g(t)| ≤ L E|T − t| ≤ L (2 ln 2 / s + h/2) = L h.  ∎
//!
//! It holds between the points of any grid; what rounding adds to a computed sum of N units is of
//! the size of N × 10⁻¹⁶. A continuous g without a Lipschitz constant has twice its
//! modulus of continuity at h in the place of L h, since ω(D) ≤ (1 + D/h) ω(h), so this is a proof of Cybenko's theorem in one dimension.

use std::f64::consts::LN_2;

use super::network::Unit;

/// The slope of every unit in units of 1/h: with it the spread of Λ/s and the rounding to the ends
/// have equal parts in the certificate.
pub(super) const SLOPE: f64 = 4.0 * LN_2;

/// A function of one variable that is to be imitated.
pub(super) struct Target<G> {
    pub(super) g: G,
    /// L: |g(t) − g(u)| ≤ L |t − u|.
    pub(super) lipschitz: f64,
    /// The interval, the lower end first.
    pub(super) interval: [f64; 2],
}

impl<G: Fn(f64) -> f64> Target<G> {
    /// The least number of steps whose certificate is below `epsilon`.
    pub(super) fn steps(&self, epsilon: f64) -> usize {
        let [lo, hi] = self.interval;
        (self.lipschitz * (hi - lo) / epsilon).floor() as usize + 1
    }

    /// L h: no point of the interval is further off.
    pub(super) fn certificate(&self, steps: usize) -> f64 {
        let [lo, hi] = self.interval;
        self.lipschitz * (hi - lo) / steps as f64
    }

    /// The j-th of the ends t₀, …, t_N.
    fn end(&self, j: usize, steps: usize) -> f64 {
        let [lo, hi] = self.interval;
        lo + (hi - lo) * (j as f64 / steps as f64)
    }

    /// The units of S(d·x), a function of D variables that is constant across d: one for the
    /// constant and one a step.
    pub(super) fn units<const D: usize>(&self, steps: usize, direction: [f64; D]) -> Vec<Unit<D>> {
        let [lo, hi] = self.interval;
        let h = (hi - lo) / steps as f64;
        let slope = SLOPE / h;
        let step = |j: usize| {
            let (before, after) = (self.end(j - 1, steps), self.end(j, steps));
            Unit {
                weight: direction.map(|d| slope * d),
                bias: -slope * 0.5 * (before + after),
                read_out: (self.g)(after) - (self.g)(before),
            }
        };
        let constant = Unit::constant((self.g)(lo));
        std::iter::once(constant).chain((1..=steps).map(step)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::network::values;
    use super::*;
    use numerics::Matrix;
    use numerics::elementary::{exp, sin};

    fn error<G: Fn(f64) -> f64>(target: &Target<G>, steps: usize) -> f64 {
        let [lo, hi] = target.interval;
        let grid = Matrix::from_fn(4001, 1, |i, _| lo + (hi - lo) * (i as f64 / 4000.0));
        let found = values(&target.units(steps, [1.0]), &grid);
        let gaps = found.iter().zip(&grid.data).map(|(s, &t)| (s - (target.g)(t)).abs());
        gaps.fold(0.0, |a, b| if a > b { a } else { b })
    }

    #[test]
    fn no_point_is_further_off_than_the_certificate() {
        for steps in [1, 2, 7, 50] {
            let kink = Target { g: f64::abs, lipschitz: 1.0, interval: [-1.0, 2.0] };
            let wave = Target { g: |t| sin(5.0 * t), lipschitz: 5.0, interval: [0.0, 4.0] };
            assert!(error(&kink, steps) <= kink.certificate(steps));
            assert!(error(&wave, steps) <= wave.certificate(steps));
        }
    }

    /// On a straight line the first end is off by h Σ σ(−s (j − ½) h) = h Σ 1/(1 + 4^(2j−1)): the
    /// certificate is not idle.
    #[test]
    fn a_straight_line_needs_a_fifth_of_it() {
        let line = Target { g: |t| 3.0 * t, lipschitz: 3.0, interval: [0.0, 1.0] };
        let share = error(&line, 40) / line.certificate(40);
        let expected = 1.0 / 5.0 + 1.0 / 65.0 + 1.0 / 1025.0 + 1.0 / 16385.0 + 1.0 / 262_145.0;
        assert!((share - expected).abs() < 1e-6, "{share} for {expected}");
    }

    #[test]
    fn the_mean_of_the_logistic_distributions_size() {
        // The midpoint rule for 2 / (1 + e^z) from 0 to 40.
        let n = 40_000;
        let h = 40.0 / f64::from(n);
        let terms = (0..n).map(|i| 2.0 * h / (1.0 + exp((f64::from(i) + 0.5) * h)));
        assert!((terms.sum::<f64>() - 2.0 * LN_2).abs() < 1e-6);
    }

    #[test]
    fn as_many_steps_as_epsilon_asks_for_and_no_more() {
        let wave = Target { g: |t| sin(5.0 * t), lipschitz: 5.0, interval: [0.0, 4.0] };
        for epsilon in [1.0, 0.3, 0.01] {
            let steps = wave.steps(epsilon);
            assert!(wave.certificate(steps) < epsilon && wave.certificate(steps - 1) >= epsilon);
        }
    }
}
