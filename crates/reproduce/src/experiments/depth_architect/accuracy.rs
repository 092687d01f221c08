//! Shallow and deep networks with as many parameters, on images and on a tree of functions.

use autodiff::Fun;
use nn::data::Dataset;
use nn::{Init, Loss, Mlp, Objective, Optimiser, Parametrisation, Schedule, Stream, Trainer};
use numerics::Matrix;
use serde::{Deserialize, Serialize};

use super::Architect;
use crate::{Data, DataSet, Experiment, budget};

/// What is to be classified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Task {
    /// Handwritten digits, by other writers than the training images.
    Digits,
    /// A tree of folds over 8 inputs: see [`tree`].
    Tree,
}

impl Task {
    pub(super) const ALL: [Self; 2] = [Self::Digits, Self::Tree];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Digits => "digits",
            Self::Tree => "tree",
        }
    }
}

/// One network, trained and tested.
#[derive(Serialize, Deserialize)]
pub struct Cell {
    pub(super) task: Task,
    pub(super) hidden_layers: usize,
    pub(super) seed: u64,
    pub(super) parameters: usize,
    pub(super) steps: u64,
    pub(super) batch: usize,
    pub(super) rate: f64,
    /// Test points of the tree; the digits have their own.
    pub(super) tree_test: usize,
}

/// How it did.
#[derive(Serialize, Deserialize)]
pub struct Outcome {
    pub(super) width: usize,
    pub(super) parameters: usize,
    /// The share of test examples in the right class.
    pub(super) accuracy: f64,
}

/// The compositional task: leaves u = |x₁ + x₂| − 2/3 for four pairs of inputs, nodes
/// v = |u₁ + u₂| for two pairs of leaves, and the class says which of the two nodes is larger.
///
/// The inputs are uniform on [−1, 1], so 2/3 is the mean of |x₁ + x₂|, each fold bends its argument
/// near the middle, and by symmetry both classes are equally likely. A network of two hidden layers
/// with 8 and 4 units computes v₁ − v₂ exactly.
pub(super) fn tree(x: &[f64]) -> u8 {
    let leaves: Vec<f64> = x.chunks_exact(2).map(|x| (x[0] + x[1]).abs() - 2.0 / 3.0).collect();
    let nodes: Vec<f64> = leaves.chunks_exact(2).map(|u| (u[0] + u[1]).abs()).collect();
    u8::from(nodes[0] > nodes[1])
}

/// Inputs of the tree.
const LEAVES: usize = 8;

fn tree_sample(points: usize, stream: &mut Stream) -> Dataset {
    let mut inputs = Matrix::zeros(points, LEAVES);
    stream.fill_uniform_in(-1.0, 1.0, &mut inputs.data);
    let labels = inputs.data.chunks_exact(LEAVES).map(tree).collect();
    Dataset { inputs, labels, classes: 2 }
}

pub(super) fn run(cell: &Cell, data: &Data) -> Outcome {
    let stream = |purpose: &str| {
        let purpose = format!("{} {purpose}", cell.task.name());
        Stream::new(Architect::ID, cell.seed, &purpose)
    };
    let sampled;
    let [train, test] = match cell.task {
        Task::Digits => {
            let split = data.get(DataSet::Optdigits);
            [&split.train, &split.test]
        }
        Task::Tree => {
            // New examples at every step.
            let examples = cell.steps as usize * cell.batch;
            sampled = [(examples, "examples"), (cell.tree_test, "test")]
                .map(|(points, purpose)| tree_sample(points, &mut stream(purpose)));
            sampled.each_ref()
        }
    };

    let widths =
        budget::matched(train.inputs.cols, cell.hidden_layers, train.classes, cell.parameters);
    let mlp = Mlp::new(&widths, Fun::Relu, Parametrisation::Standard(Init::HeNormal));
    let params = mlp.init(&mut stream(&format!("init {}", cell.hidden_layers)));
    let targets = train.one_hot();
    let objective = Objective::new(&mlp, Loss::CrossEntropy, &train.inputs, &targets);
    let (optimiser, rate) = (Optimiser::adam(params.len()), Schedule::Constant(cell.rate));
    let mut trainer =
        Trainer::new(objective, params, optimiser, rate).minibatches(cell.batch, stream("order"));
    trainer.run(cell.steps, |_, _| ());
    Outcome {
        width: widths[1],
        parameters: trainer.params().len(),
        accuracy: test.accuracy(&mlp.predict(trainer.params(), &test.inputs)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geometry::{Affine, ReluNetwork};
    use std::path::Path;

    #[test]
    fn the_tree_is_balanced_and_uses_every_input() {
        let sample = tree_sample(4000, &mut Stream::new("test", 0, "tree"));
        let ones = sample.labels.iter().filter(|&&label| label == 1).count();
        assert!(ones.abs_diff(2000) < 130, "{ones}");
        for input in 0..LEAVES {
            let changes = sample.inputs.data.chunks_exact(LEAVES).filter(|x| {
                let mut other = x.to_vec();
                other[input] = -other[input];
                tree(&other) != tree(x)
            });
            assert!(changes.count() > 400, "input {input}");
        }
    }

    /// 8 and 4 units are enough: |z| = relu(z) + relu(−z), twice.
    #[test]
    fn a_small_deep_network_is_the_tree() {
        let signs = |rows: usize, cols: usize, reads: &dyn Fn(usize, usize) -> bool| {
            Matrix::from_fn(rows, cols, |i, j| {
                let sign = if i % 2 == 0 { 1.0 } else { -1.0 };
                if reads(i / 2, j) { sign } else { 0.0 }
            })
        };
        let alternating: Vec<f64> =
            (0..4).map(|i| if i % 2 == 0 { -4.0 / 3.0 } else { 4.0 / 3.0 }).collect();
        let network = ReluNetwork::new(vec![
            Affine { weight: signs(8, 8, &|pair, x| x / 2 == pair), bias: vec![0.0; 8] },
            Affine { weight: signs(4, 8, &|node, unit| unit / 4 == node), bias: alternating },
            Affine { weight: Matrix::from_rows(&[[1.0, 1.0, -1.0, -1.0]]), bias: vec![0.0] },
        ])
        .expect("shapes that fit");
        let sample = tree_sample(1000, &mut Stream::new("test", 1, "tree"));
        for (x, label) in sample.inputs.data.chunks_exact(LEAVES).zip(sample.labels) {
            assert_eq!(u8::from(network.output(x)[0] > 0.0), label);
        }
    }

    #[test]
    fn training_beats_guessing() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
        let data = Data::load(&folder, &[DataSet::Optdigits]).expect("the data that ships");
        let cell = Cell {
            task: Task::Digits,
            hidden_layers: 2,
            seed: 0,
            parameters: 2000,
            steps: 100,
            batch: 32,
            rate: 3e-3,
            tree_test: 1,
        };
        let outcome = run(&cell, &data);
        assert!(outcome.accuracy > 0.7, "{}", outcome.accuracy);
    }
}
