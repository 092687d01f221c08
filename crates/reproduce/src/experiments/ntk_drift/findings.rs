//! What the runs found, and the report made of it.

use nn::Stream;
use serde_json::json;

use super::{Cell, Constants, Drift, Moved, Outcome, Picture, UNITS};
use crate::stats::{Correlation, Estimate, Line, median, median_interval, paired_rate, spearman};
use crate::tangent::Unit;
use crate::{Experiment, Findings};

/// All runs.
pub(super) struct Results<'a> {
    pub(super) constants: &'a Constants,
    pub(super) runs: &'a [(Cell, Outcome)],
}

/// Something that moves, and how much.
#[derive(Clone, Copy)]
pub(super) struct Quantity {
    pub(super) name: &'static str,
    pub(super) key: &'static str,
    pub(super) of: fn(&Moved) -> f64,
}

pub(super) const OUTPUTS: Quantity =
    Quantity { name: "outputs", key: "outputs", of: |m| m.outputs };
pub(super) const WEIGHTS: Quantity =
    Quantity { name: "weights", key: "weights", of: |m| m.weights };
pub(super) const LINEARISED: Quantity = Quantity {
    name: "distance to the linearised",
    key: "linearised",
    of: |m| m.linearised.unwrap_or(f64::INFINITY),
};
pub(super) const KERNEL: Quantity = Quantity { name: "kernel", key: "kernel", of: |m| m.kernel };
pub(super) const QUANTITIES: [Quantity; 4] = [OUTPUTS, WEIGHTS, LINEARISED, KERNEL];

impl Results<'_> {
    pub(super) fn findings(&self) -> Findings {
        let by_width = |unit: Unit, quantity: Quantity| -> serde_json::Map<_, _> {
            let widths = self.constants.widths(unit).iter();
            let value = |w: &usize| report::number(median(&self.values(unit, *w, quantity)));
            widths.map(|w| (format!("width{w}"), value(w))).collect()
        };
        let by_quantity = |unit: Unit| -> serde_json::Map<_, _> {
            let entry = |q: Quantity| {
                let medians = by_width(unit, q);
                (q.key.into(), json!({ "medians": medians, "slope": self.rate(unit, q) }))
            };
            QUANTITIES.map(entry).into_iter().collect()
        };
        let loss = |w: &usize| {
            let value = json!({
                "trained": report::number(median(&self.losses(*w))),
                "predicted": median(&self.limit_losses(*w)),
                "ratio": report::number(self.ratio(*w).value),
                "own_ratio": report::number(self.own_ratio(*w).value),
            });
            (format!("width{w}"), value)
        };
        let losses: serde_json::Map<_, _> = self.constants.widths.iter().map(loss).collect();
        Findings {
            values: json!({
                "relu": by_quantity(Unit::Relu),
                "erf": by_quantity(Unit::Erf),
                "loss": losses,
                "rho": self.correlation().rho,
                "condition": median(&self.conditions()),
                "diverged": self.runs.iter().filter(|(_, run)| run.moved.is_none()).count(),
            }),
            tables: vec![self.motion_table(), self.slopes_table(), self.loss_table()],
            figures: vec![
                self.units_figure(),
                self.motion_figure(),
                self.circle_figure(),
                self.loss_figure(),
            ],
            claims: vec![self.linear_model(), self.fixed_kernel(), self.easy_to_train()],
        }
    }

    /// The runs of one activation and width, in the order of their seeds.
    fn group(&self, unit: Unit, width: usize) -> impl Iterator<Item = &Outcome> {
        let same = move |(cell, _): &&(Cell, Outcome)| (cell.unit, cell.width) == (unit, width);
        self.runs.iter().filter(same).map(|(_, outcome)| outcome)
    }

    /// One quantity over seeds; infinite where a run diverged.
    pub(super) fn values(&self, unit: Unit, width: usize, quantity: Quantity) -> Vec<f64> {
        let value = |run: &Outcome| run.moved.as_ref().map_or(f64::INFINITY, quantity.of);
        self.group(unit, width).map(value).collect()
    }

    /// The slope of each seed, whose points and labels are the same at every width, then their
    /// mean; none if a run diverged or did not move.
    pub(super) fn rate(&self, unit: Unit, quantity: Quantity) -> Option<Line> {
        let widths = self.constants.widths(unit);
        let values: Vec<_> = widths.iter().map(|&w| self.values(unit, w, quantity)).collect();
        let widths: Vec<f64> = widths.iter().map(|&w| w as f64).collect();
        paired_rate(&widths, &values)
    }

    /// The losses of ReLU networks, infinite where a run diverged.
    pub(super) fn losses(&self, width: usize) -> Vec<f64> {
        self.values(Unit::Relu, width, Quantity { name: "loss", key: "loss", of: |m| m.loss })
    }

    pub(super) fn limit_losses(&self, width: usize) -> Vec<f64> {
        self.group(Unit::Relu, width).map(|run| run.limit_loss).collect()
    }

    /// The median over runs of the loss over the limit kernel's prediction.
    pub(super) fn ratio(&self, width: usize) -> Estimate {
        self.quotient(width, |run| Some(run.limit_loss))
    }

    /// The same for the prediction of the network's own kernel at the start.
    pub(super) fn own_ratio(&self, width: usize) -> Estimate {
        self.quotient(width, |run| run.own_loss)
    }

    fn quotient(&self, width: usize, predicted: fn(&Outcome) -> Option<f64>) -> Estimate {
        let runs = self.group(Unit::Relu, width).zip(self.losses(width));
        // A prediction that diverged is infinitely larger than any loss.
        let quotients: Vec<f64> =
            runs.map(|(run, loss)| predicted(run).map_or(0.0, |p| loss / p)).collect();
        median_interval(&quotients, &mut Stream::new(Drift::ID, 0, "bootstrap"))
    }

    /// Of width and loss over all ReLU networks.
    pub(super) fn correlation(&self) -> Correlation {
        let widths = self.constants.widths.iter();
        let (x, y): (Vec<f64>, Vec<f64>) =
            widths.flat_map(|&w| self.losses(w).into_iter().map(move |v| (w as f64, v))).unzip();
        spearman(&x, &y)
    }

    /// Least over largest eigenvalue of the ReLU limit kernel, one for each seed.
    fn conditions(&self) -> Vec<f64> {
        self.group(Unit::Relu, self.constants.widths[0]).map(|run| run.condition).collect()
    }

    /// Width and picture of the networks in figures, narrowest first.
    pub(super) fn pictures(&self) -> Vec<(usize, &Picture)> {
        let pictures = self.runs.iter();
        pictures.filter_map(|(cell, run)| Some((cell.width, run.picture.as_ref()?))).collect()
    }

    /// How many runs there are of all activations.
    pub(super) fn count(&self) -> u64 {
        let shapes: usize = UNITS.iter().map(|&unit| self.constants.widths(unit).len()).sum();
        shapes as u64 * self.constants.seeds
    }
}
