//! First-order optimisers, as loops over flat vectors.
//!
//! In the formulas θ are the parameters, g their gradient, α the learning rate and t = 1, 2, …
//! the number of the step. Every entry is treated alone, so a pruned entry stays where it is if
//! its gradient is zero **and** its buffers are: momentum and Adam go on moving entries whose
//! gradient has become zero. [`Optimiser::buffers_mut`] hands out what else to mask.

use serde::{Deserialize, Serialize};

/// An optimiser with its state.
///
/// ```
/// use nn::Optimiser;
///
/// // The minimum of (x − 3)², whose gradient is 2 (x − 3).
/// let mut x = [0.0];
/// let mut adam = Optimiser::adam(x.len());
/// for _ in 0..500 {
///     let gradient = [2.0 * (x[0] - 3.0)];
///     adam.step(0.1, &mut x, &gradient);
/// }
/// assert!((x[0] - 3.0).abs() < 1e-6);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Optimiser {
    /// Gradient descent: θ ← θ − α g. No state.
    Sgd,
    /// Polyak's heavy ball (1964) in the form of PyTorch's `SGD(momentum=μ)`:
    /// v ← μ v + g, then θ ← θ − α v, with v = 0 before the first step.
    ///
    /// A change of α acts on the whole of v. (Sutskever et al. (2013) write v ← μ v − α g, where
    /// it acts on new gradients only; at constant α the two are the same.)
    Momentum {
        /// μ: the share of the velocity that a step keeps.
        momentum: f64,
        /// v.
        velocity: Vec<f64>,
    },
    /// Adam: Kingma & Ba (2015), Algorithm 1, line by line:
    ///
    /// - m ← β₁ m + (1 − β₁) g
    /// - v ← β₂ v + (1 − β₂) g²
    /// - m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ)
    /// - θ ← θ − α m̂ / (√v̂ + ε)
    ///
    /// with m = v = 0 before the first step. βᵗ is the product of t factors, kept in the state.
    /// PyTorch's `Adam` is the same in exact arithmetic and differs in rounding.
    Adam {
        /// β₁: decay of the mean.
        beta1: f64,
        /// β₂: decay of the mean square.
        beta2: f64,
        /// ε: keeps the quotient finite.
        epsilon: f64,
        /// β₁ᵗ; 1 before the first step.
        beta1_power: f64,
        /// β₂ᵗ; 1 before the first step.
        beta2_power: f64,
        /// m: decaying mean of the gradients.
        mean: Vec<f64>,
        /// v: decaying mean of their squares.
        mean_square: Vec<f64>,
    },
}

impl Optimiser {
    /// Gradient descent.
    pub fn sgd() -> Self {
        Self::Sgd
    }

    /// Heavy ball for `len` parameters; the usual `momentum` is 0.9.
    pub fn momentum(momentum: f64, len: usize) -> Self {
        Self::Momentum { momentum, velocity: vec![0.0; len] }
    }

    /// Adam for `len` parameters with the authors' constants: β₁ = 0.9, β₂ = 0.999, ε = 10⁻⁸.
    pub fn adam(len: usize) -> Self {
        Self::adam_with(0.9, 0.999, 1e-8, len)
    }

    /// Adam for `len` parameters.
    pub fn adam_with(beta1: f64, beta2: f64, epsilon: f64, len: usize) -> Self {
        Self::Adam {
            beta1,
            beta2,
            epsilon,
            beta1_power: 1.0,
            beta2_power: 1.0,
            mean: vec![0.0; len],
            mean_square: vec![0.0; len],
        }
    }

    /// Moves the parameters by one step.
    ///
    /// # Panics
    ///
    /// If `parameters`, `gradient` and the state differ in length.
    #[track_caller]
    pub fn step(&mut self, learning_rate: f64, parameters: &mut [f64], gradient: &[f64]) {
        let len = parameters.len();
        assert_eq!(gradient.len(), len, "the gradient's length is not the parameters'");
        for buffer in self.buffers_mut() {
            assert_eq!(
                buffer.len(),
                len,
                "the optimiser was made for another number of parameters"
            );
        }
        match self {
            Self::Sgd => {
                for (p, g) in parameters.iter_mut().zip(gradient) {
                    *p -= learning_rate * g;
                }
            }
            Self::Momentum { momentum, velocity } => {
                for ((p, g), v) in parameters.iter_mut().zip(gradient).zip(velocity) {
                    *v = *momentum * *v + g;
                    *p -= learning_rate * *v;
                }
            }
            Self::Adam { beta1, beta2, epsilon, beta1_power, beta2_power, mean, mean_square } => {
                *beta1_power *= *beta1;
                *beta2_power *= *beta2;
                let (unbias1, unbias2) = (1.0 - *beta1_power, 1.0 - *beta2_power);
                let moments = mean.iter_mut().zip(mean_square);
                for ((p, g), (m, v)) in parameters.iter_mut().zip(gradient).zip(moments) {
                    *m = *beta1 * *m + (1.0 - *beta1) * g;
                    *v = *beta2 * *v + (1.0 - *beta2) * (g * g);
                    *p -= learning_rate * (*m / unbias1) / ((*v / unbias2).sqrt() + *epsilon);
                }
            }
        }
    }

    /// The vectors of the state that have an entry for each parameter: none, the velocity, or
    /// Adam's two means.
    pub fn buffers_mut(&mut self) -> impl Iterator<Item = &mut [f64]> {
        let (first, second) = match self {
            Self::Sgd => (None, None),
            Self::Momentum { velocity, .. } => (Some(velocity), None),
            Self::Adam { mean, mean_square, .. } => (Some(mean), Some(mean_square)),
        };
        first.into_iter().chain(second).map(Vec::as_mut_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Five steps at learning rate 0.1 on x⁴ − 1.5 x y + y² / 8 + y / 8 from (0.75, −1.25).
    fn five_steps(mut optimiser: Optimiser) -> [f64; 2] {
        let mut p = [0.75, -1.25];
        for _ in 0..5 {
            let [x, y] = p;
            let gradient = [4.0 * x * x * x - 1.5 * y, 0.25 * y - 1.5 * x + 0.125];
            optimiser.step(0.1, &mut p, &gradient);
        }
        p
    }

    /// The expected values come from independent transcriptions of the formulas.
    #[test]
    fn trajectories_to_the_last_bit() {
        assert_eq!(five_steps(Optimiser::sgd()), [-0.25520860569400183, -0.9858641929530766]);
        assert_eq!(
            five_steps(Optimiser::momentum(0.9, 2)),
            [-1.0518348570757898, -0.8466219956692734]
        );
        assert_eq!(five_steps(Optimiser::adam(2)), [0.26922887048750765, -0.7627218444813458]);
    }

    /// PyTorch 2.15 from the same gradients, in double precision. It groups the products
    /// otherwise, so the last bits may differ.
    #[test]
    fn trajectories_of_pytorch() {
        let torch = [
            (Optimiser::sgd(), [-0.2552086056940018, -0.9858641929530766]),
            (Optimiser::momentum(0.9, 2), [-1.0518348570757898, -0.8466219956692734]),
            (Optimiser::adam(2), [0.2692288704875078, -0.7627218444813458]),
        ];
        for (optimiser, expected) in torch {
            for (found, expected) in five_steps(optimiser).iter().zip(expected) {
                assert!((found / expected - 1.0).abs() <= 4.0 * f64::EPSILON, "{found:?}");
            }
        }
    }

    #[test]
    fn momentum_zero_is_gradient_descent() {
        assert_eq!(five_steps(Optimiser::momentum(0.0, 2)), five_steps(Optimiser::sgd()));
    }

    /// m̂ = g and v̂ = g² after one step: Adam's first move is α whatever the gradient's size.
    #[test]
    fn adam_first_moves_by_the_learning_rate() {
        let mut p = [0.0; 3];
        Optimiser::adam_with(0.9, 0.999, 0.0, 3).step(0.01, &mut p, &[1e-6, 3.0, -1e6]);
        for (found, expected) in p.iter().zip([-0.01, -0.01, 0.01]) {
            assert!((found / expected - 1.0).abs() < 1e-14, "{found}");
        }
    }

    #[test]
    fn a_pruned_entry_rests_only_with_its_buffers() {
        for mut optimiser in [Optimiser::momentum(0.9, 2), Optimiser::adam(2)] {
            let mut p = [1.0, 1.0];
            optimiser.step(0.1, &mut p, &[1.0, 1.0]);
            p[1] = 0.0;
            let mut careless = optimiser.clone();
            let mut q = p;
            careless.step(0.1, &mut q, &[1.0, 0.0]);
            assert_ne!(q[1], 0.0, "the buffers still move it");
            for buffer in optimiser.buffers_mut() {
                buffer[1] = 0.0;
            }
            optimiser.step(0.1, &mut p, &[1.0, 0.0]);
            assert_eq!(p[1], 0.0);
            assert_eq!(p[0], q[0]);
        }
    }

    #[test]
    #[should_panic(expected = "made for another number of parameters")]
    fn the_state_must_fit() {
        Optimiser::adam(3).step(0.1, &mut [0.0; 2], &[0.0; 2]);
    }

    #[test]
    #[should_panic(expected = "the gradient's length")]
    fn the_gradient_must_fit() {
        Optimiser::sgd().step(0.1, &mut [0.0; 2], &[0.0; 3]);
    }
}
