//! Networks and how they learn: parameters, layers, losses, optimisers, training, and the only
//! source of randomness.
//!
//! ```text
//!   Stream ─ draws ─► Params ─ leaves ─► Tape ◄─ pushes ─ Mlp, Loss
//!                       ▲                  │
//!                       └── Optimiser ◄────┘ gradient
//! ```
//!
//! Values and recipes are apart. All parameters of a model are one flat vector, [`Params`], so
//! that optimisers, masks and checkpoints are loops over a slice. A [`Network`] such as [`Mlp`]
//! owns no numbers: it makes parameters from a [`Stream`] and pushes operations on a tape, and so
//! does a [`Loss`]. An [`Objective`] puts them together into a function of the parameters with its
//! gradient, and a [`Trainer`] walks down that function.
//!
//! Here a network with one hidden layer learns the sine on [−3, 3]:
//!
//! ```
//! use autodiff::Fun;
//! use nn::{Init, Loss, Mlp, Objective, Optimiser, Parametrisation, Schedule, Stream, Trainer};
//! use numerics::{Matrix, elementary::sin};
//!
//! let x: Vec<f64> = (0..100).map(|i| -3.0 + 6.0 * f64::from(i) / 99.0).collect();
//! let y: Vec<f64> = x.iter().map(|&x| sin(x)).collect();
//! let inputs = Matrix { rows: 100, cols: 1, data: x };
//! let targets = Matrix { rows: 100, cols: 1, data: y };
//!
//! let mlp = Mlp::new(&[1, 16, 1], Fun::Tanh, Parametrisation::Standard(Init::GlorotNormal));
//! let params = mlp.init(&mut Stream::new("sine", 0, "init"));
//! let optimiser = Optimiser::adam(params.len());
//! let objective = Objective::new(&mlp, Loss::MeanSquared, &inputs, &targets);
//! let mut trainer = Trainer::new(objective, params, optimiser, Schedule::Constant(0.02));
//! trainer.run(2000, |step, loss| {
//!     if step % 500 == 0 {
//!         println!("{step:>4} {loss:.6}");
//!     }
//! });
//!
//! let one = Matrix { rows: 1, cols: 1, data: vec![1.0] };
//! let found = mlp.predict(trainer.params(), &one).data[0];
//! assert!((found - sin(1.0)).abs() < 0.02);
//! ```
//!
//! Where to read: `stream.rs` for what is random; `params.rs`, `network.rs` and `mlp.rs` for what a
//! network is; `init.rs` and `parametrisation.rs` for how it starts; `loss.rs`, `objective.rs`,
//! `optimiser.rs`, `schedule.rs` and `train.rs` for how it learns; `prune.rs` for learning with few of its
//! weights; [`layers`] for sequences, images, sets and graphs; `checkpoint.rs`, [`npy`] and
//! [`data`] for files; [`mnist1d`] for signals without a file.
//!
//! Every result is a function of names, seeds and data: no clock, no thread, no platform's
//! mathematics. A run that is stopped, saved and resumed ends with the bits of the run that
//! never stopped.
#![forbid(unsafe_code)]

mod checkpoint;
pub mod data;
mod error;
mod init;
pub mod layers;
mod loss;
mod mlp;
pub mod mnist1d;
mod network;
pub mod npy;
mod objective;
mod optimiser;
mod parametrisation;
mod params;
mod prune;
mod schedule;
mod stream;
mod train;

pub use checkpoint::{TrainingState, load_checkpoint, load_weights, save_checkpoint, save_weights};
pub use error::Error;
pub use init::{Distribution, Init};
pub use loss::Loss;
pub use mlp::Mlp;
pub use network::Network;
pub use objective::Objective;
pub use optimiser::Optimiser;
pub use parametrisation::{Parametrisation, Scaled};
pub use params::{Params, Slot};
pub use prune::Mask;
pub use schedule::Schedule;
pub use stream::{Stream, StreamState};
pub use train::Trainer;
