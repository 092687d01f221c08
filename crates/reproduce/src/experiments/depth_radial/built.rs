//! The cheap network with two hidden layers, written down.
//!
//! |x|² is a sum of functions of one variable, and the target is a function of |x|². Each function
//! of one variable is replaced by the straight lines between its values at some knots, one ReLU a
//! knot: so the first layer squares every coordinate, the second one takes the cosine of the sum's
//! root, and the number of units is proportional to d.

use autodiff::Fun;
use nn::{Init, Mlp, Parametrisation, Params, Stream};

use super::target::profile;

/// Coordinates are squared between −5 and 5; a larger one has a probability below 10⁻⁶.
const LARGEST_COORDINATE: f64 = 5.0;
/// The target is followed up to |x| = 4 √d.
const LARGEST_RADIUS: f64 = 4.0;

/// The network for the target of this dimension and frequency, with so many knots for each
/// coordinate's square and for the target's profile.
pub(super) fn network(d: usize, frequency: f64, knots: [usize; 2]) -> (Mlp, Params) {
    let [inner, outer] = knots;
    let at = |i: usize, n: usize| i as f64 / (n - 1) as f64;
    let square = Polyline::through(inner, |i| {
        let x = LARGEST_COORDINATE * (2.0 * at(i, inner) - 1.0);
        (x, x * x / d as f64)
    });
    // Equidistant radii, so that the cosine bends as much between any two knots.
    let cosine = Polyline::through(outer, |i| {
        let radius = LARGEST_RADIUS * at(i, outer);
        (radius * radius, profile(radius, frequency))
    });

    let standard = Parametrisation::Standard(Init::Torch);
    let mlp = Mlp::new(&[d, d * inner, outer, 1], Fun::Relu, standard);
    let mut params = mlp.init(&mut Stream::new("depth.radial", 0, "shapes"));
    let mut set = |slot: &str, entry: &dyn Fn(usize) -> f64| {
        let values = params.get_mut(slot).expect("a network of three layers");
        for (i, value) in values.iter_mut().enumerate() {
            *value = entry(i);
        }
    };
    // ANCHOR: weights
    // Unit j of the first layer is knot j % inner of coordinate j / inner.
    let units = d * inner;
    let reads = |i: usize| i / units == (i % units) / inner;
    set("layers.0.weight", &|i| if reads(i) { 1.0 } else { 0.0 });
    set("layers.0.bias", &|j| -square.knots[j % inner]);
    set("layers.1.weight", &|i| square.jumps[(i / outer) % inner]);
    set("layers.1.bias", &|k| d as f64 * square.start - cosine.knots[k]);
    set("layers.2.weight", &|k| cosine.jumps[k]);
    set("layers.2.bias", &|_| cosine.start);
    // ANCHOR_END: weights
    (mlp, params)
}

// ANCHOR: polyline
/// `start + Σ jumps[i] relu(x − knots[i])`: straight between the knots, level outside.
struct Polyline {
    knots: Vec<f64>,
    jumps: Vec<f64>,
    start: f64,
}

impl Polyline {
    fn through(n: usize, point: impl Fn(usize) -> (f64, f64)) -> Self {
        let points: Vec<(f64, f64)> = (0..n).map(point).collect();
        let inside = points.windows(2).map(|w| (w[1].1 - w[0].1) / (w[1].0 - w[0].0));
        let slopes: Vec<f64> = std::iter::once(0.0).chain(inside).chain([0.0]).collect();
        Self {
            knots: points.iter().map(|(x, _)| *x).collect(),
            jumps: slopes.windows(2).map(|w| w[1] - w[0]).collect(),
            start: points[0].1,
        }
    }
}
// ANCHOR_END: polyline

#[cfg(test)]
mod tests {
    use super::*;
    use numerics::Matrix;

    /// At points whose coordinates and whose mean square are knots, the network is exact.
    #[test]
    fn the_network_meets_the_target_at_its_knots() {
        // 11 knots: the integers from −5 to 5. Mean squares 1 and 4 are knots of 5 radii.
        let (mlp, params) = network(2, 6.0, [11, 5]);
        let inputs = Matrix::from_rows(&[[1.0, -1.0], [2.0, 2.0], [0.0, 0.0]]);
        let found = mlp.predict(&params, &inputs).data;
        for (found, radius) in found.iter().zip([1.0, 2.0, 0.0]) {
            assert!((found - profile(radius, 6.0)).abs() < 1e-12, "{found} at {radius}");
        }
    }

    #[test]
    fn more_knots_bring_it_closer() {
        let inputs = Matrix::from_rows(&[[0.37, -1.21, 0.55], [1.4, 0.2, -0.9]]);
        let miss = |knots| {
            let (mlp, params) = network(3, 6.0, knots);
            let found = mlp.predict(&params, &inputs).data;
            let pairs = inputs.data.chunks(3).zip(found);
            let far = pairs.map(|(x, found)| {
                let radius = (numerics::dot(x, x) / 3.0).sqrt();
                (found - profile(radius, 6.0)).abs()
            });
            far.sum::<f64>()
        };
        assert!(miss([129, 257]) < 0.01 && miss([129, 257]) < 0.1 * miss([9, 17]));
    }
}
