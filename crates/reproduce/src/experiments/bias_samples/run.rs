//! One cell: one architecture learns one task from more and more examples.

use nn::data::Dataset;
use nn::{Loss, Network, Objective, Optimiser, Params, Schedule, Stream, Trainer};
use numerics::Matrix;
use serde::{Deserialize, Serialize};

use super::Samples;
use super::architectures::Architecture;
use super::tasks::Task;
use crate::Experiment;
use crate::data::rows;

/// All that a curve depends on.
#[derive(Serialize, Deserialize)]
pub struct Cell {
    pub(super) task: Task,
    pub(super) architecture: Architecture,
    pub(super) training: Training,
    /// Of examples, permutations, graphs, initial weights and minibatches.
    pub(super) seed: u64,
}

/// How networks are trained: Adam on softmax cross-entropy, from PyTorch's initialisation.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Training {
    /// Numbers of examples in ascending order; each set holds the one before.
    pub(super) sizes: Vec<usize>,
    /// Learning rates to choose from.
    pub(super) rates: Vec<f64>,
    /// The number of examples with which the rate is chosen.
    pub(super) choice: usize,
    pub(super) steps: u64,
    pub(super) batch: usize,
    /// Examples on which the rate is chosen.
    pub(super) validation: usize,
    /// Examples on which the accuracy is measured.
    pub(super) tests: usize,
}

/// One curve.
#[derive(Serialize, Deserialize)]
pub struct Outcome {
    /// The rate that was best on the validation examples; the smaller of equal ones.
    pub(super) rate: f64,
    /// The accuracy on the test examples for each size.
    pub(super) tests: Vec<f64>,
    /// The accuracy on the examples themselves, turned copies left out.
    pub(super) training: Vec<f64>,
}

pub(super) fn run(cell: &Cell) -> Outcome {
    let Cell { task, architecture, training, seed } = cell;
    let Training { sizes, rates, choice, validation, tests, .. } = training;
    let largest = *sizes.last().expect("a size");
    let all = task.examples(largest + validation + tests, *seed);
    let unseen = rows(&all, largest..largest + validation);
    let test = rows(&all, largest + validation..all.len());

    let network = architecture.network(*task, *seed);
    let learn = |size: usize, rate: f64| {
        let mut examples = rows(&all, 0..size);
        if *architecture == Architecture::MlpTurned {
            examples = turned(&examples);
        }
        trained(&network, network.init(&mut stream(*seed, "weights")), &examples, rate, cell)
    };
    let score = |params: &Params, set: &Dataset| {
        // Outputs that are not numbers are never the largest: such a network says the first class.
        set.accuracy(&network.predict(params, &set.inputs))
    };
    let judged = rates.iter().map(|&rate| (rate, score(&learn(*choice, rate), &unseen)));
    let (rate, _) = judged
        .reduce(|best, next| if next.1 > best.1 { next } else { best })
        .expect("a learning rate");
    let both = sizes.iter().map(|&size| {
        let params = learn(size, rate);
        (score(&params, &test), score(&params, &rows(&all, 0..size)))
    });
    let (tests, training) = both.unzip();
    Outcome { rate, tests, training }
}

fn stream(seed: u64, purpose: &str) -> Stream {
    Stream::new(Samples::ID, seed, purpose)
}

/// The parameters after training.
fn trained(
    network: &dyn Network,
    params: Params,
    examples: &Dataset,
    rate: f64,
    cell: &Cell,
) -> Params {
    let targets = examples.one_hot();
    let objective = Objective::new(network, Loss::CrossEntropy, &examples.inputs, &targets);
    let optimiser = Optimiser::adam(params.len());
    let mut trainer = Trainer::new(objective, params, optimiser, Schedule::Constant(rate))
        .minibatches(cell.training.batch, stream(cell.seed, "minibatches"));
    trainer.run(cell.training.steps, |_, _| ());
    trainer.params().clone()
}

/// Every example in all positions of its circle.
fn turned(set: &Dataset) -> Dataset {
    let cols = set.inputs.cols;
    let (mut data, mut labels) = (Vec::new(), Vec::new());
    for (row, &label) in set.inputs.data.chunks(cols).zip(&set.labels) {
        for turn in 0..cols {
            data.extend_from_slice(&row[turn..]);
            data.extend_from_slice(&row[..turn]);
            labels.push(label);
        }
    }
    Dataset { inputs: Matrix::from_vec(labels.len(), cols, data), labels, classes: set.classes }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(task: Task, architecture: Architecture) -> Cell {
        let training = Training {
            sizes: vec![32, 128],
            rates: vec![1e-6, 0.02],
            choice: 64,
            steps: 150,
            batch: 16,
            validation: 100,
            tests: 200,
        };
        Cell { task, architecture, training, seed: 0 }
    }

    #[test]
    fn a_rate_that_does_nothing_is_not_chosen() {
        let found = run(&cell(Task::Count, Architecture::Bag));
        assert_eq!(found.rate, 0.02);
        assert!(found.tests[1] > 0.9, "{:?}", found.tests);
    }

    /// A pooled convolution sees no place: it is right in a quarter of the cases, four standard
    /// deviations of 200 tests. A filter that is not pooled sees it.
    #[test]
    fn pooling_forgets_the_place() {
        let [pooled, placed] = [Architecture::Cnn, Architecture::CnnPlaced]
            .map(|architecture| run(&cell(Task::PatternPlace, architecture)).tests[1]);
        assert!((pooled - 0.25).abs() < 4.0 * (0.25_f64 * 0.75 / 200.0).sqrt(), "{pooled}");
        assert!(placed > 0.5, "{placed}");
    }

    #[test]
    fn turned_copies_are_all_turns() {
        let inputs = Matrix::from_vec(2, 3, vec![1., 2., 3., 4., 5., 6.]);
        let all = turned(&Dataset { inputs, labels: vec![1, 0], classes: 2 });
        assert_eq!(all.inputs.data[..9], [1., 2., 3., 2., 3., 1., 3., 1., 2.]);
        assert_eq!(all.labels, [1, 1, 1, 0, 0, 0]);
    }
}
