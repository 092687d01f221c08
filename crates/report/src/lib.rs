//! The files between the experiments and the book.
//!
//! `reproduce` writes a [`Report`] for each experiment, `bookbuild` reads it;
//! nothing else passes between them.

mod model;

pub use model::{Column, Figure, Profile, Record, Report, Settled, Table, Verdict};
