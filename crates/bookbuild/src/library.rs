//! The reports that the chapters cite, each read once.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use report::{Report, Settled, Verdict};
use serde::Deserialize;
use serde_json::Value;

/// A claim's row in `reports/ledger.json`.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Claim {
    /// The document it stands in.
    pub(crate) document: String,
    /// The claim, in one sentence.
    pub(crate) statement: String,
    /// The experiment that settles it, or will.
    pub(crate) experiment: String,
    /// The papers that the correction rests on.
    pub(crate) source: String,
    /// Id, verdict and evidence.
    #[serde(flatten)]
    pub(crate) settled: Settled,
}

/// A change to a document, as `reports/ledger.json` lists it.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Erratum {
    /// The claim that it makes true.
    pub(crate) claim: String,
    /// The document to change.
    pub(crate) document: String,
    /// The heading it stands under.
    pub(crate) section: String,
    /// The sentence or line, by a few of its words.
    pub(crate) place: String,
    /// What to write there, as Markdown.
    pub(crate) write: String,
}

#[derive(Deserialize)]
struct Ledger {
    claims: Vec<Claim>,
    #[serde(default)]
    errata: Vec<Erratum>,
}

/// The folder `reports/`, and what has been cited from it.
pub(crate) struct Library {
    folder: PathBuf,
    reports: BTreeMap<String, Report>,
    ledger: Option<Ledger>,
    cited: BTreeSet<String>,
}

impl Library {
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self { folder, reports: BTreeMap::new(), ledger: None, cited: BTreeSet::new() }
    }

    /// The report of an experiment.
    pub(crate) fn report(&mut self, experiment: &str) -> Result<&Report, String> {
        if !self.reports.contains_key(experiment) {
            let report =
                report::load(&self.folder, experiment).map_err(|error| error.to_string())?;
            self.reports.insert(experiment.to_owned(), report);
        }
        Ok(&self.reports[experiment])
    }

    /// The value at `EXPERIMENT#path.of.keys`; a path that starts with
    /// `constants.` is looked up in the experiment's constants.
    pub(crate) fn value(&mut self, target: &str) -> Result<&Value, String> {
        let (experiment, path) = split(target)?;
        let report = self.report(experiment)?;
        match path.strip_prefix("constants.") {
            Some(rest) => report
                .constants
                .pointer(&format!("/{}", rest.replace('.', "/")))
                .ok_or_else(|| format!("report `{experiment}` has no constant `{rest}`")),
            None => report.value(path).map_err(|error| error.to_string()),
        }
    }

    /// All claims, in the ledger's order.
    pub(crate) fn ledger(&mut self) -> Result<&[Claim], String> {
        Ok(&self.read_ledger()?.claims)
    }

    /// What to change in the documents, in the order of their places.
    pub(crate) fn errata(&mut self) -> Result<&[Erratum], String> {
        Ok(&self.read_ledger()?.errata)
    }

    fn read_ledger(&mut self) -> Result<&Ledger, String> {
        if self.ledger.is_none() {
            let path = self.folder.join("ledger.json");
            self.ledger = Some(report::read_json(&path).map_err(|error| error.to_string())?);
        }
        Ok(self.ledger.as_ref().expect("it was just read"))
    }

    /// The claim with this id.
    pub(crate) fn claim(&mut self, id: &str) -> Result<Claim, String> {
        let claim = self.ledger()?.iter().find(|claim| claim.settled.id == id);
        let claim = claim.ok_or_else(|| format!("the ledger has no claim `{id}`"))?.clone();
        if claim.settled.verdict != Verdict::Open {
            // A run that was killed between the two leaves them of different age.
            let report = self.report(&claim.experiment)?;
            if report.claim(id).ok() != Some(&claim.settled) {
                return Err(format!(
                    "ledger.json and the report of `{}` do not agree on {id}: run `cargo reproduce`",
                    claim.experiment
                ));
            }
        }
        Ok(claim)
    }

    /// Remembers that a table, a figure or a verdict is shown.
    pub(crate) fn cite(&mut self, kind: &str, target: &str) {
        self.cited.insert(format!("{kind} {target}"));
    }

    /// Every table, figure and verdict of every report that no chapter shows,
    /// as `table EXPERIMENT#ID` or `verdict CLAIM`.
    pub(crate) fn uncited(&self) -> Result<Vec<String>, String> {
        let mut uncited = Vec::new();
        for report in report::load_all(&self.folder).map_err(|error| error.to_string())? {
            let tables = report.tables.iter().map(|table| ("table", &table.id));
            let figures = report.figures.iter().map(|figure| ("figure", &figure.id));
            let names = tables
                .chain(figures)
                .map(|(kind, id)| format!("{kind} {}#{id}", report.experiment));
            let verdicts = report.claims.iter().map(|settled| format!("verdict {}", settled.id));
            uncited.extend(names.chain(verdicts).filter(|name| !self.cited.contains(name)));
        }
        Ok(uncited)
    }
}

/// `EXPERIMENT#rest` in two.
pub(crate) fn split(target: &str) -> Result<(&str, &str), String> {
    match target.split_once('#') {
        Some((experiment, rest)) if !experiment.is_empty() && !rest.is_empty() => {
            Ok((experiment, rest))
        }
        _ => Err(format!("expected EXPERIMENT#NAME, found `{target}`")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_has_two_parts() {
        assert_eq!(split("uat.protocol#a.b"), Ok(("uat.protocol", "a.b")));
        for wrong in ["uat.protocol", "#a", "a#", ""] {
            assert!(split(wrong).unwrap_err().starts_with("expected EXPERIMENT#NAME"));
        }
    }
}
