//! A network learns labels, and labels that mean nothing:
//! `cargo run --release --example random_labels`.

use autodiff::Fun;
use nn::{Init, Loss, Mlp, Objective, Optimiser, Parametrisation};
use nn::{Schedule, Stream, Trainer, mnist1d};

/// Fits both, and asks what they are worth on new signals.
pub fn main() {
    // ANCHOR: program
    let stream = |purpose| Stream::new("random labels", 0, purpose);
    let signals = mnist1d::generate(200, 1000, &mut stream("signals"));
    let network = Mlp::new(&[40, 128, 10], Fun::Relu, Parametrisation::Standard(Init::HeNormal));

    let [told, misled] = [false, true].map(|random| {
        let mut train = signals.train.clone();
        if random {
            let mut labels = stream("labels");
            train.labels.fill_with(|| labels.below(10) as u8);
        }
        let params = network.init(&mut stream("weights"));
        let optimiser = Optimiser::adam(params.len());
        let targets = train.one_hot();
        let loss = Objective::new(&network, Loss::CrossEntropy, &train.inputs, &targets);
        let mut trainer = Trainer::new(loss, params, optimiser, Schedule::Constant(0.01));
        trainer.run(250, |_, _| ());

        let [fit, test] = [&train, &signals.test]
            .map(|set| set.accuracy(&network.predict(trainer.params(), &set.inputs)));
        println!("random {random}: {fit:.3} of the labels learnt, {test:.3} of new signals right");
        assert_eq!(fit, 1.0);
        test
    });
    assert!(told > 0.2 && misled < 0.15);
    // ANCHOR_END: program
}
