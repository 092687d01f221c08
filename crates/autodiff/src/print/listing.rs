//! A tape as text, one node a line.

use std::fmt::Write;

use crate::op::Op;
use crate::tape::{Pass, Tape, Var};

impl Tape {
    /// The program, one node a line: number, operation, inputs, shape; a ruled
    /// line where forward nodes give way to those of a derivative.
    ///
    /// ```
    /// let mut tape = autodiff::Tape::new();
    /// let x = tape.leaf(1, 1, &[3.0]);
    /// tape.name(x, "x");
    /// let y = tape.mul(x, x);
    /// tape.gradient(y, &[x]);
    /// assert_eq!(tape.listing(), "\
    /// %0  leaf x     1x1
    /// %1  mul %0 %0  1x1
    /// --- reverse ---
    /// %2  leaf       1x1
    /// %3  mul %2 %0  1x1
    /// %4  mul %0 %2  1x1
    /// %5  add %3 %4  1x1
    /// ");
    /// ```
    pub fn listing(&self) -> String {
        let texts: Vec<String> = self.vars().map(|var| self.phrase(var)).collect();
        let width = texts.iter().map(String::len).max().unwrap_or(0);
        let digits = texts.len().to_string().len();
        let mut out = String::new();
        let mut pass = Pass::Forward;
        for (var, text) in self.vars().zip(&texts) {
            let node = &self.nodes[var.index as usize];
            if node.pass != pass {
                pass = node.pass;
                writeln!(out, "--- {} ---", pass.name()).expect("writing to a string");
            }
            let number = format!("%{}", var.index);
            let width_of_number = digits + 1;
            writeln!(out, "{number:<width_of_number$}  {text:<width$}  {}", node.shape)
                .expect("writing to a string");
        }
        out
    }

    /// The operation with its inputs, such as `affine %0 %1 %2` or `leaf w`.
    fn phrase(&self, var: Var) -> String {
        let op = self.op(var);
        let mut text = op.name();
        if let (Op::Leaf, Some(name)) = (op, self.name_of(var)) {
            write!(text, " {name}").expect("writing to a string");
        }
        for input in op.inputs() {
            write!(text, " %{}", input.index).expect("writing to a string");
        }
        text
    }

    /// The name that was given to a value, if any.
    pub fn name_of(&self, var: Var) -> Option<&str> {
        let named = self.names.iter().rev().find(|(index, _)| *index == var.index);
        named.map(|(_, name)| name.as_str())
    }

    /// The value's name, or its number such as `%7`.
    pub fn label(&self, var: Var) -> String {
        self.name_of(var).map_or_else(|| format!("%{}", var.index), str::to_owned)
    }

    /// Which part of the computation pushed a value.
    #[track_caller]
    pub fn pass_of(&self, var: Var) -> Pass {
        self.node("pass_of", var).pass
    }
}

impl Pass {
    /// `forward`, `reverse` or `tangent`.
    pub fn name(self) -> &'static str {
        match self {
            Pass::Forward => "forward",
            Pass::Reverse => "reverse",
            Pass::Tangent => "tangent",
        }
    }
}
