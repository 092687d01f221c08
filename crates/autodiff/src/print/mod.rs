//! Ways to look at a tape: as a listing, as a graph, as work.

mod cost;
mod dot;
mod listing;

pub use cost::Cost;
