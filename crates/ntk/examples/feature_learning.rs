//! One network, two scalings: `cargo run --package ntk --example feature_learning`.

use autodiff::Fun;
use nn::{Loss, Mlp, Objective, Optimiser, Parametrisation, Schedule, Stream, Trainer};
use ntk::{EmpiricalNtk, Inputs, KernelRegression, Outputs, drift};
use numerics::Matrix;

/// Trains networks of growing width in two scalings and prints how far their kernels moved.
pub fn main() {
    // ANCHOR: program
    let x = Matrix::from_rows(&[[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0], [0.0, -1.0]]);
    let y = Matrix::from_rows(&[[1.0], [-1.0], [1.0], [1.0]]);
    let (weight, bias) = (2f64.sqrt(), 0.5);
    let moved = |parametrisation, width| {
        let mlp = Mlp::new(&[2, width, 1], Fun::Relu, parametrisation);
        let params = mlp.init(&mut Stream::new("feature-learning", 0, "init"));
        let kernel = |params| {
            let ntk = EmpiricalNtk::new(&mlp, params);
            ntk.by_factors(Inputs::One(&x), Outputs::Full).expect("an MLP").matrix
        };
        let before = kernel(&params);
        let stable = KernelRegression::new(&before).expect("a kernel").largest_stable_rate();
        let objective = Objective::new(&mlp, Loss::MeanSquared, &x, &y);
        let rate = Schedule::Constant(0.5 * stable);
        let mut trainer = Trainer::new(objective, params.clone(), Optimiser::sgd(), rate);
        trainer.run(100, |_, _| ());
        drift(&before, &kernel(trainer.params()))
    };
    println!("width    NTK  mean field");
    for width in [16, 128, 1024] {
        let ntk = moved(Parametrisation::Ntk { weight, bias }, width);
        let mean_field = moved(Parametrisation::MaximalUpdate { weight, bias }, width);
        println!("{width:>5}  {ntk:.3}  {mean_field:>10.3}");
        assert!(width < 1024 || mean_field > 10.0 * ntk);
    }
    // ANCHOR_END: program
}
