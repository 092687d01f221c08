//! Where parameters enter a row-wise program.

use super::Program;
use super::row_wise::{Refusal, index_of, rows_of};
use autodiff::{Linear, Movement, Op, Pointwise, Product, Sum, Var};

/// A place where a parameter W meets the rows: the node z, row by row, is `factor` a W with
/// `activation` a. Then the gradient of one input is factor aᵀ d, where d is its row of
/// the adjoint of z.
///
/// Nodes are given by their numbers on the tape: they are the same for every number of rows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Site {
    /// The parameter's slot.
    pub(super) slot: usize,
    pub(super) node: usize,
    pub(super) activation: Activation,
    pub(super) factor: f64,
    /// Is it a Wᵀ instead? Then the gradient is factor dᵀ a.
    pub(super) turned: bool,
}

/// What multiplies a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Activation {
    /// A node that has rows.
    Node(usize),
    /// A one for each input: the parameter is a bias.
    One,
}

/// What a value that all rows share is made of.
#[derive(Clone, Copy)]
enum Source {
    /// Nothing that is trained.
    Constant,
    /// A multiple of a parameter, possibly transposed.
    Multiple { slot: usize, factor: f64, turned: bool },
    /// Something else.
    Other,
}

/// All sites of a program, in the order of its nodes.
///
/// # Errors
/// If the program is not row-wise, or if a parameter is changed, other than by a factor or a
/// transposition, before it meets the rows, or meets them entry by entry.
pub(super) fn sites(program: &Program, slots: &[usize]) -> Result<Vec<Site>, Refusal> {
    let rows = rows_of(program)?;
    let tape = &program.run.tape;
    let vars: Vec<Var> = tape.vars().collect();
    let mut sources: Vec<Source> = Vec::with_capacity(vars.len());
    let mut sites = Vec::new();
    for (node, &var) in vars.iter().enumerate() {
        let op = tape.op(var);
        let index = |var| index_of(&vars, var);
        if !rows[node] {
            let parameter = program.run.trained.iter().position(|&leaf| leaf == var);
            sources.push(match parameter {
                Some(at) => Source::Multiple { slot: slots[at], factor: 1.0, turned: false },
                None => source(op, |input| sources[index(input)]),
            });
            continue;
        }
        sources.push(Source::Other);
        let shared = op.inputs().enumerate().filter(|&(_, input)| !rows[index(input)]);
        for (position, input) in shared {
            let (slot, factor, turned) = match sources[index(input)] {
                Source::Constant => continue,
                Source::Multiple { slot, factor, turned } => (slot, factor, turned),
                Source::Other => {
                    let problem = "uses what was computed from parameters";
                    return Err(Refusal::new(tape, var, problem));
                }
            };
            let (activation, turned) = match op {
                Op::Linear(Linear::MatMul(product, a, _)) => {
                    (Activation::Node(index(a)), turned != (product == Product::Nt))
                }
                Op::Linear(Linear::Affine(a, ..)) if position == 1 => {
                    (Activation::Node(index(a)), turned)
                }
                // The gradient of a row vector is d, however it is turned.
                Op::Linear(Linear::Affine(..)) | Op::Sum(Sum::SpreadRows(_)) => {
                    (Activation::One, false)
                }
                _ => return Err(Refusal::new(tape, var, "gives rows parameters of their own")),
            };
            sites.push(Site { slot, node, activation, factor, turned });
        }
    }
    Ok(sites)
}

/// What an operation on shared values makes of their sources.
fn source(op: Op, of: impl Fn(Var) -> Source) -> Source {
    match op {
        Op::Pointwise(Pointwise::Scale(a, c)) => match of(a) {
            Source::Multiple { slot, factor, turned } => {
                Source::Multiple { slot, factor: c * factor, turned }
            }
            other => other,
        },
        Op::Movement(Movement::Transpose(a)) => match of(a) {
            Source::Multiple { slot, factor, turned } => {
                Source::Multiple { slot, factor, turned: !turned }
            }
            other => other,
        },
        _ if op.inputs().all(|input| matches!(of(input), Source::Constant)) => Source::Constant,
        _ => Source::Other,
    }
}
