//! MNIST-1D as a generator: as many new signals as an experiment needs.
//!
//! S. Greydanus & D. Kobak, *Scaling Down Deep Learning with MNIST-1D* (2020): each of ten
//! classes is a template of twelve heights, and a signal is what is left of it after
//!
//! 1. padding with 36 to 60 zeros and stretching all of it to 72 places;
//! 2. scaling by a factor between 0.8 and 1.2;
//! 3. a cyclic shift by 0 to 47 places;
//! 4. noise: smooth (normal of deviation 0.25, then a Gaussian filter of width 2) beside the
//!    template, white (deviation 0.02) everywhere;
//! 5. shear: a ramp that falls by a number between −0.375 and 0.375;
//! 6. sampling at 40 places.
//!
//! At last the whole set is moved to mean 0 and scaled to standard deviation 1. The heights and
//! these constants are those of the authors' `mnist1d` (Apache-2.0), which made the frozen set
//! of [`data::mnist1d`](crate::data::mnist1d); their random numbers are NumPy's, ours a
//! [`Stream`]'s, so the signals are other signals with the same law.

use crate::Stream;
use crate::data::{Dataset, Split};
use numerics::elementary::exp;
use numerics::{Matrix, sum};

/// Twelve heights for each of the digits 0 to 9.
const HEIGHTS: [[f64; 12]; 10] = [
    [5.0, 6.0, 6.5, 6.75, 7.0, 7.0, 7.0, 7.0, 6.75, 6.5, 6.0, 5.0],
    [5.0, 3.0, 3.0, 3.4, 3.8, 4.2, 4.6, 5.0, 5.4, 5.8, 5.0, 5.0],
    [5.0, 6.0, 6.5, 6.5, 6.0, 5.25, 4.75, 4.0, 3.5, 3.5, 4.0, 5.0],
    [5.0, 6.0, 6.5, 6.5, 6.0, 5.0, 5.0, 6.0, 6.5, 6.5, 6.0, 5.0],
    [5.0, 4.4, 3.8, 3.2, 2.6, 2.6, 5.0, 5.0, 5.0, 5.0, 5.0, 5.0],
    [5.0, 3.0, 3.0, 3.0, 3.0, 5.0, 6.0, 6.5, 6.5, 6.0, 4.5, 5.0],
    [5.0, 4.0, 3.5, 3.25, 3.0, 3.0, 3.0, 3.0, 3.25, 3.5, 4.0, 5.0],
    [5.0, 7.0, 7.0, 6.6, 6.2, 5.8, 5.4, 5.0, 4.6, 4.2, 5.0, 5.0],
    [5.0, 4.0, 3.5, 3.5, 4.0, 5.0, 5.0, 4.0, 3.5, 3.5, 4.0, 5.0],
    [5.0, 4.0, 3.5, 3.5, 4.0, 5.0, 5.0, 5.0, 5.0, 4.7, 4.3, 5.0],
];
const CLASSES: usize = HEIGHTS.len();
/// Places of a signal while it is made, and of the finished one.
const PLACES: usize = 72;
const SAMPLES: usize = 40;
/// The fewest zeros of the padding, and how many numbers of zeros there are.
const PADDING: (usize, u64) = (36, 25);
const SCALE: f64 = 0.4;
const SHIFTS: u64 = 48;
const SMOOTH_NOISE: f64 = 0.25;
const WHITE_NOISE: f64 = 0.02;
const SHEAR: f64 = 0.75;
/// The Gaussian filter: its standard deviation in places, and where it is cut off.
const FILTER_WIDTH: f64 = 2.0;
const FILTER_REACH: usize = 8;

/// New signals: `train` to learn from, then `test` to measure on, every class equally often
/// among all of them, in random order.
///
/// Mean 0 and standard deviation 1 are those of all signals together, as in the frozen set.
///
/// ```
/// use nn::{Stream, mnist1d};
///
/// let split = mnist1d::generate(300, 700, &mut Stream::new("example", 0, "signals"));
/// assert_eq!((split.train.len(), split.test.len()), (300, 700));
/// assert_eq!(split.train.inputs.cols, 40);
/// ```
///
/// # Panics
///
/// If `train + test` is not a multiple of ten, or is zero.
#[track_caller]
pub fn generate(train: usize, test: usize, stream: &mut Stream) -> Split {
    let count = train + test;
    assert!(
        count > 0 && count.is_multiple_of(CLASSES),
        "{train} + {test} signals: ten classes need a multiple of ten"
    );
    let mut labels: Vec<u8> = (0..CLASSES as u8).cycle().take(count).collect();
    stream.shuffle(&mut labels);
    let mut data: Vec<f64> = Vec::with_capacity(count * SAMPLES);
    for &label in &labels {
        data.extend(signal(&template(usize::from(label)), stream));
    }
    standardise(&mut data);
    let part = |from: usize, to: usize| Dataset {
        inputs: Matrix {
            rows: to - from,
            cols: SAMPLES,
            data: data[from * SAMPLES..to * SAMPLES].to_vec(),
        },
        labels: labels[from..to].to_vec(),
        classes: CLASSES,
    };
    Split { train: part(0, train), test: part(train, count) }
}

/// The heights of a class at mean 0 and standard deviation 1, moved so that they begin and end
/// at 0, over 6.
fn template(class: usize) -> [f64; 12] {
    let mut heights = HEIGHTS[class];
    standardise(&mut heights);
    heights.map(|height| (height - heights[0]) / 6.0)
}

/// One signal made of a template.
fn signal(template: &[f64], stream: &mut Stream) -> Vec<f64> {
    let (fewest, numbers) = PADDING;
    let padded = template.len() + fewest + stream.below(numbers) as usize;
    let scale = 1.0 + SCALE * (stream.uniform() - 0.5);
    let shift = stream.below(SHIFTS) as usize;
    let mut places: Vec<f64> = (0..PLACES).map(|_| SMOOTH_NOISE * stream.normal()).collect();
    places = smooth(&places);

    let mut heights = template.to_vec();
    heights.resize(padded, 0.0);
    let stretched = resample(&heights, PLACES);
    for (j, height) in stretched[..covered(template.len(), padded)].iter().enumerate() {
        places[(j + shift) % PLACES] = scale * height;
    }

    let slope = SHEAR * (stream.uniform() - 0.5);
    for (j, y) in places.iter_mut().enumerate() {
        let ramp = j as f64 / (PLACES - 1) as f64 - 0.5;
        *y += WHITE_NOISE * stream.normal() - slope * ramp;
    }
    resample(&places, SAMPLES)
}

/// How many of the places show the template, up to the first zero of the padding (excluded):
/// place j reads the `padded` heights at j (padded − 1) / (PLACES − 1).
fn covered(template: usize, padded: usize) -> usize {
    (template * (PLACES - 1)).div_ceil(padded - 1)
}

/// The polygon through `points`, read at `count` places, equally spaced from its first to its
/// last point.
fn resample(points: &[f64], count: usize) -> Vec<f64> {
    let last = points.len() - 1;
    let read = |j: usize| {
        let (left, rest) = (j * last / (count - 1), j * last % (count - 1));
        if rest == 0 {
            return points[left];
        }
        let share = rest as f64 / (count - 1) as f64;
        points[left] + share * (points[left + 1] - points[left])
    };
    (0..count).map(read).collect()
}

/// A weighted mean over neighbours with the weights of a Gaussian. Beyond its ends the signal is
/// mirrored, the last point repeated: … x₁ x₀ | x₀ x₁ ….
fn smooth(points: &[f64]) -> Vec<f64> {
    let (n, reach) = (points.len() as i64, FILTER_REACH as i64);
    let weight = |k: i64| exp(-0.5 * (k * k) as f64 / (FILTER_WIDTH * FILTER_WIDTH));
    let weights: Vec<f64> = (-reach..=reach).map(weight).collect();
    let total = sum(&weights);
    let mirrored = |i: i64| {
        let i = if i < 0 { -1 - i } else { i };
        points[(if i < n { i } else { 2 * n - 1 - i }) as usize]
    };
    let mean = |i: i64| {
        let terms: Vec<f64> =
            (-reach..=reach).zip(&weights).map(|(k, w)| w * mirrored(i + k)).collect();
        sum(&terms) / total
    };
    (0..n).map(mean).collect()
}

/// To mean 0 and standard deviation 1, the latter with division by the number of values.
fn standardise(values: &mut [f64]) {
    let count = values.len() as f64;
    let mean = sum(values) / count;
    for x in values.iter_mut() {
        *x -= mean;
    }
    let squares: Vec<f64> = values.iter().map(|x| x * x).collect();
    let deviation = (sum(&squares) / count).sqrt();
    for x in values {
        *x /= deviation;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::mnist1d;

    fn stream(seed: u64) -> Stream {
        Stream::new("nn.mnist1d", seed, "signals")
    }

    #[test]
    fn templates_begin_and_end_at_zero_with_one_spread() {
        for class in 0..CLASSES {
            let template = template(class);
            assert_eq!((template[0], template[11]), (0.0, 0.0));
            let mean = sum(&template) / 12.0;
            let variance = template.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / 12.0;
            assert!((variance - 1.0 / 36.0).abs() < 1e-15);
        }
        // The zero is a hill, the six a valley.
        assert!(template(0)[5] > 0.0 && template(6)[5] < 0.0);
    }

    #[test]
    fn a_polygon_is_read_where_it_stands() {
        let line = [1.0, 3.0, 2.0];
        assert_eq!(resample(&line, 3), line);
        assert_eq!(resample(&line, 5), [1.0, 2.0, 3.0, 2.5, 2.0]);
        assert_eq!(resample(&line, 2), [1.0, 2.0]);
    }

    /// The covered places are those that a tiny step added to every height would make non-zero.
    #[test]
    fn the_template_ends_where_the_padding_begins() {
        for padding in 36..=60 {
            let mut marked = vec![1.0; 12];
            marked.resize(12 + padding, 0.0);
            let shown = resample(&marked, PLACES).iter().filter(|&&x| x != 0.0).count();
            assert_eq!(covered(12, 12 + padding), shown, "{padding} zeros");
        }
        assert_eq!((covered(12, 48), covered(12, 72)), (19, 12));
    }

    /// `scipy.ndimage.gaussian_filter(x, 2)` in closed form: a constant stays, a ramp stays away
    /// from the ends, and a spike becomes the filter.
    #[test]
    fn the_filter_is_gaussian_and_mirrors_at_the_ends() {
        for x in smooth(&[3.0; PLACES]) {
            assert!((x - 3.0).abs() < 1e-14);
        }
        let ramp: Vec<f64> = (0..PLACES).map(|i| i as f64).collect();
        let found = smooth(&ramp);
        assert!((found[30] - 30.0).abs() < 1e-13 && found[0] > 1.0);
        assert!((found[0] + found[PLACES - 1] - 71.0).abs() < 1e-13);
        let mut spike = vec![0.0; PLACES];
        spike[1] = 1.0;
        let found = smooth(&spike);
        // Place 0 sees the spike one place to its right and its image two to its left.
        let weight = |k: f64| exp(-k * k / 8.0);
        let expected = (weight(1.0) + weight(2.0)) / (weight(0.0) + weight(3.0));
        assert!((found[0] / found[1] - expected).abs() < 1e-14);
    }

    #[test]
    fn sets_are_balanced_standard_and_named_by_their_stream() {
        let Split { train, test } = generate(150, 50, &mut stream(0));
        let mut all = [train.inputs.data.clone(), test.inputs.data.clone()].concat();
        assert_eq!(all.len(), 200 * 40);
        let before = all.clone();
        standardise(&mut all);
        assert!(all.iter().zip(&before).all(|(a, b)| (a - b).abs() < 1e-13));
        for class in 0..10 {
            let of = |set: &Dataset| set.labels.iter().filter(|&&label| label == class).count();
            assert_eq!(of(&train) + of(&test), 20);
        }
        assert_eq!(generate(150, 50, &mut stream(0)).train, train);
        assert_ne!(generate(150, 50, &mut stream(1)).train, train);
    }

    #[test]
    #[should_panic(expected = "7 + 4 signals: ten classes need a multiple of ten")]
    fn classes_are_equal() {
        generate(7, 4, &mut stream(0));
    }

    /// Mean and standard error of every class at every sample.
    fn class_means(set: &Dataset) -> Vec<(f64, f64)> {
        let mean = |values: &[f64]| sum(values) / values.len() as f64;
        let mut found = Vec::new();
        for class in 0..10 {
            let of_class = |row: &(&[f64], &u8)| *row.1 == class;
            let rows = set.inputs.data.chunks_exact(SAMPLES).zip(&set.labels).filter(of_class);
            let rows: Vec<&[f64]> = rows.map(|(row, _)| row).collect();
            for j in 0..SAMPLES {
                let column: Vec<f64> = rows.iter().map(|row| row[j]).collect();
                let centre = mean(&column);
                let squares: Vec<f64> =
                    column.iter().map(|x| (x - centre) * (x - centre)).collect();
                found.push((centre, (mean(&squares) / column.len() as f64).sqrt()));
            }
        }
        found
    }

    /// 400 means of the frozen set against 400 of ours: differences in units of their standard
    /// error. If both sets have one law the mean square is 1 within a few tenths (neighbouring
    /// samples are correlated), and beyond 4.5 is one of 400 with probability 0.003.
    #[test]
    fn class_means_are_those_of_the_frozen_set() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data");
        let frozen = class_means(&mnist1d(folder.as_ref()).unwrap().train);
        let ours = class_means(&generate(4000, 0, &mut stream(0)).train);
        let scores: Vec<f64> = frozen
            .iter()
            .zip(&ours)
            .map(|((a, da), (b, db))| (a - b) / (da * da + db * db).sqrt())
            .collect();
        assert!(scores.iter().all(|z| z.abs() < 4.5), "{scores:?}");
        let squares = scores.iter().map(|z| z * z).sum::<f64>() / scores.len() as f64;
        assert!((0.6..1.6).contains(&squares), "{squares}");
    }
}
