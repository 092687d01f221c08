//! Four numbers that are called the rank of a matrix.

use numerics::elementary::{exp, ln};
use numerics::{Matrix, linalg};
use serde::{Deserialize, Serialize};

/// A measure of rank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Measure {
    /// How many singular values are above a tolerance.
    Numerical,
    /// e^H, H being the entropy of the singular values that are scaled to sum to 1: the effective
    /// rank of Roy & Vetterli (2007).
    Entropy,
    /// The sum of squares over the largest square (Rudelson & Vershynin 2007).
    Stable,
    /// The squared sum of squares over the sum of fourth powers: the participation ratio of the
    /// squares.
    Participation,
}

impl Measure {
    pub(super) const ALL: [Self; 4] =
        [Self::Numerical, Self::Entropy, Self::Stable, Self::Participation];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Numerical => "numerical",
            Self::Entropy => "entropy",
            Self::Stable => "stable",
            Self::Participation => "participation",
        }
    }

    pub(super) fn of(self, ranks: &Ranks) -> f64 {
        match self {
            Self::Numerical => ranks.numerical as f64,
            Self::Entropy => ranks.entropy,
            Self::Stable => ranks.stable,
            Self::Participation => ranks.participation,
        }
    }
}

/// All four. Each is n for n equal singular values, and 0 for the zero matrix.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Ranks {
    numerical: usize,
    entropy: f64,
    stable: f64,
    participation: f64,
}

impl Ranks {
    /// From singular values, the largest first.
    pub(super) fn of(singular_values: &[f64], relative_tolerance: f64) -> Self {
        let largest = singular_values[0];
        if largest == 0.0 {
            return Self { numerical: 0, entropy: 0.0, stable: 0.0, participation: 0.0 };
        }
        // All four are blind to scale.
        let s: Vec<f64> = singular_values.iter().map(|s| s / largest).collect();
        let total = numerics::sum(&s);
        let surprise = |p: f64| if p == 0.0 { 0.0 } else { -p * ln(p) };
        let surprises: Vec<f64> = s.iter().map(|s| surprise(s / total)).collect();
        let squares: Vec<f64> = s.iter().map(|s| s * s).collect();
        let energy = numerics::sum(&squares);
        Self {
            numerical: s.iter().filter(|&&s| s > relative_tolerance).count(),
            entropy: exp(numerics::sum(&surprises)),
            stable: energy,
            participation: energy * energy / numerics::dot(&squares, &squares),
        }
    }
}

/// The singular values of a matrix, the largest first.
pub(super) fn singular_values(matrix: &Matrix) -> Vec<f64> {
    linalg::svd(matrix).expect("outputs are finite").singular_values
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(ranks: Ranks, expected: [f64; 4]) {
        for (measure, expected) in Measure::ALL.into_iter().zip(expected) {
            assert!((measure.of(&ranks) - expected).abs() < 1e-13, "{measure:?}: {ranks:?}");
        }
    }

    #[test]
    fn equal_singular_values_count_as_many() {
        close(Ranks::of(&[3.0; 7], 1e-6), [7.0; 4]);
        close(Ranks::of(&[3.0, 0.0, 0.0], 1e-6), [1.0; 4]);
        close(Ranks::of(&[0.0, 0.0], 1e-6), [0.0; 4]);
    }

    /// Shares 2/3, 1/6, 1/6: H = ln 6 − (2/3) ln 4.
    #[test]
    fn unequal_ones_by_hand() {
        let entropy = exp(ln(6.0) - 2.0 * ln(4.0) / 3.0);
        let [square, fourth] = [1.0 + 2.0 / 16.0, 1.0 + 2.0 / 256.0];
        let expected = [3.0, entropy, square, square * square / fourth];
        close(Ranks::of(&[4.0, 1.0, 1.0], 0.2), expected);
        close(Ranks::of(&[4.0, 1.0, 1.0], 0.3), [1.0, expected[1], expected[2], expected[3]]);
    }
}
