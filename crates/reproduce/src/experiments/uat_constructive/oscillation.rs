//! Why one size is never enough: waves that a network of H units cannot follow.
//!
//! **A network with one input and H sigmoids, output bias included, is zero at no more than
//! 2^H − 1 points, unless it is zero everywhere.** For c₀ + Σ cᵢ / (1 + e^(−zᵢ)), zᵢ = wᵢ x + bᵢ,
//! times the product of all 1 + e^(−zᵢ), which is positive, is a sum of exponentials e^(−wx), w
//! running through the sums of subsets of the wᵢ: at most 2^H terms. A sum of n different
//! exponentials has at most n − 1 zeros: divide by one of them, differentiate, and by Rolle's
//! theorem n − 1 of them would have at least one zero fewer.
//!
//! The wave cos(2^H πx) takes the values 1 and −1 in turn at 2^H + 1 points of \[0, 1\]. A network
//! that is nearer than 1 everywhere has the wave's sign at each of them, so it has 2^H zeros: too
//! many. **No choice of weights brings the error below 1**, which the network 0 reaches, too.
//!
//! With more units the same wave is easy: its staircase has a certificate.

use std::f64::consts::PI;

use numerics::elementary::cos;

use super::staircase::Target;

/// How often the wave changes its sign for networks with `units` units: 2^H.
pub(super) fn half_waves(units: u32) -> u32 {
    1 << units
}

/// cos(mπx) on the unit interval.
pub(super) fn wave(half_waves: u32) -> Target<impl Fn(f64) -> f64> {
    let frequency = PI * f64::from(half_waves);
    Target { g: move |x| cos(frequency * x), lipschitz: frequency, interval: [0.0, 1.0] }
}

#[cfg(test)]
mod tests {
    use super::super::network::{Unit, values};
    use super::*;
    use nn::Stream;
    use numerics::Matrix;

    #[test]
    fn the_wave_changes_sign_once_more_than_a_network_can() {
        for units in 1..=6 {
            let half_waves = half_waves(units);
            let wave = wave(half_waves);
            let extremes = (0..=half_waves).map(|j| (wave.g)(f64::from(j) / f64::from(half_waves)));
            let extremes: Vec<f64> = extremes.collect();
            assert!(extremes.windows(2).all(|pair| (pair[0] + pair[1]).abs() < 1e-12));
            assert!((extremes[0] - 1.0).abs() < 1e-15);
            let changes = extremes.windows(2).filter(|pair| (pair[0] > 0.0) != (pair[1] > 0.0));
            assert_eq!(changes.count(), 1 << units, "one more than H units can have zeros");
        }
    }

    /// Random networks, shifted so that they cross zero often, stay within the count.
    #[test]
    fn random_networks_have_no_more_zeros_than_proved() {
        let grid = Matrix::from_fn(2000, 1, |i, _| -5.0 + i as f64 * 0.005);
        let mut stream = Stream::new("test", 0, "units");
        let mut most = 0;
        for _ in 0..200 {
            let mut units: Vec<Unit<1>> = (0..2)
                .map(|_| Unit {
                    weight: [4.0 * stream.normal()],
                    bias: 4.0 * stream.normal(),
                    read_out: stream.normal(),
                })
                .collect();
            let middle = values(&units, &Matrix::zeros(1, 1))[0];
            units.push(Unit::constant(-middle));
            let found = values(&units, &grid);
            let zeros = found.windows(2).filter(|pair| (pair[0] < 0.0) != (pair[1] < 0.0)).count();
            assert!(zeros <= 3, "{zeros}");
            most = if zeros > most { zeros } else { most };
        }
        assert!(most >= 2, "the test has seen no turning network");
    }
}
