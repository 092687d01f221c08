//! `ledger`: every claim with its verdict.

use std::io::Write;
use std::path::Path;

use report::{Manifest, to_json, write_atomic};

use super::options::{Place, Variant};
use crate::ledger::Ledger;
use crate::{Entry, Error};

/// Print every claim with its verdict
///
/// Claims that no experiment has settled yet are `open`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// As JSON, the content of `reports/ledger.json`
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

impl Args {
    pub(super) fn execute(self, _: &[Entry], out: &mut dyn Write) -> Result<(), Error> {
        let reports = self.place.folders()?.reports(Variant::FULL);
        let ledger = Ledger::of(&report::load_all(&reports)?)?;
        if self.json {
            write!(out, "{}", to_json(&ledger))?;
            return Ok(());
        }
        writeln!(out, "{ledger}")?;
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
