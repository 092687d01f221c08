//! The lesson's table over seeds, the changes of its protocol, and the reason.

use report::{Table, number};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

use super::Results;
use super::setting::Setting;
use crate::stats::{median, quantile};

/// The lesson's four columns, with the spread over seeds and NumPy's median.
pub(super) fn width_table(results: &Results<'_>) -> Table {
    let mut table = Table::new(
        "width-table",
        "The lesson's table over seeds: the median of the final mean squared error, its range, \
         and the same median of the lesson's loop in NumPy with seeds of its own.",
    )
    .column("hidden size", "int")
    .column("MSE", "f6")
    .column("lowest", "f6")
    .column("highest", "f6")
    .column("NumPy's MSE", "f6")
    .column("parameters", "int")
    .column("MSE/param", "sci2");
    let numpy = NumPy::load();
    for &hidden in results.widths(Setting::AsWritten) {
        let errors = results.errors(Setting::AsWritten, hidden);
        let parameters = 3 * hidden + 1;
        table.push([
            hidden.into(),
            median(&errors).into(),
            quantile(&errors, 0.0).into(),
            quantile(&errors, 1.0).into(),
            numpy.final_mse.get(&hidden).map(|errors| median(errors)).into(),
            parameters.into(),
            (median(&errors) / parameters as f64).into(),
        ]);
    }
    table
}

/// Median errors of every setting at the widths it was run at.
pub(super) fn settings(results: &Results<'_>) -> Table {
    let widths = &results.constants.widths;
    let mut table = Table::new(
        "settings",
        "The median final mean squared error over seeds when one thing about the protocol \
         changes.",
    )
    .column("setting", "text");
    for hidden in widths {
        table = table.column(format!("H = {hidden}"), "sci1");
    }
    let changes = results.constants.changes.iter().map(|(setting, _)| *setting);
    for setting in std::iter::once(Setting::AsWritten).chain(changes) {
        let mut row: Vec<Value> = vec![setting.name(results.constants).into()];
        for hidden in widths {
            let ran = results.widths(setting).contains(hidden);
            let error = || number(median(&results.errors(setting, *hidden)));
            row.push(if ran { error() } else { Value::Null });
        }
        table.rows.push(row);
    }
    table
}

/// How slopes and bends go with the width.
pub(super) fn why(results: &Results<'_>) -> Table {
    let mut table = Table::new(
        "why",
        "As written, the hidden units' slopes shrink as the width grows, and with them what the \
         network can bend: root mean square of the slopes before and after training, and the \
         fit's distance to a straight line relative to the target's. Medians over seeds.",
    )
    .column("hidden size", "int")
    .column("Glorot's standard deviation", "f3")
    .column("slopes before", "f3")
    .column("slopes after", "f3")
    .column("bend", "f3");
    for &hidden in results.widths(Setting::AsWritten) {
        let of = |value: fn(&super::Outcome) -> f64| -> f64 {
            median(&results.at(Setting::AsWritten, hidden).map(value).collect::<Vec<_>>())
        };
        table.push([
            hidden.into(),
            (2.0 / (1 + hidden) as f64).sqrt().into(),
            of(|outcome| outcome.slope_before).into(),
            of(|outcome| outcome.slope_after.unwrap_or(f64::NAN)).into(),
            of(|outcome| outcome.bend.unwrap_or(f64::NAN)).into(),
        ]);
    }
    table
}

/// The lesson's loop in NumPy, seeds of its own: `tests/oracle/width_table.py`.
#[derive(Deserialize)]
struct NumPy {
    final_mse: BTreeMap<usize, Vec<f64>>,
}

impl NumPy {
    fn load() -> Self {
        serde_json::from_str(include_str!("numpy.json")).expect("the reference is well-formed")
    }
}

/// Does the median of each width lie in NumPy's range, and within three
/// interquartile ranges of NumPy's median? The streams of random numbers
/// differ, so the agreement can only be statistical.
pub(super) fn numpy_agreement(results: &Results<'_>) -> Value {
    let numpy = NumPy::load();
    let agrees = |hidden: &usize| {
        let reference = numpy.final_mse.get(hidden)?;
        let ours = median(&results.errors(Setting::AsWritten, *hidden));
        let within = |p: f64| quantile(reference, p);
        let range = within(0.0) <= ours && ours <= within(1.0);
        let near = (ours - within(0.5)).abs() <= 3.0 * (within(0.75) - within(0.25));
        Some(range && near)
    };
    let agreements: Vec<bool> = results.constants.widths.iter().filter_map(agrees).collect();
    json!({
        "widths": agreements.len(),
        "agreeing": agreements.iter().filter(|agrees| **agrees).count(),
    })
}
