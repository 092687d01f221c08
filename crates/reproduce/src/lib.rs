//! The experiments of the lesson: questions, cells, verdicts, tables and figures, and the
//! command line that regenerates them.
//!
//! ```text
//!  experiments/*.rs      cells            outcomes           findings            reports/
//!  one question each --> parameters --> JSON in the --> values, tables, --> the files that
//!                        and a seed     cell store      figures, verdicts    the book cites
//!                                 runner                experiment            report
//! ```
//!
//! Begin with [`experiment`]: its first page is a complete experiment.

pub mod budget;
pub mod claims;
#[cfg(not(target_family = "wasm"))]
pub mod cli;
pub mod compare;
pub mod coverage;
pub mod data;
pub mod errata;
pub mod error;
pub mod experiment;
pub mod experiments;
pub mod figure;
mod graphs;
pub mod ledger;
pub mod lesson;
pub mod progress;
pub mod quadrature;
pub mod random_features;
pub mod runner;
pub mod stats;
pub mod store;
mod tangent;
pub mod tickets;

pub use data::{Data, DataSet};
pub use error::Error;
pub use experiment::{Entry, Experiment, Findings};
