//! How a layer's stored parameters enter the forward pass.

use crate::{Distribution, Init};

/// A rule for the initial values of each layer and for the factors in front of them.
///
/// A layer of `fan_in` inputs and `fan_out` outputs computes y = a x W + c b, where W and b are
/// stored and trained and the factors a and c are fixed. A factor that stands in front of a
/// parameter of accordingly smaller spread changes nothing at initialisation, but everything in
/// training: gradient descent on W moves the product a W by a² times the gradient with respect to
/// that product. How a² scales with the width decides what a very wide network can learn.
///
/// | | W | a, hidden | a, last | b | c, hidden | c, last |
/// | --- | --- | --- | --- | --- | --- | --- |
/// | `Standard` | by [`Init`] | 1 | 1 | by [`Init`] | 1 | 1 |
/// | `Ntk` | N(0, 1) | σ_w / √fan_in | σ_w / √fan_in | N(0, 1) | σ_b | σ_b |
/// | `MaximalUpdate` | N(0, 1 / n) | σ_w √(fan_out / fan_in) | σ_w / √fan_in | N(0, 1 / n) | σ_b √n | σ_b |
///
/// In the last row n is the width that grows: `fan_out` of a hidden layer, `fan_in` of the last;
/// the bias of the last layer, which belongs to no width, is N(0, 1).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Parametrisation {
    /// y = x W + b: what every framework does by default.
    Standard(Init),
    /// The neural tangent parametrisation (Jacot, Gabriel & Hongler 2018; Lee et al. 2019): with
    /// one learning rate for all widths, an infinitely wide network trains as its linearisation.
    Ntk {
        /// σ_w.
        weight: f64,
        /// σ_b; with 0 the network has no biases.
        bias: f64,
    },
    /// The maximal update parametrisation μP (Yang & Hu 2021, table 1, in the form in which one
    /// learning rate serves all layers and widths under gradient descent): hidden features move
    /// by as much in the limit as they do at finite width. With one hidden layer it is the
    /// mean-field scaling (Mei, Montanari & Nguyen 2018), f = (1 / n) Σ v φ(w x), whose learning
    /// rate is n times larger.
    MaximalUpdate {
        /// σ_w.
        weight: f64,
        /// σ_b; with 0 the network has no biases.
        bias: f64,
    },
}

/// The law of an array's initial entries, and the factor in front of the array.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scaled {
    /// The law of the stored entries.
    pub init: Distribution,
    /// What multiplies them in the forward pass.
    pub factor: f64,
}

impl Parametrisation {
    /// The weight of a layer; `last` says whether it is the network's output layer.
    pub fn weight(self, fan_in: usize, fan_out: usize, last: bool) -> Scaled {
        let (inputs, outputs) = (fan_in as f64, fan_out as f64);
        match self {
            Self::Standard(init) => Scaled { init: init.weight(fan_in, fan_out), factor: 1.0 },
            Self::Ntk { weight, .. } => {
                Scaled { init: normal(1.0), factor: weight / inputs.sqrt() }
            }
            Self::MaximalUpdate { weight, .. } if last => {
                Scaled { init: normal(inputs), factor: weight / inputs.sqrt() }
            }
            Self::MaximalUpdate { weight, .. } => {
                Scaled { init: normal(outputs), factor: weight * (outputs / inputs).sqrt() }
            }
        }
    }

    /// The bias of a layer; `last` says whether it is the network's output layer.
    pub fn bias(self, fan_in: usize, fan_out: usize, last: bool) -> Scaled {
        match self {
            Self::Standard(init) => Scaled { init: init.bias(fan_in), factor: 1.0 },
            Self::MaximalUpdate { bias, .. } if !last => {
                let outputs = fan_out as f64;
                Scaled { init: normal(outputs), factor: bias * outputs.sqrt() }
            }
            Self::Ntk { bias, .. } | Self::MaximalUpdate { bias, .. } => {
                Scaled { init: normal(1.0), factor: bias }
            }
        }
    }
}

/// N(0, 1 / n).
fn normal(n: f64) -> Distribution {
    Distribution::Normal { std: (1.0 / n).sqrt() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Loss, Mlp, Objective, Optimiser, Params, Schedule, Stream, Trainer};
    use autodiff::Fun;
    use numerics::Matrix;

    const NTK: Parametrisation = Parametrisation::Ntk { weight: 1.5, bias: 0.5 };
    const MUP: Parametrisation = Parametrisation::MaximalUpdate { weight: 1.5, bias: 0.5 };

    /// Spread of the effective entry, factor times parameter.
    fn spread(array: Scaled) -> f64 {
        array.factor * array.init.std()
    }

    fn close(a: f64, b: f64) {
        assert!((a / b - 1.0).abs() < 4.0 * f64::EPSILON, "{a} {b}");
    }

    #[test]
    fn hidden_layers_start_alike() {
        for (fan_in, fan_out) in [(3, 64), (64, 64), (64, 100)] {
            for parametrisation in [NTK, MUP] {
                let expected = 1.5 / (fan_in as f64).sqrt();
                close(spread(parametrisation.weight(fan_in, fan_out, false)), expected);
                close(spread(parametrisation.bias(fan_in, fan_out, false)), 0.5);
            }
        }
    }

    /// What distinguishes them: the last layer, and the squared factor, which multiplies the
    /// learning rate of the effective weight.
    #[test]
    fn scaling_with_the_width() {
        let squared = |p: Parametrisation, fan_in, fan_out, last| {
            let factor = p.weight(fan_in, fan_out, last).factor;
            factor * factor
        };
        for n in [16, 256] {
            let wide = n as f64;
            close(squared(NTK, 4, n, false), 2.25 / 4.0);
            close(squared(NTK, n, n, false), 2.25 / wide);
            close(squared(NTK, n, 1, true), 2.25 / wide);
            close(spread(NTK.weight(n, 1, true)), 1.5 / wide.sqrt());
            close(squared(MUP, 4, n, false), 2.25 * wide / 4.0);
            close(squared(MUP, n, n, false), 2.25);
            close(squared(MUP, n, 1, true), 2.25 / wide);
            close(spread(MUP.weight(n, 1, true)), 1.5 / wide);
            assert_eq!(MUP.bias(n, 3, true).factor, 0.5);
        }
    }

    /// f = (1 / n) Σ v tanh(w x) with all parameters of order one, trained at the rate n α, is
    /// the same path of functions as μP at the rate α.
    #[test]
    fn one_hidden_layer_in_mup_is_mean_field() {
        const N: usize = 32;
        const RATE: f64 = 0.1;
        let parametrisation = Parametrisation::MaximalUpdate { weight: 1.0, bias: 0.0 };
        let mlp = Mlp::new(&[1, N, 1], Fun::Tanh, parametrisation);
        let mup = mlp.init(&mut Stream::new("nn.mean-field", 0, "init"));
        let inputs = Matrix { rows: 4, cols: 1, data: vec![-1.0, -0.3, 0.4, 1.2] };
        let targets = Matrix { rows: 4, cols: 1, data: vec![-0.6, -0.2, 0.3, 0.7] };

        // The same network as (1 / n) v tanh(w x) on a standard recipe with V = v / n: W is √n
        // times the stored weight, v is √n times the stored one, so V is 1 / √n of it.
        let root = (N as f64).sqrt();
        let plain = Mlp::new(&[1, N, 1], Fun::Tanh, Parametrisation::Standard(Init::LecunNormal));
        let mut mean_field: Params = mup.zeros_like();
        for (slot, factor) in [("layers.0.weight", root), ("layers.1.weight", 1.0 / root)] {
            let stored = mup.get(slot).unwrap();
            for (to, from) in mean_field.get_mut(slot).unwrap().iter_mut().zip(stored) {
                *to = factor * from;
            }
        }
        // dw/dt = −n α ∂/∂w, and dV/dt = (1 / n) dv/dt = −α ∂/∂v = −(α / n) ∂/∂V.
        let mut objective = Objective::new(&plain, Loss::MeanSquared, &inputs, &targets);
        let mut gradient = vec![0.0; mean_field.len()];
        let objective_mup = Objective::new(&mlp, Loss::MeanSquared, &inputs, &targets);
        let schedule = Schedule::Constant(RATE);
        let mut trainer = Trainer::new(objective_mup, mup, Optimiser::sgd(), schedule);
        let mut moved = 0.0;
        for _ in 0..50 {
            let expected = objective.full(&mean_field, &mut gradient);
            let rates =
                [("layers.0.weight", RATE * N as f64), ("layers.1.weight", RATE / N as f64)];
            for (slot, rate) in rates {
                let range = mean_field.slot(slot).unwrap().range();
                for i in range {
                    mean_field.data_mut()[i] -= rate * gradient[i];
                }
            }
            let found = trainer.step();
            assert!((found - expected).abs() < 1e-13, "{found} {expected}");
            moved = found;
        }
        assert!(moved < 0.1, "the network has learned: {moved}");
    }
}
