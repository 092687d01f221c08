//! `run`: from cells to reports.

use std::fs;
use std::io::Write;
use std::path::Path;

use report::Report;

use super::options::{Folders, Jobs, Place, Variant};
use super::{interrupt, ledger, load, self_check, status};
use crate::runner::{Reuse, Runner, Shard};
use crate::{Data, Entry, Error};

/// Run experiments and write their reports
///
/// Cells that an earlier run finished are not run again, so an interrupted run goes on where it
/// stopped, and shards of several machines merge in one last run without `--shard`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  cargo reproduce run depth.sawtooth uat.protocol
  cargo reproduce run --dry-run               what is left to do, and how long it may take
  cargo reproduce run --shard 2/4             the second quarter of all cells, no reports
  cargo reproduce run --shift 1000            do the verdicts survive on other seeds?")]
pub(super) struct Args {
    /// The experiments [default: all of them]
    #[arg(value_name = "ID")]
    ids: Vec<String>,
    #[command(flatten)]
    options: Options,
}

/// Everything but the choice of experiments.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    #[command(flatten)]
    variant: Variant,
    #[command(flatten)]
    jobs: Jobs,
    /// Run only every N-th cell, from the I-th on, and write no reports
    #[arg(long, value_name = "I/N", default_value = "1/1", hide_default_value = true)]
    shard: Shard,
    /// Say what would be run and how long it may take, and stop
    #[arg(long)]
    dry_run: bool,
    /// Run the stored cells again, too
    #[arg(long)]
    fresh: bool,
    #[command(flatten)]
    place: Place,
}

impl Args {
    pub(super) fn everything(options: Options) -> Self {
        Self { ids: Vec::new(), options }
    }

    pub(super) fn execute(self, registry: &[Entry], out: &mut dyn Write) -> Result<(), Error> {
        let options = &self.options;
        let folders = options.place.folders()?;
        let work = load(registry, &self.ids, &folders)?;
        let store = folders.store();
        let runner = Runner {
            profile: options.variant.profile(),
            shift: options.variant.shift,
            jobs: options.jobs.get(),
            times: store.clone(),
            reuse: if options.fresh { Reuse::Overwrite(store) } else { Reuse::Stored(store) },
            shard: options.shard,
            stop: &interrupt::STOP,
        };
        if options.dry_run {
            return status::write(&work, &runner, out);
        }
        self_check()?;
        interrupt::catch();
        if options.shard != Shard::WHOLE {
            return run_shard(&work, &runner, out);
        }
        let reports = folders.reports(options.variant);
        prepare(&reports)?;
        let ran = run_whole(&work, &runner, &reports, out);
        // Whatever ended the run, the ledger tells of the reports that there are.
        let rewritten = ledger::rewrite(&reports);
        let ran = ran?;
        rewritten?;
        if options.variant.shift > 0 {
            compare_verdicts(&ran, &folders, out)?;
        }
        let set = report::Manifest::of_folder(&reports)?.set;
        writeln!(out, "{}: SHA-256 of the set {set}", reports.display())?;
        Ok(())
    }
}

fn run_shard(work: &[(&Entry, Data)], runner: &Runner, out: &mut dyn Write) -> Result<(), Error> {
    let plan = runner.plan(work);
    for (entry, data) in work {
        let ran = runner.run(entry, data, &plan)?;
        let rest = if ran.records.is_some() {
            "all cells are there"
        } else {
            "other shards have cells left"
        };
        writeln!(out, "{}: {} new cells, {rest}", entry.id, ran.fresh)?;
    }
    writeln!(out, "no reports yet: run once without --shard when every shard is done")?;
    Ok(())
}

fn run_whole(
    work: &[(&Entry, Data)],
    runner: &Runner,
    reports: &Path,
    out: &mut dyn Write,
) -> Result<Vec<Report>, Error> {
    let mut written = Vec::new();
    let plan = runner.plan(work);
    for (entry, data) in work {
        let ran = runner.run(entry, data, &plan)?;
        let records = ran.records.expect("one shard has all cells");
        let report = entry.report(runner.profile, runner.shift, records);
        report::swing(&reports.join(entry.id), &report.files()?)?;
        writeln!(out, "{}", summary(&report, ran.fresh))?;
        written.push(report);
    }
    Ok(written)
}

/// One line on a report: what it took and what it says.
fn summary(report: &Report, fresh: usize) -> String {
    let verdict = |claim: &report::Settled| format!("{} {}", claim.id, claim.verdict);
    let verdicts: Vec<String> = report.claims.iter().map(verdict).collect();
    format!(
        "{}: {} cells ({fresh} new), {} tables, {} figures{}{}",
        report.experiment,
        report.cells.len(),
        report.tables.len(),
        report.figures.len(),
        if verdicts.is_empty() { "" } else { "; " },
        verdicts.join(", ")
    )
}

/// Makes the reports folder, finishes what a killed run left there, and sees that it takes files.
fn prepare(reports: &Path) -> Result<(), Error> {
    fs::create_dir_all(reports).map_err(Error::io("create", reports))?;
    report::recover(reports)?;
    let probe = reports.join(".probe.swing-tmp");
    let probed = fs::write(&probe, "").and_then(|()| fs::remove_file(&probe));
    probed.map_err(Error::io("write", reports))
}

/// Which verdicts of the committed reports survive on other seeds.
fn compare_verdicts(
    shifted: &[Report],
    folders: &Folders,
    out: &mut dyn Write,
) -> Result<(), Error> {
    for report in shifted.iter().filter(|report| !report.claims.is_empty()) {
        let committed = report::load(&folders.committed(), &report.experiment)?;
        for claim in &report.claims {
            let (id, before, now) = (&claim.id, committed.claim(&claim.id)?.verdict, claim.verdict);
            if before == now {
                writeln!(out, "{id}: survives ({now})")?;
            } else {
                writeln!(
                    out,
                    "{id}: does not survive ({before} in the committed reports, {now} here)"
                )?;
            }
        }
    }
    Ok(())
}
