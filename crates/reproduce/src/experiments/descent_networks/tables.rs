//! Errors by width, thresholds, turning points, and the generator's signals.

use report::Table;

use super::findings::{Results, Sweep};
use super::signals::{self, MEASURES};
use crate::stats::{Estimate, mean_interval};

impl Results<'_> {
    pub(super) fn width_table(&self) -> Table {
        let mut table = Table::new(
            "width",
            format!(
                "Networks by width: parameters, training error after {} epochs, and at the end of \
                 training, after {}, the training error and the test error, means over {} seeds \
                 with the 95 % interval of the last, and the median test loss.",
                self.constants.early,
                self.constants.training.epochs[self.last_epoch()],
                self.constants.seeds
            ),
        )
        .column("family", "text")
        .column("width", "int")
        .column("parameters", "int")
        .column("early training", "pct1")
        .column("training", "pct1")
        .column("test", "pct1")
        .column("from", "pct1")
        .column("to", "pct1")
        .column("test loss", "f2");
        for family in &self.constants.families {
            for (i, &width) in family.widths.iter().enumerate() {
                let early = self.mean_at(family, i, self.early_epoch(), |e| e.train);
                let train = self.mean_at(family, i, self.last_epoch(), |e| e.train);
                let test = self.mean_at(family, i, self.last_epoch(), |e| e.test);
                let [low, high] = test.interval;
                table.push([
                    family.name.into(),
                    width.into(),
                    self.parameters(family, i).into(),
                    early.value.into(),
                    train.value.into(),
                    test.value.into(),
                    low.into(),
                    high.into(),
                    self.median_loss(family, i).into(),
                ]);
            }
        }
        table
    }

    pub(super) fn threshold_table(&self) -> Table {
        let mut table = Table::new(
            "threshold",
            "The interpolation threshold: the first width whose median training error, over \
             runs, is 0, its parameters, and these over the number n of examples and over K n, \
             K = 10 being the number of outputs; after training of several lengths.",
        )
        .column("family", "text")
        .column("epochs", "int")
        .column("width", "int")
        .column("parameters", "int")
        .column("parameters / n", "f2")
        .column("parameters / K n", "f3");
        for family in &self.constants.families {
            for (epoch, &epochs) in self.constants.training.epochs.iter().enumerate() {
                let Some(i) = self.threshold(family, epoch) else { continue };
                let parameters = self.parameters(family, i);
                let per_example = parameters as f64 / self.examples();
                table.push([
                    family.name.into(),
                    epochs.into(),
                    family.widths[i].into(),
                    parameters.into(),
                    per_example.into(),
                    (per_example / 10.0).into(),
                ]);
            }
        }
        table
    }

    pub(super) fn turns_table(&self, sweeps: &[Sweep]) -> Table {
        let mut table = Table::new(
            "turns",
            format!(
                "What changes from one width to another, means of differences over {} seeds with \
                 95 % intervals: the test error from its valley, the lowest mean up to the \
                 threshold, to its peak, the highest mean from there on; the test error from the \
                 threshold to the widest; the training error after {} epochs from the narrowest to \
                 the widest. Valley and peak are chosen on the same runs, which favours a rise.",
                self.constants.seeds, self.constants.early
            ),
        )
        .column("family", "text")
        .column("quantity", "text")
        .column("from width", "int")
        .column("to width", "int")
        .column("difference", "pct1")
        .column("from", "pct1")
        .column("to", "pct1");
        for sweep in sweeps {
            let widths = &sweep.family.widths;
            let widest = widths.len() - 1;
            let mut row = |quantity: &str, from: usize, to: usize, found: Estimate| {
                let [low, high] = found.interval;
                table.push([
                    sweep.family.name.into(),
                    quantity.into(),
                    widths[from].into(),
                    widths[to].into(),
                    found.value.into(),
                    low.into(),
                    high.into(),
                ]);
            };
            row("test error, valley to peak", sweep.valley, sweep.peak, sweep.rise);
            if let (Some(threshold), Some(beyond)) = (sweep.threshold, sweep.beyond) {
                row("test error beyond the threshold", threshold, widest, beyond);
            }
            row("early training error", 0, widest, sweep.early);
        }
        table
    }

    pub(super) fn signals_table(&self) -> Table {
        let [train, test] = self.constants.comparison.sizes;
        let mut table = Table::new(
            "signals",
            format!(
                "Numbers of single signals, averaged over the frozen set and over {} generated \
                 sets of {} signals, and the difference in units of its standard error. Quantiles \
                 are those of all samples of the frozen set.",
                self.constants.comparison_seeds,
                train + test
            ),
        )
        .column("number of a signal", "text")
        .column("frozen", "f4")
        .column("generated", "f4")
        .column("difference / standard error", "f2");
        for (name, (frozen, ours, score)) in MEASURES.iter().zip(self.scores()) {
            table.push([(*name).into(), frozen.into(), ours.into(), score.into()]);
        }
        table
    }

    pub(super) fn transfer_table(&self) -> Table {
        let mut table = Table::new(
            "transfer",
            format!(
                "Networks as judges: test accuracy after training on one set and testing on \
                 either, and the share of signals that a network assigns to the right set; means \
                 over {} generated sets with 95 % intervals. A network that sees no difference is \
                 right in half of the cases.",
                self.constants.comparison_seeds
            ),
        )
        .column("trained on", "text")
        .column("tested on", "text")
        .column("accuracy", "pct1")
        .column("from", "pct1")
        .column("to", "pct1");
        let found = self.comparisons();
        let mut row = |trained: &str, tested: &str, quantity: &dyn Fn(&signals::Outcome) -> f64| {
            let values: Vec<f64> = found.iter().map(|f| quantity(f)).collect();
            let Estimate { value, interval: [low, high] } = mean_interval(&values);
            table.push([trained.into(), tested.into(), value.into(), low.into(), high.into()]);
        };
        let names = ["frozen", "generated"];
        for (i, trained) in names.into_iter().enumerate() {
            for (j, tested) in names.into_iter().enumerate() {
                row(trained, tested, &|found| found.transfer[i][j]);
            }
        }
        row("which set is it?", "both", &|found| found.told_apart);
        table
    }
}
