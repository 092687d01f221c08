//! "Written down": a shallower budget with steeper units, and a product as two
//! ridges.

use numerics::elementary::sigmoid;
use std::f64::consts::LN_2;

/// (w, b, c) of a unit.
pub type Unit = (f64, f64, f64);

// ANCHOR: steep
/// A staircase with units of slope `steepness` / h, and its certificate.
pub fn staircase(
    f: impl Fn(f64) -> f64,
    lipschitz: f64,
    [lo, hi]: [f64; 2],
    steps: u32,
    steepness: f64,
) -> (Vec<Unit>, f64) {
    let h = (hi - lo) / f64::from(steps);
    let slope = steepness / h;
    let mut units = vec![(0.0, 0.0, 2.0 * f(lo))];
    for j in 0..steps {
        let before = lo + f64::from(j) * h;
        let middle = before + h / 2.0;
        units.push((slope, -slope * middle, f(before + h) - f(before)));
    }
    let certificate = lipschitz * h * (0.5 + 2.0 * LN_2 / steepness);
    (units, certificate)
}
// ANCHOR_END: steep

/// The network's value.
pub fn value(units: &[Unit], x: f64) -> f64 {
    units.iter().map(|(w, b, c)| c * sigmoid(w * x + b)).sum()
}

// ANCHOR: product
/// x y on the unit square as one hidden layer: two staircases of t²/4, one
/// climbed along x + y, the other, downwards, along x - y.
pub fn product(steps: u32) -> (impl Fn(f64, f64) -> f64, f64) {
    let square = |t: f64| t * t / 4.0;
    let steepness = 4.0 * LN_2;
    // t²/4 has slope |t|/2: at most 1 on [0, 2] and 1/2 on [-1, 1].
    let (sum, first) = staircase(square, 1.0, [0.0, 2.0], steps, steepness);
    let (difference, second) = staircase(square, 0.5, [-1.0, 1.0], steps, steepness);
    let network = move |x, y| value(&sum, x + y) - value(&difference, x - y);
    (network, first + second)
}
// ANCHOR_END: product

#[cfg(test)]
mod tests {
    use super::*;

    // ANCHOR: steep_test
    #[test]
    fn steeper_units_need_almost_half_as_many() {
        let wave = |t| numerics::elementary::sin(t);
        let gap = |(units, certificate): (Vec<Unit>, f64)| {
            let t = |i| f64::from(i) / 1000.0;
            for i in 0..=6000 {
                assert!((value(&units, t(i)) - wave(t(i))).abs() <= certificate);
            }
            certificate
        };
        let smooth = gap(staircase(wave, 1.0, [0.0, 6.0], 100, 4.0 * LN_2));
        let steep = gap(staircase(wave, 1.0, [0.0, 6.0], 53, 50.0));
        assert!((smooth - 0.06).abs() < 1e-12 && steep < 0.06);
    }
    // ANCHOR_END: steep_test

    // ANCHOR: product_test
    #[test]
    fn two_ridges_make_a_product() {
        let (network, certificate) = product(300);
        assert!((certificate - 0.01).abs() < 1e-12);
        for i in 0..=50 {
            for j in 0..=50 {
                let (x, y) = (f64::from(i) / 50.0, f64::from(j) / 50.0);
                assert!((network(x, y) - x * y).abs() <= certificate);
            }
        }
    }
    // ANCHOR_END: product_test
}
