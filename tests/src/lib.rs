//! The solutions of the book's exercises; the tests beside them hold for the
//! workspace as a whole.

pub mod exercises;
