//! "Why wide networks stand still": a network whose kernel can be followed by
//! hand.

// ANCHOR: toy
/// Trains f = s (v₁ w₁ + … + vₙ wₙ) / √n towards 1 on the squared loss and
/// returns f and its kernel s² (|v|² + |w|²) / n at the end.
pub fn train(n: usize, s: f64) -> (f64, f64) {
    // Half the v are 1 and half are -1, so that f starts at zero.
    let mut v: Vec<f64> = (0..n).map(|j| if j % 2 == 0 { 1.0 } else { -1.0 }).collect();
    let mut w = vec![1.0; n];
    let factor = s / (n as f64).sqrt();
    let output = |v: &[f64], w: &[f64]| factor * numerics::dot(v, w);
    let kernel =
        |v: &[f64], w: &[f64]| factor * factor * (numerics::dot(v, v) + numerics::dot(w, w));
    let rate = 0.001 / kernel(&v, &w);
    for _ in 0..20_000 {
        let pull = rate * factor * (1.0 - output(&v, &w));
        for (v, w) in v.iter_mut().zip(&mut w) {
            (*v, *w) = (*v + pull * *w, *w + pull * *v);
        }
    }
    (output(&v, &w), kernel(&v, &w))
}
// ANCHOR_END: toy

#[cfg(test)]
mod tests {
    use super::*;

    // ANCHOR: toy_test
    #[test]
    fn the_kernel_ends_where_the_hyperbola_says() {
        for n in [4, 16, 64] {
            let (f, kernel) = train(n, 1.0);
            assert!((f - 1.0).abs() < 1e-6);
            let expected = 2.0 * (1.0 + 1.0 / n as f64).sqrt();
            assert!((kernel / expected - 1.0).abs() < 1e-3, "{n} {kernel}");
        }
    }
    // ANCHOR_END: toy_test

    // ANCHOR: scale_test
    #[test]
    fn a_large_factor_does_what_width_does() {
        // Four units with the factor 4 move as little as sixty-four.
        let (_, scaled) = train(4, 4.0);
        let (_, wide) = train(64, 1.0);
        let change = |kernel: f64, start: f64| kernel / start - 1.0;
        let (scaled, wide) = (change(scaled, 32.0), change(wide, 2.0));
        assert!((scaled / wide - 1.0).abs() < 0.05, "{scaled} {wide}");
    }
    // ANCHOR_END: scale_test
}
