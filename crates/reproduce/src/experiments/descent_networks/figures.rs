//! Errors over width, over width and epochs, over epochs, and early in training.

use report::Figure;

use super::Family;
use super::findings::{Results, Sweep};
use super::network::Errors;
use crate::figure::{Drawing, HeatMap, LinePlot, Panels};
use crate::stats::quantile;

impl Results<'_> {
    pub(super) fn width_figure(&self, sweeps: &[Sweep]) -> Figure {
        let panels = sweeps.iter().fold(Panels::new(1).row_height(250.0), |panels, sweep| {
            let family = sweep.family;
            let curve = |quantity| self.curve(family, self.last_epoch(), quantity);
            let plot = LinePlot::new("parameters", "error")
                .log_x()
                .y_range(0.0, 0.85)
                .band("test", &curve(|e| e.test))
                .band("training", &curve(|e| e.train))
                .vertical(self.examples(), "n")
                .vertical(10.0 * self.examples(), "K n");
            panels.panel(family.name, plot)
        });
        panels.figure(
            "width",
            &format!(
                "Test and training error of trained networks against their number of parameters, \
                 after {} epochs: means over {} seeds with 95 % intervals. Dashed: as many \
                 parameters as examples, and as examples times outputs. Training errors count the \
                 wrong labels as right, test labels are without noise.",
                self.constants.training.epochs[self.last_epoch()],
                self.constants.seeds
            ),
            "Three panels with a logarithmic horizontal axis. In each the training error falls to \
             zero a little to the right of the first dashed line; the test error falls steeply at \
             first and then bends.",
        )
    }

    pub(super) fn loss_figure(&self) -> Figure {
        let loss = |e: &Errors| e.test_loss.unwrap_or(f64::INFINITY);
        let plot = LinePlot::new("parameters", "test loss (nats)").log_x().include_y(0.0);
        let plot = self.constants.families.iter().fold(plot, |plot, family| {
            let point = |i: usize| {
                let losses = self.at(family, i, self.last_epoch(), loss);
                let at = |p| quantile(&losses, p);
                (self.parameters(family, i) as f64, at(0.5), at(0.25), at(0.75))
            };
            let points: Vec<_> = (0..family.widths.len()).map(point).collect();
            plot.band(family.name, &points)
        });
        plot.vertical(self.examples(), "n").vertical(10.0 * self.examples(), "K n").figure(
            "loss",
            &format!(
                "Cross-entropy on the test signals at the end of training against the number of \
                 parameters: medians and quartiles over {} seeds.",
                self.constants.seeds
            ),
            "Three curves over a logarithmic horizontal axis, each a mountain with its top a little \
             to the right of the first dashed line.",
        )
    }

    pub(super) fn epochs_figure(&self) -> Figure {
        let epochs = &self.constants.training.epochs;
        let families = &self.constants.families;
        let means = |family: &Family| -> Vec<f64> {
            // Long training on top.
            let rows = (0..epochs.len()).rev();
            rows.flat_map(|epoch| {
                (0..family.widths.len())
                    .map(move |i| self.mean_at(family, i, epoch, |e| e.test).value)
            })
            .collect()
        };
        let panels = families.iter().fold(Panels::new(1).row_height(300.0), |panels, family| {
            let columns: Vec<String> = family.widths.iter().map(usize::to_string).collect();
            let rows: Vec<String> = epochs.iter().rev().map(u64::to_string).collect();
            let map = HeatMap::new("width", "epochs", family.widths.len(), &means(family))
                .names(&columns, &rows)
                .range(0.55, 0.75)
                .quantity("test error");
            panels.panel(family.name, map)
        });
        panels.figure(
            "epochs",
            &format!(
                "Mean test error over width and length of training, {} seeds. Read a row for double \
                 descent over width, a column upwards for what longer training does to one \
                 network. Colours span errors from 55 to 75 % and stay as at the ends beyond.",
                self.constants.seeds
            ),
            "Three grids of coloured cells, widths to the right and epochs upwards. The colour of \
             small errors lies to the right.",
        )
    }

    pub(super) fn history_figure(&self, sweeps: &[Sweep]) -> Figure {
        let mut plots: Vec<LinePlot> = sweeps
            .iter()
            .map(|sweep| {
                let family = sweep.family;
                let threshold = sweep.threshold.unwrap_or(0);
                let mut widths = vec![0, threshold, family.widths.len() - 1];
                widths.dedup();
                let plot = LinePlot::new("epochs", "test error").log_x();
                widths.into_iter().fold(plot, |plot, i| {
                    let point = |(epoch, &epochs): (usize, &u64)| {
                        let found = self.mean_at(family, i, epoch, |e| e.test);
                        (epochs as f64, found.value, found.interval[0], found.interval[1])
                    };
                    let points: Vec<_> =
                        self.constants.training.epochs.iter().enumerate().map(point).collect();
                    plot.band(&format!("width {}", family.widths[i]), &points)
                })
            })
            .collect();
        LinePlot::share_axes(&mut plots);
        let panels = sweeps.iter().zip(plots);
        let panels = panels.fold(Panels::new(1).row_height(230.0), |panels, (sweep, plot)| {
            panels.panel(sweep.family.name, plot)
        });
        panels.figure(
            "history",
            &format!(
                "Test error in the course of training, for the narrowest network, the one at the \
                 interpolation threshold and the widest: means over {} seeds with 95 % intervals.",
                self.constants.seeds
            ),
            "Three panels with a logarithmic horizontal axis, three curves in each; all fall at \
             first, the widest networks fastest and furthest.",
        )
    }

    pub(super) fn early_figure(&self) -> Figure {
        let plot = LinePlot::new("parameters", "training error").log_x().include_y(0.0);
        let plot = self.constants.families.iter().fold(plot, |plot, family| {
            plot.band(family.name, &self.curve(family, self.early_epoch(), |e| e.train))
        });
        plot.figure(
            "early",
            &format!(
                "Training error after a fixed number of steps, {} epochs, against the number of \
                 parameters: means over {} seeds with 95 % intervals.",
                self.constants.early, self.constants.seeds
            ),
            "Three curves over a logarithmic horizontal axis; all fall from left to right.",
        )
    }

    /// A quantity with its interval against the number of parameters.
    fn curve(
        &self,
        family: &Family,
        epoch: usize,
        quantity: fn(&Errors) -> f64,
    ) -> Vec<(f64, f64, f64, f64)> {
        let point = |i: usize| {
            let found = self.mean_at(family, i, epoch, quantity);
            let [low, high] = found.interval;
            (self.parameters(family, i) as f64, found.value, low, high)
        };
        (0..family.widths.len()).map(point).collect()
    }
}
