//! Functions made of finitely many waves: their C_f is a finite sum.

use numerics::elementary::cos;
use numerics::sum;
use serde::{Deserialize, Serialize};

/// A family, one function for each dimension.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Family {
    /// cos(a·x) with |a| = 1.
    Ridge,
    /// cos x_1 cos x_2 ... cos x_d.
    Cosines,
    /// h(x_1) h(x_2) ... h(x_d) with h(x) = cos x - cos(3x)/3, which lies between -1 and 1.
    Plateaus,
}

impl Family {
    pub(super) const ALL: [Self; 3] = [Self::Ridge, Self::Cosines, Self::Plateaus];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Ridge => "cos(a·x)",
            Self::Cosines => "∏ cos xᵢ",
            Self::Plateaus => "∏ h(xᵢ)",
        }
    }

    /// The function of one variable that it is made of.
    fn factor(self, x: f64) -> f64 {
        match self {
            Self::Ridge | Self::Cosines => cos(x),
            Self::Plateaus => cos(x) - cos(3.0 * x) / 3.0,
        }
    }

    /// C_f in d dimensions.
    pub(super) fn constant(self, dimension: u32) -> f64 {
        let factor = spectrum(|x| self.factor(x));
        let factors = if self == Self::Ridge { 1 } else { dimension };
        // The weight of all waves with one |ω|², dimension by dimension.
        let mut weights = vec![1.0];
        for _ in 0..factors {
            let mut next = vec![0.0; weights.len() + HIGHEST * HIGHEST];
            for (square, weight) in weights.iter().enumerate() {
                for (m, coefficient) in factor.iter().enumerate() {
                    next[square + m * m] += weight * coefficient;
                }
            }
            weights = next;
        }
        let terms =
            weights.iter().enumerate().map(|(square, weight)| weight * (square as f64).sqrt());
        sum(&terms.collect::<Vec<_>>())
    }

    /// The largest |f| in one variable, on a grid.
    pub(super) fn height(self) -> f64 {
        let values = (0..1024).map(|i| self.factor(std::f64::consts::TAU * f64::from(i) / 1024.0));
        crate::stats::largest_magnitude(values)
    }
}

/// No wave is higher.
const HIGHEST: usize = 4;

/// The magnitudes of an even function's waves, those of m and -m together, for m = 0, 1, ...:
/// means of f(x) cos(mx) over a period, which are exact on a grid that is fine enough.
fn spectrum(f: impl Fn(f64) -> f64) -> [f64; HIGHEST + 1] {
    let points = 4 * HIGHEST;
    let x = |j: usize| std::f64::consts::TAU * j as f64 / points as f64;
    std::array::from_fn(|m| {
        let terms: Vec<f64> = (0..points).map(|j| f(x(j)) * cos(m as f64 * x(j))).collect();
        let share = if m == 0 { 1.0 } else { 2.0 };
        share * (sum(&terms) / points as f64).abs()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spectra_are_what_the_functions_are_written_with() {
        let found = spectrum(|x| 0.5 + cos(x) - cos(3.0 * x) / 3.0);
        for (found, expected) in found.iter().zip([0.5, 1.0, 0.0, 1.0 / 3.0, 0.0]) {
            assert!((found - expected).abs() < 1e-15, "{found}");
        }
    }

    #[test]
    fn the_first_two_families_have_closed_forms() {
        for dimension in [1, 2, 9, 20] {
            let root = f64::from(dimension).sqrt();
            assert!((Family::Ridge.constant(dimension) - 1.0).abs() < 1e-14);
            assert!((Family::Cosines.constant(dimension) / root - 1.0).abs() < 1e-13);
        }
    }

    /// In two dimensions: (1, 1) with weight 1, (1, 3) and (3, 1) with 1/3 each, (3, 3) with 1/9.
    #[test]
    fn the_third_by_hand() {
        let expected = 2.0_f64.sqrt() + 2.0 / 3.0 * 10.0_f64.sqrt() + 18.0_f64.sqrt() / 9.0;
        assert!((Family::Plateaus.constant(2) - expected).abs() < 1e-14);
        assert!(Family::Plateaus.height() < 1.0);
    }
}
