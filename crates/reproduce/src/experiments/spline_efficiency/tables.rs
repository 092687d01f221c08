//! Errors at every size, and what binds at the largest.

use report::Table;

use super::target::Target;
use super::verdicts::Binding;
use super::{Fit, Results, Sweep};
use crate::stats::median;

pub(super) fn sizes(results: &Results<'_>) -> Table {
    let mut table = Table::new(
        "sizes",
        "Mean squared error as a share of the target's variance, for networks of equal size that \
         are written down, fitted in the last layer only, and trained, and the linear pieces of \
         the first and of the last: medians over seeds.",
    )
    .column("target", "text")
    .column("hidden", "text")
    .column("parameters", "int");
    for fit in Fit::ALL {
        table = table.column(fit.name(), "sci1");
    }
    table = table.column("pieces", "int").column("pieces, trained", "f1");
    for target in Target::ALL {
        for &size in results.sizes(target) {
            let sweep = Sweep::Size(size);
            let error = |fit| median(&results.errors(sweep, target, fit));
            let pieces = |fit| {
                let pieces: Vec<f64> =
                    results.at(sweep, target, fit).map(|run| run.pieces as f64).collect();
                median(&pieces)
            };
            let widths = target.widths(size);
            let hidden = &widths[1..widths.len() - 1];
            table.push([
                target.name().into(),
                match hidden.len() {
                    1 => size.to_string().into(),
                    depth => format!("{depth} × {}", hidden[0]).into(),
                },
                results.parameters(target, size).into(),
                error(Fit::Construction).into(),
                error(Fit::LastLayer).into(),
                error(Fit::Training).into(),
                pieces(Fit::Construction).into(),
                pieces(Fit::Training).into(),
            ]);
        }
    }
    table
}

pub(super) fn largest(results: &Results<'_>) -> Table {
    let mut table = Table::new(
        "largest",
        "The largest network of each target: the error of the construction as a share of the \
         error after training, with its bootstrap interval. Above a tenth the size binds, below \
         it training does.",
    )
    .column("target", "text")
    .column("written down / trained", "sci1")
    .column("from", "sci1")
    .column("to", "sci1")
    .column("what binds", "text");
    for binding in Binding::all(results) {
        let [from, to] = binding.ratio.interval;
        table.push([
            binding.target.name().into(),
            binding.ratio.value.into(),
            from.into(),
            to.into(),
            if binding.size_binds() { "size" } else { "finding it" }.into(),
        ]);
    }
    table
}
