//! What a workload computes and what it moves, counted from the same programs.

use super::results::Row;
use autodiff::{Fun, Tape};
use nn::{Init, Loss, Mlp, Network, Parametrisation, Stream};
use std::ops::{Add, Mul};

/// Additions, multiplications and divisions of one sigmoid (`numerics::elementary::exp`): 36 of the
/// exponential, one addition, one division. Other functions are counted alike; among the programs
/// here only the losses of classifiers call some, a few for each example.
const FUNCTION: f64 = 38.0;

/// Operations, and bytes that they read and write, in whichever cache these are.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Work {
    pub(super) operations: f64,
    pub(super) bytes: f64,
    /// Calls of elementary functions, which are among the operations.
    pub(super) functions: f64,
}

impl Work {
    /// So many operations and bytes for each of `count` numbers.
    fn each(count: usize, operations: f64, bytes: f64) -> Self {
        Self { operations, bytes, functions: 0.0 } * count as f64
    }

    fn of(tape: &Tape) -> Self {
        let cost = tape.cost();
        let functions = cost.transcendentals as f64;
        let simple = (2 * cost.multiply_adds + cost.pointwise) as f64;
        let operations = simple + FUNCTION * functions;
        Self { operations, bytes: cost.bytes as f64, functions }
    }
}

impl Add for Work {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            operations: self.operations + other.operations,
            bytes: self.bytes + other.bytes,
            functions: self.functions + other.functions,
        }
    }
}

impl Mul<f64> for Work {
    type Output = Self;
    fn mul(self, times: f64) -> Self {
        Self {
            operations: times * self.operations,
            bytes: times * self.bytes,
            functions: times * self.functions,
        }
    }
}

/// The work of one unit of a row, where it is networks or products.
pub(super) fn of(row: &Row) -> Option<Work> {
    let steps = row.option("--steps").unwrap_or(1.0);
    let squared = |widths: &[usize], fun, points| {
        let mlp = network(widths, fun);
        (gradient(&mlp, Loss::MeanSquared, points) + descent(&mlp)) * steps
    };
    match row.arguments[0].as_str() {
        "uat" => Some(squared(&[1, row.option("--H")? as usize, 1], Fun::Sigmoid, 1000)),
        "deep" => {
            let arch = &row.arguments[2];
            let (units, layers) = arch.split_once('x').unwrap_or((arch, "1"));
            let hidden = vec![units.parse().ok()?; layers.parse().ok()?];
            Some(squared(&[&[1], &hidden[..], &[1]].concat(), Fun::Relu, 500))
        }
        "digits" => Some(digits()),
        "wide" => {
            let mlp = network(&[784, 1024, 1024, 10], Fun::Relu);
            Some(gradient(&mlp, Loss::CrossEntropy, 128) + descent(&mlp))
        }
        "gemm" => Some(Work::of(&crate::product(row.option("--n")? as usize))),
        _ => None,
    }
}

/// Twenty epochs of 22 batches of 64 and one of 29, with Adam.
fn digits() -> Work {
    let mlp = network(&[64, 300, 100, 10], Fun::Relu);
    let batch = |rows| gradient(&mlp, Loss::CrossEntropy, rows) + adam(&mlp);
    (batch(64) * 22.0 + batch(1437 % 64)) * 20.0
}

fn network(widths: &[usize], fun: Fun) -> Mlp {
    Mlp::new(widths, fun, Parametrisation::Standard(Init::Torch))
}

/// A loss on so many examples with its gradient, in blocks, as `nn::Objective` computes it.
fn gradient(mlp: &Mlp, loss: Loss, examples: usize) -> Work {
    let params = mlp.init(&mut Stream::new("bench", 0, "work"));
    let (inputs, outputs) = mlp.ends().expect("a perceptron knows its ends");
    let block = |rows: usize| {
        let (mut tape, mut leaves) = (Tape::new().fusing(), Vec::new());
        params.push_leaves(&mut tape, &mut leaves);
        let x = tape.constant(rows, inputs, 0.5);
        let t = tape.constant(rows, outputs, 1.0 / outputs as f64);
        let y = mlp.forward(&mut tape, &leaves, x);
        let loss = loss.mean(&mut tape, y, t);
        tape.gradient(loss, &leaves);
        // Its gradient is added to those of the blocks before.
        Work::of(&tape) + Work::each(params.len(), 1.0, 24.0)
    };
    let rows = mlp.block_rows();
    let blocks = (0..examples).step_by(rows).map(|from| examples - from);
    blocks.map(|left| block(if left < rows { left } else { rows })).fold(Work::default(), Work::add)
}

/// A step of gradient descent: a parameter and its slope are read, the parameter is written.
fn descent(mlp: &Mlp) -> Work {
    Work::each(parameters(mlp), 2.0, 24.0)
}

/// A step of Adam: two means are read and written besides.
fn adam(mlp: &Mlp) -> Work {
    Work::each(parameters(mlp), 14.0, 56.0)
}

fn parameters(mlp: &Mlp) -> usize {
    mlp.init(&mut Stream::new("bench", 0, "work")).len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_is_2n3_operations_on_3n2_numbers() {
        let work = Work::of(&crate::product(64));
        assert_eq!(work, Work { operations: 524_288.0, bytes: 98_304.0, functions: 0.0 });
    }

    /// Each unit at each point: once, forward.
    #[test]
    fn a_step_calls_a_sigmoid_for_each_unit_and_point() {
        let work = gradient(&network(&[1, 16, 1], Fun::Sigmoid), Loss::MeanSquared, 1000);
        assert_eq!(work.functions, 16_000.0);
    }

    /// Blocks change how often parameters are read, and nothing else that grows with the points.
    #[test]
    fn blocks_add_up_to_the_whole() {
        let mlp = network(&[1, 256, 1], Fun::Sigmoid);
        let rows = mlp.block_rows();
        let one = gradient(&mlp, Loss::MeanSquared, rows);
        let three = gradient(&mlp, Loss::MeanSquared, 3 * rows);
        assert_eq!(three, one * 3.0);
        let more = gradient(&mlp, Loss::MeanSquared, 3 * rows + 1);
        assert!(more.operations > three.operations && more.operations < three.operations * 1.1);
    }
}
