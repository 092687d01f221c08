//! Builds the book: numbers, tables and figures from the reports, formulas set offline.
//!
//! ```text
//! book/src/*.md ──► outline ──► directives, formulas, lint ──► mdBook ──► links checked ──► book/html
//!                                    ▲
//! reports/ ──────────────────────────┘
//! ```
//!
//! Chapters are Markdown with directives such as `{{= num uat.protocol#slope f2 }}`;
//! `src/directives/` has one file for each. Experiments never run here: the book
//! reads what `reproduce` has written, so it builds in a second, and what it
//! says is what is committed.
//!
//! The build stops, with the chapter's name and the line, at a key or format
//! that does not exist, at a figure without alt text, at a formula that does not
//! parse, at a sentence whose `check` fails, at a sentence of an answer that
//! rests on no verdict (`directives/rests.rs`), at a measured number that is
//! typed instead of cited, at a chapter without its question, doubts, exercises
//! or command (`shape.rs`), at a link that leads nowhere, at a page of more than
//! a megabyte, and at anything that would make the reader's browser ask another
//! server. All problems are reported, not only the first.
//!
//! The same code is a preprocessor for plain mdBook, so `mdbook serve` works too.

#![forbid(unsafe_code)]

mod book;
mod chapter;
mod directives;
mod finish;
mod frame;
mod html;
mod include;
mod library;
mod links;
mod lint;
mod log;
mod maths;
mod outline;
mod page;
mod preprocessor;
mod problem;
mod reading;
mod shape;
mod source;
mod weight;

pub use book::{Built, build, find, test};
pub use preprocessor::Directives;
pub use problem::{Problem, Problems};
