//! Finished cells, stored by content.
//!
//! A cell's key is the SHA-256 of all that its outcome depends on: experiment and version, the
//! cell's own parameters and seed, checksums of its data, the sources of the engine. Its file is
//! `ab/cdef….json` under that hash and holds the key in full, the outcome and a checksum of both. A
//! cell that is there is not run again: that is resume, merge of shards, and speed.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::PathBuf;
use std::time::Duration;

use report::{Profile, sha256, to_json, write_atomic};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{Data, Entry, Error};

/// The SHA-256 of the sources of `numerics`, `autodiff` and `nn`; made by `build.rs`.
const ENGINE: &str = env!("ENGINE_SHA256");

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
            "engine": ENGINE,
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
    profile: Profile,
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

    /// Is there a file for the cell? Only [`Store::get`] tells whether it is whole.
    #[must_use]
    pub fn has(&self, key: &Key) -> bool {
        self.path(key).exists()
    }

    /// Writes a finished cell: wholly or not at all.
    ///
    /// # Errors
    ///
    /// If the system refuses, as on a full disk.
    pub fn put(&self, key: &Key, outcome: &Value) -> Result<(), Error> {
        let path = self.path(key);
        let sha256 = checksum(&key.preimage, outcome);
        let file = File { key: key.preimage.clone(), outcome: outcome.clone(), sha256 };
        Ok(write_atomic(&path, to_json(&file).as_bytes())?)
    }

    /// Appends to the log how long a cell took. Failing to is no failure: only estimates need it.
    pub fn log(&self, entry: &Entry, profile: Profile, time: Duration) {
        let timing = Timing { experiment: entry.id.into(), profile, seconds: time.as_secs_f64() };
        let line = json!(timing).to_string() + "\n";
        let open = OpenOptions::new().create(true).append(true).open(self.log_path());
        // One write, so that the lines of several processes do not mix.
        let _ = open.and_then(|mut file| file.write_all(line.as_bytes()));
    }

    /// The mean seconds that a cell of this experiment took here, or else where the committed
    /// reports were made, if any was logged.
    #[must_use]
    pub fn mean_seconds(&self, entry: &Entry, profile: Profile) -> Option<f64> {
        self.logged_seconds(entry, profile).or_else(|| {
            let reference: BTreeMap<&str, f64> =
                serde_json::from_str(include_str!("../cell-seconds.json")).expect("numbers by id");
            reference.get(entry.id).copied().filter(|_| profile == Profile::Full)
        })
    }

    fn logged_seconds(&self, entry: &Entry, profile: Profile) -> Option<f64> {
        let log = fs::read(self.log_path()).ok()?;
        // A line that a kill cut short is no reason to fail.
        let timings =
            log.split(|&byte| byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok());
        let seconds: Vec<f64> = timings
            .filter(|timing: &Timing| timing.experiment == entry.id && timing.profile == profile)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Experiment, Findings};

    /// An experiment with nothing but a name and a version.
    struct Named<const VERSION: u32>;

    impl<const VERSION: u32> Experiment for Named<VERSION> {
        const ID: &'static str = "part.named";
        const QUESTION: &'static str = "?";
        const CLAIMS: &'static [&'static str] = &[];
        const VERSION: u32 = VERSION;
        type Constants = ();
        type Cell = ();
        type Outcome = ();

        fn constants(_: Profile) {}

        fn cells((): &(), _: u64) -> Vec<()> {
            vec![()]
        }

        fn run((): &(), _: &Data) {}

        fn report((): &(), _: &[((), ())]) -> Findings {
            Findings::default()
        }
    }

    fn store() -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path().join("cells"));
        (folder, store)
    }

    fn key(cell: &Value) -> Key {
        Key::new(&Entry::of::<Named<1>>(), cell, &Data::none())
    }

    #[test]
    fn every_experiment_has_a_reference_time() {
        let reference: BTreeMap<&str, f64> =
            serde_json::from_str(include_str!("../cell-seconds.json")).unwrap();
        let mut expected = crate::claims::EXPERIMENTS.to_vec();
        expected.sort_unstable();
        assert_eq!(reference.into_keys().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn outcomes_come_back_bit_for_bit() {
        let (_folder, store) = store();
        let outcome = json!([0.1, -0.0, 5e-324, 1e300, 1.0, u64::MAX, "é", null]);
        assert_eq!(store.get(&key(&json!(1))).unwrap(), Stored::Absent);
        store.put(&key(&json!(1)), &outcome).unwrap();
        let Stored::Outcome(back) = store.get(&key(&json!(1))).unwrap() else {
            panic!("not there")
        };
        assert_eq!(back.to_string(), outcome.to_string());
        assert_eq!(store.get(&key(&json!(2))).unwrap(), Stored::Absent);
    }

    #[test]
    fn the_key_tells_cells_and_versions_apart_and_nothing_else() {
        let of = |cell: Value| key(&cell).hash;
        assert_ne!(of(json!({ "seed": 1 })), of(json!({ "seed": 2 })));
        assert_eq!(of(json!({ "a": 1, "b": 2 })), of(json!({ "b": 2, "a": 1 })));
        let newer = Key::new(&Entry::of::<Named<2>>(), &json!(1), &Data::none());
        assert_ne!(of(json!(1)), newer.hash);
    }

    #[test]
    fn a_file_in_the_place_of_another_is_corrupt() {
        let (_folder, store) = store();
        let (one, two) = (key(&json!(1)), key(&json!(2)));
        store.put(&one, &json!(1)).unwrap();
        store.put(&two, &json!(2)).unwrap();
        fs::copy(store.path(&one), store.path(&two)).unwrap();
        let found = store.get(&two).unwrap();
        assert!(
            matches!(&found, Stored::Corrupt(what) if what.ends_with("holds another cell")),
            "{found:?}"
        );
    }

    #[test]
    fn times_are_kept_by_profile_whatever_else_the_log_holds() {
        let (_folder, store) = store();
        let entry = Entry::of::<Named<1>>();
        assert_eq!(store.mean_seconds(&entry, Profile::Full), None);
        store.put(&key(&json!(1)), &json!(1)).unwrap();
        store.log(&entry, Profile::Full, Duration::from_millis(500));
        let mut log = OpenOptions::new().append(true).open(store.log_path()).unwrap();
        log.write_all(b"{\"experiment\": \xff cut short\n").unwrap();
        store.log(&entry, Profile::Full, Duration::from_millis(1500));
        assert_eq!(store.mean_seconds(&entry, Profile::Full), Some(1.0));
        assert_eq!(store.mean_seconds(&entry, Profile::Quick), None);
    }
}
