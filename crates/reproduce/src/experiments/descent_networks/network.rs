//! One network, trained, with its errors along the way.

use autodiff::Fun;
use nn::{
    Init, Loss, Mlp, Objective, Optimiser, Parametrisation, Params, Schedule, Stream, Trainer,
    data::{Dataset, Split},
    mnist1d,
};
use numerics::Matrix;
use serde::{Deserialize, Serialize};

use super::Networks;
use crate::Experiment;

/// All that a network depends on.
#[derive(Serialize, Deserialize)]
pub struct Cell {
    /// Units of each hidden layer.
    pub(super) hidden: Vec<usize>,
    /// The share of training labels drawn anew.
    pub(super) noise: f64,
    pub(super) training: Training,
    /// Of signals, noise, initial weights and minibatches.
    pub(super) seed: u64,
}

/// How networks are trained: momentum 0.9 at a constant rate on softmax cross-entropy, from
/// PyTorch's initialisation.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Training {
    pub(super) examples: usize,
    pub(super) tests: usize,
    pub(super) batch: usize,
    pub(super) rate: f64,
    /// When errors are measured; the last one ends the training.
    pub(super) epochs: Vec<u64>,
}

/// Its errors at each of the epochs.
#[derive(Serialize, Deserialize)]
pub struct Outcome {
    pub(super) history: Vec<Errors>,
}

/// Shares of signals that are classified wrongly; all of them once a run has diverged.
#[derive(Serialize, Deserialize)]
pub(super) struct Errors {
    /// Against the labels that were learnt, noise included.
    pub(super) train: f64,
    /// Against true labels.
    pub(super) test: f64,
    /// The mean cross-entropy on the test signals, none if it is not finite.
    pub(super) test_loss: Option<f64>,
}

pub(super) fn run(cell: &Cell) -> Outcome {
    let Training { examples, tests, batch, rate, ref epochs } = cell.training;
    let stream = |purpose: &str| Stream::new(Networks::ID, cell.seed, purpose);
    let Split { mut train, test } = mnist1d::generate(examples, tests, &mut stream("signals"));
    add_noise(&mut train, cell.noise, &mut stream("label noise"));
    let (targets, test_targets) = (train.one_hot(), test.one_hot());

    let widths = [&[train.inputs.cols], &cell.hidden[..], &[train.classes]].concat();
    let mlp = Mlp::new(&widths, Fun::Relu, Parametrisation::Standard(Init::Torch));
    let mut trainer = trainer(&mlp, &train.inputs, &targets, rate, stream("weights"))
        .minibatches(batch, stream("minibatches"));
    let mut unseen = Objective::new(&mlp, Loss::CrossEntropy, &test.inputs, &test_targets);
    let steps = examples.div_ceil(batch) as u64;
    let mut measure = |epoch: &u64| {
        trainer.run(epoch * steps - trainer.steps(), |_, _| ());
        let params = trainer.params();
        let loss = unseen.loss(params);
        Errors {
            train: error(&mlp, params, &train),
            test: error(&mlp, params, &test),
            test_loss: loss.is_finite().then_some(loss),
        }
    };
    Outcome { history: epochs.iter().map(&mut measure).collect() }
}

/// Replaces labels, each with probability `noise`, by one of all classes: a tenth of the new
/// labels are the old ones. Every label takes its draws, so that more noise keeps the wrong
/// labels of less.
fn add_noise(data: &mut Dataset, noise: f64, stream: &mut Stream) {
    for label in &mut data.labels {
        let (chance, drawn) = (stream.uniform(), stream.below(data.classes as u64));
        if chance < noise {
            *label = drawn as u8;
        }
    }
}

/// Gradient descent with momentum on cross-entropy, before its first step.
pub(super) fn trainer<'a>(
    mlp: &'a Mlp,
    inputs: &'a Matrix,
    targets: &'a Matrix,
    rate: f64,
    mut weights: Stream,
) -> Trainer<'a> {
    let params = mlp.init(&mut weights);
    let optimiser = Optimiser::momentum(0.9, params.len());
    let objective = Objective::new(mlp, Loss::CrossEntropy, inputs, targets);
    Trainer::new(objective, params, optimiser, Schedule::Constant(rate))
}

/// The share of wrong answers; 1 if the parameters are not finite.
fn error(mlp: &Mlp, params: &Params, data: &Dataset) -> f64 {
    if params.data().iter().all(|w| w.is_finite()) {
        1.0 - data.accuracy(&mlp.predict(params, &data.inputs))
    } else {
        1.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(hidden: usize, noise: f64, rate: f64) -> Cell {
        let training =
            Training { examples: 60, tests: 100, batch: 20, rate, epochs: vec![1, 100, 150] };
        Cell { hidden: vec![hidden], noise, training, seed: 0 }
    }

    #[test]
    fn a_wide_network_learns_noise_by_heart_and_pays_on_the_test() {
        let [clean, noisy] = [0.0, 0.9].map(|noise| run(&cell(64, noise, 0.05)).history);
        let last = |history: &[Errors]| (history[2].train, history[2].test);
        assert_eq!((last(&clean).0, last(&noisy).0), (0.0, 0.0));
        assert!(last(&noisy).1 > last(&clean).1 + 0.05, "{:?} {:?}", last(&noisy), last(&clean));
        assert!(clean[0].train > 0.3 && clean[2].test > 0.2);
    }

    /// The history is that of one run: fewer stops change nothing.
    #[test]
    fn measuring_does_not_disturb() {
        let mut straight = cell(8, 0.15, 0.05);
        straight.training.epochs = vec![150];
        let (often, once) = (run(&cell(8, 0.15, 0.05)), run(&straight));
        assert_eq!(often.history[2].test_loss, once.history[0].test_loss);
    }

    #[test]
    fn a_diverged_run_is_the_worst() {
        let history = run(&cell(8, 0.0, 1e200)).history;
        assert_eq!((history[2].train, history[2].test), (1.0, 1.0));
        assert_eq!(history[2].test_loss, None);
    }

    #[test]
    fn noise_is_uniform_and_nested() {
        let labels = |noise| {
            let mut data = mnist1d::generate(3000, 0, &mut Stream::new("test", 0, "signals")).train;
            add_noise(&mut data, noise, &mut Stream::new("test", 0, "noise"));
            data.labels
        };
        let [clean, some, more] = [0.0, 0.15, 0.5].map(labels);
        let changed = |noisy: &[u8]| clean.iter().zip(noisy).filter(|(a, b)| a != b).count() as f64;
        // Nine tenths of the redrawn labels; four standard deviations.
        for (noisy, share) in [(&some, 0.135), (&more, 0.45)] {
            let spread = (3000.0_f64 * share * (1.0 - share)).sqrt();
            assert!((changed(noisy) - 3000.0 * share).abs() < 4.0 * spread);
        }
        let kept = some.iter().zip(&more).zip(&clean).all(|((s, m), c)| s == c || s == m);
        assert!(kept, "more noise keeps the wrong labels of less");
    }
}
