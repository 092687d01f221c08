//! Reverse mode in about a hundred lines: one number a node.
//!
//! A program runs on [`Num`]s as it would on `f64`s. Each operation notes which
//! numbers it read and its slope with respect to each; [`Num::gradient`] walks
//! the notes backwards and applies the chain rule. The matrix tape is the same
//! idea with matrices for numbers and programs for slopes.
//!
//! ```
//! use autodiff::scalar::Tape;
//!
//! let tape = Tape::default();
//! let (x, y) = (tape.num(2.0), tape.num(3.0));
//! let z = x * y + x.tanh();
//! let gradient = z.gradient();
//! assert_eq!(gradient.of(y), 2.0); // dz/dy = x
//! ```
// ANCHOR: tape
use std::cell::RefCell;
use std::ops::{Add, Div, Mul, Neg, Sub};

use numerics::elementary;

/// The record of a computation: for each number, what it was made from.
#[derive(Debug, Default)]
pub struct Tape {
    nodes: RefCell<Vec<Node>>,
}

/// The numbers that were read, and the result's slope with respect to each.
#[derive(Clone, Copy, Debug)]
struct Node {
    parents: [u32; 2],
    slopes: [f64; 2],
}

/// A number that remembers how it was made.
#[derive(Clone, Copy, Debug)]
pub struct Num<'t> {
    tape: &'t Tape,
    index: u32,
    /// Its value.
    pub value: f64,
}

impl Tape {
    /// A number that nothing made: an input or a constant.
    pub fn num(&self, value: f64) -> Num<'_> {
        self.push(value, [0, 0], [0.0, 0.0])
    }

    #[inline]
    fn push(&self, value: f64, parents: [u32; 2], slopes: [f64; 2]) -> Num<'_> {
        let mut nodes = self.nodes.borrow_mut();
        let index = u32::try_from(nodes.len()).expect("below 2^32 numbers");
        nodes.push(Node { parents, slopes });
        Num { tape: self, index, value }
    }
}

/// The derivatives of one number with respect to all others on its tape.
#[derive(Clone, Debug)]
pub struct Gradient(Vec<f64>);

impl Gradient {
    /// The derivative with respect to `x`.
    pub fn of(&self, x: Num<'_>) -> f64 {
        self.0.get(x.index as usize).copied().unwrap_or(0.0)
    }
}

impl<'t> Num<'t> {
    /// The chain rule, from this number back to the first.
    pub fn gradient(self) -> Gradient {
        let nodes = self.tape.nodes.borrow();
        let mut adjoint = vec![0.0; self.index as usize + 1];
        adjoint[self.index as usize] = 1.0;
        for i in (0..adjoint.len()).rev() {
            let Node { parents, slopes } = nodes[i];
            let here = adjoint[i];
            // Nothing flows through what was not reached or not read, not even
            // 0 times infinity.
            if here == 0.0 {
                continue;
            }
            for (parent, slope) in parents.into_iter().zip(slopes) {
                if slope != 0.0 {
                    adjoint[parent as usize] += slope * here;
                }
            }
        }
        Gradient(adjoint)
    }

    #[inline]
    fn unary(self, value: f64, slope: f64) -> Self {
        self.tape.push(value, [self.index, 0], [slope, 0.0])
    }

    #[inline]
    fn binary(self, other: Self, value: f64, slopes: [f64; 2]) -> Self {
        assert!(std::ptr::eq(self.tape, other.tape), "numbers of two tapes");
        self.tape.push(value, [self.index, other.index], slopes)
    }

    /// e^x, which is its own slope.
    pub fn exp(self) -> Self {
        let y = elementary::exp(self.value);
        self.unary(y, y)
    }

    /// The hyperbolic tangent; its slope is 1 - tanh^2.
    pub fn tanh(self) -> Self {
        let y = elementary::tanh(self.value);
        self.unary(y, 1.0 - y * y)
    }

    /// max(x, 0); the slope at the kink is taken as 0.
    #[inline]
    pub fn relu(self) -> Self {
        match self.value <= 0.0 {
            true => self.unary(0.0, 0.0),
            false => self.unary(self.value, 1.0),
        }
    }
}

impl Add for Num<'_> {
    type Output = Self;
    #[inline]
    fn add(self, b: Self) -> Self {
        self.binary(b, self.value + b.value, [1.0, 1.0])
    }
}

impl Sub for Num<'_> {
    type Output = Self;
    #[inline]
    fn sub(self, b: Self) -> Self {
        self.binary(b, self.value - b.value, [1.0, -1.0])
    }
}

impl Mul for Num<'_> {
    type Output = Self;
    #[inline]
    fn mul(self, b: Self) -> Self {
        self.binary(b, self.value * b.value, [b.value, self.value])
    }
}

impl Div for Num<'_> {
    type Output = Self;
    #[inline]
    fn div(self, b: Self) -> Self {
        let y = self.value / b.value;
        self.binary(b, y, [1.0 / b.value, -y / b.value])
    }
}

impl Neg for Num<'_> {
    type Output = Self;
    #[inline]
    fn neg(self) -> Self {
        self.unary(-self.value, -1.0)
    }
}
// ANCHOR_END: tape

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slopes_are_the_textbook_ones() {
        let tape = Tape::default();
        let (x, y) = (tape.num(0.5), tape.num(-2.0));
        for (z, dx, dy) in [
            (x + y, 1.0, 1.0),
            (x - y, 1.0, -1.0),
            (x * y, -2.0, 0.5),
            (x / y, -0.5, -0.125),
            (-x, -1.0, 0.0),
            (x.relu(), 1.0, 0.0),
            (y.relu(), 0.0, 0.0),
            (x.exp(), elementary::exp(0.5), 0.0),
        ] {
            let gradient = z.gradient();
            assert_eq!((gradient.of(x), gradient.of(y)), (dx, dy));
        }
    }

    /// Not even an infinite slope reaches numbers that were not read.
    #[test]
    fn infinity_stays_where_it_is() {
        let tape = Tape::default();
        let (first, zero, x) = (tape.num(1.0), tape.num(0.0), tape.num(2.0));
        let _unused = first / zero;
        let gradient = (x.exp() / zero).gradient();
        assert_eq!((gradient.of(first), gradient.of(x)), (0.0, f64::INFINITY));
    }

    #[test]
    fn a_number_made_later_has_no_influence() {
        let tape = Tape::default();
        let x = tape.num(1.0);
        let y = x * x;
        let later = tape.num(5.0);
        assert_eq!(y.gradient().of(later), 0.0);
    }

    /// A layer of two tanh units on both tapes, one number at a time and as
    /// matrices: the same bits, because the sums have the same order.
    #[test]
    fn agrees_with_the_matrix_tape() {
        let (xs, ws, vs) = ([0.3, -0.8], [[1.1, -0.4], [0.7, 0.2]], [0.9, -1.3]);
        let tape = Tape::default();
        let w = ws.map(|row| row.map(|w| tape.num(w)));
        let x = xs.map(|x| tape.num(x));
        let mut y = tape.num(0.0);
        for j in 0..2 {
            let unit = (tape.num(0.0) + x[0] * w[0][j] + x[1] * w[1][j]).tanh();
            y = y + unit * tape.num(vs[j]);
        }
        let gradient = y.gradient();

        let mut matrices = crate::Tape::new();
        let (mx, mw) = (matrices.leaf(1, 2, &xs), matrices.leaf(2, 2, ws.as_flattened()));
        let mv = matrices.leaf(2, 1, &vs);
        let h = matrices.matmul(mx, mw);
        let h = matrices.map(crate::Fun::Tanh, h);
        let my = matrices.matmul(h, mv);
        let dw = matrices.gradient(my, &[mw])[0];
        assert_eq!(matrices.scalar(my).to_bits(), y.value.to_bits());
        let scalars = w.map(|row| row.map(|w| gradient.of(w)));
        assert_eq!(matrices.value(dw), scalars.as_flattened());
    }
}
