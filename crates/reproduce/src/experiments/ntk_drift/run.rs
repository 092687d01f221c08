//! One network: trained, and compared with what it was and with its linearisation.

use nn::{Loss, Mlp, Objective, Optimiser, Parametrisation, Params, Schedule, Stream, Trainer};
use ntk::{Fit, InfiniteMlp, Inputs, KernelRegression, Start, drift};
use numerics::Matrix;
use numerics::elementary::{cos, sin};

use super::{Cell, Drift, Moved, Outcome, Picture};
use crate::Experiment;
use crate::tangent::{self, regression};

pub(super) fn run(cell: &Cell) -> Outcome {
    let (points, targets) = data(cell);
    let limit = regression(&limit(cell).ntk(Inputs::One(&points)));
    let eigenvalues = limit.eigenvalues();
    let largest = eigenvalues[eigenvalues.len() - 1];
    let fit = Fit::Descent { rate: 1.0 / largest, steps: cell.steps };

    let mlp = mlp(cell);
    let purpose = format!("init {} {}", cell.unit.key(), cell.width);
    let start = mlp.init(&mut Stream::new(Drift::ID, cell.seed, &purpose));
    let end = train(&mlp, &start, &points, &targets, 1.0 / largest, cell.steps);

    let kernel = tangent::kernel(&mlp, &start, Inputs::One(&points));
    let own = regression(&kernel);
    let outputs = mlp.predict(&start, &points);
    let loss_of = |regression: &KernelRegression, kernel: &Matrix| {
        let begin = Start { training: &outputs, others: &outputs };
        loss(&regression.predict(fit, kernel, &targets, begin), &targets)
    };
    // The network that moves along its tangent at the start, after the same steps.
    let tangent = |x: &Matrix| {
        let begin = Start { training: &outputs, others: &mlp.predict(&start, x) };
        let cross = tangent::kernel(&mlp, &start, Inputs::Two(x, &points));
        own.predict(fit, &cross, &targets, begin)
    };
    let moved = all_finite(end.data()).then(|| {
        let others = sphere(cell.others, &mut Stream::new(Drift::ID, cell.seed, "others"));
        let fitted = mlp.predict(&end, &points);
        Moved {
            kernel: drift(&kernel, &tangent::kernel(&mlp, &end, Inputs::One(&points))),
            weights: norm(&difference(end.data(), start.data())) / norm(start.data()),
            outputs: root_mean_square(&fitted, &outputs),
            linearised: finite(root_mean_square(&mlp.predict(&end, &others), &tangent(&others))),
            loss: loss(&fitted, &targets),
        }
    });
    // Finite weights may still have infinite outputs.
    let moved = moved.filter(|m| all_finite(&[m.kernel, m.weights, m.outputs, m.loss]));
    let picture = cell.pictured.filter(|_| moved.is_some()).map(|[points, units]| {
        let circle = great_circle(points);
        Picture {
            start: mlp.predict(&start, &circle).data,
            network: mlp.predict(&end, &circle).data,
            linearised: tangent(&circle).data,
            weights: (0..units)
                .map(|j| [input_weights(&start, j), input_weights(&end, j)])
                .collect(),
        }
    });
    Outcome {
        moved,
        limit_loss: loss_of(&limit, &self::limit(cell).ntk(Inputs::One(&points))),
        own_loss: finite(loss_of(&own, &kernel)),
        condition: eigenvalues[0] / largest,
        picture: picture.filter(|p| all_finite(&p.network) && all_finite(&p.linearised)),
    }
}

fn finite(x: f64) -> Option<f64> {
    x.is_finite().then_some(x)
}

fn all_finite(values: &[f64]) -> bool {
    values.iter().all(|x| x.is_finite())
}

fn mlp(cell: &Cell) -> Mlp {
    let scaling = Parametrisation::Ntk { weight: cell.weight, bias: cell.bias };
    Mlp::new(&[3, cell.width, 1], cell.unit.fun(), scaling)
}

fn limit(cell: &Cell) -> InfiniteMlp {
    tangent::limit(cell.unit.fun(), 1, cell.weight, cell.bias)
}

/// The points and labels of a seed, the same at every width.
fn data(cell: &Cell) -> (Matrix, Matrix) {
    let points = sphere(cell.points, &mut Stream::new(Drift::ID, cell.seed, "points"));
    let mut coin = Stream::new(Drift::ID, cell.seed, "labels");
    let labels = (0..cell.points).map(|_| if coin.below(2) == 0 { -1.0 } else { 1.0 }).collect();
    (points, Matrix::from_vec(cell.points, 1, labels))
}

/// Points of the unit sphere in R³, one a row.
fn sphere(points: usize, stream: &mut Stream) -> Matrix {
    let mut all = Matrix::from_fn(points, 3, |_, _| stream.normal());
    for row in all.data.chunks_exact_mut(3) {
        let length = norm(row);
        row.iter_mut().for_each(|x| *x /= length);
    }
    all
}

/// Points of the circle x₃ = 0, from −180 degrees on.
fn great_circle(points: usize) -> Matrix {
    let turn = 2.0 * std::f64::consts::PI;
    let angle = |i: usize| turn * (i as f64 / points as f64 - 0.5);
    Matrix::from_fn(points, 3, |i, j| [cos(angle(i)), sin(angle(i)), 0.0][j])
}

/// Gradient descent on ½ Σ (f − y)² with all points in every step.
fn train(
    mlp: &Mlp,
    start: &Params,
    points: &Matrix,
    targets: &Matrix,
    rate: f64,
    steps: u32,
) -> Params {
    let objective = Objective::new(mlp, Loss::MeanSquared, points, targets);
    // The objective is the mean of (f − y)².
    let schedule = Schedule::Constant(0.5 * rate * points.rows as f64);
    let mut trainer = Trainer::new(objective, start.clone(), Optimiser::sgd(), schedule);
    trainer.run(u64::from(steps), |_, _| ());
    trainer.params().clone()
}

/// The first two weights of the connections from the input to unit j.
fn input_weights(params: &Params, j: usize) -> [f64; 2] {
    let slot = params.slot("layers.0.weight").expect("a hidden layer");
    let weights = &params.data()[slot.range()];
    [weights[j], weights[slot.cols + j]]
}

fn loss(outputs: &Matrix, targets: &Matrix) -> f64 {
    let errors = difference(&outputs.data, &targets.data);
    0.5 * numerics::dot(&errors, &errors)
}

fn root_mean_square(a: &Matrix, b: &Matrix) -> f64 {
    norm(&difference(&a.data, &b.data)) / (a.data.len() as f64).sqrt()
}

fn difference(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a - b).collect()
}

fn norm(values: &[f64]) -> f64 {
    numerics::dot(values, values).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tangent::Unit;

    fn cell(width: usize, steps: u32) -> Cell {
        Cell {
            unit: Unit::Relu,
            width,
            weight: 1.4,
            bias: 0.1,
            points: 6,
            others: 5,
            steps,
            seed: 1,
            pictured: Some([8, 1]),
        }
    }

    /// A network that is not trained is its own linearisation and loses what kernels say it does.
    #[test]
    fn without_a_step_nothing_moves() {
        let outcome = run(&cell(16, 0));
        let moved = outcome.moved.unwrap();
        assert_eq!([moved.kernel, moved.weights, moved.outputs], [0.0; 3]);
        assert_eq!(moved.linearised, Some(0.0));
        assert_eq!(outcome.limit_loss, moved.loss);
        assert_eq!(outcome.own_loss, Some(moved.loss));
        let picture = outcome.picture.unwrap();
        assert_eq!(picture.start, picture.network);
        assert!(picture.weights.iter().all(|[before, after]| before == after));
    }

    /// One step changes the outputs by the rate times the kernel times the errors, to first order:
    /// a wrong factor between the loss and the kernel's prediction would show.
    #[test]
    fn a_wide_network_follows_its_kernel() {
        let outcome = run(&cell(4096, 20));
        let moved = outcome.moved.unwrap();
        assert!((moved.loss / outcome.own_loss.unwrap() - 1.0).abs() < 0.05, "{}", moved.loss);
        assert!(moved.linearised.unwrap() < 0.05 * moved.outputs);
    }

    /// The limit's rate is too large for the own kernel of many a network of one unit.
    #[test]
    fn what_diverges_is_none() {
        let outcomes: Vec<Outcome> =
            (0..30).map(|seed| run(&Cell { seed, ..cell(1, 2000) })).collect();
        assert!(outcomes.iter().any(|outcome| outcome.own_loss.is_none()));
        for outcome in outcomes {
            let tangent = outcome.moved.and_then(|moved| moved.linearised);
            assert!(outcome.own_loss.is_some() || tangent.is_none());
        }
    }

    #[test]
    fn points_lie_on_the_sphere() {
        let points = sphere(10, &mut Stream::new("test", 0, "sphere"));
        for row in points.data.chunks(3).chain(great_circle(7).data.chunks(3)) {
            assert!((norm(row) - 1.0).abs() < 1e-15);
        }
    }
}
