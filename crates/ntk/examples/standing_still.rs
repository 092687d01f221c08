//! Wide networks hardly move: `cargo run --release --example standing_still`.

use autodiff::Fun;
use nn::{Loss, Mlp, Objective, Optimiser, Parametrisation};
use nn::{Schedule, Stream, Trainer};
use ntk::{EmpiricalNtk, Inputs, Outputs, drift};
use numerics::Matrix;

/// Trains three widths on three points and prints what moved.
pub fn main() {
    // ANCHOR: program
    let points = Matrix::from_rows(&[[1.0, 0.0], [0.0, 1.0], [-0.6, 0.8]]);
    let labels = Matrix::from_rows(&[[1.0], [-1.0], [1.0]]);

    let changes = [16, 256, 4096].map(|width| {
        let scaling = Parametrisation::Ntk { weight: 2f64.sqrt(), bias: 0.1 };
        let network = Mlp::new(&[2, width, 1], Fun::Relu, scaling);
        let start = network.init(&mut Stream::new("standing still", 0, "init"));
        let kernel = |params| {
            let ntk = EmpiricalNtk::new(&network, params);
            ntk.by_rows(Inputs::One(&points), Outputs::Full).matrix
        };

        let loss = Objective::new(&network, Loss::MeanSquared, &points, &labels);
        let rate = Schedule::Constant(0.3);
        let sgd = Optimiser::sgd();
        let mut trainer = Trainer::new(loss, start.clone(), sgd, rate);
        let error = trainer.run(300, |_, _| ());
        let change = drift(&kernel(&start), &kernel(trainer.params()));
        println!("{width:>4}: error {error:.0e}, change {change:.4}");
        assert!(error < 1e-3);
        change
    });
    assert!(changes[2] < changes[1] && changes[1] < changes[0]);
    // ANCHOR_END: program
}
