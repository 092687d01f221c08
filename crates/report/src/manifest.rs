//! The fingerprint of all reports: one SHA-256 a file and one of the set.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::read::hidden;
use crate::{Error, Files};

/// The content of `reports/manifest.json`.
///
/// Two machines made the same reports if and only if their `set`s are equal;
/// if not, `files` says which differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The SHA-256 of the text that `sha256sum` prints for all files in the
    /// order of their paths: a line `HASH  PATH` for each.
    pub set: String,
    /// The SHA-256 of each file by its path inside the folder, with `/`.
    pub files: BTreeMap<String, String>,
}

impl Manifest {
    /// The manifest of files in memory.
    ///
    /// ```
    /// use report::{Files, Manifest};
    /// let files = Files::from([("a/b.csv".into(), b"abc".to_vec())]);
    /// let manifest = Manifest::of(&files);
    /// assert!(manifest.files["a/b.csv"].starts_with("ba7816bf"));
    /// ```
    pub fn of(files: &Files) -> Manifest {
        let files: BTreeMap<String, String> = files
            .iter()
            .map(|(path, bytes)| {
                let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
                (parts.join("/"), sha256(bytes))
            })
            .collect();
        let lines: String = files.iter().map(|(path, hash)| format!("{hash}  {path}\n")).collect();
        Manifest { set: sha256(lines.as_bytes()), files }
    }

    /// The manifest of a folder: every file in it, except hidden ones and
    /// `manifest.json` itself.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] if something in the folder cannot be read.
    pub fn of_folder(reports: &Path) -> Result<Manifest, Error> {
        let mut files = read_folder(reports)?;
        files.remove(Path::new("manifest.json"));
        Ok(Manifest::of(&files))
    }
}

/// Every file of a folder and the folders in it, except hidden ones, by its path
/// inside the folder.
///
/// # Errors
///
/// [`Error::Io`] if something in the folder cannot be read.
pub fn read_folder(folder: &Path) -> Result<Files, Error> {
    let mut files = Files::new();
    collect(folder, Path::new(""), &mut files)?;
    Ok(files)
}

fn collect(root: &Path, inside: &Path, files: &mut Files) -> Result<(), Error> {
    let folder = root.join(inside);
    for entry in folder.read_dir().map_err(Error::io("read", &folder))? {
        let entry = entry.map_err(Error::io("read", &folder))?;
        if hidden(&entry.file_name()) {
            continue;
        }
        let path = entry.path();
        let inside = inside.join(entry.file_name());
        if entry.file_type().map_err(Error::io("read", &path))?.is_dir() {
            collect(root, &inside, files)?;
        } else {
            files.insert(inside, std::fs::read(&path).map_err(Error::io("read", &path))?);
        }
    }
    Ok(())
}

/// The SHA-256 of `bytes` in lower-case hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{swing, write_atomic};

    #[test]
    fn the_set_is_what_sha256sum_would_say() {
        let files = Files::from([("b".into(), b"".to_vec()), ("a/x".into(), b"abc".to_vec())]);
        // (sha256sum a/x b) | sha256sum
        let set = "05b025834d40760017562f6379409e115cc16e0327885fdc388140f5074a7732";
        assert_eq!(Manifest::of(&files).set, set);
    }

    #[test]
    fn a_folder_has_the_manifest_of_its_files() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::from([
            ("report.json".into(), b"{}".to_vec()),
            ("tables/t.csv".into(), b"1".to_vec()),
        ]);
        swing(&folder.path().join("part.one"), &files).unwrap();
        write_atomic(&folder.path().join("manifest.json"), b"{}").unwrap();
        write_atomic(&folder.path().join(".litter"), b"").unwrap();
        let inside =
            files.into_iter().map(|(path, bytes)| (Path::new("part.one").join(path), bytes));
        assert_eq!(Manifest::of_folder(folder.path()).unwrap(), Manifest::of(&inside.collect()));
    }
}
