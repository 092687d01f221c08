//! The lesson's table of what the theorem guarantees and what not, cell by cell.

use report::Table;
use serde_json::{Value, json};

use super::verdicts::Verdicts;

/// What becomes of a cell.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Judgement {
    Right,
    /// True only under a condition that the cell does not state.
    NeedsCondition,
    /// Not a statement that could be true or false.
    Unclear,
    /// Contradicted by what was computed here.
    Wrong,
}

impl Judgement {
    fn name(self) -> &'static str {
        match self {
            Judgement::Right => "right",
            Judgement::NeedsCondition => "needs a condition",
            Judgement::Unclear => "not a statement",
            Judgement::Wrong => "wrong",
        }
    }
}

/// One cell of the lesson's table.
pub(super) struct Cell {
    guaranteed: bool,
    says: &'static str,
    judgement: Judgement,
    why: &'static str,
    /// The claim whose verdict it rests on, or the literature.
    rests_on: &'static str,
}

impl Cell {
    pub(super) fn is_right(&self) -> bool {
        self.judgement == Judgement::Right
    }
}

/// The twelve cells, row by row. Those that rest on a claim of this experiment follow what it
/// found; the others follow the claim or the paper that they name.
pub(super) fn cells(verdicts: &Verdicts) -> Vec<Cell> {
    use Judgement::{NeedsCondition, Right, Unclear, Wrong};
    let if_constructed = if verdicts.every_epsilon_is_certified() { Right } else { Wrong };
    let jump = if verdicts.jump_costs_half_but_falls_on_average() { NeedsCondition } else { Wrong };
    let guaranteed =
        |says, judgement, why, rests_on| Cell { guaranteed: true, says, judgement, why, rests_on };
    let left_open =
        |says, judgement, why, rests_on| Cell { guaranteed: false, says, judgement, why, rests_on };
    vec![
        guaranteed("a network exists", if_constructed, "written down, with a certificate", "U006"),
        left_open("how to find it", Right, "the theorem has no word on training", "U018"),
        guaranteed(
            "any continuous f on a compact set",
            if_constructed,
            "Cybenko, Theorem 2",
            "U006",
        ),
        left_open("how many units", Right, "the proof has no bound; others do", "U009"),
        guaranteed("any ε", if_constructed, "every ε tried is certified", "U006"),
        left_open("generalisation", Right, "f is given everywhere, not by examples", "U085"),
        guaranteed(
            "one hidden layer suffices",
            if_constructed,
            "in one and two dimensions",
            "U006",
        ),
        left_open(
            "one hidden layer is efficient",
            Right,
            "the sawtooth needs exponential width",
            "U028",
        ),
        guaranteed(
            "any non-polynomial activation",
            NeedsCondition,
            "locally bounded, continuous almost everywhere",
            "U015",
        ),
        left_open("better generalizable approximation", Unclear, "better than what?", "as printed"),
        guaranteed(
            "any compact domain",
            if_constructed,
            "Tietze extends f to a cube, an affine map moves it",
            "U006",
        ),
        left_open(
            "unbounded or discontinuous",
            jump,
            "not uniformly; in L^p discontinuous f are covered",
            "U003",
        ),
    ]
}

/// How many cells there are of each kind.
pub(super) fn counts(cells: &[Cell]) -> Value {
    let count = |judgement| cells.iter().filter(|cell| cell.judgement == judgement).count();
    json!({
        "right": count(Judgement::Right),
        "needs_condition": count(Judgement::NeedsCondition),
        "unclear": count(Judgement::Unclear),
        "wrong": count(Judgement::Wrong),
    })
}

pub(super) fn table(cells: &[Cell]) -> Table {
    let mut table = Table::new(
        "guarantees",
        "The lesson's table of what the theorem guarantees and what it does not, row by row and \
         in short, with a judgement of each cell, its reason, and the claim that it rests on.",
    )
    .column("row", "int")
    .column("column", "text")
    .column("the cell", "text")
    .column("judgement", "text")
    .column("because", "text")
    .column("rests on", "text");
    for (i, cell) in cells.iter().enumerate() {
        let column = if cell.guaranteed { "guaranteed" } else { "not guaranteed" };
        table.push([
            (i / 2 + 1).into(),
            column.into(),
            cell.says.into(),
            cell.judgement.name().into(),
            cell.why.into(),
            cell.rests_on.into(),
        ]);
    }
    table
}
