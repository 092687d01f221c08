//! "Networks over width and time": where the rulers lie, and another learner
//! that repeats every label.

use nn::data::Dataset;

// ANCHOR: rulers
/// The width at which 40-h-h-10 has so many parameters: the positive root of
/// h² + 52 h + 10 = parameters.
pub fn width(parameters: f64) -> f64 {
    (26.0_f64 * 26.0 + parameters - 10.0).sqrt() - 26.0
}
// ANCHOR_END: rulers

// ANCHOR: neighbour
/// The share of test signals whose nearest training signal has another label.
pub fn neighbour_error(train: &Dataset, test: &Dataset) -> f64 {
    let cols = train.inputs.cols;
    let label = |signal: &[f64]| {
        let distance = |other: &[f64]| -> f64 {
            signal.iter().zip(other).map(|(a, b)| (a - b) * (a - b)).sum()
        };
        let distances = train.inputs.data.chunks(cols).map(distance);
        let nearest = distances.zip(&train.labels).min_by(|a, b| a.0.total_cmp(&b.0));
        *nearest.expect("a training signal").1
    };
    let wrong = test.inputs.data.chunks(cols).zip(&test.labels);
    wrong.filter(|(signal, known)| label(signal) != **known).count() as f64 / test.len() as f64
}
// ANCHOR_END: neighbour

#[cfg(test)]
mod tests {
    use super::*;
    use nn::{Stream, mnist1d};

    // ANCHOR: rulers_test
    #[test]
    fn eight_hundred_signals_and_ten_outputs() {
        let [n, outputs_times_n] = [800.0, 8000.0].map(width);
        assert!((12.0..13.0).contains(&n));
        assert!((67.0..68.0).contains(&outputs_times_n));
    }
    // ANCHOR_END: rulers_test

    // ANCHOR: neighbour_test
    #[test]
    fn a_neighbour_passes_on_what_it_was_told() {
        let mut signals = mnist1d::generate(800, 400, &mut Stream::new("exercise", 0, "signals"));
        let clean = neighbour_error(&signals.train, &signals.test);
        let mut noise = Stream::new("exercise", 0, "noise");
        for label in &mut signals.train.labels {
            if noise.uniform() < 0.4 {
                *label = noise.below(10) as u8;
            }
        }
        let noisy = neighbour_error(&signals.train, &signals.test);
        let predicted = 1.0 - (0.6 * (1.0 - clean) + 0.4 / 10.0);
        println!("{clean:.3} without noise; with it {noisy:.3}, predicted {predicted:.3}");
        assert_eq!(neighbour_error(&signals.train, &signals.train), 0.0);
        assert!(noisy > clean + 0.08 && (noisy - predicted).abs() < 0.05);
    }
    // ANCHOR_END: neighbour_test
}
