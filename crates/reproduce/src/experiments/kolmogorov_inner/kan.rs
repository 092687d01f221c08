//! A small Kolmogorov-Arnold network (Liu et al. 2024) on the tape: a function of one variable on
//! every edge, sums at the nodes, with the theorem's shape of 2, 5 and 1 nodes.
//!
//! An edge's function is w silu(x) + Σ c_j B((x - t_j)/h), with cubic B-splines B on equidistant
//! knots and w and all c_j trained. So a layer is a layer of a network as usual: fixed affine
//! maps, an activation (B), trained read-out weights.

use autodiff::{Fun, Tape, Var};
use nn::{Loss, Optimiser, Params, Stream};
use numerics::Matrix;

/// Knots of a layer: where the middle ones begin and end.
#[derive(Clone, Copy)]
struct Grid {
    from: f64,
    to: f64,
}

/// Between the ends of a grid.
const INTERVALS: usize = 8;
/// Splines that are not zero somewhere between the ends.
const SPLINES: usize = INTERVALS + 3;
/// The theorem's 2n + 1.
const HIDDEN: usize = 5;
/// The inputs lie in the unit square; hidden nodes are meant to stay within two of zero.
const GRIDS: [Grid; 2] = [Grid { from: 0.0, to: 1.0 }, Grid { from: -2.0, to: 2.0 }];

/// How long and how fast Adam goes.
#[derive(Clone, Copy)]
pub(super) struct Training {
    pub(super) steps: u32,
    pub(super) rate: f64,
}

/// Random functions on all edges.
fn init(stream: &mut Stream) -> Params {
    let mut params = Params::new();
    for (layer, [fan_in, fan_out]) in [[2, HIDDEN], [HIDDEN, 1]].into_iter().enumerate() {
        let splines = params.push(&format!("layers.{layer}.splines"), SPLINES * fan_in, fan_out);
        splines.fill_with(|| 0.1 * stream.normal());
        let std = (2.0 / (fan_in + fan_out) as f64).sqrt();
        let base = params.push(&format!("layers.{layer}.base"), fan_in, fan_out);
        base.fill_with(|| std * stream.normal());
    }
    params
}

/// One layer: all splines of all inputs, then the sums.
fn layer(tape: &mut Tape, x: Var, splines: Var, base: Var, grid: Grid) -> Var {
    let inputs = tape.shape(x).cols;
    let h = (grid.to - grid.from) / INTERVALS as f64;
    let spread = Matrix::from_fn(inputs, inputs * SPLINES, |p, column| {
        if column / SPLINES == p { 1.0 / h } else { 0.0 }
    });
    let centre = |column: usize| grid.from + ((column % SPLINES) as f64 - 1.0) * h;
    let shift: Vec<f64> = (0..inputs * SPLINES).map(|column| -centre(column) / h).collect();
    let spread = tape.leaf(inputs, inputs * SPLINES, &spread.data);
    let shift = tape.leaf(1, inputs * SPLINES, &shift);
    let u = tape.affine(x, spread, shift);
    let values = b_spline(tape, u);
    let sums = tape.matmul(values, splines);
    let smooth = tape.silu(x);
    let rest = tape.matmul(smooth, base);
    tape.add(sums, rest)
}

/// The cubic B-spline, (relu(2 - |u|)^3 - 4 relu(1 - |u|)^3) / 6.
fn b_spline(tape: &mut Tape, u: Var) -> Var {
    let distance = tape.map(Fun::Abs, u);
    let inwards = tape.scale(distance, -1.0);
    let [wide, narrow] = [2.0, 1.0].map(|end| {
        let height = tape.shift(inwards, end);
        let height = tape.map(Fun::Relu, height);
        tape.map(Fun::Power(3), height)
    });
    let wide = tape.scale(wide, 1.0 / 6.0);
    let narrow = tape.scale(narrow, 4.0 / 6.0);
    tape.sub(wide, narrow)
}

fn forward(tape: &mut Tape, params: &[Var], inputs: &Matrix) -> Var {
    let x = tape.leaf(inputs.rows, inputs.cols, &inputs.data);
    let hidden = layer(tape, x, params[0], params[1], GRIDS[0]);
    layer(tape, hidden, params[2], params[3], GRIDS[1])
}

/// Trains on `inputs` and returns the predictions at `test`.
pub(super) fn train(
    training: Training,
    seed: u64,
    inputs: &Matrix,
    targets: &Matrix,
    test: &Matrix,
) -> Vec<f64> {
    let mut params = init(&mut Stream::new("kolmogorov.inner", seed, "init"));
    let mut optimiser = Optimiser::adam(params.len());
    let mut gradient = vec![0.0; params.len()];
    let (mut tape, mut leaves) = (Tape::new(), Vec::new());
    for _ in 0..training.steps {
        tape.clear();
        params.push_leaves(&mut tape, &mut leaves);
        let found = forward(&mut tape, &leaves, inputs);
        let wanted = tape.leaf(targets.rows, 1, &targets.data);
        let loss = Loss::MeanSquared.mean(&mut tape, found, wanted);
        let adjoints = tape.gradient(loss, &leaves);
        for (slot, adjoint) in params.slots().iter().zip(adjoints) {
            gradient[slot.range()].copy_from_slice(tape.value(adjoint));
        }
        optimiser.step(training.rate, params.data_mut(), &gradient);
    }
    tape.clear();
    params.push_leaves(&mut tape, &mut leaves);
    let found = forward(&mut tape, &leaves, test);
    tape.value(found).to_vec()
}

/// How many numbers are trained.
pub(super) fn parameters() -> usize {
    (SPLINES + 1) * (2 * HIDDEN + HIDDEN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splines_add_up_to_one_and_have_their_values() {
        let mut tape = Tape::new();
        let u = tape.leaf(1, 5, &[0.0, 1.0, -1.0, 2.0, 0.5]);
        let values = b_spline(&mut tape, u);
        let values = tape.value(values);
        for (found, expected) in
            values.iter().zip([2.0 / 3.0, 1.0 / 6.0, 1.0 / 6.0, 0.0, 23.0 / 48.0])
        {
            assert!((found - expected).abs() < 1e-15, "{found}");
        }
        for x in [0.0, 0.3, 0.51] {
            let mut tape = Tape::new();
            let neighbours = [x - 2.0, x - 1.0, x, x + 1.0, x + 2.0];
            let u = tape.leaf(1, 5, &neighbours);
            let values = b_spline(&mut tape, u);
            assert!((tape.value(values).iter().sum::<f64>() - 1.0).abs() < 1e-15);
        }
    }

    #[test]
    fn parameters_are_counted() {
        assert_eq!(init(&mut Stream::new("test", 0, "init")).len(), parameters());
    }

    #[test]
    fn a_short_training_lessens_the_error() {
        let inputs =
            Matrix::from_fn(25, 2, |i, j| (if j == 0 { i / 5 } else { i % 5 }) as f64 / 4.0);
        let targets = Matrix::from_fn(25, 1, |i, _| inputs[(i, 0)] * inputs[(i, 1)]);
        let error = |steps| {
            let training = Training { steps, rate: 0.01 };
            let found = train(training, 0, &inputs, &targets, &inputs);
            found.iter().zip(&targets.data).map(|(a, b)| (a - b) * (a - b)).sum::<f64>()
        };
        assert!(error(200) < 0.02 * error(0), "{} {}", error(200), error(0));
    }
}
