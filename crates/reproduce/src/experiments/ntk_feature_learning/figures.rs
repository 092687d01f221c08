//! Change against width, against depth and against output scale; error against examples.

use report::Figure;

use super::Scaling;
use super::findings::Results;
use super::task::Learner;
use crate::figure::{Drawing, LinePlot, RowPlot};
use crate::stats::Estimate;

/// All figures, in the order of the chapter.
pub(super) fn all(results: &Results<'_>) -> Vec<Figure> {
    vec![drift(results), depth(results), scale(results), task(results)]
}

fn point(x: f64, estimate: Estimate) -> (f64, f64, f64, f64) {
    (x, estimate.value, estimate.interval[0], estimate.interval[1])
}

fn named(scaling: Scaling, layers: usize) -> String {
    match (scaling, layers) {
        (Scaling::MaximalUpdate, 1) => "mean field, 1 layer".to_owned(),
        (_, 1) => format!("{}, 1 layer", scaling.name()),
        _ => format!("{}, {layers} layers", scaling.name()),
    }
}

/// The picture of the chapter.
fn drift(results: &Results<'_>) -> Figure {
    let mut plot = LinePlot::new("width", "relative change of the kernel").log2_x().log_y();
    for scaling in Scaling::BOTH {
        for layers in results.depths() {
            let at = |&width: &usize| point(width as f64, results.change(scaling, layers, width));
            let band: Vec<_> = results.widths(layers).iter().map(at).collect();
            plot = plot.band(&named(scaling, layers), &band);
        }
    }
    let narrow = results.widths(1)[0];
    let start = results.change(Scaling::Ntk, 1, narrow).value;
    plot.reference_slope_through(-0.5, (narrow as f64, 0.6 * start), "slope −1/2").figure(
        "drift",
        "How much training changes the tangent kernel, against the width, in two scalings and with \
         one and four hidden layers: medians over seeds with their 95 % intervals. All networks \
         fit the same kind of data to the same loss.",
        "Four curves over the width on logarithmic axes. The two in maximal-update scaling, of \
         which the one with a single layer is called mean field, stay about level, the deeper one \
         higher. The two in NTK scaling fall steadily, the deeper one from a higher value.",
    )
}

fn depth(results: &Results<'_>) -> Figure {
    let width = results.constants.width;
    let mut plot = RowPlot::new("relative change of the kernel").log();
    for (colour, scaling) in Scaling::BOTH.into_iter().enumerate() {
        plot = plot.colour(colour);
        for layers in results.depths() {
            plot = plot.dots(&named(scaling, layers), &results.changes(scaling, layers, width));
        }
    }
    plot.figure(
        "depth",
        &format!(
            "How much the tangent kernel changes while networks of width {width} learn eight \
             points to the same loss: one dot a seed, the median as a stroke."
        ),
        "Four rows of dots on a logarithmic axis: NTK scaling with one and with four hidden layers, \
         mean field, and maximal update with four. The two rows of NTK scaling lie to the left of \
         the other two.",
    )
}

fn scale(results: &Results<'_>) -> Figure {
    let at = |&scale: &f64| point(scale, results.scaled_change(scale));
    let band: Vec<_> = results.constants.output_scales.iter().rev().map(at).collect();
    LinePlot::new("output scale a", "relative change of the kernel")
        .log2_x()
        .log_y()
        .band("", &band)
        .figure(
            "scale",
            &format!(
                "Networks of one and the same width, {}, with the same initial weights: outputs \
                 multiplied by a, steps divided by a². On the right, a = 1, is the NTK scaling, on \
                 the left end, a = 1 / √width, the mean-field scaling. Medians over seeds with \
                 their 95 % intervals.",
                results.constants.width
            ),
            "One curve on logarithmic axes that falls steadily from about one at the smallest \
             output scale to about a hundredth at the output scale 1.",
        )
}

fn task(results: &Results<'_>) -> Figure {
    let mut plot =
        LinePlot::new("examples", "test error").log2_x().include_y(0.0).horizontal(1.0, "");
    for learner in Learner::ALL {
        let at = |&n: &usize| point(n as f64, results.test_error(learner, n));
        let band: Vec<_> = results.constants.samples.iter().map(at).collect();
        plot = plot.band(learner.name(), &band);
    }
    plot.figure(
        "task",
        &format!(
            "Learning a target that depends on one direction of {}: mean squared error on new \
             examples against the number of examples, medians over seeds with their 95 % \
             intervals. Dashed: the error of the answer zero.",
            results.constants.task.inputs
        ),
        "Three curves over the number of examples. All fall. The mean-field network's is lowest \
         from 128 examples on; the fixed kernel needs several times as many examples for the same \
         error, and the NTK network lies above the fixed kernel.",
    )
}
