//! The SHA-256 of every file of two quick reports, as `sha256sum` prints them.
//!
//! `scripts/bits-cross.sh` runs this program on several processors and compares
//! what it says.

use std::path::Path;

use report::{Files, Manifest, Profile};
use reproduce::experiments::{depth_sawtooth::Sawtooth, engine_port::EnginePort};
use reproduce::{Data, Entry};

/// Between them they train a network, calculate in exact rationals, and draw;
/// neither needs a data file, which a wasm module could not read.
const EXPERIMENTS: [Entry; 2] = [Entry::of::<EnginePort>(), Entry::of::<Sawtooth>()];

fn main() {
    print!("{}", digests());
}

fn digests() -> String {
    let mut files = Files::new();
    for entry in EXPERIMENTS {
        let report = entry.compute(Profile::Quick, 0, &Data::none());
        let own = report.files().expect("the report is valid");
        let folder = Path::new(entry.id);
        files.extend(own.into_iter().map(|(path, bytes)| (folder.join(path), bytes)));
    }
    Manifest::of(&files).files.iter().map(|(path, hash)| format!("{hash}  {path}\n")).collect()
}

/// A wasm module has no standard output: the address of the text, which ends
/// with a zero byte.
#[cfg(target_family = "wasm")]
#[expect(unsafe_code, reason = "a name for the host to call; no other function has it")]
#[unsafe(no_mangle)]
extern "C" fn bits() -> *const std::ffi::c_char {
    std::ffi::CString::new(digests()).expect("no digest contains a zero byte").into_raw()
}
