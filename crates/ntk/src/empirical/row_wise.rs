//! Does each row of a network's output depend on its own row of the inputs alone?

use super::Program;
use autodiff::{Linear, Movement, Op, Pointwise, Product, Sum, Tape, Var};

/// Why [`by_factors`](crate::EmpiricalNtk::by_factors) cannot serve a network.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("by_factors: {node} {problem}; by_rows and by_products take every network")]
pub struct Refusal {
    /// The node, such as `%7 (sum_rows)`, numbered as in [`Tape::listing`].
    pub node: String,
    /// What it does.
    pub problem: &'static str,
}

impl Refusal {
    pub(super) fn new(tape: &Tape, node: Var, problem: &'static str) -> Self {
        Self { node: format!("{} ({})", tape.label(node), tape.op(node).name()), problem }
    }
}

const MEET: &str = "lets the rows of a batch meet";
const POSITION: &str = "treats rows by their position in the batch";

/// Says of each node whether it has a row for each input; the others are shared by all inputs.
///
/// # Errors
/// If a row of such a node depends on another row of the inputs, or on its position.
pub(super) fn rows_of(program: &Program) -> Result<Vec<bool>, Refusal> {
    let Program { run, x, y } = program;
    let tape = &run.tape;
    let vars: Vec<Var> = tape.vars().collect();
    let n = tape.shape(*x).rows;
    let needed = needed_for(tape, &vars, *y);
    let mut rows = vec![false; vars.len()];
    for (index, &var) in vars.iter().enumerate() {
        let has_rows = |input: Var| rows[index_of(&vars, input)];
        let op = tape.op(var);
        rows[index] = if var == *x {
            true
        } else if !needed[index] {
            false
        } else if !op.inputs().any(has_rows) {
            matches!(op, Op::Sum(Sum::SpreadRows(_))) && tape.shape(var).rows == n
        } else if let Some(problem) = meeting(program, op, has_rows) {
            return Err(Refusal::new(tape, var, problem));
        } else {
            true
        };
    }
    if rows[index_of(&vars, *y)] {
        Ok(rows)
    } else {
        Err(Refusal::new(tape, *y, "does not depend on the inputs"))
    }
}

/// What an operation on values of which some have rows does wrong, if anything.
fn meeting(program: &Program, op: Op, has_rows: impl Fn(Var) -> bool) -> Option<&'static str> {
    let shared = |var| !has_rows(var);
    let (fine, problem) = match op {
        Op::Leaf => unreachable!("a leaf has no inputs"),
        Op::Linear(Linear::MatMul(Product::Tn, ..)) => (false, MEET),
        Op::Linear(Linear::MatMul(_, a, b)) => (has_rows(a) && shared(b), MEET),
        Op::Linear(Linear::Affine(a, w, b)) => (has_rows(a) && shared(w) && shared(b), MEET),
        Op::Layer(_) => (false, "is several operations in one; push them one by one"),
        Op::Pointwise(Pointwise::Add(a, b) | Pointwise::Sub(a, b) | Pointwise::Mul(a, b)) => {
            let fits = |var| has_rows(var) || is_uniform(program, var);
            (fits(a) && fits(b), POSITION)
        }
        Op::Pointwise(Pointwise::Scale(..) | Pointwise::Shift(..)) | Op::Map(_) => (true, MEET),
        Op::Sum(Sum::Cols(_) | Sum::SpreadCols(_)) | Op::Softmax(_) => (true, MEET),
        Op::Sum(Sum::Rows(_) | Sum::All(_) | Sum::SpreadRows(_) | Sum::SpreadAll(_)) => {
            (false, MEET)
        }
        Op::Movement(Movement::Transpose(_) | Movement::Reshape(_)) => (false, MEET),
        Op::Movement(Movement::Gather(..) | Movement::Scatter(..)) => {
            (false, "moves entries by a table, possibly from row to row")
        }
    };
    (!fine).then_some(problem)
}

/// Is it a constant with the same numbers in every row?
fn is_uniform(program: &Program, var: Var) -> bool {
    let tape = &program.run.tape;
    let cols = tape.shape(var).cols;
    let (first, rest) = tape.value(var).split_at(cols);
    let constant = tape.op(var) == Op::Leaf && !program.run.all.contains(&var);
    constant && rest.chunks_exact(cols).all(|row| row == first)
}

/// What `y` is made from: nothing else can do harm.
fn needed_for(tape: &Tape, vars: &[Var], y: Var) -> Vec<bool> {
    let mut needed = vec![false; vars.len()];
    needed[index_of(vars, y)] = true;
    for (index, &var) in vars.iter().enumerate().rev() {
        if needed[index] {
            for input in tape.op(var).inputs() {
                needed[index_of(vars, input)] = true;
            }
        }
    }
    needed
}

pub(super) fn index_of(vars: &[Var], var: Var) -> usize {
    vars.iter().position(|&other| other == var).expect("a variable of this tape")
}
