//! The 112 claims of the two documents, each with the rule that decides it.
//!
//! `claims.json` is the register: what the essay and the lesson say in our words, the decision
//! rule, fixed before any run, and the correct statement as far as it is known from the
//! literature. Verdicts and measured numbers are not in it: an experiment computes them and
//! returns them as [`Settled`], made by [`Claim::settle`] so that the rule is the register's.
//!
//! ```
//! use report::Verdict;
//! use reproduce::claims;
//!
//! let claim = claims::get("U024").expect("a claim of the lesson");
//! assert_eq!(claim.settled_by(), "depth.sawtooth");
//! let settled = claim.settle(Verdict::DoesNotHold, "2^(k−1) maxima for k = 1 to 12", 12);
//! assert_eq!(settled.rule, claim.rule);
//! ```

use std::fmt;
use std::sync::LazyLock;

use report::{Settled, Verdict};
use serde::{Deserialize, Serialize};

/// The experiments that settle the claims, in the order of the book.
pub const EXPERIMENTS: [&str; 35] = [
    "engine.checks",
    "engine.port",
    "uat.protocol",
    "uat.constructive",
    "uat.activations",
    "uat.learnability",
    "depth.sawtooth",
    "depth.sawtooth-training",
    "depth.squaring",
    "depth.radial",
    "depth.comparison",
    "depth.linear-collapse",
    "depth.regions",
    "depth.architect",
    "spline.affine",
    "spline.templates",
    "spline.efficiency",
    "barron.constant",
    "barron.rate",
    "kolmogorov.inner",
    "ntk.limit",
    "ntk.drift",
    "ntk.regression",
    "ntk.feature-learning",
    "lottery.as-written",
    "lottery.tickets",
    "lottery.search",
    "descent.features",
    "descent.bias-variance",
    "descent.networks",
    "generalisation.bounds",
    "bias.symmetries",
    "bias.samples",
    "bias.heuristics",
    "answers",
];

/// One statement of a document, with the rule that decides whether it holds.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// `E01` to `E12` in the essay, `U001` to `U100` in the lesson.
    pub id: String,
    /// Where it stands.
    pub document: Document,
    /// The heading it stands under.
    pub section: String,
    /// What kind of statement it is.
    pub kind: Kind,
    /// Whether a computation can decide it, or only the literature.
    pub testable: bool,
    /// What the document says, in our words.
    pub statement: String,
    /// Which outcome means which verdict, fixed before the run.
    pub rule: String,
    /// The correct statement, as far as it does not depend on a measurement.
    pub correction: String,
    /// The papers that the correction rests on.
    pub source: String,
    /// What to write into the document where the verdict asks for a change.
    #[serde(default)]
    pub errata: Vec<Erratum>,
    /// The experiments it appears in: the first settles it, the others add to the evidence.
    pub experiments: Vec<String>,
}

/// A place in a document and what to write there, without measured numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Erratum {
    /// The heading it stands under.
    pub section: String,
    /// The sentence or line of code, by a few of its words.
    pub place: String,
    /// The sentence or code to put there, as Markdown.
    pub write: String,
}

/// One of the two documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Document {
    /// The essay on representational efficiency.
    Essay,
    /// The lesson on the universal approximation theorem.
    Lesson,
}

/// What kind of statement a claim is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A mathematical statement, proved or not.
    Theorem,
    /// A definition or an identity.
    Formula,
    /// What an experiment is said to show.
    Empirical,
    /// Advice, interpretation or opinion.
    Heuristic,
    /// A table, printed by code or written down.
    Table,
    /// Who proved what.
    Reference,
    /// A drawing.
    Figure,
}

impl fmt::Display for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Essay => "essay",
            Self::Lesson => "lesson",
        })
    }
}

impl Claim {
    /// The experiment that settles it.
    #[must_use]
    pub fn settled_by(&self) -> &str {
        &self.experiments[0]
    }

    /// This claim with its verdict, without interval and p-value; rule and correction are the
    /// register's. `effect` is the measured effect in words with its number, `n` the number of
    /// independent runs or exact cases.
    #[must_use]
    pub fn settle(&self, verdict: Verdict, effect: impl Into<String>, n: u64) -> Settled {
        Settled {
            id: self.id.clone(),
            verdict,
            rule: self.rule.clone(),
            effect: effect.into(),
            n,
            interval: None,
            p: None,
            correction: self.correction.clone(),
        }
    }
}

static CLAIMS: LazyLock<Vec<Claim>> = LazyLock::new(|| {
    let text = include_str!("../claims.json");
    serde_json::from_str(text).unwrap_or_else(|error| panic!("claims.json: {error}"))
});

/// All claims, the essay's first, in the order of the documents.
#[must_use]
pub fn all() -> &'static [Claim] {
    &CLAIMS
}

/// The claim with this id.
#[must_use]
pub fn get(id: &str) -> Option<&'static Claim> {
    all().iter().find(|claim| claim.id == id)
}

/// [`Claim::settle`] of the claim with this id; a statistic adds its interval:
///
/// ```
/// use report::{Settled, Verdict};
/// use reproduce::claims;
///
/// let settled = claims::settle("U020", Verdict::DoesNotHold, "ratio of medians = 1.4", 20);
/// let settled = Settled { interval: Some([1.2, 1.6]), ..settled };
/// ```
///
/// # Panics
///
/// If there is no such claim.
#[must_use]
pub fn settle(id: &str, verdict: Verdict, effect: impl Into<String>, n: u64) -> Settled {
    let claim = get(id).unwrap_or_else(|| panic!("there is no claim `{id}`"));
    claim.settle(verdict, effect, n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_register_has_every_claim_of_both_documents_once_and_in_order() {
        let essay = (1..=12).map(|i| (format!("E{i:02}"), Document::Essay));
        let lesson = (1..=100).map(|i| (format!("U{i:03}"), Document::Lesson));
        let expected: Vec<_> = essay.chain(lesson).collect();
        let found: Vec<_> = all().iter().map(|c| (c.id.clone(), c.document)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn every_claim_is_settled_by_an_experiment_and_every_text_is_a_sentence() {
        for claim in all() {
            let id = &claim.id;
            assert!(!claim.experiments.is_empty(), "{id}");
            for experiment in &claim.experiments {
                assert!(EXPERIMENTS.contains(&experiment.as_str()), "{id}: {experiment}");
            }
            for text in [&claim.statement, &claim.rule, &claim.correction] {
                assert!(text.len() > 4 && text.ends_with('.'), "{id}: {text}");
                assert_eq!(text.trim(), text, "{id}");
            }
            assert!(!claim.section.is_empty() && !claim.source.is_empty(), "{id}");
        }
    }

    #[test]
    fn every_rule_comes_to_a_verdict_whatever_the_outcome() {
        for claim in all() {
            let total = claim.rule.contains("otherwise ");
            let undecidable = claim.rule.starts_with("Not testable: ") && !claim.testable;
            assert!(total || undecidable, "{}: {}", claim.id, claim.rule);
        }
    }

    #[test]
    fn every_experiment_exists_and_settles_what_the_register_says_so_that_no_claim_is_open() {
        let registered = crate::experiments::REGISTRY.iter().map(|entry| entry.id);
        assert_eq!(registered.collect::<Vec<_>>(), EXPERIMENTS);
        for entry in crate::experiments::REGISTRY {
            let planned: Vec<_> = all().iter().filter(|c| c.settled_by() == entry.id).collect();
            let planned: Vec<_> = planned.iter().map(|claim| claim.id.as_str()).collect();
            assert_eq!(entry.claims, planned, "{}", entry.id);
        }
    }

    #[test]
    fn look_ups() {
        assert_eq!(get("U099").unwrap().settled_by(), "ntk.feature-learning");
        assert!(get("U101").is_none());
    }
}
