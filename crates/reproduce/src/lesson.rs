//! What the lesson's programs share: the width demonstration's data and network.

use autodiff::Fun;
use nn::{Init, Mlp, Parametrisation};
use numerics::Matrix;
use numerics::elementary::sin;

/// The target of the width demonstration: sin x + sin(3x)/2 + sin(5x)/4.
#[must_use]
pub fn target(x: f64) -> f64 {
    sin(x) + 0.5 * sin(3.0 * x) + 0.25 * sin(5.0 * x)
}

/// `points` equidistant points from -3 to 3, a column; the last one exactly 3.
///
/// # Panics
/// If there are fewer than two.
#[must_use]
pub fn grid(points: usize) -> Matrix {
    assert!(points >= 2, "a grid from -3 to 3 needs two points, got {points}");
    let step = 6.0 / (points - 1) as f64;
    let mut data: Vec<f64> = (0..points).map(|i| -3.0 + i as f64 * step).collect();
    data[points - 1] = 3.0;
    Matrix { rows: points, cols: 1, data }
}

/// The target on a grid, a column.
#[must_use]
pub fn targets(grid: &Matrix) -> Matrix {
    let data = grid.data.iter().map(|&x| target(x)).collect();
    Matrix { rows: grid.rows, cols: 1, data }
}

/// One hidden layer of `hidden` sigmoids, one input, one output, weights by
/// Glorot's rule and zero biases, as the demonstration draws them.
#[must_use]
pub fn width_network(hidden: usize) -> Mlp {
    Mlp::new(&[1, hidden, 1], Fun::Sigmoid, Parametrisation::Standard(Init::GlorotNormal))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grid_ends_where_it_should() {
        let grid = grid(1000);
        assert_eq!((grid.rows, grid.data[0], grid.data[999]), (1000, -3.0, 3.0));
        assert!(grid.data.windows(2).all(|pair| pair[0] < pair[1]));
    }

    /// The target is odd, so its mean over the symmetric grid vanishes.
    #[test]
    fn the_target_is_odd() {
        assert_eq!(target(0.0), 0.0);
        for x in [0.3, 1.7, 2.9] {
            assert_eq!(target(-x), -target(x));
        }
    }
}
