//! Three functions of one variable, a smooth one, one whose third derivative jumps and one with
//! kinks: their transforms, and the moment up to a cut-off.

use std::f64::consts::{FRAC_1_PI, FRAC_2_PI, TAU};

use numerics::elementary::{cos, exp, ln};
use serde::{Deserialize, Serialize};

use crate::quadrature::Rule;

/// A function with its transform by Barron's convention.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Member {
    /// exp(-x²/2).
    Gaussian,
    /// (1 + |x|) exp(-|x|): its transform, (2/π) / (1 + ω²)², vanishes nowhere.
    Exponential,
    /// ReLU on [-1, 1], continued by the hat that falls from 1 at x = 1 to 0 at x = 2.
    Hat,
}

impl Member {
    pub(super) const ALL: [Self; 3] = [Self::Gaussian, Self::Exponential, Self::Hat];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Gaussian => "Gaussian",
            Self::Exponential => "(1 + |x|) e^−|x|",
            Self::Hat => "ReLU on [−1, 1]",
        }
    }

    /// Its value at a distance of u from its centre of symmetry, which is 1 for the hat.
    fn value(self, u: f64) -> f64 {
        match self {
            Self::Gaussian => exp(-0.5 * u * u),
            Self::Exponential => (1.0 + u) * exp(-u),
            Self::Hat => 1.0 - u,
        }
    }

    /// Where it ends, or has fallen below the last bit of 1.
    fn reach(self) -> f64 {
        match self {
            Self::Gaussian => 9.0,
            Self::Exponential => 42.0,
            Self::Hat => 1.0,
        }
    }

    /// |f^(ω)| in closed form.
    pub(super) fn transform(self, omega: f64) -> f64 {
        match self {
            Self::Gaussian => exp(-0.5 * omega * omega) / TAU.sqrt(),
            Self::Exponential => {
                let square = 1.0 + omega * omega;
                FRAC_2_PI / (square * square)
            }
            Self::Hat if omega == 0.0 => 0.5 * FRAC_1_PI,
            Self::Hat => FRAC_1_PI * (1.0 - cos(omega)) / (omega * omega),
        }
    }

    /// |f^(ω)| from the values of f: (1/π) ∫ f cos(ωu) du over u >= 0. A shift of f turns the
    /// phase of its transform, and leaves the magnitude.
    pub(super) fn transform_by_quadrature(self, omega: f64) -> f64 {
        let integrand = |u: f64| self.value(u) * cos(omega * u);
        FRAC_1_PI
            * Rule::new(20)
                .integrate_panels(0.0, self.reach(), 1.0 / (1.0 + omega), integrand)
                .abs()
    }

    /// C_f, if it is finite.
    pub(super) fn closed(self) -> Option<f64> {
        match self {
            Self::Gaussian => Some(FRAC_2_PI.sqrt()),
            Self::Exponential => Some(FRAC_2_PI),
            Self::Hat => None,
        }
    }

    /// ∫ |ω| |f^(ω)| dω over |ω| below each cut-off; the cut-offs rise.
    pub(super) fn truncated_moments(self, cutoffs: &[f64]) -> Vec<f64> {
        let rule = Rule::new(16);
        let (mut from, mut moment) = (0.0, 0.0);
        let upto = |&to: &f64| {
            // The hat's transform oscillates once in 2π.
            moment +=
                2.0 * rule.integrate_panels(from, to, 2.0, |omega| omega * self.transform(omega));
            from = to;
            moment
        };
        cutoffs.iter().map(upto).collect()
    }
}

/// Euler's constant.
const EULER: f64 = 0.577_215_664_901_532_9;

/// What the hat's truncated moment comes close to: (2/π) ∫ (1 - cos ω)/ω dω up to Ω is
/// (2/π)(ln Ω + Euler's constant) and a rest below 2/(πΩ).
pub(super) fn hat_asymptote(cutoff: f64) -> f64 {
    FRAC_2_PI * (ln(cutoff) + EULER)
}

/// One ReLU unit and the hat at x.
pub(super) fn unit_and_hat(x: f64) -> (f64, f64) {
    let relu = if x > 0.0 { x } else { 0.0 };
    let u = (x - 1.0).abs();
    (relu, if u < 1.0 { Member::Hat.value(u) } else { 0.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transforms_are_those_of_the_functions() {
        for member in Member::ALL {
            for omega in [0.0, 0.3, 1.0, 2.5, 7.0, 19.0] {
                let gap = member.transform(omega) - member.transform_by_quadrature(omega);
                assert!(gap.abs() < 1e-14, "{member:?} at {omega}: {gap:e}");
            }
        }
    }

    #[test]
    fn moments_converge_or_grow_as_a_logarithm() {
        let cutoffs = [10.0, 100.0, 1000.0];
        let gaussian = Member::Gaussian.truncated_moments(&cutoffs);
        assert!((gaussian[0] - FRAC_2_PI.sqrt()).abs() < 1e-13);
        // The tail of the second is (2/π) / (1 + Ω²).
        for (moment, cutoff) in Member::Exponential.truncated_moments(&cutoffs).iter().zip(cutoffs)
        {
            let tail = FRAC_2_PI / (1.0 + cutoff * cutoff);
            assert!((moment + tail - FRAC_2_PI).abs() < 1e-13);
        }
        for (moment, cutoff) in Member::Hat.truncated_moments(&cutoffs).iter().zip(cutoffs) {
            assert!((moment - hat_asymptote(cutoff)).abs() < FRAC_2_PI / cutoff);
        }
    }
}
