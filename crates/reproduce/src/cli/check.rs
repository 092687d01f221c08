//! `check`: are the committed results what the experiments give, and does the book use them?

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use report::{Files, Manifest, Profile, RACE, Report, read_folder, to_json, write_atomic};

use super::options::{Folders, Jobs, Place, Variant};
use super::{interrupt, load, self_check};
use crate::compare::{differences, uncited};
use crate::ledger::Ledger;
use crate::runner::{Reuse, Runner, Shard};
use crate::{Data, Entry, Error};

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
        match (self.quick, self.bless) {
            (false, _) => self.check_full(&work, registry, &folders, out),
            (true, false) => self.check_quick(&work, &folders, out),
            (true, true) => self.bless_quick(&work, &folders, out),
        }
    }

    fn check_full(
        &self,
        work: &[(&Entry, Data)],
        registry: &[Entry],
        folders: &Folders,
        out: &mut dyn Write,
    ) -> Result<(), Error> {
        let folder = folders.reports(Variant::FULL);
        let committed = read_folder(&folder)?;
        let chapters = chapters(&folders.root.join("book/src"))?;
        let mut problems = Vec::new();
        for report in self.regenerate(work, folders)? {
            let old = committed.iter().filter(|(path, _)| path.starts_with(&report.experiment));
            let old = old.map(|(path, bytes)| (path.clone(), bytes.clone())).collect();
            problems.extend(differences(&old, &files(&report)?));
            problems.extend(uncited(&report, &chapters));
        }
        problems.extend(orphans(&committed, registry));
        problems.extend(stale_indices(&folder, &committed));
        let what = format!("{} and the book", folder.display());
        conclude(&problems, &what, "`cargo reproduce` remakes the reports", out)
    }

    fn check_quick(
        &self,
        work: &[(&Entry, Data)],
        folders: &Folders,
        out: &mut dyn Write,
    ) -> Result<(), Error> {
        let path = fingerprints(folders);
        let mut committed = report::read_json::<Manifest>(&path)?.files;
        if !self.ids.is_empty() {
            let chosen = |file: &String| self.ids.iter().any(|id| Path::new(file).starts_with(id));
            committed.retain(|file, _| chosen(file));
        }
        let regenerated = self.quick_manifest(work, folders)?.files;
        let names: BTreeSet<&String> = committed.keys().chain(regenerated.keys()).collect();
        let problem = |name| match (committed.get(name), regenerated.get(name)) {
            (Some(old), Some(new)) if old == new => None,
            (Some(_), Some(_)) => Some(format!("{name}: other bytes than before")),
            (Some(_), None) => Some(format!("{name}: no experiment makes it any more")),
            (None, _) => Some(format!("{name}: new")),
        };
        let problems: Vec<String> = names.into_iter().filter_map(problem).collect();
        let remedy = "if that is meant, `cargo reproduce check --quick --bless` accepts it";
        conclude(&problems, &path.display().to_string(), remedy, out)
    }

    fn bless_quick(
        &self,
        work: &[(&Entry, Data)],
        folders: &Folders,
        out: &mut dyn Write,
    ) -> Result<(), Error> {
        let (path, manifest) = (fingerprints(folders), self.quick_manifest(work, folders)?);
        write_atomic(&path, to_json(&manifest).as_bytes())?;
        writeln!(out, "{}: {} files", path.display(), manifest.files.len())?;
        Ok(())
    }

    fn quick_manifest(
        &self,
        work: &[(&Entry, Data)],
        folders: &Folders,
    ) -> Result<Manifest, Error> {
        let mut all = Files::new();
        for report in self.regenerate(work, folders)? {
            all.extend(files(&report)?);
        }
        Ok(Manifest::of(&all))
    }

    /// The reports as the experiments make them now.
    fn regenerate(&self, work: &[(&Entry, Data)], folders: &Folders) -> Result<Vec<Report>, Error> {
        let runner = Runner {
            profile: if self.quick { Profile::Quick } else { Profile::Full },
            shift: 0,
            jobs: self.jobs.get(),
            reuse: if self.cached { Reuse::Stored(folders.store()) } else { Reuse::Nothing },
            times: folders.store(),
            shard: Shard::WHOLE,
            stop: &interrupt::STOP,
        };
        let plan = runner.plan(work);
        let report = |(entry, data): &(&Entry, Data)| {
            let records = runner.run(entry, data, &plan)?.records.expect("one shard has all cells");
            Ok(entry.report(runner.profile, runner.shift, records))
        };
        work.iter().map(report).collect()
    }
}

/// Where the fingerprints of the quick results are.
fn fingerprints(folders: &Folders) -> PathBuf {
    folders.root.join("tests/quick-manifest.json")
}

/// The files of a report by their path inside the reports folder.
fn files(report: &Report) -> Result<Files, Error> {
    let folder = PathBuf::from(&report.experiment);
    let files = report.files()?.into_iter();
    Ok(files.map(|(path, bytes)| (folder.join(path), bytes)).collect())
}

/// Files that belong to no experiment, and not to the race, whose report `benches` tests.
fn orphans(committed: &Files, registry: &[Entry]) -> Vec<String> {
    let known = |path: &Path| {
        let indices = ["ledger.json", "manifest.json"];
        indices.iter().any(|index| path == Path::new(index))
            || path.starts_with(RACE)
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

fn conclude(
    problems: &[String],
    what: &str,
    remedy: &str,
    out: &mut dyn Write,
) -> Result<(), Error> {
    for problem in problems {
        writeln!(out, "{problem}")?;
    }
    match problems.len() {
        0 => Ok(writeln!(out, "{what}: as the experiments make them")?),
        1 => Err(Error::Different(format!("one problem in {what}: {remedy}"))),
        n => Err(Error::Different(format!("{n} problems in {what}: {remedy}"))),
    }
}
