//! The ledger: every claim of the documents, settled or open, on one page.
//!
//! It joins the register of [`claims`] with the verdicts of the reports that are there, and
//! refuses to do so where the two disagree: each experiment settles exactly the claims that the
//! register gives to it, by the rule that the register fixed before the run.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use numerics::NUMERICS_VERSION;
use report::{Error, Report, Settled, Verdict};
use serde::{Deserialize, Serialize};

use crate::claims::{self, Document};
use crate::errata::{self, Change};

/// The content of `reports/ledger.json`; it prints as a table for a terminal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ledger {
    /// The version of the numerics that made the reports.
    pub numerics_version: u32,
    /// How many claims have each verdict; all verdicts are listed.
    pub totals: BTreeMap<Verdict, usize>,
    /// All claims, in the order of the documents.
    pub claims: Vec<Row>,
    /// What to change in the documents.
    pub errata: Vec<Change>,
}

/// One claim with its verdict.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The document it is from.
    pub document: Document,
    /// The heading it stands under.
    pub section: String,
    /// What the document says, in our words.
    pub statement: String,
    /// The experiment that settles it, or will.
    pub experiment: String,
    /// Id, verdict and evidence; an open claim has an empty effect and n = 0.
    #[serde(flatten)]
    pub settled: Settled,
    /// The papers that the correction rests on.
    pub source: String,
    /// The report with the evidence, inside the reports folder; none while the claim is open.
    pub link: Option<String>,
}

impl Ledger {
    /// The ledger of these reports.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] if a report is of another version of the numerics, settles a claim that
    /// is not its own, settles one twice, not at all or by another rule, or returns it open.
    pub fn of(reports: &[Report]) -> Result<Self, Error> {
        let mut settled = BTreeMap::new();
        for report in reports {
            check(report).map_err(|problem| Error::Invalid {
                experiment: report.experiment.clone(),
                problem,
            })?;
            settled.extend(report.claims.iter().map(|claim| (claim.id.as_str(), claim)));
        }
        let mut rows = Vec::new();
        for claim in claims::all() {
            let evidence = settled.get(claim.id.as_str());
            let open = || claim.settle(Verdict::Open, "", 0);
            let row = Row {
                document: claim.document,
                section: claim.section.clone(),
                statement: claim.statement.clone(),
                experiment: claim.settled_by().into(),
                settled: evidence.map_or_else(open, |&settled| settled.clone()),
                source: claim.source.clone(),
                link: evidence.map(|_| format!("{}/report.json", claim.settled_by())),
            };
            rows.push(row);
        }
        let totals = count(rows.iter());
        let errata = errata::of(&rows);
        Ok(Self { numerics_version: NUMERICS_VERSION, totals, claims: rows, errata })
    }
}

/// How many of these claims have each verdict.
fn count<'a>(rows: impl Iterator<Item = &'a Row>) -> BTreeMap<Verdict, usize> {
    let mut totals: BTreeMap<Verdict, usize> = Verdict::ALL.map(|verdict| (verdict, 0)).into();
    for row in rows {
        *totals.entry(row.settled.verdict).or_default() += 1;
    }
    totals
}

/// What is wrong with a report's claims, in words that follow "report `ID`: ".
fn check(report: &Report) -> Result<(), String> {
    let experiment = report.experiment.as_str();
    if report.numerics_version != NUMERICS_VERSION {
        return Err(format!(
            "it was made by numerics {}, this is {NUMERICS_VERSION}: run `cargo reproduce run {experiment}`",
            report.numerics_version
        ));
    }
    let mut seen = BTreeSet::new();
    for Settled { id, verdict, rule, .. } in &report.claims {
        let claim = claims::get(id).ok_or_else(|| format!("claims.json has no claim `{id}`"))?;
        let owner = claim.settled_by();
        if owner != experiment {
            return Err(format!("it settles `{id}`, which claims.json gives to `{owner}`"));
        }
        if !seen.insert(id.as_str()) {
            return Err(format!("it settles `{id}` twice"));
        }
        if *rule != claim.rule {
            return Err(format!("it settles `{id}` by another rule than that of claims.json"));
        }
        if *verdict == Verdict::Open {
            return Err(format!("it leaves `{id}` open: a run must come to a verdict"));
        }
    }
    match claims::all()
        .iter()
        .find(|c| c.settled_by() == experiment && !seen.contains(c.id.as_str()))
    {
        Some(claim) => {
            Err(format!("it does not settle `{}`, which claims.json gives to it", claim.id))
        }
        None => Ok(()),
    }
}

impl fmt::Display for Ledger {
    /// One line a claim with its evidence, and the totals of each document and of both.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:5} {:24} {:>9}  {:21} effect", "id", "verdict", "n", "95 % interval")?;
        for Row { settled, .. } in &self.claims {
            let Settled { id, verdict, n, effect, interval, .. } = settled;
            let interval = interval
                .map(|[low, high]| format!("{} to {}", short(low), short(high)))
                .unwrap_or_default();
            let line = format!("{id:5} {verdict:24} {n:>9}  {interval:21} {effect}");
            writeln!(f, "{}", line.trim_end())?;
        }
        write!(f, "\n{:14}{:>7}", "", "claims")?;
        for verdict in Verdict::ALL {
            write!(f, "  {verdict}")?;
        }
        for document in [Document::Essay, Document::Lesson] {
            let rows = self.claims.iter().filter(|row| row.document == document);
            total(&document.to_string(), &count(rows), f)?;
        }
        total("both", &self.totals, f)
    }
}

/// A line of the table of totals, each number under its verdict.
fn total(name: &str, totals: &BTreeMap<Verdict, usize>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "\n{name:14}{:>7}", totals.values().sum::<usize>())?;
    for (verdict, n) in totals {
        write!(f, "  {n:>width$}", width = verdict.to_string().len())?;
    }
    Ok(())
}

/// Three digits.
fn short(x: f64) -> String {
    if x == 0.0 || (1e-3..1e4).contains(&x.abs()) { format!("{x:.3}") } else { format!("{x:.2e}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use report::Profile;
    use serde_json::Value;

    fn report(experiment: &str, claims: Vec<Settled>) -> Report {
        Report {
            experiment: experiment.into(),
            question: "?".into(),
            profile: Profile::Quick,
            shift: 0,
            numerics_version: NUMERICS_VERSION,
            constants: Value::Null,
            values: Value::Null,
            tables: Vec::new(),
            figures: Vec::new(),
            claims,
            cells: Vec::new(),
        }
    }

    fn settled(id: &str) -> Settled {
        let settled = claims::get(id).unwrap().settle(Verdict::Holds, "all equal", 7);
        Settled { interval: Some([0.5, f64::INFINITY]), ..settled }
    }

    #[test]
    fn without_reports_everything_is_open() {
        let ledger = Ledger::of(&[]).unwrap();
        assert_eq!(ledger.claims.len(), 112);
        assert_eq!(ledger.totals[&Verdict::Open], 112);
        assert_eq!(ledger.totals.values().sum::<usize>(), 112);
        assert!(ledger.errata.is_empty());
        let text = ledger.to_string();
        let totals: Vec<Vec<&str>> =
            text.lines().rev().take(3).map(|line| line.split_whitespace().collect()).collect();
        assert_eq!(totals[0], ["both", "112", "0", "0", "0", "0", "112"]);
        assert_eq!(totals[1], ["lesson", "100", "0", "0", "0", "0", "100"]);
        assert_eq!(totals[2], ["essay", "12", "0", "0", "0", "0", "12"]);
    }

    #[test]
    fn a_report_settles_its_claims() {
        let ledger = Ledger::of(&[report("engine.port", vec![settled("U019")])]).unwrap();
        let row = ledger.claims.iter().find(|row| row.settled.id == "U019").unwrap();
        assert_eq!(row.settled, settled("U019"));
        assert_eq!(row.link.as_deref(), Some("engine.port/report.json"));
        assert_eq!((ledger.totals[&Verdict::Holds], ledger.totals[&Verdict::Open]), (1, 111));
        let text = ledger.to_string();
        let line = text.lines().find(|line| line.starts_with("U019")).unwrap();
        let words: Vec<&str> = line.split_whitespace().collect();
        assert_eq!(words, ["U019", "holds", "7", "0.500", "to", "inf", "all", "equal"]);
    }

    #[test]
    fn the_file_has_the_keys_of_a_row_in_one_object_and_reads_back() {
        let ledger = Ledger::of(&[report("engine.port", vec![settled("U019")])]).unwrap();
        let text = report::to_json(&ledger);
        assert_eq!(serde_json::from_str::<Ledger>(&text).unwrap(), ledger);
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["totals"]["holds with conditions"], 0);
        let row =
            value["claims"].as_array().unwrap().iter().find(|row| row["id"] == "U019").unwrap();
        assert_eq!(row["verdict"], "holds");
        assert_eq!(row["interval"], serde_json::json!([0.5, "inf"]));
        assert_eq!(row["document"], "lesson");
    }

    #[test]
    fn disagreement_with_the_register_is_refused() {
        let spoilt = |spoil: fn(&mut Settled)| {
            let mut settled = settled("U019");
            spoil(&mut settled);
            report("engine.port", vec![settled])
        };
        let mut stale = report("engine.checks", Vec::new());
        stale.numerics_version += 1;
        for (report, expected) in [
            (
                report("engine.port", vec![]),
                "it does not settle `U019`, which claims.json gives to it",
            ),
            (
                report("engine.port", vec![settled("U019"), settled("U019")]),
                "it settles `U019` twice",
            ),
            (
                report("uat.protocol", vec![settled("U019")]),
                "it settles `U019`, which claims.json gives to `engine.port`",
            ),
            (spoilt(|s| s.id = "U999".into()), "claims.json has no claim `U999`"),
            (
                spoilt(|s| s.rule = "it looks right".into()),
                "by another rule than that of claims.json",
            ),
            (spoilt(|s| s.verdict = Verdict::Open), "it leaves `U019` open"),
            (stale, "run `cargo reproduce run engine.checks`"),
        ] {
            let message = Ledger::of(std::slice::from_ref(&report)).unwrap_err().to_string();
            assert!(message.starts_with(&format!("report `{}`: ", report.experiment)), "{message}");
            assert!(message.contains(expected), "{message}");
        }
    }
}
