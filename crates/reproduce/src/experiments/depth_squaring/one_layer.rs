//! What one layer of squaring units can do for x^(2^k): least squares on
//! [0, 1] in exact arithmetic.

use num_rational::BigRational;
use num_traits::{One, Zero};
use serde::{Deserialize, Serialize};

use super::{ratio, rounded};

/// The best that one layer of so many units (x + b)^2 and a constant can do.
#[derive(Serialize, Deserialize)]
pub(super) struct Row {
    pub(super) k: u32,
    pub(super) width: usize,
    /// The number of independent functions among the constant and the units.
    pub(super) rank: usize,
    /// The least mean squared error on [0, 1], as a fraction.
    pub(super) exact_mse: String,
    /// The same, rounded.
    pub(super) mse: f64,
}

impl Row {
    /// The first unit is the one that makes the best parabola; the others are (x + 1)^2,
    /// (x + 2)^2, ... By [`best_parabola`] no other choice is better.
    pub(super) fn new(k: u32, width: usize) -> Self {
        let power = monomial(1 << k);
        let parabola = best_parabola(&power);
        // a x^2 + b x + c = a (x + b / 2a)^2 + a constant.
        let centre = &parabola[1] / (ratio(2, 1) * &parabola[2]);
        let shift = |i: usize| if i == 0 { centre.clone() } else { ratio(i as i64, 1) };
        let unit = |b: BigRational| vec![&b * &b, ratio(2, 1) * b, BigRational::one()];
        let mut functions = vec![monomial(0)];
        functions.extend((0..width).map(|i| unit(shift(i))));
        let (fit, rank) = project(&power, &functions);
        let error = subtract(&power, &fit);
        let mse = inner(&error, &error);
        Self { k, width, rank, exact_mse: mse.to_string(), mse: rounded(&mse) }
    }
}

/// A polynomial: the coefficients of 1, x, x^2, ...
type Polynomial = Vec<BigRational>;

/// x^n.
pub(super) fn monomial(n: usize) -> Polynomial {
    let mut power = vec![BigRational::zero(); n];
    power.push(BigRational::one());
    power
}

/// The parabola nearest to a polynomial on [0, 1]. Every unit (w x + b)^2 is a parabola, and so is
/// every sum of units, so no layer of any width comes nearer.
pub(super) fn best_parabola(f: &[BigRational]) -> Polynomial {
    project(f, &[monomial(0), monomial(1), monomial(2)]).0
}

/// The combination of the functions that is nearest to f in the mean square on [0, 1], and how many
/// of the functions are independent: Gram-Schmidt without rounding.
fn project(f: &[BigRational], functions: &[Polynomial]) -> (Polynomial, usize) {
    let mut orthogonal: Vec<Polynomial> = Vec::new();
    for function in functions {
        let rest = subtract(function, &onto(function, &orthogonal));
        if rest.iter().any(|coefficient| !coefficient.is_zero()) {
            orthogonal.push(rest);
        }
    }
    (onto(f, &orthogonal), orthogonal.len())
}

/// The sum of the projections of f onto orthogonal functions.
fn onto(f: &[BigRational], orthogonal: &[Polynomial]) -> Polynomial {
    orthogonal.iter().fold(Vec::new(), |sum, g| {
        let share = -inner(f, g) / inner(g, g);
        subtract(&sum, &g.iter().map(|c| &share * c).collect::<Vec<_>>())
    })
}

/// The integral of f g from 0 to 1.
fn inner(f: &[BigRational], g: &[BigRational]) -> BigRational {
    let mut sum = BigRational::zero();
    for (i, a) in f.iter().enumerate() {
        for (j, b) in g.iter().enumerate() {
            sum += a * b * ratio(1, (i + j + 1) as i64);
        }
    }
    sum
}

fn subtract(f: &[BigRational], g: &[BigRational]) -> Polynomial {
    let length = if f.len() > g.len() { f.len() } else { g.len() };
    let at = |p: &[BigRational], i: usize| p.get(i).cloned().unwrap_or_else(BigRational::zero);
    (0..length).map(|i| at(f, i) - at(g, i)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The error of the best parabola for x^4 is its part along Legendre's polynomials of degree 3
    /// and 4 on [0, 1], which have the leading coefficients 20 and 70: x^4 = P4/70 + P3/10 + ...,
    /// and their mean squares are 1/7 and 1/9.
    #[test]
    fn the_fourth_power_by_legendre() {
        let expected = ratio(1, 700) + ratio(1, 9 * 4900);
        let row = Row::new(2, 5);
        assert_eq!((row.exact_mse, row.rank), (expected.to_string(), 3));
    }

    #[test]
    fn a_parabola_is_met_by_one_unit_and_a_constant_by_none() {
        assert_eq!(Row::new(1, 1).exact_mse, "0");
        // The variance of x^2: 1/5 - 1/9.
        assert_eq!(Row::new(1, 0).exact_mse, "4/45");
    }

    #[test]
    fn the_residue_is_orthogonal_to_every_parabola() {
        let f = monomial(8);
        let residue = subtract(&f, &best_parabola(&f));
        for n in 0..3 {
            assert!(inner(&residue, &monomial(n)).is_zero());
        }
        assert!(!inner(&residue, &monomial(3)).is_zero());
    }
}
