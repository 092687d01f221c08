//! One classifier.

use autodiff::Fun;
use nn::data::{Dataset, Split};
use nn::{Init, Loss, Mlp, Objective, Optimiser, Parametrisation, Schedule, Stream, Trainer};
use numerics::Matrix;

use super::{Bounds, Cell, Outcome, Task};
use crate::Experiment;

impl Task {
    /// How many classes it has.
    pub(super) fn classes(self) -> usize {
        match self {
            Self::Parity => 2,
            Self::Digit { .. } => 10,
        }
    }

    /// All widths of its classifier on images of 64 pixels.
    pub(super) fn widths(self) -> Vec<usize> {
        match self {
            Self::Parity => vec![64, 2],
            Self::Digit { hidden } => vec![64, hidden, 10],
        }
    }

    /// The digits labelled for this task.
    fn labelled(self, digits: &Dataset, chosen: &[usize]) -> Dataset {
        let label = |&row: &usize| match self {
            Self::Parity => digits.labels[row] % 2,
            Self::Digit { .. } => digits.labels[row],
        };
        let pixels = chosen.iter().flat_map(|&row| digits.inputs.row(row));
        Dataset {
            inputs: Matrix {
                rows: chosen.len(),
                cols: digits.inputs.cols,
                data: pixels.copied().collect(),
            },
            labels: chosen.iter().map(label).collect(),
            classes: self.classes(),
        }
    }
}

pub(super) fn run(cell: &Cell, digits: &Split) -> Outcome {
    let stream = |purpose: &str| Stream::new(Bounds::ID, cell.seed, purpose);
    let chosen = stream("examples").permutation(digits.train.len());
    let mut train = cell.task.labelled(&digits.train, &chosen[..cell.examples]);
    let all: Vec<usize> = (0..digits.test.len()).collect();
    let test = cell.task.labelled(&digits.test, &all);
    if cell.random {
        let mut labels = stream("labels");
        train.labels.fill_with(|| labels.below(cell.task.classes() as u64) as u8);
    }

    let init = Parametrisation::Standard(Init::HeNormal);
    let mlp = Mlp::new(&cell.task.widths(), Fun::Relu, init);
    let params = mlp.init(&mut stream("weights"));
    let optimiser = Optimiser::adam(params.len());
    let targets = train.one_hot();
    let objective = Objective::new(&mlp, Loss::CrossEntropy, &train.inputs, &targets);
    let rate = Schedule::Constant(cell.setting.rate);
    let mut trainer = Trainer::new(objective, params, optimiser, rate)
        .minibatches(cell.setting.batch, stream("minibatches"));
    let steps = cell.examples.div_ceil(cell.setting.batch) as u64;
    let mut fitted = None;
    for epoch in 1..=cell.setting.epochs {
        trainer.run(steps, |_, _| ());
        if train.accuracy(&mlp.predict(trainer.params(), &train.inputs)) == 1.0 {
            fitted = Some(epoch);
            break;
        }
    }
    let share = |set: &Dataset| set.accuracy(&mlp.predict(trainer.params(), &set.inputs));
    Outcome { train: share(&train), test: share(&test), fitted }
}

#[cfg(test)]
mod tests {
    use super::super::Setting;
    use super::*;

    fn outcome(task: Task, random: bool) -> Outcome {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data");
        let digits = nn::data::optdigits(folder.as_ref()).unwrap();
        let setting = Setting { batch: 20, rate: 0.01, epochs: 200 };
        run(&Cell { task, examples: 60, random, setting, seed: 0 }, &digits)
    }

    #[test]
    fn a_network_fits_random_labels_and_learns_nothing_from_them() {
        let [told, misled] =
            [false, true].map(|random| outcome(Task::Digit { hidden: 64 }, random));
        assert_eq!((told.train, misled.train), (1.0, 1.0));
        assert!(told.test > 0.6 && misled.test < 0.25, "{} {}", told.test, misled.test);
        assert!(misled.fitted > told.fitted);
    }

    #[test]
    fn parity_is_a_task_of_two_classes() {
        let found = outcome(Task::Parity, false);
        assert!(found.train > 0.9 && found.test > 0.65, "{} {}", found.train, found.test);
        // Twice ten random labels are no pattern.
        assert!((outcome(Task::Parity, true).test - 0.5).abs() < 0.2);
    }
}
