//! Cells of random networks of two inputs, a second.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use geometry::{Affine, ReluNetwork, count, visit_cells};
use nn::Stream;
use numerics::Matrix;

/// He's weights, and biases of spread one.
fn network(widths: &[usize]) -> ReluNetwork {
    let mut stream = Stream::new("benches.regions", 0, "init");
    let layers = widths.windows(2).map(|fans| {
        let std = (2.0 / fans[0] as f64).sqrt();
        Affine {
            weight: Matrix::from_fn(fans[1], fans[0], |_, _| std * stream.normal()),
            bias: (0..fans[1]).map(|_| stream.normal()).collect(),
        }
    });
    ReluNetwork::new(layers.collect()).expect("shapes that fit")
}

fn regions(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("regions");
    group.sample_size(10);
    for widths in [
        &[2, 16, 16, 16, 1][..],
        &[2, 64, 64, 64, 1],
        &[2, 128, 128, 128, 1],
        &[2, 300, 1],
        &[2, 24, 24, 24, 24, 24, 24, 24, 24, 1],
    ] {
        let network = network(widths);
        let mut cells = 0;
        visit_cells(&network, 10.0, |_| cells += 1).expect("two inputs");
        group.throughput(Throughput::Elements(cells));
        let name = widths.iter().map(usize::to_string).collect::<Vec<_>>().join("-");
        group.bench_function(format!("visit/{name}"), |bench| {
            bench.iter(|| visit_cells(&network, 10.0, |_| ()));
        });
        group.bench_function(format!("count/{name}"), |bench| {
            bench.iter(|| count(&network, 10.0));
        });
    }
}

criterion_group!(benches, regions);
criterion_main!(benches);
