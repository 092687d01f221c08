//! The directions that a narrow first layer cannot see: a proof by example that more layers are
//! not strictly more expressive.
//!
//! f(x) = Σ relu(x_i) over the first m inputs is a network with m units in one hidden layer. Let
//! the first layer of a network g, of whatever depth, have fewer than m units. Then there is a v
//! of length 1 among the first m directions that the first weight maps to zero, so
//! g(v) = g(−v) = g(0), while f(v) + f(−v) = Σ |v_i| ≥ 1 and f(0) = 0. Hence g misses f by at
//! least 1/4 at 0, v or −v. What follows carries this out: it finds v and evaluates both networks.

use autodiff::Fun;
use nn::{
    Init, Loss, Mlp, Objective, Optimiser, Parametrisation, Params, Schedule, Stream, Trainer,
};
use numerics::{Matrix, dot, linalg};
use serde::{Deserialize, Serialize};

use super::Architect;
use crate::stats::largest_magnitude;
use crate::{Experiment, budget};

/// One deep network with a shallow one of as many parameters.
#[derive(Serialize, Deserialize)]
pub struct Cell {
    pub(super) seed: u64,
    pub(super) inputs: usize,
    pub(super) outputs: usize,
    /// Hidden layers and units in each, fewer than inputs.
    pub(super) deep: [usize; 2],
    /// Hidden layers of the shallow network.
    pub(super) shallow_layers: usize,
    /// How the deep network is trained on f before the test.
    pub(super) training: Option<Training>,
}

/// Adam on new normal examples, as an attempt to fit f.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(super) struct Training {
    pub(super) steps: u64,
    pub(super) batch: usize,
    pub(super) rate: f64,
}

/// What the two networks do at 0, v and −v.
#[derive(Serialize, Deserialize)]
pub struct Outcome {
    pub(super) deep_parameters: usize,
    pub(super) shallow_parameters: usize,
    pub(super) shallow_width: usize,
    /// The length of what the first weight makes of v: zero but for rounding.
    pub(super) image: f64,
    /// |g(v) − g(−v)|: zero but for rounding.
    pub(super) difference: f64,
    /// f(v) + f(−v), at least 1.
    pub(super) sum: f64,
    /// The largest error at the three points.
    pub(super) deep_error: f64,
    pub(super) shallow_error: f64,
}

pub(super) fn run(cell: &Cell) -> Outcome {
    let Cell { inputs, outputs, deep: [layers, width], shallow_layers, .. } = *cell;
    let hidden = std::iter::repeat_n(width, layers);
    let deep: Vec<usize> = std::iter::once(inputs).chain(hidden).chain([outputs]).collect();
    let shallow = budget::matched(inputs, shallow_layers, outputs, budget::parameters(&deep));
    // With two hidden layers as many inputs fit as the layer is wide.
    let seen = if shallow[1] < inputs { shallow[1] } else { inputs };

    let stream = |purpose: &str| {
        Stream::new(Architect::ID, cell.seed, &format!("blind {inputs} {layers} {purpose}"))
    };
    let (deep, shallow) = (relu(&deep), relu(&shallow));
    let mut params = deep.init(&mut stream("init"));
    if let Some(training) = cell.training {
        let examples = training.steps as usize * training.batch;
        let mut x = Matrix::zeros(examples, inputs);
        stream("examples").fill_normal(&mut x.data);
        let (y, order) = (targets(&x, seen, outputs), stream("order"));
        params = fit(&deep, params, &x, &y, training, order);
    }
    let v = blind_direction(&params, seen, &mut stream("direction"));
    let mut points = Matrix::zeros(3, inputs);
    points.row_mut(1)[..seen].copy_from_slice(&v);
    for (to, from) in points.row_mut(2).iter_mut().zip(&v) {
        *to = -from;
    }
    let wanted = targets(&points, seen, outputs);
    let [g, h] =
        [deep.predict(&params, &points), shallow.predict(&sum_of_relus(&shallow, seen), &points)];
    Outcome {
        deep_parameters: params.len(),
        shallow_parameters: budget::parameters(shallow.widths()),
        shallow_width: shallow.widths()[1],
        image: length(&first_image(&params, &v)),
        difference: (g[(1, 0)] - g[(2, 0)]).abs(),
        sum: wanted[(1, 0)] + wanted[(2, 0)],
        deep_error: largest_error(&g, &wanted),
        shallow_error: largest_error(&h, &wanted),
    }
}

fn relu(widths: &[usize]) -> Mlp {
    Mlp::new(widths, Fun::Relu, Parametrisation::Standard(Init::Torch))
}

/// f in the first column, zero in the others.
fn targets(x: &Matrix, seen: usize, outputs: usize) -> Matrix {
    Matrix::from_fn(x.rows, outputs, |i, j| match j {
        0 => x.row(i)[..seen].iter().map(|x| if *x > 0.0 { *x } else { 0.0 }).sum(),
        _ => 0.0,
    })
}

fn fit(
    mlp: &Mlp,
    start: Params,
    x: &Matrix,
    y: &Matrix,
    training: Training,
    order: Stream,
) -> Params {
    let Training { steps, batch, rate } = training;
    let (optimiser, rate) = (Optimiser::adam(start.len()), Schedule::Constant(rate));
    let objective = Objective::new(mlp, Loss::MeanSquared, x, y);
    let mut trainer = Trainer::new(objective, start, optimiser, rate).minibatches(batch, order);
    trainer.run(steps, |_, _| ());
    trainer.params().clone()
}

// ANCHOR: direction
/// A vector of length 1 that the first `seen` rows of the first weight (inputs × units) map to
/// zero: a random one less its projection on the columns.
fn blind_direction(params: &Params, seen: usize, stream: &mut Stream) -> Vec<f64> {
    let slot = &params.slots()[0];
    let weight = params.data()[slot.range()][..seen * slot.cols].to_vec();
    let weight = Matrix::from_vec(seen, slot.cols, weight);
    let q = linalg::qr(&weight).expect("finite weights").thin_q();
    let mut v = Matrix::zeros(1, seen);
    stream.fill_normal(&mut v.data);
    // Twice is enough (Giraud, Langou & Rozloznik 2005): the second pass removes what rounding
    // left of the first.
    for _ in 0..2 {
        let onto = v.matmul(&q).matmul(&q.transpose());
        numerics::slices::axpy(-1.0, &onto.data, &mut v.data);
    }
    let scale = length(&v.data);
    v.data.iter().map(|entry| entry / scale).collect()
}
// ANCHOR_END: direction

/// v W for the first weight W, v being zero beyond its end.
fn first_image(params: &Params, v: &[f64]) -> Vec<f64> {
    let slot = &params.slots()[0];
    let weight = params.data()[slot.range()][..v.len() * slot.cols].to_vec();
    Matrix::from_vec(1, v.len(), v.to_vec())
        .matmul(&Matrix::from_vec(v.len(), slot.cols, weight))
        .data
}

/// f as a network of this shape: the first layer copies the first `seen` inputs, the next one adds
/// them up, and what follows passes the sum on.
fn sum_of_relus(mlp: &Mlp, seen: usize) -> Params {
    let mut params = mlp.init(&mut Stream::new(Architect::ID, 0, "shapes")).zeros_like();
    let slots = params.slots().to_vec();
    for (layer, slot) in slots.iter().filter(|slot| slot.name.ends_with("weight")).enumerate() {
        let weight = &mut params.data_mut()[slot.range()];
        match layer {
            0 => (0..seen).for_each(|i| weight[i * slot.cols + i] = 1.0),
            1 => (0..seen).for_each(|i| weight[i * slot.cols] = 1.0),
            _ => weight[0] = 1.0,
        }
    }
    params
}

fn length(v: &[f64]) -> f64 {
    dot(v, v).sqrt()
}

fn largest_error(found: &Matrix, wanted: &Matrix) -> f64 {
    largest_magnitude(found.data.iter().zip(&wanted.data).map(|(a, b)| a - b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(width: usize, shallow_layers: usize) -> Cell {
        Cell { seed: 0, inputs: 12, outputs: 3, deep: [4, width], shallow_layers, training: None }
    }

    #[test]
    fn a_narrow_first_layer_misses_the_sum_and_a_shallow_network_is_it() {
        for shallow_layers in [1, 2] {
            let outcome = run(&cell(9, shallow_layers));
            assert!(outcome.image < 1e-14 && outcome.difference < 1e-14);
            assert!(outcome.sum >= 1.0 && outcome.deep_error >= 0.25);
            assert!(outcome.shallow_error < 1e-14, "{}", outcome.shallow_error);
        }
    }

    #[test]
    fn the_sum_of_relus_is_exact_everywhere() {
        let mut x = Matrix::zeros(20, 12);
        Stream::new("test", 0, "x").fill_normal(&mut x.data);
        for widths in [vec![12, 15, 3], vec![12, 10, 10, 3]] {
            let seen = if widths[1] < 12 { widths[1] } else { 12 };
            let mlp = relu(&widths);
            let found = mlp.predict(&sum_of_relus(&mlp, seen), &x);
            assert!(largest_error(&found, &targets(&x, seen, 3)) < 1e-14);
        }
    }

    /// As many units as inputs leave no direction out: what is left of v is rounding, and after
    /// scaling it is seen.
    #[test]
    fn a_first_layer_as_wide_as_the_input_sees_everything() {
        let outcome = run(&cell(12, 1));
        assert!(outcome.image > 1e-3, "{}", outcome.image);
    }

    #[test]
    fn training_does_not_help() {
        let training = Some(Training { steps: 200, batch: 32, rate: 3e-3 });
        let outcome = run(&Cell { training, ..cell(9, 1) });
        assert!(outcome.difference < 1e-13 && outcome.deep_error >= 0.25);
    }
}
