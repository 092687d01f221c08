//! Hashes the sources of the engine, which every stored cell depends on.

use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The crates whose code an outcome depends on, besides its experiment's own.
const ENGINE: [&str; 5] = ["numerics", "autodiff", "nn", "geometry", "ntk"];

fn main() {
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let crates = here.parent().expect("this crate lies beside the engine's");
    let mut hash = Sha256::new();
    for name in ENGINE {
        let source = crates.join(name).join("src");
        println!("cargo::rerun-if-changed={}", source.display());
        for path in files(&source) {
            // What a file says and its order, but not where it lies on this machine.
            let text = fs::read(&path).expect("a source file can be read");
            hash.update((text.len() as u64).to_le_bytes());
            hash.update(text);
        }
    }
    let hex: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    println!("cargo::rustc-env=ENGINE_SHA256={hex}");
}

/// All files below a folder, in the order of their names.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a source folder can be read");
    let mut paths: Vec<PathBuf> =
        entries.map(|entry| entry.expect("a source folder can be read").path()).collect();
    paths.sort();
    paths.into_iter().flat_map(|p| if p.is_dir() { files(&p) } else { vec![p] }).collect()
}
