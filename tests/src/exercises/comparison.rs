//! "Depth against width, as written": how often units die, and the line.

use nn::Stream;
use numerics::elementary::{cos, exp, sin};

// ANCHOR: dead
/// The share of networks without biases whose last hidden layer is zero for
/// all positive inputs or for all negative ones.
pub fn dead_share(depth: usize, width: usize, networks: u64) -> f64 {
    let dead = |seed: &u64| {
        let mut stream = Stream::new("exercise", *seed, "weights");
        // What a layer says to the inputs 1 and -1; all else is a multiple.
        let mut sides = [vec![1.0], vec![-1.0]];
        for _ in 0..depth {
            let fan_in = sides[0].len();
            let weights: Vec<f64> = (0..width * fan_in).map(|_| stream.normal()).collect();
            for side in &mut sides {
                let unit = |row: &[f64]| {
                    let z: f64 = row.iter().zip(&*side).map(|(w, x)| w * x).sum();
                    if z > 0.0 { z } else { 0.0 }
                };
                *side = weights.chunks(fan_in).map(unit).collect();
            }
        }
        sides.iter().any(|side| side.iter().all(|&unit| unit == 0.0))
    };
    (0..networks).filter(dead).count() as f64 / networks as f64
}
// ANCHOR_END: dead

// ANCHOR: line
/// The mean squared errors on [-3, 3] of the best straight line, and of the
/// best function a + b relu(x) + c relu(-x), for the lesson's target.
pub fn line_and_wedge() -> [f64; 2] {
    let n = 6001;
    let x = |i: i32| f64::from(i) / 1000.0 - 3.0;
    let f = |x: f64| sin(x) * cos(2.0 * x) * exp(-x * x / 4.0);
    let mean = |g: &dyn Fn(f64) -> f64| (0..n).map(|i| g(x(i))).sum::<f64>() / f64::from(n);
    let left = mean(&|x| f(x) * f(x));
    let along = |g: &dyn Fn(f64) -> f64| mean(&|x| f(x) * g(x));
    // x and |x| are orthogonal to each other, x to constants as well; |x| is
    // not, so its mean is removed.
    let middle = mean(&|x: f64| x.abs());
    let even = move |x: f64| x.abs() - middle;
    let share = |g: &dyn Fn(f64) -> f64| along(g) * along(g) / mean(&|x| g(x) * g(x));
    let line = left - along(&|_| 1.0) * along(&|_| 1.0) - share(&|x| x);
    [line, line - share(&even)]
}
// ANCHOR_END: line

#[cfg(test)]
mod tests {
    use super::*;

    // ANCHOR: dead_test
    #[test]
    fn narrow_and_deep_networks_are_often_half_dead() {
        // A layer of 5 kills a living side with probability 1/32; seven such
        // layers and two sides, which do not die independently, make less than
        // 14/32. In the first layer one weight of five needs each sign.
        let narrow = dead_share(8, 5, 2000);
        assert!(0.2 < narrow && narrow < 0.5, "{narrow}");
        assert!(dead_share(2, 20, 2000) < 0.001);
    }
    // ANCHOR_END: dead_test

    // ANCHOR: line_test
    #[test]
    fn the_wedge_does_not_help_an_odd_target() {
        let [line, wedge] = line_and_wedge();
        assert!(line > 0.05 && (line - wedge).abs() < 1e-12, "{line} {wedge}");
    }
    // ANCHOR_END: line_test
}
