//! `check`: are the committed results what the experiments give, and does the book use them?

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use report::{Files, Manifest, Report, read_folder, to_json, write_atomic};

use super::options::{Folders, Jobs, Place, Variant};
use super::{interrupt, load, self_check};
use crate::compare::{differences, uncited};
use crate::ledger::Ledger;
use crate::runner::{Reuse, Runner, Shard};
use crate::{Entry, Error};

/// Regenerate the results and compare them with the committed ones
///
/// Every cell runs again, and nothing is written. For each file that differs, the first differing
/// table cell, JSON path or line is printed. Files that no experiment makes and results that no
/// chapter cites fail the check, too.
///
/// The small constants have no committed reports, but a fingerprint of every file in
/// `tests/quick-manifest.json`; `check --quick` compares with that within a minute.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The experiments [default: all of them]
    #[arg(value_name = "ID")]
    ids: Vec<String>,
    /// Check the small constants against their fingerprints
    #[arg(long)]
    quick: bool,
    /// Accept the fingerprints as they are now
    #[arg(long, requires = "quick", conflicts_with = "ids")]
    bless: bool,
    /// Believe the stored cells instead of running them again
    #[arg(long)]
    cached: bool,
    #[command(flatten)]
    jobs: Jobs,
    #[command(flatten)]
    place: Place,
}

impl Args {
    pub(super) fn execute(self, registry: &[Entry], out: &mut dyn Write) -> Result<(), Error> {
        let folders = self.place.folders()?;
        let work = load(registry, &self.ids, &folders)?;
        self_check()?;
        interrupt::catch();
        let runner = Runner {
            profile: Variant { quick: self.quick, shift: 0 }.profile(),
            shift: 0,
            jobs: self.jobs.get(),
            reuse: if self.cached { Reuse::Stored(folders.store()) } else { Reuse::Nothing },
            shard: Shard::WHOLE,
            stop: &interrupt::STOP,
        };
        let mut reports = Vec::new();
        for (entry, data) in &work {
            let records = runner.run(entry, data)?.records.expect("one shard has all cells");
            reports.push(entry.report(runner.profile, 0, records));
        }
        if self.quick {
            self.check_quick(&reports, &folders, out)
        } else {
            self.check_full(&reports, registry, &folders, out)
        }
    }

    fn check_full(
        &self,
        reports: &[Report],
        registry: &[Entry],
        folders: &Folders,
        out: &mut dyn Write,
    ) -> Result<(), Error> {
        let folder = folders.reports(Variant::FULL);
        let committed = read_folder(&folder)?;
        let mut problems = Vec::new();
        for report in reports {
            let id = Path::new(&report.experiment);
            let inside = |path: &Path| path.starts_with(id);
            let old = committed.iter().filter(|(path, _)| inside(path));
            let old = old.map(|(path, bytes)| (path.clone(), bytes.clone())).collect();
            problems.extend(differences(&old, &files(report)?));
        }
        problems.extend(orphans(&committed, registry));
        problems.extend(stale_indices(&folder, &committed));
        let chapters = chapters(&folders.root.join("book/src"))?;
        problems.extend(reports.iter().flat_map(|report| uncited(report, &chapters)));
        let what = format!("{} and the book", folder.display());
        verdict(reports, &problems, &what, "`cargo reproduce` remakes the reports", out)
    }

    fn check_quick(
        &self,
        reports: &[Report],
        folders: &Folders,
        out: &mut dyn Write,
    ) -> Result<(), Error> {
        let mut regenerated = Files::new();
        for report in reports {
            regenerated.extend(files(report)?);
        }
        let regenerated = Manifest::of(&regenerated);
        let path = folders.root.join("tests/quick-manifest.json");
        if self.bless {
            write_atomic(&path, to_json(&regenerated).as_bytes())?;
            writeln!(out, "{}: {} files", path.display(), regenerated.files.len())?;
            return Ok(());
        }
        let committed: Manifest = report::read_json(&path)?;
        let chosen = |file: &&String| {
            reports.iter().any(|report| Path::new(file).starts_with(&report.experiment))
        };
        let everything = self.ids.is_empty();
        let old = committed.files.keys().filter(|file| everything || chosen(file));
        let mut names: Vec<&String> = old.chain(regenerated.files.keys()).collect();
        names.sort();
        names.dedup();
        let problem = |name: &String| match (committed.files.get(name), regenerated.files.get(name))
        {
            (Some(old), Some(new)) if old == new => None,
            (Some(_), Some(_)) => Some(format!("{name}: other bytes than before")),
            (Some(_), None) => Some(format!("{name}: no experiment makes it any more")),
            (None, _) => Some(format!("{name}: new")),
        };
        let problems: Vec<String> = names.into_iter().filter_map(problem).collect();
        let remedy = "if that is meant, `cargo reproduce check --quick --bless` accepts it";
        verdict(reports, &problems, &path.display().to_string(), remedy, out)
    }
}

/// The files of a report by their path inside the reports folder.
fn files(report: &Report) -> Result<Files, Error> {
    let folder = PathBuf::from(&report.experiment);
    let files = report.files()?.into_iter();
    Ok(files.map(|(path, bytes)| (folder.join(path), bytes)).collect())
}

/// Files that belong to no experiment.
fn orphans(committed: &Files, registry: &[Entry]) -> Vec<String> {
    let known = |path: &Path| {
        let indices = ["ledger.json", "manifest.json"];
        indices.iter().any(|index| path == Path::new(index))
            || registry.iter().any(|entry| path.starts_with(entry.id))
    };
    let orphans = committed.keys().filter(|path| !known(path));
    orphans
        .map(|path| format!("{}: no experiment makes this file: remove it", path.display()))
        .collect()
}

/// Whether ledger and manifest are those of the committed reports.
fn stale_indices(folder: &Path, committed: &Files) -> Vec<String> {
    let mut reports = committed.clone();
    reports.remove(Path::new("manifest.json"));
    let manifest = to_json(&Manifest::of(&reports));
    let ledger = match report::load_all(folder).and_then(|reports| Ledger::of(&reports)) {
        Ok(ledger) => to_json(&ledger),
        Err(error) => return vec![error.to_string()],
    };
    let expected = [("ledger.json", ledger), ("manifest.json", manifest)];
    let expected: Files =
        expected.into_iter().map(|(name, text)| (PathBuf::from(name), text.into_bytes())).collect();
    let found = committed.iter().filter(|(path, _)| expected.contains_key(*path));
    differences(&found.map(|(path, bytes)| (path.clone(), bytes.clone())).collect(), &expected)
}

/// The text of all chapters.
fn chapters(folder: &Path) -> Result<String, Error> {
    let mut text = String::new();
    for path in
        read_folder(folder)?.keys().filter(|path| path.extension().is_some_and(|e| e == "md"))
    {
        let path = folder.join(path);
        text += &fs::read_to_string(&path).map_err(Error::io("read", &path))?;
    }
    Ok(text)
}

fn verdict(
    reports: &[Report],
    problems: &[String],
    what: &str,
    remedy: &str,
    out: &mut dyn Write,
) -> Result<(), Error> {
    for problem in problems {
        writeln!(out, "{problem}")?;
    }
    let experiments = reports.len();
    match problems.len() {
        0 => Ok(writeln!(out, "{what}: as {experiments} experiments make them")?),
        1 => Err(Error::Different(format!("one problem in {what}: {remedy}"))),
        n => Err(Error::Different(format!("{n} problems in {what}: {remedy}"))),
    }
}
