//! The formulas' gaps, and what the partitions are made of.

use report::Table;

use super::Results;
use super::algebra::Gaps;
use super::plane::Census;

pub(super) fn formulas(results: &Results<'_>) -> Table {
    let mut table = Table::new(
        "formulas",
        "Each formula against the tape, over all seeds: points where the outputs of the recursion, \
         and of the pass with frozen gates, differ in a bit; and the largest relative gaps of the \
         recursion's gradients, of Ax + c to f(x), and of A to the Jacobian.",
    )
    .column("widths", "text")
    .column("points", "int")
    .column("recursion", "int")
    .column("gradients", "sci1")
    .column("frozen gates", "int")
    .column("Ax + c", "sci1")
    .column("A", "sci1");
    for widths in &results.constants.formula_widths {
        let worst = results.gaps(widths).fold(Gaps::default(), Gaps::merge);
        table.push([
            joined(widths).into(),
            worst.points.into(),
            worst.recursion_bits.into(),
            worst.gradient.into(),
            worst.frozen_bits.into(),
            worst.affine.into(),
            worst.jacobian.into(),
        ]);
    }
    table
}

pub(super) fn planes(results: &Results<'_>) -> Table {
    let mut table = Table::new(
        "planes",
        "The whole plane cut by random networks, all seeds together: cells, those that reach the \
         edge of a square with sides of two million, pairs of cells that differ in one gate and \
         carry one affine function, and different affine functions. In every network there are \
         as many patterns as cells.",
    )
    .column("widths", "text")
    .column("networks", "int")
    .column("cells", "int")
    .column("without end", "int")
    .column("neighbours alike", "int")
    .column("affine functions", "int");
    for widths in &results.constants.plane_widths {
        let total = results.censuses(widths).fold(Census::default(), Census::merge);
        table.push([
            joined(widths).into(),
            total.networks.into(),
            total.cells.into(),
            total.unbounded.into(),
            total.alike.into(),
            total.affine_maps.into(),
        ]);
    }
    table
}

fn joined(widths: &[usize]) -> String {
    let no_break = "\u{a0}";
    widths.iter().map(usize::to_string).collect::<Vec<_>>().join(no_break)
}
