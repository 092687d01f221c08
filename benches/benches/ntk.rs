//! Kernels of a ReLU network 10-512-512-1, empirical and infinite, on one thread.

use crease_benches::KernelNet;
use criterion::{Criterion, criterion_group, criterion_main};
use ntk::{Activation, EmpiricalNtk, InfiniteMlp, Inputs, Outputs, Scaling};
use std::hint::black_box;

fn kernels(criterion: &mut Criterion) {
    rayon::ThreadPoolBuilder::new().num_threads(1).build_global().expect("the first pool");
    let net = KernelNet::default();
    let infinite = InfiniteMlp {
        hidden_layers: 2,
        activation: Activation::of(autodiff::Fun::Relu).expect("it is defined everywhere"),
        weight_std: 2f64.sqrt(),
        bias_std: 0.1,
        scaling: Scaling::Ntk,
    };
    for n in [256, 1024] {
        let x = KernelNet::inputs(n);
        criterion.bench_function(&format!("ntk by factors, n = {n}"), |bench| {
            let ntk = EmpiricalNtk::new(&net.mlp, &net.params);
            bench.iter(|| black_box(ntk.by_factors(Inputs::One(&x), Outputs::Full)));
        });
        criterion.bench_function(&format!("ntk of infinite width, n = {n}"), |bench| {
            bench.iter(|| black_box(infinite.ntk(Inputs::One(&x))));
        });
    }
    let x = KernelNet::inputs(32);
    criterion.bench_function("ntk by rows, n = 32", |bench| {
        let ntk = EmpiricalNtk::new(&net.mlp, &net.params);
        bench.iter(|| black_box(ntk.by_rows(Inputs::One(&x), Outputs::Full)));
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20);
    targets = kernels
}
criterion_main!(benches);
