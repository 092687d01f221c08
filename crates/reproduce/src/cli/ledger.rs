//! `ledger`: every claim with its verdict.

use std::io::Write;
use std::path::Path;

use report::{Manifest, to_json, write_atomic};

use super::options::{Place, Variant};
use crate::errata::Markdown;
use crate::ledger::Ledger;
use crate::{Entry, Error};

/// Print every claim with its verdict, or the changes that the documents need
///
/// Claims that no experiment has settled yet are `open`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  cargo reproduce ledger
  cargo reproduce ledger --errata > errata.md
  cargo reproduce ledger --errata --json")]
pub(super) struct Args {
    /// What to write into the documents instead, by document and place, as Markdown
    #[arg(long)]
    errata: bool,
    /// As JSON, the content of `reports/ledger.json` or its errata
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

impl Args {
    pub(super) fn execute(self, _: &[Entry], out: &mut dyn Write) -> Result<(), Error> {
        let reports = self.place.folders()?.reports(Variant::FULL);
        let ledger = Ledger::of(&report::load_all(&reports)?)?;
        match (self.errata, self.json) {
            (false, false) => writeln!(out, "{ledger}")?,
            (false, true) => write!(out, "{}", to_json(&ledger))?,
            (true, false) => {
                let markdown = Markdown { rows: &ledger.claims, changes: &ledger.errata };
                write!(out, "{markdown}")?;
            }
            (true, true) => write!(out, "{}", to_json(&ledger.errata))?,
        }
        Ok(())
    }
}

/// Makes `ledger.json` and `manifest.json` anew from the reports that there are.
pub(super) fn rewrite(reports: &Path) -> Result<(), Error> {
    let ledger = Ledger::of(&report::load_all(reports)?)?;
    write_atomic(&reports.join("ledger.json"), to_json(&ledger).as_bytes())?;
    let manifest = Manifest::of_folder(reports)?;
    write_atomic(&reports.join("manifest.json"), to_json(&manifest).as_bytes())?;
    Ok(())
}
