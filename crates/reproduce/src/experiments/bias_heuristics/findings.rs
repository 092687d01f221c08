//! What the runs found, gathered.

use serde_json::{Map, Value, json};

use super::lesson::{self, TABLE};
use super::tasks::Task;
use super::{Cell, Constants, Outcome, Sweep};
use crate::Findings;
use crate::stats::{mean_interval, median, standard_deviation};

/// All runs.
pub(super) struct Results<'a> {
    pub(super) constants: &'a Constants,
    pub(super) runs: &'a [(Cell, Outcome)],
}

/// All seeds of one depth.
pub(super) struct Depth {
    pub(super) depth: usize,
    pub(super) width: usize,
    pub(super) parameters: usize,
    /// Mean test error with its interval, and its standard error; infinite if a run diverged.
    pub(super) mean: f64,
    pub(super) interval: [f64; 2],
    pub(super) standard_error: f64,
    /// The median of the chosen rates, none if none was.
    pub(super) rate: Option<f64>,
    pub(super) diverged: usize,
}

/// Which depths are best.
pub(super) struct Winners {
    pub(super) best: usize,
    /// The shallowest and the deepest within one standard error of the best.
    pub(super) tied: (usize, usize),
}

impl Results<'_> {
    pub(super) fn findings(&self) -> Findings {
        Findings {
            values: self.values(),
            tables: vec![
                self.recommendations_table(),
                self.contradictions_table(),
                self.sweep_table(),
                self.depths_table(),
            ],
            figures: vec![self.sweep_figure(), self.depths_figure()],
            claims: self.verdicts(),
        }
    }

    /// The depths of a sweep, shallowest first.
    pub(super) fn depths(&self, sweep: &Sweep) -> Vec<Depth> {
        let of_depth = |&depth: &usize| {
            let residual = sweep.residual && depth > 1;
            let wanted = |cell: &Cell| {
                cell.task == sweep.task && cell.residual == residual && cell.depth == depth
            };
            let outcomes = self.runs.iter().filter(|(cell, _)| wanted(cell)).map(|(_, o)| o);
            Depth::of(depth, &outcomes.collect::<Vec<_>>())
        };
        sweep.depths.iter().map(of_depth).collect()
    }

    fn values(&self) -> Value {
        let sweeps: Map<String, Value> = self
            .constants
            .sweeps
            .iter()
            .map(|sweep| {
                let depths = self.depths(sweep);
                let won = winners(&depths);
                let error: Map<String, Value> =
                    depths.iter().map(|d| (d.depth.to_string(), report::number(d.mean))).collect();
                let value = json!({
                    "best": won.best,
                    "shallowest": won.tied.0,
                    "deepest": won.tied.1,
                    "recommended": recommended(sweep.task),
                    "fewer_do": won.tied.0 < recommended(sweep.task),
                    "error": error,
                    "diverged": depths.iter().map(|d| d.diverged).sum::<usize>(),
                });
                (key(sweep), value)
            })
            .collect();
        json!({
            "sweeps": sweeps,
            "fewer_do": self.fewer_do(),
            "printed_lines": lesson::printed().lines().count(),
            "printed_alike": lesson::printed() == lesson::python().0,
            "others_alike": lesson::not_printed() == lesson::python().1,
            "contradictions": lesson::contradictions().len(),
        })
    }

    /// In how many sweeps fewer layers than the lesson's minimum do as well as any.
    pub(super) fn fewer_do(&self) -> usize {
        let fewer = |sweep: &&Sweep| winners(&self.depths(sweep)).tied.0 < recommended(sweep.task);
        self.constants.sweeps.iter().filter(fewer).count()
    }
}

impl Depth {
    fn of(depth: usize, outcomes: &[&Outcome]) -> Self {
        let best = || outcomes.iter().filter_map(|outcome| outcome.best.as_ref());
        let errors: Vec<f64> = best().map(|best| best.test).collect();
        let rates: Vec<f64> = best().map(|best| best.rate).collect();
        let diverged = outcomes.len() - errors.len();
        let (mean, interval, standard_error) = if diverged == 0 {
            let found = mean_interval(&errors);
            let error = standard_deviation(&errors) / (errors.len() as f64).sqrt();
            (found.value, found.interval, error)
        } else {
            (f64::INFINITY, [f64::INFINITY; 2], 0.0)
        };
        Self {
            depth,
            width: outcomes[0].width,
            parameters: outcomes[0].parameters,
            mean,
            interval,
            standard_error,
            rate: (!rates.is_empty()).then(|| median(&rates)),
            diverged,
        }
    }
}

/// The depth with the least mean error, the shallower of two, and those within its standard error.
pub(super) fn winners(depths: &[Depth]) -> Winners {
    let better = |best: usize, i: usize| if depths[i].mean < depths[best].mean { i } else { best };
    let best = &depths[(1..depths.len()).fold(0, better)];
    let is_tied = |depth: &&Depth| depth.mean <= best.mean + best.standard_error;
    let tied: Vec<usize> = depths.iter().filter(is_tied).map(|depth| depth.depth).collect();
    Winners { best: best.depth, tied: (tied[0], tied[tied.len() - 1]) }
}

/// The lesson's minimum.
pub(super) fn recommended(task: Task) -> usize {
    let row = TABLE.iter().find(|row| row.task == task.name());
    row.expect("a task of the lesson").min_layers
}

/// In keys of values.
fn key(sweep: &Sweep) -> String {
    let residual = if sweep.residual { "_residual" } else { "" };
    format!("{}{residual}", sweep.task.name())
}

/// In tables and figures.
pub(super) fn title(sweep: &Sweep) -> String {
    let residual = if sweep.residual { ", residual" } else { "" };
    format!("{}{residual}", sweep.task.title())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiments::bias_heuristics::Best;

    fn depth(depth: usize, errors: &[Option<f64>]) -> Depth {
        let best = |test| Best { rate: 0.1, validation: 0.0, test };
        let outcome =
            |error: &Option<f64>| Outcome { width: 1, parameters: 1, best: error.map(best) };
        let outcomes: Vec<Outcome> = errors.iter().map(outcome).collect();
        Depth::of(depth, &outcomes.iter().collect::<Vec<_>>())
    }

    /// The best mean is 2 with standard error 1, so that 2.9 ties and 3.1 does not; a depth at which
    /// a run diverged never does.
    #[test]
    fn ties_are_within_one_standard_error_of_the_best() {
        let depths = [
            depth(1, &[Some(2.9), Some(2.9)]),
            depth(2, &[Some(1.0), Some(3.0)]),
            depth(4, &[Some(3.1), Some(3.1)]),
            depth(8, &[Some(0.0), None]),
        ];
        let found = winners(&depths);
        assert_eq!((found.best, found.tied), (2, (1, 2)));
        assert_eq!(depths[3].diverged, 1);
    }

    #[test]
    fn recommendations_are_the_lessons() {
        assert_eq!(recommended(Task::Sequence), 6);
    }
}
