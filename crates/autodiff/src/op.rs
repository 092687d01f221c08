//! What an operation is, and what it has to provide.

use crate::ops::{IndexTable, Layer, Linear, Map, Movement, Pointwise, Softmax, Sum};
use crate::print::Cost;
use crate::tape::{Node, Shape, Tape, Var};

/// The whole instruction set: a leaf, or an operation of one of seven families.
///
/// The set is closed. Each reading of a tape (values, both derivatives, cost,
/// listing, picture) covers all of it, and the compiler checks that it does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Op {
    /// A value that no operation made.
    Leaf,
    /// Matrix products.
    Linear(Linear),
    /// A matrix product with the function that follows it.
    Layer(Layer),
    /// Sums, differences and products entry by entry.
    Pointwise(Pointwise),
    /// A function of one variable, applied to every entry.
    Map(Map),
    /// Sums along rows, columns or everything, and their adjoints.
    Sum(Sum),
    /// The same numbers in other places.
    Movement(Movement),
    /// Soft maxima along rows.
    Softmax(Softmax),
}

/// An operation's inputs; the first ones are `Some`.
pub(crate) type Inputs = [Option<Var>; 3];

// ANCHOR: rule
/// What an operation provides. Its partial derivative with respect to input
/// `i` is a linear map J_i; both modes return the *program* that applies it.
pub(crate) trait Rule {
    /// How the listing calls it.
    fn name(&self) -> String;

    /// The values that it reads.
    fn inputs(&self) -> Inputs;

    /// Computes the output, of `shape`, from the inputs. Every entry of `out`
    /// is overwritten.
    fn eval(&self, view: &View<'_>, shape: Shape, out: &mut [f64]);

    /// What reverse mode does with the adjoint `dy` of the output `y` before it
    /// asks for the inputs' parts: work that they share.
    fn pull(&self, _tape: &mut Tape, _y: Var, dy: Var) -> Var {
        dy
    }

    /// Reverse mode: pushes J_i^T `dy`, of the shape of input `i`, where `y` is
    /// the operation's own output and `dy` its adjoint after [`Rule::pull`].
    fn vjp(&self, tape: &mut Tape, y: Var, i: usize, dy: Var) -> Var;

    /// Forward mode: pushes J_i `dx`, of the shape of `y`.
    fn jvp(&self, tape: &mut Tape, y: Var, i: usize, dx: Var) -> Var;

    /// The work of computing it, without nodes and bytes, which every operation
    /// has alike.
    fn work(&self, tape: &Tape, shape: Shape) -> Cost;
}
// ANCHOR_END: rule

/// What an operation sees while it is computed: everything before it.
pub(crate) struct View<'a> {
    pub(crate) nodes: &'a [Node],
    pub(crate) values: &'a [f64],
    pub(crate) tables: &'a [IndexTable],
}

impl View<'_> {
    /// The shape of an input.
    pub(crate) fn shape(&self, var: Var) -> Shape {
        self.nodes[var.index as usize].shape
    }
}

impl Op {
    /// The rules of this operation; a leaf has none.
    pub(crate) fn rule(&self) -> Option<&dyn Rule> {
        match self {
            Op::Leaf => None,
            Op::Linear(op) => Some(op),
            Op::Layer(op) => Some(op),
            Op::Pointwise(op) => Some(op),
            Op::Map(op) => Some(op),
            Op::Sum(op) => Some(op),
            Op::Movement(op) => Some(op),
            Op::Softmax(op) => Some(op),
        }
    }

    /// The operation's name in listings, such as `matmul_tn` or `tanh`.
    pub fn name(&self) -> String {
        self.rule().map_or_else(|| "leaf".to_owned(), Rule::name)
    }

    /// The values that it reads, in order; none for a leaf.
    pub fn inputs(&self) -> impl Iterator<Item = Var> + use<> {
        self.rule().map_or([None; 3], Rule::inputs).into_iter().flatten()
    }
}
