//! The data files that experiments read, verified before anything runs.

use std::collections::BTreeMap;

/// The content of an experiment's data files.
#[derive(Clone, Debug, Default)]
pub struct Data {
    files: BTreeMap<&'static str, Vec<u8>>,
}

impl Data {
    /// For an experiment that reads no files.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// The content of one of the experiment's files.
    ///
    /// # Panics
    ///
    /// If the experiment does not name the file in [`DATA`](crate::Experiment::DATA).
    #[must_use]
    pub fn bytes(&self, name: &str) -> &[u8] {
        self.files
            .get(name)
            .unwrap_or_else(|| panic!("{name} is not among the experiment's DATA"))
    }
}
