//! What the experiments on tangent kernels share: activations, kernels of networks and of their
//! limits, regression with them.

use autodiff::Fun;
use nn::{Mlp, Params};
use ntk::{Activation, EmpiricalNtk, InfiniteMlp, Inputs, KernelRegression, Outputs, Scaling};
use numerics::Matrix;
use serde::{Deserialize, Serialize};

/// An activation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Unit {
    Relu,
    Erf,
    Tanh,
}

impl Unit {
    pub(crate) fn fun(self) -> Fun {
        match self {
            Unit::Relu => Fun::Relu,
            Unit::Erf => Fun::Erf,
            Unit::Tanh => Fun::Tanh,
        }
    }

    /// How tables and figures call it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Unit::Relu => "ReLU",
            Unit::Erf => "erf",
            Unit::Tanh => "tanh",
        }
    }

    /// Its key in the names of random streams, which no change of a heading may touch.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Unit::Relu => "ReLU",
            Unit::Erf => "erf",
            Unit::Tanh => "tanh",
        }
    }
}

/// The tangent kernel of a network with one output.
pub(crate) fn kernel(mlp: &Mlp, params: &Params, inputs: Inputs<'_>) -> Matrix {
    let kernel = EmpiricalNtk::new(mlp, params).by_factors(inputs, Outputs::Full);
    kernel.expect("the layers of an Mlp treat each input by itself").matrix
}

/// Infinitely wide layers in the NTK parametrisation.
pub(crate) fn limit(activation: Fun, hidden_layers: usize, weight: f64, bias: f64) -> InfiniteMlp {
    InfiniteMlp {
        hidden_layers,
        activation: Activation::of(activation).expect("defined for all numbers"),
        weight_std: weight,
        bias_std: bias,
        scaling: Scaling::Ntk,
    }
}

/// Regression with a kernel on the training inputs.
pub(crate) fn regression(kernel: &Matrix) -> KernelRegression {
    KernelRegression::new(kernel).expect("a finite symmetric kernel")
}
