//! Bias² and variance with their intervals, and the report made of them.

use serde_json::{Map, json};

use super::{Cell, Constants, Level, Outcome};
use crate::Findings;
use crate::stats::{Estimate, mean_interval, quantile};

/// All runs, a size each.
pub(super) struct Results<'a> {
    pub(super) constants: &'a Constants,
    pub(super) runs: &'a [(Cell, Outcome)],
}

/// One size at one level of noise.
pub(super) struct Size {
    pub(super) size: usize,
    pub(super) bias: Estimate,
    pub(super) variance: Estimate,
    pub(super) error: Estimate,
}

impl Results<'_> {
    pub(super) fn findings(&self) -> Findings {
        let noises = self.constants.noises.iter().enumerate();
        let values = noises.map(|(level, noise)| {
            let sizes = self.sizes(level).into_iter().map(|size| {
                let value = json!({
                    "bias": size.bias.value,
                    "variance": size.variance.value,
                    "error": size.error.value,
                });
                (format!("p{}", size.size), value)
            });
            let name = format!("noise{}", noise.to_string().replace('.', "_"));
            (name, sizes.collect::<Map<_, _>>().into())
        });
        let mut values: Map<_, _> = values.collect();
        values.insert("largest_gap".into(), self.largest_gap(|_| true).into());
        values.insert("threshold_ranks".into(), json!(self.at_threshold().ranks));
        Findings {
            values: values.into(),
            tables: vec![self.parts_table(), self.solutions_table()],
            figures: vec![self.parts_figure(), self.share_figure()],
            claims: self.settle(),
        }
    }

    /// Every size at a level of noise.
    pub(super) fn sizes(&self, level: usize) -> Vec<Size> {
        let size = |(cell, outcome): &(Cell, Outcome)| {
            let test = &outcome.levels[level].test;
            Size {
                size: cell.size,
                bias: mean_interval(&test.bias_values()),
                variance: mean_interval(&test.variance_values()),
                error: mean_interval(&test.errors),
            }
        };
        self.runs.iter().map(size).collect()
    }

    fn levels(&self) -> impl Iterator<Item = (usize, &Level)> {
        self.runs
            .iter()
            .flat_map(|(cell, outcome)| outcome.levels.iter().map(move |level| (cell.size, level)))
    }

    /// The largest distance of bias² + variance to the error, over some sizes.
    pub(super) fn largest_gap(&self, wanted: impl Fn(usize) -> bool) -> f64 {
        let gaps = self.levels().filter(|(size, _)| wanted(*size));
        quantile(&gaps.map(|(_, level)| level.test.gap()).collect::<Vec<_>>(), 1.0)
    }

    /// What was found at p = n.
    pub(super) fn at_threshold(&self) -> &Outcome {
        let at = self.runs.iter().find(|(cell, _)| cell.size == self.constants.examples);
        &at.expect("the sizes have n among them").1
    }
}
