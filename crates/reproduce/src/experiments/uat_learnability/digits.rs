//! A network that fits whatever it is told, and what that is worth on other digits.

use autodiff::Fun;
use nn::data::{Dataset, Split};
use nn::{Init, Loss, Mlp, Objective, Optimiser, Parametrisation, Schedule, Stream, Trainer};
use numerics::Matrix;
use serde::{Deserialize, Serialize};

/// Sizes of a run.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub struct Setting {
    /// ReLU units in the one hidden layer.
    pub(super) hidden: usize,
    /// Examples a step.
    pub(super) batch: usize,
    /// Adam's rate.
    pub(super) rate: f64,
    /// Steps of training.
    pub(super) steps: u64,
}

/// Shares of right answers.
#[derive(Serialize, Deserialize)]
pub struct Accuracy {
    /// On the examples and labels that were learned.
    pub(super) train: f64,
    /// On the digits of other writers, against their true labels.
    pub(super) test: f64,
}

/// Trains on `examples` digits chosen at random, with their labels or with random ones.
pub(super) fn accuracy(
    split: &Split,
    examples: usize,
    random_labels: bool,
    setting: Setting,
    stream: impl Fn(&str) -> Stream,
) -> Accuracy {
    let chosen = stream("examples").permutation(split.train.len());
    let mut train = rows(&split.train, &chosen[..examples]);
    if random_labels {
        let mut labels = stream("labels");
        let classes = train.classes as u64;
        let draw = || u8::try_from(labels.below(classes)).expect("few classes");
        train.labels.fill_with(draw);
    }
    let widths = [train.inputs.cols, setting.hidden, train.classes];
    let mlp = Mlp::new(&widths, Fun::Relu, Parametrisation::Standard(Init::HeNormal));
    let params = mlp.init(&mut stream("init"));
    let optimiser = Optimiser::adam(params.len());
    let targets = train.one_hot();
    let objective = Objective::new(&mlp, Loss::CrossEntropy, &train.inputs, &targets);
    let trainer = Trainer::new(objective, params, optimiser, Schedule::Constant(setting.rate));
    let mut trainer = trainer.minibatches(setting.batch, stream("batches"));
    trainer.run(setting.steps, |_, _| ());
    let share = |set: &Dataset| set.accuracy(&mlp.predict(trainer.params(), &set.inputs));
    Accuracy { train: share(&train), test: share(&split.test) }
}

/// Some of a data set's rows.
fn rows(set: &Dataset, chosen: &[usize]) -> Dataset {
    let cols = set.inputs.cols;
    let data = chosen.iter().flat_map(|&row| set.inputs.row(row)).copied().collect();
    Dataset {
        inputs: Matrix { rows: chosen.len(), cols, data },
        labels: chosen.iter().map(|&row| set.labels[row]).collect(),
        classes: set.classes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_keep_their_labels() {
        let set = Dataset {
            inputs: Matrix::from_fn(5, 2, |i, j| (10 * i + j) as f64),
            labels: vec![0, 1, 2, 3, 4],
            classes: 5,
        };
        let some = rows(&set, &[3, 1]);
        assert_eq!(some.labels, [3, 1]);
        assert_eq!(some.inputs.data, [30.0, 31.0, 10.0, 11.0]);
    }
}
