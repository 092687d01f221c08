//! Error against depth, and the best depths against the lesson's minimum.

use report::Figure;

use super::Sweep;
use super::findings::{Results, recommended, title, winners};
use super::tasks::Task;
use crate::figure::{Drawing, LinePlot, Panels, RowPlot};

impl Results<'_> {
    pub(super) fn sweep_figure(&self) -> Figure {
        const TASKS: [Task; 5] =
            [Task::Regression, Task::Classification, Task::Image, Task::Sequence, Task::Graph];
        let panels = TASKS.iter().fold(Panels::new(2), |panels, &task| {
            let quantity = match task {
                Task::Regression | Task::Graph => "mean squared error",
                Task::Classification | Task::Image | Task::Sequence => "share of wrong answers",
            };
            let of_task = self.constants.sweeps.iter().filter(|sweep| sweep.task == task);
            let minimum = recommended(task) as f64;
            let plot = LinePlot::new("hidden layers", quantity)
                .include_y(0.0)
                .vertical(minimum, "minimum")
                .include_x(minimum + 0.5);
            let plot = of_task.fold(plot, |plot, sweep| {
                let name = if sweep.residual { "residual" } else { "plain" };
                plot.band(name, &self.curve(sweep))
            });
            panels.panel(task.title(), plot)
        });
        panels.figure(
            "sweep",
            "Test error against depth at equal numbers of parameters: means over 20 seeds, or over \
             10 for images, sequences and graphs, with 95 % intervals. The dashed line is the \
             lesson's minimum depth.",
            "Five panels of error against the number of hidden layers from one to eight, one for \
             each kind of task, with the lesson's minimum as a dashed upright line; what they look \
             like is in the table of depths.",
        )
    }

    pub(super) fn depths_figure(&self) -> Figure {
        let plot = self.constants.sweeps.iter().fold(RowPlot::new("layers"), |plot, sweep| {
            let won = winners(&self.depths(sweep));
            let minimum = recommended(sweep.task);
            let best = match won.tied {
                (from, to) if from == to => format!("best: {from}"),
                (from, to) => format!("best: {}, ties {from} to {to}", won.best),
            };
            plot.colour(0).bar(&title(sweep), won.best as f64, &best).colour(1).bar(
                "the lesson's minimum",
                minimum as f64,
                &format!("{minimum}"),
            )
        });
        plot.figure(
            "best-depths",
            "The measured best number of hidden layers of each sweep (blue), with the depths within \
             one standard error of it, above the lesson's minimum (orange).",
            "Pairs of bars, one pair for each sweep: the best depth measured and the lesson's \
             minimum depth; the numbers stand at their ends.",
        )
    }

    fn curve(&self, sweep: &Sweep) -> Vec<(f64, f64, f64, f64)> {
        let point = |found: super::findings::Depth| {
            (found.depth as f64, found.mean, found.interval[0], found.interval[1])
        };
        self.depths(sweep).into_iter().map(point).collect()
    }
}
