//! Errors against sizes, and what can be read off such a curve.

use std::ops::Range;

use nn::Stream;

use crate::stats::{Estimate, bootstrap_seeds, median};

/// Values over seeds at each size.
pub(super) struct Curve {
    /// n.
    pub(super) examples: usize,
    /// Each p.
    pub(super) sizes: Vec<usize>,
    /// For each size a value for each seed.
    pub(super) values: Vec<Vec<f64>>,
    /// For each size.
    pub(super) medians: Vec<f64>,
}

impl Curve {
    pub(super) fn new(examples: usize, sizes: Vec<usize>, values: Vec<Vec<f64>>) -> Self {
        let medians = values.iter().map(|values| median(values)).collect();
        Self { examples, sizes, values, medians }
    }

    /// Where p = n.
    pub(super) fn threshold(&self) -> usize {
        self.sizes.iter().position(|&p| p == self.examples).expect("a sweep has the size n")
    }

    /// Where the median is largest.
    pub(super) fn peak(&self) -> usize {
        let order = |&i: &usize, &j: &usize| self.medians[i].total_cmp(&self.medians[j]);
        (0..self.sizes.len()).max_by(order).expect("a size")
    }

    fn least(&self, range: Range<usize>) -> usize {
        let order = |&i: &usize, &j: &usize| self.medians[i].total_cmp(&self.medians[j]);
        range.min_by(order).expect("a size")
    }

    /// Where the median is least below the threshold.
    pub(super) fn least_below(&self) -> usize {
        self.least(0..self.threshold())
    }

    /// Where the median is least beyond the threshold.
    pub(super) fn least_beyond(&self) -> usize {
        self.least(self.threshold() + 1..self.sizes.len())
    }

    /// A first descent, the maximum at the threshold, a second descent.
    pub(super) fn descends_twice(&self) -> bool {
        let last = self.medians[self.medians.len() - 1];
        let peak = self.peak();
        peak == self.threshold() && self.least_below() > 0 && last < self.medians[peak]
    }

    /// Whether the error falls from each size to the next, up to the last below the threshold.
    pub(super) fn falls_to_the_threshold(&self) -> bool {
        self.medians[..self.threshold()].windows(2).all(|pair| pair[1] < pair[0])
    }

    /// How far the curve has a peak: the largest, over sizes, of the median divided by the larger
    /// of the least medians on either side. Two is a peak twice as high as both sides.
    pub(super) fn prominence(&self) -> f64 {
        let last = self.sizes.len() - 1;
        let at = |i: usize| {
            let sides = [self.least(0..i), self.least(i + 1..last + 1)].map(|j| self.medians[j]);
            self.medians[i] / if sides[0] > sides[1] { sides[0] } else { sides[1] }
        };
        (1..last).map(at).fold(0.0, |a, b| if b > a { b } else { a })
    }

    /// The least median beyond the threshold minus the least below, with its interval: all seeds
    /// are drawn anew together, and the sizes that are best for them chosen again.
    pub(super) fn gain(&self, resamples: usize, stream: &mut Stream) -> Estimate {
        bootstrap_seeds(self.values[0].len(), resamples, stream, |drawn| {
            let pick = |errors: &Vec<f64>| drawn.iter().map(|&seed| errors[seed]).collect();
            let values = self.values.iter().map(pick).collect();
            let again = Self::new(self.examples, self.sizes.clone(), values);
            again.medians[again.least_beyond()] - again.medians[again.least_below()]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curve(medians: &[f64]) -> Curve {
        let values = medians.iter().map(|&m| vec![m, m - 0.5, m + 0.5]).collect();
        Curve::new(4, (1..=medians.len()).collect(), values)
    }

    #[test]
    fn two_descents_are_told_from_their_absence() {
        let twice = curve(&[3.0, 2.0, 5.0, 9.0, 4.0, 1.0]);
        assert!(twice.descends_twice() && !twice.falls_to_the_threshold());
        assert_eq!((twice.peak(), twice.least_below(), twice.least_beyond()), (3, 1, 5));
        let straight = curve(&[6.0, 4.0, 2.0, 9.0, 4.0, 1.0]);
        assert!(straight.descends_twice() && straight.falls_to_the_threshold());
        let detour = curve(&[6.0, 7.0, 2.0, 9.0, 4.0, 1.0]);
        assert!(detour.descends_twice() && !detour.falls_to_the_threshold());
        for not in [
            [2.0, 3.0, 5.0, 9.0, 4.0, 1.0], // no first descent
            [3.0, 2.0, 9.0, 5.0, 4.0, 1.0], // the peak is elsewhere
            [6.0, 5.0, 4.0, 3.0, 2.0, 1.0],
        ] {
            assert!(!curve(&not).descends_twice(), "{not:?}");
        }
    }

    #[test]
    fn a_peak_stands_out_on_both_sides() {
        assert_eq!(curve(&[3.0, 2.0, 5.0, 9.0, 4.0, 1.0]).prominence(), 4.5);
        assert_eq!(curve(&[6.0, 5.0, 4.0, 3.0, 2.0, 1.0]).prominence(), 5.0 / 6.0);
        assert_eq!(curve(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]).prominence(), 5.0 / 6.0);
    }

    #[test]
    fn the_gain_is_the_difference_of_the_minima() {
        let gain = curve(&[3.0, 2.0, 5.0, 9.0, 4.0, 1.0]).gain(50, &mut Stream::new("t", 0, "g"));
        assert_eq!((gain.value, gain.interval), (-1.0, [-1.0, -1.0]));
    }
}
