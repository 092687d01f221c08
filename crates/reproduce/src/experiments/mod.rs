//! The registry: every experiment, in the order of the book.
//!
//! A new experiment is one file in this folder and one line in [`REGISTRY`].

use crate::Entry;

/// Every experiment, in the order of the book.
pub static REGISTRY: &[Entry] = &[];
