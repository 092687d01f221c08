//! Networks of one, two and eight hidden layers with equal numbers of parameters on one table of
//! numbers: `cargo run --release --example equal_parameters`.

use autodiff::Fun;
use nn::{Init, Loss, Mlp, Objective, Optimiser, Parametrisation, Schedule, Stream, Trainer};
use numerics::Matrix;
use numerics::elementary::sin;

/// Trains them and compares their errors on new examples.
pub fn main() {
    // ANCHOR: program
    let examples = |n: usize, stream: &mut Stream| {
        let x = Matrix::from_fn(n, 10, |_, _| stream.uniform());
        let y = Matrix::from_fn(n, 1, |i, _| {
            let x = x.row(i);
            let bend = x[2] - 0.5;
            let waves = sin(std::f64::consts::PI * x[0] * x[1]);
            let y = 10.0 * waves + 20.0 * bend * bend + 10.0 * x[3] + 5.0 * x[4];
            (y + stream.normal() - 14.4) / 5.0
        });
        (x, y)
    };
    let error = |widths: &[usize], seed| {
        let stream = |purpose| Stream::new("equal parameters", seed, purpose);
        let mut data = stream("data");
        let ((x, y), (new_x, new_y)) = (examples(200, &mut data), examples(1000, &mut data));
        let mlp = Mlp::new(widths, Fun::Relu, Parametrisation::Standard(Init::HeNormal));
        let params = mlp.init(&mut stream("weights"));
        let adam = Optimiser::adam(params.len());
        let objective = Objective::new(&mlp, Loss::MeanSquared, &x, &y);
        let rate = Schedule::Cosine { initial: 0.01, steps: 400 };
        let mut trainer =
            Trainer::new(objective, params, adam, rate).minibatches(20, stream("minibatches"));
        trainer.run(400, |_, _| ());
        Objective::new(&mlp, Loss::MeanSquared, &new_x, &new_y).loss(trainer.params())
    };
    // 997, 1015 and 1057 parameters.
    let deep = [&[10][..], &[11; 8], &[1]].concat();
    let errors = [&[10, 83, 1][..], &[10, 26, 26, 1], &deep]
        .map(|widths| (0..5).map(|seed| error(widths, seed)).sum::<f64>() / 5.0);
    assert!(errors[0] < errors[2]);
    // ANCHOR_END: program
    println!("hidden layers   1, 2, 8\nmean error      {errors:.3?}");
}
