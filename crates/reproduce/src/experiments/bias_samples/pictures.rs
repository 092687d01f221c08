//! One example of each kind of data.

use numerics::elementary::{cos, sin};
use report::Figure;

use super::findings::Results;
use super::tasks::{Form, Graph, Task};
use crate::figure::{Drawing, HeatMap, LinePlot, Panels};

/// Whose examples are shown.
const SEED: u64 = 0;

impl Results<'_> {
    pub(super) fn example_figures(&self) -> Vec<Figure> {
        vec![lines_figure(), letters_figure(), numbers_figure()]
    }
}

/// The first example of a task.
fn first(task: Task) -> Vec<f64> {
    let examples = task.examples(1, SEED).inputs;
    examples.data[..examples.cols].to_vec()
}

fn points(values: &[f64]) -> Vec<(f64, f64)> {
    values.iter().enumerate().map(|(i, &y)| ((i + 1) as f64, y)).collect()
}

fn lines_figure() -> Figure {
    let plot = |task| LinePlot::new("position", "value").line("", &points(&first(task)));
    let panels = [
        ("a pattern on a circle", Task::Pattern),
        ("the same, permuted", Task::PatternPermuted),
        ("a signal of MNIST-1D", Task::Signal),
        ("the same, permuted", Task::SignalPermuted),
    ];
    panels
        .into_iter()
        .fold(Panels::new(2).row_height(190.0), |figure, (name, task)| {
            figure.panel(name, plot(task))
        })
        .figure(
            "lines",
            "An example of each task on a line: the same numbers in order and in the order of one \
             fixed permutation. Which pattern or digit it is can be told from either, by who knows \
             where to look.",
            "Four panels with a jagged line each. Those on the left have a visible shape, those on \
             the right none.",
        )
}

fn letters_figure() -> Figure {
    let map = |task: Task| {
        let Form { positions, channels, .. } = task.form();
        let row = first(task);
        let cells: Vec<f64> = (0..channels * positions)
            .map(|i| row[i % positions * channels + i / positions])
            .collect();
        let steps: Vec<String> = (1..=positions).map(|step| step.to_string()).collect();
        let symbols = ["A", "B", "C", "D", "marker"].map(String::from);
        HeatMap::new("step", "symbol", positions, &cells).names(&steps, &symbols)
    };
    Panels::new(1)
        .row_height(190.0)
        .panel("in order: the letter asked for is behind the marker", map(Task::Next))
        .panel("permuted: it is always there, but at another distance", map(Task::NextPermuted))
        .figure(
            "letters",
            "A sequence of letters with a marker, as networks are given it: one column a step, with \
             a 1 in the row of the symbol. Above in order, below with all steps exchanged by one \
             fixed permutation.",
            "Two grids of five rows and twelve columns with one coloured cell in every column.",
        )
}

fn numbers_figure() -> Figure {
    let set = LinePlot::new("position", "value").points("", &points(&first(Task::Furthest)));
    Panels::new(2)
        .row_height(270.0)
        .panel("a set of numbers", set.horizontal(0.0, ""))
        .panel("numbers on a graph", ladder())
        .figure(
            "numbers",
            "Left: twelve numbers. Is the one furthest from zero positive, and, as the twin, is the \
             largest among the first six? Right: the graph of one seed with its numbers, positive \
             ones in one colour and negative ones in another; are neighbours, on the whole, alike?",
            "Left a dozen points at heights between minus three and three; right a circle of sixteen \
             dots in two colours, each joined to its neighbours and to the opposite dot.",
        )
}

/// The graph that labels are about, its circle drawn as one.
fn ladder() -> LinePlot {
    let (graph, values) = (Graph::asked(SEED), first(Task::Neighbours));
    let nodes = values.len();
    let at = |node: usize| {
        let place = graph.edges[..nodes].iter().position(|edge| edge[0] == node);
        let turn = place.expect("the circle goes through every node") as f64 / nodes as f64;
        let angle = std::f64::consts::TAU * turn;
        (cos(angle), sin(angle))
    };
    let plot = LinePlot::new("", "").x_range(-1.5, 1.5).y_range(-1.2, 1.2);
    let plot = graph.edges.iter().fold(plot, |plot, &[i, j]| plot.context("", &[at(i), at(j)]));
    let side = |positive: bool| -> Vec<(f64, f64)> {
        (0..nodes).filter(|&node| (values[node] > 0.0) == positive).map(at).collect()
    };
    plot.points("positive", &side(true)).points("negative", &side(false))
}
