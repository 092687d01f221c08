//! Reading reports, and finding things in them.

use std::ffi::OsStr;
use std::io::ErrorKind;
use std::path::Path;

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{Error, Figure, Report, Settled, Table};

/// Reads the report of `experiment` from `reports/EXPERIMENT/`, drawings
/// included.
///
/// # Errors
///
/// [`Error::NoReport`] if there is none, [`Error::Broken`] if its JSON does not
/// parse, is of another experiment or lacks a drawing, [`Error::Io`] if the
/// system refuses.
pub fn load(reports: &Path, experiment: &str) -> Result<Report, Error> {
    let folder = reports.join(experiment);
    let path = folder.join("report.json");
    if !path.exists() {
        return Err(Error::NoReport { experiment: experiment.into(), path: folder });
    }
    let mut report: Report = read_json(&path)?;
    if report.experiment != experiment {
        let reason = format!("it is of `{}`, not of `{experiment}`", report.experiment);
        return Err(Error::Broken { path, reason });
    }
    for figure in &mut report.figures {
        let drawing = folder.join(format!("figures/{}.svg", figure.id));
        figure.svg = std::fs::read_to_string(&drawing).map_err(|error| match error.kind() {
            ErrorKind::NotFound => {
                let reason = format!("the drawing of figure `{}` is missing", figure.id);
                Error::Broken { path: drawing, reason }
            }
            _ => Error::io("read", &drawing)(error),
        })?;
    }
    Ok(report)
}

/// Reads all reports in a folder, in the order of their ids; none if the folder
/// does not exist.
///
/// # Errors
///
/// As [`load`].
pub fn load_all(reports: &Path) -> Result<Vec<Report>, Error> {
    if !reports.exists() {
        return Ok(Vec::new());
    }
    let mut names = Vec::new();
    for entry in reports.read_dir().map_err(Error::io("read", reports))? {
        let entry = entry.map_err(Error::io("read", reports))?;
        if entry.path().is_dir() && !hidden(&entry.file_name()) {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    names.iter().map(|name| load(reports, name)).collect()
}

/// Reads a JSON file, such as `ledger.json`.
///
/// # Errors
///
/// [`Error::Io`] and [`Error::Broken`], which names line and column.
pub fn read_json<T: DeserializeOwned>(path: &Path) -> Result<T, Error> {
    let bytes = std::fs::read(path).map_err(Error::io("read", path))?;
    serde_json::from_slice(&bytes)
        .map_err(|error| Error::Broken { path: path.into(), reason: error.to_string() })
}

/// Whether a name is of a file that is still being written, or was when its
/// run was killed.
pub(crate) fn hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

impl Report {
    /// The table with this id.
    ///
    /// # Errors
    ///
    /// [`Error::Unknown`] lists the tables there are; the same goes for the
    /// other look-ups.
    pub fn table(&self, id: &str) -> Result<&Table, Error> {
        self.find("table", &self.tables, |table| &table.id, id)
    }

    /// The figure with this id.
    ///
    /// # Errors
    ///
    /// [`Error::Unknown`].
    pub fn figure(&self, id: &str) -> Result<&Figure, Error> {
        self.find("figure", &self.figures, |figure| &figure.id, id)
    }

    /// The verdict on the claim with this id.
    ///
    /// # Errors
    ///
    /// [`Error::Unknown`].
    pub fn claim(&self, id: &str) -> Result<&Settled, Error> {
        self.find("claim", &self.claims, |claim| &claim.id, id)
    }

    /// The value at a path of keys (and indices of arrays) joined by points,
    /// such as `ratio.median` or `slopes.0`.
    ///
    /// # Errors
    ///
    /// [`Error::Unknown`] lists what there is at the first step that fails.
    pub fn value(&self, path: &str) -> Result<&Value, Error> {
        path.split('.').try_fold(&self.values, |value, key| {
            let (next, known) = match value {
                Value::Object(object) => (object.get(key), names(object.keys())),
                Value::Array(items) => (
                    key.parse().ok().and_then(|i: usize| items.get(i)),
                    format!("{} items", items.len()),
                ),
                _ => (None, "nothing below a plain value".into()),
            };
            next.ok_or_else(|| self.unknown("value", path, known))
        })
    }

    fn find<'a, T>(
        &self,
        kind: &'static str,
        items: &'a [T],
        id_of: fn(&T) -> &String,
        id: &str,
    ) -> Result<&'a T, Error> {
        let known = || self.unknown(kind, id, names(items.iter().map(id_of)));
        items.iter().find(|item| id_of(item) == id).ok_or_else(known)
    }

    fn unknown(&self, kind: &'static str, name: &str, known: String) -> Error {
        Error::Unknown { experiment: self.experiment.clone(), kind, name: name.into(), known }
    }
}

/// "`a`, `b`", or "none".
fn names<'a>(names: impl Iterator<Item = &'a String>) -> String {
    let quoted: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    if quoted.is_empty() { "none".into() } else { quoted.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::tests::sample;
    use crate::{swing, write_atomic};

    fn written() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        swing(&folder.path().join("part.sample"), &sample().files().unwrap()).unwrap();
        folder
    }

    #[test]
    fn what_was_written_is_read_back() {
        let folder = written();
        assert_eq!(load(folder.path(), "part.sample").unwrap(), sample());
        assert_eq!(load_all(folder.path()).unwrap(), [sample()]);
        assert_eq!(load_all(&folder.path().join("nowhere")).unwrap(), []);
    }

    #[test]
    fn errors_say_what_and_where() {
        let folder = written();
        let message = |experiment| load(folder.path(), experiment).unwrap_err().to_string();
        assert!(message("no.such").contains("run `cargo reproduce run no.such`"));

        std::fs::remove_file(folder.path().join("part.sample/figures/errors.svg")).unwrap();
        assert!(message("part.sample").contains("the drawing of figure `errors` is missing"));

        write_atomic(&folder.path().join("part.sample/report.json"), b"{\n  \"question\": 1 }")
            .unwrap();
        assert!(message("part.sample").contains("report.json is broken"));
        assert!(message("part.sample").contains("at line 2 column"));
    }

    #[test]
    fn a_report_in_the_wrong_folder_is_refused() {
        let folder = written();
        swing(&folder.path().join("part.other"), &sample().files().unwrap()).unwrap();
        let message = load(folder.path(), "part.other").unwrap_err().to_string();
        assert!(message.contains("it is of `part.sample`, not of `part.other`"), "{message}");
    }

    #[test]
    fn look_ups_list_what_there_is() {
        let report = sample();
        assert_eq!(report.value("ratio.median").unwrap(), 0.1);
        assert_eq!(report.table("errors").unwrap().rows.len(), 2);
        let message = report.value("ratio.mean").unwrap_err().to_string();
        assert_eq!(message, "report `part.sample` has no value `ratio.mean`: it has `median`");
        let message = report.figure("error").unwrap_err().to_string();
        assert_eq!(message, "report `part.sample` has no figure `error`: it has `errors`");
        assert!(
            report
                .value("ratio.median.x")
                .unwrap_err()
                .to_string()
                .ends_with("nothing below a plain value")
        );
        assert!(report.claim("U999").is_err());
    }
}
