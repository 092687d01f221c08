//! What a tape costs, counted and not timed.

use std::fmt;
use std::ops::Add;

use crate::tape::Tape;

/// The work of running a program once. It depends on shapes alone, so a change
/// of it is a change of the program and not of the machine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// Nodes on the tape, leaves included.
    pub nodes: u64,
    /// Multiply-add pairs of matrix products.
    pub multiply_adds: u64,
    /// Entries that other arithmetic computed: one for each entry of a simple
    /// operation, three for a softmax's (subtract, add, divide), two for those
    /// of a log-sum-exp; moving numbers counts nothing.
    pub pointwise: u64,
    /// Calls of exp, ln, sin, tanh and their kind.
    pub transcendentals: u64,
    /// Bytes read and written by operations, each input and output once.
    pub bytes: u64,
}

impl Add for Cost {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            nodes: self.nodes + other.nodes,
            multiply_adds: self.multiply_adds + other.multiply_adds,
            pointwise: self.pointwise + other.pointwise,
            transcendentals: self.transcendentals + other.transcendentals,
            bytes: self.bytes + other.bytes,
        }
    }
}

impl fmt::Display for Cost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "nodes           {}", self.nodes)?;
        writeln!(f, "multiply-adds   {}", self.multiply_adds)?;
        writeln!(f, "pointwise       {}", self.pointwise)?;
        writeln!(f, "transcendentals {}", self.transcendentals)?;
        writeln!(f, "bytes           {}", self.bytes)
    }
}

impl Tape {
    /// The cost of everything on the tape.
    pub fn cost(&self) -> Cost {
        self.nodes.iter().fold(Cost::default(), |sum, node| {
            let work =
                node.op.rule().map_or_else(Cost::default, |rule| rule.work(self, node.shape));
            let read: usize = node.op.inputs().map(|input| self.shape(input).len()).sum();
            let written = if node.op.rule().is_some() { node.shape.len() } else { 0 };
            sum + work + Cost { nodes: 1, bytes: 8 * (read + written) as u64, ..Cost::default() }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Fun;

    #[test]
    fn a_layer_costs_what_its_formula_says() {
        let mut tape = Tape::new();
        let (x, w, b) =
            (tape.constant(10, 3, 1.0), tape.constant(3, 4, 1.0), tape.constant(1, 4, 1.0));
        let z = tape.affine(x, w, b);
        tape.map(Fun::Tanh, z);
        let expected = Cost {
            nodes: 5,
            multiply_adds: 10 * 3 * 4,
            pointwise: 40,
            transcendentals: 40,
            bytes: 8 * (30 + 12 + 4 + 40 + 40 + 40),
        };
        assert_eq!(tape.cost(), expected);
    }
}
