//! The tables.

use numerics::elementary::ln;
use report::{Entry, Table};

use super::accuracy::Task;
use super::count::Reading;
use super::verdicts::means;
use super::{Constants, Results};
use crate::stats::quantile;

/// All tables, in the order of the chapter.
pub(super) fn all(constants: &Constants, results: &Results<'_>) -> Vec<Table> {
    vec![
        parameters(constants),
        regions(constants, results),
        sawtooth(results),
        blind(results),
        accuracy(constants, results),
    ]
}

fn parameters(constants: &Constants) -> Table {
    let (deep, wide) = (constants.deep, constants.wide);
    let mut table = Table::new(
        "parameters",
        format!(
            "Weights and biases of {} layers of {} units and of {} layers of {}, for networks of d \
             inputs and o outputs, under both readings of the word layer.",
            deep.layers, deep.width, wide.layers, wide.width
        ),
    )
    .column("d", "int")
    .column("o", "int");
    for reading in Reading::BOTH {
        let hidden = |design: super::Design| {
            format!("{} hidden × {}", reading.hidden_layers(design.layers), design.width)
        };
        table =
            table.column(hidden(deep), "int").column(hidden(wide), "int").column("quotient", "f2");
    }
    for &(inputs, outputs) in &constants.sizes {
        let mut row: Vec<Entry> = vec![inputs.into(), outputs.into()];
        for reading in Reading::BOTH {
            let [deep, wide] =
                [deep, wide].map(|design| design.parameters(reading, inputs, outputs));
            row.extend([deep.into(), wide.into(), (wide as f64 / deep as f64).into()]);
        }
        table.push_vec(row);
    }
    table
}

fn regions(constants: &Constants, results: &Results<'_>) -> Table {
    let mut table = Table::new(
        "regions",
        "Numbers of linear regions as powers of ten: the largest number of one hidden layer, \
         exactly (=), what other designs are proved to stay below (≤) and known to reach (≥), and \
         the lesson's n^(3d).",
    )
    .column("d", "int")
    .column(format!("= {}", constants.wide.width), "f1");
    for (cell, _) in &results.regions {
        let layers = cell.reading.hidden_layers(constants.deep.layers);
        table = table.column(format!("≤ {layers} × {}", constants.deep.width), "f1");
    }
    let [(_, hidden), (_, weights)] = [results.regions[0], results.regions[1]];
    table = table
        .column(format!("≥ {} × {}", constants.deep.layers, constants.deep.width), "f1")
        .column(format!("≤ {} × {}", constants.wide.layers, constants.wide.width), "f1")
        .column("n^(3d)", "f1");
    let digits = |n: usize| ln(n as f64) / ln(10.0);
    for (row, other) in hidden.kept.iter().zip(&weights.kept) {
        if constants.region_inputs.contains(&row.inputs) {
            table.push([
                row.inputs.into(),
                row.one_layer.into(),
                row.deep_most.into(),
                other.deep_most.into(),
                row.deep_least.into(),
                row.wide_most.into(),
                (3.0 * row.inputs as f64 * digits(constants.deep.width)).into(),
            ]);
        }
    }
    table
}

fn sawtooth(results: &Results<'_>) -> Table {
    let mut table = Table::new(
        "sawtooth",
        "Linear pieces of the zigzag network with three hidden layers of w units, and what one \
         hidden layer needs for as many: at least a unit less than pieces; with one unit for each \
         it is the same function.",
    )
    .column("w", "int")
    .column("pieces, three layers", "int")
    .column("units, one layer, at least", "int")
    .column("units, one layer, enough", "int")
    .column("pieces with those", "int");
    for pair in results.pieces.chunks_exact(2) {
        let [(deep, three), (shallow, one)] = [pair[0], pair[1]];
        table.push([
            deep[0].into(),
            three.into(),
            (three - 1).into(),
            shallow[0].into(),
            one.into(),
        ]);
    }
    table
}

fn blind(results: &Results<'_>) -> Table {
    let mut table = Table::new(
        "blind",
        "Deep networks whose first layer is narrower than the input, against shallow ones with as \
         many parameters: what the first weight makes of v, the gap between g(v) and g(−v), and \
         the largest error at 0, v and −v on the sum of ReLUs. Largest values over seeds; of the \
         deep error the smallest.",
    )
    .column("d", "int")
    .column("deep", "text")
    .column("parameters", "int")
    .column("shallow", "text")
    .column("its parameters", "int")
    .column("weights", "text")
    .column("seeds", "int")
    .column("|v W|", "sci1")
    .column("gap", "sci1")
    .column("deep error", "f2")
    .column("shallow error", "sci1");
    let kind = |cell: &super::blind::Cell| (cell.inputs, cell.deep, cell.training.is_some());
    for runs in results.blind.chunk_by(|(a, _), (b, _)| kind(a) == kind(b)) {
        let (cell, first) = runs[0];
        let all = |value: fn(&super::blind::Outcome) -> f64| -> Vec<f64> {
            runs.iter().map(|(_, found)| value(found)).collect()
        };
        let [layers, width] = cell.deep;
        table.push([
            cell.inputs.into(),
            format!("{layers} × {width}").into(),
            first.deep_parameters.into(),
            format!("{} × {}", cell.shallow_layers, first.shallow_width).into(),
            first.shallow_parameters.into(),
            if cell.training.is_some() { "trained" } else { "random" }.into(),
            runs.len().into(),
            quantile(&all(|found| found.image), 1.0).into(),
            quantile(&all(|found| found.difference), 1.0).into(),
            quantile(&all(|found| found.deep_error), 0.0).into(),
            quantile(&all(|found| found.shallow_error), 1.0).into(),
        ]);
    }
    table
}

fn accuracy(constants: &Constants, results: &Results<'_>) -> Table {
    let mut table = Table::new(
        "accuracy",
        "Test accuracy at one budget of parameters: means over seeds with their 95 % intervals.",
    )
    .column("task", "text")
    .column("hidden layers", "int")
    .column("width", "int")
    .column("parameters", "int")
    .column("accuracy", "pct2")
    .column("from", "pct2")
    .column("to", "pct2");
    for task in Task::ALL {
        for (&depth, mean) in constants.depths.iter().zip(means(constants, results, task)) {
            let runs = results.accuracies.iter();
            let mut runs =
                runs.filter(|(cell, _)| cell.task == task && cell.hidden_layers == depth);
            let (_, first) = runs.next().expect("some seed");
            let [low, high] = mean.interval;
            table.push([
                task.name().into(),
                depth.into(),
                first.width.into(),
                first.parameters.into(),
                mean.value.into(),
                low.into(),
                high.into(),
            ]);
        }
    }
    table
}
