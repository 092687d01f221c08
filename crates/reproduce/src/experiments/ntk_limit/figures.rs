//! A step and its kernel, kernels against the angle, heat maps, spread against width.

use ntk::Inputs;
use report::Figure;

use super::findings::{Group, Results};
use super::run::{on_circle, whole_turn};
use super::{CLOSED, Cell, Found, Outcome, Task};
use crate::figure::{Drawing, HeatMap, LinePlot, Panels};
use crate::stats::quantile;
use crate::tangent::{Unit, limit};

/// Single networks in a panel of kernels against the angle.
const STRANDS: usize = 10;

impl Results<'_> {
    pub(super) fn step_figure(&self) -> Figure {
        let step = self.runs.iter().find_map(|(_, Outcome(found))| match found {
            Found::Step { before, after, kernel } => Some((before, after, kernel)),
            _ => None,
        });
        let (before, after, kernel) = step.expect("one network makes a step");
        let degrees = whole_turn(before.len());
        let curve = |values: &[f64]| -> Vec<(f64, f64)> {
            degrees.iter().copied().zip(values.iter().copied()).collect()
        };
        let change: Vec<f64> =
            after.iter().zip(before).map(|(after, before)| after - before).collect();
        // The point x' itself is in the middle of the turn.
        let middle = before.len() / 2;
        // A marker here and there, for the curve to be seen.
        let predicted: Vec<_> = (0..kernel.len())
            .step_by(8)
            .map(|i| (degrees[i], kernel[i] / kernel[middle]))
            .collect();
        let angle = "angle of x (degrees)";
        let outputs = LinePlot::new(angle, "output f(x)")
            .curve("before", &curve(before))
            .curve("after", &curve(after))
            .vertical(0.0, "x'");
        let changes = LinePlot::new(angle, "change of f(x)")
            .curve("measured", &curve(&change))
            .points("kernel", &predicted)
            .vertical(0.0, "x'");
        let panels = Panels::new(2).panel("one step for the sake of x'", outputs);
        let caption = format!(
            "One step of gradient descent that raises the output at the angle 0 by one, on a \
             random ReLU network with {} units whose inputs are points of a circle. Left: the \
             output all round the circle before and after. Right: the difference, and K(x, x') / \
             K(x', x'), which is what the tangent kernel says it is.",
            self.constants.step_width
        );
        panels.panel("what it did everywhere", changes).row_height(300.0).figure(
            "step",
            &caption,
            "Left: two wavy curves over the circle, far apart near the angle 0 and together at the \
             back. Right: their difference, a bump around 0, with markers on it.",
        )
    }

    pub(super) fn angles_figure(&self) -> Figure {
        let widths = &self.constants.widths;
        let shown = [widths[0], widths[widths.len() / 2], widths[widths.len() - 1]];
        let fine: Vec<f64> = (0..=50).map(|i| 3.0 * f64::from(i)).collect();
        let exact = self.limit(Unit::Relu, 1, &fine);
        let exact: Vec<_> = fine.into_iter().zip(exact).collect();
        let mut plots = shown.map(|width| {
            let kernels = self.kernels(Unit::Relu, 1, width);
            let strands: Vec<Vec<_>> = kernels
                .iter()
                .take(STRANDS)
                .map(|kernel| {
                    self.constants.degrees.iter().copied().zip(kernel.iter().copied()).collect()
                })
                .collect();
            LinePlot::new("angle (degrees)", "K(x, x')").strands("", &strands).theory("", &exact)
        });
        LinePlot::share_axes(&mut plots);
        let panels = shown.into_iter().zip(plots).fold(Panels::new(3), |panels, (width, plot)| {
            panels.panel(&format!("width {width}"), plot)
        });
        panels.row_height(280.0).figure(
            "angles",
            &format!(
                "The tangent kernel between two points of the circle against the angle between \
                 them, for random ReLU networks with one hidden layer: {STRANDS} networks of each \
                 width (lines), and the limit of infinite width (dashed)."
            ),
            "Three panels. In the first the lines fan out widely around a falling dashed curve, in \
             the second they keep near it, in the third they lie on it.",
        )
    }

    pub(super) fn circle_figure(&self) -> Figure {
        let empirical =
            self.runs.iter().filter_map(|(Cell(task), Outcome(found))| match (task, found) {
                (Task::Circle { shape, .. }, Found::Kernel(values)) => {
                    Some((format!("one network of width {}", shape.width), values.clone()))
                }
                _ => None,
            });
        let mut kernels: Vec<(String, Vec<f64>)> = empirical.collect();
        let circle = on_circle(&whole_turn(self.constants.points));
        let network = limit(Unit::Relu.fun(), 1, self.constants.weight, self.constants.bias);
        kernels.push(("the limit".into(), network.ntk(Inputs::One(&circle)).data));
        let all: Vec<f64> = kernels.iter().flat_map(|(_, values)| values.clone()).collect();
        let (lowest, highest) = (quantile(&all, 0.0), quantile(&all, 1.0));
        let panels = kernels.iter().fold(Panels::new(2), |panels, (name, values)| {
            let map = HeatMap::new("angle of x'", "angle of x", self.constants.points, values)
                .quantity("K(x, x')")
                .over((-180.0, 180.0), (-180.0, 180.0))
                .range(lowest, highest);
            panels.panel(name, map)
        });
        panels.row_height(290.0).figure(
            "circle",
            "The tangent kernel between all pairs of points of the circle, by their angles in \
             degrees, all in the same colours: single random ReLU networks with one hidden layer, \
             and the limit of infinite width.",
            "Four square maps with a bright diagonal band. The narrow network's is blotched, with \
             bright and dark blocks; the wider the network, the more even the band, and the widest \
             map looks like the limit's, whose stripes run straight along the diagonal.",
        )
    }

    pub(super) fn spread_figure(&self, groups: &[Group]) -> Figure {
        let mut plots = CLOSED.map(|unit| {
            let plot = LinePlot::new("width", "relative distance from the limit").log2_x().log_y();
            let plot = self.constants.depths.iter().fold(plot, |plot, &depth| {
                let kind = groups.iter().filter(|g| (g.unit, g.depth) == (unit, depth));
                let points: Vec<_> = kind.map(|g| (g.width as f64, g.spread)).collect();
                plot.line(&format!("{depth} hidden"), &points)
            });
            plot.reference_slope(-0.5, "slope −1/2")
        });
        LinePlot::share_axes(&mut plots);
        let panels = CLOSED
            .into_iter()
            .zip(plots)
            .fold(Panels::new(2), |panels, (unit, plot)| panels.panel(unit.name(), plot));
        panels.row_height(320.0).figure(
            "spread",
            &format!(
                "How far one random network's kernel is from the limit: root mean square over {} \
                 networks with one hidden layer and {} deeper ones, relative to the limit, against \
                 the width, by number of hidden layers.",
                self.constants.seeds(1),
                self.constants.deep_seeds
            ),
            "Two panels with logarithmic axes. In each, straight lines fall side by side along a \
             dashed line of slope minus one half, deeper networks above.",
        )
    }
}
