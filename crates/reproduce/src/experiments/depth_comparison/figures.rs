//! What the last layer sees, what the lesson's table compares, and what depth
//! does when it is trained.

use report::Figure;

use super::verdicts::{gaps, last_layers};
use super::{Results, Training, name, parameters, test_errors, train_errors};
use crate::figure::{Drawing, LinePlot, Panels, RowPlot};
use crate::stats::{median, quantile};

/// The units of the last hidden layer of the lesson's networks, first seed.
pub(super) fn features(results: &Results<'_>) -> Figure {
    let mut panels = Panels::new(3).row_height(180.0);
    for hidden in &results.constants.lesson {
        let runs = results.as_written(hidden);
        let layer = last_layers(&runs).next().expect("a run as written");
        let unit = |unit: &[f64; 3]| [-3.0, 0.0, 3.0].into_iter().zip(*unit).collect::<Vec<_>>();
        let units: Vec<Vec<(f64, f64)>> = layer.units.iter().map(unit).collect();
        let plot = LinePlot::new("x", "").strands("", &units).include_y(1.0);
        panels = panels.panel(&name(hidden), plot);
    }
    panels.figure(
        "features",
        "Everything that the last layer of the lesson's networks has to work with: each line is one \
         unit of the last hidden layer as a function of the input, before training and after it. \
         First seed.",
        "Five panels. In all of them every line is bent at zero and straight elsewhere: rays to the \
         left, rays to the right and wedges. No panel has a bend anywhere else.",
    )
}

/// Final errors as written, over the optimum.
pub(super) fn as_written(results: &Results<'_>) -> Figure {
    let constants = results.constants;
    let runs = |hidden| results.as_written(hidden);
    let optimum: Vec<f64> =
        last_layers(&runs(&constants.lesson[0])).map(|layer| layer.optimum).collect();
    let plot = constants.lesson.iter().fold(RowPlot::new("final mean squared error"), |plot, h| {
        plot.dots(&name(h), &train_errors(&runs(h)))
    });
    plot.rule(median(&optimum), "optimum of all").figure(
        "as-written",
        "The lesson's table over seeds, one dot a run: hidden layers × width against the final error. \
         The dashed line is the least error that any of the five last layers can reach, if its units \
         have not died.",
        "Five rows of dots. Those of the first three networks lie on the dashed line, and so do \
         most of the fourth; those of the fifth, the deepest and narrowest, scatter far to its \
         right.",
    )
}

/// Errors against depth with all layers trained.
pub(super) fn trained(results: &Results<'_>) -> Figure {
    let constants = results.constants;
    let mut plots = [train_errors, test_errors].map(|errors| {
        let mut plot = LinePlot::new("hidden layers", "mean squared error").log_y().include_x(0.0);
        for (training, rates) in constants.optimisers() {
            let point = |hidden: &Vec<usize>| {
                let errors = errors(&results.best(hidden, training, rates).1);
                let [low, middle, high] = [0.25, 0.5, 0.75].map(|p| quantile(&errors, p));
                (hidden.len() as f64, middle, low, high)
            };
            let band: Vec<_> = constants.matched.iter().map(point).collect();
            let name = if training == Training::Adam { "Adam" } else { "descent" };
            plot = plot.band(name, &band);
        }
        plot
    });
    LinePlot::share_axes(&mut plots);
    let [train, test] = plots;
    Panels::new(2).row_height(300.0).panel("training", train).panel("test", test).figure(
        "trained",
        "The lesson's target with all layers trained and about a thousand parameters in each \
         network: error against the number of hidden layers, every network and optimiser at the \
         best of its rates. Medians and quartiles over seeds.",
        "Two panels with logarithmic axes, much alike. Adam's error is the same for one hidden layer \
         and two and falls steeply from there to five. That of gradient descent is higher \
         throughout, goes up and down, and is low only for the deepest network.",
    )
}

/// The gap between test and training error against parameters.
fn gaps_plot(results: &Results<'_>, networks: &[Vec<usize>]) -> LinePlot {
    let point = |hidden: &Vec<usize>| {
        let gaps = gaps(&results.noisy(hidden));
        let [low, middle, high] = [0.25, 0.5, 0.75].map(|p| quantile(&gaps, p));
        (parameters(hidden) as f64, middle, low, high)
    };
    let band: Vec<_> = networks.iter().map(point).collect();
    LinePlot::new("parameters", "test − training MSE").log_x().include_y(0.0).band("", &band)
}

/// Both series.
pub(super) fn gap_growth(results: &Results<'_>) -> Figure {
    let constants = results.constants;
    let mut plots =
        [&constants.widening, &constants.deepening].map(|networks| gaps_plot(results, networks));
    LinePlot::share_axes(&mut plots);
    let [widening, deepening] = plots;
    let depth = constants.widening[0].len();
    let width = constants.deepening[0][0];
    Panels::new(2)
        .row_height(280.0)
        .panel(&format!("{depth} layers, growing width"), widening)
        .panel(&format!("width {width}, growing depth"), deepening)
        .figure(
            "gaps",
            "Noisy samples: how much larger the error on fresh samples is than in training, against \
             the number of parameters. Medians and quartiles over seeds.",
            "Two panels over a logarithmic parameter axis. With growing width the curve is nearly level; \
             with growing depth it rises to three times its first value.",
        )
}
