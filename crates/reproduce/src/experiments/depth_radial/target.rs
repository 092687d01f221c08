//! The radial target, and how much of it a normal sample sees.

use nn::Stream;
use numerics::elementary::{cos, exp, ln};
use numerics::{Matrix, dot, sum};

use crate::stats;

/// Standard normal points with the target's values.
pub(super) struct Sample {
    pub(super) inputs: Matrix,
    pub(super) targets: Matrix,
}

/// The target as a function of |x| / √d.
pub(super) fn profile(radius: f64, frequency: f64) -> f64 {
    cos(frequency * radius)
}

impl Sample {
    pub(super) fn draw(d: usize, points: usize, frequency: f64, stream: &mut Stream) -> Self {
        let mut inputs = Matrix::zeros(points, d);
        stream.fill_normal(&mut inputs.data);
        let target = |x: &[f64]| profile((dot(x, x) / d as f64).sqrt(), frequency);
        let data = inputs.data.chunks_exact(d).map(target).collect();
        Self { targets: Matrix { rows: points, cols: 1, data }, inputs }
    }

    /// The mean squared error of `found` over the variance of the targets: the mean of the targets
    /// has the error 1.
    pub(super) fn error(&self, found: &Matrix) -> f64 {
        let targets = &self.targets.data;
        let squares = |errors: Vec<f64>| dot(&errors, &errors);
        let mean = sum(targets) / targets.len() as f64;
        let missed = targets.iter().zip(&found.data).map(|(t, f)| t - f).collect();
        squares(missed) / squares(targets.iter().map(|t| t - mean).collect())
    }

    /// The error of the best a + b |x|², fitted to these very points.
    pub(super) fn quadratic_error(&self) -> f64 {
        let d = self.inputs.cols;
        let squares: Vec<f64> = self.inputs.data.chunks_exact(d).map(|x| dot(x, x)).collect();
        let line = stats::line(&squares, &self.targets.data);
        let data = squares.iter().map(|s| line.intercept + line.slope * s).collect();
        self.error(&Matrix { rows: squares.len(), cols: 1, data })
    }
}

/// The density of |x| / √d at `radius` > 0, divided by its largest value: r^(d − 1) exp(−d r²/2),
/// whose maximum is at r² = (d − 1)/d.
pub(super) fn radius_density(d: usize, radius: f64) -> f64 {
    let d = d as f64;
    let log = |r: f64| (d - 1.0) * ln(r) - 0.5 * d * r * r;
    exp(log(radius) - log(((d - 1.0) / d).sqrt()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(d: usize) -> Sample {
        Sample::draw(d, 2000, 6.0, &mut Stream::new("test", 0, "sample"))
    }

    #[test]
    fn the_mean_has_error_one_and_the_target_none() {
        let sample = sample(3);
        let mean = sum(&sample.targets.data) / 2000.0;
        let constant = Matrix { rows: 2000, cols: 1, data: vec![mean; 2000] };
        assert!((sample.error(&constant) - 1.0).abs() < 1e-12);
        assert_eq!(sample.error(&sample.targets), 0.0);
    }

    #[test]
    fn a_slow_cosine_is_a_quadratic() {
        let fit = |frequency| {
            let mut stream = Stream::new("test", 0, "slow");
            Sample::draw(4, 1000, frequency, &mut stream).quadratic_error()
        };
        assert!(fit(0.05) < 1e-5 && fit(6.0) > 0.3);
    }

    /// The share of points below a radius is the integral of the density.
    #[test]
    fn the_density_is_that_of_the_sample() {
        let d = 5;
        let area = |from: f64, to: f64| {
            let step = (to - from) / 4000.0;
            (0..4000).map(|i| step * radius_density(d, from + (f64::from(i) + 0.5) * step)).sum()
        };
        let (below, all): (f64, f64) = (area(0.0, 0.9), area(0.0, 4.0));
        let sample = sample(d);
        let near = |x: &&[f64]| dot(x, x) < 0.81 * d as f64;
        let counted = sample.inputs.data.chunks_exact(d).filter(near).count();
        assert!((below / all - counted as f64 / 2000.0).abs() < 0.04);
    }
}
