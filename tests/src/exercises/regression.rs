//! "Which regression?": a network that starts at zero, and a time against a ridge.

use nn::{Mlp, Params};
use numerics::Matrix;
use numerics::elementary::exp;

// ANCHOR: mirror
/// The parameters of a network of twice the width: every hidden unit of a network of one hidden
/// layer and once more the same unit, read out with the opposite sign.
pub fn mirrored(params: &Params) -> Params {
    let weight = params.slot("layers.0.weight").expect("a hidden layer");
    let (inputs, width) = (weight.rows, weight.cols);
    let get = |name: &str| params.get(name).expect("a slot");
    let mut twice = Params::new();
    let rows = get("layers.0.weight").chunks(width).flat_map(|row| [row, row].concat());
    let rows: Vec<f64> = rows.collect();
    twice.push("layers.0.weight", inputs, 2 * width).copy_from_slice(&rows);
    let bias = get("layers.0.bias");
    twice.push("layers.0.bias", 1, 2 * width).copy_from_slice(&[bias, bias].concat());
    let read = get("layers.1.weight");
    let minus: Vec<f64> = read.iter().map(|v| -v).collect();
    twice.push("layers.1.weight", 2 * width, 1).copy_from_slice(&[read, &minus].concat());
    twice.push("layers.1.bias", 1, 1)[0] = 0.0;
    twice
}
// ANCHOR_END: mirror

// ANCHOR: gap
/// How much of a component with eigenvalue λ gradient flow has learned at time t, less what ridge
/// regression with the ridge 1 / t learns of it; both depend on λ t alone.
pub fn lead_of_flow(lambda_t: f64) -> f64 {
    (1.0 - exp(-lambda_t)) - lambda_t / (1.0 + lambda_t)
}
// ANCHOR_END: gap

/// Both recipes of the exercise: the network and its double.
pub fn recipes(width: usize) -> [Mlp; 2] {
    let parametrisation = nn::Parametrisation::Ntk { weight: 1.5, bias: 0.5 };
    [width, 2 * width].map(|n| Mlp::new(&[2, n, 1], autodiff::Fun::Relu, parametrisation))
}

/// Four inputs.
pub fn inputs() -> Matrix {
    Matrix::from_rows(&[[1.0, 0.2], [-0.3, 1.1], [0.4, -0.8], [-1.0, -0.5]])
}

#[cfg(test)]
mod tests {
    use super::*;
    use nn::Stream;
    use ntk::{EmpiricalNtk, Inputs, Outputs};

    // ANCHOR: mirror_test
    #[test]
    fn a_mirrored_network_is_zero_and_has_the_same_kernel() {
        let [single, double] = recipes(50);
        let params = single.init(&mut Stream::new("exercise", 0, "init"));
        let twice = mirrored(&params);
        let x = inputs();
        assert!(double.predict(&twice, &x).data.iter().all(|f| f.abs() < 1e-13));
        let kernel = |mlp: &Mlp, params: &Params| {
            EmpiricalNtk::new(mlp, params).by_rows(Inputs::One(&x), Outputs::Full).matrix
        };
        assert!(ntk::drift(&kernel(&single, &params), &kernel(&double, &twice)) < 1e-13);
    }
    // ANCHOR_END: mirror_test

    // ANCHOR: gap_test
    #[test]
    fn flow_is_ahead_by_a_fifth_at_most() {
        let times: Vec<f64> = (0..100_000).map(|i| f64::from(i) / 1000.0).collect();
        assert!(times.iter().all(|&t| lead_of_flow(t) >= 0.0));
        let ahead = |a: &&f64, b: &&f64| lead_of_flow(**a).total_cmp(&lead_of_flow(**b));
        let most = *times.iter().max_by(ahead).unwrap();
        assert!((most - 2.513).abs() < 0.001 && (lead_of_flow(most) - 0.2036).abs() < 1e-4);
    }
    // ANCHOR_END: gap_test
}
