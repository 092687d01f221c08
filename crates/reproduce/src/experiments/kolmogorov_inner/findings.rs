//! What the runs say together.

use nn::Stream;
use numerics::elementary::ln;
use serde_json::{Value, json};

use super::inner::beta;
use super::run::{Iterations, Level, Target, Trained};
use super::{Cell, Outcome, kan};
use crate::stats::{self, Estimate};

/// Everything that tables, figures and verdicts show.
pub(super) struct Summary<'a> {
    pub(super) levels: Vec<&'a Level>,
    /// The smallest gap between the intervals of two cells, over their length, by level.
    pub(super) gaps: &'a [f64],
    pub(super) iterations: &'a [Iterations],
    pub(super) networks: [Networks<'a>; 2],
}

/// The trained networks of one target.
pub(super) struct Networks<'a> {
    pub(super) target: Target,
    pub(super) seeds: usize,
    /// The median largest error, and the median root mean square; infinite if most diverged.
    pub(super) largest: Estimate,
    pub(super) rms: Estimate,
    pub(super) first: &'a Trained,
}

impl<'a> Summary<'a> {
    pub(super) fn of(runs: &'a [(Cell, Outcome)]) -> Self {
        let levels = runs.iter().filter_map(|(_, outcome)| match outcome {
            Outcome::Inner(level) => Some(level),
            _ => None,
        });
        let outer = runs.iter().find_map(|(_, outcome)| match outcome {
            Outcome::Outer(gaps, iterations) => Some((gaps, iterations)),
            _ => None,
        });
        let (gaps, iterations) = outer.expect("one cell has the outer iterations");
        let networks = Target::ALL.map(|target| {
            let of = |(cell, outcome): &'a (Cell, Outcome)| match (cell, outcome) {
                (Cell::Kan { target: learnt, .. }, Outcome::Kan(trained)) => {
                    (*learnt == target).then_some(trained)
                }
                _ => None,
            };
            let trained: Vec<&Trained> = runs.iter().filter_map(of).collect();
            let median = |error: fn(&Trained) -> Option<f64>, purpose| {
                // A diverged run counts as the worst.
                let errors: Vec<f64> =
                    trained.iter().map(|run| error(run).unwrap_or(f64::INFINITY)).collect();
                stats::median_interval(&errors, &mut Stream::new("kolmogorov.inner", 0, purpose))
            };
            Networks {
                target,
                seeds: trained.len(),
                largest: median(|run| run.largest, "bootstrap of the largest error"),
                rms: median(|run| run.rms, "bootstrap of the mean square"),
                first: trained[0],
            }
        });
        Self { levels: levels.collect(), gaps, iterations, networks }
    }

    /// The iterations on all levels, coarse to fine.
    pub(super) fn sequence(&self, target: Target) -> &'a Iterations {
        let of = |iterations: &&Iterations| iterations.target == target;
        self.iterations.iter().find(of).expect("every target has its iterations")
    }

    /// How fine the next cells must be, if the proof is followed to the letter after cells of level
    /// k: an outer function goes from one value to another across a gap, so ψ may rise over the
    /// side of a new cell by no more than a third of the smallest gap. The largest rise over
    /// 10^-k halves with each further digit.
    pub(super) fn next_level(&self, k: u32) -> Option<u32> {
        let gap = *self.gaps.get(k as usize - 1)?;
        // The length of an interval: 8 (10^-β(k+1) + ...) (1 + α).
        let ten_to = |m: f64| numerics::elementary::exp(-m * ln(10.0));
        let length = 8.0 * 1.1 * ten_to(f64::from(beta(k + 1)));
        let last = self.levels[self.levels.len() - 1];
        let needed = ln(last.largest_rise * 3.0 / (gap * length)) / ln(2.0);
        Some(last.level + if needed > 0.0 { needed.ceil() as u32 } else { 0 })
    }

    pub(super) fn values(&self) -> Value {
        let last = self.levels[self.levels.len() - 1];
        let sequence = |target: Target| -> Vec<Value> {
            let steps = self.sequence(target).steps.iter();
            let value = |step: &super::run::Iteration| {
                json!({
                    "before": step.before, "after": step.after, "rms": step.rms,
                    "oscillation": step.oscillation, "promise": step.promise(),
                    "factor": step.after / step.before,
                })
            };
            steps.map(value).collect()
        };
        let targets = self.networks.iter().map(|networks| {
            let value = json!({
                "iterations": sequence(networks.target),
                "network_largest": networks.largest.value,
                "network_rms": networks.rms.value,
                "largest_over_network": self.last(networks.target) / networks.largest.value,
            });
            (networks.target.key().to_owned(), value)
        });
        let next = self.next_level(1).expect("one level of cells");
        let after_two = self.next_level(2);
        json!({
            "strictly_rising": self.levels.iter().all(|level| level.strictly_rising),
            "finest": last,
            "smallest_gap": self.gaps.iter().copied().fold(f64::INFINITY, |a, b| if b < a { b } else { a }),
            "targets": targets.collect::<serde_json::Map<_, _>>(),
            "next_level": next,
            "next_digits": beta(next + 1),
            "next_level_after_two": after_two,
            "network_parameters": kan::parameters(),
            "seeds": self.networks[0].seeds,
        })
    }

    /// The largest error after all iterations.
    pub(super) fn last(&self, target: Target) -> f64 {
        let steps = &self.sequence(target).steps;
        steps[steps.len() - 1].after
    }
}
