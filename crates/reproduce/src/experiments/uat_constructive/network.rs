//! Networks with one hidden layer of sigmoids, written down unit by unit.

use autodiff::Fun;
use nn::{Init, Mlp, Network, Parametrisation, Params};
use numerics::Matrix;

/// One hidden unit with its read-out weight: c σ(w·x + b).
pub(super) struct Unit<const D: usize> {
    pub(super) weight: [f64; D],
    pub(super) bias: f64,
    pub(super) read_out: f64,
}

impl<const D: usize> Unit<D> {
    /// A unit that says `value` everywhere, exactly: σ(0) = 1/2. With it a network needs no
    /// output bias.
    pub(super) fn constant(value: f64) -> Self {
        Self { weight: [0.0; D], bias: 0.0, read_out: 2.0 * value }
    }
}

/// The values of Σ c σ(w·x + b) at points given one a row, computed by the same [`Mlp`] that the
/// other experiments train.
pub(super) fn values<const D: usize>(units: &[Unit<D>], points: &Matrix) -> Vec<f64> {
    let hidden = units.len();
    let glorot = Parametrisation::Standard(Init::GlorotNormal);
    let mlp = Mlp::new(&[D, hidden, 1], Fun::Sigmoid, glorot);
    let mut params = Params::new();
    let weight = params.push("layers.0.weight", D, hidden);
    for (j, unit) in units.iter().enumerate() {
        for (axis, w) in unit.weight.iter().enumerate() {
            weight[axis * hidden + j] = *w;
        }
    }
    let bias = params.push("layers.0.bias", 1, hidden).iter_mut();
    bias.zip(units).for_each(|(bias, unit)| *bias = unit.bias);
    let read_out = params.push("layers.1.weight", hidden, 1).iter_mut();
    read_out.zip(units).for_each(|(read_out, unit)| *read_out = unit.read_out);
    params.push("layers.1.bias", 1, 1);
    // All points at once would need their number times the number of units in memory.
    let blocks = points.data.chunks(D * mlp.block_rows());
    blocks
        .flat_map(|block| {
            let points = Matrix { rows: block.len() / D, cols: D, data: block.to_vec() };
            mlp.predict(&params, &points).data
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use numerics::elementary::sigmoid;

    #[test]
    fn values_are_the_sum_over_the_units() {
        let units = [
            Unit { weight: [2.0, -1.0], bias: 0.5, read_out: 3.0 },
            Unit { weight: [0.0, 4.0], bias: -1.0, read_out: -0.25 },
            Unit::constant(7.0),
        ];
        // More points than a block has.
        let points = Matrix::from_fn(7000, 2, |i, j| (i as f64 / 7000.0) * (1.0 + j as f64));
        let found = values(&units, &points);
        assert_eq!(found.len(), 7000);
        for (i, found) in found.into_iter().enumerate() {
            let [x, y] = [points[(i, 0)], points[(i, 1)]];
            let expected = 3.0 * sigmoid(2.0 * x - y + 0.5) - 0.25 * sigmoid(4.0 * y - 1.0) + 7.0;
            assert!((found - expected).abs() < 1e-14, "{found} for {expected}");
        }
    }
}
