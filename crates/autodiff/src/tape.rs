//! The tape: nodes, and one slab that holds all their values.

use std::fmt;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::op::{Op, View};
use crate::ops::IndexTable;

/// A value on a tape: which node, and when it was made.
///
/// The epoch is how a variable that outlived its node (the tape was cleared or
/// rewound) or that belongs to another tape is caught.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Var {
    pub(crate) index: u32,
    epoch: u32,
}

/// Rows and columns of a value; a vector has one column, a scalar is 1 x 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// The number of rows.
    pub rows: usize,
    /// The number of columns.
    pub cols: usize,
}

impl Shape {
    /// `rows x cols`.
    pub fn new(rows: usize, cols: usize) -> Self {
        Self { rows, cols }
    }

    /// How many numbers a value of this shape holds.
    #[expect(clippy::len_without_is_empty, reason = "no value on a tape is empty")]
    pub fn len(self) -> usize {
        self.rows * self.cols
    }

    pub(crate) fn transposed(self) -> Self {
        Self::new(self.cols, self.rows)
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}x{}", self.rows, self.cols)
    }
}

/// Which part of a computation pushed a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pass {
    /// The program itself.
    Forward,
    /// [`Tape::vjp`].
    Reverse,
    /// [`Tape::jvp`].
    Tangent,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    pub(crate) op: Op,
    pub(crate) shape: Shape,
    pub(crate) pass: Pass,
    offset: usize,
    epoch: u32,
}

/// Where a tape stood when [`Tape::mark`] was called.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    nodes: usize,
    used: usize,
    last: Option<Var>,
}

/// A program of matrix operations with all its values.
///
/// An operation's inputs lie in the slab before its output, so one
/// `split_at_mut` hands out both, and a node can only refer to nodes before it:
/// the tape is in topological order because it cannot be otherwise.
///
/// The slab keeps its length when the tape is cleared or rewound. After one
/// warm-up step a training step allocates nothing.
#[derive(Debug)]
pub struct Tape {
    slab: Vec<f64>,
    used: usize,
    pub(crate) nodes: Vec<Node>,
    pub(crate) tables: Vec<IndexTable>,
    pub(crate) names: Vec<(u32, String)>,
    pub(crate) pass: Pass,
    pub(crate) links: Links,
    /// Is a layer one node?
    pub(crate) fuses: bool,
    epoch: u32,
}

/// What a derivative pass remembers about each node; kept between passes so
/// that none of them allocates.
#[derive(Debug, Default)]
pub(crate) struct Links {
    /// Does the node depend on a variable that is differentiated?
    pub(crate) active: Vec<bool>,
    /// The node's adjoint (reverse mode) or tangent (forward mode) so far.
    pub(crate) derivative: Vec<Option<Var>>,
    /// How often the node's adjoint is wanted or added to.
    pub(crate) uses: Vec<u32>,
    /// Is `derivative` what [`crate::op::Rule::pull`] would make of the adjoint?
    pub(crate) pulled: Vec<bool>,
}

impl Links {
    pub(crate) fn reset(&mut self, nodes: usize) {
        self.active.clear();
        self.active.resize(nodes, false);
        self.derivative.clear();
        self.derivative.resize(nodes, None);
        self.uses.clear();
        self.uses.resize(nodes, 0);
        self.pulled.clear();
        self.pulled.resize(nodes, false);
    }
}

/// Variables from before are valid on both copies, later ones on one.
impl Clone for Tape {
    fn clone(&self) -> Self {
        Self {
            slab: self.slab.clone(),
            used: self.used,
            nodes: self.nodes.clone(),
            tables: self.tables.clone(),
            names: self.names.clone(),
            pass: self.pass,
            links: Links::default(),
            fuses: self.fuses,
            epoch: next_epoch(),
        }
    }
}

impl Default for Tape {
    fn default() -> Self {
        Self::new()
    }
}

impl Tape {
    /// An empty tape.
    pub fn new() -> Self {
        Self {
            slab: Vec::new(),
            used: 0,
            nodes: Vec::new(),
            tables: Vec::new(),
            names: Vec::new(),
            pass: Pass::Forward,
            links: Links::default(),
            fuses: false,
            epoch: next_epoch(),
        }
    }

    /// The tape with a node for a whole layer ([`Tape::layer`]) where others have one for each
    /// operation: for training, where the time goes. The bits are the same, the listing is
    /// shorter, and what lies inside a layer has no value to look at.
    #[must_use]
    pub fn fusing(self) -> Self {
        Self { fuses: true, ..self }
    }

    /// Pushes a value that no operation made: data, a parameter, a constant.
    ///
    /// # Panics
    /// If `data` does not have `rows * cols` numbers, or if that is none.
    #[track_caller]
    pub fn leaf(&mut self, rows: usize, cols: usize, data: &[f64]) -> Var {
        let shape = Shape::new(rows, cols);
        let fits = data.len() == shape.len();
        assert!(fits, "leaf: {shape} needs {} numbers, got {}", shape.len(), data.len());
        let var = self.reserve(Op::Leaf, shape);
        self.value_mut(var).copy_from_slice(data);
        var
    }

    /// Pushes a leaf whose entries all are `value`.
    #[track_caller]
    pub fn constant(&mut self, rows: usize, cols: usize, value: f64) -> Var {
        let var = self.reserve(Op::Leaf, Shape::new(rows, cols));
        self.value_mut(var).fill(value);
        var
    }

    /// The numbers of a value, row by row.
    #[track_caller]
    pub fn value(&self, var: Var) -> &[f64] {
        let node = self.node("value", var);
        &self.slab[node.offset..node.offset + node.shape.len()]
    }

    /// The one number of a 1 x 1 value.
    ///
    /// # Panics
    /// If the value has another shape.
    #[track_caller]
    pub fn scalar(&self, var: Var) -> f64 {
        let shape = self.shape(var);
        assert!(shape.len() == 1, "scalar: the value is {shape}, not 1x1");
        self.value(var)[0]
    }

    /// The shape of a value.
    #[track_caller]
    pub fn shape(&self, var: Var) -> Shape {
        self.node("shape", var).shape
    }

    /// Overwrites a leaf; [`Tape::replay`] then brings the rest up to date.
    ///
    /// # Panics
    /// If `var` is not a leaf or `data` has not its size.
    #[track_caller]
    pub fn set(&mut self, var: Var, data: &[f64]) {
        let (op, shape) = (self.op(var), self.shape(var));
        assert!(
            op == Op::Leaf,
            "set: {} is the result of {}, not a leaf",
            self.label(var),
            op.name()
        );
        assert!(
            data.len() == shape.len(),
            "set: {shape} needs {} numbers, got {}",
            shape.len(),
            data.len()
        );
        self.value_mut(var).copy_from_slice(data);
    }

    /// Computes every node again, in order, from the leaves.
    pub fn replay(&mut self) {
        for index in 0..self.nodes.len() {
            self.evaluate(index);
        }
    }

    /// Puts `op` in the place of a node's operation, for [`crate::check::mutants`].
    pub(crate) fn replace(&mut self, var: Var, op: Op) {
        self.nodes[var.index as usize].op = op;
    }

    /// The operation that made a value.
    #[track_caller]
    pub fn op(&self, var: Var) -> Op {
        self.node("op", var).op
    }

    /// All values that are on the tape now, in the order they were pushed.
    pub fn vars(&self) -> impl DoubleEndedIterator<Item = Var> {
        (0..self.nodes.len()).map(|index| self.var(index))
    }

    /// Gives a value a name for [`Tape::listing`] and [`Tape::dot`].
    #[track_caller]
    pub fn name(&mut self, var: Var, name: &str) -> Var {
        self.node("name", var);
        self.names.push((var.index, name.to_owned()));
        var
    }

    /// Where the tape stands, to [`Tape::rewind`] to. Marks nest.
    pub fn mark(&self) -> Mark {
        let last = self.nodes.len().checked_sub(1).map(|index| self.var(index));
        Mark { nodes: self.nodes.len(), used: self.used, last }
    }

    /// Drops every node pushed since `mark`; the memory stays.
    ///
    /// # Panics
    /// If the tape was cleared, or rewound to an earlier mark, in the meantime.
    #[track_caller]
    pub fn rewind(&mut self, mark: Mark) {
        let stands =
            mark.last.is_none_or(|last| self.is_alive(last)) && mark.nodes <= self.nodes.len();
        assert!(stands, "rewind: this mark was dropped by an earlier rewind or clear");
        self.nodes.truncate(mark.nodes);
        self.names.retain(|(index, _)| (*index as usize) < mark.nodes);
        self.used = mark.used;
        self.epoch = next_epoch();
    }

    /// Drops every node; the memory and the index tables stay.
    pub fn clear(&mut self) {
        self.nodes.clear();
        self.names.clear();
        self.used = 0;
        self.epoch = next_epoch();
    }

    /// How many nodes the tape holds.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Is there no node?
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Pushes a node and computes it.
    #[track_caller]
    pub(crate) fn push(&mut self, op: impl Into<Op>, shape: Shape) -> Var {
        let var = self.reserve(op.into(), shape);
        self.evaluate(var.index as usize);
        var
    }

    /// Pushes a node whose value the caller computes.
    #[track_caller]
    fn reserve(&mut self, op: Op, shape: Shape) -> Var {
        assert!(
            shape.len() > 0,
            "{}: an empty matrix ({shape}) has no value; use at least 1x1",
            op.name()
        );
        let index = u32::try_from(self.nodes.len()).expect("a tape holds at most 2^32 nodes");
        let (offset, epoch) = (self.used, self.epoch);
        self.used += shape.len();
        if self.slab.len() < self.used {
            self.slab.resize(self.used, 0.0);
        }
        self.nodes.push(Node { op, shape, pass: self.pass, offset, epoch });
        Var { index, epoch }
    }

    fn evaluate(&mut self, index: usize) {
        let Node { op, shape, offset, .. } = self.nodes[index];
        if let Some(rule) = op.rule() {
            let (before, rest) = self.slab.split_at_mut(offset);
            let view = View { nodes: &self.nodes[..index], values: before, tables: &self.tables };
            rule.eval(&view, shape, &mut rest[..shape.len()]);
        }
    }

    fn value_mut(&mut self, var: Var) -> &mut [f64] {
        let Node { offset, shape, .. } = self.nodes[var.index as usize];
        &mut self.slab[offset..offset + shape.len()]
    }

    /// The variable of the node at `index`.
    pub(crate) fn var(&self, index: usize) -> Var {
        Var { index: u32::try_from(index).expect("a node's index"), epoch: self.nodes[index].epoch }
    }

    fn is_alive(&self, var: Var) -> bool {
        self.nodes.get(var.index as usize).is_some_and(|node| node.epoch == var.epoch)
    }

    /// The node of `var`, which operation `op` asks for.
    #[track_caller]
    pub(crate) fn node(&self, op: &str, var: Var) -> &Node {
        assert!(
            self.is_alive(var),
            "{op}: stale variable %{}: the tape was cleared or rewound since it was made, or it belongs to another tape",
            var.index
        );
        &self.nodes[var.index as usize]
    }

    /// The shape of an input of operation `op`.
    #[track_caller]
    pub(crate) fn shape_for(&self, op: &str, var: Var) -> Shape {
        self.node(op, var).shape
    }
}

impl View<'_> {
    /// The numbers of an input.
    pub(crate) fn value(&self, var: Var) -> &[f64] {
        let node = &self.nodes[var.index as usize];
        &self.values[node.offset..node.offset + node.shape.len()]
    }
}

/// Epochs are drawn from one counter for all tapes, so that a variable of one
/// tape is stale on every other. They never reach a value.
fn next_epoch() -> u32 {
    static EPOCHS: AtomicU32 = AtomicU32::new(0);
    EPOCHS.fetch_add(1, Ordering::Relaxed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_nest_and_values_before_them_stay() {
        let mut tape = Tape::new();
        let x = tape.leaf(1, 2, &[1.0, 2.0]);
        let outer = tape.mark();
        let y = tape.scale(x, 3.0);
        let inner = tape.mark();
        tape.scale(y, 5.0);
        tape.rewind(inner);
        assert_eq!((tape.len(), tape.value(y)), (2, &[3.0, 6.0][..]));
        tape.rewind(outer);
        assert_eq!((tape.len(), tape.value(x)), (1, &[1.0, 2.0][..]));
        let z = tape.add(x, x);
        assert_eq!(tape.value(z), [2.0, 4.0]);
    }

    #[test]
    fn replay_follows_a_changed_leaf() {
        let mut tape = Tape::new();
        let x = tape.leaf(1, 1, &[2.0]);
        let square = tape.mul(x, x);
        let slope = tape.gradient(square, &[x])[0];
        tape.set(x, &[5.0]);
        tape.replay();
        assert_eq!((tape.scalar(square), tape.scalar(slope)), (25.0, 10.0));
    }

    #[test]
    fn a_second_run_needs_no_more_memory() {
        let mut tape = Tape::new();
        let run = |tape: &mut Tape| {
            tape.clear();
            let x = tape.constant(4, 4, 0.5);
            let y = tape.matmul(x, x);
            let y = tape.sum_all(y);
            tape.gradient(y, &[x]);
            (tape.slab.capacity(), tape.nodes.capacity())
        };
        assert_eq!(run(&mut tape), run(&mut tape));
    }
}
