//! The runs, asked for by kind, and the report made of them.

use nn::Stream;
use serde_json::{Map, Value, json};

use super::curve::Curve;
use super::fit::{Fit, Fitted, Level, Solution};
use super::gradient::Descended;
use super::{Cell, Constants, Features, Outcome};
use crate::stats::{Estimate, mean, median, median_interval, quantile};
use crate::{Experiment, Findings};

/// All runs.
pub(super) struct Results<'a> {
    pub(super) constants: &'a Constants,
    pub(super) runs: &'a [(Cell, Outcome)],
}

/// A number of examples and a level of noise, by its place among the levels.
#[derive(Clone, Copy)]
pub(super) struct Setting {
    pub(super) examples: usize,
    pub(super) level: usize,
}

/// The error of the fit without a penalty.
pub(super) fn plain(level: &Level) -> f64 {
    level.solution.error
}

/// The error of the fit with the penalty that held-out data chose.
pub(super) fn tuned(level: &Level) -> f64 {
    let ridge = level.ridge.as_ref().expect("sweeps have penalties");
    ridge.errors[ridge.chosen]
}

/// The length of the solution without a penalty.
pub(super) fn norm(level: &Level) -> f64 {
    level.solution.norm
}

impl Results<'_> {
    pub(super) fn findings(&self) -> Findings {
        let settings: Map<_, _> = self
            .all_settings()
            .into_iter()
            .map(|s| (self.key(s), self.setting_values(s)))
            .collect();
        Findings {
            values: json!({
                "settings": settings,
                "several": self.several_values(),
                "tail": self.tail_values(),
                "descent": self.descent_values(),
            }),
            tables: vec![
                self.curve_table(),
                self.peak_table(),
                self.tail_table(),
                self.threshold_table(),
                self.ridge_table(),
                self.descent_table(),
            ],
            figures: vec![
                self.error_figure(),
                self.norm_figure(),
                self.tail_figure(),
                self.threshold_figure(),
                self.penalty_figure(),
                self.sketch_figure(),
            ],
            claims: self.settle(),
        }
    }

    /// The settings that the rules speak of.
    pub(super) fn settings(&self) -> Vec<Setting> {
        self.settings_with(self.constants.noises.len())
    }

    /// And those with loud noise.
    pub(super) fn all_settings(&self) -> Vec<Setting> {
        self.settings_with(self.constants.levels().len())
    }

    fn settings_with(&self, levels: usize) -> Vec<Setting> {
        let examples = self.constants.examples.iter();
        examples
            .flat_map(|&examples| (0..levels).map(move |level| Setting { examples, level }))
            .collect()
    }

    pub(super) fn noise(&self, setting: Setting) -> f64 {
        self.constants.levels()[setting.level]
    }

    /// Its name among the values.
    fn key(&self, setting: Setting) -> String {
        let noise = self.noise(setting).to_string().replace('.', "_");
        format!("n{}_noise{noise}", setting.examples)
    }

    /// The largest n at one level of noise: the setting that tables and figures show.
    pub(super) fn shown(&self, level: usize) -> Setting {
        let examples = *self.constants.examples.last().expect("a sweep");
        Setting { examples, level }
    }

    fn fits<'b>(
        &'b self,
        kind: impl Fn(&Cell) -> Option<&Fit> + 'b,
    ) -> impl Iterator<Item = (&'b Fit, &'b Fitted)> + 'b {
        self.runs.iter().filter_map(move |(cell, outcome)| match outcome {
            Outcome::Fitted(fitted) => Some((kind(cell)?, fitted)),
            _ => None,
        })
    }

    fn sweep(&self, examples: usize, size: usize) -> Vec<&Fitted> {
        let fits = self.fits(|cell| match cell {
            Cell::Sweep(fit) => Some(fit),
            _ => None,
        });
        let wanted = |fit: &Fit| fit.problem.examples == examples && fit.features == size;
        fits.filter(|(fit, _)| wanted(fit)).map(|(_, fitted)| fitted).collect()
    }

    /// A value of every size and seed of a setting.
    pub(super) fn curve(&self, setting: Setting, of: impl Fn(&Level) -> f64) -> Curve {
        let sizes = self.constants.sizes(setting.examples);
        let at = |&size: &usize| {
            let fits = self.sweep(setting.examples, size);
            fits.into_iter().map(|fitted| of(&fitted.levels[setting.level])).collect()
        };
        let values = sizes.iter().map(at).collect();
        Curve::new(setting.examples, sizes, values)
    }

    /// Condition numbers at one size.
    pub(super) fn conditions(&self, examples: usize, size: usize) -> Vec<f64> {
        self.sweep(examples, size).into_iter().map(|fitted| fitted.condition).collect()
    }

    /// Errors of models with so many outputs.
    pub(super) fn several(&self, outputs: usize, level: usize) -> Curve {
        let several = &self.constants.several;
        let at = |&size: &usize| {
            let fits = self.fits(|cell| match cell {
                Cell::Several(fit) => Some(fit),
                _ => None,
            });
            let wanted = |fit: &Fit| fit.problem.outputs == outputs && fit.features == size;
            fits.filter(|(fit, _)| wanted(fit)).map(|(_, f)| plain(&f.levels[level])).collect()
        };
        let values = several.sizes.iter().map(at).collect();
        Curve::new(several.examples, several.sizes.clone(), values)
    }

    /// Errors at p = n over many seeds.
    pub(super) fn tail(&self) -> Vec<f64> {
        let fits = self.fits(|cell| match cell {
            Cell::Tail(fit) => Some(fit),
            _ => None,
        });
        fits.map(|(_, fitted)| plain(&fitted.levels[0])).collect()
    }

    /// With infinitely many features.
    pub(super) fn limit(&self, setting: Setting, of: impl Fn(&Solution) -> f64) -> Vec<f64> {
        let value = |(cell, outcome): &(Cell, Outcome)| match (cell, outcome) {
            (Cell::Limit(problem), Outcome::Limit(solutions)) => {
                (problem.examples == setting.examples).then(|| of(&solutions[setting.level]))
            }
            _ => None,
        };
        self.runs.iter().filter_map(value).collect()
    }

    pub(super) fn descents(&self) -> Vec<&Descended> {
        let descents = self.runs.iter().filter_map(|(_, outcome)| match outcome {
            Outcome::Descended(descended) => Some(descended),
            _ => None,
        });
        descents.collect()
    }

    /// The least error beyond the threshold minus the least below.
    pub(super) fn gain(&self, setting: Setting) -> Estimate {
        let mut stream = Stream::new(Features::ID, setting.level as u64, "gain");
        self.curve(setting, plain).gain(self.constants.resamples, &mut stream)
    }

    fn setting_values(&self, setting: Setting) -> Value {
        let curve = self.curve(setting, plain);
        let ridge = self.curve(setting, tuned);
        let norms = self.curve(setting, norm);
        let n = setting.examples as f64;
        let ratio = |i: usize| curve.sizes[i] as f64 / n;
        let (below, beyond, threshold) =
            (curve.least_below(), curve.least_beyond(), curve.threshold());
        let at_threshold = &curve.values[threshold];
        let last = curve.sizes.len() - 1;
        let gain = self.gain(setting);
        json!({
            "peak_at": ratio(curve.peak()),
            "least_below": curve.medians[below],
            "least_below_at": ratio(below),
            "before_threshold": curve.medians[threshold - 1],
            "peak": curve.medians[threshold],
            "peak_mean": mean(at_threshold),
            "peak_largest": quantile(at_threshold, 1.0),
            "condition": median(&self.conditions(setting.examples, setting.examples)),
            "least_beyond": curve.medians[beyond],
            "least_beyond_at": ratio(beyond),
            "last": curve.medians[last],
            "limit": median(&self.limit(setting, |solution| solution.error)),
            "prominence": curve.prominence(),
            "gain": gain.value,
            "gain_to": gain.interval[1],
            "tuned_at_threshold": ridge.medians[threshold],
            "tuned_prominence": ridge.prominence(),
            "tuned_last": ridge.medians[last],
            "norm_peak_at": ratio(norms.peak()),
            "norm_peak": norms.medians[threshold],
            "norm_last": norms.medians[last],
            "norm_limit": median(&self.limit(setting, |solution| solution.norm)),
        })
    }

    fn several_values(&self) -> Value {
        let value = |&outputs: &usize| {
            let curve = self.several(outputs, self.constants.noises.len() - 1);
            let peak = curve.sizes[curve.peak()];
            (format!("outputs{outputs}"), json!({ "peak": peak, "trained": peak * outputs }))
        };
        self.constants.several.outputs.iter().map(value).collect::<Map<_, _>>().into()
    }

    fn tail_values(&self) -> Value {
        let errors = self.tail();
        let at = |p| quantile(&errors, p);
        json!({
            "median": at(0.5),
            "mean": mean(&errors),
            "mean_without_largest": mean_without_largest(&errors),
            "largest": at(1.0),
            "upper_decade": at(0.99) / at(0.9),
        })
    }

    fn descent_values(&self) -> Value {
        let descents = self.descents();
        let over = |of: fn(&Descended) -> f64| -> Vec<f64> {
            descents.iter().map(|descended| of(descended)).collect()
        };
        json!({
            "largest_distance_from_zero": quantile(&over(|d| d.arrivals[0].distance), 1.0),
            "largest_distance_in_span": quantile(&over(|d| d.arrivals[1].distance), 1.0),
            "least_distance_anywhere": quantile(&over(|d| d.arrivals[2].distance), 0.0),
            "largest_distance_from_theory":
                quantile(&over(|d| d.arrivals[2].distance_from_theory), 1.0),
            "error_over_shortest":
                median(&over(|d| d.arrivals[2].error / d.shortest_error)),
            "steps": median(&over(|d| f64::from(d.steps))),
        })
    }
}

/// The mean of all values but the largest.
pub(super) fn mean_without_largest(values: &[f64]) -> f64 {
    let largest = quantile(values, 1.0);
    (mean(values) * values.len() as f64 - largest) / (values.len() - 1) as f64
}

/// A median over seeds with its interval, as a figure's band has it.
pub(super) fn band(x: f64, values: &[f64], purpose: &str) -> (f64, f64, f64, f64) {
    let Estimate { value, interval } =
        median_interval(values, &mut Stream::new(Features::ID, 0, purpose));
    (x, value, interval[0], interval[1])
}
