//! The bootstrap.

use nn::Stream;

use super::{Estimate, median, quantile};

/// A statistic of one or more independent samples with its percentile interval (Efron 1979;
/// Efron & Tibshirani 1993, ch. 13): every sample is drawn anew from itself, with replacement,
/// `resamples` times, and the interval runs from the 0.025- to the 0.975-quantile of the
/// statistic. 2000 resamples give the ends about two digits.
///
/// ```
/// use nn::Stream;
/// use reproduce::stats::{bootstrap, median};
///
/// let (small, large) = ([0.31, 0.35, 0.29, 0.33], [0.44, 0.40, 0.47, 0.45]);
/// let mut stream = Stream::new("example", 0, "bootstrap");
/// let ratio = bootstrap(&[&large, &small], 2000, &mut stream, |samples| {
///     median(&samples[0]) / median(&samples[1])
/// });
/// assert!(ratio.interval[0] > 1.0);
/// ```
///
/// # Panics
///
/// If a sample is empty or there are no resamples.
pub fn bootstrap(
    samples: &[&[f64]],
    resamples: usize,
    stream: &mut Stream,
    statistic: impl Fn(&[Vec<f64>]) -> f64,
) -> Estimate {
    let mut drawn: Vec<Vec<f64>> = samples.iter().map(|sample| sample.to_vec()).collect();
    let value = statistic(&drawn);
    let mut draw = || {
        for (sample, drawn) in samples.iter().zip(&mut drawn) {
            drawn.fill_with(|| sample[stream.below(sample.len() as u64) as usize]);
        }
        statistic(&drawn)
    };
    let values: Vec<f64> = (0..resamples).map(|_| draw()).collect();
    Estimate { value, interval: [quantile(&values, 0.025), quantile(&values, 0.975)] }
}

/// [`bootstrap`] of `n` runs by their numbers, where a run has more to it than one number.
///
/// # Panics
///
/// As [`bootstrap`].
pub fn bootstrap_seeds(
    n: usize,
    resamples: usize,
    stream: &mut Stream,
    statistic: impl Fn(&[usize]) -> f64,
) -> Estimate {
    let numbers: Vec<f64> = (0..n).map(|i| i as f64).collect();
    bootstrap(&[&numbers], resamples, stream, |drawn| {
        statistic(&drawn[0].iter().map(|&i| i as usize).collect::<Vec<_>>())
    })
}

/// The median with its [`bootstrap`] interval from 2000 resamples.
///
/// # Panics
///
/// If there are no values.
pub fn median_interval(values: &[f64], stream: &mut Stream) -> Estimate {
    bootstrap(&[values], 2000, stream, |samples| median(&samples[0]))
}

#[cfg(test)]
mod tests {
    use super::super::describe::tests::SAMPLE;
    use super::*;

    fn stream() -> Stream {
        Stream::new("test", 0, "bootstrap")
    }

    #[test]
    fn the_median_has_the_interval_of_its_exact_distribution() {
        let found = median_interval(&SAMPLE, &mut stream());
        assert_eq!(found.value, 3.2);
        // All 10^10 resamples, counted in Python: the limits are 2.1 and 4.5, and with 2000 of
        // them the ends lie within these values at three standard errors.
        let [low, high] = found.interval;
        assert!((2.0..=2.1).contains(&low) && (4.4..=5.0).contains(&high), "{low}, {high}");
        assert_eq!(found, median_interval(&SAMPLE, &mut stream()));
    }

    #[test]
    fn every_value_is_drawn_and_no_other() {
        let largest = bootstrap(&[&[1.0, 2.0, 3.0]], 500, &mut stream(), |samples| {
            samples[0].iter().copied().fold(0.0, |a, b| if a > b { a } else { b })
        });
        assert_eq!((largest.value, largest.interval[1]), (3.0, 3.0));
        // All three draws are at most 2 in 8 of 27 resamples, all are 1 in one of 27.
        assert_eq!(largest.interval[0], 1.0);
    }

    #[test]
    fn samples_are_drawn_independently() {
        let sum = |samples: &[Vec<f64>]| samples[0][0] + samples[1][0];
        let found = bootstrap(&[&[0.0, 1.0], &[10.0]], 200, &mut stream(), sum);
        assert_eq!(found.interval, [10.0, 11.0]);
    }
}
