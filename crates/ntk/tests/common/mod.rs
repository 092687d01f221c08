//! Networks and numbers that the tests share.

#![allow(dead_code, reason = "each test program uses a part")]

use autodiff::{Fun, Tape, Var};
use nn::{Params, Stream};
use ntk::Network;
use numerics::Matrix;

pub(crate) type Program = Box<dyn Fn(&mut Tape, &[Var], Var) -> Var + Sync>;

/// A network with its parameters.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) network: Program,
    pub(crate) params: Params,
    pub(crate) inputs: usize,
}

impl Case {
    pub(crate) fn new(
        name: &'static str,
        inputs: usize,
        slots: &[(&str, usize, usize)],
        network: impl Fn(&mut Tape, &[Var], Var) -> Var + Sync + 'static,
    ) -> Self {
        let mut params = Params::new();
        for &(slot, rows, cols) in slots {
            let data = random(rows, cols, &format!("{name} {slot}")).data;
            params.push(slot, rows, cols).copy_from_slice(&data);
        }
        Self { name, network: Box::new(network), params, inputs }
    }

    pub(crate) fn data(&self, n: usize, purpose: &str) -> Matrix {
        random(n, self.inputs, &format!("{} {purpose}", self.name))
    }
}

pub(crate) fn random(rows: usize, cols: usize, purpose: &str) -> Matrix {
    let mut data = vec![0.0; rows * cols];
    Stream::new("ntk.tests", 0, purpose).fill_normal(&mut data);
    Matrix { rows, cols, data }
}

/// The largest difference, relative to the largest entry of `b`.
#[track_caller]
pub(crate) fn gap(a: &Matrix, b: &Matrix) -> f64 {
    assert_eq!((a.rows, a.cols), (b.rows, b.cols));
    assert!(a.data.iter().chain(&b.data).all(|x| x.is_finite()));
    let largest = |values: &mut dyn Iterator<Item = f64>| {
        values.fold(0.0, |top, x| if x.abs() > top { x.abs() } else { top })
    };
    let difference = largest(&mut a.data.iter().zip(&b.data).map(|(a, b)| a - b));
    difference / largest(&mut b.data.iter().copied())
}

/// Networks that treat each input by itself, in all the ways in which parameters may enter.
pub(crate) fn row_wise() -> Vec<Case> {
    vec![
        Case::new("affine", 3, &[("w", 3, 2), ("b", 1, 2)], |tape, p, x| {
            tape.affine(x, p[0], p[1])
        }),
        Case::new(
            "gelu, scaled and turned",
            3,
            &[("w", 5, 3), ("b", 1, 5), ("v", 5, 2)],
            |tape, p, x| {
                let z = tape.matmul_nt(x, p[0]);
                let z = tape.scale(z, 0.7);
                let b = tape.scale(p[1], 0.1);
                let b = tape.spread_rows(b, tape.shape(x).rows);
                let z = tape.add(z, b);
                let h = tape.gelu(z);
                let v = tape.scale(p[2], 0.4);
                tape.matmul(h, v)
            },
        ),
        // The same weight and bias at each of three steps.
        Case::new("recurrent", 4, &[("w", 4, 4), ("b", 1, 4), ("v", 4, 3)], |tape, p, x| {
            let mut h = x;
            for step in 1..4 {
                let w = tape.scale(p[0], 0.3 * f64::from(step));
                h = tape.affine(h, w, p[1]);
                h = tape.map(Fun::Tanh, h);
            }
            tape.matmul(h, p[2])
        }),
        // The decoder is the encoder's transpose, once as an operation and once as a product.
        Case::new("tied", 3, &[("w", 3, 4), ("b", 1, 4), ("c", 1, 3)], |tape, p, x| {
            let z = tape.affine(x, p[0], p[1]);
            let h = tape.map(Fun::Sigmoid, z);
            let back = tape.matmul_nt(h, p[0]);
            let again = tape.transpose(p[0]);
            let again = tape.affine(h, again, p[2]);
            let half = tape.scale(again, 0.5);
            tape.add(back, half)
        }),
        // A row that is a bias, a weight from one number, and a weight to one number.
        Case::new("one row, three uses", 1, &[("w", 1, 4)], |tape, p, x| {
            let z = tape.affine(x, p[0], p[0]);
            let h = tape.map(Fun::Tanh, z);
            tape.matmul_nt(h, p[0])
        }),
        // Attention over three slots of a row, a gate, a residual; the softmax is row by row.
        Case::new("gated", 3, &[("q", 3, 3), ("v", 3, 3), ("g", 1, 3)], |tape, p, x| {
            let scores = tape.matmul(x, p[0]);
            let weights = tape.softmax(scores);
            let values = tape.matmul(x, p[1]);
            let mixed = tape.mul(weights, values);
            let gain = tape.spread_rows(p[2], tape.shape(x).rows);
            let gained = tape.mul(gain, mixed);
            let residual = tape.add(gained, x);
            // A monitor that no output uses may do as it likes.
            tape.sum_rows(residual);
            let level = tape.log_sum_exp(residual);
            let one = tape.constant(tape.shape(x).rows, 1, 1.0);
            tape.sub(level, one)
        }),
        Case::new("without parameters", 2, &[("w", 2, 2)], |tape, _, x| tape.sum_cols(x)),
    ]
}

/// Networks whose rows meet or whose parameters are changed before they are used, with the
/// node that `by_factors` must name.
pub(crate) fn refused() -> Vec<(Case, &'static str, &'static str)> {
    let slots = &[("w", 3, 2), ("b", 1, 2)];
    let meet = "lets the rows of a batch meet";
    vec![
        (
            Case::new("batch mean", 3, slots, |tape, p, x| {
                let z = tape.affine(x, p[0], p[1]);
                let n = tape.shape(x).rows;
                let total = tape.sum_rows(z);
                let mean = tape.scale(total, 1.0 / n as f64);
                let mean = tape.spread_rows(mean, n);
                let centred = tape.sub(z, mean);
                tape.map(Fun::Tanh, centred)
            }),
            "%4 (sum_rows)",
            meet,
        ),
        (
            Case::new("gram", 3, slots, |tape, p, x| {
                let z = tape.affine(x, p[0], p[1]);
                let gram = tape.matmul_nt(z, z);
                let gram = tape.scale(gram, 0.05);
                let mixed = tape.matmul(gram, z);
                tape.map(Fun::Tanh, mixed)
            }),
            "%4 (matmul_nt)",
            meet,
        ),
        (
            Case::new("weight norm", 3, &[("w", 3, 1)], |tape, p, x| {
                let square = tape.matmul_tn(p[0], p[0]);
                let scale = tape.map(Fun::Power(-1), square);
                let scale = tape.spread_all(scale, 3, 1);
                let w = tape.mul(p[0], scale);
                tape.matmul(x, w)
            }),
            "%6 (matmul)",
            "uses what was computed from parameters",
        ),
    ]
}

pub(crate) fn as_network(case: &Case) -> &(impl Network + use<>) {
    &case.network
}
