//! The four targets against size, and one page with everything.

use report::Figure;

use super::target::Target;
use super::{Fit, Results, Sweep};
use crate::figure::{Drawing, LinePlot, Panels};

/// Error against parameters for each target and each way to get the weights.
pub(super) fn sizes(results: &Results<'_>) -> Figure {
    let plot = |target: Target| {
        let mut plot = plot("parameters");
        for (colour, fit) in Fit::ALL.into_iter().enumerate() {
            let at = |&size: &usize| {
                let parameters = results.parameters(target, size) as f64;
                results.band(parameters, Sweep::Size(size), target, fit)
            };
            // An error of zero has no place on a logarithmic axis.
            let band: Vec<_> =
                results.sizes(target).iter().map(at).filter(|point| point.1 > 1e-20).collect();
            if !band.is_empty() {
                plot = plot.colour(colour).band(fit.name(), &band);
            }
        }
        plot
    };
    let grid = Target::ALL
        .into_iter()
        .fold(Panels::new(2), |panels, target| panels.panel(target.name(), plot(target)));
    grid.figure(
        "sizes",
        "What a size can represent and what is found: error as a share of the target's variance \
         against the number of parameters. Written down, with random hidden layers and the last \
         one by least squares, and trained. Medians and quartiles over seeds. The construction of \
         the iterated triangle map has no error at any size, so it is below the panel.",
        "Four panels on logarithmic axes. For the lesson's curve and the square the written-down \
         networks fall far below the trained ones. For the random walk the two stay close.",
    )
}

/// Small multiples of what trained networks do, with one axis for the error.
pub(super) fn one_page(results: &Results<'_>) -> Figure {
    let mut plots = [parameters(results), pieces(results), depth(results), examples(results)];
    LinePlot::share_y(&mut plots);
    let captions = ["parameters", "linear pieces", "depth, parameters fixed", "noisy examples"];
    let grid = plots
        .into_iter()
        .zip(captions)
        .fold(Panels::new(2), |panels, (plot, caption)| panels.panel(caption, plot));
    grid.figure(
        "one-page",
        "The lesson's curve and a random walk: error as a share of the variance against \
         parameters, linear pieces counted exactly (a dot a trained network, the line the \
         construction), hidden layers at about 200 parameters, and noisy examples of the lesson's \
         curve. Medians and quartiles over seeds.",
        "Four panels with the same logarithmic error axis. The error falls with parameters, and \
         with pieces down to the construction's line at best; depth alone changes little; more \
         examples lower the error of a fixed network.",
    )
}

fn plot(x: &str) -> LinePlot {
    LinePlot::new(x, "error / variance").log2_x().log_y()
}

fn parameters(results: &Results<'_>) -> LinePlot {
    results.constants.depth_targets.iter().fold(plot("parameters"), |plot, &target| {
        let at = |&size: &usize| {
            let parameters = results.parameters(target, size) as f64;
            results.band(parameters, Sweep::Size(size), target, Fit::Training)
        };
        let band: Vec<_> = results.sizes(target).iter().map(at).collect();
        plot.band(target.name(), &band)
    })
}

fn pieces(results: &Results<'_>) -> LinePlot {
    let curve = Target::Curve;
    let runs = |fit| {
        let sizes = results.sizes(curve).iter();
        sizes.flat_map(move |&size| results.at(Sweep::Size(size), curve, fit))
    };
    let dot = |run: &super::Outcome| (run.pieces as f64, run.error);
    let trained: Vec<(f64, f64)> = runs(Fit::Training).map(dot).collect();
    let written: Vec<(f64, f64)> = runs(Fit::Construction).map(dot).collect();
    plot("linear pieces").points("trained", &trained).colour(2).line("written down", &written)
}

fn depth(results: &Results<'_>) -> LinePlot {
    results.constants.depth_targets.iter().fold(plot("hidden layers"), |plot, &target| {
        let at = |&(depth, _): &(usize, usize)| {
            results.band(depth as f64, Sweep::Depth(depth), target, Fit::Training)
        };
        let band: Vec<_> = results.constants.depths.iter().map(at).collect();
        plot.band(target.name(), &band)
    })
}

fn examples(results: &Results<'_>) -> LinePlot {
    let at = |&n: &usize| results.band(n as f64, Sweep::Examples(n), Target::Curve, Fit::Training);
    let band: Vec<_> = results.constants.examples.iter().map(at).collect();
    plot("examples n").band(Target::Curve.name(), &band)
}
