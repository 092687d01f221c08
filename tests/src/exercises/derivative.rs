//! "A derivative of a program": forward mode, and why adjoints are added up.

use std::ops::{Add, Mul};

use numerics::elementary;

// ANCHOR: dual
/// A number and its slope with respect to one chosen input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dual {
    /// The number.
    pub value: f64,
    /// Its slope.
    pub slope: f64,
}

impl Add for Dual {
    type Output = Self;
    fn add(self, b: Self) -> Self {
        Self { value: self.value + b.value, slope: self.slope + b.slope }
    }
}

impl Mul for Dual {
    type Output = Self;
    fn mul(self, b: Self) -> Self {
        let slope = self.slope * b.value + self.value * b.slope;
        Self { value: self.value * b.value, slope }
    }
}

impl Dual {
    /// The hyperbolic tangent, by the chain rule.
    pub fn tanh(self) -> Self {
        let t = elementary::tanh(self.value);
        Self { value: t, slope: (1.0 - t * t) * self.slope }
    }
}
// ANCHOR_END: dual

/// Walks the nodes of x * x + x backwards, once adding to an adjoint what
/// arrives and once overwriting it; returns both slopes with respect to x.
pub fn both_walks(x: f64) -> [f64; 2] {
    // ANCHOR: walks
    // Node 0 is x, node 1 is x * x, node 2 is their sum.
    let nodes = [
        ([0, 0], [0.0, 0.0]), //
        ([0, 0], [x, x]),
        ([1, 0], [1.0, 1.0]),
    ];
    let walk = |combine: fn(f64, f64) -> f64| {
        let mut adjoint = [0.0, 0.0, 1.0];
        for i in [2, 1] {
            let (parents, slopes) = nodes[i];
            for (parent, slope) in parents.into_iter().zip(slopes) {
                let arriving = slope * adjoint[i];
                adjoint[parent] = combine(adjoint[parent], arriving);
            }
        }
        adjoint[0]
    };
    [walk(|before, arriving| before + arriving), walk(|_, arriving| arriving)]
    // ANCHOR_END: walks
}

#[cfg(test)]
mod tests {
    use super::*;
    use autodiff::scalar::Tape;

    #[test]
    fn dual_numbers_agree_with_the_tape() {
        let tape = Tape::default();
        let inputs = [2.0, 0.75, -1.0];
        let [x, w, b] = inputs.map(|value| tape.num(value));
        let h = (w * x + b).tanh();
        let gradient = (h * h).gradient();
        for (chosen, num) in [x, w, b].into_iter().enumerate() {
            let mut dual = inputs.map(|value| Dual { value, slope: 0.0 });
            dual[chosen].slope = 1.0;
            let [x, w, b] = dual;
            let h = (w * x + b).tanh();
            let gap = (h * h).slope - gradient.of(num);
            assert!(gap.abs() < 1e-15, "{chosen} {gap:e}");
        }
    }

    // ANCHOR: walks_test
    #[test]
    fn only_adding_up_is_right() {
        assert_eq!(both_walks(3.0), [7.0, 3.0]);
        let tape = Tape::default();
        let x = tape.num(3.0);
        assert_eq!((x * x + x).gradient().of(x), 7.0);
    }
    // ANCHOR_END: walks_test
}
