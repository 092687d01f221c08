//! What the runs found: curves over width and epochs, thresholds, and the report made of them.

use serde_json::json;

use super::network::Errors;
use super::{Cell, Constants, Family, Outcome, signals};
use crate::Findings;
use crate::stats::{Estimate, mean, mean_interval, median};

/// All runs.
pub(super) struct Results<'a> {
    pub(super) constants: &'a Constants,
    pub(super) runs: &'a [(Cell, Outcome)],
}

/// One family at the end of training. Widths are positions in its list.
pub(super) struct Sweep<'a> {
    pub(super) family: &'a Family,
    /// The first width whose median training error is 0.
    pub(super) threshold: Option<usize>,
    /// The width of the lowest mean test error up to the threshold, or of all if there is none.
    pub(super) valley: usize,
    /// The width of the highest mean test error from there on.
    pub(super) peak: usize,
    /// Test error at the peak less that in the valley.
    pub(super) rise: Estimate,
    /// Test error of the widest less that at the threshold, none if the threshold is the widest.
    pub(super) beyond: Option<Estimate>,
    /// Training error of the widest less that of the narrowest after the fixed number of steps.
    pub(super) early: Estimate,
}

impl Results<'_> {
    pub(super) fn findings(&self) -> Findings {
        let sweeps: Vec<Sweep> = self.constants.families.iter().map(|f| self.sweep(f)).collect();
        let value = |sweep: &Sweep| {
            let family = sweep.family;
            let last = self.last_epoch();
            let test = |i: usize| self.mean_at(family, i, last, |e| e.test).value;
            let loss = |i: usize| self.median_loss(family, i);
            let parameters = sweep.threshold.map(|i| self.parameters(family, i));
            let widest = family.widths.len() - 1;
            let value = json!({
                "threshold": {
                    "width": sweep.threshold.map(|i| family.widths[i]),
                    "parameters": parameters,
                    "per_example": parameters.map(|p| p as f64 / self.examples()),
                    "test": sweep.threshold.map(test),
                    "test_loss": sweep.threshold.and_then(loss),
                },
                "valley": { "width": family.widths[sweep.valley], "test": test(sweep.valley) },
                "peak": { "width": family.widths[sweep.peak], "test": test(sweep.peak) },
                "widest": {
                    "test": test(widest),
                    "test_loss": loss(widest),
                    "per_example": self.parameters(family, widest) as f64 / self.examples(),
                },
                "rise": sweep.rise,
                "beyond": sweep.beyond,
                "early": sweep.early,
            });
            (family.id.to_owned(), value)
        };
        let mut values: serde_json::Map<_, _> = sweeps.iter().map(value).collect();
        values.insert("signals".into(), self.signal_values());
        Findings {
            values: values.into(),
            tables: vec![
                self.width_table(),
                self.threshold_table(),
                self.turns_table(&sweeps),
                self.signals_table(),
                self.transfer_table(),
            ],
            figures: vec![
                self.width_figure(&sweeps),
                self.loss_figure(),
                self.epochs_figure(),
                self.history_figure(&sweeps),
                self.early_figure(),
            ],
            claims: vec![self.more_neurons(&sweeps)],
        }
    }

    pub(super) fn sweep<'b>(&self, family: &'b Family) -> Sweep<'b> {
        let (last, widest) = (self.last_epoch(), family.widths.len() - 1);
        let threshold = self.threshold(family, last);
        let test = |i: &usize| self.mean_at(family, *i, last, |e| e.test).value;
        // Of equal ones the narrowest.
        let valley = (0..=threshold.unwrap_or(widest))
            .reduce(|a, b| if test(&b) < test(&a) { b } else { a })
            .expect("a width");
        let peak = (valley..=widest)
            .reduce(|a, b| if test(&b) > test(&a) { b } else { a })
            .expect("a width");
        Sweep {
            family,
            threshold,
            valley,
            peak,
            rise: self.difference(family, [valley, peak], last, |e| e.test),
            beyond: threshold
                .filter(|i| *i < widest)
                .map(|i| self.difference(family, [i, widest], last, |e| e.test)),
            early: self.difference(family, [0, widest], self.early_epoch(), |e| e.train),
        }
    }

    /// The first width whose median training error is 0 after these epochs.
    pub(super) fn threshold(&self, family: &Family, epoch: usize) -> Option<usize> {
        let fitted = |i: &usize| median(&self.at(family, *i, epoch, |e| e.train)) == 0.0;
        (0..family.widths.len()).find(fitted)
    }

    /// The mean over seeds of what changes from one width to another, signals being the same.
    fn difference(
        &self,
        family: &Family,
        [from, to]: [usize; 2],
        epoch: usize,
        quantity: fn(&Errors) -> f64,
    ) -> Estimate {
        let [from, to] = [from, to].map(|i| self.at(family, i, epoch, quantity));
        mean_interval(&to.iter().zip(&from).map(|(to, from)| to - from).collect::<Vec<f64>>())
    }

    /// A quantity of all seeds at one width after so many epochs, both by position.
    pub(super) fn at(
        &self,
        family: &Family,
        width: usize,
        epoch: usize,
        quantity: fn(&Errors) -> f64,
    ) -> Vec<f64> {
        self.histories(family, width).map(|history| quantity(&history[epoch])).collect()
    }

    pub(super) fn mean_at(
        &self,
        family: &Family,
        width: usize,
        epoch: usize,
        quantity: fn(&Errors) -> f64,
    ) -> Estimate {
        mean_interval(&self.at(family, width, epoch, quantity))
    }

    fn histories(&self, family: &Family, width: usize) -> impl Iterator<Item = &[Errors]> {
        let hidden = vec![family.widths[width]; family.hidden_layers];
        let noise = family.noise;
        self.runs.iter().filter_map(move |run| match run {
            (Cell::Network(cell), Outcome::Network(outcome)) => {
                (cell.hidden == hidden && cell.noise == noise).then_some(&outcome.history[..])
            }
            _ => None,
        })
    }

    /// The median test loss at the end; a run that diverged has an infinite one.
    pub(super) fn median_loss(&self, family: &Family, width: usize) -> Option<f64> {
        let loss = |e: &Errors| e.test_loss.unwrap_or(f64::INFINITY);
        let middle = median(&self.at(family, width, self.last_epoch(), loss));
        middle.is_finite().then_some(middle)
    }

    pub(super) fn parameters(&self, family: &Family, width: usize) -> usize {
        let hidden = vec![family.widths[width]; family.hidden_layers];
        crate::budget::parameters(&[&[40], &hidden[..], &[10]].concat())
    }

    pub(super) fn examples(&self) -> f64 {
        self.constants.training.examples as f64
    }

    /// The position of the last epoch.
    pub(super) fn last_epoch(&self) -> usize {
        self.constants.training.epochs.len() - 1
    }

    /// The position of the epoch that stands for a fixed number of steps.
    pub(super) fn early_epoch(&self) -> usize {
        let found = self.constants.training.epochs.iter().position(|e| *e == self.constants.early);
        found.expect("the errors after the fixed number of steps are measured")
    }

    pub(super) fn comparisons(&self) -> Vec<&signals::Outcome> {
        let comparison = |run: &'_ (Cell, Outcome)| matches!(run.1, Outcome::Signals(_));
        let runs = self.runs.iter().filter(|run| comparison(run));
        runs.filter_map(|(_, outcome)| match outcome {
            Outcome::Signals(found) => Some(found),
            Outcome::Network(_) => None,
        })
        .collect()
    }

    fn signal_values(&self) -> serde_json::Value {
        let found = self.comparisons();
        let of = |quantity: fn(&signals::Outcome) -> f64| {
            mean(&found.iter().map(|f| quantity(f)).collect::<Vec<f64>>())
        };
        let scores = self.scores();
        json!({
            "largest_score": crate::stats::largest_magnitude(scores.iter().map(|s| s.2)),
            "class_means": of(|f| f.class_means),
            "told_apart": of(|f| f.told_apart),
        })
    }

    /// Each measure's mean on the frozen set and over all generated sets, and their difference in
    /// standard errors.
    pub(super) fn scores(&self) -> Vec<(f64, f64, f64)> {
        let found = self.comparisons();
        let score = |i: usize| {
            let frozen = found[0].frozen[i];
            let ours: Vec<signals::Average> = found.iter().map(|f| f.generated[i]).collect();
            let n = ours.len() as f64;
            let pooled = signals::Average {
                mean: mean(&ours.iter().map(|a| a.mean).collect::<Vec<f64>>()),
                square_error: ours.iter().map(|a| a.square_error).sum::<f64>() / (n * n),
            };
            (frozen.mean, pooled.mean, signals::score(pooled, frozen))
        };
        (0..signals::MEASURES.len()).map(score).collect()
    }
}
