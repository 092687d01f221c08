//! The three ways to a kernel agree with each other and with finite differences, on every kind
//! of network, for every choice of inputs and outputs.

mod common;

use common::{Case, as_network, gap, random, refused, row_wise};
use ntk::{EmpiricalNtk, Inputs, Kernel, Outputs};
use numerics::Matrix;

const CHOICES: [Outputs; 2] = [Outputs::Full, Outputs::Traced];

fn ntk(case: &Case) -> EmpiricalNtk<'_, impl ntk::Network + use<>> {
    EmpiricalNtk::new(as_network(case), &case.params)
}

#[test]
fn all_ways_lead_to_the_same_kernel() {
    for case in row_wise() {
        let (x, z) = (case.data(5, "x"), case.data(3, "z"));
        for inputs in [Inputs::One(&x), Inputs::Two(&x, &z)] {
            for outputs in CHOICES {
                let rows = ntk(&case).by_rows(inputs, outputs);
                let factors = ntk(&case).by_factors(inputs, outputs).unwrap();
                let products = ntk(&case).by_products(inputs, outputs);
                assert_eq!((rows.outputs, rows.k), (factors.outputs, factors.k));
                if case.name == "without parameters" {
                    assert!([rows, factors, products].iter().all(is_zero));
                    continue;
                }
                assert!(gap(&factors.matrix, &rows.matrix) < 1e-13, "{} {outputs:?}", case.name);
                assert!(gap(&products.matrix, &rows.matrix) < 1e-13, "{} {outputs:?}", case.name);
            }
        }
    }
}

fn is_zero(kernel: &Kernel) -> bool {
    kernel.matrix.data.iter().all(|&x| x == 0.0)
}

/// Of networks that mix rows the kernel is that of the whole batch.
#[test]
fn a_network_that_mixes_rows_is_refused_by_factors_alone() {
    for (case, node, problem) in refused() {
        let x = case.data(4, "x");
        let refusal = ntk(&case).by_factors(Inputs::One(&x), Outputs::Full).unwrap_err();
        assert_eq!((&*refusal.node, refusal.problem), (node, problem), "{}", case.name);
        let rows = ntk(&case).by_rows(Inputs::One(&x), Outputs::Full);
        let products = ntk(&case).by_products(Inputs::One(&x), Outputs::Full);
        assert!(gap(&products.matrix, &rows.matrix) < 1e-13, "{}", case.name);
        let jacobian = ntk(&case).jacobian(&x);
        assert!(gap(&jacobian, &differences(&case, &x)) < 1e-7, "{}", case.name);
    }
    let message = {
        let (case, ..) = refused().swap_remove(0);
        let x = case.data(4, "x");
        ntk(&case).by_factors(Inputs::One(&x), Outputs::Full).unwrap_err().to_string()
    };
    assert_eq!(
        message,
        "by_factors: %4 (sum_rows) lets the rows of a batch meet; \
         by_rows and by_products take every network"
    );
}

#[test]
fn gradient_rows_are_those_of_finite_differences() {
    for case in row_wise().iter().filter(|case| case.name != "without parameters") {
        let x = case.data(3, "x");
        let jacobian = ntk(case).jacobian(&x);
        assert!(gap(&jacobian, &differences(case, &x)) < 1e-7, "{}", case.name);
        let gram = jacobian.matmul(&jacobian.transpose());
        let rows = ntk(case).by_rows(Inputs::One(&x), Outputs::Full);
        assert!(gap(&rows.matrix, &gram) < 1e-14, "{}", case.name);
    }
}

/// Central differences of all outputs with respect to all parameters, extrapolated once.
fn differences(case: &Case, x: &Matrix) -> Matrix {
    let outputs = |params: &nn::Params| {
        let (mut tape, mut leaves) = (autodiff::Tape::new(), Vec::new());
        params.push_leaves(&mut tape, &mut leaves);
        let input = tape.leaf(x.rows, x.cols, &x.data);
        let y = (case.network)(&mut tape, &leaves, input);
        tape.value(y).to_vec()
    };
    let columns: Vec<Vec<f64>> = (0..case.params.len())
        .map(|index| {
            let central = |step: f64| -> Vec<f64> {
                let (mut above, mut below) = (case.params.clone(), case.params.clone());
                above.data_mut()[index] += step;
                below.data_mut()[index] -= step;
                let pairs = outputs(&above).into_iter().zip(outputs(&below));
                pairs.map(|(a, b)| (a - b) / (2.0 * step)).collect()
            };
            let (wide, narrow) = (central(2e-3), central(1e-3));
            narrow.iter().zip(wide).map(|(n, w)| n + (n - w) / 3.0).collect()
        })
        .collect();
    Matrix::from_rows(&columns).transpose()
}

#[test]
fn a_trace_is_the_trace_of_the_full_kernel() {
    for case in row_wise() {
        let x = case.data(4, "x");
        let full = ntk(&case).by_factors(Inputs::One(&x), Outputs::Full).unwrap();
        let traced = ntk(&case).by_factors(Inputs::One(&x), Outputs::Traced).unwrap();
        if !is_zero(&full) {
            assert!(gap(&full.traced().matrix, &traced.matrix) < 1e-14, "{}", case.name);
        }
    }
}

/// More inputs than a tile has: sets of different size, with a rest, in any number of threads.
#[test]
fn tiles_and_threads_leave_every_bit_alone() {
    let case = row_wise().swap_remove(2);
    let (x, z) = (case.data(300, "x"), case.data(130, "z"));
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            [
                ntk(&case).by_factors(Inputs::One(&x), Outputs::Traced).unwrap().matrix,
                ntk(&case).by_factors(Inputs::Two(&x, &z), Outputs::Full).unwrap().matrix,
                ntk(&case).by_rows(Inputs::One(&x), Outputs::Traced).matrix,
                ntk(&case).by_products(Inputs::Two(&z, &z), Outputs::Traced).matrix,
            ]
        })
    };
    let one = with(1);
    assert_eq!(one, with(3));
    let [traced, full, rows, _] = one;
    assert!(gap(&traced, &rows) < 1e-12);
    // A corner of the large kernel has the bits of the small one.
    let corner = |matrix: &Matrix, n, m| Matrix::from_fn(n, m, |i, j| matrix[(i, j)]);
    let (head, tail) = (first(&x, 7), first(&z, 2));
    let small = ntk(&case).by_factors(Inputs::Two(&head, &tail), Outputs::Full).unwrap().matrix;
    assert_eq!(corner(&full, small.rows, small.cols), small);
    // Symmetric to the bit, and equal to both halves computed.
    assert_eq!(traced, traced.transpose());
    let both = ntk(&case).by_factors(Inputs::Two(&x, &x), Outputs::Traced).unwrap().matrix;
    assert!(gap(&traced, &both) < 1e-15);
}

fn first(x: &Matrix, n: usize) -> Matrix {
    Matrix::from_vec(n, x.cols, x.data[..n * x.cols].to_vec())
}

#[test]
fn parts_of_the_parameters_add_up() {
    for case in row_wise().iter().filter(|case| case.name != "without parameters") {
        let x = case.data(4, "x");
        let names: Vec<&str> = case.params.slots().iter().map(|slot| &*slot.name).collect();
        let whole = ntk(case).by_factors(Inputs::One(&x), Outputs::Full).unwrap().matrix;
        let mut sum = Matrix::zeros(whole.rows, whole.cols);
        for name in names {
            let part = || ntk(case).wrt(&[name]);
            let factors = part().by_factors(Inputs::One(&x), Outputs::Full).unwrap().matrix;
            let rows = part().by_rows(Inputs::One(&x), Outputs::Full).matrix;
            let products = part().by_products(Inputs::One(&x), Outputs::Full).matrix;
            assert!(gap(&factors, &rows) < 1e-13, "{} {name}", case.name);
            assert!(gap(&products, &rows) < 1e-13, "{} {name}", case.name);
            sum.data.iter_mut().zip(&factors.data).for_each(|(sum, part)| *sum += part);
        }
        assert!(gap(&sum, &whole) < 1e-14, "{}", case.name);
    }
}

#[test]
#[should_panic(expected = "there is no parameter \"u\", only [\"w\", \"b\"]")]
fn a_part_has_to_exist() {
    ntk(&row_wise().swap_remove(0)).wrt(&["u"]);
}

#[test]
#[should_panic(expected = "the network made 1x2 outputs from 7 inputs")]
fn a_network_has_a_row_of_outputs_for_each_input() {
    let case = Case::new("summed", 3, &[("w", 3, 6), ("v", 2, 4), ("u", 5, 5)], |tape, p, x| {
        let y = tape.matmul(x, p[0]);
        let y = tape.sum_rows(y);
        tape.reshape(y, 1, 6);
        tape.constant(1, 2, 0.0)
    });
    let x = random(3, 3, "summed");
    ntk(&case).by_rows(Inputs::One(&x), Outputs::Full);
}
