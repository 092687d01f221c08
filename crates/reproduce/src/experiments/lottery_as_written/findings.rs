//! Rounds, tickets and defects over the seeds, and the verdicts.

use report::{Format, Settled, Table, Verdict};
use serde_json::{Value, json};

use super::{Cell, Constants, Outcome, Round, figures};
use crate::stats::{Estimate, mean, mean_interval, quantile};
use crate::{Findings, claims};

/// All runs.
pub(super) struct Results<'a> {
    constants: &'a Constants,
    runs: Vec<&'a Outcome>,
}

impl<'a> Results<'a> {
    pub(super) fn new(constants: &'a Constants, runs: &'a [(Cell, Outcome)]) -> Self {
        Self { constants, runs: runs.iter().map(|(_, outcome)| outcome).collect() }
    }

    pub(super) fn findings(&self) -> Findings {
        let trace = &self.runs[0].trace;
        Findings {
            values: self.values(),
            tables: vec![self.rounds(), self.tickets(), self.defects()],
            figures: vec![
                figures::trace(trace, self.constants.recipe.rate),
                figures::tickets(&self.networks()),
            ],
            claims: vec![self.procedure(), self.gradients()],
        }
    }

    /// One number of a round, seed after seed.
    fn of_round(&self, round: usize, value: impl Fn(&Round) -> f64) -> Vec<f64> {
        self.runs.iter().map(|run| value(&run.rounds[round])).collect()
    }

    fn accuracy(&self, right: usize) -> f64 {
        right as f64 / self.constants.recipe.test as f64
    }

    /// The accuracies of the networks that the function could have shown.
    fn networks(&self) -> Vec<(&'static str, Vec<f64>)> {
        let of = |right: fn(&Outcome) -> usize| {
            self.runs.iter().map(|run| self.accuracy(right(run))).collect::<Vec<_>>()
        };
        vec![
            ("dense, trained", of(|run| run.rounds[0].right)),
            ("left behind", of(|run| run.right_left_behind)),
            ("left behind, then trained", of(|run| run.right_trained)),
            ("ticket of correct pruning", of(|run| run.right_correct)),
        ]
    }

    fn rounds(&self) -> Table {
        let mut table = Table::new(
            "rounds",
            format!(
                "The rounds of the lesson's function, means over {} seeds. Moved: the share of pruned \
                 weights that are not zero after the last step, and their mean magnitude as a \
                 multiple of the learning rate. Accuracies on test digits: the trained network as it \
                 is, with its pruned weights set to zero, and under correct pruning. Wrong: weights \
                 that live after the round and would not under correct pruning.",
                self.constants.seeds
            ),
        )
        .column("round", "int")
        .column("living", "int")
        .column("moved", "pct1")
        .column("magnitude / rate", "f2")
        .column("as it is", "pct1")
        .column("zeroed", "pct1")
        .column("correct", "pct1")
        .column("wrong", "f1");
        let accuracy = |right: usize| self.accuracy(right);
        for round in 0..self.constants.rounds {
            let of = |value: &dyn Fn(&Round) -> f64| mean(&self.of_round(round, value));
            table.push([
                (round + 1).into(),
                self.runs[0].rounds[round].living.into(),
                (round > 0).then(|| self.moved(round)).into(),
                (round > 0).then(|| of(&|r| r.mean / self.constants.recipe.rate)).into(),
                of(&|r| accuracy(r.right)).into(),
                of(&|r| accuracy(r.right_masked)).into(),
                of(&|r| accuracy(r.right_correct)).into(),
                of(&|r| r.differing as f64).into(),
            ]);
        }
        table
    }

    /// The share of the pruned weights that are not zero after a round, over all seeds.
    fn moved(&self, round: usize) -> f64 {
        let moved: usize = self.runs.iter().map(|run| run.rounds[round].moved).sum();
        moved as f64 / self.pruned(round) as f64
    }

    fn pruned(&self, round: usize) -> usize {
        self.runs.iter().map(|run| run.weights - run.rounds[round].living).sum()
    }

    fn tickets(&self) -> Table {
        let mut table = Table::new(
            "tickets",
            "Test accuracy of four networks: means over seeds with 95 % intervals.",
        )
        .column("network", "text")
        .column("accuracy", "pct1")
        .column("from", "pct1")
        .column("to", "pct1");
        for (name, accuracies) in self.networks() {
            let Estimate { value, interval: [low, high] } = mean_interval(&accuracies);
            table.push([name.into(), value.into(), low.into(), high.into()]);
        }
        table
    }

    fn defects(&self) -> Table {
        let last = self.constants.rounds - 1;
        let percent = |share| Format::Percent(1).number(share);
        let run = self.runs[0];
        let [leaking, steps] = [|r: &Round| r.steps_with_leaks, |r: &Round| r.steps].map(|count| {
            self.runs.iter().flat_map(|run| &run.rounds[1..]).map(count).sum::<usize>()
        });
        let layers: Vec<String> = (0..run.layers.len())
            .map(|layer| {
                percent(mean(&self.runs.iter().map(|run| run.layers[layer]).collect::<Vec<_>>()))
            })
            .collect();
        let left_behind = mean(&self.networks()[1].1);
        let rows = [
            (
                "after `backward()`",
                "zeroes weights where the comment says gradients",
                format!(
                    "{} of the pruned weights end the last round off zero",
                    percent(self.moved(last))
                ),
            ),
            (
                "`model(x)`",
                "evaluates the network before the mask is applied again",
                format!("with pruned weights off zero in {leaking} of {steps} steps after round 1"),
            ),
            (
                "`quantile`, `>=`",
                "prunes by what the leaking network learned",
                format!(
                    "{} of {} weights under the last mask are wrong",
                    Format::Fixed(1).number(self.wrong(last)),
                    run.ticket_weights
                ),
            ),
            (
                "last lines",
                "returns before the last mask is trained once",
                format!("the model left behind answers {} right", percent(left_behind)),
            ),
            (
                "`return`",
                "hands out the dense first weights as those of the ticket",
                format!(
                    "{} are not zero, the ticket has {}",
                    run.returned_nonzero, run.ticket_weights
                ),
            ),
            (
                "everywhere",
                "measures no accuracy, of the dense network, the ticket or a control",
                "what is printed would be printed for a losing ticket, too".to_owned(),
            ),
            (
                "one threshold",
                "compares weights of all layers, whatever their first scale",
                format!("densities of the layers at the end: {}", layers.join(", ")),
            ),
            (
                "`quantile`",
                "accepts at most 2^24 values (PyTorch issue 64947)",
                "an error for networks with more weights; not reached here".to_owned(),
            ),
            (
                "`'weight' in name`",
                "matches the scales of normalisation layers, too",
                "none in this network; they would be pruned like weights".to_owned(),
            ),
        ];
        let mut table = Table::new("defects", "The function, statement by statement.")
            .column("where", "text")
            .column("what it does", "text")
            .column("measured", "text");
        for (place, what, effect) in rows {
            table.push([place.into(), what.into(), effect.into()]);
        }
        table
    }

    /// Mean number of weights that live after a round and should not.
    fn wrong(&self, round: usize) -> f64 {
        mean(&self.of_round(round, |r| r.differing as f64))
    }

    fn values(&self) -> Value {
        let last = self.constants.rounds - 1;
        let run = self.runs[0];
        let networks = self.networks();
        let accuracy = |i: usize| mean(&networks[i].1);
        let cost = |right: fn(&Round) -> usize| -> Estimate {
            let lost = |r: &Round| self.accuracy(r.right_correct) - self.accuracy(right(r));
            mean_interval(&self.of_round(last, lost))
        };
        let lost: Vec<f64> = networks[3].1.iter().zip(&networks[2].1).map(|(a, b)| a - b).collect();
        let rate = self.constants.recipe.rate;
        json!({
            "moved": self.moved(last),
            "magnitude": mean(&self.of_round(last, |r| r.mean / rate)),
            "largest": quantile(&self.of_round(last, |r| r.largest / rate), 1.0),
            "wrong": self.wrong(last),
            "wrong_share": self.wrong(last) / run.ticket_weights as f64,
            "weights": run.weights,
            "ticket_weights": run.ticket_weights,
            "density": run.ticket_weights as f64 / run.weights as f64,
            "returned_nonzero": run.returned_nonzero,
            "model_is_ticket": self.runs.iter().all(|run| run.model_is_ticket),
            "dense": accuracy(0),
            "left_behind": accuracy(1),
            "trained": accuracy(2),
            "correct": accuracy(3),
            "cost_of_leaks": cost(|r| r.right),
            "cost_for_the_ticket": mean_interval(&lost),
        })
    }

    fn procedure(&self) -> Settled {
        let clean = |round: &usize| self.runs.iter().all(|run| run.rounds[*round].differing == 0);
        let later = self.constants.rounds - 1;
        let clean = (1..=later).filter(clean).count();
        let tickets = self.runs.iter().all(|run| run.model_is_ticket);
        claims::settle(
            "U060",
            match clean {
                all if all == later && tickets => Verdict::Holds,
                0 => Verdict::DoesNotHold,
                _ => Verdict::HoldsWithConditions,
            },
            format!(
                "{clean} of {later} masks after the first are those of correct pruning in every seed; in \
                 the last one {} of {} weights are wrong",
                Format::Fixed(1).number(self.wrong(later)),
                self.runs[0].ticket_weights
            ),
            self.constants.seeds,
        )
    }

    fn gradients(&self) -> Settled {
        let rounds = 1..self.constants.rounds;
        let pruned: usize = rounds.clone().map(|round| self.pruned(round)).sum();
        let moved = |round: usize| self.runs.iter().map(move |run| run.rounds[round].moved);
        let moved: usize = rounds.flat_map(moved).sum();
        claims::settle(
            "U061",
            if moved == 0 { Verdict::Holds } else { Verdict::DoesNotHold },
            format!(
                "{moved} of {pruned} pruned weights are not zero after the last step of a round"
            ),
            pruned as u64,
        )
    }
}
