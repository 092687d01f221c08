//! What the lottery experiments share: training the living weights of a network and counting right
//! answers after every epoch.

use autodiff::Fun;
use nn::data::{Dataset, Split};
use nn::{
    Init, Loss, Mask, Mlp, Objective, Optimiser, Parametrisation, Params, Schedule, Stream, Trainer,
};
use numerics::Matrix;
use serde::{Deserialize, Serialize};

use crate::data::rows;

/// A ReLU network and its training with Adam on cross-entropy: a part of a cell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recipe {
    /// Widths of the hidden layers.
    pub hidden: Vec<usize>,
    /// How weights start.
    pub init: Init,
    /// Adam's rate.
    pub rate: f64,
    /// Examples a step.
    pub batch: usize,
    /// Passes through the examples.
    pub epochs: usize,
    /// How many examples are learned, the first of the training part.
    pub train: usize,
    /// How many examples are asked, the first of the test part.
    pub test: usize,
}

/// A recipe with its data.
pub struct Task {
    mlp: Mlp,
    recipe: Recipe,
    train: Dataset,
    targets: Matrix,
    test: Dataset,
}

/// A training that is over.
pub struct Run {
    /// The parameters before the first step, as the trainer held them.
    pub start: Params,
    /// The parameters at the end.
    pub params: Params,
    /// How many test examples were answered right after each epoch.
    pub right: Vec<usize>,
}

impl Task {
    /// The recipe on the first examples of both parts.
    ///
    /// # Panics
    ///
    /// If the data set has fewer than the recipe asks for.
    #[must_use]
    pub fn new(recipe: &Recipe, split: &Split) -> Self {
        let train = rows(&split.train, 0..recipe.train);
        let ends = (train.inputs.cols, train.classes);
        let hidden = recipe.hidden.iter().copied();
        let widths: Vec<_> = std::iter::once(ends.0).chain(hidden).chain([ends.1]).collect();
        Self {
            mlp: Mlp::new(&widths, Fun::Relu, Parametrisation::Standard(recipe.init)),
            recipe: recipe.clone(),
            targets: train.one_hot(),
            train,
            test: rows(&split.test, 0..recipe.test),
        }
    }

    /// The network.
    #[must_use]
    pub fn mlp(&self) -> &Mlp {
        &self.mlp
    }

    /// The loss on all training examples.
    #[must_use]
    pub fn objective(&self) -> Objective<'_> {
        Objective::new(&self.mlp, Loss::CrossEntropy, &self.train.inputs, &self.targets)
    }

    /// The recipe's number of epochs, from the living part of `start`.
    #[must_use]
    pub fn train(&self, start: &Params, mask: &Mask, order: Stream) -> Run {
        self.train_for(self.recipe.epochs, start, mask, order)
    }

    /// The same for another number of epochs.
    #[must_use]
    pub fn train_for(&self, epochs: usize, start: &Params, mask: &Mask, order: Stream) -> Run {
        let Recipe { rate, batch, .. } = self.recipe;
        let adam = Optimiser::adam(start.len());
        let rate = Schedule::Constant(rate);
        let mut trainer = Trainer::new(self.objective(), mask.rewind(start), adam, rate)
            .minibatches(batch, order)
            .masked(mask.clone());
        let start = trainer.params().clone();
        let steps = self.train.len().div_ceil(batch) as u64;
        let epoch = |_| {
            trainer.run(steps, |_, _| ());
            self.right(trainer.params())
        };
        let right = (0..epochs).map(epoch).collect();
        Run { start, params: trainer.params().clone(), right }
    }

    /// How many test examples are answered right.
    #[must_use]
    pub fn right(&self, params: &Params) -> usize {
        right(&self.mlp, params, &self.test)
    }
}

/// How many of the examples a network answers right.
#[must_use]
pub fn right(mlp: &Mlp, params: &Params, set: &Dataset) -> usize {
    let share = set.accuracy(&mlp.predict(params, &set.inputs));
    (share * set.len() as f64).round() as usize
}

/// How many of `living` weights are left when a share of them is pruned: to the nearest integer.
#[must_use]
pub fn left(living: usize, pruned: f64) -> usize {
    living - (pruned * living as f64).round() as usize
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use std::path::Path;

    /// Few digits, a small network.
    pub(crate) fn small() -> (Recipe, Split) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
        let recipe = Recipe {
            hidden: vec![12],
            init: Init::HeNormal,
            rate: 0.01,
            batch: 20,
            epochs: 8,
            train: 220,
            test: 100,
        };
        (recipe, nn::data::optdigits(&folder).expect("the data that ships"))
    }

    #[test]
    fn digits_are_learned_and_counted_after_each_epoch() {
        let (recipe, split) = small();
        let task = Task::new(&recipe, &split);
        let start = task.mlp().init(&mut Stream::new("tickets", 0, "init"));
        let dense = Mask::dense(&start);
        let run = task.train(&start, &dense, Stream::new("tickets", 0, "order"));
        assert_eq!(run.right.len(), 8);
        assert!(run.right[7] > 50 && run.right[0] < run.right[7], "{:?}", run.right);
        assert_eq!(run.right[7], task.right(&run.params));
        let outputs = task.mlp.predict(&run.params, &task.test.inputs);
        let best = |row: &[f64]| (0..10).rev().max_by(|&a, &b| row[a].total_cmp(&row[b]));
        let named = outputs.data.chunks(10).zip(&task.test.labels);
        let by_hand = named.filter(|(row, l)| best(row) == Some(usize::from(**l)));
        assert_eq!(by_hand.count(), run.right[7]);
        // The first epoch alone is the first epoch of the whole.
        let one = task.train_for(1, &start, &dense, Stream::new("tickets", 0, "order"));
        assert_eq!(one.right, run.right[..1]);
    }

    #[test]
    fn a_ticket_is_trained_inside_its_mask() {
        let (recipe, split) = small();
        let task = Task::new(&recipe, &split);
        let start = task.mlp().init(&mut Stream::new("tickets", 0, "init"));
        let mut mask = Mask::dense(&start);
        mask.keep_largest(&start, 300);
        let run = task.train_for(1, &start, &mask, Stream::new("tickets", 0, "order"));
        assert_eq!(run.params, mask.rewind(&run.params));
        assert_ne!(run.params, mask.rewind(&start));
    }

    #[test]
    fn a_fifth_goes_each_round() {
        assert_eq!(left(6464, 0.2), 5171);
        assert_eq!([left(10, 0.25), left(1, 0.2), left(3, 0.2)], [7, 1, 2]);
    }
}
