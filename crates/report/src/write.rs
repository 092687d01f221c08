//! Writing that can be killed at any moment: a reader finds the old files or
//! the new ones, never a half-written file and never a mixture of two runs.
//!
//! Files that are replaced one by one, each in one step, still leave a mixture
//! behind when a run is killed between two of them. So a report is written
//! whole into a hidden folder beside its place, synced, and exchanged with the
//! old one in one system call. Where there is no such call two renames must
//! do; between them the report is missing, and whoever writes or calls
//! [`recover`] next puts it back.
//!
//! Whoever writes holds an advisory lock on the folder that the names change
//! in, so one hidden name for each target is enough: a hidden file that is
//! found under the lock belongs to a run that was killed. (The system drops a
//! dead process's locks. Where folders cannot be locked, which is outside Unix,
//! only one process may write at a time.)

use std::collections::BTreeSet;
use std::fs::File;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::disk::{Disk, Machine};
use crate::{Error, Files};

/// The endings of the hidden names beside a target while it is being replaced;
/// unlike those of other programs.
const NEW: &str = "swing-new";
const OLD: &str = "swing-old";
const TEMPORARY: &str = "swing-tmp";

/// Puts `files` in the place of `folder` in one step, and makes the folders
/// above it if need be. All that was in `folder` before is gone.
///
/// # Errors
///
/// [`Error::Io`] names the path. The old folder is untouched, with one
/// exception: if the very last step fails, which asks the disk to make the
/// exchange durable, the new files are in place already.
///
/// # Panics
///
/// If `folder` has no name, as `/` or `..`.
pub fn swing(folder: &Path, files: &Files) -> Result<(), Error> {
    let _lock = create_and_lock(parent(folder))?;
    swing_on(&mut Machine, folder, files)
}

/// Writes one file in one step, and makes the folders above it if need be.
///
/// # Errors
///
/// As [`swing`].
///
/// # Panics
///
/// If `path` has no file name.
pub fn write_atomic(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let _lock = create_and_lock(parent(path))?;
    write_atomic_on(&mut Machine, path, bytes)
}

/// Clears away what killed runs left in `folder`, and puts back a set that one
/// of them had moved: call it on the reports folder before reading there. Only
/// the hidden names that this module makes are looked at, and nothing inside
/// folders. A folder that does not exist is fine.
///
/// # Errors
///
/// [`Error::Io`] names the path.
pub fn recover(folder: &Path) -> Result<(), Error> {
    if !exists(folder)? {
        return Ok(());
    }
    let _lock = lock(folder)?;
    for entry in folder.read_dir().map_err(Error::io("read", folder))? {
        let path = entry.map_err(Error::io("read", folder))?.path();
        let name =
            path.file_name().and_then(|name| name.to_str()).and_then(|name| name.strip_prefix('.'));
        match name.and_then(|name| name.rsplit_once('.')) {
            Some((_, TEMPORARY)) => {
                Machine.remove_file(&path).map_err(Error::io("remove", &path))?
            }
            Some((target, NEW | OLD)) => clear(&mut Machine, &folder.join(target))?,
            _ => {}
        }
    }
    Ok(())
}

fn swing_on(disk: &mut dyn Disk, folder: &Path, files: &Files) -> Result<(), Error> {
    clear(disk, folder)?;
    let (new, old) = (sibling(folder, NEW), sibling(folder, OLD));
    let replaced = fill(disk, &new, files).and_then(|()| replace(disk, folder, &new, &old));
    if replaced.is_ok() {
        disk.sync_folder(parent(folder)).map_err(Error::io("sync", parent(folder)))?;
    }
    // What is left is litter, and failing to remove litter is no failure: the
    // next run will.
    let _ = clear(disk, folder);
    replaced
}

/// Writes `files` into the folder `new`; all is on the disk when it returns.
fn fill(disk: &mut dyn Disk, new: &Path, files: &Files) -> Result<(), Error> {
    let mut folders = BTreeSet::from([new.to_path_buf()]);
    for path in files.keys() {
        let ancestors = path.ancestors().skip(1).filter(|path| !path.as_os_str().is_empty());
        folders.extend(ancestors.map(|inside| new.join(inside)));
    }
    for folder in &folders {
        disk.create_folder(folder).map_err(Error::io("create", folder))?;
    }
    for (inside, bytes) in files {
        let path = new.join(inside);
        disk.write(&path, bytes).map_err(Error::io("write", &path))?;
    }
    for folder in folders.iter().rev().map(PathBuf::as_path).chain([parent(new)]) {
        disk.sync_folder(folder).map_err(Error::io("sync", folder))?;
    }
    Ok(())
}

/// Puts the folder `new`, complete and synced, in the place of `folder`, which
/// need not exist; the old one gets the name `new` or `old`.
fn replace(disk: &mut dyn Disk, folder: &Path, new: &Path, old: &Path) -> Result<(), Error> {
    let failed = |source| Error::io("replace", folder)(source);
    if !exists(folder)? {
        return disk.rename(new, folder).map_err(failed);
    }
    match disk.exchange(new, folder) {
        Err(error) if error.kind() == ErrorKind::Unsupported => {
            disk.rename(folder, old).map_err(failed)?;
            // If this fails, `clear` goes back.
            disk.rename(new, folder).map_err(failed)
        }
        exchanged => exchanged.map_err(failed),
    }
}

/// Clears away what a [`swing`] of `folder` left, if need be putting the old set
/// back.
fn clear(disk: &mut dyn Disk, folder: &Path) -> Result<(), Error> {
    let (new, old) = (sibling(folder, NEW), sibling(folder, OLD));
    if exists(&old)? && !exists(folder)? {
        // Killed between two renames: back to where it began.
        disk.rename(&old, folder).map_err(Error::io("replace", folder))?;
    }
    for litter in [new, old] {
        if exists(&litter)? {
            disk.remove_folder(&litter).map_err(Error::io("remove", &litter))?;
        }
    }
    Ok(())
}

fn write_atomic_on(disk: &mut dyn Disk, path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let temporary = sibling(path, TEMPORARY);
    let written = disk.write(&temporary, bytes).and_then(|()| disk.rename(&temporary, path));
    if let Err(error) = written {
        let _ = disk.remove_file(&temporary);
        return Err(Error::io("write", path)(error));
    }
    disk.sync_folder(parent(path)).map_err(Error::io("sync", parent(path)))
}

/// `a/b` becomes `a/.b.KIND`: hidden, in the same folder.
fn sibling(path: &Path, kind: &str) -> PathBuf {
    let name = path.file_name().unwrap_or_else(|| panic!("{} has no file name", path.display()));
    path.with_file_name(format!(".{}.{kind}", name.display()))
}

fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

fn exists(path: &Path) -> Result<bool, Error> {
    path.try_exists().map_err(Error::io("read", path))
}

fn create_and_lock(folder: &Path) -> Result<Option<File>, Error> {
    std::fs::create_dir_all(folder).map_err(Error::io("create", folder))?;
    lock(folder)
}

/// Waits for the lock on a folder; it is held until the file is dropped.
fn lock(folder: &Path) -> Result<Option<File>, Error> {
    if !cfg!(unix) {
        return Ok(None);
    }
    let handle = File::open(folder).map_err(Error::io("open", folder))?;
    handle.lock().map_err(Error::io("lock", folder))?;
    Ok(Some(handle))
}

#[cfg(test)]
mod tests;
