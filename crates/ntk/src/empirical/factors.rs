//! Kernels from the factors of gradients that are never formed.
//!
//! At a [`Site`] the gradient of input i and output a is c uᵢᵀ dᵢₐ, the outer product of an
//! activation and an adjoint. So two sites of the same parameter contribute
//!
//! ```text
//! < c uᵢᵀ dᵢₐ , c' u'ⱼᵀ d'ⱼᵦ >  =  c c' <uᵢ, u'ⱼ> <dᵢₐ, d'ⱼᵦ>      (straight)
//! ```
//!
//! and, if just one of them is turned, c c' <uᵢ, d'ⱼᵦ> <dᵢₐ, u'ⱼ> (crossed). The weight and the
//! bias of a layer have the same adjoint, whose products are taken once for both.

use super::sites::{Activation, Site, sites};
use super::{EmpiricalNtk, Network, Refusal, Run};
use crate::tiles::{Rows, Tiling, span};
use crate::{Inputs, Kernel, Outputs};
use autodiff::Var;
use numerics::{Matrix, Product};
use rayon::prelude::*;
use std::sync::Mutex;

/// Inputs that go through the network together, in whole tiles.
const BATCH: usize = 2 * SIDE;

/// Inputs along the side of a tile.
const SIDE: usize = 64;

pub(super) fn kernel<N: Network + ?Sized>(
    ntk: &EmpiricalNtk<'_, N>,
    inputs: Inputs<'_>,
    outputs: Outputs,
) -> Result<Kernel, Refusal> {
    let program = ntk.program(inputs.left());
    let sites = sites(&program, &ntk.slots)?;
    let k = program.outputs();
    // Tapes that are free: no more are made than threads need.
    let free = Mutex::new(vec![program.run]);
    let factors = |x: &Matrix| -> Vec<Factors> {
        let pass = |index| {
            let run = free.lock().expect("no thread panicked").pop();
            let mut run = run.unwrap_or_else(|| ntk.start());
            let factors = Factors::of(ntk, &mut run, &sites, x, span(index, BATCH, x.rows));
            free.lock().expect("no thread panicked").push(run);
            factors
        };
        (0..x.rows.div_ceil(BATCH)).into_par_iter().map(pass).collect()
    };
    let left = factors(inputs.left());
    let other = (!inputs.is_one()).then(|| factors(inputs.right()));
    let right = other.as_ref().unwrap_or(&left);
    // Every batch finds the same terms.
    let terms = terms(&sites, &left[0]);
    let matrix = Tiling::of(inputs, outputs.per_input(k), SIDE).fill(
        |rows| Part::new(&left, rows),
        |left, columns| tile(&terms, left, &Part::new(right, columns), k, outputs),
    );
    Ok(Kernel { matrix, outputs, k })
}

/// The activations and adjoints of a batch.
struct Factors {
    /// One row an input.
    activations: Vec<Vec<f64>>,
    /// One row an input: the adjoints of its k outputs, one after the other.
    adjoints: Vec<Vec<f64>>,
    /// Which of them belong to each site.
    places: Vec<(usize, usize)>,
    inputs: usize,
}

impl Factors {
    fn of<N: Network + ?Sized>(
        ntk: &EmpiricalNtk<'_, N>,
        run: &mut Run,
        sites: &[Site],
        inputs: &Matrix,
        rows: Rows,
    ) -> Self {
        run.tape.rewind(run.start);
        let (_, y) = ntk.forward(run, inputs, rows);
        let tape = &mut run.tape;
        let vars: Vec<Var> = tape.vars().collect();
        let nodes: Vec<Var> = sites.iter().map(|site| vars[site.node]).collect();
        let (n, k) = (tape.shape(y).rows, tape.shape(y).cols);
        let (mut found, forward) = (Vec::new(), tape.mark());
        let (mut activations, mut adjoints) = (Distinct::default(), Distinct::default());
        let mut places = Vec::new();
        for output in 0..k {
            let mut ones = vec![0.0; n * k];
            ones.iter_mut().skip(output).step_by(k).for_each(|one| *one = 1.0);
            let seed = tape.leaf(n, k, &ones);
            // With respect to the nodes and not to the parameters: the parameters' own
            // gradients would be sums over all inputs.
            tape.vjp(y, seed, &nodes, &mut found);
            if output == 0 {
                for (site, &adjoint) in sites.iter().zip(&found) {
                    let activation = activations.place(site.activation, || match site.activation {
                        Activation::Node(node) => tape.value(vars[node]).to_vec(),
                        Activation::One => vec![1.0; n],
                    });
                    let adjoint =
                        adjoints.place(adjoint, || vec![0.0; k * tape.shape(adjoint).len()]);
                    places.push((activation, adjoint));
                }
            }
            for (at, values) in adjoints.values.iter_mut().enumerate() {
                let site = places.iter().position(|&(_, adjoint)| adjoint == at);
                let adjoint = found[site.expect("a site brought it")];
                let width = tape.shape(adjoint).cols;
                let rows = values.chunks_exact_mut(k * width);
                for (row, from) in rows.zip(tape.value(adjoint).chunks_exact(width)) {
                    row[output * width..][..width].copy_from_slice(from);
                }
            }
            tape.rewind(forward);
        }
        Self { activations: activations.values, adjoints: adjoints.values, places, inputs: n }
    }
}

/// Values by their keys, each once.
struct Distinct<K> {
    keys: Vec<K>,
    values: Vec<Vec<f64>>,
}

impl<K> Default for Distinct<K> {
    fn default() -> Self {
        Self { keys: Vec::new(), values: Vec::new() }
    }
}

impl<K: PartialEq> Distinct<K> {
    /// The place of a key's values, which are made when the key is new.
    fn place(&mut self, key: K, values: impl FnOnce() -> Vec<f64>) -> usize {
        self.keys.iter().position(|other| *other == key).unwrap_or_else(|| {
            self.keys.push(key);
            self.values.push(values());
            self.keys.len() - 1
        })
    }
}

/// A tile's inputs in the batch that has them.
struct Part<'a> {
    factors: &'a Factors,
    rows: Rows,
}

impl<'a> Part<'a> {
    fn new(batches: &'a [Factors], rows: Rows) -> Self {
        let (batch, start) = (rows.start / BATCH, rows.start % BATCH);
        Self { factors: &batches[batch], rows: start..start + rows.len() }
    }

    fn activation(&self, index: usize) -> &[f64] {
        self.cut(&self.factors.activations[index])
    }

    fn adjoint(&self, index: usize) -> &[f64] {
        self.cut(&self.factors.adjoints[index])
    }

    fn cut<'b>(&self, values: &'b [f64]) -> &'b [f64] {
        let width = values.len() / self.factors.inputs;
        &values[self.rows.start * width..self.rows.end * width]
    }
}

/// What the sites with one adjoint and those with another contribute.
enum Term {
    /// Σ c c' ⟨u, u'⟩ over the pairs of activations, times ⟨d, d'⟩.
    Straight { adjoints: (usize, usize), activations: Vec<(f64, usize, usize)> },
    /// c c' ⟨u, d'⟩ ⟨d, u'⟩.
    Crossed { adjoints: (usize, usize), activations: (usize, usize), factor: f64 },
}

/// The terms of all pairs of sites that share a parameter.
fn terms(sites: &[Site], factors: &Factors) -> Vec<Term> {
    let mut terms = Vec::new();
    for (s, &(u, d)) in sites.iter().zip(&factors.places) {
        for (t, &(v, e)) in sites.iter().zip(&factors.places) {
            if s.slot != t.slot {
                continue;
            }
            let (factor, pair) = (s.factor * t.factor, (d, e));
            if s.turned != t.turned {
                terms.push(Term::Crossed { adjoints: pair, activations: (u, v), factor });
                continue;
            }
            let same = terms.iter_mut().find_map(|term| match term {
                Term::Straight { adjoints, activations } if *adjoints == pair => Some(activations),
                _ => None,
            });
            match same {
                Some(activations) => activations.push((factor, u, v)),
                None => {
                    let activations = vec![(factor, u, v)];
                    terms.push(Term::Straight { adjoints: pair, activations });
                }
            }
        }
    }
    terms
}

/// The kernel between the inputs of two parts.
fn tile(terms: &[Term], left: &Part<'_>, right: &Part<'_>, k: usize, outputs: Outputs) -> Matrix {
    let (n, m) = (left.rows.len(), right.rows.len());
    let per_input = outputs.per_input(k);
    let mut sum = Matrix::zeros(n * per_input, m * per_input);
    let (mut p, mut q) = (Vec::new(), Vec::new());
    for term in terms {
        match term {
            Term::Straight { adjoints: (d, e), activations } => {
                let mut weights = vec![0.0; n * m];
                for &(factor, u, v) in activations {
                    products(n, left.activation(u), m, right.activation(v), &mut p);
                    numerics::slices::axpy(factor, &p, &mut weights);
                }
                // The k adjoints of an input are one row if they are traced, else k rows.
                let (rows, cols) = (n * per_input, m * per_input);
                products(rows, left.adjoint(*d), cols, right.adjoint(*e), &mut q);
                if per_input == 1 {
                    add_weighted(&mut sum.data, &weights, &q);
                    continue;
                }
                for (i, (sum, q)) in sum.data.chunks_mut(cols).zip(q.chunks(cols)).enumerate() {
                    let weights = &weights[i / per_input * m..][..m];
                    let entries = sum.chunks_mut(per_input).zip(q.chunks(per_input));
                    for ((sum, q), weight) in entries.zip(weights) {
                        sum.iter_mut().zip(q).for_each(|(sum, q)| *sum += weight * q);
                    }
                }
            }
            Term::Crossed { adjoints: (d, e), activations: (u, v), factor } => {
                products(n, left.activation(*u), m * k, right.adjoint(*e), &mut p);
                products(n * k, left.adjoint(*d), m, right.activation(*v), &mut q);
                let value = |i, a, j, b| factor * p[i * m * k + j * k + b] * q[(i * k + a) * m + j];
                for (i, sum) in sum.data.chunks_mut(m * per_input).enumerate() {
                    for (j, sum) in sum.iter_mut().enumerate() {
                        *sum += match outputs {
                            Outputs::Full => value(i / k, i % k, j / k, j % k),
                            Outputs::Traced => (0..k).map(|a| value(i, a, j, a)).sum(),
                        };
                    }
                }
            }
        }
    }
    sum
}

/// Writes A Bᵀ for A of n rows and B of m rows.
fn products(n: usize, a: &[f64], m: usize, b: &[f64], out: &mut Vec<f64>) {
    out.resize(n * m, 0.0);
    numerics::matmul(Product::Nt, n, a.len() / n, m, a, b, out);
}

/// sum += w q, entry by entry.
fn add_weighted(sum: &mut [f64], w: &[f64], q: &[f64]) {
    numerics::vectorise(|| {
        sum.iter_mut().zip(w).zip(q).for_each(|((sum, w), q)| *sum += w * q);
    });
}
