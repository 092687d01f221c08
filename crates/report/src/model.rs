//! The shape of a report: the contract between the experiments and the book.
//!
//! Numbers inside the [`Value`]s are made by [`number`](crate::number()), so that
//! NaN and infinities survive.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The report of the race against other libraries. No experiment makes it: it holds times, which
/// another run cannot repeat. `benches` has its program and the test that it is that of its times.
pub const RACE: &str = "speed.race";

/// The command that makes a report again.
#[must_use]
pub fn command(experiment: &str) -> String {
    match experiment {
        RACE => "just race".to_owned(),
        id => format!("cargo reproduce run {id}"),
    }
}

/// Which set of constants an experiment ran with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Profile {
    /// The sizes that the book's numbers come from.
    Full,
    /// The same code with smaller constants, for tests.
    Quick,
}

/// Everything that one experiment found: the content of `report.json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The experiment's id, which is also its folder, such as `uat.protocol`.
    pub experiment: String,
    /// The question it answers, one sentence.
    pub question: String,
    /// The constants' set.
    pub profile: Profile,
    /// What was added to every seed; 0 for the committed reports.
    pub shift: u64,
    /// The version of the numerics that made these bits.
    pub numerics_version: u32,
    /// The experiment's constants, fixed before the run.
    pub constants: Value,
    /// Named numbers for the prose, nested objects; the book cites them by path.
    pub values: Value,
    /// The tables, in the order of the chapter.
    pub tables: Vec<Table>,
    /// The figures, in the order of the chapter.
    pub figures: Vec<Figure>,
    /// The verdicts on the claims that this experiment settles.
    pub claims: Vec<Settled>,
    /// Every cell with its parameters and its outcome.
    pub cells: Vec<Record>,
}

/// One table; also written as `tables/ID.csv` and `tables/ID.md`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// Unique in the report; a file name: `a-z0-9-`.
    pub id: String,
    /// One sentence that makes the table readable alone.
    pub caption: String,
    /// The columns, left to right.
    pub columns: Vec<Column>,
    /// The rows; each has one value a column: number, string, bool or null.
    pub rows: Vec<Vec<Value>>,
}

/// A table's column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// The heading.
    pub label: String,
    /// How its numbers are printed: the name of a [`Format`](crate::Format) such
    /// as `int`, `f3`, `sci2`, `pct1` or `text`.
    pub format: String,
}

/// One figure; its drawing is `figures/ID.svg`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// Unique in the report; a file name: `a-z0-9-`.
    pub id: String,
    /// What it shows, one to three sentences.
    pub caption: String,
    /// What somebody who cannot see it needs to know.
    pub alt: String,
    /// The data that it draws.
    pub data: Value,
    /// The drawing; kept beside the JSON, not in it.
    #[serde(skip)]
    pub svg: String,
}

/// The answer to a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Verdict {
    /// True as it stands.
    #[serde(rename = "holds")]
    Holds,
    /// True under conditions that the document does not state.
    #[serde(rename = "holds with conditions")]
    HoldsWithConditions,
    /// Contradicted by an exact argument or by the measurement.
    #[serde(rename = "does not hold as written")]
    DoesNotHold,
    /// No computation can decide it.
    #[serde(rename = "not testable")]
    NotTestable,
    /// No experiment has settled it yet.
    #[serde(rename = "open")]
    Open,
}

impl Verdict {
    /// All verdicts, in the order in which they are listed.
    pub const ALL: [Verdict; 5] = [
        Verdict::Holds,
        Verdict::HoldsWithConditions,
        Verdict::DoesNotHold,
        Verdict::NotTestable,
        Verdict::Open,
    ];
}

impl std::fmt::Display for Verdict {
    /// In the words of the JSON, such as `holds with conditions`.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.serialize(formatter)
    }
}

/// A claim with its verdict and the evidence in a nutshell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Settled {
    /// The claim's id, such as `U020`.
    pub id: String,
    /// The computed answer.
    pub verdict: Verdict,
    /// The decision rule, written before the run.
    pub rule: String,
    /// The measured effect in words with its number, such as
    /// `median MSE(256) / median MSE(4) = 1.43`.
    pub effect: String,
    /// How many independent runs (or exact cases) it rests on.
    pub n: u64,
    /// A 95 % confidence interval of the effect, where it is a statistic; its
    /// ends may be infinite, not NaN.
    #[serde(with = "crate::number::interval")]
    pub interval: Option<[f64; 2]>,
    /// A p-value, where a test was made.
    pub p: Option<f64>,
    /// The correct statement, one or two sentences.
    pub correction: String,
}

/// One cell of an experiment, as it was run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Parameters and seed.
    pub cell: Value,
    /// What the run returned.
    pub outcome: Value,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verdict_prints_as_it_is_stored() {
        for verdict in Verdict::ALL {
            assert_eq!(serde_json::to_value(verdict).unwrap(), verdict.to_string());
        }
    }
}
