//! Accuracy against the number of examples, and the numbers that are needed.

use report::Figure;

use super::architectures::Architecture;
use super::findings::{Results, bounds};
use super::tasks::Task;
use crate::figure::{Drawing, LinePlot, Panels, RowPlot};

/// Where who does not reach the target is drawn.
const NEVER: f64 = 16_384.0;

/// One architecture has one colour in all figures of its task.
fn colour(architecture: Architecture) -> usize {
    match architecture {
        Architecture::Mlp => 0,
        Architecture::Cnn | Architecture::CnnStrided | Architecture::Gru | Architecture::Set => 1,
        Architecture::CnnPlaced | Architecture::Bag | Architecture::Graph => 2,
        Architecture::MlpTurned => 3,
        Architecture::Transformer => 4,
    }
}

impl Results<'_> {
    pub(super) fn pattern_figure(&self) -> Figure {
        use Architecture::{Cnn, CnnPlaced, Mlp, MlpTurned};
        let circle = [Cnn, CnnPlaced, Mlp];
        self.curves(&[
            ("which pattern: matches pooling", Task::Pattern, &circle),
            ("permuted: does not match", Task::PatternPermuted, &circle),
            ("where it is: does not match pooling", Task::PatternPlace, &circle),
            ("which pattern, all turns shown", Task::Pattern, &[Cnn, MlpTurned, Mlp]),
        ])
        .figure(
            "patterns",
            &self.caption("Patterns on a circle. Dashed: the target, and in (c) the most that a pooled network can reach, a quarter."),
            "Four panels of curves over a logarithmic axis. In the first the pooled network is near \
             the top from the smallest sets on; in the second all curves are low; in the third the \
             pooled network stays flat at a quarter.",
        )
    }

    pub(super) fn signal_figure(&self) -> Figure {
        let both = [Architecture::CnnStrided, Architecture::Mlp];
        self.curves(&[
            ("MNIST-1D", Task::Signal, &both),
            ("permuted: does not match", Task::SignalPermuted, &both),
        ])
        .figure(
            "signals",
            &self.caption("MNIST-1D and its permuted twin. Dashed: the target."),
            "Two panels with two rising curves each over a logarithmic axis.",
        )
    }

    pub(super) fn sequence_figure(&self) -> Figure {
        use Architecture::{Bag, Gru, Mlp, Transformer};
        self.curves(&[
            ("next letter: matches an order", Task::Next, &[Gru, Transformer, Bag, Mlp]),
            ("permuted: does not match", Task::NextPermuted, &[Gru, Bag, Mlp]),
            ("count: matches the bag", Task::Count, &[Gru, Bag, Mlp]),
        ])
        .figure(
            "sequences",
            &self.caption(
                "Letters in a row. Dashed: the target, and in (a) the most that a bag can reach.",
            ),
            "Three panels of curves over a logarithmic axis: the recurrent network rises first in \
             one, nobody in the permuted one, and the bag in the one about counts.",
        )
    }

    pub(super) fn set_figure(&self) -> Figure {
        let both = [Architecture::Set, Architecture::Mlp];
        self.curves(&[
            ("furthest element: matches", Task::Furthest, &both),
            ("place of the largest: does not", Task::LargestPlace, &both),
        ])
        .figure(
            "sets",
            &self.caption(
                "Sets of numbers. Dashed: the target, and in (b) the most that a network of sets can \
                 reach, a half.",
            ),
            "Two panels over a logarithmic axis. The set network is far above the MLP in the first \
             and flat at one half in the second, where the MLP rises.",
        )
    }

    pub(super) fn graph_figure(&self) -> Figure {
        let all = [Architecture::Graph, Architecture::Set, Architecture::Mlp];
        self.curves(&[
            ("alike neighbours: matches", Task::Neighbours, &all),
            ("another graph: does not", Task::OtherGraph, &all),
        ])
        .figure(
            "graphs",
            &self.caption("Numbers on a graph. Dashed: the target."),
            "Two panels with three curves each over a logarithmic axis.",
        )
    }

    /// For the number of networks that the figures' captions share.
    fn caption(&self, what: &str) -> String {
        format!(
            "{what} Test accuracy against the number of training examples: means over {} seeds with \
             95 % intervals.",
            self.constants.seeds
        )
    }

    fn curves(&self, panels: &[(&str, Task, &[Architecture])]) -> Panels {
        let mut plots: Vec<LinePlot> =
            panels.iter().map(|(_, task, architectures)| self.plot(*task, architectures)).collect();
        LinePlot::share_axes(&mut plots);
        let named = panels.iter().zip(plots);
        named.fold(Panels::new(2), |figure, ((name, ..), plot)| figure.panel(name, plot))
    }

    fn plot(&self, task: Task, architectures: &[Architecture]) -> LinePlot {
        let plot = LinePlot::new("examples", "test accuracy").log2_x();
        let plot = architectures.iter().fold(plot, |plot, &architecture| {
            let point = |(i, &size): (usize, &usize)| {
                let found = self.accuracy(task, architecture, i);
                (size as f64, found.value, found.interval[0], found.interval[1])
            };
            let points: Vec<_> =
                self.plan(task).training.sizes.iter().enumerate().map(point).collect();
            plot.colour(colour(architecture)).band(architecture.short(), &points)
        });
        let bound = bounds()
            .into_iter()
            .find(|b| b.task == task && architectures.contains(&b.architecture));
        let plot = plot.horizontal(self.target(task), "");
        match bound {
            Some(bound) => plot.horizontal(bound.accuracy, "bound"),
            None => plot,
        }
    }

    pub(super) fn summary_figure(&self) -> Figure {
        let plot = RowPlot::new("examples needed").log().range(3.0, 3.0 * NEVER);
        let plot = self.constants.pairs.iter().fold(plot, |plot, pair| {
            [pair.architecture, Architecture::Mlp].into_iter().fold(plot, |plot, architecture| {
                let [from, to] = [pair.matched, pair.mismatched]
                    .map(|task| self.needed(task, architecture).unwrap_or(NEVER));
                plot.colour(colour(architecture)).span(
                    &format!("{}: {}", pair.name, architecture.short()),
                    from,
                    to,
                )
            })
        });
        plot.rule(NEVER, "not reached").figure(
            "summary",
            &format!(
                "Examples needed to come a third of the way from chance to a perfect score: a ring \
                 for the task that matches the bias of the architecture in the pair, a disc for its \
                 twin. An MLP, in blue, has no such bias. Means over {} seeds; needs below the \
                 smallest set are drawn at it.",
                self.constants.seeds
            ),
            "Two rows a pair of tasks, on a logarithmic axis. The lines of architectures with a bias \
             run far from a ring at the left to a disc at the right; those of the MLP are short or \
             run the other way.",
        )
    }
}
