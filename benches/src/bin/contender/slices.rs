//! Products and elementary functions.

use crate::data::Folder;
use crate::harness::Work;
use clap::ValueEnum;
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

/// Square products, about 2e8 operations a call; checks the first entry plus the last.
pub(crate) fn product(data: &Folder, n: usize) -> Result<Work, String> {
    let operations = 2 * n * n * n;
    let products = (200_000_000 / operations.max(1)).clamp(1, 10_000) as u32;
    let a = data.first("gemm_A", n * n)?;
    let b = data.first("gemm_B", n * n)?;
    let mut c = vec![0.0; n * n];
    let run = move || {
        for _ in 0..products {
            matmul(Product::Nn, n, n, n, &a, &b, &mut c);
        }
        c[0] + c[n * n - 1]
    };
    Ok(Work { unit: "1 product".to_owned(), units: products, run: Box::new(run) })
}

/// A function of numbers from −5 to 5; checks the sum of the results.
pub(crate) fn function(data: &Folder, function: Function, n: usize) -> Result<Work, String> {
    const CALLS: u32 = 200;
    let x = data.first("exp_x", n)?;
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
    Ok(Work { unit: "1 element".to_owned(), units: CALLS * n as u32, run: Box::new(run) })
}
