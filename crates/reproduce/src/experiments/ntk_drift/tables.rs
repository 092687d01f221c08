//! What moved, with which slope, and the loss.

use report::Table;

use super::UNITS;
use super::findings::{QUANTITIES, Results};
use crate::stats::median;
use crate::tangent::Unit;

impl Results<'_> {
    pub(super) fn motion_table(&self) -> Table {
        let mut table = Table::new(
            "motion",
            format!(
                "What {} steps of training changed, medians over {} seeds: the outputs at the \
                 training points (root mean square), the weights and the kernel (relative), and \
                 the distance at other points between the network and its linearisation (root \
                 mean square).",
                self.constants.steps, self.constants.seeds
            ),
        )
        .column("activation", "text")
        .column("width", "int");
        for quantity in QUANTITIES {
            table = table.column(quantity.name, "f4");
        }
        for unit in UNITS {
            for &width in self.constants.widths(unit) {
                let medians = QUANTITIES.map(|q| median(&self.values(unit, width, q)).into());
                let mut row = vec![unit.name().into(), width.into()];
                row.extend(medians);
                table.push_vec(row);
            }
        }
        table
    }

    pub(super) fn slopes_table(&self) -> Table {
        let mut table = Table::new(
            "slopes",
            "Slopes of these quantities against the width on logarithmic axes: the slope of each \
             seed, then their mean with its 95 % interval.",
        )
        .column("activation", "text")
        .column("quantity", "text")
        .column("slope", "f3")
        .column("from", "f3")
        .column("to", "f3");
        for unit in UNITS {
            for quantity in QUANTITIES {
                let line = self.rate(unit, quantity);
                table.push([
                    unit.name().into(),
                    quantity.name.into(),
                    line.map(|line| line.slope).into(),
                    line.map(|line| line.interval[0]).into(),
                    line.map(|line| line.interval[1]).into(),
                ]);
            }
        }
        table
    }

    pub(super) fn loss_table(&self) -> Table {
        let mut table = Table::new(
            "loss",
            "Half the sum of squared errors of ReLU networks after training, what the limit kernel \
             predicts for the same starts, and the quotient of the two in each run with its 95 % \
             interval; last, the quotient for each network's own kernel at the start. Medians.",
        )
        .column("width", "int")
        .column("loss", "sci1")
        .column("limit kernel", "sci1")
        .column("quotient", "sci1")
        .column("from", "sci1")
        .column("to", "sci1")
        .column("own kernel's", "sci1");
        for &width in self.constants.widths(Unit::Relu) {
            let ratio = self.ratio(width);
            table.push([
                width.into(),
                median(&self.losses(width)).into(),
                median(&self.limit_losses(width)).into(),
                ratio.value.into(),
                ratio.interval[0].into(),
                ratio.interval[1].into(),
                self.own_ratio(width).value.into(),
            ]);
        }
        table
    }
}
