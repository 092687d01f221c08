//! Rules broken on purpose: do the checks notice?
//!
//! A derivative is program, so it can be broken like a program. For each node
//! that a derivative pushed, and each way to break a node of its kind, the tape
//! is copied, the one node replaced, everything computed again, and the checks
//! asked once more.

use numerics::{Matrix, Product};

use super::adjoint::relative_gap;
use super::difference::{Difference, Slope, directions};
use super::gradcheck::nearest;
use super::{Gradcheck, Program, direction, leaves};
use crate::op::Op;
use crate::ops::{Fun, Layer, Linear, Map, Movement, Pointwise, Softmax, Sum};
use crate::tape::{Pass, Shape, Tape, Var};

/// A derivative with one broken node.
#[derive(Clone, Debug, PartialEq)]
pub struct Mutant {
    /// Whose node was broken: reverse mode's or forward mode's.
    pub pass: Pass,
    /// The node as it was, such as `matmul_tn %0 %5`.
    pub was: String,
    /// The node as it is now.
    pub now: String,
    /// The derivatives kept every value: the mutant is no mistake (a zero was
    /// replaced by a zero, say), and nothing could notice it.
    pub equivalent: bool,
    /// Did [`super::adjoint_gap`] exceed 1e-12?
    pub adjoint: bool,
    /// Did [`Gradcheck`] fail?
    pub gradcheck: bool,
}

impl Mutant {
    /// Did either check notice?
    pub fn caught(&self) -> bool {
        self.adjoint || self.gradcheck
    }
}

/// Breaks every node of both derivatives of `program` at `inputs` in every way
/// of its kind: a wrong product, a wrong sign, a lost term or factor, a wrong
/// function, a wrong variable of the same shape.
pub fn mutants(program: Program<'_>, inputs: &[Matrix]) -> Vec<Mutant> {
    let subject = Subject::new(program, inputs);
    let derivative_nodes =
        subject.tape.vars().filter(|&var| subject.tape.pass_of(var) != Pass::Forward);
    let mut found = Vec::new();
    for var in derivative_nodes {
        for op in broken(&subject.tape, var) {
            found.push(subject.try_mutant(var, op));
        }
    }
    found
}

/// A program with both derivatives on one tape, and what they should be.
struct Subject {
    tape: Tape,
    seed: Var,
    /// Along each direction of the check: the tangents, J v, and the difference.
    probes: Vec<(Vec<Var>, Var, Slope)>,
    gradients: Vec<Var>,
}

impl Subject {
    fn new(program: Program<'_>, inputs: &[Matrix]) -> Self {
        let mut tape = Tape::new();
        let vars = leaves(&mut tape, inputs);
        let y = program(&mut tape, &vars);
        let shape = tape.shape(y);
        let seed = tape.leaf(shape.rows, shape.cols, &direction(shape.len(), 0));
        let mut gradients = Vec::new();
        tape.vjp(y, seed, &vars, &mut gradients);
        let gradients =
            gradients.into_iter().map(|g| result(&mut tape, Pass::Reverse, g)).collect();
        let difference = Difference { program, inputs };
        let probe = |along: Vec<Vec<f64>>| {
            let tangents: Vec<Var> = inputs
                .iter()
                .zip(&along)
                .map(|(x, along)| tape.leaf(x.rows, x.cols, along))
                .collect();
            let pushed = tape.jvp(y, &vars, &tangents);
            let pushed = result(&mut tape, Pass::Tangent, pushed);
            (tangents, pushed, difference.slope(&along))
        };
        let probes = directions(inputs).into_iter().map(probe).collect();
        Self { tape, seed, probes, gradients }
    }

    fn try_mutant(&self, var: Var, op: Op) -> Mutant {
        let mut tape = self.tape.clone();
        tape.replace(var, op);
        tape.replay();
        let pushed = self.probes.iter().map(|probe| probe.1);
        let mut outputs = self.gradients.iter().copied().chain(pushed);
        let equivalent = outputs.all(|var| tape.value(var) == self.tape.value(var));
        Mutant {
            pass: tape.pass_of(var),
            was: phrase(&self.tape, var),
            now: phrase(&tape, var),
            equivalent,
            adjoint: self.adjoint_notices(&tape),
            gradcheck: self.gradcheck_notices(&tape),
        }
    }

    fn adjoint_notices(&self, tape: &Tape) -> bool {
        self.probes.iter().any(|(tangents, pushed, _)| {
            let reverse: Vec<(Var, Var)> =
                self.gradients.iter().copied().zip(tangents.iter().copied()).collect();
            let gap = relative_gap(tape, &[(self.seed, *pushed)], &reverse);
            gap > 1e-12 || gap.is_nan()
        })
    }

    fn gradcheck_notices(&self, tape: &Tape) -> bool {
        let tolerance = Gradcheck::default().tolerance;
        self.probes.iter().any(|(tangents, pushed, slope)| {
            let by_reverse = inner(tape, &self.gradients, tangents);
            let by_forward = inner(tape, &[self.seed], &[*pushed]);
            [by_reverse, by_forward].into_iter().any(|derivative| {
                let expected = nearest(slope, derivative).0;
                let gap = (derivative - expected).abs() / (1.0 + expected.abs());
                gap > tolerance || gap.is_nan()
            })
        })
    }
}

/// Passes a derivative through a node that changes nothing, so that a rule which
/// pushes no node of its own can be broken too.
fn result(tape: &mut Tape, pass: Pass, derivative: Var) -> Var {
    tape.pass = pass;
    let same = tape.scale(derivative, 1.0);
    tape.pass = Pass::Forward;
    same
}

fn inner(tape: &Tape, a: &[Var], b: &[Var]) -> f64 {
    a.iter().zip(b).map(|(&a, &b)| numerics::dot(tape.value(a), tape.value(b))).sum()
}

fn phrase(tape: &Tape, var: Var) -> String {
    let op = tape.op(var);
    op.inputs().fold(op.name(), |text, input| format!("{text} %{}", input.index))
}

/// The ways to break one node: all keep its shape.
fn broken(tape: &Tape, var: Var) -> Vec<Op> {
    let op = tape.op(var);
    let shape = tape.shape(var);
    let mut ways = match op {
        Op::Leaf | Op::Sum(_) | Op::Softmax(_) => vec![],
        Op::Linear(Linear::MatMul(_, a, b)) => products(tape, a, b, shape),
        Op::Linear(Linear::Affine(x, w, _)) => products(tape, x, w, shape),
        Op::Layer(Layer::Forward(fun, x, w, b)) => {
            vec![Op::Layer(Layer::Forward(other(fun, 1), x, w, b))]
        }
        Op::Layer(Layer::Backward(slope, d, w, h)) => {
            [1, 5].map(|skip| Op::Layer(Layer::Backward(other(slope, skip), d, w, h))).to_vec()
        }
        Op::Pointwise(op) => pointwise(op),
        Op::Map(Map(fun, x)) => [1, 5].map(|skip| Op::Map(Map(other(fun, skip), x))).to_vec(),
        Op::Movement(Movement::Transpose(a)) => vec![Op::Movement(Movement::Reshape(a))],
        Op::Movement(Movement::Reshape(a)) if tape.shape(a) == shape.transposed() => {
            vec![Op::Movement(Movement::Transpose(a))]
        }
        Op::Movement(Movement::Reshape(_) | Movement::Gather(..) | Movement::Scatter(..)) => vec![],
    };
    ways.retain(|way| *way != op);
    for (place, input) in op.inputs().enumerate() {
        let same_shape = |&other: &Var| other != input && tape.shape(other) == tape.shape(input);
        let mut before = tape.vars().rev().skip_while(|&other| other != var).skip(1);
        ways.extend(before.find(same_shape).map(|other| rewired(op, place, other)));
    }
    ways
}

/// The function that comes `skip` after this one.
fn other(fun: Fun, skip: usize) -> Fun {
    let place = Fun::ALL.iter().position(|&other| other == fun).unwrap_or(0);
    Fun::ALL[(place + skip) % Fun::ALL.len()]
}

/// The other products of the same two matrices, in either order.
fn products(tape: &Tape, a: Var, b: Var, shape: Shape) -> Vec<Op> {
    let mut ways = Vec::new();
    for (left, right) in [(a, b), (b, a)] {
        let (l, r) = (tape.shape(left), tape.shape(right));
        for kind in [Product::Nn, Product::Tn, Product::Nt] {
            let (rows, inner) =
                if kind == Product::Tn { (l.cols, l.rows) } else { (l.rows, l.cols) };
            let (other, cols) =
                if kind == Product::Nt { (r.cols, r.rows) } else { (r.rows, r.cols) };
            if inner == other && Shape::new(rows, cols) == shape {
                ways.push(Op::Linear(Linear::MatMul(kind, left, right)));
            }
        }
    }
    ways
}

fn pointwise(op: Pointwise) -> Vec<Op> {
    let ways = match op {
        Pointwise::Add(a, b) => {
            vec![Pointwise::Sub(a, b), Pointwise::Scale(a, 1.0), Pointwise::Scale(b, 1.0)]
        }
        Pointwise::Sub(a, b) => {
            vec![Pointwise::Add(a, b), Pointwise::Sub(b, a), Pointwise::Scale(a, 1.0)]
        }
        Pointwise::Mul(a, b) => {
            vec![Pointwise::Add(a, b), Pointwise::Scale(a, 1.0), Pointwise::Scale(b, 1.0)]
        }
        Pointwise::Scale(a, c) => {
            vec![Pointwise::Scale(a, -c), Pointwise::Scale(a, 2.0 * c), Pointwise::Shift(a, c)]
        }
        Pointwise::Shift(a, c) => vec![Pointwise::Shift(a, -c), Pointwise::Scale(a, c)],
    };
    ways.into_iter().map(Op::Pointwise).collect()
}

/// `op` with another variable as its input number `place`.
fn rewired(op: Op, place: usize, other: Var) -> Op {
    let pick = |at: usize, var: Var| if at == place { other } else { var };
    match op {
        Op::Leaf => Op::Leaf,
        Op::Linear(Linear::MatMul(kind, a, b)) => {
            Op::Linear(Linear::MatMul(kind, pick(0, a), pick(1, b)))
        }
        Op::Linear(Linear::Affine(x, w, b)) => {
            Op::Linear(Linear::Affine(pick(0, x), pick(1, w), pick(2, b)))
        }
        Op::Layer(Layer::Forward(fun, x, w, b)) => {
            Op::Layer(Layer::Forward(fun, pick(0, x), pick(1, w), pick(2, b)))
        }
        Op::Layer(Layer::Backward(slope, d, w, h)) => {
            Op::Layer(Layer::Backward(slope, pick(0, d), pick(1, w), pick(2, h)))
        }
        Op::Pointwise(Pointwise::Add(a, b)) => {
            Op::Pointwise(Pointwise::Add(pick(0, a), pick(1, b)))
        }
        Op::Pointwise(Pointwise::Sub(a, b)) => {
            Op::Pointwise(Pointwise::Sub(pick(0, a), pick(1, b)))
        }
        Op::Pointwise(Pointwise::Mul(a, b)) => {
            Op::Pointwise(Pointwise::Mul(pick(0, a), pick(1, b)))
        }
        Op::Pointwise(Pointwise::Scale(_, c)) => Op::Pointwise(Pointwise::Scale(other, c)),
        Op::Pointwise(Pointwise::Shift(_, c)) => Op::Pointwise(Pointwise::Shift(other, c)),
        Op::Map(Map(fun, _)) => Op::Map(Map(fun, other)),
        Op::Sum(Sum::Rows(_)) => Op::Sum(Sum::Rows(other)),
        Op::Sum(Sum::Cols(_)) => Op::Sum(Sum::Cols(other)),
        Op::Sum(Sum::All(_)) => Op::Sum(Sum::All(other)),
        Op::Sum(Sum::SpreadRows(_)) => Op::Sum(Sum::SpreadRows(other)),
        Op::Sum(Sum::SpreadCols(_)) => Op::Sum(Sum::SpreadCols(other)),
        Op::Sum(Sum::SpreadAll(_)) => Op::Sum(Sum::SpreadAll(other)),
        Op::Movement(Movement::Transpose(_)) => Op::Movement(Movement::Transpose(other)),
        Op::Movement(Movement::Reshape(_)) => Op::Movement(Movement::Reshape(other)),
        Op::Movement(Movement::Gather(_, table)) => Op::Movement(Movement::Gather(other, table)),
        Op::Movement(Movement::Scatter(_, table)) => Op::Movement(Movement::Scatter(other, table)),
        Op::Softmax(Softmax::Softmax(_)) => Op::Softmax(Softmax::Softmax(other)),
        Op::Softmax(Softmax::LogSumExp(_)) => Op::Softmax(Softmax::LogSumExp(other)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::cases;

    #[test]
    fn every_mutant_is_caught() {
        for case in cases() {
            let all = mutants(&*case.program, &case.inputs);
            assert!(all.iter().any(|mutant| !mutant.equivalent), "{}: nothing broken", case.name);
            let missed: Vec<&Mutant> =
                all.iter().filter(|mutant| !mutant.equivalent && !mutant.caught()).collect();
            assert!(missed.is_empty(), "{}: {missed:#?}", case.name);
        }
    }

    /// A mutant that is no mistake must not be caught, or the checks see ghosts.
    #[test]
    fn no_equivalent_mutant_is_caught() {
        for case in cases() {
            let ghost = mutants(&*case.program, &case.inputs)
                .into_iter()
                .find(|m| m.equivalent && m.caught());
            assert_eq!(ghost, None, "{}", case.name);
        }
    }
}
