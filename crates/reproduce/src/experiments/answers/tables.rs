//! The tables.

use report::Table;

use super::Outcome;
use super::literature::{SKETCH, Tool, VIDEOS};

/// All tables, in the order of the chapter.
pub(super) fn all(outcome: &Outcome) -> Vec<Table> {
    vec![
        limit(outcome),
        networks(outcome),
        boolean(outcome),
        sketch(),
        tools(),
        bends(outcome),
        pole(outcome),
        videos(),
    ]
}

fn limit(outcome: &Outcome) -> Table {
    let mut table = Table::new(
        "limit",
        "The sum over all inputs of parity (as 1 and −1) times a predicate: for how many it is not \
         zero among the conjunctions of fewer than n bits, and among all predicates of n − 1 of the \
         bits where they can be listed. Last: the sum for the conjunction of all n bits.",
    )
    .column("bits n", "int")
    .column("conjunctions", "int")
    .column("of them ≠ 0", "int")
    .column("predicates", "int")
    .column("of those ≠ 0", "int")
    .column("sum, all bits", "int");
    for row in &outcome.parity {
        table.push([
            row.inputs.into(),
            row.conjunctions.into(),
            row.not_orthogonal.into(),
            row.predicates.into(),
            row.predicates_not_orthogonal.into(),
            row.full_sum.into(),
        ]);
    }
    table
}

fn networks(outcome: &Outcome) -> Table {
    let mut table = Table::new(
        "networks",
        "Two networks of threshold units, written down, against parity: how many of the 2^n inputs \
         each gets right.",
    )
    .column("bits n", "int")
    .column("inputs", "int")
    .column("hidden units", "int")
    .column("one layer: right", "int")
    .column("tree: units", "int")
    .column("layers", "int")
    .column("tree: right", "int");
    for row in &outcome.parity {
        table.push([
            row.inputs.into(),
            (1_u64 << row.inputs).into(),
            row.inputs.into(),
            row.hidden_layer_right.into(),
            row.tree_units.into(),
            row.tree_layers.into(),
            row.tree_right.into(),
        ]);
    }
    table
}

fn boolean(outcome: &Outcome) -> Table {
    let mut table = Table::new(
        "boolean",
        "All functions of n bits, and how many of them one hidden layer computes that has a \
         threshold unit for each input at which the function is 1.",
    )
    .column("bits n", "int")
    .column("functions", "int")
    .column("computed", "int");
    for row in &outcome.boolean {
        table.push([row.inputs.into(), row.functions.into(), row.computed.into()]);
    }
    table
}

fn sketch() -> Table {
    let mut table = Table::new(
        "sketch",
        "The proof that the lesson sketches under the name of Stone and Weierstrass, step by step, \
         with the tool of each step.",
    )
    .column("step", "int")
    .column("what it says", "text")
    .column("by", "text")
    .column("where it stands", "text")
    .column("in the lesson", "text");
    for (i, step) in SKETCH.iter().enumerate() {
        table.push([
            (i + 1).into(),
            step.says.into(),
            step.tool.name().into(),
            step.source.into(),
            if step.is_printed { "yes" } else { "missing" }.into(),
        ]);
    }
    table
}

fn tools() -> Table {
    let mut table = Table::new("tools", "How many of the steps use which tool.")
        .column("tool", "text")
        .column("steps", "int");
    for tool in Tool::ALL {
        let steps = SKETCH.iter().filter(|step| step.tool == tool).count();
        table.push([tool.name().into(), steps.into()]);
    }
    table
}

fn bends(outcome: &Outcome) -> Table {
    let mut table = Table::new(
        "bends",
        "At how many inner points of a grid of [0, 1] a function bends, that is, has a second \
         difference other than zero, in exact fractions.",
    )
    .column("cells of the grid", "int")
    .column("inner points", "int")
    .column("sum of 4 ReLUs", "int")
    .column("product of 2 ReLUs", "int");
    for row in &outcome.bends {
        table.push([row.cells.into(), (row.cells - 1).into(), row.sum.into(), row.product.into()]);
    }
    table
}

fn pole(outcome: &Outcome) -> Table {
    let mut table = Table::new(
        "pole",
        "The logistic sigmoid at the point πi + t of the complex plane, near its pole at πi: the \
         square has a limit other than zero when it is multiplied by t², a sum of sigmoids has not.",
    )
    .column("t", "sci1")
    .column("t σ", "f6")
    .column("t² σ²", "f6")
    .column("t² · sum", "f6");
    for row in outcome.pole.iter().step_by(3) {
        table.push([row.distance.into(), row.once.into(), row.square.into(), row.sum.into()]);
    }
    table
}

fn videos() -> Table {
    let mut table = Table::new(
        "videos",
        "The five videos that the lesson recommends; the reasons are shortened. The lesson writes \
         \"Carlin\" for Carbin.",
    )
    .column("video", "text")
    .column("channel", "text")
    .column("why", "text")
    .column("exists, says so", "text");
    for [title, channel, reason] in VIDEOS {
        table.push([title.into(), channel.into(), reason.into(), "not checked".into()]);
    }
    table
}
