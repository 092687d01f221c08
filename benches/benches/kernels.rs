//! Products and elementary functions.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use numerics::{Product, slices};
use std::hint::black_box;

fn matmul(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("matmul");
    for n in [64, 256, 1024] {
        let a: Vec<f64> = (0..n * n).map(|i| f64::from(i as u32 % 17) - 8.0).collect();
        let mut c = vec![0.0; n * n];
        group.throughput(Throughput::Elements(2 * (n * n * n) as u64));
        group.bench_function(format!("{n}"), |bench| {
            bench.iter(|| numerics::matmul(Product::Nn, n, n, n, black_box(&a), &a, &mut c));
        });
    }
}

fn functions(criterion: &mut Criterion) {
    type Slice = fn(&[f64], &mut [f64]);
    let all: [(&str, Slice); 9] = [
        ("exp", slices::exp),
        ("ln", slices::ln),
        ("log1p", slices::log1p),
        ("sigmoid", slices::sigmoid),
        ("tanh", slices::tanh),
        ("softplus", slices::softplus),
        ("sin", slices::sin),
        ("cos", slices::cos),
        ("erf", slices::erf),
    ];
    for (name, function) in all {
        let mut group = criterion.benchmark_group(name);
        for len in [4096, 262_144] {
            let x: Vec<f64> = (0..len).map(|i| (i as f64 + 0.5) * 10.0 / len as f64).collect();
            let mut out = vec![0.0; len];
            group.throughput(Throughput::Elements(len as u64));
            group.bench_function(format!("{len}"), |bench| {
                bench.iter(|| function(black_box(&x), &mut out));
            });
        }
    }
}

criterion_group!(benches, matmul, functions);
criterion_main!(benches);
