//! Matrix products.

use numerics::{Product, vectorise};

use crate::op::{Inputs, Op, Rule, View};
use crate::print::Cost;
use crate::tape::{Shape, Tape, Var};

/// Matrix products.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Linear {
    /// A B, A^T B or A B^T: closed under differentiation.
    MatMul(Product, Var, Var),
    /// X W + 1 b: a layer. The row b is added while the product is in cache.
    Affine(Var, Var, Var),
}

impl Tape {
    /// A B for A of n x k and B of k x m.
    ///
    /// # Panics
    /// If the inner sizes differ.
    #[track_caller]
    pub fn matmul(&mut self, a: Var, b: Var) -> Var {
        self.product(Product::Nn, a, b)
    }

    /// A^T B for A of k x n and B of k x m.
    #[track_caller]
    pub fn matmul_tn(&mut self, a: Var, b: Var) -> Var {
        self.product(Product::Tn, a, b)
    }

    /// A B^T for A of n x k and B of m x k.
    #[track_caller]
    pub fn matmul_nt(&mut self, a: Var, b: Var) -> Var {
        self.product(Product::Nt, a, b)
    }

    #[track_caller]
    fn product(&mut self, kind: Product, a: Var, b: Var) -> Var {
        let name = product_name(kind);
        let (sa, sb) = (self.shape_for(name, a), self.shape_for(name, b));
        let (left, right) = oriented(kind, sa, sb);
        assert!(
            left.cols == right.rows,
            "{name}: {sa} and {sb} do not fit: inner sizes {} and {}",
            left.cols,
            right.rows
        );
        self.push(Op::Linear(Linear::MatMul(kind, a, b)), Shape::new(left.rows, right.cols))
    }

    /// X W + 1 b: n points `x` (n x k), weights `w` (k x m), bias `b` (1 x m).
    ///
    /// # Panics
    /// If the shapes do not fit.
    #[track_caller]
    pub fn affine(&mut self, x: Var, w: Var, b: Var) -> Var {
        let shape = self.affine_shape(x, w, b);
        self.push(Op::Linear(Linear::Affine(x, w, b)), shape)
    }

    #[track_caller]
    pub(super) fn affine_shape(&self, x: Var, w: Var, b: Var) -> Shape {
        let [sx, sw, sb] = [x, w, b].map(|var| self.shape_for("affine", var));
        assert!(
            sx.cols == sw.rows,
            "affine: x is {sx}, w is {sw}: inner sizes {} and {}",
            sx.cols,
            sw.rows
        );
        assert!(
            sb == Shape::new(1, sw.cols),
            "affine: the bias is {sb}, but w is {sw}: expected 1x{}",
            sw.cols
        );
        Shape::new(sx.rows, sw.cols)
    }
}

impl Rule for Linear {
    fn name(&self) -> String {
        match self {
            Linear::MatMul(kind, ..) => product_name(*kind).to_owned(),
            Linear::Affine(..) => "affine".to_owned(),
        }
    }

    fn inputs(&self) -> Inputs {
        match *self {
            Linear::MatMul(_, a, b) => [Some(a), Some(b), None],
            Linear::Affine(x, w, b) => [Some(x), Some(w), Some(b)],
        }
    }

    fn eval(&self, view: &View<'_>, shape: Shape, out: &mut [f64]) {
        match *self {
            Linear::MatMul(kind, a, b) => {
                let inner = oriented(kind, view.shape(a), view.shape(b)).0.cols;
                numerics::matmul(
                    kind,
                    shape.rows,
                    inner,
                    shape.cols,
                    view.value(a),
                    view.value(b),
                    out,
                );
            }
            Linear::Affine(x, w, b) => {
                let inner = view.shape(x).cols;
                let (x, w, b) = (view.value(x), view.value(w), view.value(b));
                if inner == 1 {
                    return lines(x, w, b, out);
                }
                numerics::matmul(Product::Nn, shape.rows, inner, shape.cols, x, w, out);
                add_row(out, b);
            }
        }
    }

    fn vjp(&self, tape: &mut Tape, _y: Var, i: usize, dy: Var) -> Var {
        match (*self, i) {
            (Linear::MatMul(Product::Nn, _, b), 0) => tape.matmul_nt(dy, b),
            (Linear::MatMul(Product::Nn, a, _), _) => tape.matmul_tn(a, dy),
            (Linear::MatMul(Product::Tn, _, b), 0) => tape.matmul_nt(b, dy),
            (Linear::MatMul(Product::Tn, a, _), _) => tape.matmul(a, dy),
            (Linear::MatMul(Product::Nt, _, b), 0) => tape.matmul(dy, b),
            (Linear::MatMul(Product::Nt, a, _), _) => tape.matmul_tn(dy, a),
            (Linear::Affine(_, w, _), 0) => tape.matmul_nt(dy, w),
            (Linear::Affine(x, _, _), 1) => tape.matmul_tn(x, dy),
            (Linear::Affine(..), _) => tape.sum_rows(dy),
        }
    }

    fn jvp(&self, tape: &mut Tape, y: Var, i: usize, dx: Var) -> Var {
        match (*self, i) {
            (Linear::MatMul(kind, _, b), 0) => tape.product(kind, dx, b),
            (Linear::MatMul(kind, a, _), _) => tape.product(kind, a, dx),
            (Linear::Affine(_, w, _), 0) => tape.matmul(dx, w),
            (Linear::Affine(x, _, _), 1) => tape.matmul(x, dx),
            (Linear::Affine(..), _) => tape.spread_rows(dx, tape.shape(y).rows),
        }
    }

    fn work(&self, tape: &Tape, shape: Shape) -> Cost {
        let (inner, bias) = match *self {
            Linear::MatMul(kind, a, b) => (oriented(kind, tape.shape(a), tape.shape(b)).0.cols, 0),
            Linear::Affine(x, _, _) => (tape.shape(x).cols, shape.len()),
        };
        Cost {
            multiply_adds: (shape.len() * inner) as u64,
            pointwise: bias as u64,
            ..Cost::default()
        }
    }
}

/// [`Linear::Affine`] with one input: out_ij = x_i w_j + b_j, the product added to +0 first as every
/// sum of products is. One pass over `out` instead of two takes 0.6 times as long.
fn lines(x: &[f64], w: &[f64], b: &[f64], out: &mut [f64]) {
    vectorise(|| {
        for (out, &x) in out.chunks_exact_mut(w.len()).zip(x) {
            out.iter_mut().zip(w).zip(b).for_each(|((out, &w), &b)| *out = (0.0 + x * w) + b);
        }
    });
}

fn add_row(matrix: &mut [f64], row: &[f64]) {
    if let [b] = *row {
        return vectorise(|| matrix.iter_mut().for_each(|out| *out += b));
    }
    vectorise(|| {
        for out in matrix.chunks_exact_mut(row.len()) {
            out.iter_mut().zip(row).for_each(|(out, &b)| *out += b);
        }
    });
}

fn product_name(kind: Product) -> &'static str {
    match kind {
        Product::Nn => "matmul",
        Product::Tn => "matmul_tn",
        Product::Nt => "matmul_nt",
    }
}

/// The shapes of the two factors after the transposition that `kind` names.
fn oriented(kind: Product, a: Shape, b: Shape) -> (Shape, Shape) {
    match kind {
        Product::Nn => (a, b),
        Product::Tn => (a.transposed(), b),
        Product::Nt => (a, b.transposed()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bit for bit, with one input and with several, and for products that are -0.
    #[test]
    fn affine_is_the_product_plus_the_spread_bias() {
        for inputs in 1..=3 {
            let mut tape = Tape::new();
            let x =
                tape.leaf(3, inputs, &[0.1, 0.0, 0.3, 0.4, -0.5, 0.6, 0.7, 0.8, 0.9][..3 * inputs]);
            let w = tape.leaf(inputs, 2, &[1.5, -2.5, 3.5, 4.5, 5.5, -6.5][..inputs * 2]);
            let b = tape.leaf(1, 2, &[0.25, -0.0]);
            let fused = tape.affine(x, w, b);
            let product = tape.matmul(x, w);
            let bias = tape.spread_rows(b, 3);
            let plain = tape.add(product, bias);
            let bits = |var| tape.value(var).iter().map(|x| x.to_bits()).collect::<Vec<_>>();
            assert_eq!(bits(fused), bits(plain), "{inputs} inputs");
        }
    }

    #[test]
    fn transposed_products_are_products_of_transposes() {
        let mut tape = Tape::new();
        let a = tape.leaf(2, 3, &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
        let b = tape.leaf(2, 3, &[0.5, -1.0, 2.0, 0.25, 3.0, -4.0]);
        let (at, bt) = (tape.transpose(a), tape.transpose(b));
        let (tn, at_b) = (tape.matmul_tn(a, b), tape.matmul(at, b));
        let (nt, a_bt) = (tape.matmul_nt(a, b), tape.matmul(a, bt));
        assert_eq!(tape.value(tn), tape.value(at_b));
        assert_eq!(tape.value(nt), tape.value(a_bt));
    }

    #[test]
    #[should_panic(expected = "matmul: 2x3 and 2x3 do not fit: inner sizes 3 and 2")]
    fn inner_sizes_must_agree() {
        let mut tape = Tape::new();
        let a = tape.constant(2, 3, 1.0);
        tape.matmul(a, a);
    }

    #[test]
    #[should_panic(expected = "affine: the bias is 3x1, but w is 2x3: expected 1x3")]
    fn a_bias_is_a_row() {
        let mut tape = Tape::new();
        let (x, w, b) =
            (tape.constant(4, 2, 1.0), tape.constant(2, 3, 1.0), tape.constant(3, 1, 1.0));
        tape.affine(x, w, b);
    }
}
