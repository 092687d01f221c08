//! Kernel predictions against training: of linear models exactly, of wide networks nearly.

mod common;

use autodiff::Fun;
use common::{gap, random};
use nn::{Loss, Mlp, Objective, Parametrisation, Params, Stream};
use ntk::{EmpiricalNtk, Fit, Inputs, KernelRegression, Linearised, Outputs, Start};
use numerics::Matrix;

const RATE: f64 = 0.2;
const STEPS: u32 = 60;

fn network(width: usize) -> (Mlp, Params) {
    let mlp = Mlp::new(&[2, width, 2], Fun::Tanh, Parametrisation::Ntk { weight: 1.2, bias: 0.5 });
    let params = mlp.init(&mut Stream::new("ntk.tests", 0, "dynamics"));
    (mlp, params)
}

/// Gradient descent on ½ Σ (f − y)².
fn trained(mlp: &Mlp, start: &Params, x: &Matrix, y: &Matrix) -> Params {
    let mut objective = Objective::new(mlp, Loss::MeanSquared, x, y);
    let (mut params, mut gradient) = (start.clone(), vec![0.0; start.len()]);
    // The loss of the objective is the mean of (f − y)² over all numbers.
    let rate = RATE * y.data.len() as f64 / 2.0;
    for _ in 0..STEPS {
        objective.full(&params, &mut gradient);
        numerics::slices::axpy(-rate, &gradient, params.data_mut());
    }
    params
}

fn predicted(mlp: &Mlp, start: &Params, x: &Matrix, y: &Matrix, others: &Matrix) -> Matrix {
    let ntk = EmpiricalNtk::new(mlp, start);
    let kernel = ntk.by_factors(Inputs::One(x), Outputs::Full).unwrap().matrix;
    let cross = ntk.by_factors(Inputs::Two(others, x), Outputs::Full).unwrap().matrix;
    let column = |m: Matrix| Matrix::from_vec(m.data.len(), 1, m.data);
    let (training, elsewhere) = (column(mlp.predict(start, x)), column(mlp.predict(start, others)));
    let fit = Fit::Descent { rate: RATE, steps: STEPS };
    let start = Start { training: &training, others: &elsewhere };
    let regression = KernelRegression::new(&kernel).unwrap();
    let found = regression.predict(fit, &cross, &column(y.clone()), start);
    Matrix::from_vec(others.rows, y.cols, found.data)
}

/// A network without hidden layers is its own linearisation: training by any number of steps
/// is predicted to rounding, several outputs and the start included.
#[test]
fn a_linear_network_does_what_its_kernel_says() {
    let mlp = Mlp::new(&[2, 2], Fun::Tanh, Parametrisation::Ntk { weight: 1.2, bias: 0.5 });
    let start = mlp.init(&mut Stream::new("ntk.tests", 0, "dynamics"));
    let (x, y, others) = (random(5, 2, "x"), random(5, 2, "y"), random(3, 2, "others"));
    let end = trained(&mlp, &start, &x, &y);
    let found = mlp.predict(&end, &others);
    assert!(gap(&predicted(&mlp, &start, &x, &y, &others), &found) < 1e-12);
    assert!(gap(&Linearised::new(&mlp, &start).predict(&end, &others), &found) < 1e-13);
}

/// The wider, the nearer.
#[test]
fn a_wide_network_nearly_does() {
    let (x, y, others) = (random(4, 2, "x"), random(4, 2, "y"), random(3, 2, "others"));
    let gaps = [16, 256, 2048].map(|width| {
        let (mlp, start) = network(width);
        let end = trained(&mlp, &start, &x, &y);
        gap(&predicted(&mlp, &start, &x, &y, &others), &mlp.predict(&end, &others))
    });
    assert!(gaps[2] < 0.02 && gaps[2] < gaps[1] && gaps[1] < gaps[0], "{gaps:?}");
}

/// The error of the tangent is of second order in the step.
#[test]
fn a_linearisation_touches() {
    let (mlp, start) = network(32);
    let tangent = Linearised::new(&mlp, &start);
    let (others, step) = (random(3, 2, "others"), random(1, start.len(), "step"));
    let error = |size: f64| {
        let mut moved = start.clone();
        numerics::slices::axpy(size, &step.data, moved.data_mut());
        let (line, curve) = (tangent.predict(&moved, &others), mlp.predict(&moved, &others));
        let squares = line.data.iter().zip(&curve.data).map(|(a, b)| (a - b) * (a - b));
        squares.sum::<f64>().sqrt()
    };
    let ratio = error(1e-3) / error(5e-4);
    assert!((ratio - 4.0).abs() < 0.05, "{ratio}");
}
