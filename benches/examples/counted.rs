//! Runs a benchmark program so often, for somebody who counts its instructions.
//!
//! ```text
//! counted PROGRAM TIMES
//! ```
//!
//! `scripts/instructions.sh` counts; the difference between two numbers of times leaves out how
//! the process starts.

use crease_benches::{KernelNet, ScalarNet, WidthStep};
use ntk::{EmpiricalNtk, Inputs, Outputs};
use numerics::{Product, slices};
use std::hint::black_box;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [name, times] = &arguments[..] else { return usage() };
    let (Some(program), Ok(times)) = (program(name), times.parse()) else { return usage() };
    rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .use_current_thread()
        .build_global()
        .expect("the first pool");
    program(times);
    ExitCode::SUCCESS
}

fn usage() -> ExitCode {
    let names: Vec<&str> = PROGRAMS.iter().map(|(name, _)| *name).collect();
    eprintln!("usage: counted PROGRAM TIMES, with PROGRAM one of {}", names.join(", "));
    ExitCode::from(2)
}

fn program(name: &str) -> Option<fn(u32)> {
    PROGRAMS.iter().find(|(other, _)| *other == name).map(|(_, program)| *program)
}

/// What is counted: its name, and how to run it so many times.
type Program = (&'static str, fn(u32));

const PROGRAMS: [Program; 8] = [
    ("lesson-step-4", |times| lesson_step(4, times)),
    ("lesson-step-64", |times| lesson_step(64, times)),
    ("lesson-step-256", |times| lesson_step(256, times)),
    ("scalar-tape", |times| {
        let net = ScalarNet::default();
        (0..times).for_each(|_| drop(black_box(net.run())));
    }),
    ("product-256", |times| product(256, times)),
    ("product-5", |times| product(5, times)),
    ("sigmoid-8192", |times| {
        let x: Vec<f64> = (0..8192_u32).map(|i| f64::from(i % 997) / 100.0 - 5.0).collect();
        let mut y = vec![0.0; x.len()];
        (0..times).for_each(|_| slices::sigmoid(black_box(&x), &mut y));
    }),
    ("kernel-64", |times| {
        let (net, x) = (KernelNet::default(), KernelNet::inputs(64));
        let ntk = EmpiricalNtk::new(&net.mlp, &net.params);
        for _ in 0..times {
            black_box(ntk.by_factors(Inputs::One(&x), Outputs::Full)).expect("it is row-wise");
        }
    }),
];

fn lesson_step(hidden: usize, times: u32) {
    let step = WidthStep::new(hidden);
    let mut trainer = step.trainer();
    for _ in 0..times {
        black_box(trainer.step());
    }
}

fn product(n: usize, times: u32) {
    let a: Vec<f64> = (0..n * n).map(|i| f64::from(i as u32 % 17) - 8.0).collect();
    let mut c = vec![0.0; n * n];
    for _ in 0..times {
        numerics::matmul(Product::Nn, n, n, n, black_box(&a), &a, &mut c);
    }
}
