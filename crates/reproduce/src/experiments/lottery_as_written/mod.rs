//! `lottery.as-written`: the lesson's search for a winning ticket, line by line.
//!
//! `lesson` is its function in its own order of statements, with spies that only look. Beside it
//! runs correct pruning: the same first weights, the same order of the examples, the same numbers
//! of weights, and pruned weights that stay zero. What the lesson leaves open is fixed here: a
//! network of PyTorch's default layers, and handwritten digits.

mod figures;
mod findings;
mod lesson;

use nn::data::Split;
use nn::{Init, Mask, Stream};
use report::Profile;
use serde::{Deserialize, Serialize};

use crate::tickets::{Recipe, Task};
use crate::{Data, DataSet, Experiment, Findings};
use lesson::{Found, Settings, Spied, find_winning_ticket};

/// The lesson's procedure.
pub struct AsWritten;

/// Fixed before the run.
#[derive(Serialize)]
pub struct Constants {
    /// The lesson's rate and number of epochs; the rest is ours.
    recipe: Recipe,
    /// The lesson's number of rounds and share of a round.
    rounds: usize,
    pruned: f64,
    seeds: u64,
}

/// One run of the function.
#[derive(Serialize, Deserialize)]
pub struct Cell {
    recipe: Recipe,
    rounds: usize,
    pruned: f64,
    seed: u64,
    /// Whether to keep the values of some pruned weights.
    keep_trace: bool,
}

/// What it did.
#[derive(Serialize, Deserialize)]
pub struct Outcome {
    rounds: Vec<Round>,
    /// How many weights the network has, and how many of them live under the last mask.
    weights: usize,
    ticket_weights: usize,
    /// The density of each layer under the last mask.
    layers: Vec<f64>,
    /// Weights that are not zero in what the function returns as the initial weights.
    returned_nonzero: usize,
    /// Whether the model that it leaves behind is the initial one under the last mask.
    model_is_ticket: bool,
    /// Test examples that this model answers right; it has never been trained.
    right_left_behind: usize,
    /// The same after training it, with pruned weights at zero, and for the ticket of correct
    /// pruning.
    right_trained: usize,
    right_correct: usize,
    /// Values of pruned weights in the second round, one row a step.
    trace: Vec<Vec<f64>>,
}

/// One round.
#[derive(Serialize, Deserialize)]
struct Round {
    /// Living weights while it trains.
    living: usize,
    /// Pruned weights that are not zero after its last step.
    moved: usize,
    /// The largest magnitude among them and the mean over all pruned weights; zero without any.
    largest: f64,
    mean: f64,
    /// Steps, and those in which the network was evaluated with leaks.
    steps: usize,
    steps_with_leaks: usize,
    /// Test examples that the trained network answers right as it is, with pruned weights set to
    /// zero, and if it is trained correctly under the correct mask of the round.
    right: usize,
    right_masked: usize,
    right_correct: usize,
    /// Weights that live after this round's pruning but would not under correct pruning.
    differing: usize,
}

impl Experiment for AsWritten {
    const ID: &'static str = "lottery.as-written";
    const QUESTION: &'static str =
        "What does the lesson's search for a winning ticket do, statement by statement?";
    const CLAIMS: &'static [&'static str] = &["U060", "U061"];
    const DATA: &'static [DataSet] = &[DataSet::Optdigits];
    type Constants = Constants;
    type Cell = Cell;
    type Outcome = Outcome;

    fn constants(profile: Profile) -> Constants {
        let recipe = |epochs, train, test| Recipe {
            hidden: vec![64, 32],
            init: Init::Torch,
            rate: 0.001,
            batch: 64,
            epochs,
            train,
            test,
        };
        let full = Constants { recipe: recipe(10, 3823, 1797), rounds: 5, pruned: 0.2, seeds: 20 };
        match profile {
            Profile::Full => full,
            Profile::Quick => {
                Constants { recipe: recipe(2, 320, 100), rounds: 3, seeds: 2, ..full }
            }
        }
    }

    fn cells(constants: &Constants, shift: u64) -> Vec<Cell> {
        let cell = |seed| Cell {
            recipe: constants.recipe.clone(),
            rounds: constants.rounds,
            pruned: constants.pruned,
            seed: seed + shift,
            keep_trace: seed == 0,
        };
        (0..constants.seeds).map(cell).collect()
    }

    fn run(cell: &Cell, data: &Data) -> Outcome {
        run(cell, data.get(DataSet::Optdigits))
    }

    fn report(constants: &Constants, runs: &[(Cell, Outcome)]) -> Findings {
        findings::Results::new(constants, runs).findings()
    }
}

fn run(cell: &Cell, split: &Split) -> Outcome {
    let task = Task::new(&cell.recipe, split);
    let stream = |purpose: &str| Stream::new(AsWritten::ID, cell.seed, purpose);
    let order = |round: usize| stream(&format!("order {round}"));
    let initial = task.mlp().init(&mut stream("init"));
    let settings = Settings {
        rounds: cell.rounds,
        prune_pct: cell.pruned,
        epochs: cell.recipe.epochs,
        rate: cell.recipe.rate,
        batch: cell.recipe.batch,
    };
    let found = find_winning_ticket(&task, initial.clone(), &settings, order);
    let Found { masks, initial_weights, model, rounds: spied } = &found;
    let train = |mask: &Mask, round| task.train(&initial, mask, order(round));

    let mut correct = Mask::dense(&initial);
    let mut rounds = Vec::new();
    for (round, spied_round) in spied.iter().enumerate() {
        let run = train(&correct, round);
        let next = spied.get(round + 1).map_or(masks, |next| &next.mask);
        correct.keep_largest(&run.params, next.count());
        let differing = next.living().iter().zip(correct.living());
        rounds.push(Round {
            right_correct: task.right(&run.params),
            differing: differing.filter(|(ours, correct)| **ours && !**correct).count(),
            ..round_of(&task, spied_round)
        });
    }
    let dense = Mask::dense(&initial);
    let densities = masks.counts().into_iter().zip(dense.counts());
    let right_after = |mask: &Mask| task.right(&train(mask, cell.rounds).params);
    Outcome {
        weights: dense.count(),
        ticket_weights: masks.count(),
        layers: densities.map(|(living, all)| living as f64 / all as f64).collect(),
        returned_nonzero: nonzero_weights(initial_weights),
        model_is_ticket: *model == masks.rewind(&initial),
        right_left_behind: task.right(model),
        right_trained: right_after(masks),
        right_correct: right_after(&correct),
        trace: if cell.keep_trace { spied[1].trace.clone() } else { Vec::new() },
        rounds,
    }
}

/// What the spies saw, without the comparison.
fn round_of(task: &Task, spied: &Spied) -> Round {
    let Spied { mask, trained, steps_with_leaks, steps, .. } = spied;
    let pruned: Vec<f64> = trained
        .data()
        .iter()
        .zip(mask.living())
        .filter(|(_, lives)| !**lives)
        .map(|(weight, _)| weight.abs())
        .collect();
    let mean = if pruned.is_empty() { 0.0 } else { crate::stats::mean(&pruned) };
    Round {
        living: mask.count(),
        moved: pruned.iter().filter(|&&weight| weight != 0.0).count(),
        largest: crate::stats::largest_magnitude(pruned),
        mean,
        steps: *steps,
        steps_with_leaks: *steps_with_leaks,
        right: task.right(trained),
        right_masked: task.right(&mask.rewind(trained)),
        right_correct: 0,
        differing: 0,
    }
}

fn nonzero_weights(params: &nn::Params) -> usize {
    let weights = params.iter().filter(|(slot, _)| slot.name.ends_with(".weight"));
    weights.flat_map(|(_, values)| values).filter(|&&weight| weight != 0.0).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tickets::tests::small;

    #[test]
    fn only_the_first_round_is_clean() {
        let (recipe, split) = small();
        let cell = Cell { recipe, rounds: 3, pruned: 0.3, seed: 3, keep_trace: true };
        let outcome = run(&cell, &split);
        let first = &outcome.rounds[0];
        assert_eq!((first.moved, first.steps_with_leaks, first.differing), (0, 0, 0));
        assert_eq!((first.right, first.right_masked), (first.right_correct, first.right));
        for round in &outcome.rounds[1..] {
            let pruned = outcome.weights - round.living;
            assert!(round.moved > pruned / 2 && round.moved <= pruned);
            assert!(round.mean > 0.0 && round.mean <= round.largest);
            // Adam's step from a weight that has just been zeroed.
            assert!(round.largest < 4.0 * cell.recipe.rate, "{}", round.largest);
        }
        assert_eq!(outcome.returned_nonzero, outcome.weights);
        assert!(outcome.model_is_ticket && outcome.ticket_weights < outcome.weights / 2);
        assert!(outcome.right_left_behind < outcome.right_trained);
    }
}
