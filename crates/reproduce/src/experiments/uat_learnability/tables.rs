//! The gaps in numbers.

use nn::Stream;
use report::Table;
use serde_json::Value;

use super::{Class, Method, Results, UatLearnability, sawtooth};
use crate::Experiment;
use crate::stats::{Estimate, mean_interval, median, median_interval, quantile};

/// A median with its interval.
fn estimate(values: &[f64], purpose: &str) -> Estimate {
    median_interval(values, &mut Stream::new(UatLearnability::ID, 0, purpose))
}

/// The best known network against the trained one.
pub(super) fn gap(results: &Results<'_>) -> Table {
    let mut table = Table::new(
        "gap",
        "The same networks on the same target: median mean squared errors over seeds after three \
         kinds of training and by least squares, the least error known, and how many times larger \
         that of gradient descent is.",
    )
    .column("units", "int");
    for method in Method::ALL {
        table = table.column(method.name(), "sci1");
    }
    table = table.column("best known", "sci1").column("gradient descent / best", "sci1");
    for &width in &results.constants.widths {
        let medians = Method::ALL.map(|method| median(&results.errors(method, width)));
        let best = results.best(width);
        let mut row: Vec<Value> = vec![width.into()];
        row.extend(medians.map(report::number));
        row.extend([best, medians[0] / best].map(report::number));
        table.rows.push(row);
    }
    table
}

/// True and random labels.
pub(super) fn labels(results: &Results<'_>) -> Table {
    let examples = results.constants.random_examples;
    let mut table = Table::new(
        "labels",
        "The same digits with their labels and with random ones: mean share of right answers on \
         the examples that were learned and on digits of other writers, with intervals.",
    )
    .column("labels", "text")
    .column("examples", "int")
    .column("right in training", "pct1")
    .column("right on the test set", "pct1")
    .column("from", "pct1")
    .column("to", "pct1");
    for (name, random) in [("true", false), ("random", true)] {
        let train = mean_interval(&results.accuracy(examples, random, |a| a.train));
        let test = mean_interval(&results.accuracy(examples, random, |a| a.test));
        table.push([
            name.into(),
            examples.into(),
            train.value.into(),
            test.value.into(),
            test.interval[0].into(),
            test.interval[1].into(),
        ]);
    }
    table
}

/// More examples.
pub(super) fn examples(results: &Results<'_>) -> Table {
    let mut table = Table::new(
        "examples",
        "One network, more and more examples: median errors on what was learned and on digits of \
         other writers, with an interval for the latter.",
    )
    .column("examples", "int")
    .column("training error", "pct1")
    .column("test error", "pct1")
    .column("from", "pct1")
    .column("to", "pct1");
    for &n in &results.constants.examples {
        let train = results.accuracy(n, false, |a| 1.0 - a.train);
        let test = estimate(&results.accuracy(n, false, |a| 1.0 - a.test), &format!("{n}"));
        table.push([
            n.into(),
            median(&train).into(),
            test.value.into(),
            test.interval[0].into(),
            test.interval[1].into(),
        ]);
    }
    table
}

/// Two classes of the same size.
pub(super) fn sawtooth(results: &Results<'_>) -> Table {
    let mut table = Table::new(
        "sawtooth",
        "Deep and shallow networks of the same size on the sawtooth T^k: the best mean squared \
         error of the class, or a bound that no network of it can go below, and the errors after \
         training, over seeds.",
    )
    .column("k", "int")
    .column("class", "text")
    .column("parameters", "int")
    .column("best possible", "f4")
    .column("is", "text")
    .column("median trained", "f4")
    .column("from", "f4")
    .column("to", "f4")
    .column("best trained", "f4");
    let points = results.constants.sawtooth.fine_points();
    for &k in &results.constants.iterates {
        for class in Class::BOTH {
            let errors = results.sawtooth(class, k);
            let trained = estimate(&errors, &format!("{} {k}", class.name()));
            let (best, kind) = match class {
                Class::Deep => (sawtooth::written_down(k, points), "attained"),
                Class::Shallow => (sawtooth::shallow_floor(k, points), "a lower bound"),
            };
            table.push([
                k.into(),
                class.name().into(),
                (6 * k + 1).into(),
                best.into(),
                kind.into(),
                trained.value.into(),
                trained.interval[0].into(),
                trained.interval[1].into(),
                quantile(&errors, 0.0).into(),
            ]);
        }
    }
    table
}
