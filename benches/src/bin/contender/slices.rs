//! Products and elementary functions.

use crate::harness::Work;
use clap::ValueEnum;
use nn::Stream;
use numerics::{Product, matmul, slices};

/// What is applied to each element.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Function {
    /// As `exp`: what peers run without a mode.
    Default,
    Exp,
    Sigmoid,
    Tanh,
    Sin,
}

/// Square products, about 2e8 operations a call; checks one entry.
pub(crate) fn product(n: usize) -> Work {
    let operations = 2 * n * n * n;
    let products = (200_000_000 / operations.max(1)).clamp(1, 10_000) as u32;
    let mut stream = Stream::new("race", 0, "product");
    let (mut a, mut b, mut c) = (vec![0.0; n * n], vec![0.0; n * n], vec![0.0; n * n]);
    stream.fill_normal(&mut a);
    stream.fill_normal(&mut b);
    let run = move || {
        for _ in 0..products {
            matmul(Product::Nn, n, n, n, &a, &b, &mut c);
        }
        c.first().copied().unwrap_or(0.0)
    };
    Work { unit: "1 product".to_owned(), units: products, run: Box::new(run) }
}

/// A function of numbers from −5 to 5; checks the sum of the results.
pub(crate) fn function(function: Function, n: usize) -> Work {
    const CALLS: u32 = 200;
    let mut stream = Stream::new("race", 0, "arguments");
    let x: Vec<f64> = (0..n).map(|_| 10.0 * stream.uniform() - 5.0).collect();
    let mut out = vec![0.0; n];
    let apply = match function {
        Function::Default | Function::Exp => slices::exp,
        Function::Sigmoid => slices::sigmoid,
        Function::Tanh => slices::tanh,
        Function::Sin => slices::sin,
    };
    let run = move || {
        for _ in 0..CALLS {
            apply(&x, &mut out);
        }
        out.iter().sum()
    };
    Work { unit: "1 element".to_owned(), units: CALLS * n as u32, run: Box::new(run) }
}
