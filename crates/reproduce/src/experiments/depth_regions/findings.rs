//! What the runs found: counts, bounds, correlations, and the report made of them.

use geometry::bounds::{lesson, montufar, serra};
use num_bigint::BigUint;
use numerics::elementary::ln;
use serde_json::json;

use super::{Cell, Constants, Network, Outcome, Training, tables};
use crate::Findings;
use crate::stats::{Correlation, Line, line, median, spearman};

/// All runs.
pub(super) struct Results<'a> {
    pub(super) constants: &'a Constants,
    pub(super) runs: &'a [(Cell, Outcome)],
}

/// The lesson's formula between proved bounds for one number of inputs.
pub(super) struct Bounds {
    pub(super) inputs: usize,
    pub(super) formula: BigUint,
    pub(super) upper: BigUint,
    pub(super) lower: BigUint,
}

/// Random networks of one kind: how their number of cells goes with depth.
pub(super) struct Growth {
    pub(super) inputs: usize,
    pub(super) bias: f64,
    pub(super) medians: Vec<f64>,
    /// Of the logarithm against depth.
    pub(super) line: Line,
}

impl Results<'_> {
    pub(super) fn findings(&self) -> Findings {
        let bounds = self.bounds();
        let growths = self.growths();
        let correlation = self.correlation(None);
        let first = |factor: u32| {
            let wrong = bounds.iter().find(|b| &b.formula * factor < b.lower);
            wrong.map(|b| b.inputs)
        };
        let growth = |g: &Growth| {
            let bias = g.bias.to_string().replace('.', "_");
            let medians = self.constants.depths.iter().zip(&g.medians);
            let medians: serde_json::Map<_, _> =
                medians.map(|(depth, m)| (format!("depth{depth}"), json!(m))).collect();
            (format!("inputs{}_bias{bias}", g.inputs), json!(medians))
        };
        let random: serde_json::Map<_, _> = growths.iter().map(growth).collect();
        let trained = |depth: &usize| {
            let [before, after] = self.median_cells(*depth);
            let error = report::number(median(&self.errors(Some(*depth))));
            let value = json!({ "before": before, "after": after, "error": error });
            (format!("depth{depth}"), value)
        };
        let trained: serde_json::Map<_, _> =
            self.constants.trained_depths.iter().map(trained).collect();
        Findings {
            values: json!({
                "random": random,
                "trained": trained,
                "scale_matters": self.scale_matters(),
                "sawtooth": self.sawtooth().last(),
                "sawtooth_one_layer": 2 * self.constants.folds.len() + 1,
                "first_wrong": first(1),
                "first_far": first(10),
                "rho": correlation.rho,
                "rho_before": self.correlation_before().rho,
            }),
            tables: vec![
                self.lines_table(),
                tables::bounds(&bounds, &self.shown()),
                self.random_table(&growths),
                self.training_table(),
            ],
            figures: vec![self.partition_figure(), self.depth_figure(), self.error_figure()],
            claims: vec![
                self.one_layer(),
                self.formula(&bounds),
                self.per_parameter(&growths),
                self.error_verdict(&correlation),
            ],
        }
    }

    pub(super) fn lines(&self, n: usize) -> Vec<usize> {
        let of_n = |(Cell(network), outcome): &(Cell, Outcome)| match network {
            Network::Lines { lines, .. } => (*lines == n).then_some(outcome.cells),
            _ => None,
        };
        self.runs.iter().filter_map(of_n).collect()
    }

    pub(super) fn random(&self, d: usize, sd: f64, depth: usize) -> Vec<f64> {
        let wanted = |(Cell(network), outcome): &(Cell, Outcome)| match network {
            Network::Random { inputs, widths, bias, .. } => {
                let same = *inputs == d && *bias == sd && widths.len() == depth;
                same.then_some(outcome.cells as f64)
            }
            _ => None,
        };
        self.runs.iter().filter_map(wanted).collect()
    }

    pub(super) fn sawtooth(&self) -> Vec<usize> {
        let pieces = |(cell, outcome): &(Cell, Outcome)| {
            matches!(cell.0, Network::Sawtooth { .. }).then_some(outcome.cells)
        };
        self.runs.iter().filter_map(pieces).collect()
    }

    /// Cells before training and what training did, at one depth or at all.
    pub(super) fn trained(&self, depth: Option<usize>) -> Vec<(usize, &Training)> {
        let wanted = |(Cell(network), outcome): &(Cell, Outcome)| match network {
            Network::Trained { widths, .. } => depth.is_none_or(|depth| widths.len() == depth),
            _ => outcome.training.is_some(),
        };
        let runs = self.runs.iter().filter(|run| wanted(run));
        runs.filter_map(|(_, run)| Some((run.cells, run.training.as_ref()?))).collect()
    }

    pub(super) fn errors(&self, depth: Option<usize>) -> Vec<f64> {
        // A diverged run counts as the worst.
        let error = |(_, training): &(usize, &Training)| training.error.unwrap_or(f64::INFINITY);
        self.trained(depth).iter().map(error).collect()
    }

    pub(super) fn correlation(&self, depth: Option<usize>) -> Correlation {
        let after: Vec<f64> = self.trained(depth).iter().map(|run| run.1.cells as f64).collect();
        spearman(&after, &self.errors(depth))
    }

    /// The medians before and after training.
    pub(super) fn median_cells(&self, depth: usize) -> [f64; 2] {
        let runs = self.trained(Some(depth));
        let before: Vec<f64> = runs.iter().map(|run| run.0 as f64).collect();
        let after: Vec<f64> = runs.iter().map(|run| run.1.cells as f64).collect();
        [median(&before), median(&after)]
    }

    /// How many random networks have another number of cells when all biases, which are not
    /// zero, are scaled from the first standard deviation to the second.
    pub(super) fn scale_matters(&self) -> usize {
        let [wide, narrow] = [self.constants.biases[0], self.constants.biases[1]];
        let kinds =
            [1, 2].into_iter().flat_map(|d| self.constants.depths.iter().map(move |&l| (d, l)));
        let differ = |(inputs, depth)| {
            let pairs = self.random(inputs, wide, depth).into_iter();
            pairs.zip(self.random(inputs, narrow, depth)).filter(|(a, b)| a != b).count()
        };
        kinds.map(differ).sum()
    }

    pub(super) fn correlation_before(&self) -> Correlation {
        let before: Vec<f64> = self.trained(None).iter().map(|run| run.0 as f64).collect();
        spearman(&before, &self.errors(None))
    }

    /// For every number of inputs. The lesson's layers count the last one, as its exponent does;
    /// if all were hidden, its formula would be too small by another factor.
    pub(super) fn bounds(&self) -> Vec<Bounds> {
        let [width, layers, most] = self.constants.bounds;
        let widths = vec![width; layers - 1];
        let mut lower = BigUint::ZERO;
        let shown = self.shown();
        let of = |inputs| {
            // What networks of fewer inputs can do, those that ignore the others can.
            let theorem = montufar(inputs, &widths);
            if theorem > lower {
                lower = theorem;
            }
            let formula = lesson(inputs, width, layers as u32);
            // The upper bound is for the table.
            let upper =
                if shown.contains(&inputs) { serra(inputs, &widths) } else { BigUint::ZERO };
            Bounds { inputs, formula, upper, lower: lower.clone() }
        };
        (1..=most).map(of).collect()
    }

    /// Numbers of inputs in the table of bounds.
    pub(super) fn shown(&self) -> Vec<usize> {
        let [width, _, most] = self.constants.bounds;
        vec![1, 2, width / 4, width / 2, width - 1, width, width + 1, most]
    }

    pub(super) fn growths(&self) -> Vec<Growth> {
        let kinds =
            [1, 2].into_iter().flat_map(|d| self.constants.biases.iter().map(move |&b| (d, b)));
        let growth = |(inputs, bias)| {
            let depths = &self.constants.depths;
            let counts: Vec<Vec<f64>> =
                depths.iter().map(|&depth| self.random(inputs, bias, depth)).collect();
            let points = depths.iter().zip(&counts);
            let (x, y): (Vec<f64>, Vec<f64>) = points
                .flat_map(|(&depth, counts)| counts.iter().map(move |&c| (depth as f64, ln(c))))
                .unzip();
            let medians = counts.iter().map(|counts| median(counts)).collect();
            Growth { inputs, bias, medians, line: line(&x, &y) }
        };
        kinds.map(growth).collect()
    }
}
