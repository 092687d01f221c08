//! A training step allocates nothing once it is warm.

use autodiff::Fun;
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
