//! The tables.

use report::{Table, number};
use serde_json::{Map, Value, json};

use super::verdicts::{gaps, last_layers};
use super::{Results, Training, name, parameters, test_errors, train_errors};
use crate::stats::{median, quantile};

/// Parameters of the lesson's networks and of the matched ones.
pub(super) fn budgets(results: &Results<'_>) -> Table {
    let constants = results.constants;
    let mut table = Table::new(
        "budgets",
        "Hidden layers × width and the parameters they have: the lesson's five networks, and as many \
         layers at about a thousand.",
    )
    .column("lesson", "text")
    .column("parameters", "int")
    .column("matched", "text")
    .column("parameters ", "int");
    for (lesson, matched) in constants.lesson.iter().zip(&constants.matched) {
        table.push([
            name(lesson).into(),
            parameters(lesson).into(),
            name(matched).into(),
            parameters(matched).into(),
        ]);
    }
    table
}

/// The lesson's table over seeds, with what there was to be found.
pub(super) fn as_written(results: &Results<'_>) -> Table {
    let mut table = Table::new(
        "as-written",
        "The lesson's table over seeds: final MSE (median, lowest, highest), the least MSE that its \
         last layer could have reached (median), and the number of independent functions that the \
         last layer combines (lowest, highest).",
    )
    .column("layers", "text")
    .column("parameters", "int")
    .column("MSE", "f6")
    .column("lowest", "f6")
    .column("highest", "f6")
    .column("optimum", "f6")
    .column("rank from", "int")
    .column("to", "int");
    for hidden in &results.constants.lesson {
        let runs = results.as_written(hidden);
        let errors = train_errors(&runs);
        let optima: Vec<f64> = last_layers(&runs).map(|layer| layer.optimum).collect();
        let ranks: Vec<f64> = last_layers(&runs).map(|layer| layer.rank as f64).collect();
        table.push([
            name(hidden).into(),
            parameters(hidden).into(),
            median(&errors).into(),
            quantile(&errors, 0.0).into(),
            quantile(&errors, 1.0).into(),
            median(&optima).into(),
            quantile(&ranks, 0.0).into(),
            quantile(&ranks, 1.0).into(),
        ]);
    }
    table
}

/// The same for the prose.
pub(super) fn last_layer_values(results: &Results<'_>) -> Value {
    let constants = results.constants;
    let entry = |hidden: &Vec<usize>| {
        let runs = results.as_written(hidden);
        let of = |value: fn(&super::LastLayer) -> f64| -> f64 {
            median(&last_layers(&runs).map(value).collect::<Vec<_>>())
        };
        let deficient = last_layers(&runs).filter(|layer| layer.rank < 3).count();
        let values = json!({
            "mse": number(median(&train_errors(&runs))),
            "before": of(|layer| layer.before),
            "optimum": of(|layer| layer.optimum),
            "deficient": deficient,
        });
        (hidden.len().to_string(), values)
    };
    Value::Object(constants.lesson.iter().map(entry).collect::<Map<_, _>>())
}

/// Median errors of every optimiser and rate.
pub(super) fn rates(results: &Results<'_>) -> Table {
    let constants = results.constants;
    let mut table = Table::new(
        "rates",
        "All layers trained at matched budgets: median training MSE at every rate tried. Infinite: \
         most runs diverged.",
    )
    .column("training", "text")
    .column("rate", "f3");
    for hidden in &constants.matched {
        table = table.column(name(hidden), "sci1");
    }
    for (training, rates) in constants.optimisers() {
        for &rate in rates {
            let mut row: Vec<Value> = vec![training_name(training).into(), rate.into()];
            for hidden in &constants.matched {
                let errors = train_errors(&results.at(hidden, training, rate));
                row.push(number(median(&errors)));
            }
            table.rows.push(row);
        }
    }
    table
}

/// Training and test errors of every optimiser at its best rate.
pub(super) fn trained(results: &Results<'_>) -> Table {
    let constants = results.constants;
    let mut table = Table::new(
        "trained",
        "All layers trained at matched budgets, each network at the best of the rates: training MSE \
         (median, quartiles) and test MSE (median).",
    )
    .column("training", "text")
    .column("layers", "text")
    .column("parameters", "int")
    .column("best rate", "f3")
    .column("MSE", "sci1")
    .column("quartile", "sci1")
    .column("quartile ", "sci1")
    .column("test MSE", "sci1");
    for (training, rates) in constants.optimisers() {
        for hidden in &constants.matched {
            let (rate, runs) = results.best(hidden, training, rates);
            let errors = train_errors(&runs);
            table.push([
                training_name(training).into(),
                name(hidden).into(),
                parameters(hidden).into(),
                rate.into(),
                median(&errors).into(),
                quantile(&errors, 0.25).into(),
                quantile(&errors, 0.75).into(),
                median(&test_errors(&runs)).into(),
            ]);
        }
    }
    table
}

/// The same for the prose: `trained.adam.5.test`.
pub(super) fn trained_values(results: &Results<'_>) -> Value {
    let constants = results.constants;
    let optimiser = |(training, rates): (Training, &[f64])| {
        let entry = |hidden: &Vec<usize>| {
            let (rate, runs) = results.best(hidden, training, rates);
            let values = json!({
                "rate": rate,
                "train": number(median(&train_errors(&runs))),
                "test": number(median(&test_errors(&runs))),
            });
            (hidden.len().to_string(), values)
        };
        let values: Map<_, _> = constants.matched.iter().map(entry).collect();
        (format!("{training:?}").to_lowercase(), Value::Object(values))
    };
    Value::Object(constants.optimisers().into_iter().map(optimiser).collect())
}

/// Errors on noisy samples.
pub(super) fn noisy(results: &Results<'_>) -> Table {
    let constants = results.constants;
    let mut table = Table::new(
        "noisy",
        "All layers trained with Adam on noisy samples: medians over seeds of the training MSE, of \
         the MSE on fresh noisy samples, and of the gap between the two, with its quartiles.",
    )
    .column("series", "text")
    .column("layers", "text")
    .column("parameters", "int")
    .column("training MSE", "f4")
    .column("test MSE", "f4")
    .column("gap", "f4")
    .column("quartile", "f4")
    .column("quartile ", "f4");
    let series = [("width", &constants.widening), ("depth", &constants.deepening)];
    for (what, networks) in series {
        for hidden in networks {
            let runs = results.noisy(hidden);
            let gaps = gaps(&runs);
            table.push([
                what.into(),
                name(hidden).into(),
                parameters(hidden).into(),
                median(&train_errors(&runs)).into(),
                median(&test_errors(&runs)).into(),
                median(&gaps).into(),
                quantile(&gaps, 0.25).into(),
                quantile(&gaps, 0.75).into(),
            ]);
        }
    }
    table
}

fn training_name(training: Training) -> &'static str {
    match training {
        Training::LastLayer => "last layer",
        Training::Descent => "gradient descent",
        Training::Adam | Training::Noisy(_) => "Adam",
    }
}
