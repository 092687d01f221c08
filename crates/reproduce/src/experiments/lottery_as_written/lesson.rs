//! The lesson's function `find_winning_ticket`, in its own order of statements, with spies.

use nn::{Mask, Optimiser, Params, Stream};

use crate::stats::quantile;
use crate::tickets::Task;

/// The arguments and what the function leaves open.
pub(super) struct Settings {
    pub(super) rounds: usize,
    pub(super) prune_pct: f64,
    pub(super) epochs: usize,
    pub(super) rate: f64,
    pub(super) batch: usize,
}

/// What the function returns, where it leaves the model, and what was seen on the way.
pub(super) struct Found {
    pub(super) masks: Mask,
    pub(super) initial_weights: Params,
    pub(super) model: Params,
    pub(super) rounds: Vec<Spied>,
}

/// One round, as the spies saw it.
pub(super) struct Spied {
    /// The mask that the round was to be trained under.
    pub(super) mask: Mask,
    /// The weights after the last step.
    pub(super) trained: Params,
    /// In how many steps the network was evaluated with a pruned weight that was not zero.
    pub(super) steps_with_leaks: usize,
    pub(super) steps: usize,
    /// Values of some pruned weights when the network is evaluated, one row a step.
    pub(super) trace: Vec<Vec<f64>>,
}

/// How many pruned weights are traced at most, and for how many steps of a round.
pub(super) const TRACED: (usize, usize) = (8, 60);

pub(super) fn find_winning_ticket(
    task: &Task,
    mut model: Params,
    settings: &Settings,
    order: impl Fn(usize) -> Stream,
) -> Found {
    let initial_weights = model.clone();
    let mut masks = Mask::dense(&model);
    let mut objective = task.objective();
    let mut gradient = vec![0.0; model.len()];
    let mut rounds = Vec::new();
    for round in 0..settings.rounds {
        // Restore initial weights * current mask.
        model.clone_from(&initial_weights);
        masks.apply(model.data_mut());

        let mut optimizer = Optimiser::adam(model.len());
        let mut train_loader = order(round);
        let mut spies = Spies::new(&masks);
        for _ in 0..settings.epochs {
            for batch in train_loader.permutation(objective.examples()).chunks(settings.batch) {
                spies.look(&model);
                objective.rows(&model, batch, &mut gradient);
                // "Zero out pruned weights' gradients", says the comment on this line.
                masks.apply(model.data_mut());
                optimizer.step(settings.rate, model.data_mut(), &gradient);
            }
        }
        rounds.push(spies.report(masks.clone(), model.clone()));

        // Prune: the active weights below the quantile, with equality on the keeping side.
        let active: Vec<f64> = magnitudes(&masks, &model).collect();
        let threshold = quantile(&active, settings.prune_pct);
        let kept = active.iter().filter(|&&magnitude| magnitude >= threshold).count();
        masks.keep_largest(&model, kept);
    }
    model.clone_from(&initial_weights);
    masks.apply(model.data_mut());
    Found { masks, initial_weights, model, rounds }
}

/// The magnitudes of the living weights.
fn magnitudes(masks: &Mask, model: &Params) -> impl Iterator<Item = f64> {
    let weights = model.slots().iter().filter(|slot| slot.name.ends_with(".weight"));
    let entries = weights.flat_map(|slot| slot.range());
    entries.filter(|&i| masks.living()[i]).map(|i| model.data()[i].abs())
}

struct Spies {
    pruned: Vec<usize>,
    steps_with_leaks: usize,
    steps: usize,
    trace: Vec<Vec<f64>>,
}

impl Spies {
    fn new(masks: &Mask) -> Self {
        let living = masks.living();
        let pruned = (0..living.len()).filter(|&i| !living[i]).collect();
        Self { pruned, steps_with_leaks: 0, steps: 0, trace: Vec::new() }
    }

    /// At the moment when the network is about to be evaluated.
    fn look(&mut self, model: &Params) {
        let values = || self.pruned.iter().map(|&i| model.data()[i]);
        self.steps_with_leaks += usize::from(values().any(|value| value != 0.0));
        if self.steps < TRACED.1 {
            // Evenly over the network: the first ones read a pixel that is always blank.
            let stride = self.pruned.len() / TRACED.0 + 1;
            self.trace.push(values().step_by(stride).collect());
        }
        self.steps += 1;
    }

    fn report(self, mask: Mask, trained: Params) -> Spied {
        let Self { steps_with_leaks, steps, trace, .. } = self;
        Spied { mask, trained, steps_with_leaks, steps, trace }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tickets::tests::small;

    fn found(prune_pct: f64) -> (Task, Params, Found) {
        let (recipe, split) = small();
        let task = Task::new(&recipe, &split);
        let start = task.mlp().init(&mut Stream::new("lesson", 0, "init"));
        let settings = Settings {
            rounds: 2,
            prune_pct,
            epochs: recipe.epochs,
            rate: recipe.rate,
            batch: recipe.batch,
        };
        let found = find_winning_ticket(&task, start.clone(), &settings, order);
        (task, start, found)
    }

    fn order(round: usize) -> Stream {
        Stream::new("lesson", 0, &format!("order {round}"))
    }

    /// Without pruned weights the loop is plain training, bit for bit.
    #[test]
    fn the_first_round_is_the_dense_training() {
        let (task, start, found) = found(0.2);
        let dense = task.train(&start, &Mask::dense(&start), order(0));
        assert_eq!(found.rounds[0].trained, dense.params);
        assert_eq!((found.rounds[0].steps, found.rounds[0].steps_with_leaks), (88, 0));
    }

    /// The quantile of 888 values lies between two of them: 178 are below it.
    #[test]
    fn the_quantile_prunes_a_fifth_and_the_second_round_leaks_at_every_step_but_one() {
        let (_, start, found) = found(0.2);
        assert_eq!(found.rounds[1].mask.count(), 888 - 178);
        assert_eq!(found.rounds[1].steps_with_leaks, 87);
        assert_eq!(found.rounds[1].trace.len(), TRACED.1);
        assert!(found.rounds[1].trace[0].iter().all(|&weight| weight == 0.0));
        let leaks = found.masks.rewind(&found.rounds[1].trained);
        assert_ne!(leaks, found.rounds[1].trained);
        assert_eq!(found.initial_weights, start);
        assert_eq!(found.model, found.masks.rewind(&start));
    }
}
