//! One data set and seed: prune round after round, and train what the ticket is compared with.

use std::collections::BTreeMap;

use nn::data::Split;
use nn::{Init, Mask, Params, Stream};
use serde::{Deserialize, Serialize};

use super::{Cell, Tickets};
use crate::Experiment;
use crate::tickets::{Task, left};

/// From what a network is trained, as deep into pruning as the ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Start {
    /// The mask found by pruning, the initial values.
    Ticket,
    /// The mask found by pruning, the values after the first epochs of the dense training. The
    /// training goes on from there, so it has as many epochs in all.
    Early,
    /// The mask found by pruning, the initial signs; every magnitude is the standard deviation of
    /// the layer's initial distribution (the "signed constant" of Zhou et al. 2019).
    Signs,
    /// The mask found by pruning, fresh values from the same distribution.
    Fresh,
    /// A random mask with as many weights in each layer, the initial values.
    Random,
}

/// All rounds of a data set and seed.
#[derive(Serialize, Deserialize)]
pub struct Outcome {
    /// Round 0 is the dense network.
    pub(super) rounds: Vec<Round>,
}

/// The networks with one number of living weights.
#[derive(Serialize, Deserialize)]
pub(super) struct Round {
    /// Living weights in each layer.
    pub(super) living: Vec<usize>,
    /// How many of them have not their initial bits when the trainer takes its first step.
    pub(super) changed: usize,
    /// How many pruned weights are not zero when the ticket has been trained.
    pub(super) leaked: usize,
    /// Test examples answered right after each epoch. The ticket is there in every round.
    pub(super) right: BTreeMap<Start, Vec<usize>>,
}

pub(super) fn run(cell: &Cell, split: &Split) -> Outcome {
    let stream = |purpose: &str| Stream::new(Tickets::ID, cell.seed, purpose);
    let order = |round: usize| stream(&format!("order {round}"));
    let task = Task::new(&cell.recipe, split);
    let initial = task.mlp().init(&mut stream("init"));
    let fresh = task.mlp().init(&mut stream("fresh"));
    let signs = signs(&initial, cell.recipe.init);
    let mut mask = Mask::dense(&initial);
    let early = task.train_for(cell.early, &initial, &mask, order(0)).params;
    let mut places = stream("places");

    let mut rounds = Vec::new();
    for round in 0..=cell.rounds {
        let ticket = task.train(&initial, &mask, order(round));
        let mut right = BTreeMap::from([(Start::Ticket, ticket.right)]);
        if cell.compared.contains(&round) {
            let whole = |start, mask: &Mask| task.train(start, mask, order(round)).right;
            let rest = cell.recipe.epochs - cell.early;
            right.insert(Start::Early, task.train_for(rest, &early, &mask, order(round)).right);
            right.insert(Start::Signs, whole(&signs, &mask));
            right.insert(Start::Fresh, whole(&fresh, &mask));
            right.insert(Start::Random, whole(&initial, &mask.shuffled(&mut places)));
        }
        let pairs = ticket.start.data().iter().zip(initial.data()).zip(mask.living());
        let changed = pairs.filter(|((a, b), lives)| **lives && a.to_bits() != b.to_bits()).count();
        let trained = ticket.params.data().iter().zip(mask.living());
        let leaked = trained.filter(|(weight, lives)| !**lives && **weight != 0.0).count();
        rounds.push(Round { living: mask.counts(), changed, leaked, right });
        mask.keep_largest(&ticket.params, left(mask.count(), cell.pruned));
    }
    Outcome { rounds }
}

/// Weights of the layer's standard deviation with the signs that they have; biases as they are.
fn signs(params: &Params, init: Init) -> Params {
    let mut signs = params.clone();
    for slot in params.slots().iter().filter(|slot| slot.name.ends_with(".weight")) {
        let magnitude = init.weight(slot.rows, slot.cols).std();
        for weight in &mut signs.data_mut()[slot.range()] {
            *weight = magnitude.copysign(*weight);
        }
    }
    signs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DataSet;
    use crate::tickets::tests::small;

    fn outcome(pruned: f64) -> Outcome {
        let (recipe, split) = small();
        let cell = Cell {
            set: DataSet::Optdigits,
            recipe,
            pruned,
            rounds: 3,
            compared: vec![0, 2],
            early: 3,
            seed: 0,
        };
        run(&cell, &split)
    }

    #[test]
    fn rounds_prune_exactly_and_nothing_leaks() {
        let rounds = outcome(0.5).rounds;
        let living: Vec<usize> = rounds.iter().map(|round| round.living.iter().sum()).collect();
        assert_eq!(living, [888, 444, 222, 111]);
        assert!(rounds.iter().all(|round| round.changed == 0 && round.leaked == 0));
        let trained: Vec<usize> = rounds.iter().map(|round| round.right.len()).collect();
        assert_eq!(trained, [5, 1, 5, 1]);
        assert_eq!(rounds[2].right[&Start::Early].len(), 5, "three of eight epochs went before");
    }

    /// With nothing pruned the random mask is the ticket's, and early rewinding goes on with the
    /// training that it goes back to, but for Adam's buffers.
    #[test]
    fn at_full_density_the_controls_differ_in_their_values_only() {
        let dense = &outcome(0.5).rounds[0].right;
        assert_eq!(dense[&Start::Random], dense[&Start::Ticket]);
        assert_ne!(dense[&Start::Fresh], dense[&Start::Ticket]);
        assert_ne!(dense[&Start::Signs], dense[&Start::Ticket]);
    }

    #[test]
    fn signs_are_kept_and_magnitudes_are_level() {
        let mut params = Params::new();
        params.push("layers.0.weight", 2, 2).copy_from_slice(&[0.5, -3.0, 0.1, -0.0]);
        params.push("layers.0.bias", 1, 2).copy_from_slice(&[7.0, -7.0]);
        let signs = signs(&params, Init::HeNormal);
        // He's variance is 2 over the fan-in, 2.
        assert_eq!(signs.data(), [1.0, -1.0, 1.0, -1.0, 7.0, -7.0]);
    }
}
