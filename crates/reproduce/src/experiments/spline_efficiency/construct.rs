//! The best networks that we know how to write down.
//!
//! All of them are continuous piecewise linear functions, because that is what a ReLU network is.
//! For one hidden layer the only choice is where the kinks are; for the two targets that composition
//! fits, a deep network does it with few units.

use nn::Params;
use numerics::Matrix;
use numerics::linalg::min_norm_least_squares;

use super::target::{ITERATIONS, Target, grid};

/// The weights for a target on its grid; `values` are what the network is to give there.
pub(super) fn network(target: Target, size: usize, values: &Matrix) -> Params {
    match target {
        Target::Curve | Target::Walk => spline(size, values),
        Target::Square | Target::Sawtooth => {
            let deep = if target == Target::Square { square(size) } else { sawtooth(size) };
            rescaled(deep, values)
        }
    }
}

/// One hidden layer of `units`: kinks where they are best for interpolation, then the heights at
/// the kinks by least squares.
///
/// The unit relu(t + 1) gives the first slope, so `units` − 1 of them have a kink inside.
fn spline(units: usize, values: &Matrix) -> Params {
    let t = grid(values.rows).data;
    let nodes: Vec<f64> = best_nodes(&values.data, units).into_iter().map(|i| t[i]).collect();
    let hats = Matrix::from_fn(t.len(), nodes.len(), |i, j| hat(&nodes, j, t[i]));
    let heights =
        min_norm_least_squares(&hats, values).expect("hat functions are finite").solution.data;
    let slope = |j: usize| (heights[j + 1] - heights[j]) / (nodes[j + 1] - nodes[j]);

    let mut params = Params::new();
    params.push("layers.0.weight", 1, units).fill(1.0);
    let biases = params.push("layers.0.bias", 1, units);
    biases.iter_mut().zip(&nodes).for_each(|(bias, node)| *bias = -node);
    let jumps = params.push("layers.1.weight", units, 1);
    for (j, jump) in jumps.iter_mut().enumerate() {
        *jump = if j == 0 { slope(0) } else { slope(j) - slope(j - 1) };
    }
    params.push("layers.1.bias", 1, 1)[0] = heights[0];
    params
}

/// The indices of `pieces` + 1 grid points, both ends among them, such that the polygon through
/// the values there has the least squared distance to all values: by dynamic programming over the
/// end of the last piece (Bellman 1961).
fn best_nodes(values: &[f64], pieces: usize) -> Vec<usize> {
    let n = values.len();
    let chords =
        Matrix::from_fn(n, n, |i, j| if i < j { chord_error(&values[i..=j]) } else { 0.0 });
    // cost[j]: the least error up to the point j with the pieces so far; each layer of `came_from`
    // remembers where the last piece began.
    let mut cost: Vec<f64> = chords.row(0).to_vec();
    let mut came_from: Vec<Vec<usize>> = Vec::new();
    for done in 1..pieces {
        let best = |j: usize| {
            let through = |i: usize| (cost[i] + chords.row(i)[j], i);
            let candidates = (done..j).map(through);
            candidates.reduce(|best, next| if next.0 < best.0 { next } else { best })
        };
        let (costs, starts) = (0..n).map(|j| best(j).unwrap_or((f64::INFINITY, 0))).unzip();
        cost = costs;
        came_from.push(starts);
    }
    let mut nodes = vec![n - 1];
    for starts in came_from.iter().rev() {
        nodes.push(starts[nodes[nodes.len() - 1]]);
    }
    nodes.push(0);
    nodes.reverse();
    nodes
}

/// The summed squared distance of values to the straight line from the first to the last.
fn chord_error(values: &[f64]) -> f64 {
    let last = values.len() - 1;
    let slope = (values[last] - values[0]) / last as f64;
    let gaps = values.iter().enumerate().map(|(i, value)| values[0] + slope * i as f64 - value);
    gaps.map(|gap| gap * gap).sum()
}

/// The piecewise linear function that is 1 at node j and 0 at the others.
fn hat(nodes: &[f64], j: usize, t: f64) -> f64 {
    let node = nodes[j];
    if t == node {
        1.0
    } else if t < node && j > 0 && t > nodes[j - 1] {
        (t - nodes[j - 1]) / (node - nodes[j - 1])
    } else if t > node && j + 1 < nodes.len() && t < nodes[j + 1] {
        (nodes[j + 1] - t) / (nodes[j + 1] - node)
    } else {
        0.0
    }
}

/// x² at x = (t + 1)/2 by `depth` hidden layers of three units (Yarotsky 2017, Proposition 2):
/// f_m(x) = x − Σ_{s ≤ m} T^s(x) / 4^s interpolates x² at the multiples of 2^−m.
///
/// Layer s holds relu(z), relu(z − 1/2) for z = T^(s−1)(x), and f_(s−1)(x), which is positive.
fn square(depth: usize) -> Params {
    let mut params = Params::new();
    params.push("layers.0.weight", 1, 3).copy_from_slice(&[0.5, 0.5, 0.5]);
    params.push("layers.0.bias", 1, 3).copy_from_slice(&[0.5, 0.0, 0.5]);
    let mut quarter = 0.25;
    for layer in 1..=depth {
        // T^s = 2 relu(z) − 4 relu(z − 1/2), and f_s = f_(s−1) − T^s / 4^s.
        let (tooth, rest) = ([2.0, -4.0, 0.0], [-2.0 * quarter, 4.0 * quarter, 1.0]);
        let last = layer == depth;
        let columns = if last { vec![rest] } else { vec![tooth, tooth, rest] };
        let weight = params.push(&format!("layers.{layer}.weight"), 3, columns.len());
        for (place, entry) in weight.iter_mut().enumerate() {
            *entry = columns[place % columns.len()][place / columns.len()];
        }
        let bias = params.push(&format!("layers.{layer}.bias"), 1, columns.len());
        if !last {
            bias[1] = -0.5;
        }
        quarter *= 0.25;
    }
    params
}

/// The iterated triangle map by two units a layer; the other units of each layer stay off.
fn sawtooth(width: usize) -> Params {
    let mut params = Params::new();
    let first = params.push("layers.0.weight", 1, width);
    first[..2].fill(0.5);
    params.push("layers.0.bias", 1, width)[0] = 0.5;
    for layer in 1..=ITERATIONS {
        let outputs = if layer == ITERATIONS { 1 } else { width };
        let weight = params.push(&format!("layers.{layer}.weight"), width, outputs);
        for (row, slope) in weight.chunks_mut(outputs).zip([2.0, -4.0]) {
            row.iter_mut().take(2).for_each(|entry| *entry = slope);
        }
        let bias = params.push(&format!("layers.{layer}.bias"), 1, outputs);
        if let Some(second) = bias.get_mut(1) {
            *second = -0.5;
        }
    }
    params
}

/// The network with its last layer scaled and shifted: it was written for values whose first is 0
/// and whose range is 1, the given ones are standardised.
fn rescaled(mut params: Params, values: &Matrix) -> Params {
    let highest = values.data.iter().fold(values.data[0], |a, &b| if b > a { b } else { a });
    let (low, scale) = (values.data[0], highest - values.data[0]);
    let layer = params.slots().len() / 2 - 1;
    let weight = params.get_mut(&format!("layers.{layer}.weight")).expect("a last layer");
    weight.iter_mut().for_each(|entry| *entry *= scale);
    params.get_mut(&format!("layers.{layer}.bias")).expect("a last layer")[0] = low;
    params
}

#[cfg(test)]
mod tests {
    use super::super::relu_network;
    use super::*;

    fn error(target: Target, size: usize) -> Vec<f64> {
        let values = target.values(257, 0);
        let fit =
            relu_network(&target.widths(size)).predict(&network(target, size, &values), &grid(257));
        fit.data.iter().zip(&values.data).map(|(fit, value)| fit - value).collect()
    }

    #[test]
    fn the_sawtooth_is_exact_at_every_width() {
        for width in [2, 5, 16] {
            assert!(error(Target::Sawtooth, width).iter().all(|gap| gap.abs() < 1e-14), "{width}");
        }
    }

    /// Largest where the interpolant of x² with spacing h is off by h²/4: 4^−(m+1).
    #[test]
    fn the_square_is_off_by_the_error_of_its_interpolant() {
        let scale = {
            let values = Target::Square.values(257, 0).data;
            values[256] - values[0]
        };
        let mut expected = 0.25;
        for depth in 1..=6 {
            expected *= 0.25;
            let largest = error(Target::Square, depth)
                .iter()
                .fold(0.0, |a: f64, gap| if gap.abs() > a { gap.abs() } else { a });
            assert!((largest / scale - expected).abs() < 1e-12, "{depth}: {}", largest / scale);
        }
    }

    /// A polygon with as many pieces as there are units is met exactly, wherever its kinks are.
    #[test]
    fn a_polygon_is_found_again() {
        let t = grid(65).data;
        let values: Vec<f64> =
            (0..65).map(|i| [(t[i] + 0.5).abs(), 3.0 * (t[i] - 0.25).abs()].iter().sum()).collect();
        assert_eq!(best_nodes(&values, 3), [0, 16, 40, 64]);
        let values = Matrix::from_vec(65, 1, values);
        let fit = relu_network(&[1, 3, 1]).predict(&spline(3, &values), &grid(65));
        assert!(fit.data.iter().zip(&values.data).all(|(a, b)| (a - b).abs() < 1e-12));
    }

    /// Against all choices of two inner nodes.
    #[test]
    fn no_other_nodes_interpolate_better() {
        let values = Target::Walk.values(17, 5).data;
        let cost = |nodes: &[usize]| -> f64 {
            nodes.windows(2).map(|pair| chord_error(&values[pair[0]..=pair[1]])).sum()
        };
        let found = cost(&best_nodes(&values, 3));
        for i in 1..15 {
            for j in i + 1..16 {
                assert!(found <= cost(&[0, i, j, 16]) + 1e-12, "{i}, {j}");
            }
        }
    }
}
