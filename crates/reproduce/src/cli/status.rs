//! `status`: which cells are done, and how long the rest may take.

use std::io::Write;

use super::options::{Jobs, Place, Variant};
use super::{interrupt, load};
use crate::progress::duration;
use crate::runner::{Reuse, Runner, Shard};
use crate::{Data, Entry, Error};

/// Show which cells are stored and how long the rest may take
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The experiments [default: all of them]
    #[arg(value_name = "ID")]
    ids: Vec<String>,
    #[command(flatten)]
    variant: Variant,
    #[command(flatten)]
    jobs: Jobs,
    #[command(flatten)]
    place: Place,
}

impl Args {
    pub(super) fn execute(self, registry: &[Entry], out: &mut dyn Write) -> Result<(), Error> {
        let folders = self.place.folders()?;
        let work = load(registry, &self.ids, &folders)?;
        let runner = Runner {
            profile: self.variant.profile(),
            shift: self.variant.shift,
            jobs: self.jobs.get(),
            reuse: Reuse::Stored(folders.store()),
            times: folders.store(),
            shard: Shard::WHOLE,
            stop: &interrupt::STOP,
        };
        write(&work, &runner, out)
    }
}

/// A line for each experiment and one for all.
pub(super) fn write(
    work: &[(&Entry, Data)],
    runner: &Runner,
    out: &mut dyn Write,
) -> Result<(), Error> {
    let (mut cells, mut seconds, mut unknown) = (0, 0.0, false);
    for (entry, data) in work {
        let survey = runner.survey(entry, data)?;
        let todo = survey.todo.len();
        let mean = runner.times.mean_seconds(entry, runner.profile);
        let estimate =
            mean.map(|mean| mean * todo as f64 / runner.jobs.get().min(todo.max(1)) as f64);
        let left = match (todo, estimate) {
            (0, _) => "done".into(),
            (_, Some(estimate)) => format!("{todo} to run, about {}", duration(estimate)),
            (_, None) => format!("{todo} to run, never timed"),
        };
        writeln!(out, "{:28} {:5} cells, {left}", entry.id, survey.total())?;
        cells += todo;
        seconds += estimate.unwrap_or(0.0);
        unknown |= todo > 0 && estimate.is_none();
    }
    let time = match (unknown, seconds > 0.0) {
        (false, _) => format!("about {}", duration(seconds)),
        (true, true) => format!("about {} and what was never timed", duration(seconds)),
        (true, false) => "never timed".into(),
    };
    writeln!(out, "{cells} cells to run, {time}, with {} jobs", runner.jobs)?;
    Ok(())
}
