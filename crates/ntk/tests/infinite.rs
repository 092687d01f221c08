//! Kernels of infinite networks: what must hold of them, and what wide networks do.

mod common;

use autodiff::{Fun, Tape};
use common::{gap, random};
use nn::{Init, Mlp, Parametrisation, Stream};
use ntk::{Activation, EmpiricalNtk, InfiniteMlp, Inputs, Outputs, Scaling};
use numerics::Matrix;

fn network(activation: Activation, hidden_layers: usize) -> InfiniteMlp {
    let (weight_std, bias_std) = (1.5, 0.3);
    InfiniteMlp { hidden_layers, activation, weight_std, bias_std, scaling: Scaling::Ntk }
}

fn all() -> Vec<Activation> {
    let mut all: Vec<_> = Fun::ALL.into_iter().filter_map(|fun| Activation::of(fun).ok()).collect();
    all.push(Activation::program(Tape::gelu));
    assert_eq!(all.len(), 16);
    all
}

/// Equal, opposite, nearly equal and zero inputs: where an arc cosine becomes NaN, and where
/// variances and correlations are at their ends.
#[test]
fn no_input_makes_a_nan() {
    let x = Matrix::from_rows(&[
        [0.1, 0.2, 0.3],
        [0.1, 0.2, 0.3],
        [0.1, 0.2, 0.3 + 1e-16],
        [0.1, 0.2, 0.3 + 1e-9],
        [-0.1, -0.2, -0.3],
        [0.2, 0.4, 0.6],
        [0.0, 0.0, 0.0],
    ]);
    for activation in all() {
        for bias_std in [0.0, 0.3] {
            for depth in [1, 2, 6] {
                let network = InfiniteMlp { bias_std, ..network(activation.clone(), depth) };
                // Exponentials and powers of large variances overflow; that is what they do.
                let network = InfiniteMlp { weight_std: 0.5, ..network };
                for kernel in [network.nngp(Inputs::One(&x)), network.ntk(Inputs::One(&x))] {
                    assert!(kernel.data.iter().all(|k| k.is_finite()), "{activation:?} {depth}");
                    assert_eq!(kernel, kernel.transpose());
                    assert_eq!(kernel[(0, 0)], kernel[(0, 1)], "equal inputs, equal entries");
                    assert_eq!(kernel[(0, 0)], kernel[(1, 1)]);
                }
            }
        }
    }
}

#[test]
fn two_sets_and_many_tiles_give_the_bits_of_one() {
    let x = random(150, 3, "tiles");
    for fun in [Fun::Relu, Fun::Tanh] {
        let network = network(Activation::of(fun).unwrap(), 2);
        let one = network.ntk(Inputs::One(&x));
        assert_eq!(one, network.ntk(Inputs::Two(&x, &x)));
        let part = Matrix::from_vec(2, 3, x.data[3 * 140..3 * 142].to_vec());
        let few = network.ntk(Inputs::Two(&part, &x));
        assert_eq!(few.row(1), one.row(141));
    }
}

/// Without a hidden layer the network is linear, and its kernel exact at every width.
#[test]
fn a_linear_network() {
    let x = random(3, 4, "linear");
    let (weight, bias) = (1.5, 0.3);
    let mlp = Mlp::new(&[4, 1], Fun::Relu, Parametrisation::Ntk { weight, bias });
    let params = mlp.init(&mut Stream::new("ntk.tests", 0, "linear"));
    let found = EmpiricalNtk::new(&mlp, &params).by_rows(Inputs::One(&x), Outputs::Full);
    let limit = network(Activation::of(Fun::Relu).unwrap(), 0);
    assert!(gap(&found.matrix, &limit.ntk(Inputs::One(&x))) < 1e-14);
    assert_eq!(limit.ntk(Inputs::One(&x)), limit.nngp(Inputs::One(&x)));
}

/// Wide networks come near the limit, in both parametrisations; so does the kernel of the
/// read-out alone, whose limit is the NNGP kernel.
#[test]
fn wide_networks_are_near_the_limit() {
    let (x, width) = (random(4, 3, "wide"), 1024);
    let (weight, bias) = (2f64.sqrt(), 0.3);
    for (parametrisation, bias_std, scaling) in [
        (Parametrisation::Ntk { weight, bias }, bias, Scaling::Ntk),
        (Parametrisation::Standard(Init::HeNormal), 0.0, Scaling::Standard { width }),
    ] {
        let mlp = Mlp::new(&[3, width, width, 1], Fun::Relu, parametrisation);
        let activation = Activation::of(Fun::Relu).unwrap();
        let limit =
            InfiniteMlp { hidden_layers: 2, activation, weight_std: weight, bias_std, scaling };
        let mut mean = Matrix::zeros(4, 4);
        let mut features = Matrix::zeros(4, 4);
        const SEEDS: u64 = 6;
        for seed in 0..SEEDS {
            let params = mlp.init(&mut Stream::new("ntk.tests", seed, "wide"));
            let add = |sum: &mut Matrix, ntk: EmpiricalNtk<'_, Mlp>| {
                let kernel = ntk.by_factors(Inputs::One(&x), Outputs::Full).unwrap().matrix;
                numerics::slices::axpy(1.0 / SEEDS as f64, &kernel.data, &mut sum.data);
            };
            add(&mut mean, EmpiricalNtk::new(&mlp, &params));
            let readout = ["layers.2.weight", "layers.2.bias"];
            add(&mut features, EmpiricalNtk::new(&mlp, &params).wrt(&readout));
        }
        // A few per cent is what chance leaves at this width; a wrong factor is tens.
        let ntk_gap = gap(&mean, &limit.ntk(Inputs::One(&x)));
        assert!(ntk_gap < 0.06, "{parametrisation:?}: {ntk_gap}");
        if scaling == Scaling::Ntk {
            let nngp_gap = gap(&features, &limit.nngp(Inputs::One(&x)));
            assert!(nngp_gap < 0.06, "{nngp_gap}");
        }
    }
}

#[test]
fn functions_with_holes_are_refused() {
    for fun in [Fun::Ln, Fun::Sqrt, Fun::Power(-1)] {
        let message = Activation::of(fun).unwrap_err().to_string();
        assert!(message.starts_with(&format!("{} is not defined", fun.name())), "{message}");
    }
}
