//! The generated signals against the frozen set: do they have one law?
//!
//! Numbers of single signals are averaged over each set, and differences of the averages are
//! measured in units of their standard error. Then networks are asked: one trained on either set
//! and tested on both, and one that is trained to tell the sets apart.

use autodiff::Fun;
use nn::data::{Dataset, Split};
use nn::{Init, Mlp, Parametrisation, Params, Stream, mnist1d};
use numerics::{Matrix, sum};
use serde::{Deserialize, Serialize};

use super::{Networks, network};
use crate::Experiment;
use crate::data::rows;
use crate::stats::{mean, quantile};

/// One generated set.
#[derive(Serialize, Deserialize)]
pub struct Cell {
    pub(super) comparison: Comparison,
    /// Of the signals and the classifiers.
    pub(super) seed: u64,
}

/// How sets are compared.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(super) struct Comparison {
    /// Signals to train on and to test on; of the frozen set the first of each part.
    pub(super) sizes: [usize; 2],
    /// Hidden units of the classifiers.
    pub(super) width: usize,
    pub(super) steps: u64,
}

/// What was found.
#[derive(Serialize, Deserialize)]
pub struct Outcome {
    /// Of the [`MEASURES`] on the frozen set.
    pub(super) frozen: Vec<Average>,
    /// Of the same on the generated set.
    pub(super) generated: Vec<Average>,
    /// The mean square of the 400 differences between class means at a sample, in standard errors.
    pub(super) class_means: f64,
    /// Accuracies on the two test sets, frozen and generated, after training on each.
    pub(super) transfer: [[f64; 2]; 2],
    /// How often a network tells a signal of one set from one of the other.
    pub(super) told_apart: f64,
}

/// A mean over the signals of a set.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(super) struct Average {
    pub(super) mean: f64,
    /// The square of its standard error.
    pub(super) square_error: f64,
}

/// How classifiers are trained, with momentum.
const RATE: f64 = 0.05;
const BATCH: usize = 100;

/// Numbers of a single signal; the last five are shares of its samples below the frozen set's
/// quantiles of all samples.
pub(super) const MEASURES: [&str; 13] = [
    "mean, absolute",
    "standard deviation",
    "slope, absolute",
    "autocorrelation, lag 1",
    "autocorrelation, lag 2",
    "autocorrelation, lag 4",
    "autocorrelation, lag 8",
    "largest step",
    "below the 5 % quantile",
    "below the 25 % quantile",
    "below the 50 % quantile",
    "below the 75 % quantile",
    "below the 95 % quantile",
];

pub(super) fn run(cell: &Cell, frozen: &Split) -> Outcome {
    let [train, test] = cell.comparison.sizes;
    let frozen = [rows(&frozen.train, 0..train), rows(&frozen.test, 0..test)];
    let mut stream = Stream::new(Networks::ID, cell.seed, "compared signals");
    let Split { train, test } = mnist1d::generate(train, test, &mut stream);
    let generated = [train, test];

    let [all_frozen, all_generated] = [&frozen, &generated].map(|[train, test]| join(train, test));
    let levels = [0.05, 0.25, 0.5, 0.75, 0.95].map(|p| quantile(&all_frozen.inputs.data, p));
    let classify = |train: &Dataset| {
        let (mlp, params) = classifier(train, cell);
        [&frozen[1], &generated[1]].map(|set| set.accuracy(&mlp.predict(&params, &set.inputs)))
    };
    Outcome {
        frozen: averages(&all_frozen, &levels),
        generated: averages(&all_generated, &levels),
        class_means: class_means(&all_frozen, &all_generated),
        transfer: [classify(&frozen[0]), classify(&generated[0])],
        told_apart: {
            let [train, test] = [0, 1].map(|part| by_origin(&frozen[part], &generated[part]));
            let (mlp, params) = classifier(&train, cell);
            test.accuracy(&mlp.predict(&params, &test.inputs))
        },
    }
}

fn join(a: &Dataset, b: &Dataset) -> Dataset {
    let inputs = [&a.inputs.data[..], &b.inputs.data].concat();
    Dataset {
        inputs: Matrix { rows: a.len() + b.len(), cols: a.inputs.cols, data: inputs },
        labels: [&a.labels[..], &b.labels].concat(),
        classes: a.classes,
    }
}

/// Both sets with their origin as label: 0 for the first, 1 for the second.
fn by_origin(a: &Dataset, b: &Dataset) -> Dataset {
    let labels = [vec![0; a.len()], vec![1; b.len()]].concat();
    Dataset { labels, classes: 2, ..join(a, b) }
}

/// The averages of all [`MEASURES`].
fn averages(data: &Dataset, levels: &[f64]) -> Vec<Average> {
    let signals = data.inputs.data.chunks_exact(data.inputs.cols);
    let rows: Vec<Vec<f64>> = signals.map(|signal| measures(signal, levels)).collect();
    let column = |i: usize| rows.iter().map(|row| row[i]).collect::<Vec<f64>>();
    (0..MEASURES.len()).map(|i| average(&column(i))).collect()
}

fn average(values: &[f64]) -> Average {
    let centre = mean(values);
    let squares: Vec<f64> = values.iter().map(|x| (x - centre) * (x - centre)).collect();
    let n = values.len() as f64;
    Average { mean: centre, square_error: sum(&squares) / (n * (n - 1.0)) }
}

/// In the order of [`MEASURES`].
fn measures(signal: &[f64], levels: &[f64]) -> Vec<f64> {
    let n = signal.len() as f64;
    let centre = mean(signal);
    let centred: Vec<f64> = signal.iter().map(|x| x - centre).collect();
    let product = |lag: usize| {
        let pairs: Vec<f64> = centred.iter().zip(&centred[lag..]).map(|(a, b)| a * b).collect();
        sum(&pairs)
    };
    let moment: Vec<f64> =
        centred.iter().enumerate().map(|(j, x)| (j as f64 - (n - 1.0) / 2.0) * x).collect();
    // Σ (j − mean of j)² over n places is n (n² − 1) / 12.
    let slope = sum(&moment) / (n * (n * n - 1.0) / 12.0);
    let steps = signal.windows(2).map(|pair| (pair[1] - pair[0]).abs());
    let largest = steps.fold(0.0, |a, b| if b > a { b } else { a });
    let below = |level: &f64| signal.iter().filter(|x| *x < level).count() as f64 / n;

    let mut found = vec![centre.abs(), (product(0) / n).sqrt(), slope.abs()];
    found.extend([1, 2, 4, 8].map(|lag| product(lag) / product(0)));
    found.push(largest);
    found.extend(levels.iter().map(below));
    found
}

/// The mean square of z over classes and samples.
fn class_means(a: &Dataset, b: &Dataset) -> f64 {
    let cols = a.inputs.cols;
    let averages = |data: &Dataset, class: u8, sample: usize| {
        let rows = data.inputs.data.chunks_exact(cols).zip(&data.labels);
        let of_class = rows.filter(|(_, label)| **label == class);
        average(&of_class.map(|(row, _)| row[sample]).collect::<Vec<f64>>())
    };
    let kinds = (0..a.classes as u8).flat_map(|class| (0..cols).map(move |j| (class, j)));
    let square = |(class, sample)| {
        let z = score(averages(a, class, sample), averages(b, class, sample));
        z * z
    };
    mean(&kinds.map(square).collect::<Vec<f64>>())
}

/// The difference of two averages in units of its standard error.
pub(super) fn score(a: Average, b: Average) -> f64 {
    (a.mean - b.mean) / (a.square_error + b.square_error).sqrt()
}

/// A network of one hidden layer that has learnt the labels of `data`.
fn classifier(data: &Dataset, cell: &Cell) -> (Mlp, Params) {
    let stream = |purpose: &str| Stream::new(Networks::ID, cell.seed, purpose);
    let widths = [data.inputs.cols, cell.comparison.width, data.classes];
    let mlp = Mlp::new(&widths, Fun::Relu, Parametrisation::Standard(Init::Torch));
    let targets = data.one_hot();
    let weights = stream("classifier weights");
    let mut trainer = network::trainer(&mlp, &data.inputs, &targets, RATE, weights)
        .minibatches(BATCH, stream("classifier minibatches"));
    trainer.run(cell.comparison.steps, |_, _| ());
    let params = trainer.params().clone();
    (mlp, params)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CELL: Cell =
        Cell { comparison: Comparison { sizes: [4000, 1000], width: 16, steps: 400 }, seed: 0 };

    fn frozen() -> Split {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data");
        nn::data::mnist1d(folder.as_ref()).unwrap()
    }

    /// If both sets have one law, one of thirteen scores is beyond 4 with probability below
    /// 0.001, the mean square over class means is 1 within a few tenths, and 2,000 guesses are
    /// right in half of the cases within four times 1.1 %.
    #[test]
    fn the_generator_has_the_law_of_the_frozen_set() {
        let found = run(&CELL, &frozen());
        for ((name, a), b) in MEASURES.iter().zip(&found.frozen).zip(&found.generated) {
            assert!(score(*a, *b).abs() < 4.0, "{name}: {} {}", a.mean, b.mean);
        }
        assert!((0.6..1.6).contains(&found.class_means), "{}", found.class_means);
        assert!((found.told_apart - 0.5).abs() < 0.045, "{}", found.told_apart);
        let [[kept, moved], [back, home]] = found.transfer;
        for accuracy in [kept, moved, back, home] {
            assert!(accuracy > 0.3, "{accuracy}");
        }
        // Two thousandths of a thousand signals each: four standard errors of a difference.
        assert!((kept - moved).abs() < 0.09 && (back - home).abs() < 0.09);
    }

    /// What the comparison is for: signals that are smoother, or shifted, are noticed.
    #[test]
    fn another_law_is_noticed() {
        let Split { train: data, .. } = frozen();
        let levels = [0.05, 0.25, 0.5, 0.75, 0.95].map(|p| quantile(&data.inputs.data, p));
        let cols = data.inputs.cols;
        let spoilt = |spoil: &dyn Fn(&mut [f64])| {
            let mut other = data.clone();
            other.inputs.data.chunks_exact_mut(cols).for_each(spoil);
            let pairs = averages(&data, &levels).into_iter().zip(averages(&other, &levels));
            let scores: Vec<f64> = pairs.map(|(a, b)| score(a, b).abs()).collect();
            (quantile(&scores, 1.0), class_means(&data, &other))
        };
        assert_eq!(spoilt(&|_| ()), (0.0, 0.0));
        let smoother = |signal: &mut [f64]| {
            for j in 1..signal.len() {
                signal[j] = 0.8 * signal[j] + 0.2 * signal[j - 1];
            }
        };
        let (largest, _) = spoilt(&smoother);
        assert!(largest > 4.0, "{largest}");
        let (_, class_means) = spoilt(&|signal| signal.rotate_right(8));
        assert!(class_means > 1.6, "{class_means}");
    }

    #[test]
    fn measures_of_a_signal_in_closed_form() {
        let ramp: Vec<f64> = (0..9).map(|j| 0.5 * f64::from(j)).collect();
        let found = measures(&ramp, &[1.2, 2.0]);
        // The squares of the deviations add up to 15, the two ends' product is −4.
        assert_eq!(found[..3], [2.0, (15.0_f64 / 9.0).sqrt(), 0.5]);
        assert_eq!(found[6], -4.0 / 15.0);
        assert_eq!(found[7..], [0.5, 3.0 / 9.0, 4.0 / 9.0]);
    }
}
