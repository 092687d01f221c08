//! Random units, their best read-out, and the measures that they do not see.

use nn::Stream;
use numerics::{Matrix, linalg};
use serde::{Deserialize, Serialize};

use super::Activation;
use crate::lesson;

/// The outputs of `units` random units at the points of a column: slopes N(0, `slope_std`²),
/// centres uniform on \[−3, 3\]. Each unit's outputs are scaled to length 1, which changes neither
/// what the units can represent nor the rank.
fn features(
    activation: Activation,
    units: usize,
    slope_std: f64,
    points: &Matrix,
    stream: &mut Stream,
) -> Matrix {
    let draw = |_| {
        let slope = slope_std * stream.normal();
        (slope, -slope * stream.uniform_in(-3.0, 3.0))
    };
    let drawn: Vec<(f64, f64)> = (0..units).map(draw).collect();
    let mut columns = Matrix::from_fn(units, points.rows, |j, i| {
        activation.at(drawn[j].0 * points.data[i] + drawn[j].1)
    });
    for j in 0..units {
        let column = columns.row_mut(j);
        let length = numerics::dot(column, column).sqrt();
        if length > 0.0 {
            column.iter_mut().for_each(|value| *value /= length);
        }
    }
    columns.transpose()
}

/// The mean squared error of the best read-out weights and bias for the lesson's target.
pub(super) fn error(
    activation: Activation,
    units: usize,
    slope_std: f64,
    points: usize,
    stream: &mut Stream,
) -> f64 {
    let grid = lesson::grid(points);
    let features = features(activation, units, slope_std, &grid, stream);
    let with_bias = Matrix::from_fn(points, units + 1, |i, j| match j < units {
        true => features[(i, j)],
        false => 1.0 / (points as f64).sqrt(),
    });
    read_out_error(&with_bias, &lesson::targets(&grid))
}

/// The mean squared error of the best combination of the columns.
pub(super) fn read_out_error(columns: &Matrix, targets: &Matrix) -> f64 {
    let found = linalg::min_norm_least_squares(columns, targets).expect("finite features");
    found.residual_norms[0] * found.residual_norms[0] / targets.rows as f64
}

/// What random units see of `points` points.
#[derive(Serialize, Deserialize)]
pub struct Seen {
    /// The rank of the matrix of outputs: the points' number if no measure on them but zero is
    /// annihilated by every unit.
    pub(super) rank: usize,
    /// The smallest singular value over the largest.
    pub(super) smallest: f64,
}

/// The finite analogue of a discriminatory function.
pub(super) fn seen(
    activation: Activation,
    units: usize,
    slope_std: f64,
    points: usize,
    stream: &mut Stream,
) -> Seen {
    let outputs = features(activation, units, slope_std, &lesson::grid(points), stream);
    let found = linalg::svd(&outputs).expect("finite outputs");
    let values = &found.singular_values;
    Seen {
        rank: found.rank(linalg::rank_tolerance(points, units)),
        smallest: values[values.len() - 1] / values[0],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stream() -> Stream {
        Stream::new("test", 0, "units")
    }

    #[test]
    fn lines_see_two_dimensions_and_hats_all() {
        let rank = |activation| seen(activation, 40, 4.0, 11, &mut stream()).rank;
        assert_eq!(rank(Activation::Identity), 2);
        assert_eq!(rank(Activation::Quintic), 6);
        assert_eq!(rank(Activation::Hat), 11);
    }

    /// With as many steps as points and more every function on the points can be had.
    #[test]
    fn the_error_is_that_of_the_best_read_out() {
        let error = |units| error(Activation::Step, units, 4.0, 10, &mut stream());
        assert!(error(400) < 1e-25 && error(2) > 0.01);
    }

    #[test]
    fn columns_have_length_one() {
        let grid = lesson::grid(50);
        let features = features(Activation::Cube, 7, 4.0, &grid, &mut stream()).transpose();
        for j in 0..7 {
            assert!((numerics::dot(features.row(j), features.row(j)) - 1.0).abs() < 1e-14);
        }
    }
}
