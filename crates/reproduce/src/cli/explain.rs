//! `explain`: one claim or experiment with its evidence.

use std::io::Write;

use report::{Profile, Report, Settled};

use super::nearest;
use super::options::{Folders, Place, Variant};
use crate::claims::{self, Claim};
use crate::{Entry, Error};

/// Explain a claim or an experiment: statement, rule, verdict, evidence, files
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  cargo reproduce explain U020
  cargo reproduce explain uat.protocol")]
pub(super) struct Args {
    /// A claim, such as U020, or an experiment, such as uat.protocol
    id: String,
    #[command(flatten)]
    place: Place,
}

impl Args {
    pub(super) fn execute(self, registry: &[Entry], out: &mut dyn Write) -> Result<(), Error> {
        let folders = self.place.folders()?;
        if let Some(claim) = claims::get(&self.id.to_uppercase()) {
            return explain_claim(claim, &folders, out);
        }
        if let Some(entry) = registry.iter().find(|entry| entry.id == self.id) {
            return explain_experiment(entry, &folders, out);
        }
        let claims = claims::all().iter().map(|claim| claim.id.as_str());
        let near = nearest(&self.id, registry.iter().map(|entry| entry.id).chain(claims));
        Err(Error::UnknownId { kind: "experiment or claim", id: self.id, near })
    }
}

fn explain_claim(claim: &Claim, folders: &Folders, out: &mut dyn Write) -> Result<(), Error> {
    writeln!(out, "{}: {}", claim.id, claim.statement)?;
    writeln!(out, "    section      {}", claim.section)?;
    writeln!(out, "    rule         {}", claim.rule)?;
    let report = committed(folders, claim.settled_by())?;
    match report.as_ref().and_then(|report| report.claim(&claim.id).ok()) {
        Some(settled) => write_verdict(settled, out)?,
        None => writeln!(out, "    verdict      open")?,
    }
    writeln!(out, "    correction   {}", claim.correction)?;
    writeln!(out, "    source       {}", claim.source)?;
    for erratum in &claim.errata {
        writeln!(out, "    erratum      {}: {}", erratum.section, erratum.place)?;
        for line in erratum.write.lines() {
            writeln!(out, "        write    {line}")?;
        }
    }
    writeln!(out, "    experiments  {}", claim.experiments.join(", "))?;
    write_files(folders, report.as_ref(), out)
}

fn explain_experiment(entry: &Entry, folders: &Folders, out: &mut dyn Write) -> Result<(), Error> {
    writeln!(out, "{}: {}", entry.id, entry.question)?;
    writeln!(out, "    cells        {}", entry.cells(Profile::Full, 0).len())?;
    let report = committed(folders, entry.id)?;
    match &report {
        None => writeln!(out, "    verdicts     not run yet")?,
        Some(report) => {
            for claim in &report.claims {
                writeln!(out, "{}", claim.id)?;
                write_verdict(claim, out)?;
            }
        }
    }
    write_files(folders, report.as_ref(), out)
}

/// The committed report of an experiment, if it has been run.
fn committed(folders: &Folders, experiment: &str) -> Result<Option<Report>, Error> {
    match report::load(&folders.reports(Variant::FULL), experiment) {
        Ok(report) => Ok(Some(report)),
        Err(report::Error::NoReport { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn write_verdict(settled: &Settled, out: &mut dyn Write) -> Result<(), Error> {
    writeln!(out, "    verdict      {}", settled.verdict)?;
    write!(out, "    effect       {} (n = {}", settled.effect, settled.n)?;
    if let Some([low, high]) = settled.interval {
        write!(out, ", 95 % interval {low} to {high}")?;
    }
    if let Some(p) = settled.p {
        write!(out, ", p = {p}")?;
    }
    writeln!(out, ")")?;
    Ok(())
}

fn write_files(
    folders: &Folders,
    report: Option<&Report>,
    out: &mut dyn Write,
) -> Result<(), Error> {
    let Some(report) = report else { return Ok(()) };
    let folder = folders.reports(Variant::FULL).join(&report.experiment);
    for path in report.files()?.keys() {
        writeln!(out, "    file         {}", folder.join(path).display())?;
    }
    Ok(())
}
