//! A jump: what no continuous network can follow uniformly, and any can on average.
//!
//! Let the target be −1 below 0 and 1 above. A continuous S has one value at 0, and just beside 0
//! the target is −1 on one side and 1 on the other, so the uniform error is at least
//! 1 + |S(0)| ≥ 1, half the jump, whatever the weights. The mean square knows nothing of it.

use nn::Stream;
use numerics::Matrix;
use serde::{Deserialize, Serialize};

use crate::lesson;

/// How far a network is from the jump.
#[derive(Serialize, Deserialize)]
pub struct StepFit {
    /// The root of the mean squared error over the grid.
    pub(super) root_mean_square: f64,
    /// The largest error, the limits at the jump included.
    pub(super) largest: f64,
    /// The fit on the grid.
    pub(super) curve: Option<Vec<f64>>,
}

/// The target away from its jump.
pub(super) fn target(x: f64) -> f64 {
    if x < 0.0 { -1.0 } else { 1.0 }
}

/// Spread units with their read-out weights by least squares; errors are measured on a grid that
/// is five times as fine. Neither has a point at 0 if `points` is even.
pub(super) fn fit(
    hidden: usize,
    slope_std: f64,
    points: usize,
    keep: bool,
    stream: impl Fn(&str) -> Stream,
) -> StepFit {
    let targets = |grid: &Matrix| Matrix::from_fn(grid.rows, 1, |i, _| target(grid.data[i]));
    let grid = lesson::grid(points);
    let mlp = lesson::width_network(hidden);
    let mut params = mlp.init(&mut stream("init"));
    lesson::spread(&mut params, slope_std, &mut stream("spread"));
    let params = lesson::read_out(params, &grid, &targets(&grid));
    let fine = lesson::grid(5 * points - 4);
    let fit = mlp.predict(&params, &fine).data;
    let errors: Vec<f64> = fit.iter().zip(&fine.data).map(|(s, &x)| s - target(x)).collect();
    let at_the_jump = 1.0 + mlp.predict(&params, &Matrix::zeros(1, 1)).data[0].abs();
    StepFit {
        root_mean_square: (numerics::dot(&errors, &errors) / errors.len() as f64).sqrt(),
        largest: errors.iter().fold(at_the_jump, |a, e| if e.abs() > a { e.abs() } else { a }),
        curve: keep.then_some(fit),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_units_help_on_average_and_the_largest_error_is_no_less_than_that_on_the_grid() {
        let fit = |hidden| fit(hidden, 4.0, 60, true, |name| Stream::new("test", 0, name));
        let (few, many) = (fit(4), fit(32));
        assert!(many.root_mean_square < few.root_mean_square);
        for fit in [few, many] {
            let (curve, grid) = (fit.curve.expect("kept"), lesson::grid(296).data);
            let gaps = curve.iter().zip(&grid).map(|(s, &x)| s - target(x));
            assert!(fit.largest >= crate::stats::largest_magnitude(gaps));
        }
        assert!(lesson::grid(296).data.iter().all(|x| *x != 0.0));
    }
}
