//! Parameters, layers, losses, optimisers, training and named random streams

mod checkpoint;
pub mod data;
mod error;
mod init;
pub mod npy;
mod optimiser;
mod params;
mod stream;

pub use checkpoint::{TrainingState, load_checkpoint, load_weights, save_checkpoint, save_weights};
pub use error::Error;
pub use init::{Distribution, Init};
pub use optimiser::Optimiser;
pub use params::{Params, Slot};
pub use stream::{Stream, StreamState};
