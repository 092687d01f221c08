//! Errors, ranks and what polynomials can do.

use nn::Stream;
use report::Table;
use serde_json::Value;

use super::verdicts::polynomial_deviations;
use super::{Results, UatActivations};
use crate::Experiment;
use crate::stats::{median, median_interval, quantile};

/// Every activation at a few widths.
pub(super) fn sweep(results: &Results<'_>) -> Table {
    let widths = &results.constants.widths;
    let n = widths.len();
    let shown = [widths[n / 4], widths[n / 2], widths[n - 1]];
    let mut table = Table::new(
        "sweep",
        "The mean squared error of random units with the best read-out weights: medians over \
         seeds at three widths, an interval for the last, and the first theorem that covers the \
         activation.",
    )
    .column("activation", "text");
    for width in shown {
        table = table.column(format!("H = {width}"), "sci1");
    }
    table = table.column("from", "sci1").column("to", "sci1").column("covered by", "text");
    for &activation in &results.constants.activations {
        let [few, some, many] = shown.map(|width| results.errors(activation, width));
        let mut stream = Stream::new(UatActivations::ID, 0, activation.name());
        let many = median_interval(&many, &mut stream);
        table.push([
            activation.name().into(),
            median(&few).into(),
            median(&some).into(),
            many.value.into(),
            many.interval[0].into(),
            many.interval[1].into(),
            activation.covered_by().into(),
        ]);
    }
    table
}

/// Polynomial activations against the best polynomial.
pub(super) fn polynomials(results: &Results<'_>) -> Table {
    let mut table = Table::new(
        "polynomials",
        "Polynomial activations stop at the best polynomial of their degree: the largest relative \
         distance to its error over all seeds and all widths beyond the degree.",
    )
    .column("activation", "text")
    .column("degree", "int")
    .column("best polynomial's MSE", "f6")
    .column("runs", "int")
    .column("largest relative distance", "sci1");
    for &activation in &results.constants.activations {
        let Some(degree) = activation.degree() else { continue };
        let deviations = polynomial_deviations(results, activation, degree);
        table.push([
            activation.name().into(),
            degree.into(),
            results.best_polynomial(degree).into(),
            deviations.len().into(),
            quantile(&deviations, 1.0).into(),
        ]);
    }
    table
}

/// What random units see of points.
pub(super) fn ranks(results: &Results<'_>) -> Table {
    let shapes = &results.constants.ranks;
    let mut table = Table::new(
        "ranks",
        "The finite analogue of a discriminatory function: the least rank over seeds of the \
         outputs of random units on n points, and for the most points and units the smallest \
         singular value over the largest, least and median. Rank n means that only the zero \
         measure on the points is annihilated by every unit.",
    )
    .column("activation", "text");
    for (points, units) in shapes {
        table = table.column(format!("n = {points}, {units} units"), "int");
    }
    table = table.column("least ratio", "sci1").column("median ratio", "sci1");
    for &activation in &results.constants.activations {
        let mut row: Vec<Value> = vec![activation.name().into()];
        for &shape in shapes {
            let seen = results.seen(activation, shape);
            row.push(seen.iter().map(|seen| seen.rank).min().into());
        }
        let most = results.seen(activation, shapes[shapes.len() - 1]);
        let ratios: Vec<f64> = most.iter().map(|seen| seen.smallest).collect();
        row.extend([quantile(&ratios, 0.0), median(&ratios)].map(report::number));
        table.rows.push(row);
    }
    table
}

/// Polynomials for |x|.
pub(super) fn absolute_value(results: &Results<'_>) -> Table {
    let mut table = Table::new(
        "absolute-value",
        "The largest error on [−1, 1] of the polynomial that equals |x| at the Chebyshev points, \
         and its product with the degree.",
    )
    .column("degree", "int")
    .column("largest error", "f5")
    .column("degree × error", "f3");
    for (degree, error) in results.absolute_value() {
        table.push([degree.into(), error.into(), (degree as f64 * error).into()]);
    }
    table
}

/// Networks of squares.
pub(super) fn squaring(results: &Results<'_>) -> Table {
    let mut table = Table::new(
        "squaring",
        "Networks with the activation z² and growing depth, written down, with the best read-out \
         weights, on the lesson's target.",
    )
    .column("hidden layers", "int")
    .column("degree", "int")
    .column("units", "int")
    .column("network's MSE", "sci2")
    .column("best polynomial's MSE", "sci2");
    for (layers, found) in results.squaring() {
        table.push([
            layers.into(),
            (1u32 << layers).into(),
            found.units.into(),
            found.network.into(),
            found.polynomial.into(),
        ]);
    }
    table
}
