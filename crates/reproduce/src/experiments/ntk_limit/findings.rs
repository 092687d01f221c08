//! What the runs found, and the report made of it.

use ntk::Inputs;
use serde_json::json;

use super::run::{gap, on_circle};
use super::{CLOSED, Cell, Constants, Found, Outcome, Task};
use crate::Findings;
use crate::stats::{Line, largest_magnitude, log_log_line, mean, standard_deviation};
use crate::tangent::{Unit, limit};

/// All runs.
pub(super) struct Results<'a> {
    pub(super) constants: &'a Constants,
    pub(super) runs: &'a [(Cell, Outcome)],
}

/// The random networks of one shape.
pub(super) struct Group {
    pub(super) unit: Unit,
    pub(super) depth: usize,
    pub(super) width: usize,
    /// The largest distance of the mean kernel from the limit over all angles, in standard errors.
    pub(super) deviation: f64,
    /// The same on the second half of the seeds, of networks with one hidden layer.
    pub(super) again: Option<f64>,
    /// Root mean square distance of single kernels from the limit, over the limit's norm.
    pub(super) spread: f64,
}

/// How the spread of one kind of network falls with the width.
pub(super) struct Rate {
    pub(super) unit: Unit,
    pub(super) depth: usize,
    pub(super) line: Line,
}

impl Results<'_> {
    pub(super) fn findings(&self) -> Findings {
        let groups = self.groups();
        let rates = self.rates(&groups);
        let key = |unit: Unit, depth: usize| format!("{}{depth}", unit.name().to_lowercase());
        let rate = |r: &Rate| (key(r.unit, r.depth), json!(r.line));
        let rates_by_kind: serde_json::Map<_, _> = rates.iter().map(rate).collect();
        let group = |g: &Group| {
            let value = json!({ "deviation": g.deviation, "again": g.again, "spread": g.spread });
            (format!("{}_width{}", key(g.unit, g.depth), g.width), value)
        };
        let by_shape: serde_json::Map<_, _> = groups.iter().map(group).collect();
        let [factors, products] = self.methods(|_, _| true);
        Findings {
            values: json!({
                "slopes": rates_by_kind,
                "shapes": by_shape,
                "integration": self.integrals().map(|i| i.3).fold(0.0, larger),
                "methods": { "factors": factors, "products": products },
                "networks": self.networks(),
                "threshold": self.one_layer_threshold(),
                "deep_threshold": self.widest_threshold(),
            }),
            tables: vec![
                self.methods_table(),
                self.mean_table(&groups),
                self.spread_table(&groups, &rates),
                self.integration_table(),
            ],
            figures: vec![
                self.step_figure(),
                self.angles_figure(),
                self.circle_figure(),
                self.spread_figure(&groups),
            ],
            claims: vec![self.expectation(&groups, &rates), self.recursion(&groups)],
        }
    }

    /// The kernels of single networks of one shape, a value for each angle.
    pub(super) fn kernels(&self, unit: Unit, depth: usize, width: usize) -> Vec<&[f64]> {
        let runs =
            self.runs.iter().filter_map(|(Cell(task), Outcome(found))| match (task, found) {
                (Task::Angles { shape, .. }, Found::Kernel(values)) => {
                    let same = (shape.unit, shape.depth, shape.width) == (unit, depth, width);
                    same.then_some(values.as_slice())
                }
                _ => None,
            });
        runs.collect()
    }

    /// The limit between the first point and points at these angles.
    pub(super) fn limit(&self, unit: Unit, depth: usize, degrees: &[f64]) -> Vec<f64> {
        let network = limit(unit.fun(), depth, self.constants.weight, self.constants.bias);
        network.ntk(Inputs::Two(&on_circle(&[0.0]), &on_circle(degrees))).data
    }

    fn groups(&self) -> Vec<Group> {
        let kinds =
            CLOSED.into_iter().flat_map(|u| self.constants.depths.iter().map(move |&d| (u, d)));
        let shapes =
            kinds.flat_map(|(u, d)| self.constants.widths(d).iter().map(move |&w| (u, d, w)));
        shapes.map(|(unit, depth, width)| self.group(unit, depth, width)).collect()
    }

    fn group(&self, unit: Unit, depth: usize, width: usize) -> Group {
        let kernels = self.kernels(unit, depth, width);
        let limit = self.limit(unit, depth, &self.constants.degrees);
        let deviation = |kernels: &[&[f64]]| {
            let angles = 0..limit.len();
            largest_magnitude(angles.map(|j| {
                let column: Vec<f64> = kernels.iter().map(|kernel| kernel[j]).collect();
                let error = standard_deviation(&column) / (column.len() as f64).sqrt();
                (mean(&column) - limit[j]) / error
            }))
        };
        let seeds = if depth == 1 { self.constants.seeds } else { self.constants.deep_seeds };
        let (first, second) = kernels.split_at(seeds as usize);
        let square = |kernel: &&[f64]| {
            kernel.iter().zip(&limit).map(|(k, l)| (k - l) * (k - l)).sum::<f64>()
        };
        let squares: Vec<f64> = kernels.iter().map(square).collect();
        Group {
            unit,
            depth,
            width,
            deviation: deviation(first),
            again: (!second.is_empty()).then(|| deviation(second)),
            spread: (mean(&squares) / numerics::dot(&limit, &limit)).sqrt(),
        }
    }

    /// One point a width: the spread takes all seeds together, and widths are independent.
    fn rates(&self, groups: &[Group]) -> Vec<Rate> {
        let kinds = groups.chunk_by(|a, b| (a.unit, a.depth) == (b.unit, b.depth));
        let rate = |kind: &[Group]| {
            let widths: Vec<f64> = kind.iter().map(|group| group.width as f64).collect();
            let spreads: Vec<f64> = kind.iter().map(|group| group.spread).collect();
            let line = log_log_line(&widths, &spreads);
            Rate { unit: kind[0].unit, depth: kind[0].depth, line }
        };
        kinds.map(rate).collect()
    }

    /// How many random networks were made for the mean kernels.
    fn networks(&self) -> usize {
        self.runs.iter().filter(|(Cell(task), _)| matches!(task, Task::Angles { .. })).count()
    }

    /// Activation, depth, the two standard deviations, and how far closed form and integration
    /// are apart, over the largest entry.
    pub(super) fn integrals(&self) -> impl Iterator<Item = (Unit, usize, [f64; 2], f64)> {
        let gap = |(Cell(task), Outcome(found)): &(Cell, Outcome)| match (task, found) {
            (Task::Integral { unit, depth, weight, bias, .. }, Found::Kernel(values)) => {
                let inputs = (on_circle(&[0.0]), on_circle(&self.constants.degrees));
                let closed = limit(unit.fun(), *depth, *weight, *bias);
                let closed = closed.ntk(Inputs::Two(&inputs.0, &inputs.1));
                Some((*unit, *depth, [*weight, *bias], gap(values, &closed.data)))
            }
            _ => None,
        };
        self.runs.iter().filter_map(gap)
    }

    /// The largest gaps of the two faster methods among some networks.
    pub(super) fn methods(&self, wanted: impl Fn(Unit, usize) -> bool) -> [f64; 2] {
        let gaps = |(Cell(task), Outcome(found)): &(Cell, Outcome)| match (task, found) {
            (Task::Methods { shape, .. }, Found::Gaps { factors, products }) => {
                wanted(shape.unit, shape.depth).then_some([*factors, *products])
            }
            _ => None,
        };
        let all = self.runs.iter().filter_map(gaps);
        all.fold([0.0; 2], |[f, p], [factors, products]| [larger(f, factors), larger(p, products)])
    }
}

/// The larger one; NaN, which nothing excuses, is the largest.
fn larger(a: f64, b: f64) -> f64 {
    largest_magnitude([a, b])
}
