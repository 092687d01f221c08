//! The verdicts, by the rules of the register.

use nn::Stream;
use report::{Settled, Verdict};
use serde_json::{Value, json};

use super::Results;
use super::setting::Setting;
use crate::stats::{Estimate, bootstrap, median, quantile, spearman};
use crate::{Experiment, claims};

/// The numbers that decide.
pub(super) struct Verdicts {
    /// Median error at the largest width over that at the smallest.
    widest_over_narrowest: Estimate,
    /// Rank correlation of width and error over all runs as written.
    width_and_error: f64,
    /// Does the quotient error / parameters fall from the smallest to the
    /// largest width, and does the error?
    quotient_falls: bool,
    error_falls: bool,
    /// Do the errors at the smallest and at the largest width overlap?
    ranges_overlap: bool,
    /// The least rank correlation, over the settings that have one, of error and
    /// quotient.
    least_correlation: f64,
    /// How many settings have one.
    settings: usize,
    /// Median error from Glorot weights over that from spread units, widest.
    glorot_over_spread: Estimate,
    runs: u64,
}

impl Verdicts {
    pub(super) fn new(results: &Results<'_>) -> Self {
        let widths = &results.constants.widths;
        let (narrowest, widest) = (widths[0], widths[widths.len() - 1]);
        let as_written = |hidden| results.errors(Setting::AsWritten, hidden);
        let quotient = |error: f64, hidden: usize| error / (3 * hidden + 1) as f64;
        let medians = |setting: Setting| -> (Vec<f64>, Vec<f64>) {
            let pair = |&hidden: &usize| {
                let error = median(&results.errors(setting, hidden));
                (error, quotient(error, hidden))
            };
            results.widths(setting).iter().map(pair).unzip()
        };
        let (errors, quotients) = medians(Setting::AsWritten);
        let changes = results.constants.changes.iter().map(|(setting, _)| *setting);
        let correlation = |setting| {
            let (errors, quotients) = medians(setting);
            rank_correlation(&errors, &quotients)
        };
        let settings = std::iter::once(Setting::AsWritten).chain(changes);
        let correlations: Vec<f64> = settings.filter_map(correlation).collect();
        let range = |hidden| [0.0, 1.0].map(|p| quantile(&as_written(hidden), p));
        let (narrow, wide) = (range(narrowest), range(widest));
        let pairs: Vec<(f64, f64)> = widths
            .iter()
            .flat_map(|&hidden| as_written(hidden).into_iter().map(move |e| (hidden as f64, e)))
            .collect();
        let (all_widths, all_errors): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
        let ratio = |above: &[f64], below: &[f64], purpose| {
            let mut stream = Stream::new(super::UatProtocol::ID, 0, purpose);
            bootstrap(&[above, below], results.constants.resamples, &mut stream, |drawn| {
                median(&drawn[0]) / median(&drawn[1])
            })
        };
        Self {
            widest_over_narrowest: ratio(&as_written(widest), &as_written(narrowest), "U020"),
            width_and_error: spearman(&all_widths, &all_errors).rho,
            quotient_falls: quotients[quotients.len() - 1] < quotients[0],
            error_falls: errors[errors.len() - 1] < errors[0],
            ranges_overlap: narrow[0] <= wide[1] && wide[0] <= narrow[1],
            least_correlation: quantile(&correlations, 0.0),
            settings: correlations.len(),
            glorot_over_spread: ratio(
                &as_written(widest),
                &results.errors(Setting::Spread, widest),
                "U022",
            ),
            runs: results.constants.seeds,
        }
    }

    pub(super) fn values(&self) -> Value {
        json!({
            "widest_over_narrowest": self.widest_over_narrowest.value,
            "width_and_error_rank_correlation": self.width_and_error,
            "least_rank_correlation_of_error_and_quotient": self.least_correlation,
            "quotient_falls": self.quotient_falls,
            "error_falls": self.error_falls,
            "ranges_overlap": self.ranges_overlap,
            "glorot_over_spread": self.glorot_over_spread.value,
        })
    }

    pub(super) fn settle(&self) -> Vec<Settled> {
        let Estimate { value: ratio, interval } = self.widest_over_narrowest;
        let u020 = claims::settle(
            "U020",
            match ratio {
                _ if ratio < 0.1 => Verdict::Holds,
                _ if interval[1] < 1.0 => Verdict::HoldsWithConditions,
                _ => Verdict::DoesNotHold,
            },
            format!("median error at the largest width / at the smallest = {}", printed(ratio)),
            self.runs,
        );
        let u021 = claims::settle(
            "U021",
            match self.least_correlation > 0.5 {
                true => Verdict::Holds,
                false if self.quotient_falls && !self.error_falls => Verdict::DoesNotHold,
                false => Verdict::HoldsWithConditions,
            },
            format!(
                "least rank correlation of error and quotient over {} settings with finite medians at \
                 four widths or more = {}",
                self.settings,
                printed(self.least_correlation)
            ),
            self.runs,
        );
        let Estimate { value: ratio, interval: spread_interval } = self.glorot_over_spread;
        let u022 = claims::settle(
            "U022",
            match ratio {
                _ if ratio <= 1.0 => Verdict::Holds,
                _ if ratio <= 10.0 => Verdict::HoldsWithConditions,
                _ => Verdict::DoesNotHold,
            },
            format!(
                "median error from Glorot weights / from spread units, at the largest width = {}",
                printed(ratio)
            ),
            self.runs,
        );
        vec![
            Settled { interval: Some(interval), ..u020 },
            u021,
            Settled { interval: Some(spread_interval), ..u022 },
        ]
    }
}

/// Spearman's coefficient, none where a median is infinite or too few differ.
fn rank_correlation(x: &[f64], y: &[f64]) -> Option<f64> {
    let usable = x.len() >= 4 && x.iter().chain(y).all(|value| value.is_finite());
    usable.then(|| spearman(x, y).rho)
}

fn printed(ratio: f64) -> String {
    report::Format::Fixed(2).number(ratio)
}
