//! The command line, tried as its users do: the program `pocket` in temporary projects.

mod check;
mod ntk;
mod project;
mod regions;
mod resume;
mod usage;
