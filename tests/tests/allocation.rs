//! A training step allocates nothing once it is warm.

use autodiff::Fun;
use nn::layers::{
    Aggregation, Attention, Conv, GraphNet, Gru, LayerNorm, Padding, Pool, PoolKind, Positions,
    Residual, Sequential, States, Unflatten, Window,
};
use nn::{Init, Loss, Mlp, Objective, Optimiser, Parametrisation, Schedule, Stream, Trainer};
use numerics::Matrix;

/// Digit-like data: enough rows for several blocks and an incomplete minibatch.
fn data(rows: usize, inputs: usize, outputs: usize) -> (Matrix, Matrix) {
    let mut stream = Stream::new("allocation", 0, "data");
    let x = (0..rows * inputs).map(|_| stream.normal()).collect();
    let label = |row: usize, column: usize| f64::from(u8::from(row % outputs == column));
    let t = (0..rows * outputs).map(|i| label(i / outputs, i % outputs)).collect();
    (Matrix { rows, cols: inputs, data: x }, Matrix { rows, cols: outputs, data: t })
}

/// Allocations in `steps` steps after `warm_up` of them.
fn allocations(mut trainer: Trainer<'_>, warm_up: u64, steps: u64) -> u64 {
    trainer.run(warm_up, |_, _| ());
    let counted = allocation_counter::measure(|| {
        trainer.run(steps, |_, _| ());
    });
    counted.count_total
}

#[test]
fn full_batch_descent_allocates_nothing() {
    let (x, t) = data(1000, 1, 1);
    let mlp = Mlp::new(&[1, 64, 1], Fun::Sigmoid, Parametrisation::Standard(Init::GlorotNormal));
    let params = mlp.init(&mut Stream::new("allocation", 0, "init"));
    let objective = Objective::new(&mlp, Loss::MeanSquared, &x, &t);
    let trainer = Trainer::new(objective, params, Optimiser::sgd(), Schedule::Constant(0.01));
    assert_eq!(allocations(trainer, 1, 20), 0);
}

/// One epoch of warm-up, so that the last, smaller batch has been seen.
#[test]
fn minibatch_adam_allocates_nothing() {
    let (x, t) = data(200, 8, 4);
    let mlp = Mlp::new(&[8, 32, 16, 4], Fun::Relu, Parametrisation::Standard(Init::HeNormal));
    let params = mlp.init(&mut Stream::new("allocation", 0, "init"));
    let adam = Optimiser::adam(params.len());
    let objective = Objective::new(&mlp, Loss::CrossEntropy, &x, &t);
    let trainer = Trainer::new(objective, params, adam, Schedule::Constant(1e-3))
        .minibatches(64, Stream::new("allocation", 0, "batches"));
    assert_eq!(allocations(trainer, 4, 12), 0);
}

/// A convolution, a recurrence and attention, in batches and blocks of different sizes.
#[test]
fn layers_allocate_nothing() {
    let standard = Parametrisation::Standard(Init::GlorotUniform);
    let circle = Window::line(8, 3).padding(Padding::Circular);
    let attention = Sequential::new()
        .then(LayerNorm { channels: 4 })
        .then(Attention::new(4, 4, 2, Init::GlorotUniform).causal());
    let gru = Gru { positions: 4, inputs: 6, state: 4, states: States::All, init: Init::Torch };
    let network = Sequential::new()
        .then(Unflatten { positions: 8 })
        .then(Conv::new(circle, 1, 6, Init::HeNormal))
        .then(Fun::Relu)
        .then(Pool::new(PoolKind::Max, Window::line(8, 2).stride(2), 6))
        .then(gru)
        .then(Positions::sinusoidal(4, 4))
        .then(Residual(attention))
        .then(Pool::global(PoolKind::Mean, 4, 4))
        .then(Mlp::new(&[4, 4], Fun::Tanh, standard));
    let (x, t) = data(50, 8, 4);
    let params = network.init(&mut Stream::new("allocation", 0, "init"));
    let adam = Optimiser::adam(params.len());
    let objective = Objective::new(&network, Loss::CrossEntropy, &x, &t);
    let trainer = Trainer::new(objective, params, adam, Schedule::Constant(1e-3))
        .minibatches(20, Stream::new("allocation", 0, "batches"));
    assert_eq!(allocations(trainer, 3, 9), 0);

    let head = Sequential::new().then(Pool::global(PoolKind::Sum, 5, 3)).then(Mlp::new(
        &[3, 2],
        Fun::Tanh,
        standard,
    ));
    let channels = [2, 4, 3];
    let network = GraphNet::new(5, &channels, Aggregation::Mean, Fun::Relu, Init::HeNormal, head);
    let (x, t) = data(20, 5 * 2 + 5 * 5, 2);
    let params = network.init(&mut Stream::new("allocation", 0, "init"));
    let objective = Objective::new(&network, Loss::CrossEntropy, &x, &t);
    let trainer = Trainer::new(objective, params, Optimiser::sgd(), Schedule::Constant(1e-3));
    assert_eq!(allocations(trainer, 1, 5), 0);
}
