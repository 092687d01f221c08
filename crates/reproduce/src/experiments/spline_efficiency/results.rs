//! All runs, to be asked for by sweep, target and fit.

use numerics::Matrix;
use numerics::elementary::sin;
use numerics::linalg::min_norm_least_squares;
use serde_json::{Map, Value, json};

use super::target::{Target, grid};
use super::{Cell, Constants, Fit, Outcome, Sweep};
use crate::stats::{median, quantile};

pub(super) struct Results<'a> {
    pub(super) constants: &'a Constants,
    pub(super) runs: &'a [(Cell, Outcome)],
}

impl Results<'_> {
    /// The runs of one network of one sweep, seed after seed.
    pub(super) fn at(
        &self,
        sweep: Sweep,
        target: Target,
        fit: Fit,
    ) -> impl Iterator<Item = &Outcome> {
        let wanted =
            move |cell: &Cell| cell.sweep == sweep && cell.target == target && cell.fit == fit;
        self.runs.iter().filter(move |(cell, _)| wanted(cell)).map(|(_, outcome)| outcome)
    }

    pub(super) fn errors(&self, sweep: Sweep, target: Target, fit: Fit) -> Vec<f64> {
        self.at(sweep, target, fit).map(|outcome| outcome.error).collect()
    }

    /// (x, median, quartiles) of the errors.
    pub(super) fn band(
        &self,
        x: f64,
        sweep: Sweep,
        target: Target,
        fit: Fit,
    ) -> (f64, f64, f64, f64) {
        let errors = self.errors(sweep, target, fit);
        (x, median(&errors), quantile(&errors, 0.25), quantile(&errors, 0.75))
    }

    pub(super) fn sizes(&self, target: Target) -> &[usize] {
        let found = self.constants.sizes.iter().find(|(other, _)| *other == target);
        &found.expect("every target has its sizes").1
    }

    pub(super) fn parameters(&self, target: Target, size: usize) -> usize {
        let first = self.at(Sweep::Size(size), target, Fit::Training).next();
        first.expect("every size is trained").parameters
    }

    /// Medians at the largest size for the prose.
    pub(super) fn values(&self) -> Value {
        let of_target = |target: Target| {
            let sizes = self.sizes(target);
            let largest = Sweep::Size(sizes[sizes.len() - 1]);
            let error = |fit: Fit| {
                let median = median(&self.errors(largest, target, fit));
                (fit.key().to_owned(), report::number(median))
            };
            (
                target.name().to_owned(),
                Fit::ALL.into_iter().map(error).collect::<Map<_, _>>().into(),
            )
        };
        let largest: Map<String, Value> = Target::ALL.into_iter().map(of_target).collect();
        let trained = |sweep, target| median(&self.errors(sweep, target, Fit::Training));
        let depths = |target: Target| -> Value {
            let depths = self.constants.depths.iter();
            let error = |&(depth, _): &(usize, usize)| {
                (depth.to_string(), trained(Sweep::Depth(depth), target).into())
            };
            depths.map(error).collect::<Map<_, _>>().into()
        };
        let depth: Map<String, Value> =
            self.constants.depth_targets.iter().map(|&t| (t.name().into(), depths(t))).collect();
        let curve: Map<String, Value> = (self.sizes(Target::Curve).iter())
            .map(|&size| (size.to_string(), trained(Sweep::Size(size), Target::Curve).into()))
            .collect();
        let examples: Map<String, Value> = (self.constants.examples.iter())
            .map(|&n| (n.to_string(), trained(Sweep::Examples(n), Target::Curve).into()))
            .collect();
        json!({
            "largest": largest,
            "trained_curve": curve,
            "depth": depth,
            "examples": examples,
            "without_fastest_wave": without_fastest_wave(self.constants.points),
        })
    }
}

/// The share of the variance of the lesson's curve that the best combination of its two slower
/// waves leaves.
fn without_fastest_wave(points: usize) -> f64 {
    let t = grid(points).data;
    let slow = Matrix::from_fn(points, 2, |i, j| sin(3.0 * t[i] * if j == 0 { 1.0 } else { 3.0 }));
    let found = min_norm_least_squares(&slow, &Target::Curve.values(points, 0));
    let residual = found.expect("sines are finite").residual_norms[0];
    residual * residual / points as f64
}
