//! Curves, the examples that they say are needed, and the report made of them.

use nn::Stream;
use numerics::elementary::{exp, ln};
use serde_json::{Value, json};

use super::architectures::Architecture;
use super::tasks::{Task, commonest_letter};
use super::{Cell, Constants, Outcome, Pair, Plan, Samples};
use crate::stats::{Estimate, bootstrap_seeds, mean, mean_interval};
use crate::{Experiment, Findings};

/// All runs.
pub(super) struct Results<'a> {
    pub(super) constants: &'a Constants,
    pub(super) runs: &'a [(Cell, Outcome)],
}

/// An architecture with a bias next to the MLP, on one task.
pub(super) struct Comparison {
    pub(super) pair: Pair,
    pub(super) matches: bool,
    pub(super) task: Task,
    /// Examples needed by the MLP over those needed by the architecture.
    pub(super) ratio: Estimate,
}

impl Comparison {
    /// The architecture needs fewer examples.
    pub(super) fn fewer(&self) -> bool {
        self.ratio.interval[0] > 1.0
    }

    /// It needs more.
    pub(super) fn more(&self) -> bool {
        self.ratio.interval[1] < 1.0
    }

    /// The outcome that the claim says.
    pub(super) fn as_claimed(&self) -> bool {
        if self.matches { self.fewer() } else { self.more() }
    }
}

/// How accurate a network without certain information can be at best.
pub(super) struct Bound {
    pub(super) task: Task,
    pub(super) architecture: Architecture,
    pub(super) accuracy: f64,
}

/// A turned circle is another example of the same probability with another label; so is a reversed
/// set; and letters behind the marker are like all others.
pub(super) fn bounds() -> [Bound; 3] {
    let bound = |task, architecture, accuracy| Bound { task, architecture, accuracy };
    let guess = |task: Task| 1.0 / task.form().classes as f64;
    [
        bound(Task::PatternPlace, Architecture::Cnn, guess(Task::PatternPlace)),
        bound(Task::Next, Architecture::Bag, commonest_letter()),
        bound(Task::LargestPlace, Architecture::Set, guess(Task::LargestPlace)),
    ]
}

impl Results<'_> {
    pub(super) fn findings(&self) -> Findings {
        let comparisons = self.comparisons();
        Findings {
            values: self.values(&comparisons),
            tables: vec![
                self.needed_table(),
                self.comparison_table(&comparisons),
                self.cause_table(),
                self.advantage_table(&comparisons),
                self.bounds_table(),
            ],
            figures: [
                self.example_figures(),
                vec![
                    self.pattern_figure(),
                    self.signal_figure(),
                    self.sequence_figure(),
                    self.set_figure(),
                    self.graph_figure(),
                    self.summary_figure(),
                ],
            ]
            .concat(),
            claims: vec![self.matching(&comparisons)],
        }
    }

    fn values(&self, comparisons: &[Comparison]) -> Value {
        let pair = |pair: &Pair| {
            let task = |task: Task| {
                let last = self.plan(task).training.sizes.len() - 1;
                json!({
                    "target": self.target(task),
                    "needed": self.needed(task, pair.architecture),
                    "mlp_needed": self.needed(task, Architecture::Mlp),
                    "ratio": self.ratio(task, pair.architecture),
                    "last": self.accuracy(task, pair.architecture, last).value,
                    "mlp_last": self.accuracy(task, Architecture::Mlp, last).value,
                    "last_difference": self.difference(task, pair.architecture, last),
                })
            };
            let value = json!({
                "matched": task(pair.matched),
                "mismatched": task(pair.mismatched),
            });
            (pair.id.to_owned(), value)
        };
        let mut values: serde_json::Map<_, _> = self.constants.pairs.iter().map(pair).collect();
        let count = |of: fn(&Comparison) -> bool, matches: bool| {
            comparisons.iter().filter(|c| c.matches == matches && of(c)).count()
        };
        values.insert(
            "counts".into(),
            json!({
                "matched_fewer": count(Comparison::fewer, true),
                "matched_more": count(Comparison::more, true),
                "matched": count(|_| true, true),
                "mismatched_fewer": count(Comparison::fewer, false),
                "mismatched_more": count(Comparison::more, false),
                "mismatched": count(|_| true, false),
            }),
        );
        for (key, task, architecture) in [
            ("turned", Task::Pattern, Architecture::MlpTurned),
            ("transformer", Task::Next, Architecture::Transformer),
            ("graph_blind", Task::Neighbours, Architecture::Set),
        ] {
            let last = self.plan(task).training.sizes.len() - 1;
            let value = json!({
                "needed": self.needed(task, architecture),
                "last": self.accuracy(task, architecture, last).value,
            });
            values.insert(key.into(), value);
        }
        values.insert("bag_bound".into(), commonest_letter().into());
        values.into()
    }

    /// Every architecture where it matches, once, and where it does not.
    pub(super) fn comparisons(&self) -> Vec<Comparison> {
        let mut comparisons: Vec<Comparison> = Vec::new();
        for &pair in &self.constants.pairs {
            for (task, matches) in [(pair.matched, true), (pair.mismatched, false)] {
                let same =
                    |c: &Comparison| (c.task, c.pair.architecture) == (task, pair.architecture);
                if !comparisons.iter().any(same) {
                    let ratio = self.ratio(task, pair.architecture);
                    comparisons.push(Comparison { pair, matches, task, ratio });
                }
            }
        }
        comparisons
    }

    pub(super) fn plan(&self, task: Task) -> &Plan {
        self.constants.plans.iter().find(|plan| plan.task == task).expect("every task has a plan")
    }

    /// The accuracy for which examples are counted.
    pub(super) fn target(&self, task: Task) -> f64 {
        let chance = 1.0 / task.form().classes as f64;
        chance + self.constants.way * (1.0 - chance)
    }

    /// The runs of all seeds.
    pub(super) fn outcomes(&self, task: Task, architecture: Architecture) -> Vec<&Outcome> {
        let wanted = |cell: &Cell| cell.task == task && cell.architecture == architecture;
        self.runs.iter().filter(|(cell, _)| wanted(cell)).map(|(_, outcome)| outcome).collect()
    }

    /// The mean test accuracy with the `i`-th number of examples.
    pub(super) fn accuracy(&self, task: Task, architecture: Architecture, i: usize) -> Estimate {
        let outcomes = self.outcomes(task, architecture);
        mean_interval(&outcomes.iter().map(|o| o.tests[i]).collect::<Vec<f64>>())
    }

    /// By how much it exceeds the MLP's, from the same examples.
    pub(super) fn difference(&self, task: Task, architecture: Architecture, i: usize) -> Estimate {
        let (biased, mlp) =
            (self.outcomes(task, architecture), self.outcomes(task, Architecture::Mlp));
        let differences = biased.iter().zip(&mlp).map(|(a, b)| a.tests[i] - b.tests[i]);
        mean_interval(&differences.collect::<Vec<f64>>())
    }

    /// How many examples a network needs on the mean over seeds, none if the largest set is not
    /// enough.
    pub(super) fn needed(&self, task: Task, architecture: Architecture) -> Option<f64> {
        self.crossing(task, &self.outcomes(task, architecture))
    }

    fn crossing(&self, task: Task, outcomes: &[&Outcome]) -> Option<f64> {
        let sizes = &self.plan(task).training.sizes;
        let at = |i| mean(&outcomes.iter().map(|o| o.tests[i]).collect::<Vec<f64>>());
        let curve: Vec<f64> = (0..sizes.len()).map(at).collect();
        crossing(sizes, &curve, self.target(task))
    }

    /// The 95 % interval of the examples needed, seeds being drawn anew; an end is none if the
    /// target is not reached there.
    pub(super) fn needed_interval(
        &self,
        task: Task,
        architecture: Architecture,
    ) -> [Option<f64>; 2] {
        let outcomes = self.outcomes(task, architecture);
        let found = self.resampled(outcomes.len(), |chosen| {
            let drawn: Vec<&Outcome> = chosen.iter().map(|&seed| outcomes[seed]).collect();
            self.crossing(task, &drawn).unwrap_or(f64::INFINITY)
        });
        found.interval.map(|end| end.is_finite().then_some(end))
    }

    /// Examples needed by the MLP over those needed by the architecture on the same task. Who does
    /// not get there counts as needing the largest set.
    pub(super) fn ratio(&self, task: Task, architecture: Architecture) -> Estimate {
        self.quotient([task, task], [Architecture::Mlp, architecture])
    }

    /// Examples needed by one architecture on one task over those of another.
    pub(super) fn quotient(&self, tasks: [Task; 2], architectures: [Architecture; 2]) -> Estimate {
        let outcomes = [0, 1].map(|side| self.outcomes(tasks[side], architectures[side]));
        self.resampled(outcomes[0].len(), |chosen| {
            let [above, below] = [0, 1].map(|side| {
                let drawn: Vec<&Outcome> =
                    chosen.iter().map(|&seed| outcomes[side][seed]).collect();
                let largest = *self.plan(tasks[side]).training.sizes.last().expect("a size");
                self.crossing(tasks[side], &drawn).unwrap_or(largest as f64)
            });
            above / below
        })
    }

    /// A statistic of the seeds with its bootstrap interval; a seed keeps all its runs together.
    fn resampled(&self, seeds: usize, statistic: impl Fn(&[usize]) -> f64) -> Estimate {
        bootstrap_seeds(seeds, 2000, &mut Stream::new(Samples::ID, 0, "bootstrap"), statistic)
    }
}

/// Where a curve over ln n first reaches the target: the first size if it begins there, between two
/// sizes on a straight line.
fn crossing(sizes: &[usize], curve: &[f64], target: f64) -> Option<f64> {
    let i = curve.iter().position(|&accuracy| accuracy >= target)?;
    if i == 0 {
        return Some(sizes[0] as f64);
    }
    let share = (target - curve[i - 1]) / (curve[i] - curve[i - 1]);
    let [from, to] = [i - 1, i].map(|i| ln(sizes[i] as f64));
    Some(exp(from + share * (to - from)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crossings() {
        let sizes = [4, 16, 64];
        let found = |curve: [f64; 3]| crossing(&sizes, &curve, 0.5);
        assert_eq!(found([0.6, 0.4, 0.9]), Some(4.0));
        assert_eq!(found([0.1, 0.2, 0.3]), None);
        // Half of the way on the logarithmic axis, and all of it.
        assert!((found([0.1, 0.4, 0.6]).unwrap() - 32.0).abs() < 1e-12);
        assert!((found([0.1, 0.5, 0.6]).unwrap() - 16.0).abs() < 1e-12);
    }
}
