//! A step of the lesson's loop, and the scalar tape.

use crease_benches::{ScalarNet, WidthStep};
use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;

fn lesson_step(criterion: &mut Criterion) {
    for hidden in [4, 16, 64, 256] {
        let step = WidthStep::new(hidden);
        let mut trainer = step.trainer();
        criterion.bench_function(&format!("lesson step, H = {hidden}"), |bench| {
            bench.iter(|| black_box(trainer.step()));
        });
    }
}

fn scalar_tape(criterion: &mut Criterion) {
    let net = ScalarNet::default();
    criterion.bench_function("scalar tape, 2-16-16-1 on 100 points", |bench| {
        bench.iter(|| black_box(net.run()));
    });
}

criterion_group!(benches, lesson_step, scalar_tape);
criterion_main!(benches);
