//! The tables.

use report::Table;

use super::findings::Summary;
use super::inner::beta;

/// All tables, in the order of the chapter.
pub(super) fn all(summary: &Summary<'_>) -> Vec<Table> {
    vec![levels(summary), gaps(summary), iterations(summary), networks(summary)]
}

fn levels(summary: &Summary<'_>) -> Table {
    let mut table = Table::new(
        "levels",
        "The inner function in exact fractions at all numbers of k digits: Köppen's with its \
         largest rise between neighbours and its difference quotients, and how often Sprecher's of \
         1996 falls between neighbours.",
    )
    .column("digits k", "int")
    .column("points", "int")
    .column("rises everywhere", "text")
    .column("largest rise", "sci1")
    .column("steepest", "sci1")
    .column("flattest", "sci1")
    .column("Sprecher's falls", "int")
    .column("deepest fall", "sci1");
    for level in &summary.levels {
        let descents = level.sprecher.as_ref();
        table.push([
            level.level.into(),
            level.points.into(),
            level.strictly_rising.into(),
            level.largest_rise.into(),
            level.steepest.into(),
            level.flattest.into(),
            descents.map(|descents| descents.count).into(),
            descents.map(|descents| descents.largest).into(),
        ]);
    }
    table
}

fn gaps(summary: &Summary<'_>) -> Table {
    let mut table = Table::new(
        "gaps",
        "The intervals to which the five families of cells are mapped: their number, the smallest \
         gap between two of one family over their length, and the digits of the cells that the \
         proof would want next, with the decimal places that ψ has on them.",
    )
    .column("digits k", "int")
    .column("cells of a family", "int")
    .column("smallest gap / length", "f3")
    .column("next digits", "int")
    .column("decimal places", "text");
    for (k, gap) in (1..).zip(summary.gaps) {
        let side = super::outer::side(k);
        let next = summary.next_level(k).expect("the level has gaps");
        let places = match next {
            0..=20 => beta(next + 1).to_string(),
            _ => format!("2^{}", next + 1),
        };
        table.push([k.into(), (side * side).into(), (*gap).into(), next.into(), places.into()]);
    }
    table
}

fn iterations(summary: &Summary<'_>) -> Table {
    let mut table = Table::new(
        "iterations",
        "Outer iterations: each target with cells of one digit, then two, then three, and with the \
         finer cells alone. Largest error before and after, the factor that the proof promises \
         where it promises any, and the factor found.",
    )
    .column("target", "text")
    .column("iteration", "int")
    .column("digits k", "int")
    .column("before", "f3")
    .column("oscillation ε", "f3")
    .column("promised", "f3")
    .column("found", "f3")
    .column("after", "f3")
    .column("root mean square", "f3");
    for iterations in summary.iterations {
        for (i, step) in (1_u64..).zip(&iterations.steps) {
            let promise = step.promise();
            table.push([
                iterations.target.name().into(),
                i.into(),
                step.level.into(),
                step.before.into(),
                step.oscillation.into(),
                (promise < 1.0).then_some(promise).into(),
                (step.after / step.before).into(),
                step.after.into(),
                step.rms.into(),
            ]);
        }
    }
    table
}

fn networks(summary: &Summary<'_>) -> Table {
    let mut table = Table::new(
        "networks",
        "Trained networks of the theorem's shape, cubic splines on all edges: medians over the seeds \
         with 95 % intervals, beside the exact construction after its last iteration.",
    )
    .column("target", "text")
    .column("seeds", "int")
    .column("largest error", "sci2")
    .column("from", "sci1")
    .column("to", "sci1")
    .column("root mean square", "sci2")
    .column("construction, largest", "f3")
    .column("construction, rms", "f3");
    for networks in &summary.networks {
        let steps = &summary.sequence(networks.target).steps;
        let [low, high] = networks.largest.interval;
        table.push([
            networks.target.name().into(),
            networks.seeds.into(),
            networks.largest.value.into(),
            low.into(),
            high.into(),
            networks.rms.value.into(),
            summary.last(networks.target).into(),
            steps[steps.len() - 1].rms.into(),
        ]);
    }
    table
}
