//! `cargo reproduce`.

use std::process::ExitCode;

fn main() -> ExitCode {
    reproduce::cli::main(reproduce::experiments::REGISTRY)
}
