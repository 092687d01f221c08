//! Accuracy against the number of weights for several widths, and the best of m masks.

use report::Figure;

use super::findings::Results;
use crate::figure::{Drawing, LinePlot};
use crate::stats::{mean, mean_interval};

fn band(points: Vec<(f64, Vec<f64>)>) -> Vec<(f64, f64, f64, f64)> {
    let point = |(x, values): (f64, Vec<f64>)| {
        let mean = mean_interval(&values);
        (x, mean.value, mean.interval[0], mean.interval[1])
    };
    points.into_iter().map(point).collect()
}

/// One curve a width.
pub(super) fn widths(results: &Results<'_>) -> Figure {
    let plot = LinePlot::new("weights of the ticket", "test accuracy").log2_x();
    let curves = results.curves().into_iter();
    let plot = curves.fold(plot, |plot, (width, curve)| {
        let points = curve.into_iter().map(|(weights, values)| (weights as f64, values));
        plot.band(&format!("{width} units"), &band(points.collect()))
    });
    plot.figure(
        "widths",
        "Tickets of equal size, found in networks of different widths. Each curve begins at its \
         right end with the dense network and halves the weights towards the left. Bands are 95 % \
         intervals of the mean over seeds.",
        "Four curves that rise with the number of weights and level off. On the right the wider \
         networks are ahead; the curves cross, and with the fewest weights the order is reversed.",
    )
}

/// The best of m.
pub(super) fn masks(results: &Results<'_>) -> Figure {
    let trained = results.best_of(|drawn| &drawn.trained);
    let untrained = results.best_of(|drawn| &drawn.untrained);
    let ends = [1.0, untrained.last().expect("a mask").0 as f64];
    let [dense, ticket] = results.dense_and_ticket().map(|values| mean(&values));
    let points = |best: Vec<(usize, Vec<f64>)>| {
        band(best.into_iter().map(|(m, values)| (m as f64, values)).collect())
    };
    LinePlot::new("number of random masks m", "test accuracy of the best")
        .log2_x()
        .include_y(0.0)
        .context("dense", &ends.map(|m| (m, dense)))
        .theory("ticket", &ends.map(|m| (m, ticket)))
        .band("trained", &points(trained))
        .band("untrained", &points(untrained))
        .figure(
            "masks",
            "The best of m random masks, chosen on held-out digits. Trained: each mask is trained \
             from the first weights. Untrained: it is only laid over them. The dense network and \
             the ticket with as many weights are levels. Bands are 95 % intervals of the mean over \
             seeds.",
            "The curve of trained masks is nearly flat and stays below the levels of the dense \
             network and the ticket. The curve of untrained masks begins near one in ten and rises \
             slowly with each doubling, far below.",
        )
}
