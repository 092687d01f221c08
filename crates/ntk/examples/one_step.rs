//! What training on one point does to another: `cargo run --example one_step`.

use autodiff::Fun;
use nn::{Mlp, Parametrisation, Stream};
use ntk::EmpiricalNtk;
use numerics::{Matrix, dot};

/// One small step for the sake of one point, seen at three.
pub fn main() {
    // ANCHOR: program
    let scaling = Parametrisation::Ntk { weight: 2f64.sqrt(), bias: 0.1 };
    let network = Mlp::new(&[2, 64, 1], Fun::Relu, scaling);
    let start = network.init(&mut Stream::new("one step", 0, "init"));
    let ntk = EmpiricalNtk::new(&network, &start);
    // The slopes of the output at a point with respect to all parameters.
    let gradient = |x: &Matrix| ntk.jacobian(x).data;

    // A step that raises the output at the taught point.
    let taught = Matrix::from_rows(&[[1.0, 0.0]]);
    let mut moved = start.clone();
    for (p, slope) in moved.data_mut().iter_mut().zip(gradient(&taught)) {
        *p += 0.001 * slope;
    }

    let near = Matrix::from_rows(&[[0.8, 0.6]]);
    let far = Matrix::from_rows(&[[-1.0, 0.0]]);
    for x in [&taught, &near, &far] {
        let output = |params| network.predict(params, x).data[0];
        let change = (output(&moved) - output(&start)) / 0.001;
        let product = dot(&gradient(x), &gradient(&taught));
        println!("change {change:.4}, inner product {product:.4}");
        assert!((change - product).abs() < 0.01);
    }
    // ANCHOR_END: program
}
