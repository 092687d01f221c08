//! Finished cells, stored by content.
//!
//! A cell's key is the SHA-256 of all that its outcome depends on: experiment and version, the
//! cell's own parameters and seed, checksums of its data, version of the numerics. Its file is
//! `ab/cdef….json` under that hash and holds the key in full, the outcome and a checksum of both. A
//! cell that is there is not run again: that is resume, merge of shards, and speed.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::PathBuf;

use report::{sha256, to_json, write_atomic};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{Data, Entry, Error};

/// All that an outcome depends on, and its hash.
#[derive(Clone, Debug)]
pub struct Key {
    preimage: Value,
    hash: String,
}

impl Key {
    /// The key of one cell of an experiment.
    #[must_use]
    pub fn new(entry: &Entry, cell: &Value, data: &Data) -> Self {
        let preimage = json!({
            "experiment": entry.id,
            "version": entry.version,
            "cell": cell,
            "data": data.checksums(),
            "numerics_version": numerics::NUMERICS_VERSION,
        });
        let hash = sha256(to_json(&preimage).as_bytes());
        Self { preimage, hash }
    }
}

/// What the store holds under a key.
#[derive(Debug, PartialEq)]
pub enum Stored {
    /// The cell's outcome.
    Outcome(Value),
    /// Nothing: the cell has not been run.
    Absent,
    /// A file that is not what was written; the text says which and why.
    Corrupt(String),
}

/// The folder of finished cells, usually `target/cells`.
#[derive(Clone, Debug)]
pub struct Store {
    folder: PathBuf,
}

/// The content of a cell's file.
#[derive(Serialize, Deserialize)]
struct File {
    key: Value,
    outcome: Value,
    sha256: String,
}

/// One line of the log: how long a cell took. For estimates only.
#[derive(Serialize, Deserialize)]
struct Timing {
    experiment: String,
    key: String,
    seconds: f64,
}

impl Store {
    /// The store in a folder, which is made when the first cell is written.
    #[must_use]
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Looks a cell up.
    ///
    /// # Errors
    ///
    /// If the system refuses to read a file that is there.
    pub fn get(&self, key: &Key) -> Result<Stored, Error> {
        let path = self.path(key);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Stored::Absent),
            Err(error) => return Err(Error::io("read", &path)(error)),
        };
        let corrupt = |reason| Ok(Stored::Corrupt(format!("{} {reason}", path.display())));
        let Ok(file) = serde_json::from_slice::<File>(&bytes) else {
            return corrupt("is truncated or no cell");
        };
        if file.sha256 != checksum(&file.key, &file.outcome) {
            return corrupt("does not match its checksum");
        }
        if file.key != key.preimage {
            return corrupt("holds another cell");
        }
        Ok(Stored::Outcome(file.outcome))
    }

    /// Writes a finished cell: wholly or not at all.
    ///
    /// # Errors
    ///
    /// If the system refuses, as on a full disk.
    pub fn put(&self, key: &Key, outcome: &Value) -> Result<(), Error> {
        let path = self.path(key);
        let sha256 = checksum(&key.preimage, outcome);
        let file = File {
            key: key.preimage.clone(),
            outcome: outcome.clone(),
            sha256,
        };
        Ok(write_atomic(&path, to_json(&file).as_bytes())?)
    }

    /// Appends to the log how long a cell took.
    ///
    /// # Errors
    ///
    /// If the system refuses.
    pub fn log(&self, entry: &Entry, key: &Key, seconds: f64) -> Result<(), Error> {
        let path = self.log_path();
        let timing = Timing {
            experiment: entry.id.into(),
            key: key.hash.clone(),
            seconds,
        };
        let line = json!(timing).to_string() + "\n";
        let open = OpenOptions::new().create(true).append(true).open(&path);
        // One write, so that the lines of several processes do not mix.
        open.and_then(|mut file| file.write_all(line.as_bytes()))
            .map_err(Error::io("write", &path))
    }

    /// The mean seconds that a cell of this experiment took, if any was logged.
    #[must_use]
    pub fn mean_seconds(&self, entry: &Entry) -> Option<f64> {
        let text = fs::read_to_string(self.log_path()).ok()?;
        // A line that a kill cut short is no reason to fail.
        let timings = text
            .lines()
            .filter_map(|line| serde_json::from_str::<Timing>(line).ok());
        let seconds: Vec<f64> = timings
            .filter(|timing| timing.experiment == entry.id)
            .map(|timing| timing.seconds)
            .collect();
        (!seconds.is_empty()).then(|| seconds.iter().sum::<f64>() / seconds.len() as f64)
    }

    fn path(&self, key: &Key) -> PathBuf {
        let (folder, name) = key.hash.split_at(2);
        self.folder.join(folder).join(name).with_extension("json")
    }

    fn log_path(&self) -> PathBuf {
        self.folder.join("log.jsonl")
    }
}

fn checksum(key: &Value, outcome: &Value) -> String {
    sha256(to_json(&json!([key, outcome])).as_bytes())
}
