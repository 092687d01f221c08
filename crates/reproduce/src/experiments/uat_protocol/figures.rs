//! What the networks learn, how the error goes with the width, and why.

use report::Figure;

use super::setting::Setting;
use super::{Outcome, Results};
use crate::figure::{Drawing, LinePlot, Panels};
use crate::lesson;
use crate::stats::{median, quantile};

/// Fits at growing widths over the target.
pub(super) fn fits(results: &Results<'_>) -> Figure {
    let inputs = lesson::grid(results.constants.points).data;
    let target: Vec<(f64, f64)> = inputs.iter().map(|&x| (x, lesson::target(x))).collect();
    let kept: Vec<f64> = inputs.iter().copied().step_by(results.constants.curve_stride).collect();
    let widths = &results.constants.widths;
    let n = widths.len();
    let shown = [0, n / 4, n / 2, n - 1].map(|place| widths[place]);
    let mut plots = shown.map(|hidden| {
        let first = |setting| results.at(setting, hidden).find_map(|run| run.curve.as_ref());
        let curve = |values: &Vec<f64>| -> Vec<(f64, f64)> {
            kept.iter().copied().zip(values.iter().copied()).collect()
        };
        let mut plot = LinePlot::new("x", "f(x)").context("target", &target);
        if let Some(values) = first(Setting::AsWritten) {
            plot = plot.colour(0).curve("trained", &curve(values));
        }
        if let Some(values) = first(Setting::LeastSquares) {
            plot = plot.colour(1).curve("least squares", &curve(values));
        }
        plot
    });
    LinePlot::share_axes(&mut plots);
    let grid = plots.into_iter().zip(shown).fold(Panels::new(2), |panels, (plot, hidden)| {
        panels.panel(&format!("{hidden} hidden units"), plot)
    });
    grid.figure(
        "fits",
        "What networks of growing width make of the target (grey): trained as the lesson \
         writes it, and with units spread over the interval and the read-out weights by least \
         squares. First seed.",
        "Four panels. The trained fit is a gentle curve at the smallest width and a straight \
         line at the largest, while the least-squares fit comes to lie on the target.",
    )
}

/// Error against width for every setting that trains.
pub(super) fn errors(results: &Results<'_>, line: f64) -> Figure {
    let changes = results.constants.changes.iter().map(|(setting, _)| *setting);
    let trained = changes.filter(|setting| *setting != Setting::LeastSquares);
    let settings = std::iter::once(Setting::AsWritten).chain(trained);
    let plot = settings.fold(width_plot(), |plot, setting| {
        plot.band(&setting.name(results.constants), &quartiles(results, setting))
    });
    plot.horizontal(line, "best straight line").figure(
        "error",
        "The final mean squared error against the width, as written and with one thing about \
         the training changed: medians and quartiles over seeds.",
        "On logarithmic axes the error as written rises towards that of the best straight line. \
         Other rates and more steps lower it for all but the widest networks. Adam is lower and \
         nearly level. Only spread units fall with the width.",
    )
}

/// What training finds against what is there.
pub(super) fn existence(results: &Results<'_>) -> Figure {
    let settings = [Setting::AsWritten, Setting::Spread, Setting::LeastSquares];
    let plot = settings.into_iter().fold(width_plot(), |plot, setting| {
        plot.band(&setting.name(results.constants), &quartiles(results, setting))
    });
    plot.figure(
        "existence",
        "The same error, down to what is there to be found: trained as written, trained from \
         spread units, and the same spread units with their read-out weights by least squares. \
         Medians and quartiles over seeds.",
        "On logarithmic axes two trained curves stay near the top, while least squares falls by \
         some twenty powers of ten between 4 and 256 units.",
    )
}

fn width_plot() -> LinePlot {
    LinePlot::new("hidden units H", "mean squared error").log2_x().log_y()
}

/// (width, median, lower quartile, upper quartile) of the errors; what cannot
/// be drawn because most runs diverged is a gap.
fn quartiles(results: &Results<'_>, setting: Setting) -> Vec<(f64, f64, f64, f64)> {
    let finite = |value: f64| if value.is_finite() { value } else { f64::NAN };
    let point = |&hidden: &usize| {
        let errors = results.errors(setting, hidden);
        let at = |p| finite(quantile(&errors, p));
        (hidden as f64, at(0.5), at(0.25), at(0.75))
    };
    results.widths(setting).iter().map(point).collect()
}

/// The slopes of the hidden units against the width.
pub(super) fn slopes(results: &Results<'_>) -> Figure {
    let series = |value: fn(&Outcome) -> f64| -> Vec<(f64, f64, f64, f64)> {
        let at = |&hidden: &usize| {
            let all: Vec<f64> = results.at(Setting::AsWritten, hidden).map(value).collect();
            (hidden as f64, median(&all), quantile(&all, 0.25), quantile(&all, 0.75))
        };
        results.widths(Setting::AsWritten).iter().map(at).collect()
    };
    LinePlot::new("hidden units H", "root mean square of the slopes w")
        .log2_x()
        .log_y()
        .band("before", &series(|outcome| outcome.slope_before))
        .band("after training", &series(|outcome| outcome.slope_after.unwrap_or(f64::NAN)))
        .reference_slope(-0.5, "slope −1/2")
        .figure(
            "slopes",
            "Why: Glorot's rule with one input makes the hidden slopes shrink like the square \
             root of 2/(1 + H), and training as written hardly changes them in wide networks. \
             Medians and quartiles over seeds.",
            "Two falling curves on logarithmic axes. Before training the slopes fall with slope \
             minus one half; after training they are larger in narrow networks and nearly the \
             same in wide ones.",
        )
}
