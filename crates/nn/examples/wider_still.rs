//! Networks of three widths on signals of which some are wrongly labelled:
//! `cargo run --release --example wider_still`.

use autodiff::Fun;
use nn::{Init, Loss, Mlp, Objective, Optimiser, Parametrisation};
use nn::{Schedule, Stream, Trainer, mnist1d};

/// Trains them for as many epochs and compares training and test errors.
pub fn main() {
    // ANCHOR: program
    let stream = |purpose| Stream::new("wider still", 0, purpose);
    let mut signals = mnist1d::generate(200, 800, &mut stream("signals"));
    let mut noise = stream("label noise");
    for label in &mut signals.train.labels {
        if noise.uniform() < 0.15 {
            *label = noise.below(10) as u8;
        }
    }
    let targets = signals.train.one_hot();

    let errors = [4, 16, 128].map(|width| {
        let torch = Parametrisation::Standard(Init::Torch);
        let network = Mlp::new(&[40, width, 10], Fun::Relu, torch);
        let params = network.init(&mut stream("weights"));
        let optimiser = Optimiser::momentum(0.9, params.len());
        let loss = Objective::new(&network, Loss::CrossEntropy, &signals.train.inputs, &targets);
        let mut trainer = Trainer::new(loss, params, optimiser, Schedule::Constant(0.02))
            .minibatches(20, stream("minibatches"));
        trainer.run(10 * 400, |_, _| ()); // 400 epochs

        let [train, test] = [&signals.train, &signals.test]
            .map(|set| 1.0 - set.accuracy(&network.predict(trainer.params(), &set.inputs)));
        println!("width {width:>3}: training error {train:.3}, test error {test:.3}");
        train
    });
    assert!(errors[0] > 0.2 && errors[2] == 0.0);
    // ANCHOR_END: program
}
