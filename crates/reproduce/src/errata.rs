//! The errata: what to write into the documents instead of the claims that do not hold as written.
//!
//! The words are the register's, fixed before a run; whether a claim needs them is decided by its
//! verdict. They contain no measured number: the evidence stands beside them.

use std::fmt;

use report::{Settled, Verdict};
use serde::{Deserialize, Serialize};

use crate::claims::{self, Document};
use crate::coverage;
use crate::ledger::Row;

/// One change to a document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// The claim that it makes true.
    pub claim: String,
    /// The document to change.
    pub document: Document,
    /// Where, and what to write there.
    #[serde(flatten)]
    pub erratum: claims::Erratum,
    /// The papers that the correction rests on.
    pub source: String,
}

/// The changes that these verdicts ask for, in the order of the documents.
#[must_use]
pub fn of(rows: &[Row]) -> Vec<Change> {
    let mut changes = Vec::new();
    for row in rows.iter().filter(|row| needs_change(row.settled.verdict)) {
        let claim = claims::get(&row.settled.id).expect("a row is a claim");
        changes.extend(claim.errata.iter().map(|erratum| Change {
            claim: claim.id.clone(),
            document: claim.document,
            erratum: erratum.clone(),
            source: claim.source.clone(),
        }));
    }
    let place = |change: &Change| {
        let headings = coverage::headings(change.document);
        let heading = headings.iter().position(|heading| *heading == change.erratum.section);
        (change.document, heading)
    };
    // Stable: under one heading the claims are in the order of the text already.
    changes.sort_by_key(place);
    changes
}

/// Whether a text with this verdict has to be changed.
fn needs_change(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::HoldsWithConditions | Verdict::DoesNotHold)
}

/// The changes as Markdown that an author can work through.
pub struct Markdown<'a> {
    /// All claims with their evidence.
    pub rows: &'a [Row],
    /// What [`of`] made of them.
    pub changes: &'a [Change],
}

impl fmt::Display for Markdown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "# Errata\n")?;
        writeln!(
            f,
            "{} changes, in the order of the documents. Each can be applied alone.",
            self.changes.len()
        )?;
        let (mut document, mut section) = (None, "");
        for change in self.changes {
            if document != Some(change.document) {
                (document, section) = (Some(change.document), "");
                writeln!(f, "\n## The {}", change.document)?;
            }
            if section != change.erratum.section {
                section = &change.erratum.section;
                writeln!(f, "\n### {section}")?;
            }
            let row = self.rows.iter().find(|row| row.settled.id == change.claim);
            entry(change, row.expect("a change has a claim"), f)?;
        }
        Ok(())
    }
}

fn entry(change: &Change, row: &Row, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let Settled { id, verdict, effect, n, .. } = &row.settled;
    writeln!(f, "\n**{id}**: {verdict}. {}\n", row.statement)?;
    writeln!(f, "Where: {}\n\nWrite:\n", change.erratum.place)?;
    for line in change.erratum.write.lines() {
        writeln!(f, "{}", format!("> {line}").trim_end())?;
    }
    let link = row.link.as_deref().unwrap_or("none");
    writeln!(f, "\nMeasured: {effect} (n = {n}). Evidence: {link}. Source: {}.", change.source)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Ledger;
    use std::path::Path;

    fn committed() -> Ledger {
        let reports = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../reports");
        Ledger::of(&report::load_all(&reports).unwrap()).unwrap()
    }

    #[test]
    fn a_claim_has_errata_if_and_only_if_its_verdict_asks_for_them() {
        let ledger = committed();
        for row in &ledger.claims {
            let id = &row.settled.id;
            let shown = ledger.errata.iter().any(|change| change.claim == *id);
            assert_eq!(shown, needs_change(row.settled.verdict), "{id}: {}", row.settled.verdict);
        }
    }

    #[test]
    fn every_erratum_stands_under_a_heading_and_can_be_pasted() {
        for claim in claims::all() {
            let headings = coverage::headings(claim.document);
            for erratum in &claim.errata {
                let (id, section) = (&claim.id, &erratum.section);
                assert!(headings.contains(&section.as_str()), "{id}: no heading `{section}`");
                for text in [&erratum.place, &erratum.write] {
                    assert!(!text.is_empty() && text.trim() == text, "{id}: {text:?}");
                }
                let end = erratum.write.chars().last();
                assert!(
                    matches!(end, Some('.' | '?' | ':' | '”' | '`')),
                    "{id}: {}",
                    erratum.write
                );
            }
        }
    }

    /// A claim of the lesson's end, one of its beginning and one of the essay.
    #[test]
    fn changes_follow_the_documents() {
        let mut ledger = committed();
        ledger.claims.retain(|row| ["E06", "U007", "U096"].contains(&row.settled.id.as_str()));
        ledger.claims.reverse();
        let changes = of(&ledger.claims);
        let mut order: Vec<&str> = changes.iter().map(|change| change.claim.as_str()).collect();
        order.dedup();
        assert_eq!(order, ["E06", "U007", "U096"]);

        let text = Markdown { rows: &ledger.claims, changes: &changes }.to_string();
        assert_eq!(text.matches("\n## The ").count(), 2);
        assert_eq!(text.matches("\nWrite:\n").count(), changes.len());
    }
}
