//! What can go wrong between an experiment and the book.

use std::io;
use std::path::{Path, PathBuf};

/// Everything that reading, printing or writing a report can fail with.
///
/// Each message names the thing, what was expected and what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file system refused.
    #[error("cannot {action} {}: {source}", path.display())]
    Io {
        /// What was tried, such as `write`.
        action: &'static str,
        /// The file or folder it was tried on.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// An experiment has not been run here.
    #[error("no report of `{experiment}` at {}: run `cargo reproduce run {experiment}`", path.display())]
    NoReport {
        /// The experiment's id.
        experiment: String,
        /// Where its report would be.
        path: PathBuf,
    },
    /// A JSON file does not parse, or lacks a field.
    #[error("{} is broken: {reason}: run the experiments again to remake it", path.display())]
    Broken {
        /// The file.
        path: PathBuf,
        /// What is wrong, with line and column where the parser knows them.
        reason: String,
    },
    /// A format that does not exist.
    #[error(
        "unknown format `{0}`: expected `int`, `f0` to `f9`, `sci0` to `sci6`, `pct0` to `pct3` or `text`"
    )]
    UnknownFormat(String),
    /// A value that its format cannot print.
    #[error("format `{format}` cannot print {value}: it takes {expected}")]
    Unprintable {
        /// The format's name.
        format: String,
        /// The value, as JSON.
        value: String,
        /// What the format takes.
        expected: &'static str,
    },
    /// A report that breaks a promise of its type, such as two tables of one id.
    #[error("report `{experiment}`: {problem}")]
    Invalid {
        /// The experiment's id.
        experiment: String,
        /// What is wrong with it and what was expected.
        problem: String,
    },
    /// A table, figure, claim or value that the report does not have.
    #[error("report `{experiment}` has no {kind} `{name}`: it has {known}")]
    Unknown {
        /// The experiment's id.
        experiment: String,
        /// `table`, `figure`, `claim` or `value`.
        kind: &'static str,
        /// What was asked for.
        name: String,
        /// The names there are.
        known: String,
    },
}

impl Error {
    /// Wraps what the system said about `path`; for `map_err`.
    pub(crate) fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Error {
        let path = path.to_path_buf();
        move |source| Error::Io { action, path, source }
    }
}
