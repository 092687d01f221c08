//! A convolution and a fully connected layer before a signal that moves:
//! `cargo run --release --example moved_bump`.

use autodiff::Fun;
use nn::layers::{Conv, Flatten, Padding, Pool, PoolKind, Sequential, Unflatten, Window};
use nn::{Init, Mlp, Network, Parametrisation, Stream};
use numerics::Matrix;

/// Moves the signal before the layer, and moves the output after it.
pub fn main() {
    // ANCHOR: program
    let signal = [0.0, 0.0, 1.0, 3.0, 1.0, 0.0, 0.0, 0.0];
    let moved = |x: &[f64]| [&x[x.len() - 3..], &x[..x.len() - 3]].concat(); // by three, on a circle
    let out = |network: &Sequential, x: &[f64]| {
        let params = network.init(&mut Stream::new("moved bump", 0, "weights"));
        network.predict(&params, &Matrix { rows: 1, cols: x.len(), data: x.to_vec() }).data
    };

    let circle = Window::line(8, 3).padding(Padding::Circular);
    let shared = || {
        let conv = Conv::new(circle, 1, 1, Init::Torch);
        Sequential::new().then(Unflatten { positions: 8 }).then(conv).then(Fun::Tanh)
    };
    let convolution = shared().then(Flatten { positions: 8 });
    let pooled = shared().then(Pool::global(PoolKind::Max, 8, 1));
    let dense = Mlp::new(&[8, 8], Fun::Tanh, Parametrisation::Standard(Init::Torch));
    let mlp = Sequential::new().then(dense).then(Fun::Tanh);

    // Equivariant: move and then compute, or compute and then move.
    assert_eq!(out(&convolution, &moved(&signal)), moved(&out(&convolution, &signal)));
    // Invariant: moving makes no difference.
    assert_eq!(out(&pooled, &moved(&signal)), out(&pooled, &signal));
    // Neither.
    assert_ne!(out(&mlp, &moved(&signal)), moved(&out(&mlp, &signal)));
    // ANCHOR_END: program
    println!("signal        {signal:?}");
    println!("convolution   {:.2?}", out(&convolution, &signal));
    println!("and moved     {:.2?}", out(&convolution, &moved(&signal)));
    println!("its largest   {:.2?}", out(&pooled, &signal));
    println!("and moved     {:.2?}", out(&pooled, &moved(&signal)));
}
