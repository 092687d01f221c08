//! Something that fits here for each of the lesson's kinds of task.

use nn::data::Split;
use nn::layers::Aggregation;
use nn::{Loss, Stream, mnist1d};
use numerics::Matrix;
use numerics::elementary::sin;
use serde::{Deserialize, Serialize};

use super::{Heuristics, Setting};
use crate::graphs::random_graph;
use crate::{Experiment, stats};

/// A kind of task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Task {
    /// Friedman's first function (1991): ten inputs of which five count, and noise.
    Regression,
    /// Whether Friedman's function with its noise is above its mean.
    Classification,
    /// Handwritten digits of 8 × 8 pixels; the test digits are by other writers.
    Image,
    /// MNIST-1D, as eight pieces of five samples.
    Sequence,
    /// Σ |S³ x| on random graphs with the operator S and normal features x at the nodes, brought to
    /// mean 0 and deviation 1: three layers can compute it, each of one hop.
    Graph,
}

/// Nodes of a graph, and pieces of a sequence with their samples.
pub(super) const NODES: usize = 8;
pub(super) const PIECES: usize = 8;
pub(super) const SAMPLES: usize = 5;

/// Examples to learn from, to choose by, and to measure on.
pub(super) struct Parts(pub(super) [Examples; 3]);

/// Inputs and targets, one example a row.
pub(super) struct Examples {
    pub(super) inputs: Matrix,
    pub(super) targets: Matrix,
}

/// An example's inputs and targets.
type Example = (Vec<f64>, Vec<f64>);

impl Task {
    /// The lesson's name of it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Regression => "tabular_regression",
            Self::Classification => "tabular_classification",
            Self::Image => "image_classification",
            Self::Sequence => "sequence_modeling",
            Self::Graph => "molecular_property",
        }
    }

    /// In tables and figures.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Regression => "tabular regression",
            Self::Classification => "tabular classification",
            Self::Image => "images",
            Self::Sequence => "sequences",
            Self::Graph => "graphs",
        }
    }

    pub(super) fn loss(self) -> Loss {
        match self {
            Self::Regression | Self::Graph => Loss::MeanSquared,
            Self::Classification | Self::Image | Self::Sequence => Loss::CrossEntropy,
        }
    }

    /// New examples.
    pub(super) fn examples(self, setting: &Setting, seed: u64, digits: &Split) -> Parts {
        let stream = &mut Stream::new(Heuristics::ID, seed, "data");
        let sizes = [setting.examples, setting.validation, setting.test];
        let drawn = |example: &dyn Fn(&mut Stream) -> Example, stream: &mut Stream| {
            Parts(sizes.map(|size| Examples::draw(size, |_| example(stream))))
        };
        match self {
            Self::Regression => drawn(&|s| friedman(s, |y| vec![(y - MEAN) / SCALE]), stream),
            Self::Classification => {
                let label = |y: f64| if y > MEAN { vec![1.0, 0.0] } else { vec![0.0, 1.0] };
                drawn(&|s| friedman(s, label), stream)
            }
            Self::Graph => standardised(drawn(&three_hops, stream)),
            Self::Image => {
                let own = stream.permutation(digits.train.len());
                let others = stream.permutation(digits.test.len());
                let (one_hot, test_one_hot) = (digits.train.one_hot(), digits.test.one_hot());
                let (first, last) = (sizes[0], sizes[0] + sizes[1]);
                let chosen = |inputs: &Matrix, targets: &Matrix, rows: &[usize]| {
                    let row =
                        |i: usize| (inputs.row(rows[i]).to_vec(), targets.row(rows[i]).to_vec());
                    Examples::draw(rows.len(), row)
                };
                Parts([
                    chosen(&digits.train.inputs, &one_hot, &own[..first]),
                    chosen(&digits.train.inputs, &one_hot, &own[first..last]),
                    chosen(&digits.test.inputs, &test_one_hot, &others[..sizes[2]]),
                ])
            }
            Self::Sequence => {
                let split = mnist1d::generate(sizes[0] + sizes[1], sizes[2], stream);
                let targets = split.train.one_hot();
                let test = Examples { targets: split.test.one_hot(), inputs: split.test.inputs };
                let [train, validation] = [(0, sizes[0]), (sizes[0], sizes[1])].map(|(from, n)| {
                    let row = |i: usize| {
                        let i = from + i;
                        (split.train.inputs.row(i).to_vec(), targets.row(i).to_vec())
                    };
                    Examples::draw(n, row)
                });
                Parts([train, validation, test])
            }
        }
    }
}

impl Examples {
    fn draw(size: usize, example: impl FnMut(usize) -> Example) -> Self {
        let (inputs, targets): (Vec<_>, Vec<_>) = (0..size).map(example).unzip();
        Self { inputs: Matrix::from_rows(&inputs), targets: Matrix::from_rows(&targets) }
    }
}

/// The mean of Friedman's function, to three digits, and about its standard deviation.
const MEAN: f64 = 14.4;
const SCALE: f64 = 5.0;

/// 10 sin(π x₁ x₂) + 20 (x₃ − 1/2)² + 10 x₄ + 5 x₅ and a standard normal, x uniform.
fn friedman(stream: &mut Stream, target: impl Fn(f64) -> Vec<f64>) -> Example {
    let x: Vec<f64> = (0..10).map(|_| stream.uniform()).collect();
    let bend = x[2] - 0.5;
    let waves = sin(std::f64::consts::PI * x[0] * x[1]);
    let y = 10.0 * waves + 20.0 * bend * bend + 10.0 * x[3] + 5.0 * x[4] + stream.normal();
    (x, target(y))
}

fn three_hops(stream: &mut Stream) -> Example {
    let adjacency = random_graph(NODES, stream);
    let x = Matrix::from_fn(NODES, 1, |_, _| stream.normal());
    (Aggregation::Gcn.row(&x, &adjacency), vec![spread(&x, &adjacency)])
}

/// Σ |S³ x|.
fn spread(x: &Matrix, adjacency: &Matrix) -> f64 {
    let operator = Aggregation::Gcn.operator(adjacency);
    let heard = (0..3).fold(x.clone(), |x, _| operator.matmul(&x));
    heard.data.iter().map(|h| h.abs()).sum()
}

/// With the mean and the deviation of the targets to learn from.
fn standardised(Parts(mut parts): Parts) -> Parts {
    let learnt = &parts[0].targets.data;
    let (mean, deviation) = (stats::mean(learnt), stats::standard_deviation(learnt));
    for part in &mut parts {
        part.targets.data.iter_mut().for_each(|y| *y = (*y - mean) / deviation);
    }
    Parts(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_function_has_about_mean_zero_and_deviation_one() {
        let mut stream = Stream::new("test", 0, "data");
        let y: Vec<f64> =
            (0..4000).map(|_| friedman(&mut stream, |y| vec![(y - MEAN) / SCALE]).1[0]).collect();
        assert!(stats::mean(&y).abs() < 0.05);
        assert!((stats::standard_deviation(&y) - 1.0).abs() < 0.1);
    }

    /// Without edges every node hears itself; on a pair both hear the mean.
    #[test]
    fn hops_by_hand() {
        let x = Matrix::from_rows(&[[3.0], [-1.0]]);
        assert_eq!(spread(&x, &Matrix::zeros(2, 2)), 4.0);
        let pair = Matrix::from_rows(&[[0.0, 1.0], [1.0, 0.0]]);
        assert!((spread(&x, &pair) - 2.0).abs() < 1e-14);
    }
}
