//! What a size can do, and what training finds: `cargo run --release --example two_curves`.

use autodiff::Fun;
use nn::{Init, Loss, Mlp, Objective, Optimiser};
use nn::{Parametrisation, Schedule, Stream, Trainer};
use numerics::{Matrix, elementary::sin};

/// Two sizes, written down and trained.
pub fn main() {
    // ANCHOR: program
    let f = |t| sin(3.0 * t) + 0.5 * sin(9.0 * t) + 0.25 * sin(15.0 * t);
    let t: Vec<f64> = (0..129).map(|i| f64::from(i) / 64.0 - 1.0).collect();
    let y: Vec<f64> = t.iter().map(|&t| f(t)).collect();
    let [inputs, targets] = [&t, &y].map(|v| Matrix::from_vec(129, 1, v.clone()));

    let rows = [8, 32].map(|units| {
        // A polygon with equally long pieces is one hidden layer of ReLUs.
        let polygon = |t: f64| {
            let h = 2.0 / units as f64;
            let left = ((t + 1.0) / h).floor() * h - 1.0;
            f(left) + (t - left) / h * (f(left + h) - f(left))
        };
        let gaps = t.iter().zip(&y).map(|(&t, y)| polygon(t) - y);
        let written = gaps.map(|gap| gap * gap).sum::<f64>() / 129.0;

        let torch = Parametrisation::Standard(Init::Torch);
        let network = Mlp::new(&[1, units, 1], Fun::Relu, torch);
        let params = network.init(&mut Stream::new("two curves", 0, "init"));
        let adam = Optimiser::adam(params.len());
        let loss = Objective::new(&network, Loss::MeanSquared, &inputs, &targets);
        let rate = Schedule::Cosine { initial: 0.01, steps: 1000 };
        let trained = Trainer::new(loss, params, adam, rate).run(1000, |_, _| ());
        println!("{units:>2} units: written down {written:.5}, trained {trained:.5}");
        [written, trained]
    });
    // Four times the units: the polygon gains more than a factor 50, training not even 5.
    assert!(rows[1][0] < rows[0][0] / 50.0 && rows[1][1] > rows[0][1] / 5.0);
    // ANCHOR_END: program
}
