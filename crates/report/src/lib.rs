//! The files between the experiments and the book.
//!
//! `reproduce` writes a [`Report`] for each experiment, `bookbuild` reads it;
//! nothing else passes between them.
//!
//! ```text
//! reports/
//!   ledger.json  manifest.json
//!   uat.protocol/                    one folder an experiment
//!     report.json                    a Report: constants, values, verdicts, cells
//!     tables/ID.csv  tables/ID.md    every digit; the digits that are printed
//!     figures/ID.svg
//! ```
//!
//! A report is a set of files and changes as a set: [`swing`] puts a whole new
//! folder in the place of the old one in one step, so that a run that is
//! killed leaves either the old report or the new one.
//!
//! ```
//! use report::{Format, Table};
//!
//! let mut table = Table::new("errors", "The error falls with the width.")
//!     .column("Width", "int")
//!     .column("Error", "sci1");
//! table.push([4.into(), 0.106.into()]);
//! table.push([16.into(), 0.000_7.into()]);
//!
//! assert_eq!(table.csv(), "Width,Error\n4,0.106\n16,0.0007\n");
//! assert!(table.markdown()?.ends_with("| 16 | 7.0×10⁻⁴ |\n"));
//! assert_eq!(Format::Fixed(2).number(-0.106), "−0.11");
//! # Ok::<(), report::Error>(())
//! ```

#![forbid(unsafe_code)]

mod disk;
mod error;
mod files;
mod format;
mod json;
mod manifest;
mod model;
mod number;
mod read;
mod table;
mod write;

pub use error::Error;
pub use files::Files;
pub use format::{Format, superscript};
pub use json::to_json;
pub use manifest::{Manifest, read_folder, sha256};
pub use model::{Column, Figure, Profile, RACE, Record, Report, Settled, Table, Verdict, command};
pub use number::{as_f64, number, numbers};
pub use read::{load, load_all, read_json};
pub use table::Entry;
pub use write::{recover, swing, write_atomic};
