//! "Does training find it?": sawtooths that have nothing in common, and how
//! fast an error in a weight grows.

/// The triangle map, `k` times.
fn sawtooth(k: u32, x: f64) -> f64 {
    (0..k).fold(x, |z, _| 1.0 - (2.0 * z - 1.0).abs())
}

// ANCHOR: covariance
/// The covariance of T^j and T^k over [0, 1].
pub fn covariance(j: u32, k: u32) -> f64 {
    // Between multiples of 2^-k both are straight and their product is a
    // parabola, which Simpson's rule integrates without an error.
    let cells = 1_u32 << if j > k { j } else { k };
    let product = |x: f64| (sawtooth(j, x) - 0.5) * (sawtooth(k, x) - 0.5);
    let simpson = |i: u32| {
        let [a, b] = [i, i + 1].map(|i| f64::from(i) / f64::from(cells));
        (product(a) + 4.0 * product((a + b) / 2.0) + product(b)) / 6.0
    };
    (0..cells).map(simpson).sum::<f64>() / f64::from(cells)
}
// ANCHOR_END: covariance

// ANCHOR: tolerance
/// How wrong may the first weight be? The share by which it can be too small
/// until the error of T^k is that of the best constant.
pub fn tolerance(k: u32) -> f64 {
    let error = |share: f64| {
        let off = |i: u32| {
            let x = (f64::from(i) + 0.5) / 65536.0;
            let difference = sawtooth(k, (1.0 - share) * x) - sawtooth(k, x);
            difference * difference
        };
        12.0 * (0..65536).map(off).sum::<f64>() / 65536.0
    };
    let (mut low, mut high) = (0.0, 1.0 / f64::from(1 << k));
    for _ in 0..30 {
        let middle = (low + high) / 2.0;
        if error(middle) < 1.0 { low = middle } else { high = middle }
    }
    low
}
// ANCHOR_END: tolerance

#[cfg(test)]
mod tests {
    use super::*;

    // ANCHOR: covariance_test
    #[test]
    fn different_sawtooths_are_uncorrelated() {
        for j in 0..=6 {
            for k in 0..=6 {
                let expected = if j == k { 1.0 / 12.0 } else { 0.0 };
                assert!((covariance(j, k) - expected).abs() < 1e-15, "{j} {k}");
            }
        }
    }
    // ANCHOR_END: covariance_test

    // ANCHOR: tolerance_test
    #[test]
    fn every_fold_halves_what_is_tolerated() {
        for k in 3..=7 {
            let ratio = tolerance(k) / tolerance(k + 1);
            assert!((ratio - 2.0).abs() < 0.05, "{k}: {ratio}");
        }
    }
    // ANCHOR_END: tolerance_test
}
