//! A pattern anywhere on a circle, by a network that knows of circles and by one that does not:
//! `cargo run --release --example anywhere`.

use autodiff::Fun;
use nn::layers::{Conv, Padding, Pool, PoolKind, Sequential, Unflatten, Window};
use nn::{Init, Loss, Mlp, Network, Objective, Optimiser, Parametrisation};
use nn::{Schedule, Stream, Trainer, data::Dataset};
use numerics::Matrix;

/// Trains both on 16, 64 and 256 circles and compares them on new ones.
pub fn main() {
    // ANCHOR: program
    // Sixteen places of noise and one of two patterns, which begins at any of them.
    let patterns = [[1.0, 1.0, -1.0, -1.0], [1.0, -1.0, 1.0, -1.0]];
    let circles = |count: usize, name: &str| {
        let mut stream = Stream::new("anywhere", 0, name);
        let (mut data, mut labels) = (Vec::new(), Vec::new());
        for _ in 0..count {
            let mut circle: Vec<f64> = (0..16).map(|_| 0.3 * stream.normal()).collect();
            let (kind, start) = (stream.below(2) as usize, stream.below(16) as usize);
            for (offset, height) in patterns[kind].iter().enumerate() {
                circle[(start + offset) % 16] += height;
            }
            data.extend(circle);
            labels.push(kind as u8);
        }
        Dataset { inputs: Matrix::from_vec(count, 16, data), labels, classes: 2 }
    };
    let dense =
        |widths: &[usize]| Mlp::new(widths, Fun::Relu, Parametrisation::Standard(Init::Torch));
    let mlp = Sequential::new().then(dense(&[16, 6, 2])); // 116 parameters
    let window = Window::line(16, 4).padding(Padding::Circular);
    let cnn = Sequential::new() // 108 parameters
        .then(Unflatten { positions: 16 })
        .then(Conv::new(window, 1, 8, Init::Torch))
        .then(Fun::Relu)
        .then(Pool::global(PoolKind::Max, 16, 8))
        .then(dense(&[8, 6, 2]));

    let test = circles(1000, "test");
    let accuracy = |network: &Sequential, count: usize| {
        let examples = circles(count, "training");
        let targets = examples.one_hot();
        let params = network.init(&mut Stream::new("anywhere", 0, "weights"));
        let optimiser = Optimiser::adam(params.len());
        let loss = Objective::new(network, Loss::CrossEntropy, &examples.inputs, &targets);
        let mut trainer = Trainer::new(loss, params, optimiser, Schedule::Constant(0.01))
            .minibatches(16, Stream::new("anywhere", 0, "minibatches"));
        trainer.run(400, |_, _| ());
        test.accuracy(&network.predict(trainer.params(), &test.inputs))
    };
    for count in [16, 64, 256] {
        let [cnn, mlp] = [&cnn, &mlp].map(|network| accuracy(network, count));
        println!("{count:>3} examples: CNN {cnn:.3}, MLP {mlp:.3}");
        assert!(cnn > mlp);
    }
    // ANCHOR_END: program
}
