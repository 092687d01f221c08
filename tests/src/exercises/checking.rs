//! "Checking yourself": what the adjoint test cannot see, and the best step.

use numerics::elementary::{exp, tanh};

// ANCHOR: believer
/// The gap of the adjoint test for a function of one variable whose slope
/// is believed to be `slope`: u times (J v) against (J^T u) times v.
pub fn believer(slope: f64) -> f64 {
    let (u, v) = (0.7, -1.3);
    let forward = u * (slope * v);
    let reverse = (slope * u) * v;
    (forward - reverse).abs()
}
// ANCHOR_END: believer

// ANCHOR: step
/// The error of the central difference of e^x at 1, the step being 2^-n.
pub fn error(n: i32) -> f64 {
    let h = (0..n).fold(1.0, |h, _| h / 2.0);
    let slope = (exp(1.0 + h) - exp(1.0 - h)) / (2.0 * h);
    (slope - exp(1.0)).abs()
}

/// The n from 1 to 50 with the smallest error.
pub fn best_step() -> i32 {
    let better = |a: i32, b: i32| if error(b) < error(a) { b } else { a };
    (1..=50).reduce(better).expect("50 steps to choose from")
}
// ANCHOR_END: step

/// A central difference of tanh at 1/2.
pub fn slope_of_tanh() -> f64 {
    let h = 1.0 / 65536.0;
    (tanh(0.5 + h) - tanh(0.5 - h)) / (2.0 * h)
}

#[cfg(test)]
mod tests {
    use super::*;

    // ANCHOR: believer_test
    #[test]
    fn the_adjoint_test_believes_any_slope_that_both_modes_share() {
        let t = tanh(0.5);
        let (right, wrong) = (1.0 - t * t, 1.0 - t);
        assert!(believer(right) < 1e-15 && believer(wrong) < 1e-15);
        assert!((slope_of_tanh() - right).abs() < 1e-9);
        assert!((slope_of_tanh() - wrong).abs() > 0.2);
    }
    // ANCHOR_END: believer_test

    // ANCHOR: step_test
    #[test]
    fn the_best_step_is_near_the_cube_root_of_the_rounding() {
        // h³ = 3 · 2⁻⁵³, so h is about 2^-17.
        assert!((15..=20).contains(&best_step()), "{}", best_step());
        // Far too long: the error falls fourfold when h is halved.
        assert!((error(5) / error(6) - 4.0).abs() < 0.01);
        // Far too short: six digits and more are lost again.
        assert!(error(45) > 1e6 * error(best_step()));
    }
    // ANCHOR_END: step_test
}
