//! What can go wrong, in one line each, and the exit code that says so.

use std::io;
use std::path::{Path, PathBuf};

/// Every way in which a command can fail.
///
/// Each message names the thing, what was expected and what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file of the reports or of the cell store.
    #[error(transparent)]
    Report(#[from] report::Error),
    /// An id that nothing has.
    #[error("no {kind} is called `{id}`{}", hint(.near))]
    UnknownId {
        /// `experiment`, or `experiment or claim`.
        kind: &'static str,
        /// What was asked for.
        id: String,
        /// The most similar id, if any is similar.
        near: Option<String>,
    },
    /// Neither an option nor the place of the command tells where the project is.
    #[error(
        "no project here: no folder from here upward has a Cargo.lock; give its folder with `--root DIR`"
    )]
    NoRoot,
    /// A data file.
    #[error(transparent)]
    Data(#[from] nn::Error),
    /// A file of weights that is no network whose regions can be counted.
    #[error("{}: {problem}", path.display())]
    Weights {
        /// The file.
        path: PathBuf,
        /// What was expected and what was found.
        problem: String,
    },
    /// The system gives no threads.
    #[error("cannot start the threads that `--jobs` asks for: {0}")]
    Threads(#[from] rayon::ThreadPoolBuildError),
    /// Standard output does not take the answer.
    #[error("cannot write to standard output: {0}")]
    Output(#[from] io::Error),
    /// The committed results are not what the experiments give.
    #[error("{0}")]
    Different(String),
    /// This machine breaks the numerics contract.
    #[error("this machine cannot make the reports: {0}")]
    SelfCheck(String),
    /// Ctrl-C, or a termination signal.
    #[error("interrupted: every finished cell is stored, the same command goes on from there")]
    Interrupted,
}

fn hint(near: &Option<String>) -> String {
    match near {
        Some(near) => format!(": did you mean `{near}`?"),
        None => ": `cargo reproduce list` shows what there is".into(),
    }
}

impl Error {
    /// The process's exit code: 1 different, 2 bad use or place, 3 machine, 130 interrupted.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Different(_) => 1,
            Self::SelfCheck(_) => 3,
            Self::Interrupted => 130,
            Self::Report(_)
            | Self::UnknownId { .. }
            | Self::NoRoot
            | Self::Data(_)
            | Self::Weights { .. }
            | Self::Threads(_)
            | Self::Output(_) => 2,
        }
    }

    /// Wraps what the system said about `path`; for `map_err`.
    pub(crate) fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_path_buf();
        move |source| Self::Report(report::Error::Io { action, path, source })
    }
}
