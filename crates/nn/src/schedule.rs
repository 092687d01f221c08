//! Learning rates over the steps of training.

use numerics::elementary::cos;

/// The learning rate as a function of the step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Schedule {
    /// Always the same.
    Constant(f64),
    /// (initial / 2) (1 + cos(π t / steps)) at step t = 0, 1, …, and 0 from `steps` on
    /// (Loshchilov & Hutter 2017, eq. 5, without restarts).
    Cosine {
        /// The rate of the first step.
        initial: f64,
        /// After how many steps it is 0.
        steps: u64,
    },
}

impl Schedule {
    /// The learning rate of step 0, 1, ….
    pub fn at(self, step: u64) -> f64 {
        match self {
            Self::Constant(rate) => rate,
            Self::Cosine { initial, steps } if step < steps => {
                let turn = std::f64::consts::PI * step as f64 / steps as f64;
                0.5 * initial * (1.0 + cos(turn))
            }
            Self::Cosine { .. } => 0.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schedules_at_their_ends_and_between() {
        assert_eq!([0, 7].map(|step| Schedule::Constant(0.1).at(step)), [0.1, 0.1]);
        let cosine = Schedule::Cosine { initial: 0.5, steps: 100 };
        assert_eq!(cosine.at(0), 0.5);
        assert!((cosine.at(50) - 0.25).abs() < 1e-16);
        // (1 + cos(π / 3)) / 2 = 3 / 4.
        let third = Schedule::Cosine { initial: 1.0, steps: 3 }.at(1);
        assert!((third - 0.75).abs() < 1e-15);
        assert_eq!([100, 101].map(|step| cosine.at(step)), [0.0, 0.0]);
    }
}
