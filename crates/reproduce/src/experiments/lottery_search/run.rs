//! One network and seed: halved to the end, or searched by drawing.

use nn::data::Split;
use nn::{Mask, Params, Stream};
use serde::{Deserialize, Serialize};

use super::{Cell, Search};
use crate::Experiment;
use crate::data::rows;
use crate::tickets::{Recipe, Task};

/// What was found; one variant for each of [`Cell`].
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each variant is called like its cell")]
pub enum Outcome {
    Halve(Vec<Halved>),
    Draw(Drawn),
}

/// A ticket.
#[derive(Serialize, Deserialize)]
pub struct Halved {
    /// How many weights live: all in the first one.
    pub(super) weights: usize,
    /// Test digits answered right at the end of its training.
    pub(super) right: usize,
}

/// Masks with as many weights in each layer as a ticket.
#[derive(Serialize, Deserialize)]
pub struct Drawn {
    /// Test digits that the dense network answers right, and the ticket.
    pub(super) dense: usize,
    pub(super) ticket: usize,
    pub(super) weights: usize,
    /// Each mask after training.
    pub(super) trained: Vec<Scored>,
    /// Each mask over the first weights, as they are.
    pub(super) untrained: Vec<Scored>,
}

/// How good a mask is.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(super) struct Scored {
    /// Held-out digits answered right: to choose by.
    pub(super) held_out: usize,
    /// Test digits answered right.
    pub(super) test: usize,
}

pub(super) fn run(cell: &Cell, split: &Split) -> Outcome {
    match cell {
        Cell::Halve { recipe, least_weights, seed } => {
            Outcome::Halve(halve(recipe, split, *seed, *least_weights))
        }
        Cell::Draw { recipe, halvings, trained, untrained, held_out, seed } => {
            let held_out = recipe.train..recipe.train + held_out;
            let held_out = Split { test: rows(&split.train, held_out), ..split.clone() };
            let counts = [*trained, *untrained];
            Outcome::Draw(draw(recipe, split, &held_out, *seed, *halvings, counts))
        }
    }
}

/// Pruning in progress: train, halve, set back.
struct Halving {
    task: Task,
    initial: Params,
    mask: Mask,
    width: usize,
    round: usize,
    seed: u64,
}

impl Halving {
    fn new(recipe: &Recipe, split: &Split, seed: u64) -> Self {
        let task = Task::new(recipe, split);
        // With one stream for all widths their draws would be shared and their tickets related.
        let width = recipe.hidden[0];
        let purpose = format!("init {width}");
        let initial = task.mlp().init(&mut Stream::new(Search::ID, seed, &purpose));
        let mask = Mask::dense(&initial);
        Self { task, initial, mask, width, round: 0, seed }
    }

    fn order(&self) -> Stream {
        Stream::new(Search::ID, self.seed, &format!("order {} {}", self.width, self.round))
    }

    /// Trains the present ticket, halves it, and says how good it was.
    fn round(&mut self) -> Halved {
        let run = self.task.train(&self.initial, &self.mask, self.order());
        let weights = self.mask.count();
        self.mask.keep_largest(&run.params, weights / 2);
        self.round += 1;
        Halved { weights, right: self.task.right(&run.params) }
    }
}

fn halve(recipe: &Recipe, split: &Split, seed: u64, least_weights: usize) -> Vec<Halved> {
    let mut halving = Halving::new(recipe, split, seed);
    let mut tickets = Vec::new();
    while halving.mask.count() >= least_weights {
        tickets.push(halving.round());
    }
    tickets
}

fn draw(
    recipe: &Recipe,
    split: &Split,
    held_out: &Split,
    seed: u64,
    halvings: usize,
    [trained, untrained]: [usize; 2],
) -> Drawn {
    let mut halving = Halving::new(recipe, split, seed);
    let dense = halving.round().right;
    for _ in 1..halvings {
        halving.round();
    }
    let Halving { task, initial, mask, .. } = &halving;
    let ticket = task.train(initial, mask, halving.order()).params;

    let judge = Task::new(&Recipe { test: held_out.test.len(), ..recipe.clone() }, held_out);
    let score =
        |params: &Params| Scored { held_out: judge.right(params), test: task.right(params) };
    let mut places = Stream::new(Search::ID, seed, "places");
    let mut masks = |n| (0..n).map(|_| mask.shuffled(&mut places)).collect::<Vec<_>>();
    let (to_train, to_evaluate) = (masks(trained), masks(untrained));
    let after = |mask: &Mask| score(&task.train(initial, mask, halving.order()).params);
    Drawn {
        dense,
        ticket: task.right(&ticket),
        weights: mask.count(),
        trained: to_train.iter().map(after).collect(),
        untrained: to_evaluate.iter().map(|mask| score(&mask.rewind(initial))).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tickets::tests::small;

    #[test]
    fn weights_are_halved_to_the_least() {
        let (recipe, split) = small();
        let tickets = halve(&recipe, &split, 0, 111);
        let weights: Vec<usize> = tickets.iter().map(|ticket| ticket.weights).collect();
        assert_eq!(weights, [888, 444, 222, 111]);
        assert!(tickets[0].right > 50);
    }

    #[test]
    fn drawn_masks_are_as_small_as_the_ticket_and_judged_on_other_digits() {
        let (recipe, split) = small();
        let held_out = Split { test: rows(&split.train, 220..300), ..split.clone() };
        let drawn = draw(&recipe, &split, &held_out, 0, 2, [3, 5]);
        assert_eq!((drawn.weights, drawn.trained.len(), drawn.untrained.len()), (222, 3, 5));
        assert_eq!(drawn.dense, halve(&recipe, &split, 0, 800)[0].right);
        let best = |scores: &[Scored]| scores.iter().map(|score| score.test).max().unwrap();
        assert!(best(&drawn.untrained) < best(&drawn.trained));
        assert!(drawn.trained.iter().all(|score| score.held_out <= 80));
    }
}
