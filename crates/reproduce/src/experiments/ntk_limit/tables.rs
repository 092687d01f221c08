//! Three methods, means, spreads and integrals.

use report::Table;

use super::CLOSED;
use super::findings::{Group, Rate, Results};
use crate::tangent::Unit;

impl Results<'_> {
    pub(super) fn methods_table(&self) -> Table {
        let mut table = Table::new(
            "methods",
            "The largest difference from the kernel by rows, over its largest entry, among \
             networks of several widths with one output and with ten.",
        )
        .column("activation", "text")
        .column("hidden layers", "int")
        .column("by factors", "sci0")
        .column("by products", "sci0");
        for unit in [Unit::Relu, Unit::Erf, Unit::Tanh] {
            for &depth in &self.constants.method_depths {
                let [factors, products] = self.methods(|u, d| (u, d) == (unit, depth));
                table.push([unit.name().into(), depth.into(), factors.into(), products.into()]);
            }
        }
        table
    }

    pub(super) fn mean_table(&self, groups: &[Group]) -> Table {
        let mut table = Table::new(
            "mean",
            format!(
                "The mean kernel of {} random networks with one hidden layer (“again”: of as \
                 many more) and of {} deeper ones: its largest distance from the limit over {} angles, in standard errors, by \
                 activation and number of hidden layers.",
                self.constants.seeds,
                self.constants.deep_seeds,
                self.constants.degrees.len()
            ),
        )
        .column("width", "int");
        let kinds: Vec<(Unit, usize)> = CLOSED
            .into_iter()
            .flat_map(|u| self.constants.depths.iter().map(move |&d| (u, d)))
            .collect();
        for (unit, depth) in &kinds {
            table = table.column(format!("{}, {depth}", unit.name()), "f1");
            if *depth == 1 {
                table = table.column(format!("{}, 1, again", unit.name()), "f1");
            }
        }
        for &width in &self.constants.widths {
            let mut row = vec![width.into()];
            for &(unit, depth) in &kinds {
                let same = |g: &&Group| (g.unit, g.depth, g.width) == (unit, depth, width);
                let group = groups.iter().find(same);
                row.push(group.map(|group| group.deviation).into());
                if depth == 1 {
                    row.push(group.and_then(|group| group.again).into());
                }
            }
            table.push_vec(row);
        }
        table
    }

    pub(super) fn spread_table(&self, groups: &[Group], rates: &[Rate]) -> Table {
        let mut table = Table::new(
            "spread",
            "Root mean square distance of one network's kernel from the limit, relative, at the \
             smallest and the largest width, and its slope against the width on logarithmic axes \
             with the 95 % interval.",
        )
        .column("activation", "text")
        .column("hidden layers", "int")
        .column("narrowest", "pct1")
        .column("widest", "pct1")
        .column("slope", "f3")
        .column("from", "f3")
        .column("to", "f3");
        for Rate { unit, depth, line } in rates {
            let kind: Vec<&Group> =
                groups.iter().filter(|g| (g.unit, g.depth) == (*unit, *depth)).collect();
            table.push([
                unit.name().into(),
                (*depth).into(),
                kind[0].spread.into(),
                kind[kind.len() - 1].spread.into(),
                line.slope.into(),
                line.interval[0].into(),
                line.interval[1].into(),
            ]);
        }
        table
    }

    pub(super) fn integration_table(&self) -> Table {
        let mut table = Table::new(
            "integration",
            "The closed recursion against the one whose expectations are integrated numerically: \
             largest difference over the largest entry, by the standard deviations of weights and \
             biases.",
        )
        .column("activation", "text")
        .column("hidden layers", "int")
        .column("σ_w", "f3")
        .column("σ_b", "f1")
        .column("difference", "sci0");
        for (unit, depth, [weight, bias], gap) in self.integrals() {
            table.push([unit.name().into(), depth.into(), weight.into(), bias.into(), gap.into()]);
        }
        table
    }
}
