//! What the lesson's programs share: the width demonstration's data and network.

use autodiff::Fun;
use nn::{Init, Mlp, Parametrisation, Params, Stream};
use numerics::elementary::{self, sin};
use numerics::{Matrix, linalg};

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

/// Puts the hidden units' slopes at N(0, `slope_std`²) and their centres, where
/// a unit's input vanishes, uniformly on the interval of the data.
///
/// # Panics
/// If the parameters are not those of [`width_network`].
pub fn spread(params: &mut Params, slope_std: f64, stream: &mut Stream) {
    let weights = params.get_mut("layers.0.weight").expect("a network of two layers");
    weights.fill_with(|| slope_std * stream.normal());
    let weights = weights.to_vec();
    let biases = params.get_mut("layers.0.bias").expect("a network of two layers");
    for (bias, weight) in biases.iter_mut().zip(weights) {
        *bias = -weight * stream.uniform_in(-3.0, 3.0);
    }
}

/// The read-out weights and bias that minimise the squared error, of minimum
/// norm if there are several: of a [`width_network`], whose units stay as they are.
///
/// # Panics
/// If the parameters are not those of such a network, or a number is not finite.
#[must_use]
pub fn read_out(mut params: Params, inputs: &Matrix, targets: &Matrix) -> Params {
    let weights = params.get("layers.0.weight").expect("a network of two layers");
    let biases = params.get("layers.0.bias").expect("a network of two layers");
    let units = weights.len();
    let feature = |i: usize, j: usize| match j < units {
        true => elementary::sigmoid(inputs.data[i] * weights[j] + biases[j]),
        false => 1.0,
    };
    let features = Matrix::from_fn(inputs.rows, units + 1, feature);
    let found = linalg::min_norm_least_squares_svd(&features, targets)
        .expect("sigmoids of finite numbers are finite");
    let (read_out, bias) = found.solution.data.split_at(units);
    params.get_mut("layers.1.weight").expect("a network of two layers").copy_from_slice(read_out);
    params.get_mut("layers.1.bias").expect("a network of two layers").copy_from_slice(bias);
    params
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

    #[test]
    fn spread_units_have_their_centres_in_the_interval() {
        let mlp = width_network(64);
        let mut params = mlp.init(&mut Stream::new("test", 0, "init"));
        spread(&mut params, 4.0, &mut Stream::new("test", 0, "spread"));
        let weights = params.get("layers.0.weight").expect("weights");
        let biases = params.get("layers.0.bias").expect("biases");
        assert!(weights.iter().zip(biases).all(|(w, b)| (b / w).abs() <= 3.0));
    }
}
