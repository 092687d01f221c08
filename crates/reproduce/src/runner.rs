//! Runs the cells of an experiment: in parallel, in shards, again only if they must.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use rayon::prelude::*;
use report::{Profile, Record};
use serde_json::Value;

use crate::progress::{Progress, note};
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
            let shard = Self {
                part: part.parse().ok()?,
                of: of.parse().ok()?,
            };
            (1..=shard.of).contains(&shard.part).then_some(shard)
        };
        parse().ok_or("expected I/N with I from 1 to N, such as 1/4")
    }
}

/// How to run cells.
pub struct Runner<'a> {
    /// The threads; each runs one cell at a time.
    pub threads: rayon::ThreadPool,
    /// What to do with the store.
    pub reuse: Reuse,
    /// Which cells to run.
    pub shard: Shard,
    /// Raised from outside to stop after the cells at hand.
    pub stop: &'a AtomicBool,
}

/// What a run of an experiment's cells came to.
#[derive(Debug, PartialEq)]
pub struct Ran {
    /// Every cell in order, unless another shard still has to run some.
    pub records: Option<Vec<Record>>,
    /// How many cells were run now, the rest being stored already.
    pub fresh: usize,
}

impl Runner<'_> {
    /// Runs the cells of an experiment that need it, in any order, and gathers all in theirs.
    ///
    /// # Errors
    ///
    /// [`Error::Interrupted`], or what the system says about the store.
    pub fn run(
        &self,
        entry: &Entry,
        profile: Profile,
        shift: u64,
        data: &Data,
    ) -> Result<Ran, Error> {
        let cells = entry.cells(profile, shift);
        let keys: Vec<Key> = cells
            .iter()
            .map(|cell| Key::new(entry, cell, data))
            .collect();
        let mut outcomes = keys
            .iter()
            .map(|key| self.look_up(key))
            .collect::<Result<Vec<_>, _>>()?;
        let missing = |&index: &usize| outcomes[index].is_none() && self.shard.contains(index);
        let todo: Vec<usize> = (0..cells.len()).filter(missing).collect();

        let progress = Progress::new(entry.id, todo.len());
        let run = |&index: &usize| {
            let outcome = self.run_cell(entry, &cells[index], &keys[index], data);
            progress.step();
            outcome
        };
        // A cell may take minutes, so each is a unit of work of its own.
        let fresh = || {
            todo.par_iter()
                .with_max_len(1)
                .map(run)
                .collect::<Result<Vec<Value>, _>>()
        };
        for (&index, outcome) in todo.iter().zip(self.threads.install(fresh)?) {
            outcomes[index] = Some(outcome);
        }
        let record = |(cell, outcome): (Value, Option<Value>)| {
            Some(Record {
                cell,
                outcome: outcome?,
            })
        };
        let records = cells.into_iter().zip(outcomes).map(record).collect();
        Ok(Ran {
            records,
            fresh: todo.len(),
        })
    }

    fn look_up(&self, key: &Key) -> Result<Option<Value>, Error> {
        let Reuse::Stored(store) = &self.reuse else {
            return Ok(None);
        };
        Ok(match store.get(key)? {
            Stored::Outcome(outcome) => Some(outcome),
            Stored::Absent => None,
            Stored::Corrupt(what) => {
                note(format_args!("warning: {what}: the cell is run again"));
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
            store.log(entry, key, start.elapsed().as_secs_f64())?;
        }
        Ok(outcome)
    }
}
