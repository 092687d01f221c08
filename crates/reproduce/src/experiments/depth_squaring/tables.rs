//! The tables.

use report::Table;

use super::{Constants, Outcome};

/// All tables, in the order of the chapter.
pub(super) fn all(constants: &Constants, outcome: &Outcome) -> Vec<Table> {
    vec![
        squares(outcome),
        one_layer(constants, outcome),
        relu_square(outcome),
        relu_power(constants, outcome),
        pieces(constants, outcome),
    ]
}

fn squares(outcome: &Outcome) -> Table {
    let mut table = Table::new(
        "squares",
        "k layers of one squaring unit each against x^(2^k), in exact fractions, at one point more \
         than the degree.",
    )
    .column("k", "int")
    .column("units", "int")
    .column("points", "int")
    .column("equal", "int");
    for row in &outcome.squares {
        table.push([row.k.into(), row.units.into(), row.points.into(), row.equal.into()]);
    }
    table
}

fn one_layer(constants: &Constants, outcome: &Outcome) -> Table {
    let powers = 1..=constants.largest_k_one_layer;
    let mut table = Table::new(
        "one-layer",
        "The least mean squared error on [0, 1] of one layer of squaring units with a constant, \
         against the number of units; rank is the number of independent functions among them.",
    )
    .column("units", "int")
    .column("rank", "int");
    for k in powers.clone() {
        table = table.column(format!("x^{}", 1 << k), "sci3");
    }
    for width in 0..=constants.widest {
        let of = |k| outcome.one_layer(k).nth(width).expect("a row for every width");
        let mut row = vec![width.into(), of(1).rank.into()];
        row.extend(powers.clone().map(|k| of(k).mse.into()));
        table.rows.push(row);
    }
    table
}

fn relu_square(outcome: &Outcome) -> Table {
    let mut table = Table::new(
        "relu-square",
        "x^2 with ReLU, in exact fractions: the largest error on [0, 1] of Yarotsky's network, and \
         the number of pieces that one hidden layer needs for the same.",
    )
    .column("layers m", "int")
    .column("units", "int")
    .column("error", "sci3")
    .column("is 4^−(m+1)", "text")
    .column("pieces", "int");
    for row in &outcome.relu_square {
        table.push([
            row.layers.into(),
            row.units.into(),
            row.error.into(),
            row.as_predicted.into(),
            super::pieces::for_square(row.error).into(),
        ]);
    }
    table
}

fn relu_power(constants: &Constants, outcome: &Outcome) -> Table {
    let mut table = Table::new(
        "relu-power",
        "x^(2^k) with ReLU: the squaring network k times in a row. Largest error on a grid, and the \
         bound (2^k − 1) 4^−(m+1).",
    )
    .column("k", "int")
    .column("layers a squaring m", "int")
    .column("units", "int")
    .column("error", "sci1")
    .column("bound", "sci1");
    let shown = |row: &&super::relu_square::PowerRow| {
        row.layers.is_multiple_of(2) && (row.k == 1 || row.k == constants.repetitions)
    };
    for row in outcome.relu_power.iter().filter(shown) {
        table.push([
            row.k.into(),
            row.layers.into(),
            row.units.into(),
            row.error.into(),
            row.bound.into(),
        ]);
    }
    table
}

fn pieces(constants: &Constants, outcome: &Outcome) -> Table {
    let mut table = Table::new(
        "pieces",
        "The fewest straight pieces that stay within a given distance of x^(2^k) on [0, 1], against \
         the lesson's number of units.",
    )
    .column("k", "int")
    .column("lesson: 2^k", "int");
    for n in &constants.inverse_accuracies {
        table = table.column(format!("within 1/{n}"), "int");
    }
    for k in 1..=constants.largest_k {
        let mut row = vec![k.into(), (1_u64 << k).into()];
        for &n in &constants.inverse_accuracies {
            let of_k = outcome.pieces(n).find(|row| row.k == k);
            row.push(of_k.expect("a row for every k").count().into());
        }
        table.rows.push(row);
    }
    table
}
