//! Runs the cells of an experiment: in parallel, in shards, again only if they must.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use rayon::ThreadPoolBuilder;
use rayon::prelude::*;
use report::{Profile, Record};
use serde_json::Value;

use crate::progress::{Plan, Progress, note};
use crate::store::{Key, Store, Stored};
use crate::{Data, Entry, Error};

/// What to do with the store of finished cells.
#[derive(Clone, Debug)]
pub enum Reuse {
    /// Skip what is stored, store what is not.
    Stored(Store),
    /// Run every cell, and store it.
    Overwrite(Store),
    /// Run every cell, and leave the store alone.
    Nothing,
}

/// Every `of`-th cell, from the `part`-th on; counted from one, as in `--shard 1/4`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    part: usize,
    of: usize,
}

impl Shard {
    /// Everything in one piece.
    pub const WHOLE: Self = Self { part: 1, of: 1 };

    fn contains(self, index: usize) -> bool {
        index % self.of == self.part - 1
    }
}

impl std::str::FromStr for Shard {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parse = || {
            let (part, of) = text.split_once('/')?;
            let shard = Self { part: part.parse().ok()?, of: of.parse().ok()? };
            (1..=shard.of).contains(&shard.part).then_some(shard)
        };
        parse().ok_or("expected I/N with I from 1 to N, such as 1/4")
    }
}

/// How to run cells.
pub struct Runner<'a> {
    /// Which constants to run with.
    pub profile: Profile,
    /// What to add to every seed.
    pub shift: u64,
    /// How many cells run at a time, each in one thread.
    pub jobs: NonZeroUsize,
    /// What to do with the store.
    pub reuse: Reuse,
    /// The store whose log tells how long cells take.
    pub times: Store,
    /// Which cells to run.
    pub shard: Shard,
    /// Raised from outside to stop after the cells at hand.
    pub stop: &'a AtomicBool,
}

/// The cells of an experiment before a run.
pub struct Survey {
    cells: Vec<Value>,
    keys: Vec<Key>,
    outcomes: Vec<Option<Value>>,
    /// The indices of the cells that have to run.
    pub todo: Vec<usize>,
}

impl Survey {
    /// How many cells there are.
    #[must_use]
    pub fn total(&self) -> usize {
        self.cells.len()
    }
}

/// What a run of an experiment's cells came to.
pub struct Ran {
    /// Every cell in order, unless another shard still has to run some.
    pub records: Option<Vec<Record>>,
    /// How many cells were run now, the rest being stored already.
    pub fresh: usize,
}

impl Runner<'_> {
    /// Looks for the cells of an experiment in the store.
    ///
    /// # Errors
    ///
    /// If the system refuses to read the store.
    pub fn survey(&self, entry: &Entry, data: &Data) -> Result<Survey, Error> {
        let cells = entry.cells(self.profile, self.shift);
        let keys: Vec<Key> = cells.iter().map(|cell| Key::new(entry, cell, data)).collect();
        let outcomes = keys.iter().map(|key| self.look_up(key)).collect::<Result<Vec<_>, _>>()?;
        let missing = |&index: &usize| outcomes[index].is_none() && self.shard.contains(index);
        let todo = (0..cells.len()).filter(missing).collect();
        Ok(Survey { cells, keys, outcomes, todo })
    }

    /// What there is to run in all, for the progress of the whole. No stored cell is read: one
    /// that is damaged counts as done.
    #[must_use]
    pub fn plan(&self, work: &[(&Entry, Data)]) -> Plan {
        let plan = |(entry, data): &(&Entry, Data)| {
            let is_stored = |cell: &Value| match &self.reuse {
                Reuse::Stored(store) => store.has(&Key::new(entry, cell, data)),
                Reuse::Overwrite(_) | Reuse::Nothing => false,
            };
            let cells = entry.cells(self.profile, self.shift);
            let todo =
                |(index, cell): &(usize, &Value)| self.shard.contains(*index) && !is_stored(cell);
            let seconds = self.times.mean_seconds(entry, self.profile);
            (entry.id, cells.iter().enumerate().filter(todo).count(), seconds)
        };
        Plan::new(&work.iter().map(plan).collect::<Vec<_>>(), self.jobs.get())
    }

    /// Runs the cells of an experiment that have to, in any order, and gathers all in theirs.
    ///
    /// # Errors
    ///
    /// [`Error::Interrupted`], or what the system says about threads and store.
    pub fn run(&self, entry: &Entry, data: &Data, plan: &Plan) -> Result<Ran, Error> {
        let Survey { cells, keys, mut outcomes, todo } = self.survey(entry, data)?;
        let progress = Progress::new(entry.id, todo.len(), plan);
        let run = |&index: &usize| {
            let outcome = self.run_cell(entry, &cells[index], &keys[index], data);
            progress.step();
            outcome
        };
        let threads = ThreadPoolBuilder::new().num_threads(self.jobs.get()).build()?;
        // A cell may take minutes, so each is a unit of work of its own.
        let fresh = || todo.par_iter().with_max_len(1).map(run).collect::<Result<Vec<Value>, _>>();
        for (&index, outcome) in todo.iter().zip(threads.install(fresh)?) {
            outcomes[index] = Some(outcome);
        }
        let record =
            |(cell, outcome): (Value, Option<Value>)| Some(Record { cell, outcome: outcome? });
        let records = cells.into_iter().zip(outcomes).map(record).collect();
        Ok(Ran { records, fresh: todo.len() })
    }

    fn look_up(&self, key: &Key) -> Result<Option<Value>, Error> {
        let Reuse::Stored(store) = &self.reuse else { return Ok(None) };
        Ok(match store.get(key)? {
            Stored::Outcome(outcome) => Some(outcome),
            Stored::Absent => None,
            Stored::Corrupt(what) => {
                note(format_args!("warning: {what}: the cell has to run again"));
                None
            }
        })
    }

    fn run_cell(
        &self,
        entry: &Entry,
        cell: &Value,
        key: &Key,
        data: &Data,
    ) -> Result<Value, Error> {
        if self.stop.load(Ordering::Relaxed) {
            return Err(Error::Interrupted);
        }
        let start = Instant::now();
        let outcome = entry.run(cell, data);
        if let Reuse::Stored(store) | Reuse::Overwrite(store) = &self.reuse {
            store.put(key, &outcome)?;
            store.log(entry, self.profile, start.elapsed());
        }
        Ok(outcome)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_share_every_cell_out_once() {
        for of in 1..5 {
            let shards: Vec<Shard> =
                (1..=of).map(|part| format!("{part}/{of}").parse().unwrap()).collect();
            for index in 0..20 {
                assert_eq!(shards.iter().filter(|shard| shard.contains(index)).count(), 1);
            }
        }
        assert_eq!("1/1".parse(), Ok(Shard::WHOLE));
    }

    #[test]
    fn shards_that_make_no_sense_are_refused() {
        for text in ["", "1", "0/4", "5/4", "1/0", "-1/4", "1/4/2", "a/b", "1 / 4"] {
            assert!(text.parse::<Shard>().is_err(), "{text}");
        }
    }
}
