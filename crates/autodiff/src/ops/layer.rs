//! A layer of a network as one operation, and back-propagation through it as another.
//!
//! Both are programs of other operations and have their bits. But what only the next operation
//! reads is made and used up a few rows at a time, and never leaves the first-level cache.

use numerics::{Product, matmul, slices, vectorise};
use std::cell::RefCell;

use super::map::{logistic, relu, step};
use crate::op::{Inputs, Op, Rule, View};
use crate::ops::{Fun, Map};
use crate::print::Cost;
use crate::tape::{Shape, Tape, Var};

/// A matrix product with the function that follows it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Layer {
    /// f(X W + 1 b), for f whose slope is a function of its value.
    Forward(Fun, Var, Var, Var),
    /// (D W^T) ⊙ g(H): takes the adjoint D of a layer's sums to the adjoint of the sums of the
    /// layer before, which has the values H and there the slopes g(H). (The second of the four
    /// equations of back-propagation in Nielsen, *Neural Networks and Deep Learning*, ch. 2.)
    Backward(Fun, Var, Var, Var),
}

impl Tape {
    /// f(X W + 1 b): n points `x` (n x k), weights `w` (k x m), bias `b` (1 x m).
    ///
    /// One node on a tape that is [fusing](Tape::fusing), if the slope of f is a function of its
    /// value; else [`Tape::affine`] and [`Tape::map`]. The bits are the same.
    ///
    /// # Panics
    /// If the shapes do not fit.
    #[track_caller]
    pub fn layer(&mut self, fun: Fun, x: Var, w: Var, b: Var) -> Var {
        if self.fuses && fun.slope_of_value().is_some() {
            let shape = self.affine_shape(x, w, b);
            self.push(Op::Layer(Layer::Forward(fun, x, w, b)), shape)
        } else {
            let sums = self.affine(x, w, b);
            self.map(fun, sums)
        }
    }

    /// (D W^T) ⊙ g(H) for D of n x m, W of k x m, H of n x k: [`Tape::matmul_nt`],
    /// [`Tape::map`] and [`Tape::mul`] in one node.
    ///
    /// # Panics
    /// If the shapes do not fit.
    #[track_caller]
    pub fn back_layer(&mut self, slope: Fun, d: Var, w: Var, h: Var) -> Var {
        let [sd, sw, sh] = [d, w, h].map(|var| self.shape_for("back_layer", var));
        assert!(
            sd.cols == sw.cols && sh == Shape::new(sd.rows, sw.rows),
            "back_layer: d is {sd}, w is {sw}, h is {sh}: expected n x m, k x m and n x k"
        );
        self.push(Op::Layer(Layer::Backward(slope, d, w, h)), sh)
    }
}

impl Rule for Layer {
    fn name(&self) -> String {
        match self {
            Layer::Forward(fun, ..) => format!("layer {}", fun.name()),
            Layer::Backward(slope, ..) => format!("back_layer {}", slope.name()),
        }
    }

    fn inputs(&self) -> Inputs {
        match *self {
            Layer::Forward(_, x, w, b) => [Some(x), Some(w), Some(b)],
            Layer::Backward(_, d, w, h) => [Some(d), Some(w), Some(h)],
        }
    }

    fn eval(&self, view: &View<'_>, _shape: Shape, out: &mut [f64]) {
        let [first, second, third] = self.inputs().map(|var| var.expect("three inputs"));
        let inner = view.shape(first).cols;
        let (first, second, third) = (view.value(first), view.value(second), view.value(third));
        match self {
            Layer::Forward(fun, ..) => forward(*fun, inner, first, second, third, out),
            Layer::Backward(slope, ..) => backward(*slope, inner, first, second, third, out),
        }
    }

    /// The adjoint of the sums X W + 1 b.
    fn pull(&self, tape: &mut Tape, y: Var, dy: Var) -> Var {
        match self {
            Layer::Forward(fun, ..) => gated(tape, slope_of(*fun), y, dy),
            Layer::Backward(..) => dy,
        }
    }

    fn vjp(&self, tape: &mut Tape, _y: Var, i: usize, dy: Var) -> Var {
        match (*self, i) {
            (Layer::Forward(_, _, w, _), 0) => tape.matmul_nt(dy, w),
            (Layer::Forward(_, x, _, _), 1) => tape.matmul_tn(x, dy),
            (Layer::Forward(..), _) => tape.sum_rows(dy),
            (Layer::Backward(slope, _, w, h), 0) => {
                let dy = gated(tape, slope, h, dy);
                tape.matmul(dy, w)
            }
            (Layer::Backward(slope, d, _, h), 1) => {
                let dy = gated(tape, slope, h, dy);
                tape.matmul_tn(dy, d)
            }
            (Layer::Backward(slope, d, w, h), _) => {
                let product = tape.matmul_nt(d, w);
                let dy = tape.mul(dy, product);
                bent(tape, slope, h, dy)
            }
        }
    }

    fn jvp(&self, tape: &mut Tape, y: Var, i: usize, dx: Var) -> Var {
        match (*self, i) {
            (Layer::Forward(fun, _, w, _), 0) => {
                let sums = tape.matmul(dx, w);
                gated(tape, slope_of(fun), y, sums)
            }
            (Layer::Forward(fun, x, _, _), 1) => {
                let sums = tape.matmul(x, dx);
                gated(tape, slope_of(fun), y, sums)
            }
            (Layer::Forward(fun, ..), _) => {
                let sums = tape.spread_rows(dx, tape.shape(y).rows);
                gated(tape, slope_of(fun), y, sums)
            }
            (Layer::Backward(slope, _, w, h), 0) => tape.back_layer(slope, dx, w, h),
            (Layer::Backward(slope, d, _, h), 1) => tape.back_layer(slope, d, dx, h),
            (Layer::Backward(slope, d, w, h), _) => {
                let product = tape.matmul_nt(d, w);
                let slopes = bent(tape, slope, h, dx);
                tape.mul(slopes, product)
            }
        }
    }

    fn work(&self, tape: &Tape, shape: Shape) -> Cost {
        let [first, ..] = self.inputs().map(|var| var.expect("three inputs"));
        let inner = tape.shape(first).cols;
        let (Layer::Forward(fun, ..) | Layer::Backward(fun, ..)) = *self;
        let products = (shape.len() * inner) as u64;
        // Adding the bias, or multiplying by the slope.
        let once = shape.len() as u64;
        fun.work(shape) + Cost { multiply_adds: products, pointwise: once, ..Cost::default() }
    }
}

/// `v` times the slope of a layer with the values `h`.
fn gated(tape: &mut Tape, slope: Fun, h: Var, v: Var) -> Var {
    let slopes = tape.map(slope, h);
    tape.mul(v, slopes)
}

/// `v` times the derivative of the slope at the values `h`.
fn bent(tape: &mut Tape, slope: Fun, h: Var, v: Var) -> Var {
    let slopes = tape.map(slope, h);
    Map(slope, h).vjp(tape, slopes, 0, v)
}

fn slope_of(fun: Fun) -> Fun {
    fun.slope_of_value().expect("a layer has been made of such a function")
}

fn forward(fun: Fun, inner: usize, x: &[f64], w: &[f64], b: &[f64], out: &mut [f64]) {
    let cols = b.len();
    if inner > 1 {
        matmul(Product::Nn, out.len() / cols, inner, cols, x, w, out);
    }
    in_cache(cols, out, |top, out, [sums, biases]| {
        if top == 0 {
            repeat(b, biases);
        }
        let x = &x[top * inner..];
        match fun {
            Fun::Relu if inner == 1 => outer(x, w, biases, out, |product, b| relu(product + b)),
            Fun::Relu => slices::update(out, biases, |sum, b| relu(sum + b)),
            _ => {
                if inner == 1 {
                    outer(x, w, biases, sums, |product, b| product + b);
                } else {
                    slices::add(out, biases, sums);
                }
                fun.eval(sums, out);
            }
        }
    });
}

fn backward(slope: Fun, inner: usize, d: &[f64], w: &[f64], h: &[f64], out: &mut [f64]) {
    match slope {
        Fun::Step => times_slope(inner, d, w, h, out, |d, h| d * step(h)),
        Fun::Logistic => times_slope(inner, d, w, h, out, |d, h| d * logistic(h)),
        // No layer has another slope, but whoever checks the rules tries others.
        _ => {
            let mut slopes = vec![0.0; h.len()];
            slope.eval(h, &mut slopes);
            times_slope(inner, d, w, &slopes, out, |d, slope| d * slope);
        }
    }
}

/// f(D W^T, H), entry by entry.
fn times_slope(
    inner: usize,
    d: &[f64],
    w: &[f64],
    h: &[f64],
    out: &mut [f64],
    f: impl Fn(f64, f64) -> f64,
) {
    if inner == 1 {
        outer(d, w, h, out, f);
    } else {
        let cols = w.len() / inner;
        matmul(Product::Nt, out.len() / cols, inner, cols, d, w, out);
        slices::update(out, h, f);
    }
}

/// Fills `rows` with copies of `row`.
fn repeat(row: &[f64], rows: &mut [f64]) {
    rows[..row.len()].copy_from_slice(row);
    let mut done = row.len();
    while done < rows.len() {
        let more = if 2 * done <= rows.len() { done } else { rows.len() - done };
        rows.copy_within(..more, done);
        done += more;
    }
}

/// out_ij = f(x_i w_j, y_ij), the product added to +0 first as every sum of products is.
fn outer(x: &[f64], w: &[f64], y: &[f64], out: &mut [f64], f: impl Fn(f64, f64) -> f64) {
    let body = {
        #[inline(always)]
        || match w.len() {
            2 => outer_fixed::<2>(x, w, y, out, &f),
            3 => outer_fixed::<3>(x, w, y, out, &f),
            4 => outer_fixed::<4>(x, w, y, out, &f),
            5 => outer_fixed::<5>(x, w, y, out, &f),
            6 => outer_fixed::<6>(x, w, y, out, &f),
            7 => outer_fixed::<7>(x, w, y, out, &f),
            8 => outer_fixed::<8>(x, w, y, out, &f),
            cols => {
                let rows = out.chunks_exact_mut(cols).zip(y.chunks_exact(cols));
                for ((out, y), &x) in rows.zip(x) {
                    let entries = out.iter_mut().zip(w).zip(y);
                    entries.for_each(|((out, &w), &y)| *out = f(0.0 + x * w, y));
                }
            }
        }
    };
    vectorise(body);
}

/// [`outer`] for a number of columns that the compiler knows: half the time.
#[inline(always)]
fn outer_fixed<const N: usize>(
    x: &[f64],
    w: &[f64],
    y: &[f64],
    out: &mut [f64],
    f: &impl Fn(f64, f64) -> f64,
) {
    let w: &[f64; N] = w.first_chunk().expect("a row");
    let rows = out.as_chunks_mut::<N>().0.iter_mut().zip(y.as_chunks::<N>().0);
    for ((out, y), &x) in rows.zip(x) {
        for j in 0..N {
            out[j] = f(0.0 + x * w[j], y[j]);
        }
    }
}

/// Calls `body` with the number of a row, some rows of `out` from there, and twice as much scratch
/// that keeps its numbers: all fit the first-level cache, unless a single row does not.
fn in_cache(
    cols: usize,
    out: &mut [f64],
    mut body: impl FnMut(usize, &mut [f64], [&mut [f64]; 2]),
) {
    /// 8 kB.
    const ENTRIES: usize = 1024;
    thread_local! {
        static SCRATCH: RefCell<[Vec<f64>; 2]> = const { RefCell::new([Vec::new(), Vec::new()]) };
    }
    let rows = if cols > ENTRIES { 1 } else { ENTRIES / cols };
    SCRATCH.with_borrow_mut(|scratch| {
        for scratch in scratch.iter_mut().filter(|scratch| scratch.len() < rows * cols) {
            scratch.resize(rows * cols, 0.0);
        }
        for (part, out) in out.chunks_mut(rows * cols).enumerate() {
            let len = out.len();
            body(part * rows, out, scratch.each_mut().map(|scratch| &mut scratch[..len]));
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bits(tape: &Tape, var: Var) -> Vec<u64> {
        tape.value(var).iter().map(|x| x.to_bits()).collect()
    }

    fn leaf(tape: &mut Tape, rows: usize, cols: usize, salt: usize) -> Var {
        tape.leaf(rows, cols, &crate::check::direction(rows * cols, salt))
    }

    /// With one input and with several, in one part and in many, and with one row for a part.
    #[test]
    fn one_node_has_the_bits_of_its_program() {
        for (n, k, m) in [(3, 1, 2), (700, 1, 5), (300, 7, 9), (2, 3, 2000)] {
            for (fun, slope) in [(Fun::Relu, Fun::Step), (Fun::Sigmoid, Fun::Logistic)] {
                let mut tape = Tape::new();
                let (x, w) = (leaf(&mut tape, n, k, 1), leaf(&mut tape, k, m, 2));
                let (b, h) = (leaf(&mut tape, 1, m, 3), leaf(&mut tape, n, m, 4));
                let sums = tape.affine(x, w, b);
                let plain = tape.map(fun, sums);
                let wt = tape.transpose(w);
                let product = tape.matmul_nt(x, wt);
                let slopes = tape.map(slope, h);
                let plain_back = tape.mul(product, slopes);
                let fused_back = tape.back_layer(slope, x, wt, h);
                tape.fuses = true;
                let fused = tape.layer(fun, x, w, b);
                assert_eq!(tape.op(fused), Op::Layer(Layer::Forward(fun, x, w, b)));
                assert_eq!(bits(&tape, fused), bits(&tape, plain), "{n} {k} {m} {fun:?}");
                assert_eq!(bits(&tape, fused_back), bits(&tape, plain_back), "{n} {k} {m} {fun:?}");
            }
        }
    }

    /// Back-propagation takes every slope, also one that no layer has.
    #[test]
    fn a_slope_without_a_loop_of_its_own_has_the_bits_of_its_program() {
        for inputs in [1, 3] {
            let mut tape = Tape::new();
            let (d, w) = (leaf(&mut tape, 5, inputs, 1), leaf(&mut tape, 4, inputs, 2));
            let h = leaf(&mut tape, 5, 4, 3);
            let fused = tape.back_layer(Fun::Cos, d, w, h);
            let product = tape.matmul_nt(d, w);
            let slopes = tape.map(Fun::Cos, h);
            let plain = tape.mul(product, slopes);
            assert_eq!(bits(&tape, fused), bits(&tape, plain), "{inputs} inputs");
        }
    }

    #[test]
    fn a_function_with_another_slope_stays_two_nodes() {
        let mut tape = Tape::new().fusing();
        let x = tape.constant(2, 2, 0.5);
        let b = tape.constant(1, 2, 0.25);
        let y = tape.layer(Fun::Sin, x, x, b);
        assert!(matches!(tape.op(y), Op::Map(Map(Fun::Sin, _))));
    }

    #[test]
    #[should_panic(expected = "back_layer: d is 2x3, w is 4x2, h is 2x4")]
    fn shapes_must_fit() {
        let mut tape = Tape::new();
        let d = tape.constant(2, 3, 1.0);
        let w = tape.constant(4, 2, 1.0);
        let h = tape.constant(2, 4, 1.0);
        tape.back_layer(Fun::Step, d, w, h);
    }
}
