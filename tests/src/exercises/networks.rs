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

// ANCHOR: neighbours
/// The test error of the majority among the k nearest training signals; of
/// equally frequent labels the lowest wins.
pub fn neighbours(train: &Dataset, test: &Dataset, k: usize) -> f64 {
    let signals = |set: &Dataset| -> Vec<Vec<f64>> {
        set.inputs.data.chunks(set.inputs.cols).map(<[f64]>::to_vec).collect()
    };
    let known = signals(train);
    let answer = |signal: &Vec<f64>| {
        let distance = |other: &Vec<f64>| -> f64 {
            signal.iter().zip(other).map(|(a, b)| (a - b) * (a - b)).sum()
        };
        let mut order: Vec<(f64, u8)> =
            known.iter().map(distance).zip(train.labels.iter().copied()).collect();
        order.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut votes = [0; 10];
        order[..k].iter().for_each(|&(_, label)| votes[usize::from(label)] += 1);
        (0..10).rev().max_by_key(|&label| votes[label]).expect("ten labels")
    };
    let wrong = signals(test)
        .iter()
        .zip(&test.labels)
        .filter(|(s, l)| answer(s) != usize::from(**l))
        .count();
    wrong as f64 / test.len() as f64
}
// ANCHOR_END: neighbours

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

    // ANCHOR: neighbours_test
    #[test]
    fn one_neighbour_repeats_the_noise_and_fifteen_outvote_it() {
        let mut signals = mnist1d::generate(800, 400, &mut Stream::new("exercise", 0, "signals"));
        let clean = neighbours(&signals.train, &signals.test, 1);
        let mut noise = Stream::new("exercise", 0, "noise");
        for label in &mut signals.train.labels {
            if noise.uniform() < 0.4 {
                *label = noise.below(10) as u8;
            }
        }
        let [one, fifteen] = [1, 15].map(|k| neighbours(&signals.train, &signals.test, k));
        println!("{clean:.3} without noise, {one:.3} with, {fifteen:.3} by fifteen");
        assert_eq!(neighbours(&signals.train, &signals.train, 1), 0.0);
        assert!(one > clean + 0.1 && fifteen < one - 0.05);
    }
    // ANCHOR_END: neighbours_test
}
