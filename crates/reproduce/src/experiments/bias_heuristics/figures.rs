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
            "Test error against depth at about equal numbers of parameters: means over the seeds with \
             95 % intervals. The dashed line is the lesson's minimum depth.",
            "Five panels of error against the number of hidden layers, one for each kind of task, with the lesson's minimum as a dashed upright line; what they look \
             like is in the table of depths.",
        )
    }

    pub(super) fn depths_figure(&self) -> Figure {
        let plot = RowPlot::new("layers").range(0.0, 10.5);
        let plot = self.constants.sweeps.iter().fold(plot, |plot, sweep| {
            let best = winners(&self.depths(sweep)).best;
            plot.span(&title(sweep), best as f64, recommended(sweep.task) as f64)
        });
        plot.figure(
            "best-depths",
            "From the number of hidden layers that was measured to be best (ring) to the lesson's \
             minimum (disc), for each sweep.",
            "One line for each sweep, from the best depth measured, a ring, to the lesson's minimum \
             depth, a disc.",
        )
    }

    fn curve(&self, sweep: &Sweep) -> Vec<(f64, f64, f64, f64)> {
        let point = |found: super::findings::Depth| {
            (found.depth as f64, found.mean, found.interval[0], found.interval[1])
        };
        self.depths(sweep).into_iter().map(point).collect()
    }
}
