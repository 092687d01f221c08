//! The command line, one file a command.

mod check;
mod explain;
mod interrupt;
mod ledger;
mod list;
mod ntk;
mod options;
mod regions;
mod run;
mod status;
mod weights;

use std::ffi::OsString;
use std::io::{ErrorKind, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use self::options::Folders;
use crate::progress::note;
use crate::{Data, Entry, Error};

/// Regenerates every table, figure and verdict of the book.
///
/// Without a command it runs every experiment, skipping the cells that earlier runs have finished,
/// and writes the folder `reports`, which the book reads.
#[derive(Debug, Parser)]
#[command(
    bin_name = "cargo reproduce",
    version,
    args_conflicts_with_subcommands = true,
    after_help = "Examples:
  cargo reproduce                     every report, from where the last run stopped
  cargo reproduce --quick             the same code with small constants, to target/quick
  cargo reproduce run uat.protocol    one experiment
  cargo reproduce check               is `reports` what the experiments give?
  cargo reproduce explain U020        a claim, its rule, its verdict and the evidence
  cargo reproduce regions --weights FILE
                                      the linear regions of a network of yours
  cargo reproduce ntk --weights FILE --inputs X.npy --out K.npy
                                      its neural tangent kernel

Exit codes: 0 done, 1 the check failed, 2 wrong use or an unusable file,
3 this machine's arithmetic is not IEEE 754, 130 interrupted"
)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    run: run::Options,
}

#[derive(Debug, Subcommand)]
enum Command {
    Run(run::Args),
    Check(check::Args),
    List(list::Args),
    Status(status::Args),
    Explain(explain::Args),
    Ledger(ledger::Args),
    Regions(regions::Args),
    Ntk(ntk::Args),
}

/// Runs the command that the process was started with.
///
/// Messages go to standard error, answers to standard output. The exit code is
/// [`Error::exit_code`]'s.
#[must_use]
pub fn main(registry: &[Entry]) -> ExitCode {
    ExitCode::from(main_with(registry, std::env::args_os(), &mut std::io::stdout().lock()))
}

/// As [`main`], with its surroundings as arguments; `arguments` begin with the program's name.
pub fn main_with(
    registry: &[Entry],
    arguments: impl IntoIterator<Item = OsString>,
    out: &mut dyn Write,
) -> u8 {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(help) if help.exit_code() == 0 => {
            return finish(writeln!(out, "{}", help.to_string().trim_end()).map_err(Error::from));
        }
        Err(misuse) => {
            note(misuse.to_string().trim_end());
            return 2;
        }
    };
    let command = cli.command.unwrap_or(Command::Run(run::Args::everything(cli.run)));
    finish(match command {
        Command::Run(args) => args.execute(registry, out),
        Command::Check(args) => args.execute(registry, out),
        Command::List(args) => args.execute(registry, out),
        Command::Status(args) => args.execute(registry, out),
        Command::Explain(args) => args.execute(registry, out),
        Command::Ledger(args) => args.execute(registry, out),
        Command::Regions(args) => args.execute(registry, out),
        Command::Ntk(args) => args.execute(registry, out),
    })
}

fn finish(result: Result<(), Error>) -> u8 {
    match result {
        Ok(()) => 0,
        // Whoever reads our output has seen enough.
        Err(Error::Output(error)) if error.kind() == ErrorKind::BrokenPipe => 0,
        Err(error) => {
            note(format_args!("error: {error}"));
            error.exit_code()
        }
    }
}

/// The entries with these ids in the order of the registry, or all if there are none.
fn select<'a>(registry: &'a [Entry], ids: &[String]) -> Result<Vec<&'a Entry>, Error> {
    if let Some(id) = ids.iter().find(|id| !registry.iter().any(|entry| entry.id == **id)) {
        let known = registry.iter().map(|entry| entry.id);
        return Err(Error::UnknownId {
            kind: "experiment",
            id: id.clone(),
            near: nearest(id, known),
        });
    }
    let chosen = |entry: &&Entry| ids.is_empty() || ids.iter().any(|id| id == entry.id);
    Ok(registry.iter().filter(chosen).collect())
}

/// The selected entries, each with its data: what is missing should be known before the first hour
/// of work, not after it.
fn load<'a>(
    registry: &'a [Entry],
    ids: &[String],
    folders: &Folders,
) -> Result<Vec<(&'a Entry, Data)>, Error> {
    let load = |entry: &'a Entry| Ok((entry, Data::load(&folders.data(), entry.data)?));
    select(registry, ids)?.into_iter().map(load).collect()
}

/// The known id that was most likely meant, if one is similar.
fn nearest<'a>(id: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    let score = |known: &str| strsim::jaro_winkler(&id.to_lowercase(), &known.to_lowercase());
    let scored = known.map(|known| (score(known), known)).filter(|(score, _)| *score > 0.8);
    scored.max_by(|(a, _), (b, _)| a.total_cmp(b)).map(|(_, known)| known.to_owned())
}

/// Refuses a machine whose arithmetic would give other bits.
fn self_check() -> Result<(), Error> {
    numerics::self_check().map_err(|error| Error::SelfCheck(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definition_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn near_names() {
        let known = || ["uat.protocol", "depth.sawtooth", "depth.sawtooth-training"].into_iter();
        for (id, near) in [
            ("uat.protocl", Some("uat.protocol")),
            ("UAT.Protocol", Some("uat.protocol")),
            ("depth.sawtoth", Some("depth.sawtooth")),
            ("sawtooth", None),
            ("x", None),
        ] {
            assert_eq!(nearest(id, known()).as_deref(), near, "{id}");
        }
    }
}
