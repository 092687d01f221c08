//! Where training ends, told in advance: `cargo run --package ntk --example regression`.

use autodiff::Fun;
use nn::{Loss, Mlp, Objective, Optimiser, Parametrisation, Schedule, Stream, Trainer};
use ntk::{Activation, Fit, InfiniteMlp, Inputs, KernelRegression, Scaling, Start};
use numerics::Matrix;

/// Trains a wide network on three points, and predicts what it will say at two others.
pub fn main() {
    // ANCHOR: program
    let (weight, bias) = (2f64.sqrt(), 0.5);
    let (x, y) = (
        Matrix::from_rows(&[[1.0, 0.0], [0.0, 1.0], [-0.6, 0.8]]),
        Matrix::from_rows(&[[1.0], [-1.0], [0.5]]),
    );
    let new = Matrix::from_rows(&[[0.6, 0.8], [0.0, -1.0]]);
    let mlp = Mlp::new(&[2, 2048, 1], Fun::Relu, Parametrisation::Ntk { weight, bias });
    let params = mlp.init(&mut Stream::new("regression", 0, "init"));

    // The prediction: a 3 x 3 matrix, and what the network says before it is trained.
    let infinite = InfiniteMlp {
        hidden_layers: 1,
        activation: Activation::of(Fun::Relu).expect("ReLU has a kernel"),
        weight_std: weight,
        bias_std: bias,
        scaling: Scaling::Ntk,
    };
    let kernel = KernelRegression::new(&infinite.ntk(Inputs::One(&x))).expect("a kernel");
    let cross = infinite.ntk(Inputs::Two(&new, &x));
    let f0 = [&x, &new].map(|x| mlp.predict(&params, x));
    let start = Start { training: &f0[0], others: &f0[1] };
    let predicted = kernel.predict(Fit::Ridgeless, &cross, &y, start);

    // The training: gradient descent on 8193 parameters.
    let rate = Schedule::Constant(0.75 * kernel.largest_stable_rate());
    let objective = Objective::new(&mlp, Loss::MeanSquared, &x, &y);
    let mut trainer = Trainer::new(objective, params, Optimiser::sgd(), rate);
    trainer.run(200, |_, _| ());
    let trained = mlp.predict(trainer.params(), &new);

    println!("start  predicted  trained");
    for i in 0..2 {
        let row = [f0[1].data[i], predicted.data[i], trained.data[i]];
        println!("{:>5.2}  {:>9.2}  {:>7.2}", row[0], row[1], row[2]);
        assert!((row[1] - row[2]).abs() < 0.1 && (row[0] - row[2]).abs() > 0.1);
    }
    // ANCHOR_END: program
}
