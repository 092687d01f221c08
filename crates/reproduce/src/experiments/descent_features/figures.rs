//! The two descents, the length of the solution, the tail, and the sketch beside the data.

use report::Figure;

use super::curve::Curve;
use super::findings::{Results, Setting, band, norm, plain, tuned};
use super::sketch;
use crate::figure::{Drawing, LinePlot, Panels};
use crate::stats::median;

impl Results<'_> {
    /// The errors with the i-th penalty.
    pub(super) fn penalised(&self, setting: Setting, i: usize) -> Curve {
        let of = |level: &super::fit::Level| {
            level.ridge.as_ref().expect("sweeps have penalties").errors[i]
        };
        self.curve(setting, of)
    }

    /// Error against size, at the noise levels of the rules.
    pub(super) fn error_figure(&self) -> Figure {
        let n = self.shown(0).examples;
        let plot = |level: usize| {
            let setting = self.shown(level);
            let curve = self.curve(setting, plain);
            let train = self.curve(setting, |level| level.train);
            let fitting: Vec<_> = by_ratio(&train).take(train.threshold()).collect();
            let limit = median(&self.limit(setting, |solution| solution.error));
            LinePlot::new("features per example, p/n", "mean squared error")
                .log_x()
                .log_y()
                .vertical(1.0, "p = n")
                .horizontal(limit, "p → ∞")
                .band("minimum norm", &bands(&curve, "error"))
                .band("ridge, chosen", &bands(&self.curve(setting, tuned), "ridge"))
                .context("on the examples", &fitting)
        };
        let mut plots: Vec<LinePlot> = (0..self.constants.noises.len()).map(plot).collect();
        LinePlot::share_axes(&mut plots);
        let panels = plots.into_iter().zip(&self.constants.noises);
        let panels = panels.fold(Panels::new(1), |panels, (plot, noise)| {
            panels.panel(&format!("label noise {noise}"), plot)
        });
        panels.row_height(310.0).figure(
            "error",
            &format!(
                "Test error against size for n = {n} examples, medians over seeds with their \
                 intervals. The fit of minimum norm descends twice, with a peak where it begins to \
                 interpolate; a ridge penalty chosen on held-out data leaves no peak. Dashed: \
                 infinitely many features. Grey: the error on the examples themselves, which is \
                 zero from p = n on."
            ),
            "Two panels with logarithmic axes. In both, one curve falls, turns at about four \
             features for ten examples, rises to a sharp peak at one feature an example, and \
             falls to a dashed level on the right. A second curve falls all the way without a \
             peak.",
        )
    }

    /// The length of the solution.
    pub(super) fn norm_figure(&self) -> Figure {
        let n = self.shown(0).examples;
        let plot = LinePlot::new("features per example, p/n", "length of the solution |θ|")
            .log_x()
            .log_y()
            .vertical(1.0, "p = n");
        let plot = self.constants.noises.iter().enumerate().fold(plot, |plot, (level, noise)| {
            let setting = self.shown(level);
            let limit = median(&self.limit(setting, |solution| solution.norm));
            let limit = [(0.05, limit), (40.0, limit)];
            let points = bands(&self.curve(setting, norm), "norm");
            plot.theory("", &limit).band(&format!("noise {noise}"), &points)
        });
        plot.figure(
            "norm",
            &format!(
                "The length of the minimum-norm solution for n = {n} examples, medians over seeds \
                 with their intervals. It is longest where there is exactly one solution to choose \
                 from, and then falls towards the lengths with infinitely many features (dashed)."
            ),
            "Two curves on logarithmic axes that rise to a common peak at one feature an example \
             and fall to two dashed levels.",
        )
    }

    /// How often the error at p = n exceeds a level.
    pub(super) fn tail_figure(&self) -> Figure {
        let tail = &self.constants.tail;
        let mut errors = self.tail();
        errors.sort_by(|a, b| b.total_cmp(a));
        let n = errors.len() as f64;
        let point = |(i, &error): (usize, &f64)| (error, (i + 1) as f64 / n);
        let points: Vec<_> = errors.iter().enumerate().map(point).collect();
        let (from, to) = (points[points.len() / 4], points[0].0);
        let slope = [from, (to, from.1 * (from.0 / to).sqrt())];
        LinePlot::new("test error t at p = n", "share of seeds with an error of at least t")
            .log_x()
            .log_y()
            .theory("slope −1/2", &slope)
            .points("", &points)
            .figure(
                "tail",
                &format!(
                    "How often the error at p = n = {} reaches a level: one point for each of {} \
                     seeds. A share that falls like 1/√t is the mark of a distribution without a \
                     mean.",
                    tail.examples, tail.seeds
                ),
                "Points on logarithmic axes that first stay level and then fall along a straight \
                 line of slope minus one half over several decades.",
            )
    }

    /// One and several outputs.
    pub(super) fn threshold_figure(&self) -> Figure {
        let several = &self.constants.several;
        let level = self.constants.noises.len() - 1;
        let plot = LinePlot::new("trained parameters K p", "test error").log_x().log_y();
        let plot = several.outputs.iter().fold(plot, |plot, &outputs| {
            let curve = self.several(outputs, level);
            let trained = |(i, values): (usize, &Vec<f64>)| {
                band((outputs * curve.sizes[i]) as f64, values, "several")
            };
            let points: Vec<_> = curve.values.iter().enumerate().map(trained).collect();
            let name = if outputs == 1 { "K = 1".to_owned() } else { format!("K = {outputs}") };
            let labels = outputs * several.examples;
            plot.band(&name, &points).vertical(labels as f64, &labels.to_string())
        });
        plot.figure(
            "threshold",
            &format!(
                "Test error of models with K outputs against the number of trained parameters, \
                 n = {} examples, noise {}; medians over seeds with their intervals. The peak is \
                 where parameters equal labels, K n, marked above.",
                several.examples, self.constants.noises[level]
            ),
            "Two curves on logarithmic axes, each with a peak. The peak of the model with three \
             outputs lies at three times as many parameters.",
        )
    }

    /// Fixed penalties.
    pub(super) fn penalty_figure(&self) -> Figure {
        let setting = self.shown(self.constants.noises.len() - 1);
        let line = |curve: Curve| -> Vec<_> { by_ratio(&curve).collect() };
        let plot = LinePlot::new("features per example, p/n", "test error").log_x().log_y();
        let plot = plot.line("none", &line(self.curve(setting, plain)));
        let penalties = self.constants.penalties.iter().enumerate();
        let plot = penalties.fold(plot, |plot, (i, penalty)| {
            plot.line(&format!("λ = {penalty}"), &line(self.penalised(setting, i)))
        });
        plot.figure(
            "penalties",
            &format!(
                "Median test error with a fixed ridge penalty λ, n = {}, noise {}. The peak \
                 shrinks as the penalty grows, and goes before the rest of the curve suffers.",
                setting.examples,
                self.noise(setting)
            ),
            "Curves on logarithmic axes. Without a penalty there is a sharp peak in the \
             middle; with growing penalties it becomes a hump and vanishes, and with the largest \
             the whole curve is high and level.",
        )
    }

    /// The sketch and the data.
    pub(super) fn sketch_figure(&self) -> Figure {
        let stars = sketch::stars();
        let drawing = LinePlot::new("place in the row", "height of the row")
            .points("", &stars)
            .include_x(0.0)
            .include_y(0.0);
        let drawing = sketch::labels()
            .into_iter()
            .fold(drawing, |plot, (name, height)| plot.horizontal(height, name));
        let setting = self.shown(self.constants.noises.len() - 1);
        let curve = self.curve(setting, plain);
        let (threshold, below) = (curve.threshold(), curve.least_below());
        let beyond = curve.medians[curve.sizes.len() - 1];
        let data = LinePlot::new("features per example, p/n", "test error")
            .log_x()
            .log_y()
            .horizontal(curve.medians[threshold], "peak")
            .horizontal(curve.medians[below], "classical")
            .horizontal(beyond, "second descent")
            .line("", &by_ratio(&curve).collect::<Vec<_>>());
        let panels = Panels::new(2).panel("the sketch as stored", drawing);
        panels.panel("measured", data).row_height(300.0).figure(
            "sketch",
            &format!(
                "(a) The stars of the lesson's sketch where the stored text has them; leading \
                 blanks are lost, the heights of the rows are not. (b) The measured medians for \
                 n = {}, noise {}, with the same three heights marked; classical is the lowest \
                 point before the peak.",
                setting.examples,
                self.noise(setting)
            ),
            "Two panels. In the sketch the row marked as the peak lies below the classical branch. \
             In the measured curve the peak is the highest point by far.",
        )
    }
}

/// (p/n, median) for every size.
fn by_ratio(curve: &Curve) -> impl Iterator<Item = (f64, f64)> + '_ {
    let n = curve.examples as f64;
    curve.sizes.iter().zip(&curve.medians).map(move |(&p, &median)| (p as f64 / n, median))
}

/// (p/n, median, interval) for every size.
fn bands(curve: &Curve, purpose: &str) -> Vec<(f64, f64, f64, f64)> {
    let n = curve.examples as f64;
    let sizes = curve.sizes.iter().zip(&curve.values);
    sizes.map(|(&p, values)| band(p as f64 / n, values, purpose)).collect()
}
