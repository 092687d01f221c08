//! "A gradient inner product": the kernel of one unit, and the limit by hand.

use numerics::elementary::{cos, sin};
use std::f64::consts::PI;

// ANCHOR: unit
/// The tangent kernel of one unit, f(x) = v relu(w x), at the weights w, v.
pub fn unit_kernel(w: f64, v: f64, x: f64, z: f64) -> f64 {
    let relu = |u: f64| if u > 0.0 { u } else { 0.0 };
    let active = |u: f64| if u > 0.0 { 1.0 } else { 0.0 };
    let from_v = relu(w * x) * relu(w * z);
    let from_w = v * active(w * x) * x * v * active(w * z) * z;
    from_v + from_w
}
// ANCHOR_END: unit

// ANCHOR: limit
/// The limit kernel of one hidden ReLU layer without biases for two unit
/// vectors in the plane at an angle, with standard deviation √2.
pub fn limit(angle: f64) -> f64 {
    let values = (sin(angle) + (PI - angle) * cos(angle)) / PI;
    let slopes = (PI - angle) / PI;
    values + slopes * cos(angle)
}
// ANCHOR_END: limit

#[cfg(test)]
mod tests {
    use super::*;
    use autodiff::{Fun, Tape, Var};
    use nn::{Params, Stream};
    use ntk::{Activation, EmpiricalNtk, InfiniteMlp, Inputs, Outputs, Scaling};
    use numerics::Matrix;

    // ANCHOR: unit_test
    #[test]
    fn a_unit_by_hand_and_by_reverse_mode() {
        let unit = |tape: &mut Tape, params: &[Var], x: Var| {
            let z = tape.matmul(x, params[0]);
            let h = tape.map(Fun::Relu, z);
            tape.matmul(h, params[1])
        };
        let (w, v) = (0.7, -1.3);
        let mut params = Params::new();
        params.push("w", 1, 1)[0] = w;
        params.push("v", 1, 1)[0] = v;
        let inputs = Matrix::from_rows(&[[2.0], [0.5], [-1.0]]);
        let ntk = EmpiricalNtk::new(&unit, &params);
        let kernel = ntk.by_rows(Inputs::One(&inputs), Outputs::Full).matrix;
        for (i, &x) in inputs.data.iter().enumerate() {
            for (j, &z) in inputs.data.iter().enumerate() {
                assert!((kernel[(i, j)] - unit_kernel(w, v, x, z)).abs() < 1e-15);
            }
        }
        // What the unit does not see, it cannot learn.
        assert_eq!(unit_kernel(w, v, -1.0, 2.0), 0.0);
    }
    // ANCHOR_END: unit_test

    // ANCHOR: limit_test
    #[test]
    fn the_limit_by_hand_and_by_recursion() {
        let network = InfiniteMlp {
            hidden_layers: 1,
            activation: Activation::of(Fun::Relu).unwrap(),
            weight_std: 2f64.sqrt(),
            bias_std: 0.0,
            scaling: Scaling::Ntk,
        };
        for angle in [0.0, 0.5, 1.5, PI / 2.0, 3.0] {
            let x = Matrix::from_rows(&[[1.0, 0.0], [cos(angle), sin(angle)]]);
            let expected = network.ntk(Inputs::One(&x))[(0, 1)];
            assert!((limit(angle) - expected).abs() < 1e-14);
        }
    }

    #[test]
    fn half_of_all_directions_see_a_point() {
        let mut stream = Stream::new("exercise", 0, "directions");
        let angle = 2.0;
        let both = (0..100_000)
            .filter(|_| {
                let (a, b) = (stream.normal(), stream.normal());
                a > 0.0 && a * cos(angle) + b * sin(angle) > 0.0
            })
            .count();
        let share = both as f64 / 1e5;
        assert!((share - (PI - angle) / (2.0 * PI)).abs() < 0.005);
    }
    // ANCHOR_END: limit_test
}
