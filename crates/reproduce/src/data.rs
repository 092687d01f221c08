//! The data sets that experiments name, loaded and verified before anything runs.

use std::collections::BTreeMap;
use std::path::Path;

use nn::data::{Dataset, Split};
use numerics::Matrix;
use report::sha256;
use serde::{Deserialize, Serialize};

/// A data set of the `data` folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DataSet {
    /// Handwritten digits: [`nn::data::optdigits`].
    Optdigits,
    /// One-dimensional signals in ten classes: [`nn::data::mnist1d`].
    Mnist1d,
}

/// The data sets of one experiment.
#[derive(Clone, Debug, Default)]
pub struct Data {
    sets: BTreeMap<DataSet, Split>,
}

impl Data {
    /// For an experiment that reads no data.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// Loads `sets` from the `data` folder of the project.
    ///
    /// # Errors
    ///
    /// If a file is missing or is not what it should be; the message says how to restore it.
    pub fn load(folder: &Path, sets: &[DataSet]) -> Result<Self, nn::Error> {
        let load = |&set: &DataSet| {
            let split = match set {
                DataSet::Optdigits => nn::data::optdigits(folder)?,
                DataSet::Mnist1d => nn::data::mnist1d(folder)?,
            };
            Ok((set, split))
        };
        Ok(Self { sets: sets.iter().map(load).collect::<Result<_, _>>()? })
    }

    /// One of the data sets.
    ///
    /// # Panics
    ///
    /// If the experiment does not name it in [`DATA`](crate::Experiment::DATA).
    #[must_use]
    pub fn get(&self, set: DataSet) -> &Split {
        self.sets.get(&set).unwrap_or_else(|| panic!("{set:?} is not among the experiment's DATA"))
    }

    /// A SHA-256 of each data set's numbers and labels, by its name.
    pub(crate) fn checksums(&self) -> BTreeMap<DataSet, String> {
        self.sets.iter().map(|(&set, split)| (set, checksum(split))).collect()
    }
}

fn checksum(split: &Split) -> String {
    let bytes = |part: &Dataset| {
        let inputs = part.inputs.data.iter().flat_map(|x| x.to_bits().to_le_bytes());
        inputs.chain(part.labels.iter().copied()).collect::<Vec<u8>>()
    };
    sha256(&[bytes(&split.train), bytes(&split.test)].concat())
}

/// Some rows of a data set.
///
/// # Panics
///
/// If it has not so many.
#[must_use]
pub fn rows(set: &Dataset, rows: std::ops::Range<usize>) -> Dataset {
    let (cols, len) = (set.inputs.cols, rows.len());
    let data = set.inputs.data[rows.start * cols..rows.end * cols].to_vec();
    Dataset {
        inputs: Matrix { rows: len, cols, data },
        labels: set.labels[rows].to_vec(),
        classes: set.classes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> &'static Path {
        Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data"))
    }

    #[test]
    fn what_is_named_is_loaded_and_has_a_checksum() {
        let data = Data::load(folder(), &[DataSet::Optdigits, DataSet::Mnist1d]).unwrap();
        assert_eq!(data.get(DataSet::Mnist1d).train.labels.len(), 4000);
        let sums = data.checksums();
        assert_ne!(sums[&DataSet::Optdigits], sums[&DataSet::Mnist1d]);

        let mut other = data.clone();
        other.sets.get_mut(&DataSet::Optdigits).unwrap().test.labels[1796] ^= 1;
        assert_ne!(other.checksums(), sums, "one label makes other data");
    }

    #[test]
    fn no_data_needs_no_folder_and_a_missing_file_is_named() {
        let nowhere = Path::new("/nonexistent");
        assert!(Data::load(nowhere, &[]).unwrap().checksums().is_empty());
        let message = Data::load(nowhere, &[DataSet::Optdigits]).unwrap_err().to_string();
        assert!(message.contains("optdigits.npy") && message.contains("git checkout"), "{message}");
    }

    #[test]
    #[should_panic(expected = "Mnist1d is not among the experiment's DATA")]
    fn unnamed_data_is_refused() {
        let _ = Data::none().get(DataSet::Mnist1d);
    }
}
