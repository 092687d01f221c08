//! The steps that all writing is made of.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

/// The file system as `write.rs` uses it: a trait so that a test can make any
/// one step fail.
pub(crate) trait Disk {
    /// Creates a folder and those above it.
    fn create_folder(&mut self, path: &Path) -> io::Result<()>;
    /// Creates or empties a file, writes it, and waits until it is on the disk.
    fn write(&mut self, path: &Path, bytes: &[u8]) -> io::Result<()>;
    /// Waits until a folder's list of names is on the disk.
    fn sync_folder(&mut self, path: &Path) -> io::Result<()>;
    /// Gives a file or folder another name, in one step; replaces a file.
    fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()>;
    /// Lets two folders exchange their names, in one step.
    /// [`ErrorKind::Unsupported`] where the system cannot.
    fn exchange(&mut self, a: &Path, b: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove_file(&mut self, path: &Path) -> io::Result<()>;
    /// Removes a folder with all that is in it.
    fn remove_folder(&mut self, path: &Path) -> io::Result<()>;
}

/// The machine's file system.
pub(crate) struct Machine;

impl Disk for Machine {
    fn create_folder(&mut self, path: &Path) -> io::Result<()> {
        fs::create_dir_all(path)
    }

    fn write(&mut self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = File::create(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    }

    fn sync_folder(&mut self, path: &Path) -> io::Result<()> {
        // Elsewhere a folder cannot be opened, and need not be synced.
        if cfg!(unix) { File::open(path)?.sync_all() } else { Ok(()) }
    }

    fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    #[cfg(target_os = "linux")]
    fn exchange(&mut self, a: &Path, b: &Path) -> io::Result<()> {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        use rustix::io::Errno;
        renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE).map_err(|error| match error {
            // What old kernels and some file systems say to the flag.
            Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP => ErrorKind::Unsupported.into(),
            _ => error.into(),
        })
    }

    #[cfg(not(target_os = "linux"))]
    fn exchange(&mut self, _: &Path, _: &Path) -> io::Result<()> {
        Err(ErrorKind::Unsupported.into())
    }

    fn remove_file(&mut self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn remove_folder(&mut self, path: &Path) -> io::Result<()> {
        fs::remove_dir_all(path)
    }
}
