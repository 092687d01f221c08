//! What can go wrong with files.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A file that cannot be used. Every message names the file, what was expected and, where it is
/// not obvious, what to do.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The operating system refused to read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The operating system refused to write.
    #[error("cannot write {}: {source}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The content is not what the format, or the caller, expects.
    #[error("{}: {problem}", path.display())]
    Content {
        /// The file.
        path: PathBuf,
        /// What was expected and what was found.
        problem: String,
    },
}

impl Error {
    pub(crate) fn content(path: &Path, problem: impl Into<String>) -> Self {
        Self::Content { path: path.to_owned(), problem: problem.into() }
    }
}

pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Error> {
    fs::read(path).map_err(|source| Error::Read { path: path.to_owned(), source })
}

/// Writes a whole file or leaves the old one: into a neighbour with `.partial` added to the
/// name, synced, then renamed over `path`.
pub(crate) fn write_atomically(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let mut partial = path.as_os_str().to_owned();
    partial.push(".partial");
    let partial = Path::new(&partial);
    let write = || {
        let mut file = fs::File::create(partial)?;
        io::Write::write_all(&mut file, bytes)?;
        file.sync_all()?;
        fs::rename(partial, path)?;
        sync_folder_of(path)
    };
    write().map_err(|source| {
        // Best effort: the write's own error is the one to tell.
        let _ = fs::remove_file(partial);
        Error::Write { path: path.to_owned(), source }
    })
}

/// A rename is on the disk once its folder is. Only Unix can open a folder to sync it.
fn sync_folder_of(path: &Path) -> io::Result<()> {
    if !cfg!(unix) {
        return Ok(());
    }
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    fs::File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_write_leaves_the_old_file_and_no_litter() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("kept");
        write_atomically(&path, b"old").unwrap();
        // A folder in the place of the temporary file makes its creation fail.
        fs::create_dir(folder.path().join("kept.partial")).unwrap();
        let error = write_atomically(&path, b"new").unwrap_err();
        assert!(error.to_string().starts_with(&format!("cannot write {}: ", path.display())));
        assert_eq!(fs::read(&path).unwrap(), b"old");

        fs::remove_dir(folder.path().join("kept.partial")).unwrap();
        write_atomically(&path, b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_missing_file_is_named() {
        let error = read(Path::new("no/such/file")).unwrap_err();
        assert!(error.to_string().starts_with("cannot read no/such/file: "), "{error}");
    }
}
