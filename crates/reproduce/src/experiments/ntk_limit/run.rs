//! One cell.

use nn::{Params, Stream};
use ntk::{EmpiricalNtk, Inputs, Outputs};
use numerics::Matrix;
use numerics::elementary::{cos, sin};

use super::{Found, Limit, Shape, Task, integration};
use crate::Experiment;
use crate::stats::largest_magnitude;
use crate::tangent::kernel;

pub(super) fn run(task: &Task) -> Found {
    match *task {
        Task::Angles { shape, ref degrees, seed } => {
            let mlp = shape.mlp(1);
            let params = init(shape, seed, 1);
            let (first, all) = (on_circle(&[0.0]), on_circle(degrees));
            Found::Kernel(kernel(&mlp, &params, Inputs::Two(&first, &all)).data)
        }
        Task::Circle { shape, points, seed } => {
            let mlp = shape.mlp(1);
            let params = init(shape, seed, 1);
            let circle = on_circle(&whole_turn(points));
            Found::Kernel(kernel(&mlp, &params, Inputs::One(&circle)).data)
        }
        Task::Step { shape, points, seed } => step(shape, points, seed),
        Task::Integral { unit, depth, weight, bias, ref degrees } => {
            let circle = on_circle(degrees);
            let row =
                |j| integration::ntk(unit, depth, [weight, bias], circle.row(0), circle.row(j));
            Found::Kernel((0..circle.rows).map(row).collect())
        }
        Task::Methods { shape, outputs, ref degrees, seed } => {
            let (mlp, params) = (shape.mlp(outputs), init(shape, seed, outputs));
            let ntk = EmpiricalNtk::new(&mlp, &params);
            let x = on_circle(degrees);
            let rows = ntk.by_rows(Inputs::One(&x), Outputs::Full).matrix;
            let factors = ntk.by_factors(Inputs::One(&x), Outputs::Full).expect("rows do not meet");
            let products = ntk.by_products(Inputs::One(&x), Outputs::Full);
            Found::Gaps {
                factors: gap(&factors.matrix.data, &rows.data),
                products: gap(&products.matrix.data, &rows.data),
            }
        }
    }
}

/// θ + ∂f(x')/∂θ / K(x', x') for x' at the angle 0: to first order the output rises by one at x',
/// and by K(x, x') / K(x', x') at x.
fn step(shape: Shape, points: usize, seed: u64) -> Found {
    let mlp = shape.mlp(1);
    let start = init(shape, seed, 1);
    let ntk = EmpiricalNtk::new(&mlp, &start);
    let (first, all) = (on_circle(&[0.0]), on_circle(&whole_turn(points)));
    let gradient = ntk.jacobian(&first);
    let own = numerics::dot(&gradient.data, &gradient.data);
    let mut end = start.clone();
    numerics::slices::axpy(1.0 / own, &gradient.data, end.data_mut());
    Found::Step {
        before: mlp.predict(&start, &all).data,
        after: mlp.predict(&end, &all).data,
        kernel: ntk.by_rows(Inputs::Two(&first, &all), Outputs::Full).matrix.data,
    }
}

/// Initial parameters. Networks of different shape share no random number.
fn init(shape: Shape, seed: u64, outputs: usize) -> Params {
    let Shape { depth, width, .. } = shape;
    let purpose = format!("init {} {depth} {width} {outputs}", shape.unit.key());
    shape.mlp(outputs).init(&mut Stream::new(Limit::ID, seed, &purpose))
}

/// The largest |a − b| over the largest |b|.
pub(super) fn gap(a: &[f64], b: &[f64]) -> f64 {
    let differences = a.iter().zip(b).map(|(a, b)| a - b);
    largest_magnitude(differences) / largest_magnitude(b.iter().copied())
}

/// So many angles in degrees from −180, included, to 180, excluded.
pub(super) fn whole_turn(angles: usize) -> Vec<f64> {
    (0..angles).map(|i| -180.0 + 360.0 * i as f64 / angles as f64).collect()
}

/// The points of the unit circle at these angles.
pub(super) fn on_circle(degrees: &[f64]) -> Matrix {
    let radians = |i: usize| degrees[i] * std::f64::consts::PI / 180.0;
    Matrix::from_fn(degrees.len(), 2, |i, j| if j == 0 { cos(radians(i)) } else { sin(radians(i)) })
}

#[cfg(test)]
mod tests {
    use super::super::Shape;
    use super::*;
    use crate::tangent::Unit;

    /// A step raises the output where it was meant to, by about one in a wide network; and the
    /// kernel with itself is what the step was divided by.
    #[test]
    fn a_step_does_what_the_kernel_says() {
        let shape = Shape { unit: Unit::Relu, depth: 1, width: 4096, weight: 1.4, bias: 0.1 };
        let Found::Step { before, after, kernel } = step(shape, 8, 0) else { unreachable!() };
        // −180, −135, ..., and 0 is the fifth.
        for i in 0..8 {
            let expected = kernel[i] / kernel[4];
            assert!((after[i] - before[i] - expected).abs() < 0.02, "{i}");
        }
    }

    #[test]
    fn points_and_angles() {
        assert_eq!(whole_turn(4), [-180.0, -90.0, 0.0, 90.0]);
        let right = on_circle(&[90.0]);
        assert!(right.data[0].abs() < 1e-15 && right.data[1] == 1.0);
    }
}
