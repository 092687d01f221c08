//! Everything that the two documents contain, and where the book treats it.
//!
//! `coverage.json` names every passage, theorem, formula, list, table, figure, program, box and
//! question of the documents in a few words of ours, in their order. The book's page of it checks
//! that the places exist.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::claims::Document;

/// One thing in a document.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Where it stands.
    pub document: Document,
    /// The heading it stands under; the essay has none, so its passages are named by us.
    pub heading: String,
    /// What it is.
    pub kind: Kind,
    /// A name, in our words.
    pub item: String,
    /// Where the book treats it: `folder/page.md#fragment`, inside `book/src`.
    pub page: String,
    /// The claims that it makes.
    pub claims: Vec<String>,
}

/// What a thing in a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Running text.
    Text,
    /// A statement that is called a theorem or a hypothesis.
    Theorem,
    /// A displayed formula.
    Formula,
    /// A list of points.
    List,
    /// A table.
    Table,
    /// A drawing.
    Figure,
    /// A block of code.
    Code,
    /// A coloured box.
    Box,
    /// A question with its answer.
    Question,
}

static ITEMS: LazyLock<Vec<Item>> = LazyLock::new(|| {
    let text = include_str!("../coverage.json");
    serde_json::from_str(text).unwrap_or_else(|error| panic!("coverage.json: {error}"))
});

/// All items, the essay's first, in the order of the documents.
#[must_use]
pub fn all() -> &'static [Item] {
    &ITEMS
}

/// The headings of a document, in its order.
#[must_use]
pub fn headings(document: Document) -> Vec<&'static str> {
    let mut headings: Vec<_> =
        all().iter().filter(|i| i.document == document).map(|i| i.heading.as_str()).collect();
    headings.dedup();
    headings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claims;

    #[test]
    fn every_claim_is_in_some_row_and_every_row_names_claims_of_its_document() {
        for claim in claims::all() {
            let found = all().iter().any(|item| item.claims.contains(&claim.id));
            assert!(found, "{} is in no row of coverage.json", claim.id);
        }
        for item in all() {
            for id in &item.claims {
                let claim = claims::get(id).unwrap_or_else(|| panic!("{}: {id}", item.item));
                assert_eq!(claim.document, item.document, "{}: {id}", item.item);
            }
        }
    }

    #[test]
    fn every_claim_stands_under_a_heading_that_is_there() {
        for claim in claims::all() {
            let headings = headings(claim.document);
            assert!(headings.contains(&claim.section.as_str()), "{}: {}", claim.id, claim.section);
        }
    }

    #[test]
    fn a_heading_comes_once() {
        for document in [Document::Essay, Document::Lesson] {
            let mut headings = headings(document);
            let count = headings.len();
            headings.sort_unstable();
            headings.dedup();
            assert_eq!(headings.len(), count, "{document}: rows of one heading are apart");
        }
    }
}
