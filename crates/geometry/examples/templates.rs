//! A network taken apart at two points: `cargo run --example templates`.

use autodiff::Fun;
use geometry::ReluNetwork;
use nn::{Init, Mlp, Parametrisation, Stream};

/// Prints the templates of two classes at two points.
pub fn main() {
    // ANCHOR: program
    let he = Parametrisation::Standard(Init::HeNormal);
    let mlp = Mlp::new(&[3, 8, 8, 2], Fun::Relu, he);
    let params = mlp.init(&mut Stream::new("templates", 0, "init"));
    let network = ReluNetwork::from_params(&params).expect("finite weights");

    let points = [[1.0, 0.5, -0.2], [-0.7, 0.1, 0.9]];
    let pieces = points.map(|x| {
        let gates = network.gates(&x); // which of the 16 units are on?
        let piece = network.affine_piece(&gates); // A and c
        for class in 0..2 {
            let template = piece.slope.row(class);
            let score = numerics::dot(template, &x) + piece.offset[class];
            println!("class {class}: {template:.2?} scores {score:.2}");
            assert!((score - network.output(&x)[class]).abs() < 1e-12);
        }
        piece
    });
    assert_ne!(pieces[0], pieces[1]); // another region, other templates
    // ANCHOR_END: program
}
