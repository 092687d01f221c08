//! Bounds on the Vapnik-Chervonenkis dimension and on the gap, with every constant.
//!
//! Vapnik (*Statistical Learning Theory*, 1998, ch. 4): with probability at least 1 − δ over n
//! independent examples, the error of **every** classifier of a class exceeds its training error
//! by at most
//!
//! 1/n + √((G(2n) + ln(4/δ)) / n),
//!
//! where exp G(m), the growth function, is the largest number of ways in which the class can label
//! m examples; here, in which it can be right and wrong on them. It is at most 2^m, and if the VC
//! dimension is d at most (e m / d)^d for m ≥ d (Sauer's lemma), which gives the usual
//! d (ln(2n/d) + 1).

use std::f64::consts::{E, LN_2};

use numerics::elementary::ln;

use super::Task;
use crate::budget::parameters;

/// The bound on the gap, for a class with this logarithm of the growth function.
pub(super) fn vapnik(growth: impl Fn(f64) -> f64, examples: f64, delta: f64) -> f64 {
    1.0 / examples + ((growth(2.0 * examples) + ln(4.0 / delta)) / examples).sqrt()
}

/// G(m) for VC dimension d.
pub(super) fn sauer(dimension: f64, m: f64) -> f64 {
    if m < dimension { m * LN_2 } else { dimension * ln(E * m / dimension) }
}

/// A bound on G(m) for ReLU networks of these widths that choose among as many classes as they
/// have outputs; one output is compared with 0.
///
/// The argument is that of Bartlett, Harvey, Liaw & Mehrabian (2019) for one output: layer by
/// layer, parameters are told apart by the signs of the units' inputs on all m examples. Where
/// the signs of the layers below are fixed, these are polynomials of degree l in the weights of
/// the first l layers, and N polynomials of degree D in W ≤ N variables have at most
/// 2 (2 e N D / W)^W vectors of signs (Warren 1968; Anthony & Bartlett 1999, theorem 8.3). In the
/// last layer K − 1 differences of outputs say whether an example is classified correctly.
// ANCHOR: network
pub(super) fn network(widths: &[usize], m: f64) -> f64 {
    let layers = widths.len() - 1;
    let signs = |layer: usize| {
        let parameters = parameters(&widths[..=layer]) as f64;
        let units = match widths[layer] {
            outputs if layer == layers && outputs > 1 => outputs - 1,
            units => units,
        };
        let polynomials = m * units as f64;
        if polynomials < parameters {
            return polynomials * LN_2;
        }
        LN_2 + parameters * ln(2.0 * E * polynomials * layer as f64 / parameters)
    };
    let all: f64 = (1..=layers).map(signs).sum();
    if all < m * LN_2 { all } else { m * LN_2 }
}
// ANCHOR_END: network

/// The largest m that the bound on the growth function lets the networks shatter: a bound on
/// their VC dimension.
pub(super) fn dimension(widths: &[usize]) -> f64 {
    first(|m| network(widths, m) < m * LN_2) - 1.0
}

/// How many examples make the bound on the gap as small as `gap`.
pub(super) fn enough(growth: impl Fn(f64) -> f64, gap: f64, delta: f64) -> f64 {
    first(|n| vapnik(&growth, n, delta) <= gap)
}

/// The least whole number from which on a condition holds.
fn first(holds: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    while !holds(high) {
        (low, high) = (high, 2.0 * high);
    }
    while high - low > 1.0 {
        let middle = ((low + high) / 2.0).floor();
        if holds(middle) { high = middle } else { low = middle }
    }
    high
}

/// G(m) of a task's classifiers. Linear classifiers in R^64 have VC dimension 65.
pub(super) fn growth(task: Task, m: f64) -> f64 {
    match task {
        Task::Parity => sauer(65.0, m),
        Task::Digit { .. } => network(&task.widths(), m),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_worked_out_by_hand() {
        // 65 (ln(2000/65) + 1) + ln 80 = 292.0…, over 1000.
        let inside: f64 = (65.0 * (3.426_515 + 1.0) + 4.382_027) / 1000.0;
        let found = vapnik(|m| sauer(65.0, m), 1000.0, 0.05);
        assert!((found - 0.001 - inside.sqrt()).abs() < 1e-6, "{found}");
        assert_eq!(sauer(65.0, 40.0), 40.0 * LN_2);
        // Both branches meet where m = d only up to Stirling: e^d above 2^d.
        assert!(sauer(65.0, 65.0) == 65.0);
    }

    /// A linear classifier's true dimension is below what counting signs gives, by less than the
    /// factor that Warren's lemma costs.
    #[test]
    fn counting_signs_bounds_what_is_known() {
        let found = dimension(&[64, 1]);
        assert!(found > 65.0 && found < 65.0 * 6.0, "{found}");
    }

    #[test]
    fn the_dimension_is_where_shattering_ends() {
        let widths = [64, 256, 10];
        let d = dimension(&widths);
        assert_eq!(network(&widths, d), d * LN_2);
        assert!(network(&widths, d + 1.0) < (d + 1.0) * LN_2);
        assert!(d > parameters(&widths) as f64);
        // More layers of the same width have more.
        assert!(dimension(&[64, 256, 256, 10]) > 2.0 * d);
    }

    #[test]
    fn enough_examples_are_the_first_that_are() {
        let linear = |m| sauer(65.0, m);
        let n = enough(linear, 0.1, 0.05);
        assert!(vapnik(linear, n, 0.05) <= 0.1 && vapnik(linear, n - 1.0, 0.05) > 0.1);
    }
}
