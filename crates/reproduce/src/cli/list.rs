//! `list`: the experiments and their questions.

use std::io::Write;

use report::Profile;

use crate::{Entry, Error};

/// List the experiments, their questions and the claims they settle
#[derive(Debug, clap::Args)]
pub(super) struct Args {}

impl Args {
    pub(super) fn execute(self, registry: &[Entry], out: &mut dyn Write) -> Result<(), Error> {
        for entry in registry {
            let cells =
                [Profile::Full, Profile::Quick].map(|profile| entry.cells(profile, 0).len());
            writeln!(out, "{}: {}", entry.id, entry.question)?;
            write!(out, "    {} cells, quick {}", cells[0], cells[1])?;
            if !entry.claims.is_empty() {
                write!(out, "; settles {}", entry.claims.join(", "))?;
            }
            writeln!(out)?;
        }
        Ok(())
    }
}
