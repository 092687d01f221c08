//! The programs that are timed, and the tapes of the same work, so that it can be
//! counted.
//!
//! Times depend on the machine and are looked at side by side, with
//! `cargo bench -p crease-benches`. Costs depend on the program alone and are
//! held by the snapshots of this crate's tests.

pub mod race;

use autodiff::{Fun, Tape, scalar};
use nn::{Loss, Mlp, Objective, Optimiser, Parametrisation, Params, Schedule, Stream, Trainer};
use numerics::Matrix;
use reproduce::lesson;

/// The lesson's width demonstration: its data, its network, its start.
pub struct WidthStep {
    mlp: Mlp,
    params: Params,
    inputs: Matrix,
    targets: Matrix,
}

impl WidthStep {
    /// With this many hidden units, on the lesson's 1000 points.
    #[must_use]
    pub fn new(hidden: usize) -> Self {
        let mlp = lesson::width_network(hidden);
        let inputs = lesson::grid(1000);
        let targets = lesson::targets(&inputs);
        let params = mlp.init(&mut Stream::new("bench", 0, "init"));
        Self { mlp, params, inputs, targets }
    }

    /// A trainer whose [`Trainer::step`] is one epoch of the lesson's loop.
    #[must_use]
    pub fn trainer(&self) -> Trainer<'_> {
        let objective = Objective::new(&self.mlp, Loss::MeanSquared, &self.inputs, &self.targets);
        Trainer::new(objective, self.params.clone(), Optimiser::sgd(), Schedule::Constant(0.01))
    }

    /// The work of one step as one program: all points at once, forward and
    /// reverse. The trainer cuts the points into blocks.
    #[must_use]
    pub fn program(&self) -> Tape {
        let (mut tape, mut leaves) = (Tape::new().fusing(), Vec::new());
        self.params.push_leaves(&mut tape, &mut leaves);
        let x = tape.leaf(self.inputs.rows, 1, &self.inputs.data);
        let t = tape.leaf(self.targets.rows, 1, &self.targets.data);
        let y = self.mlp.forward(&mut tape, &leaves, x);
        let loss = Loss::MeanSquared.mean(&mut tape, y, t);
        tape.gradient(loss, &leaves);
        tape
    }
}

/// A 2-16-16-1 network of tanh units on 100 points, one number at a time.
pub struct ScalarNet {
    params: Vec<f64>,
    points: Vec<[f64; 2]>,
}

impl Default for ScalarNet {
    fn default() -> Self {
        let mut stream = Stream::new("bench", 0, "scalar");
        let params = (0..16 * 3 + 16 * 17 + 17).map(|_| 0.5 * stream.normal()).collect();
        let points = (0..100).map(|_| [stream.normal(), stream.normal()]).collect();
        Self { params, points }
    }
}

impl ScalarNet {
    /// The sum of squared outputs and its gradient with respect to the parameters.
    #[must_use]
    pub fn run(&self) -> (f64, Vec<f64>) {
        let tape = scalar::Tape::default();
        let params: Vec<_> = self.params.iter().map(|&p| tape.num(p)).collect();
        let mut total = tape.num(0.0);
        for point in &self.points {
            let mut layer: Vec<_> = point.iter().map(|&x| tape.num(x)).collect();
            let mut rest = &params[..];
            for (units, activate) in [(16, true), (16, true), (1, false)] {
                let (weights, next) = rest.split_at(units * (layer.len() + 1));
                rest = next;
                layer = weights
                    .chunks_exact(layer.len() + 1)
                    .map(|unit| {
                        let inputs = unit[1..].iter().zip(&layer);
                        let z = inputs.fold(unit[0], |z, (&w, &x)| z + w * x);
                        if activate { z.tanh() } else { z }
                    })
                    .collect();
            }
            total = total + layer[0] * layer[0];
        }
        let gradient = total.gradient();
        (total.value, params.iter().map(|&p| gradient.of(p)).collect())
    }
}

/// A ReLU network 10-512-512-1 in the tangent parametrisation, whose kernels are timed.
pub struct KernelNet {
    /// The recipe.
    pub mlp: Mlp,
    /// Its parameters at initialisation.
    pub params: Params,
}

impl Default for KernelNet {
    fn default() -> Self {
        let scaling = Parametrisation::Ntk { weight: 2f64.sqrt(), bias: 0.1 };
        let mlp = Mlp::new(&[10, 512, 512, 1], Fun::Relu, scaling);
        let params = mlp.init(&mut Stream::new("bench", 0, "kernel"));
        Self { mlp, params }
    }
}

impl KernelNet {
    /// This many standard normal inputs.
    #[must_use]
    pub fn inputs(n: usize) -> Matrix {
        let mut inputs = Matrix::zeros(n, 10);
        Stream::new("bench", 0, "inputs").fill_normal(&mut inputs.data);
        inputs
    }
}

/// The program of one n x n product.
#[must_use]
pub fn product(n: usize) -> Tape {
    let mut tape = Tape::new();
    let (a, b) = (tape.constant(n, n, 0.5), tape.constant(n, n, 0.25));
    tape.matmul(a, b);
    tape
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_work_of_a_training_step() {
        for hidden in [16, 256] {
            let cost = WidthStep::new(hidden).program().cost();
            insta::assert_snapshot!(format!("training-step-{hidden}"), cost);
        }
    }

    #[test]
    fn the_work_of_a_product() {
        for n in [64, 256, 1024] {
            insta::assert_snapshot!(format!("product-{n}"), product(n).cost());
        }
    }

    /// Its gradient is that of finite differences.
    #[test]
    fn the_scalar_network_is_a_network() {
        let net = ScalarNet::default();
        let (_, gradient) = net.run();
        let step = 1e-5;
        for index in [0, 100, 336] {
            let moved = |by: f64| {
                let mut params = net.params.clone();
                params[index] += by;
                ScalarNet { params, points: net.points.clone() }.run().0
            };
            let difference = (moved(step) - moved(-step)) / (2.0 * step);
            assert!((gradient[index] - difference).abs() < 1e-6 * (1.0 + difference.abs()));
        }
    }
}
