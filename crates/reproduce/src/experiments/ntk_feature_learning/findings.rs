//! Statistics over seeds.

use nn::Stream;
use report::number;
use serde_json::{Map, Value, json};

use super::task::Learner;
use super::{Cell, Constants, FeatureLearning, Outcome, Scaling, drift, task};
use crate::Experiment;
use crate::stats::{Estimate, Line, median, median_interval, paired_rate};

/// All outcomes with their cells, by kind, in the order of the cells.
pub(super) struct Results<'a> {
    pub(super) constants: &'a Constants,
    pub(super) drifts: Vec<(&'a drift::Cell, &'a drift::Outcome)>,
    tasks: Vec<(&'a task::Cell, &'a task::Outcome)>,
}

impl<'a> Results<'a> {
    pub(super) fn gather(constants: &'a Constants, runs: &'a [(Cell, Outcome)]) -> Self {
        let mut results = Self { constants, drifts: vec![], tasks: vec![] };
        for run in runs {
            match run {
                (Cell::Drift(cell), Outcome::Drift(found)) => results.drifts.push((cell, found)),
                (Cell::Task(cell), Outcome::Task(found)) => results.tasks.push((cell, found)),
                _ => panic!("a cell with the outcome of another kind"),
            }
        }
        results
    }

    /// The kernel's changes, seed after seed; a diverged run counts as infinite.
    pub(super) fn changes(&self, scaling: Scaling, layers: usize, width: usize) -> Vec<f64> {
        let wanted = |cell: &drift::Cell| {
            (cell.scaling, cell.hidden_layers, cell.width) == (scaling, layers, width)
                && cell.output_scale == 1.0
        };
        let runs = self.drifts.iter().filter(|(cell, _)| wanted(cell));
        runs.map(|(_, found)| found.change.unwrap_or(f64::INFINITY)).collect()
    }

    /// Their median with its interval.
    pub(super) fn change(&self, scaling: Scaling, layers: usize, width: usize) -> Estimate {
        let purpose = format!("bootstrap {} {layers} {width}", scaling.key());
        let mut stream = Stream::new(FeatureLearning::ID, 0, &purpose);
        median_interval(&self.changes(scaling, layers, width), &mut stream)
    }

    /// How the change goes with the width: the slope of each seed, whose data are the same at
    /// every width, then their mean; none if a run diverged.
    pub(super) fn rate(&self, scaling: Scaling, layers: usize) -> Option<Line> {
        let widths = self.widths(layers);
        let changes: Vec<_> = widths.iter().map(|&w| self.changes(scaling, layers, w)).collect();
        let widths: Vec<f64> = widths.iter().map(|&w| w as f64).collect();
        paired_rate(&widths, &changes)
    }

    /// How many networks diverged while their kernel was followed.
    fn diverged(&self) -> usize {
        self.drifts.iter().filter(|(_, found)| found.change.is_none()).count()
    }

    /// How many of the others had not reached the loss when their steps ran out.
    fn unfinished(&self) -> usize {
        let above = |(cell, found): &&(&drift::Cell, &drift::Outcome)| {
            found.change.is_some() && found.loss.is_some_and(|loss| loss >= cell.loss)
        };
        self.drifts.iter().filter(above).count()
    }

    pub(super) fn widths(&self, layers: usize) -> &[usize] {
        let all = self.constants.widths.iter();
        &all.clone().find(|(depth, _)| *depth == layers).expect("a depth that is run").1
    }

    pub(super) fn depths(&self) -> impl Iterator<Item = usize> {
        self.constants.widths.iter().map(|(depth, _)| *depth)
    }

    /// The changes with one hidden layer in NTK scaling at an output scale, seed after seed.
    pub(super) fn scaled_changes(&self, scale: f64) -> Vec<f64> {
        let wanted = |cell: &drift::Cell| {
            (cell.scaling, cell.hidden_layers) == (Scaling::Ntk, 1)
                && cell.width == self.constants.width
                && cell.output_scale == scale
        };
        let runs = self.drifts.iter().filter(|(cell, _)| wanted(cell));
        runs.map(|(_, found)| found.change.unwrap_or(f64::INFINITY)).collect()
    }

    pub(super) fn scaled_change(&self, scale: f64) -> Estimate {
        let mut stream = Stream::new(FeatureLearning::ID, 0, "bootstrap output scale");
        median_interval(&self.scaled_changes(scale), &mut stream)
    }

    /// How many times as much the kernel changes at the last output scale as at the first.
    pub(super) fn scale_ratio(&self) -> Estimate {
        let scales = &self.constants.output_scales;
        let [first, last] = [scales[0], scales[scales.len() - 1]].map(|a| self.scaled_changes(a));
        let ratios: Vec<f64> = last.iter().zip(&first).map(|(last, first)| last / first).collect();
        let mut stream = Stream::new(FeatureLearning::ID, 0, "bootstrap ratio");
        median_interval(&ratios, &mut stream)
    }

    fn task(&self, learner: Learner, samples: usize) -> impl Iterator<Item = &task::Outcome> {
        let runs = self.tasks.iter();
        runs.filter(move |(cell, _)| (cell.learner, cell.samples) == (learner, samples))
            .map(|(_, found)| *found)
    }

    /// The median test error with its interval; a diverged run counts as infinite.
    pub(super) fn test_error(&self, learner: Learner, samples: usize) -> Estimate {
        let errors: Vec<f64> =
            self.task(learner, samples).map(|found| found.test.unwrap_or(f64::INFINITY)).collect();
        let purpose = format!("bootstrap {} {samples}", learner.key());
        median_interval(&errors, &mut Stream::new(FeatureLearning::ID, 0, &purpose))
    }

    /// The median share of the weights in the target's direction, if the learner has weights.
    pub(super) fn direction(&self, learner: Learner, samples: usize) -> Option<f64> {
        let shares: Option<Vec<f64>> =
            self.task(learner, samples).map(|found| found.direction).collect();
        shares.map(|shares| median(&shares))
    }

    /// The median number of steps at which it stops.
    pub(super) fn steps(&self, learner: Learner, samples: usize) -> f64 {
        let steps: Vec<f64> = self.task(learner, samples).map(|found| found.steps as f64).collect();
        median(&steps)
    }

    /// The numbers that the chapters cite.
    pub(super) fn values(&self) -> Value {
        let drift = |scaling: Scaling| {
            let at_depth = |layers: usize| {
                let widths = self.widths(layers);
                let at = |width: usize| number(self.change(scaling, layers, width).value);
                let rate = self.rate(scaling, layers);
                let value = json!({
                    "narrow": at(widths[0]),
                    "at": at(self.constants.width),
                    "wide": at(widths[widths.len() - 1]),
                    "slope": rate.map(|rate| rate.slope),
                    "slope_low": rate.map(|rate| rate.interval[0]),
                    "slope_high": rate.map(|rate| rate.interval[1]),
                });
                (format!("l{layers}"), value)
            };
            (scaling.key().to_owned(), Value::Object(self.depths().map(at_depth).collect()))
        };
        let task = |learner: Learner| {
            let at = |&samples: &usize| {
                let value = json!({
                    "error": number(self.test_error(learner, samples).value),
                    "direction": self.direction(learner, samples),
                    "steps": self.steps(learner, samples),
                });
                (format!("n{samples}"), value)
            };
            let all: Map<_, _> = self.constants.samples.iter().map(at).collect();
            (learner.key().to_owned(), Value::Object(all))
        };
        let ratio = self.scale_ratio();
        json!({
            "drift": Map::from_iter(Scaling::BOTH.map(drift)),
            "diverged": self.diverged(),
            "unfinished": self.unfinished(),
            "ratio": { "value": number(ratio.value), "low": number(ratio.interval[0]) },
            "smallest_scale": self.constants.output_scales.last(),
            "task": Map::from_iter(Learner::ALL.map(task)),
        })
    }
}
