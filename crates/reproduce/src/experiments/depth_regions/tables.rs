//! Counts of lines and of random networks, the bounds, and what training does.

use geometry::bounds::{log10, zaslavsky};
use report::Table;

use super::findings::{Bounds, Growth, Results};
use crate::stats::median;

impl Results<'_> {
    pub(super) fn lines_table(&self) -> Table {
        let mut table = Table::new(
            "lines",
            "Cells of one hidden layer of n units on two inputs with random weights: Zaslavsky's \
             bound, and the least and the largest exact count over seeds.",
        )
        .column("n", "int")
        .column("bound", "int")
        .column("least", "int")
        .column("largest", "int");
        for &n in &self.constants.lines {
            let counts = self.lines(n);
            let bound = u64::try_from(zaslavsky(2, n)).expect("a small number");
            let (least, largest) = (counts.iter().min(), counts.iter().max());
            table.push([n.into(), bound.into(), least.copied().into(), largest.copied().into()]);
        }
        table
    }

    pub(super) fn random_table(&self, growths: &[Growth]) -> Table {
        let mut table = Table::new(
            "random",
            format!(
                "Median number of cells of random networks with {} hidden units in equal layers, \
                 by inputs d, standard deviation of the biases, and number L of hidden layers; the \
                 slope of the natural logarithm of the number against L, with its 95 % interval.",
                self.constants.units
            ),
        )
        .column("d", "int")
        .column("bias", "f1");
        for depth in &self.constants.depths {
            table = table.column(format!("L = {depth}"), "int");
        }
        table = table.column("slope", "f3").column("from", "f3").column("to", "f3");
        for growth in growths {
            let mut row = vec![growth.inputs.into(), growth.bias.into()];
            row.extend(growth.medians.iter().map(|m| m.round().into()));
            let [low, high] = growth.line.interval;
            row.extend([growth.line.slope.into(), low.into(), high.into()]);
            table.push_vec(row);
        }
        table
    }

    pub(super) fn training_table(&self) -> Table {
        let mut table = Table::new(
            "training",
            "Networks with as many hidden units, by depth: median number of cells in the square \
             before and after training, median error on the training points, and the rank \
             correlation of cells after training and error within the depth.",
        )
        .column("depth", "int")
        .column("before", "int")
        .column("after", "int")
        .column("error", "f3")
        .column("ρ", "f2");
        let several = self.constants.trained_seeds > 3;
        for &depth in &self.constants.trained_depths {
            let rho = several.then(|| self.correlation(Some(depth)).rho);
            let [before, after] = self.median_cells(depth);
            let error = median(&self.errors(Some(depth)));
            table.push([
                depth.into(),
                before.round().into(),
                after.round().into(),
                error.into(),
                rho.into(),
            ]);
        }
        table
    }
}

/// The lesson's formula between the bounds.
pub(super) fn bounds(bounds: &[Bounds], shown: &[usize]) -> Table {
    let mut table = Table::new(
        "bounds",
        "Decimal logarithms of the lesson's formula and of two proved bounds, by number of inputs. \
         A formula of 0 has no logarithm.",
    )
    .column("d", "int")
    .column("formula", "f1")
    .column("upper (Serra)", "f1")
    .column("lower (Montúfar)", "f1");
    for b in bounds.iter().filter(|b| shown.contains(&b.inputs)) {
        let [formula, upper, lower] = [&b.formula, &b.upper, &b.lower].map(log10);
        table.push([b.inputs.into(), formula.into(), upper.into(), lower.into()]);
    }
    table
}
