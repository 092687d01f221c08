//! The figures.

use report::Figure;

use super::accuracy::Task;
use super::count::Reading;
use super::regions::{Bounds, Outcome};
use super::{Constants, Results};
use crate::figure::{Drawing, LinePlot, Panels, RowPlot};

/// All figures, in the order of the chapter.
pub(super) fn all(constants: &Constants, results: &Results<'_>) -> Vec<Figure> {
    vec![parameters(constants), regions(constants, results), accuracy(constants, results)]
}

fn parameters(constants: &Constants) -> Figure {
    let curve = |reading| -> Vec<(f64, f64)> {
        let point = |d: usize| {
            let [deep, wide] = [constants.deep, constants.wide]
                .map(|design| design.parameters(reading, d, 10) as f64);
            (d as f64, wide / deep)
        };
        (1..=constants.largest_input).map(point).collect()
    };
    Reading::BOTH
        .into_iter()
        .fold(LinePlot::new("inputs d", "parameters, wide / deep").log_x().log_y(), |plot, reading| {
            plot.curve(reading.name(), &curve(reading))
        })
        .horizontal(1.25, "+ 25 %")
        .horizontal(0.8, "− 20 %")
        .figure(
            "parameters",
            &format!(
                "How many times as many parameters {} layers of {} units have as {} layers of {}, \
                 with ten outputs, under both readings of the word layer. Between the dashed \
                 lines one may call them roughly the same.",
                constants.wide.layers,
                constants.wide.width,
                constants.deep.layers,
                constants.deep.width
            ),
            "Two curves over the number of inputs on logarithmic axes. Counted as hidden layers the \
             quotient falls slowly from above five to above four and never comes near the dashed \
             lines. Counted as layers of weights it rises from a twentieth to more than two and \
             crosses them between two and five hundred inputs.",
        )
}

fn regions(constants: &Constants, results: &Results<'_>) -> Figure {
    let (_, hidden) = results.regions[0];
    let curve = |found: &Outcome, digits: fn(&Bounds) -> f64| -> Vec<(f64, f64)> {
        found.kept.iter().map(|row| (row.inputs as f64, digits(row))).collect()
    };
    let name = |layers, width| format!("{layers} × {width}, at most");
    let mut plot = LinePlot::new("inputs d", "regions, power of ten")
        .log_x()
        .curve(&format!("{}, exactly", constants.wide.width), &curve(hidden, |row| row.one_layer));
    for (cell, found) in results.regions.iter().rev() {
        let layers = cell.reading.hidden_layers(constants.deep.layers);
        plot = plot.curve(&name(layers, constants.deep.width), &curve(found, |row| row.deep_most));
        if let Some([first, _]) = found.one_layer_exceeds {
            plot = plot.vertical(first as f64, &first.to_string());
        }
    }
    plot.curve(
        &name(constants.wide.layers, constants.wide.width),
        &curve(hidden, |row| row.wide_most),
    )
    .theory(
        &format!("{} × {}, at least", constants.deep.layers, constants.deep.width),
        &curve(hidden, |row| row.deep_least),
    )
    .figure(
        "regions",
        "How many linear regions a network can have, as a power of ten, against the number of \
         inputs. One hidden layer reaches exactly the blue curve; the others stay below theirs. \
         From the vertical lines on, one wide layer can have more regions than three, or four, \
         narrower ones. Dashed: what the deep design is known to reach.",
        "Curves that rise with the number of inputs and level off. The single layer of 2048 units \
         starts lowest, crosses the level bound of three layers of 512 units and later that of \
         four, on which it then nearly lies. Two layers of 2048 units have the highest bound. The \
         dashed curve follows the bound for four layers up to a hundred inputs and stays below it \
         from there on.",
    )
}

fn accuracy(constants: &Constants, results: &Results<'_>) -> Figure {
    let grid = Task::ALL.into_iter().fold(Panels::new(2).row_height(230.0), |panels, task| {
        let plot = constants.depths.iter().fold(RowPlot::new("test accuracy"), |plot, &depth| {
            plot.dots(&format!("{depth}"), &results.accuracies(task, depth))
        });
        panels.panel(&format!("{}, hidden layers", task.name()), plot)
    });
    grid.figure(
        "accuracy",
        "Test accuracy of networks of about as many parameters, one to eight hidden layers, one \
         dot a seed, the median as a stroke: handwritten digits, and the tree of functions.",
        "Two panels with four rows of dots each. On the digits all rows lie within a few percentage \
         points. On the tree the rows with more layers lie to the right of the first.",
    )
}
