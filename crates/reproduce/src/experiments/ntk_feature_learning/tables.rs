//! Changes of the kernel, and errors on the single-index target.

use report::Table;

use super::Scaling;
use super::findings::Results;
use super::task::Learner;

/// All tables, in the order of the chapter.
pub(super) fn all(results: &Results<'_>) -> Vec<Table> {
    vec![drift(results), task(results)]
}

fn drift(results: &Results<'_>) -> Table {
    let constants = results.constants;
    let mut table = Table::new(
        "drift",
        format!(
            "The relative change of the tangent kernel until {} points are fitted to a mean squared \
             error of {}: medians over seeds at the smallest width, at {} with the 95 % interval, \
             and at the largest; and the exponent of the width, fitted to each seed, as the mean \
             over seeds with its interval.",
            constants.points, constants.loss, constants.width
        ),
    )
    .column("scaling", "text")
    .column("hidden layers", "int")
    .column("width", "int")
    .column("change", "pct1")
    .column("at the middle width", "pct1")
    .column("low", "pct1")
    .column("high", "pct1")
    .column("width ", "int")
    .column("change ", "pct1")
    .column("exponent", "f2")
    .column("low ", "f2")
    .column("high ", "f2");
    for scaling in Scaling::BOTH {
        for layers in results.depths() {
            let widths = results.widths(layers);
            let ends = [widths[0], widths[widths.len() - 1]];
            let [narrow, wide] = ends.map(|width| results.change(scaling, layers, width).value);
            let middle = results.change(scaling, layers, constants.width);
            let rate = results.rate(scaling, layers);
            table.push([
                scaling.name().into(),
                layers.into(),
                ends[0].into(),
                narrow.into(),
                middle.value.into(),
                middle.interval[0].into(),
                middle.interval[1].into(),
                ends[1].into(),
                wide.into(),
                rate.map(|rate| rate.slope).into(),
                rate.map(|rate| rate.interval[0]).into(),
                rate.map(|rate| rate.interval[1]).into(),
            ]);
        }
    }
    table
}

fn task(results: &Results<'_>) -> Table {
    let setting = results.constants.task;
    let mut table = Table::new(
        "task",
        format!(
            "The single-index target with {} inputs: test error (median over seeds with its 95 % \
             interval; the target's mean square is 1), the number of steps that the held-out \
             examples chose (median), and the share of the first layer's squared weights in the \
             target's direction (median).",
            setting.inputs
        ),
    )
    .column("learner", "text")
    .column("examples", "int")
    .column("error", "f3")
    .column("low", "f3")
    .column("high", "f3")
    .column("steps", "f0")
    .column("direction", "pct1");
    for learner in Learner::ALL {
        for &samples in &results.constants.samples {
            let error = results.test_error(learner, samples);
            table.push([
                learner.name().into(),
                samples.into(),
                report::number(error.value).into(),
                report::number(error.interval[0]).into(),
                report::number(error.interval[1]).into(),
                results.steps(learner, samples).into(),
                results.direction(learner, samples).into(),
            ]);
        }
    }
    table
}
