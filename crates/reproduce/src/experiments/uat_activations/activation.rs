//! The activations, and what the theorems ask of them.

use std::f64::consts::FRAC_1_SQRT_2;

use numerics::elementary::{erf, exp, sigmoid, sin, softplus, tanh};
use serde::{Deserialize, Serialize};

/// An activation function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Activation {
    /// 1 / (1 + e^(−z)).
    Sigmoid,
    /// The hyperbolic tangent.
    Tanh,
    /// The error function.
    Erf,
    /// σ(z) + 2 z e^(−z²): continuous with the limits 0 and 1, so sigmoidal in Cybenko's sense,
    /// and not monotone.
    Wiggle,
    /// max(z, 0).
    Relu,
    /// z above zero, z/100 below.
    LeakyRelu,
    /// ln(1 + e^z).
    Softplus,
    /// z Φ(z), Φ being the normal distribution function.
    Gelu,
    /// z σ(z).
    Silu,
    /// sin z.
    Sine,
    /// e^(−z²).
    Gauss,
    /// 1 − |z| between −1 and 1, else 0.
    Hat,
    /// 1 above zero, else 0.
    Step,
    /// z.
    Identity,
    /// z².
    Square,
    /// z³.
    Cube,
    /// z⁵ − z.
    Quintic,
}

impl Activation {
    /// All of them, the polynomials last.
    pub(super) const ALL: [Self; 17] = [
        Self::Sigmoid,
        Self::Tanh,
        Self::Erf,
        Self::Wiggle,
        Self::Relu,
        Self::LeakyRelu,
        Self::Softplus,
        Self::Gelu,
        Self::Silu,
        Self::Sine,
        Self::Gauss,
        Self::Hat,
        Self::Step,
        Self::Identity,
        Self::Square,
        Self::Cube,
        Self::Quintic,
    ];
    /// Sigmoidal, up to an affine map, and monotone: what the lesson's theorem asks for.
    pub(super) const MONOTONE_SIGMOIDAL: [Self; 3] = [Self::Sigmoid, Self::Tanh, Self::Erf];
    /// Bounded and continuous, and not monotone.
    pub(super) const BOUNDED_NOT_MONOTONE: [Self; 3] = [Self::Sine, Self::Gauss, Self::Hat];
    /// Unbounded ones that the lesson counts as covered by a theorem for bounded ones.
    pub(super) const UNBOUNDED: [Self; 3] = [Self::Softplus, Self::Relu, Self::Gelu];

    /// Its value.
    pub(super) fn at(self, z: f64) -> f64 {
        match self {
            Self::Sigmoid => sigmoid(z),
            Self::Tanh => tanh(z),
            Self::Erf => erf(z),
            Self::Wiggle => sigmoid(z) + 2.0 * z * exp(-(z * z)),
            Self::Relu => {
                if z > 0.0 {
                    z
                } else {
                    0.0
                }
            }
            Self::LeakyRelu => {
                if z > 0.0 {
                    z
                } else {
                    0.01 * z
                }
            }
            Self::Softplus => softplus(z),
            Self::Gelu => 0.5 * z * (1.0 + erf(z * FRAC_1_SQRT_2)),
            Self::Silu => z * sigmoid(z),
            Self::Sine => sin(z),
            Self::Gauss => exp(-(z * z)),
            Self::Hat => {
                if z.abs() < 1.0 {
                    1.0 - z.abs()
                } else {
                    0.0
                }
            }
            Self::Step => {
                if z > 0.0 {
                    1.0
                } else {
                    0.0
                }
            }
            Self::Identity => z,
            Self::Square => z * z,
            Self::Cube => z * z * z,
            Self::Quintic => z * (z * z * z * z - 1.0),
        }
    }

    /// How tables and figures call it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Sigmoid => "sigmoid",
            Self::Tanh => "tanh",
            Self::Erf => "erf",
            Self::Wiggle => "non-monotone",
            Self::Relu => "ReLU",
            Self::LeakyRelu => "leaky ReLU",
            Self::Softplus => "softplus",
            Self::Gelu => "GELU",
            Self::Silu => "SiLU",
            Self::Sine => "sine",
            Self::Gauss => "Gauss",
            Self::Hat => "hat",
            Self::Step => "step",
            Self::Identity => "z",
            Self::Square => "z²",
            Self::Cube => "z³",
            Self::Quintic => "z⁵ − z",
        }
    }

    /// The degree of a polynomial.
    pub(super) fn degree(self) -> Option<usize> {
        match self {
            Self::Identity => Some(1),
            Self::Square => Some(2),
            Self::Cube => Some(3),
            Self::Quintic => Some(5),
            _ => None,
        }
    }

    /// The first theorem in time that makes it universal in the uniform norm.
    pub(super) fn covered_by(self) -> &'static str {
        match self {
            Self::Sigmoid | Self::Tanh | Self::Erf | Self::Wiggle => "Cybenko 1989",
            Self::Sine | Self::Gauss | Self::Hat => "Hornik 1991",
            Self::Relu | Self::LeakyRelu | Self::Softplus => "Leshno et al. 1993",
            Self::Gelu | Self::Silu => "Leshno et al. 1993",
            Self::Step => "Cybenko 1989, as a limit",
            Self::Identity | Self::Square | Self::Cube | Self::Quintic => "none: a polynomial",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_non_monotone_one_is_sigmoidal_and_not_monotone() {
        let at = |z| Activation::Wiggle.at(z);
        assert!(at(-40.0).abs() < 1e-15 && (at(40.0) - 1.0).abs() < 1e-15);
        assert!(at(-0.7) < at(-10.0) && at(0.7) > at(10.0));
    }

    #[test]
    fn values_at_one() {
        let expected = [
            (Activation::Erf, 0.842_700_792_949_715),
            (Activation::LeakyRelu, 1.0),
            (Activation::Gelu, 0.841_344_746_068_543),
            (Activation::Silu, 0.731_058_578_630_005),
            (Activation::Quintic, 0.0),
            (Activation::Hat, 0.0),
        ];
        for (activation, value) in expected {
            assert!((activation.at(1.0) - value).abs() < 1e-14, "{activation:?}");
        }
        assert_eq!(Activation::Quintic.at(2.0), 30.0);
        assert_eq!((Activation::LeakyRelu.at(-1.0), Activation::Hat.at(-0.5)), (-0.01, 0.5));
    }

    /// Of a polynomial of degree d the differences of order d + 1 vanish and those of order d do
    /// not; of the others none does.
    #[test]
    fn degrees_are_right() {
        for activation in Activation::ALL {
            let mut values: Vec<f64> =
                (0..9).map(|i| activation.at(0.9 * f64::from(i) - 3.1)).collect();
            let mut order = 0;
            while values.len() > 1 && values.iter().any(|v| v.abs() > 1e-9) {
                values = values.windows(2).map(|pair| pair[1] - pair[0]).collect();
                order += 1;
            }
            let vanishes = values.iter().all(|v| v.abs() <= 1e-9);
            assert_eq!(vanishes.then(|| order - 1), activation.degree(), "{activation:?}");
        }
    }
}
