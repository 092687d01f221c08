//! A tape as a graph in the DOT language of Graphviz.

use std::fmt::Write;

use crate::tape::{Pass, Tape};

impl Tape {
    /// The program as a directed graph: boxes for leaves, ellipses for
    /// operations, blue for the program itself, orange for reverse mode, green
    /// for forward mode.
    pub fn dot(&self) -> String {
        let mut out = String::from("digraph tape {\n  rankdir=LR;\n");
        for var in self.vars() {
            let node = &self.nodes[var.index as usize];
            let mut label = node.op.name();
            if let Some(name) = self.name_of(var) {
                let name = name.replace('\\', "\\\\").replace('"', "\\\"");
                label = format!("{name}: {label}");
            }
            let outline = if node.op.rule().is_none() { "box" } else { "ellipse" };
            let colour = match node.pass {
                Pass::Forward => "#0072B2",
                Pass::Reverse => "#D55E00",
                Pass::Tangent => "#009E73",
            };
            let (index, shape) = (var.index, node.shape);
            writeln!(
                out,
                "  n{index} [label=\"{label}\\n{shape}\", shape={outline}, color=\"{colour}\"];"
            )
            .expect("writing to a string");
            for input in node.op.inputs() {
                writeln!(out, "  n{} -> n{index};", input.index).expect("writing to a string");
            }
        }
        out.push_str("}\n");
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_node_and_every_edge_is_there() {
        let mut tape = Tape::new();
        let x = tape.leaf(1, 1, &[3.0]);
        tape.name(x, "x");
        let y = tape.mul(x, x);
        tape.gradient(y, &[x]);
        let dot = tape.dot();
        assert_eq!(dot.matches("label=").count(), 6);
        assert_eq!(dot.matches(" -> ").count(), 8);
        assert!(
            dot.contains("n0 [label=\"x: leaf\\n1x1\", shape=box, color=\"#0072B2\"]"),
            "{dot}"
        );
        assert!(
            dot.contains("n5 [label=\"add\\n1x1\", shape=ellipse, color=\"#D55E00\"]"),
            "{dot}"
        );
    }
}
