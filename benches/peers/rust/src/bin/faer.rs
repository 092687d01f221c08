//! faer: products, least squares by QR, and a tangent kernel of half products.

use faer::linalg::matmul::triangular::{self, BlockStructure};
use faer::linalg::{matmul::matmul, triangular_solve::solve_lower_triangular_in_place};
use faer::prelude::*;
use faer::{Accum, Mat, Par};
use peers::{Task, load};

fn main() {
    let task = Task::from_arguments();
    let threads = peers::threads();
    let par = if threads > 1 { Par::rayon(threads) } else { Par::Seq };
    faer::set_global_parallelism(par);
    match task.workload.as_str() {
        "gemm" => product(&task, par),
        "lstsq" => least_squares(&task, par),
        "ntk" => gram(&task, par),
        _ => task.unknown(),
    }
}

/// A matrix of stored rows.
fn rows(numbers: &[f64], nrows: usize, ncols: usize) -> Mat<f64> {
    Mat::from_fn(nrows, ncols, |i, j| numbers[i * ncols + j])
}

fn product(task: &Task, par: Par) {
    let n = task.number("n", 256);
    let (a, b) = (rows(&load("gemm_A"), n, n), rows(&load("gemm_B"), n, n));
    let mut c = Mat::zeros(n, n);
    let products = peers::products(n);
    task.time(products, || {
        for _ in 0..products {
            matmul(c.as_mut(), Accum::Replace, a.as_ref(), b.as_ref(), 1.0, par);
        }
        c[(0, 0)] + c[(n - 1, n - 1)]
    });
}

/// QR of A, or of its transpose where A is wide: of minimal norm if the rank is full, which
/// nobody checks here.
fn least_squares(task: &Task, par: Par) {
    const SWEEP: [usize; 20] = [
        10, 20, 50, 100, 150, 180, 190, 195, 200, 205, 210, 220, 250, 300, 400, 600, 800, 1000,
        1500, 2000,
    ];
    if task.text("p", "sweep") != "sweep" {
        peers::fail("--p: only the sweep is written here");
    }
    let (all, b) = (rows(&load("lstsq_A"), 200, 2000), rows(&load("lstsq_b"), 200, 1));
    let systems = SWEEP.map(|p| all.subcols(0, p).to_owned());
    let solve = |a: &Mat<f64>| {
        if a.nrows() >= a.ncols() {
            return a.qr().solve_lstsq(&b);
        }
        let (qr, mut z) = (a.transpose().qr(), b.clone());
        solve_lower_triangular_in_place(qr.thin_R().transpose(), z.as_mut(), par);
        qr.compute_thin_Q() * z
    };
    task.time(1, || systems.iter().map(|a| solve(a).norm_l2()).sum());
}

const WIDTHS: [usize; 4] = [10, 512, 512, 1];
const BIAS: f64 = 0.1;

/// The sum over layers of (s² AᵀA + b²) * (DᵀD), each product its lower half alone. A column is an
/// input, and D is the gradient at a layer's outputs.
fn gram(task: &Task, par: Par) {
    let n = task.number("N", 256);
    let x = rows(&load("ntk_x"), 1024, WIDTHS[0]);
    let x = x.subrows(0, n).transpose().to_owned();
    let layer = |layer| rows(&load(&format!("ntk_W{layer}")), WIDTHS[layer + 1], WIDTHS[layer]);
    let (weights, biases) =
        ([0, 1, 2].map(layer), [0, 1].map(|layer| load(&format!("ntk_b{layer}"))));
    let scale = [0, 1, 2].map(|layer| {
        let spread: f64 = if layer < 2 { 2.0 } else { 1.0 };
        (spread / WIDTHS[layer] as f64).sqrt()
    });
    let lower = |a: &Mat<f64>, out: &mut Mat<f64>| {
        let (half, full) = (BlockStructure::TriangularLower, BlockStructure::Rectangular);
        let (a, out) = (a.as_ref(), out.as_mut());
        triangular::matmul(out, half, Accum::Replace, a.transpose(), full, a, full, 1.0, par);
    };
    let (mut inner, mut outer) = (Mat::zeros(n, n), Mat::zeros(n, n));
    let mut kernel = Mat::<f64>::zeros(n, n);
    task.time(1, || {
        let mut inputs = vec![x.clone()];
        for layer in 0..2 {
            let mut z = Mat::zeros(WIDTHS[layer + 1], n);
            let (w, h) = (weights[layer].as_ref(), inputs[layer].as_ref());
            matmul(z.as_mut(), Accum::Replace, w, h, scale[layer], par);
            for j in 0..n {
                for (z, bias) in z.col_as_slice_mut(j).iter_mut().zip(&biases[layer]) {
                    let sum = *z + BIAS * bias;
                    *z = if sum > 0.0 { sum } else { 0.0 };
                }
            }
            inputs.push(z);
        }
        let open = |layer: usize, i, j| inputs[layer + 1][(i, j)] > 0.0;
        let last = |i, j| if open(1, i, j) { scale[2] * weights[2][(0, i)] } else { 0.0 };
        let second = Mat::from_fn(WIDTHS[2], n, last);
        let mut first = Mat::zeros(WIDTHS[1], n);
        let w = weights[1].transpose();
        matmul(first.as_mut(), Accum::Replace, w, second.as_ref(), scale[1], par);
        for j in 0..n {
            for (d, &h) in first.col_as_slice_mut(j).iter_mut().zip(inputs[1].col_as_slice(j)) {
                *d = if h > 0.0 { *d } else { 0.0 };
            }
        }
        for (layer, gradients) in [Some(&first), Some(&second), None].into_iter().enumerate() {
            lower(&inputs[layer], &mut inner);
            match gradients {
                Some(gradients) => lower(gradients, &mut outer),
                None => outer.fill(1.0),
            }
            let square = scale[layer] * scale[layer];
            for j in 0..n {
                let inner = &inner.col_as_slice(j)[j..];
                let outer = &outer.col_as_slice(j)[j..];
                let kernel = &mut kernel.col_as_slice_mut(j)[j..];
                for ((k, a), d) in kernel.iter_mut().zip(inner).zip(outer) {
                    let before = if layer == 0 { 0.0 } else { *k };
                    *k = before + (square * a + BIAS * BIAS) * d;
                }
            }
        }
        for j in 0..n {
            for i in 0..j {
                kernel[(i, j)] = kernel[(j, i)];
            }
        }
        let trace: f64 = (0..n).map(|i| kernel[(i, i)]).sum();
        trace + kernel[(0, 1)] + kernel.sum() / n as f64
    });
}
