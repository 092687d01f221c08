//! What the runs found: statistics over seeds, values, the verdict.

use nn::Stream;
use report::{Format, Settled, Verdict, number};
use serde_json::json;

use super::run::{Stop, least};
use super::{Cell, Constants, Outcome, Regression, figures, tables};
use crate::stats::{Estimate, Line, median, median_interval, paired_rate};
use crate::{Experiment, Findings, claims};

/// All runs.
pub(super) struct Results<'a> {
    pub(super) constants: &'a Constants,
    pub(super) runs: &'a [(Cell, Outcome)],
}

/// A distance or an error at a stop; infinite if the network diverged.
pub(super) type Reading = fn(&Stop) -> f64;

/// From the network to what the kernel says of it, with and without its start.
pub(super) const TO_DESCENT: Reading = |stop| stop.to_descent.unwrap_or(f64::INFINITY);
pub(super) const TO_PLAIN: Reading = |stop| stop.to_plain_descent.unwrap_or(f64::INFINITY);

/// Errors of the four ways to stop: name, key in the values, reading.
pub(super) const WAYS: [(&str, &str, Reading); 4] = [
    ("network", "network", |stop| stop.network.unwrap_or(f64::INFINITY)),
    ("kernel, from f₀", "descent", |stop| stop.descent),
    ("kernel, from zero", "plain_descent", |stop| stop.plain_descent),
    ("ridge regression", "ridge", |stop| stop.ridge),
];

/// The least error of one way over all stops, and where it is.
pub(super) struct Best {
    pub(super) steps: u64,
    pub(super) error: Estimate,
    pub(super) last: Estimate,
}

impl Results<'_> {
    pub(super) fn findings(&self) -> Findings {
        let rate = self.width_rate();
        let [closest, closest_plain] = [false, true].map(|plain| self.closest_ridges(plain));
        let best = WAYS.map(|(_, key, reading)| {
            let best = self.best(key, reading);
            (
                key.to_owned(),
                json!({ "steps": best.steps, "error": number(best.error.value),
                "last": number(best.last.value) }),
            )
        });
        Findings {
            values: json!({
                "slope": {
                    "value": rate.map(|rate| rate.slope),
                    "interval": rate.map(|rate| rate.interval),
                },
                "closest_ridge": median(&closest),
                "closest_ridge_least": least(closest.iter().copied()),
                "closest_ridge_from_zero": median(&closest_plain),
                "error_of_limit": median(&self.widest(|run| run.limit_error)),
                "error_of_limit_with_start": median(&self.widest(|run| run.limit_error_with_start)),
                "steps": self.last_steps(),
                "best": serde_json::Map::from_iter(best),
                "best_stop_to_ridge": self.best_stop_to_ridge(),
                "widest": {
                    "to_descent": number(self.at_the_end(self.widest_width(), TO_DESCENT).value),
                    "to_plain": number(self.at_the_end(self.widest_width(), TO_PLAIN).value),
                },
            }),
            tables: vec![tables::widths(self), tables::stopping(self)],
            figures: vec![
                figures::functions(self),
                figures::widths(self),
                figures::ridges(self),
                figures::stopping(self),
            ],
            claims: vec![self.ridge_regression(&closest, &closest_plain)],
        }
    }

    /// U048.
    fn ridge_regression(&self, closest: &[f64], closest_plain: &[f64]) -> Settled {
        let within = closest.iter().filter(|&&distance| distance <= 1e-6).count();
        let verdict = if within == closest.len() { Verdict::Holds } else { Verdict::DoesNotHold };
        let printed = |x: f64| Format::Scientific(1).number(x);
        let effect = format!(
            "distance from the limit of training to the closest of all ridges: median {}, at least \
             {}; from a start at zero {}, at the smallest ridge",
            printed(median(closest)),
            printed(least(closest.iter().copied())),
            printed(median(closest_plain)),
        );
        claims::settle("U048", verdict, effect, closest.len() as u64)
    }

    pub(super) fn of(&self, width: usize) -> impl Iterator<Item = &Outcome> {
        let runs = self.runs.iter().filter(move |(cell, _)| cell.width == width);
        runs.map(|(_, outcome)| outcome)
    }

    pub(super) fn widest_width(&self) -> usize {
        *self.constants.widths.last().expect("a width")
    }

    fn widest(&self, value: fn(&Outcome) -> f64) -> Vec<f64> {
        self.of(self.widest_width()).map(value).collect()
    }

    pub(super) fn last_steps(&self) -> u64 {
        1 << self.constants.doublings
    }

    /// A reading after the last step, for each seed.
    pub(super) fn last(&self, width: usize, reading: Reading) -> Vec<f64> {
        self.of(width).map(|run| reading(run.stops.last().expect("a stop"))).collect()
    }

    pub(super) fn at_the_end(&self, width: usize, reading: Reading) -> Estimate {
        let mut stream = Stream::new(Regression::ID, 0, &format!("bootstrap width {width}"));
        median_interval(&self.last(width, reading), &mut stream)
    }

    /// How the distance from network to kernel goes with the width: the slope of each seed, whose
    /// noise is the same at every width, then their mean; none if a network diverged.
    fn width_rate(&self) -> Option<Line> {
        let widths = &self.constants.widths;
        let gaps: Vec<_> = widths.iter().map(|&width| self.last(width, TO_DESCENT)).collect();
        let widths: Vec<f64> = widths.iter().map(|&width| width as f64).collect();
        paired_rate(&widths, &gaps)
    }

    /// For each run the distance from the limit of flow to the closest ridge.
    fn closest_ridges(&self, plain: bool) -> Vec<f64> {
        let closest = |(_, run): &(Cell, Outcome)| {
            let ridges = &run.ridges;
            let distances = if plain { &ridges.to_plain_limit } else { &ridges.to_limit };
            least(distances.iter().copied())
        };
        self.runs.iter().map(closest).collect()
    }

    /// A way's errors at one stop for each seed of the widest network.
    pub(super) fn errors(&self, stop: usize, reading: Reading) -> Vec<f64> {
        self.of(self.widest_width()).map(|run| reading(&run.stops[stop])).collect()
    }

    /// The stop at which the median error is least: chosen by all seeds together.
    fn best_stop(&self, reading: Reading) -> usize {
        let stops = 0..=self.constants.doublings as usize;
        let medians: Vec<f64> = stops.map(|stop| median(&self.errors(stop, reading))).collect();
        let first =
            |best: usize, stop: usize| if medians[stop] < medians[best] { stop } else { best };
        (0..medians.len()).fold(0, first)
    }

    pub(super) fn best(&self, key: &str, reading: Reading) -> Best {
        let stop = self.best_stop(reading);
        let at = |stop: usize| {
            let mut stream = Stream::new(Regression::ID, 0, &format!("bootstrap {key}"));
            median_interval(&self.errors(stop, reading), &mut stream)
        };
        Best { steps: 1 << stop, error: at(stop), last: at(self.constants.doublings as usize) }
    }

    /// From the stopped descent to the closest ridge, where its error is least.
    fn best_stop_to_ridge(&self) -> f64 {
        let (_, _, reading) = WAYS[2];
        median(&self.errors(self.best_stop(reading), |stop| stop.descent_to_ridge))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Data;
    use report::Profile;

    #[test]
    fn a_ridge_that_reaches_the_limit_would_settle_it_otherwise() {
        let constants = Regression::constants(Profile::Quick);
        let cell = |seed| Regression::cells(&constants, seed).swap_remove(0);
        let mut runs: Vec<_> =
            (0..2).map(|seed| (cell(seed), Regression::run(&cell(seed), &Data::none()))).collect();
        let verdict = |runs: &[(Cell, Outcome)]| {
            let results = Results { constants: &constants, runs };
            let [closest, plain] = [false, true].map(|plain| results.closest_ridges(plain));
            results.ridge_regression(&closest, &plain).verdict
        };
        assert_eq!(verdict(&runs), Verdict::DoesNotHold);
        runs[0].1.ridges.to_limit[7] = 1e-7;
        assert_eq!(verdict(&runs), Verdict::DoesNotHold);
        runs[1].1.ridges.to_limit[9] = 1e-7;
        assert_eq!(verdict(&runs), Verdict::Holds);
    }
}
