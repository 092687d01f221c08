//! The activations, their errors against the width, and what polynomials can do.

use report::Figure;

use super::{Activation, Results};
use crate::figure::{Drawing, LinePlot, Panels};
use crate::stats::{median, quantile};

/// Six functions on which the theorems differ.
pub(super) fn shapes() -> Figure {
    let shown = [
        (Activation::Sigmoid, "sigmoid"),
        (Activation::Wiggle, "sigmoidal, not monotone"),
        (Activation::Gauss, "bounded, not monotone"),
        (Activation::Gelu, "GELU: unbounded"),
        (Activation::Step, "step: discontinuous"),
        (Activation::Quintic, "z⁵ − z: a polynomial"),
    ];
    shown
        .into_iter()
        .fold(Panels::new(3).row_height(180.0), |panels, (activation, caption)| {
            let reach = if activation.degree().is_some() { 1.35 } else { 4.0 };
            let z = (0..=400).map(|i| reach * (f64::from(i) / 200.0 - 1.0));
            let points: Vec<(f64, f64)> = z.map(|z| (z, activation.at(z))).collect();
            let colour = usize::from(activation.degree().is_some());
            panels.panel(caption, LinePlot::new("z", "").colour(colour).curve("", &points))
        })
        .figure(
            "shapes",
            "Six activations. The lesson's theorem speaks of the first. Only the last, a \
             polynomial, fails.",
            "Six small graphs: an S-shaped curve; an S that dips below 0 before and rises above 1 \
             after the middle; a bell; a curve that is 0 on the left and climbs on the right; a \
             jump from 0 to 1; a polynomial of degree five with two turning points.",
        )
}

/// Error against width in four groups.
pub(super) fn errors(results: &Results<'_>) -> Figure {
    use Activation as A;
    let groups: [(&str, &[A]); 4] = [
        ("sigmoidal", &[A::Sigmoid, A::Tanh, A::Erf, A::Wiggle]),
        ("smooth, other shapes", &[A::Softplus, A::Gelu, A::Silu, A::Sine, A::Gauss]),
        ("kinks and a jump", &[A::Relu, A::LeakyRelu, A::Hat, A::Step]),
        ("polynomials", &[A::Identity, A::Square, A::Cube, A::Quintic]),
    ];
    let mut plots = groups.map(|(_, activations)| {
        let plot = LinePlot::new("hidden units H", "mean squared error").log2_x().log_y();
        activations.iter().fold(plot, |plot, &activation| {
            plot.band(activation.name(), &quartiles(results, activation))
        })
    });
    LinePlot::share_axes(&mut plots);
    let panels = groups.iter().zip(plots);
    panels
        .fold(Panels::new(2).row_height(290.0), |panels, ((caption, _), plot)| {
            panels.panel(caption, plot)
        })
        .figure(
            "errors",
            "The error that the best read-out weights leave on the lesson's target, against the \
             number of random units. Smooth activations fall to the limits of the arithmetic, \
             those with kinks or a jump like a power of the width, and polynomials not at all. \
             Medians and quartiles over seeds.",
            "Four panels on the same logarithmic axes. In the first two all curves plunge by more \
             than twenty powers of ten. In the third they fall steadily, the step slowest. In the \
             fourth four curves are level lines near the top.",
        )
}

fn quartiles(results: &Results<'_>, activation: Activation) -> Vec<(f64, f64, f64, f64)> {
    let at = |&hidden: &usize| {
        let errors = results.errors(activation, hidden);
        (hidden as f64, median(&errors), quantile(&errors, 0.25), quantile(&errors, 0.75))
    };
    results.constants.widths.iter().map(at).collect()
}

/// Polynomials for |x|.
pub(super) fn absolute_value(results: &Results<'_>) -> Figure {
    let errors = results.absolute_value();
    let points: Vec<(f64, f64)> = errors.iter().map(|&(n, error)| (n as f64, error)).collect();
    LinePlot::new("degree", "largest error for |x| on [−1, 1]")
        .log2_x()
        .log_y()
        .line("interpolant", &points)
        .reference_slope(-1.0, "slope −1")
        .figure(
            "absolute-value",
            "Polynomials come as near as one likes to a function that is none: the largest error \
             of interpolants of |x| against their degree.",
            "A straight line falling with slope minus one on logarithmic axes.",
        )
}

/// One layer of squares against many.
pub(super) fn squaring(results: &Results<'_>) -> Figure {
    let networks = results.squaring();
    let deep: Vec<(f64, f64)> =
        networks.iter().map(|(layers, found)| (f64::from(*layers), found.network)).collect();
    LinePlot::new("hidden layers", "mean squared error")
        .log_y()
        .line("written down", &deep)
        .horizontal(results.best_polynomial(2), "one layer, any width")
        .figure(
            "squaring",
            "Units that square, on the lesson's target. One layer stays at the best parabola \
             whatever its width. Each further layer doubles the degree, and the error plunges.",
            "On a logarithmic axis a level dashed line near the top, and a line that starts on it \
             and plunges by many powers of ten over five layers.",
        )
}
