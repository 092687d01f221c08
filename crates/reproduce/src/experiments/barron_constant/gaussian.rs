//! C_f of the Gaussian exp(-|x|^2/2) in d dimensions, under four conventions of the Fourier
//! transform: in closed form, and as a radial integral.

use std::f64::consts::{PI, TAU};

use numerics::elementary::{exp, ln};
use serde::{Deserialize, Serialize};

use crate::quadrature::Rule;

/// Where the factors of 2π go.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Convention {
    /// f(x) = ∫ e^(iωx) f^(ω) dω, the one of Barron's theorem.
    Barron,
    /// (2π)^(-d/2) in both directions.
    Unitary,
    /// f^(ω) = ∫ e^(-iωx) f(x) dx, with nothing in front.
    Plain,
    /// f^(ξ) = ∫ e^(-2πiξx) f(x) dx: frequencies in cycles.
    Cycles,
}

impl Convention {
    pub(super) const ALL: [Self; 4] = [Self::Barron, Self::Unitary, Self::Plain, Self::Cycles];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Barron => "Barron's",
            Self::Unitary => "unitary",
            Self::Plain => "no factor in front",
            Self::Cycles => "in cycles",
        }
    }

    /// ln f^(ω) of the Gaussian at |ω| = ρ.
    fn ln_transform(self, dimension: u32, rho: f64) -> f64 {
        let half_d = 0.5 * f64::from(dimension);
        match self {
            Self::Barron => -half_d * ln(TAU) - 0.5 * rho * rho,
            Self::Unitary => -0.5 * rho * rho,
            Self::Plain => half_d * ln(TAU) - 0.5 * rho * rho,
            Self::Cycles => half_d * ln(TAU) - 2.0 * PI * PI * rho * rho,
        }
    }

    /// C_f over Barron's.
    pub(super) fn factor(self, dimension: u32) -> f64 {
        let half_d = 0.5 * f64::from(dimension);
        match self {
            Self::Barron => 1.0,
            Self::Unitary => exp(half_d * ln(TAU)),
            Self::Plain => exp(2.0 * half_d * ln(TAU)),
            Self::Cycles => 1.0 / TAU,
        }
    }
}

/// One dimension under one convention.
#[derive(Serialize, Deserialize)]
pub(super) struct Row {
    pub(super) convention: Convention,
    pub(super) dimension: u32,
    pub(super) closed: f64,
    pub(super) quadrature: f64,
}

impl Row {
    pub(super) fn new(convention: Convention, dimension: u32) -> Self {
        let closed = convention.factor(dimension) * norm_of_a_normal(dimension);
        Self { convention, dimension, closed, quadrature: moment(convention, dimension) }
    }
}

/// ∫ |ω| f^(ω) dω = (surface of the unit sphere) ∫ ρ^d f^(ρ) dρ.
fn moment(convention: Convention, dimension: u32) -> f64 {
    let d = f64::from(dimension);
    let unit = if convention == Convention::Cycles { TAU } else { 1.0 };
    // In units of ω the integrand is ρ^d exp(-ρ²/2): nothing is left beyond √d + 12.
    let end = (d.sqrt() + 12.0) / unit;
    let ln_surface = ln(2.0) + 0.5 * d * ln(PI) - ln(gamma_of_halves(dimension));
    Rule::new(20).integrate_panels(0.0, end, 0.5 / unit, |rho| {
        exp(ln_surface + d * ln(rho) + convention.ln_transform(dimension, rho))
    })
}

/// The mean length of a standard normal vector, √2 Γ((d + 1)/2) / Γ(d/2): with Barron's convention
/// the Gaussian's transform is the standard normal density.
pub(super) fn norm_of_a_normal(dimension: u32) -> f64 {
    2.0_f64.sqrt() * gamma_of_halves(dimension + 1) / gamma_of_halves(dimension)
}

/// Γ(n/2) for n >= 1, from Γ(1/2) = √π, Γ(1) = 1 and Γ(x + 1) = x Γ(x).
fn gamma_of_halves(n: u32) -> f64 {
    let (mut at, mut value) = if n.is_multiple_of(2) { (2, 1.0) } else { (1, PI.sqrt()) };
    while at < n {
        value *= 0.5 * f64::from(at);
        at += 2;
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gamma() {
        // 4! and Γ(7/2) = 15 √π / 8.
        assert_eq!(gamma_of_halves(10), 24.0);
        assert!((gamma_of_halves(7) - 15.0 / 8.0 * PI.sqrt()).abs() < 1e-15);
    }

    #[test]
    fn the_first_norms_are_known() {
        assert!((norm_of_a_normal(1) - (2.0 / PI).sqrt()).abs() < 1e-15);
        assert!((norm_of_a_normal(2) - (PI / 2.0).sqrt()).abs() < 1e-15);
    }

    /// The radial integral knows nothing of gamma functions but the sphere's surface.
    #[test]
    fn integral_and_formula_agree_under_every_convention() {
        for convention in Convention::ALL {
            for dimension in [1, 2, 3, 7, 20] {
                let row = Row::new(convention, dimension);
                let gap = (row.quadrature / row.closed - 1.0).abs();
                assert!(gap < 1e-12, "{convention:?}, d = {dimension}: {gap:e}");
            }
        }
    }
}
