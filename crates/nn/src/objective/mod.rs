//! The loss of a network on a data set as a function of its parameters, with its gradient.

mod worker;

use crate::{Loss, Network, Params};
use numerics::Matrix;
use rayon::prelude::*;
use std::fmt;
use worker::{Pass, Worker};

/// Parameters times rows of a block from which on blocks are worth a thread each: some
/// milliseconds.
const LARGE: usize = 1 << 24;

/// Entries of a large gradient that a thread adds up at once.
const ENTRIES: usize = 1 << 14;

/// A loss to minimise: a network, what to predict from what, and how errors are counted.
///
/// Examples go through the tape in blocks of rows that fit a cache, first to last, and losses and
/// gradients are the blocks' sums in that order. The block is part of the definition of the bits:
/// the network says it ([`Network::block_rows`]), and nothing of the machine enters. Blocks of large
/// networks are computed side by side, as many as rayon has threads; their sums are the same.
///
/// The tapes and the buffers are kept between calls: after the first one nothing is allocated.
#[derive(Clone)]
pub struct Objective<'a> {
    network: &'a dyn Network,
    loss: Loss,
    inputs: &'a Matrix,
    targets: &'a Matrix,
    workers: Vec<Worker>,
    chosen_inputs: Vec<f64>,
    chosen_targets: Vec<f64>,
}

/// Networks can be closures, which have nothing to show.
impl fmt::Debug for Objective<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Objective")
            .field("loss", &self.loss)
            .field("examples", &self.examples())
            .finish_non_exhaustive()
    }
}

impl<'a> Objective<'a> {
    /// The loss of `network` on `inputs` and `targets`, one example a row.
    ///
    /// # Panics
    ///
    /// If there is no example, if the numbers of rows differ, or if the columns are not the
    /// inputs and outputs of a network that knows how many it has.
    #[track_caller]
    pub fn new(
        network: &'a dyn Network,
        loss: Loss,
        inputs: &'a Matrix,
        targets: &'a Matrix,
    ) -> Self {
        assert!(inputs.rows > 0, "there is no example to learn from");
        let found = (inputs.cols, targets.cols);
        let (fan_in, fan_out) = network.ends().unwrap_or(found);
        assert!(
            inputs.rows == targets.rows && found == (fan_in, fan_out),
            "the network needs n x {fan_in} inputs and n x {fan_out} targets, \
             got {}x{} and {}x{}",
            inputs.rows,
            inputs.cols,
            targets.rows,
            targets.cols
        );
        Self {
            network,
            loss,
            inputs,
            targets,
            workers: Vec::new(),
            chosen_inputs: Vec::new(),
            chosen_targets: Vec::new(),
        }
    }

    /// How many examples there are.
    pub fn examples(&self) -> usize {
        self.inputs.rows
    }

    /// The mean loss over all examples: the bits of [`Objective::full`], without the gradient.
    ///
    /// # Panics
    ///
    /// If `params` are not the network's.
    #[track_caller]
    pub fn loss(&mut self, params: &Params) -> f64 {
        self.blocks(params, &self.inputs.data, &self.targets.data, None)
    }

    /// The mean loss over all examples; writes its gradient.
    ///
    /// # Panics
    ///
    /// If `params` are not the network's, or `gradient` is not as long.
    #[track_caller]
    pub fn full(&mut self, params: &Params, gradient: &mut [f64]) -> f64 {
        self.blocks(params, &self.inputs.data, &self.targets.data, Some(gradient))
    }

    /// The mean loss over the examples with these row numbers; writes its gradient.
    ///
    /// # Panics
    ///
    /// As [`Objective::full`], and if there is no row or no such row.
    #[track_caller]
    pub fn rows(&mut self, params: &Params, rows: &[usize], gradient: &mut [f64]) -> f64 {
        let mut inputs = std::mem::take(&mut self.chosen_inputs);
        let mut targets = std::mem::take(&mut self.chosen_targets);
        gather(self.inputs, rows, &mut inputs);
        gather(self.targets, rows, &mut targets);
        let loss = self.blocks(params, &inputs, &targets, Some(gradient));
        (self.chosen_inputs, self.chosen_targets) = (inputs, targets);
        loss
    }

    #[track_caller]
    fn blocks(
        &mut self,
        params: &Params,
        inputs: &[f64],
        targets: &[f64],
        mut gradient: Option<&mut [f64]>,
    ) -> f64 {
        let (fan_in, fan_out) = (self.inputs.cols, self.targets.cols);
        let examples = inputs.len() / fan_in;
        assert!(examples > 0, "a batch needs an example");
        if let Some(gradient) = &mut gradient {
            assert_eq!(
                gradient.len(),
                params.len(),
                "the gradient's length is not the parameters'"
            );
        }
        let (network, loss, wants_gradient) = (self.network, self.loss, gradient.is_some());
        let pass = Pass { network, loss, examples, wants_gradient };
        let rows = network.block_rows();
        let (x_len, t_len) = (rows * fan_in, rows * fan_out);
        let is_large = params.len() * rows >= LARGE && examples > rows;
        let threads = if is_large { rayon::current_num_threads() } else { 1 };
        while self.workers.len() < threads {
            self.workers.push(Worker::new());
        }
        let workers = &mut self.workers[..threads];
        if let [worker] = workers {
            worker.begin(params);
        } else {
            workers.par_iter_mut().for_each(|worker| worker.begin(params));
        }

        let mut sum = 0.0;
        let groups = inputs.chunks(threads * x_len).zip(targets.chunks(threads * t_len));
        for (group, (x, t)) in groups.enumerate() {
            if let [worker] = workers {
                worker.run(&pass, x.len() / fan_in, x, t);
            } else {
                let blocks = x.par_chunks(x_len).zip(t.par_chunks(t_len));
                let run = |(worker, (x, t)): (&mut Worker, (&[f64], _))| {
                    worker.run(&pass, x.len() / fan_in, x, t);
                };
                workers.par_iter_mut().zip(blocks).for_each(run);
            }
            let done = &workers[..x.len().div_ceil(x_len)];
            sum = done.iter().fold(sum, |sum, worker| sum + worker.loss);
            if let Some(gradient) = &mut gradient {
                add_up(params, done, group == 0, gradient);
            }
        }
        sum
    }
}

/// Adds the workers' gradients to `gradient`, or to zeros, those of the first block first.
fn add_up(params: &Params, done: &[Worker], from_zero: bool, gradient: &mut [f64]) {
    for (index, slot) in params.slots().iter().enumerate() {
        let add = |(chunk, sums): (usize, &mut [f64])| {
            for (block, worker) in done.iter().enumerate() {
                let parts = sums.iter_mut().zip(&worker.gradient(index)[chunk * ENTRIES..]);
                if from_zero && block == 0 {
                    parts.for_each(|(sum, part)| *sum = 0.0 + part);
                } else {
                    parts.for_each(|(sum, part)| *sum += part);
                }
            }
        };
        let sums = &mut gradient[slot.range()];
        if done.len() == 1 {
            add((0, sums));
        } else {
            sums.par_chunks_mut(ENTRIES).enumerate().for_each(add);
        }
    }
}

#[track_caller]
fn gather(matrix: &Matrix, rows: &[usize], out: &mut Vec<f64>) {
    out.clear();
    for &row in rows {
        assert!(row < matrix.rows, "there is no example {row}: there are {}", matrix.rows);
        out.extend_from_slice(&matrix.data[row * matrix.cols..][..matrix.cols]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Init, Mlp, Parametrisation, Stream};
    use autodiff::check::{adjoint_gap, gradcheck};
    use autodiff::{Fun, Tape, Var};
    use numerics::elementary::sigmoid;

    fn recipe(widths: &[usize], activation: Fun) -> Mlp {
        Mlp::new(widths, activation, Parametrisation::Standard(Init::Torch))
    }

    fn random(rows: usize, cols: usize, purpose: &str) -> Matrix {
        let mut data = vec![0.0; rows * cols];
        Stream::new("nn.objective", 0, purpose).fill_normal(&mut data);
        Matrix { rows, cols, data }
    }

    fn params(mlp: &Mlp) -> Params {
        mlp.init(&mut Stream::new("nn.objective", 0, "init"))
    }

    fn close(found: &[f64], expected: &[f64]) {
        assert_eq!(found.len(), expected.len());
        for (a, b) in found.iter().zip(expected) {
            assert!((a - b).abs() <= 1e-14 * (1.0 + b.abs()), "{a} {b}");
        }
    }

    #[test]
    fn threads_change_no_bit() {
        // y = |w|² x, with many chunks of weights and seven blocks, the last one short.
        let network = |tape: &mut Tape, params: &[Var], x: Var| {
            let squares = tape.mul(params[0], params[0]);
            let factor = tape.sum_all(squares);
            tape.matmul(x, factor)
        };
        let (len, n) = (LARGE / 8 + 5, 50);
        let mut params = Params::new();
        Stream::new("nn.objective", 0, "w").fill_normal(params.push("w", len, 1));
        let (x, y) = (random(n, 1, "x"), random(n, 1, "y"));
        let [one, three] = [1, 3].map(|threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let mut objective = Objective::new(&network, Loss::MeanSquared, &x, &y);
            let mut gradient = vec![0.0; len];
            let loss = pool.install(|| objective.full(&params, &mut gradient));
            assert_eq!(objective.workers.len(), threads);
            (loss, gradient)
        });
        assert!(one == three);
    }

    /// Back-propagation through one hidden layer of sigmoids, written out by hand.
    #[test]
    fn the_gradient_is_that_of_the_textbook() {
        const H: usize = 4;
        let mlp = recipe(&[1, H, 1], Fun::Sigmoid);
        let params = params(&mlp);
        // More than two blocks of rows.
        let n = 2 * mlp.block_rows() + 5;
        let (x, y) = (random(n, 1, "x"), random(n, 1, "y"));
        let (w1, rest) = params.data().split_at(H);
        let (b1, rest) = rest.split_at(H);
        let (w2, b2) = rest.split_at(H);

        let mut loss = 0.0;
        let mut expected = vec![0.0; params.len()];
        for (x, y) in x.data.iter().zip(&y.data) {
            let h: Vec<f64> = (0..H).map(|j| sigmoid(x * w1[j] + b1[j])).collect();
            let f = b2[0] + h.iter().zip(w2).map(|(h, w)| h * w).sum::<f64>();
            loss += (f - y) * (f - y) / n as f64;
            let d = 2.0 * (f - y) / n as f64;
            for j in 0..H {
                let dz = d * w2[j] * h[j] * (1.0 - h[j]);
                expected[j] += dz * x;
                expected[H + j] += dz;
                expected[2 * H + j] += d * h[j];
            }
            expected[3 * H] += d;
        }
        let mut objective = Objective::new(&mlp, Loss::MeanSquared, &x, &y);
        let mut gradient = vec![f64::NAN; params.len()];
        let found = objective.full(&params, &mut gradient);
        close(&[found], &[loss]);
        close(&gradient, &expected);
        assert_eq!(objective.loss(&params).to_bits(), found.to_bits());
    }

    /// First and second derivatives of whole networks under both losses.
    #[test]
    fn whole_programs_pass_the_gradient_check() {
        let targets = Matrix { rows: 3, cols: 2, data: vec![1.0, 0.0, 0.25, 0.75, 0.0, 1.0] };
        for parametrisation in [
            Parametrisation::Standard(Init::GlorotUniform),
            Parametrisation::Ntk { weight: 1.2, bias: 0.3 },
            Parametrisation::MaximalUpdate { weight: 1.2, bias: 0.3 },
        ] {
            let mlp = Mlp::new(&[2, 3, 2], Fun::Tanh, parametrisation);
            let params = params(&mlp);
            let mut arguments: Vec<Matrix> = params
                .iter()
                .map(|(slot, data)| Matrix {
                    rows: slot.rows,
                    cols: slot.cols,
                    data: data.to_vec(),
                })
                .collect();
            arguments.push(random(3, 2, "x"));
            for loss in [Loss::MeanSquared, Loss::CrossEntropy] {
                let program = |tape: &mut Tape, arguments: &[Var]| {
                    let (x, leaves) = arguments.split_last().unwrap();
                    let y = mlp.forward(tape, leaves, *x);
                    let t = tape.leaf(targets.rows, targets.cols, &targets.data);
                    loss.mean(tape, y, t)
                };
                if let Err(mismatch) = gradcheck(&program, &arguments) {
                    panic!("{parametrisation:?} {loss:?}\n{mismatch}");
                }
                assert!(adjoint_gap(&program, &arguments) < 1e-12);
            }
        }
    }

    /// Changing a block changes the bits of every trained network.
    #[test]
    fn blocks_are_part_of_the_definition() {
        let rows = |widths: &[usize]| recipe(widths, Fun::Relu).block_rows();
        assert_eq!(rows(&[1, 16, 1]), 910);
        assert_eq!(rows(&[1, 256, 1]), 63);
        assert_eq!(rows(&[64, 64, 64, 10]), 81);
        assert_eq!(rows(&[40, 512, 512, 10]), 32);
    }

    #[test]
    fn chosen_rows_are_a_data_set() {
        let mlp = recipe(&[3, 5, 2], Fun::Relu);
        let params = params(&mlp);
        let (x, y) = (random(10, 3, "x"), random(10, 2, "y"));
        let mut objective = Objective::new(&mlp, Loss::MeanSquared, &x, &y);
        let mut gradient = vec![0.0; params.len()];
        let mut evaluate =
            |rows: &[usize]| (objective.rows(&params, rows, &mut gradient), gradient.clone());
        // The mean over two halves is the mean of the halves' means.
        let (left, left_gradient) = evaluate(&[7, 1, 4, 0, 9]);
        let (right, right_gradient) = evaluate(&[2, 3, 5, 6, 8]);
        let (all, all_gradient) = evaluate(&[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        close(&[0.5 * (left + right)], &[all]);
        let halves = left_gradient.iter().zip(right_gradient).map(|(a, b)| 0.5 * (a + b));
        close(&halves.collect::<Vec<_>>(), &all_gradient);
        assert_eq!(objective.full(&params, &mut gradient), all);
        assert_eq!(gradient, all_gradient);
    }

    #[test]
    #[should_panic(expected = "the network needs n x 2 inputs and n x 1 targets, got 3x1 and 3x1")]
    fn data_must_fit_the_network() {
        let (x, y) = (random(3, 1, "x"), random(3, 1, "y"));
        Objective::new(&recipe(&[2, 1], Fun::Relu), Loss::MeanSquared, &x, &y);
    }
}
