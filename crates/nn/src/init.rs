//! Initialisations by the names they have in the field.

use crate::Stream;
use serde::{Deserialize, Serialize};

/// A scheme for the initial weights and biases of a layer.
///
/// A layer maps `fan_in` inputs to `fan_out` outputs; its weight has fan_in × fan_out entries and
/// its bias fan_out. Each scheme says from which [`Distribution`] they come.
///
/// | scheme | weight | bias | made for | source |
/// | --- | --- | --- | --- | --- |
/// | `GlorotNormal` ("Xavier") | N(0, 2 / (fan_in + fan_out)) | 0 | tanh, sigmoid | Glorot & Bengio (2010), their variance with a normal law |
/// | `GlorotUniform` | U(±√(6 / (fan_in + fan_out))) | 0 | tanh, sigmoid | Glorot & Bengio (2010), eq. 16 |
/// | `HeNormal` ("Kaiming") | N(0, 2 / fan_in) | 0 | ReLU | He, Zhang, Ren & Sun (2015), eq. 10 |
/// | `HeUniform` | U(±√(6 / fan_in)) | 0 | ReLU | the same variance with a uniform law |
/// | `LecunNormal` | N(0, 1 / fan_in) | 0 | unit-slope activations | LeCun, Bottou, Orr & Müller (1998), eq. 16 |
/// | `LecunUniform` | U(±√(3 / fan_in)) | 0 | unit-slope activations | the same variance with a uniform law |
/// | `Torch` | U(±1 / √fan_in) | U(±1 / √fan_in) | PyTorch's default | `torch.nn.Linear`: `kaiming_uniform_(a=√5)` |
///
/// Schemes that put a factor into the forward pass are [parametrisations](crate::Parametrisation).
/// N(μ, σ²) names the variance, U(±b) the interval \[−b, b\], whose variance is b² / 3. The fans
/// are those of the layer alone: no scheme looks at the activation, so that a name always means
/// the same numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Init {
    /// Weights N(0, 2 / (fan_in + fan_out)), biases zero; also called Xavier normal.
    GlorotNormal,
    /// Weights U(±√(6 / (fan_in + fan_out))), biases zero; also called Xavier uniform.
    GlorotUniform,
    /// Weights N(0, 2 / fan_in), biases zero; also called Kaiming normal.
    HeNormal,
    /// Weights U(±√(6 / fan_in)), biases zero; also called Kaiming uniform.
    HeUniform,
    /// Weights N(0, 1 / fan_in), biases zero.
    LecunNormal,
    /// Weights U(±√(3 / fan_in)), biases zero.
    LecunUniform,
    /// Weights and biases U(±1 / √fan_in): what PyTorch's `Linear` does by default. The biases
    /// are not zero, and the weights' variance, 1 / (3 fan_in), is a sixth of He's.
    Torch,
}

/// The law of one entry.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Distribution {
    /// Always zero. Draws nothing.
    Zero,
    /// Normal with mean zero.
    Normal {
        /// The standard deviation.
        std: f64,
    },
    /// Uniform on [−bound, bound].
    Uniform {
        /// The largest magnitude.
        bound: f64,
    },
}

impl Init {
    /// The law of the weights of a layer.
    pub fn weight(self, fan_in: usize, fan_out: usize) -> Distribution {
        let (fan_in, fan_out) = (fan_in as f64, fan_out as f64);
        match self {
            Self::GlorotNormal => Distribution::Normal { std: (2.0 / (fan_in + fan_out)).sqrt() },
            Self::GlorotUniform => {
                Distribution::Uniform { bound: (6.0 / (fan_in + fan_out)).sqrt() }
            }
            Self::HeNormal => Distribution::Normal { std: (2.0 / fan_in).sqrt() },
            Self::HeUniform => Distribution::Uniform { bound: (6.0 / fan_in).sqrt() },
            Self::LecunNormal => Distribution::Normal { std: (1.0 / fan_in).sqrt() },
            Self::LecunUniform => Distribution::Uniform { bound: (3.0 / fan_in).sqrt() },
            Self::Torch => Distribution::Uniform { bound: (1.0 / fan_in).sqrt() },
        }
    }

    /// The law of the biases of a layer.
    pub fn bias(self, fan_in: usize) -> Distribution {
        match self {
            Self::GlorotNormal
            | Self::GlorotUniform
            | Self::HeNormal
            | Self::HeUniform
            | Self::LecunNormal
            | Self::LecunUniform => Distribution::Zero,
            Self::Torch => Distribution::Uniform { bound: (1.0 / fan_in as f64).sqrt() },
        }
    }
}

impl Distribution {
    /// Fills `out`, first to last, with independent draws.
    pub fn fill(self, stream: &mut Stream, out: &mut [f64]) {
        match self {
            Self::Zero => out.fill(0.0),
            Self::Uniform { bound } => stream.fill_uniform_in(-bound, bound, out),
            Self::Normal { std } => {
                stream.fill_normal(out);
                for x in out {
                    *x *= std;
                }
            }
        }
    }

    /// The standard deviation: that of U(±b) is b / √3.
    pub fn std(self) -> f64 {
        match self {
            Self::Zero => 0.0,
            Self::Normal { std } => std,
            Self::Uniform { bound } => bound / 3.0_f64.sqrt(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Init; 7] = [
        Init::GlorotNormal,
        Init::GlorotUniform,
        Init::HeNormal,
        Init::HeUniform,
        Init::LecunNormal,
        Init::LecunUniform,
        Init::Torch,
    ];

    /// The formulas at fan_in 8, fan_out 24, worked out by hand.
    #[test]
    fn formulas() {
        let normal = |variance: f64| Distribution::Normal { std: variance.sqrt() };
        let uniform = |square: f64| Distribution::Uniform { bound: square.sqrt() };
        let expected = [
            normal(0.0625),
            uniform(0.1875),
            normal(0.25),
            uniform(0.75),
            normal(0.125),
            uniform(0.375),
            uniform(0.125),
        ];
        assert_eq!(ALL.map(|init| init.weight(8, 24)), expected);
        let biases = [
            Distribution::Zero,
            Distribution::Zero,
            Distribution::Zero,
            Distribution::Zero,
            Distribution::Zero,
            Distribution::Zero,
            uniform(0.125),
        ];
        assert_eq!(ALL.map(|init| init.bias(8)), biases);
    }

    /// PyTorch reaches its bound as gain · √3 / √fan_in with gain = √(2 / (1 + a²)), a = √5.
    #[test]
    fn the_torch_bound_is_what_kaiming_uniform_computes() {
        for fan_in in [1, 3, 64, 784] {
            let gain = (2.0 / (1.0 + 5.0_f64)).sqrt();
            let torch = 3.0_f64.sqrt() * gain / (fan_in as f64).sqrt();
            let Distribution::Uniform { bound } = Init::Torch.weight(fan_in, 10) else {
                panic!("PyTorch's default is uniform");
            };
            assert!((bound / torch - 1.0).abs() < 4.0 * f64::EPSILON);
        }
    }

    #[test]
    fn uniform_and_normal_twins_have_one_variance() {
        for (normal, uniform) in [
            (Init::GlorotNormal, Init::GlorotUniform),
            (Init::HeNormal, Init::HeUniform),
            (Init::LecunNormal, Init::LecunUniform),
        ] {
            let (a, b) = (normal.weight(13, 29).std(), uniform.weight(13, 29).std());
            assert!((a / b - 1.0).abs() < 4.0 * f64::EPSILON);
        }
    }

    #[test]
    fn draws_have_the_stated_spread() {
        const N: usize = 20_000;
        let mut stream = Stream::new("nn.init", 0, "spread");
        for init in ALL {
            let law = init.weight(50, 30);
            let mut draws = vec![0.0; N];
            law.fill(&mut stream, &mut draws);
            let variance = draws.iter().map(|x| x * x).sum::<f64>() / N as f64;
            let ratio = variance / (law.std() * law.std());
            // The relative variance of x² is 2 for a normal law and 4 / 5 for a uniform one.
            assert!((ratio - 1.0).abs() < 4.0 * (2.0 / N as f64).sqrt(), "{init:?} {ratio}");
            if let Distribution::Uniform { bound } = law {
                assert!(draws.iter().all(|x| x.abs() <= bound));
                assert!(draws.iter().any(|x| x.abs() > 0.999 * bound));
            }
        }
    }

    #[test]
    fn zero_draws_nothing() {
        let mut stream = Stream::new("nn.init", 0, "zero");
        let mut biases = [1.0; 4];
        Init::HeNormal.bias(3).fill(&mut stream, &mut biases);
        assert_eq!(biases, [0.0; 4]);
        assert_eq!(stream.state().drawn, 0);
    }
}
