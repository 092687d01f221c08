//! Layers for data with structure: sequences, images, sets and graphs.
//!
//! # How a batch lies in a matrix
//!
//! An example has P *positions* (the steps of a sequence, the pixels of an image row by row, the
//! elements of a set, the nodes of a graph) with C *channels* each. Outside, where data sets and
//! losses are, it is one row: position after position, P C numbers. Inside it is a block of P rows,
//! one a position, with a column for each channel, and a batch of n examples is (n P) × C, block
//! below block. Since matrices are stored row by row both are the same numbers in the same order,
//! and [`Unflatten`] and [`Flatten`] change the shape alone.
//!
//! ```text
//!   n × (P C)                      (n P) × C
//!   ┌ a0 a1 b0 b1 c0 c1 ┐          ┌ a0 a1 ┐
//!   └ d0 d1 e0 e1 f0 f1 ┘          │ b0 b1 │  first example
//!                                  │ c0 c1 │
//!    two examples of three         │ d0 d1 │
//!    positions with two            │ e0 e1 │  second example
//!    channels                      └ f0 f1 ┘
//! ```
//!
//! What treats each position by itself (an [`Mlp`](crate::Mlp), an activation, [`LayerNorm`]) works
//! on the rows and needs not know P. What lets positions meet moves entries by one table for all
//! examples ([`Conv`], [`Pool`]) or multiplies matrices of one example after another
//! ([`Attention`], [`GraphConv`]).
//!
//! # How layers are put together
//!
//! A [`Layer`] is a recipe, as an `Mlp` is: it owns no values, adds slots to a `Params` and pushes
//! nodes. A [`Sequential`] is a list of layers and a [`Network`](crate::Network). Here five positions
//! of one channel lie on a circle: a convolution looks for patterns everywhere, and the largest
//! answer over all positions is the same wherever the pattern lies.
//!
//! ```
//! use autodiff::Fun;
//! use nn::layers::{Conv, Padding, Pool, PoolKind, Sequential, Unflatten, Window};
//! use nn::{Init, Network, Stream};
//! use numerics::Matrix;
//!
//! let window = Window::line(5, 3).padding(Padding::Circular);
//! let cnn = Sequential::new()
//!     .then(Unflatten { positions: 5 })
//!     .then(Conv::new(window, 1, 8, Init::HeNormal))
//!     .then(Fun::Relu)
//!     .then(Pool::global(PoolKind::Max, 5, 8));
//! let params = cnn.init(&mut Stream::new("example", 0, "init"));
//! let x = Matrix { rows: 2, cols: 5, data: vec![1., 2., 3., 0., 0., 0., 1., 2., 3., 0.] };
//! let y = cnn.predict(&params, &x);
//! assert_eq!(y.data[..8], y.data[8..]);
//! ```
//!
//! Where to read: `sequential.rs` for composition and residual connections; `window.rs`, `conv.rs`
//! and `pool.rs` for what is local; `blocks.rs` for how examples are taken one by one, and then
//! `recurrent.rs`, `attention.rs` and `graph.rs`; `embedding.rs` for symbols and places; `norm.rs`
//! for layer normalisation. Each is checked by differences, for the symmetry that it is made for,
//! and against PyTorch, forward and backward (`tests/layers.rs`).

mod attention;
mod blocks;
mod conv;
mod embedding;
mod graph;
mod graph_net;
mod norm;
mod pool;
mod recurrent;
mod sequential;
#[cfg(test)]
mod testing;
mod window;

pub use attention::Attention;
pub use conv::Conv;
pub use embedding::{Embedding, Positions};
pub use graph::{Aggregation, GraphConv};
pub use graph_net::GraphNet;
pub use norm::LayerNorm;
pub use pool::{Last, Pool, PoolKind};
pub use recurrent::{Elman, Gru, States};
pub use sequential::{Flatten, Residual, Sequential, Unflatten};
pub use window::{Padding, Window};

use crate::{Params, Stream};
use autodiff::{Fun, Tape, Var};
use std::fmt::Debug;

/// A recipe for a part of a network: it says how to make parameters and how to compute with them,
/// and owns no values that are trained.
pub trait Layer: Debug + Send + Sync {
    /// Adds the layer's slots, with names that begin with `name`, and draws their initial values:
    /// none, unless a layer says otherwise.
    fn add_slots(&self, _name: &str, _params: &mut Params, _stream: &mut Stream) {}

    /// How many slots that are.
    fn slots(&self) -> usize {
        0
    }

    /// Pushes the outputs for a batch `x`, where `params` are the leaves of the layer's slots.
    ///
    /// # Panics
    ///
    /// If the number or the shapes of the variables do not fit.
    fn forward(&self, tape: &mut Tape, params: &[Var], x: Var) -> Var;
}

/// An activation, entry by entry.
impl Layer for Fun {
    fn forward(&self, tape: &mut Tape, _params: &[Var], x: Var) -> Var {
        tape.map(*self, x)
    }
}

/// The variables of a layer that has `N` slots.
#[track_caller]
fn exactly<const N: usize>(layer: &str, params: &[Var]) -> [Var; N] {
    let found = params.len();
    let Ok(params) = params.try_into() else {
        panic!("{layer} has {N} slots, got {found} variables");
    };
    params
}

/// Panics unless the rows of `x` are whole examples of `positions` rows and `channels` columns.
#[track_caller]
fn check_batch(layer: &str, tape: &Tape, x: Var, positions: usize, channels: usize) {
    let shape = tape.shape(x);
    assert!(
        shape.rows.is_multiple_of(positions) && shape.cols == channels,
        "{layer} needs examples of {positions} positions with {channels} channels, \
         got a batch {shape}"
    );
}
