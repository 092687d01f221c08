//! Two curves against the size, and the space between them.

use report::Figure;

use super::{Class, Method, Results, sawtooth};
use crate::figure::{Drawing, LinePlot, Panels, RowPlot};
use crate::stats::{median, quantile};

type Band = Vec<(f64, f64, f64, f64)>;

/// A median with its quartiles at `x`; what cannot be drawn is a gap.
fn spread(x: usize, values: &[f64]) -> (f64, f64, f64, f64) {
    let finite = |value: f64| if value.is_finite() { value } else { f64::NAN };
    let at = |p| finite(quantile(values, p));
    (x as f64, at(0.5), at(0.25), at(0.75))
}

/// What there is and what is found.
pub(super) fn gap(results: &Results<'_>) -> Figure {
    let widths = &results.constants.widths;
    let plot = LinePlot::new("hidden units H", "mean squared error").log2_x().log_y();
    // The band of the first curve reaches down to the best known network: the gap.
    let gap: Band = widths
        .iter()
        .map(|&width| {
            let trained = median(&results.errors(Method::GradientDescent, width));
            (width as f64, trained, results.best(width), trained)
        })
        .collect();
    let line = |value: &dyn Fn(usize) -> f64| -> Vec<(f64, f64)> {
        widths.iter().map(|&width| (width as f64, value(width))).collect()
    };
    let plot = plot.band(Method::GradientDescent.name(), &gap);
    let others = Method::TRAINING.into_iter().skip(1);
    let plot = others.fold(plot, |plot, method| {
        plot.line(method.name(), &line(&|width| median(&results.errors(method, width))))
    });
    plot.line("best known", &line(&|width| results.best(width))).figure(
        "gap",
        "What training finds and what is there: the median error after three kinds of training, \
         and the least error known of a network of the same class. The shaded space is the gap \
         between existence and gradient descent.",
        "On logarithmic axes three nearly level curves near the top, and a fourth that falls by \
         some twenty powers of ten between 4 and 256 units. The space between is shaded and \
         opens like a wedge.",
    )
}

/// Shares of right answers with true and with random labels.
pub(super) fn labels(results: &Results<'_>) -> Figure {
    let examples = results.constants.random_examples;
    let train = |random| results.accuracy(examples, random, |a| a.train);
    let test = |random| results.accuracy(examples, random, |a| a.test);
    RowPlot::new("share of right answers")
        .range(0.0, 1.0)
        .dots("true labels, training", &train(false))
        .dots("true labels, test", &test(false))
        .colour(1)
        .dots("random labels, training", &train(true))
        .dots("random labels, test", &test(true))
        .rule(0.1, "chance")
        .figure(
            "labels",
            "The same network and the same digits, with their labels and with random ones. It \
             learns both by heart. Only one of the two says anything about other digits. One dot a \
             seed.",
            "Four rows of dots. In training both kinds of labels are right throughout. On the test \
             set true labels give most answers right, random labels one in ten.",
        )
}

/// Errors against the number of examples.
pub(super) fn examples(results: &Results<'_>) -> Figure {
    let numbers = &results.constants.examples;
    let test = |&n: &usize| spread(n, &results.accuracy(n, false, |a| 1.0 - a.test));
    LinePlot::new("examples", "test error")
        .log_x()
        .log_y()
        .band("one network", &numbers.iter().map(test).collect::<Band>())
        .figure(
            "examples",
            "The same network with more and more examples. Nothing about what it can represent \
             changes along this curve. Medians and quartiles over seeds.",
            "A curve that falls steadily on logarithmic axes.",
        )
}

/// Two classes that change places.
pub(super) fn sawtooth(results: &Results<'_>) -> Figure {
    let iterates = &results.constants.iterates;
    let points = results.constants.sawtooth.fine_points();
    let best = |error: &dyn Fn(usize) -> f64| -> Vec<(f64, f64)> {
        iterates.iter().map(|&k| (k as f64, error(k))).collect()
    };
    let trained = |class| -> Band {
        iterates.iter().map(|&k| spread(k, &results.sawtooth(class, k))).collect()
    };
    let axes = || {
        let plot = LinePlot::new("k of T^k", "mean squared error").include_y(0.0);
        plot.horizontal(1.0 / 12.0, "constant ½")
    };
    let mut plots = [
        axes()
            .line("deep", &best(&|k| sawtooth::written_down(k, points)))
            .line("shallow, at least", &best(&|k| sawtooth::shallow_floor(k, points))),
        axes().band("deep", &trained(Class::Deep)).band("shallow", &trained(Class::Shallow)),
    ];
    LinePlot::share_axes(&mut plots);
    let [exists, found] = plots;
    Panels::new(2)
        .row_height(300.0)
        .panel("the best of the class", exists)
        .panel("after training", found)
        .figure(
            "sawtooth",
            "Deep and shallow networks with the same number of parameters on the sawtooth. (a) \
             The deep class contains it; no shallow network of this size comes nearer than the \
             upper curve. (b) What training makes of either is hardly better than the constant one \
             half (dashed). Medians and quartiles over seeds.",
            "Left: a level line at zero for deep networks, and above it a slowly rising line for \
             shallow ones, both far below a dashed line. Right: both lines lie on the dashed line.",
        )
}
