//! Expectations without a formula, by Hermite series.
//!
//! For normal u and v of variances p and q and correlation ρ (Mehler 1866)
//!
//! ```text
//!   E φ(u) φ(v) = Σ ρ^j a_j(p) a_j(q) ,   a_j(p) = E φ(√p z) h_j(z) ,   z standard normal,
//! ```
//!
//! with the Hermite polynomials h_j that are orthonormal under the normal distribution. The
//! coefficients belong to one input each, and come from a Gauss-Hermite rule, so that a pair
//! of inputs costs one short sum.

use autodiff::{Tape, Var};
use numerics::{Matrix, linalg};
use std::sync::OnceLock;

/// Nodes of the rule, and terms of the series.
const TERMS: usize = 320;

/// Coefficients, one row for each input.
pub(super) type Series = Matrix;

/// A Gauss-Hermite rule: Σ w f(z) = E f(z) for polynomials of degree below 2 · TERMS.
struct Rule {
    nodes: Vec<f64>,
    /// Entry (node, j): w h_j.
    weighted: Matrix,
}

/// The rule, made once.
fn rule() -> &'static Rule {
    static RULE: OnceLock<Rule> = OnceLock::new();
    RULE.get_or_init(|| {
        // The nodes are the eigenvalues of the recurrence √(j+1) h_{j+1} = z h_j - √j h_{j-1}
        // (Golub & Welsch 1969).
        let jacobi = Matrix::from_fn(TERMS, TERMS, |i, j| {
            if i.abs_diff(j) == 1 { (i.max(j) as f64).sqrt() } else { 0.0 }
        });
        let found = linalg::symmetric_eigenvalues(&jacobi).expect("a small symmetric matrix");
        // They come in pairs of opposite sign.
        let pairs = found.iter().zip(found.iter().rev());
        let nodes: Vec<f64> = pairs.map(|(z, mirror)| polished(0.5 * (z - mirror))).collect();
        let mut weighted = Matrix::zeros(TERMS, TERMS);
        for (row, &z) in weighted.data.chunks_exact_mut(TERMS).zip(&nodes) {
            row.copy_from_slice(&polynomials(z)[..TERMS]);
            let weight = 1.0 / numerics::dot(row, row);
            row.iter_mut().for_each(|h| *h *= weight);
        }
        Rule { nodes, weighted }
    })
}

/// A step of Newton's method to a zero of h_TERMS, whose slope is √TERMS h_(TERMS - 1).
fn polished(z: f64) -> f64 {
    let h = polynomials(z);
    z - h[TERMS] / ((TERMS as f64).sqrt() * h[TERMS - 1])
}

/// h_0 to h_TERMS at z.
fn polynomials(z: f64) -> [f64; TERMS + 1] {
    let mut h = [0.0; TERMS + 1];
    (h[0], h[1]) = (1.0, z);
    for j in 1..TERMS {
        h[j + 1] = (z * h[j] - (j as f64).sqrt() * h[j - 1]) / (j as f64 + 1.0).sqrt();
    }
    h
}

/// The coefficients of a function and of its derivative for inputs of these variances.
pub(super) fn expand(
    variances: &[f64],
    function: &dyn Fn(&mut Tape, Var) -> Var,
) -> (Series, Series) {
    let Rule { nodes, weighted } = rule();
    let points = Matrix::from_fn(variances.len(), TERMS, |i, q| variances[i].sqrt() * nodes[q]);
    let mut tape = Tape::new();
    let x = tape.leaf(points.rows, points.cols, &points.data);
    let y = function(&mut tape, x);
    let ones = tape.constant(points.rows, points.cols, 1.0);
    let mut slope = Vec::new();
    tape.vjp(y, ones, &[x], &mut slope);
    let coefficients =
        |var: Var| Matrix::from_vec(points.rows, TERMS, tape.value(var).to_vec()).matmul(weighted);
    (coefficients(y), coefficients(slope[0]))
}

/// The sum of the series for row i of one side and row j of the other.
pub(super) fn expectation(f: &Series, i: usize, g: &Series, j: usize, correlation: f64) -> f64 {
    let terms = f.row(i).iter().zip(g.row(j)).rev();
    terms.fold(0.0, |sum, (a, b)| sum * correlation + a * b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::infinite::closed;
    use autodiff::Fun;

    /// E z^n = (n - 1)!! for even n.
    #[test]
    fn the_rule_knows_the_moments() {
        let Rule { nodes, weighted } = rule();
        let mut moment = 1.0;
        for n in (0..40).step_by(2) {
            let power = |z: f64| (0..n).fold(1.0, |power, _| power * z);
            let sum: f64 = (0..TERMS).map(|q| weighted[(q, 0)] * power(nodes[q])).sum();
            assert!((sum / moment - 1.0).abs() < 1e-12, "moment {n}: {sum} {moment}");
            moment *= f64::from(n + 1);
        }
    }

    /// φ = erf has a formula to compare with.
    #[test]
    fn series_and_formula_agree() {
        for (p, q) in [(0.25, 0.5), (1.0, 1.0), (1.0, 0.01), (0.0, 1.0)] {
            let (f, slopes) = expand(&[p, q], &|tape, x| tape.map(Fun::Erf, x));
            for rho in [-1.0, -0.6, 0.0, 0.3, 0.99, 1.0] {
                let (value, slope) = closed::erf(p, rho * (p * q).sqrt(), q);
                let found = expectation(&f, 0, &f, 1, rho);
                assert!((found - value).abs() < 1e-12, "{p} {q} {rho}: {found} {value}");
                let found = expectation(&slopes, 0, &slopes, 1, rho);
                assert!((found - slope).abs() < 1e-12, "{p} {q} {rho}: {found} {slope}");
            }
        }
    }

    /// E e^u e^v = e^((p + 2 c + q) / 2), and so for the slopes: growth does no harm.
    #[test]
    fn a_growing_function() {
        let (f, slopes) = expand(&[1.0, 0.5], &|tape, x| tape.map(Fun::Exp, x));
        for rho in [-1.0, 0.4, 1.0] {
            let c = rho * 0.5f64.sqrt();
            let expected = numerics::elementary::exp(0.5 * (1.5 + 2.0 * c));
            for series in [&f, &slopes] {
                let found = expectation(series, 0, series, 1, rho);
                assert!((found / expected - 1.0).abs() < 1e-11, "{rho}: {found} {expected}");
            }
        }
    }

    /// The table at `Activation::program`, where it is tightest: against the trapezoidal rule,
    /// which converges at the rate at which the normal density decays.
    #[test]
    fn the_stated_accuracy() {
        let gelu: fn(&mut Tape, Var) -> Var = Tape::gelu;
        let tanh: fn(&mut Tape, Var) -> Var = |tape, x| tape.map(Fun::Tanh, x);
        let cases = [(gelu, 1.0, [2e-15, 2e-15]), (gelu, 2.0, [1e-15, 2e-15])];
        let more = [(tanh, 1.0, [1e-15, 2e-15]), (tanh, 2.0, [1e-10, 1e-8])];
        for (function, sigma, bounds) in cases.into_iter().chain(more) {
            let (values, slopes) = expand(&[sigma * sigma], &function);
            for (series, order, bound) in [(values, 0, bounds[0]), (slopes, 1, bounds[1])] {
                let scale = integral(function, order, sigma, 1.0);
                for rho in [0.5, 0.9, 1.0] {
                    let expected = integral(function, order, sigma, rho);
                    let found = expectation(&series, 0, &series, 0, rho);
                    let error = (found - expected).abs() / scale;
                    // The trapezoidal sum rounds, too.
                    assert!(error < bound + 4e-15, "{sigma} {order} {rho}: {error:e}");
                }
            }
        }
    }

    /// E f(u) f(v) on a grid, for f = φ or φ'.
    fn integral(function: fn(&mut Tape, Var) -> Var, order: u32, sigma: f64, rho: f64) -> f64 {
        let grid: Vec<f64> = (-180..=180).map(|i| f64::from(i) / 20.0).collect();
        let weights: Vec<f64> =
            grid.iter().map(|z| numerics::elementary::exp(-0.5 * z * z)).collect();
        let apply = |points: Vec<f64>| {
            let mut tape = Tape::new();
            let x = tape.leaf(1, points.len(), &points);
            let y = function(&mut tape, x);
            let total = tape.sum_all(y);
            let slope = tape.gradient(total, &[x])[0];
            tape.value(if order == 0 { y } else { slope }).to_vec()
        };
        let across = (1.0 - rho * rho).sqrt();
        let left = apply(grid.iter().map(|z| sigma * z).collect());
        let rows = grid.iter().zip(&left).zip(&weights).map(|((z, f), weight)| {
            let points = grid.iter().map(|other| sigma * (rho * z + across * other)).collect();
            weight * f * numerics::dot(&apply(points), &weights)
        });
        let total = numerics::sum(&weights);
        numerics::sum(&rows.collect::<Vec<f64>>()) / (total * total)
    }
}
