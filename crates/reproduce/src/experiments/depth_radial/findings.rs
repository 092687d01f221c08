//! Tables, figures and the verdict.

use nn::Stream;
use report::{Figure, Settled, Table, Verdict};
use serde_json::json;

use super::target::{profile, radius_density};
use super::{Cell, Constants, Network, Outcome, Radial};
use crate::figure::{Drawing, LinePlot, Panels};
use crate::stats::{Estimate, Signs, bootstrap, median, quantile, sign_test};
use crate::{Experiment, Findings, claims};

/// All runs.
pub(super) struct Results<'a> {
    pub(super) constants: &'a Constants,
    pub(super) runs: &'a [(Cell, Outcome)],
}

/// One against two hidden layers in one dimension, after the longest training.
struct Comparison {
    dimension: usize,
    /// Median errors.
    one: f64,
    two: f64,
    /// one / two.
    ratio: Estimate,
    /// Seeds on which one (less) or two (greater) hidden layers had the smaller error.
    signs: Signs,
}

impl Results<'_> {
    pub(super) fn findings(&self) -> Findings {
        let dimensions = self.constants.dimensions.iter();
        let comparisons: Vec<Comparison> = dimensions.map(|&d| self.compare(d)).collect();
        let value = |c: &Comparison| {
            let of = |error: f64| report::number(error);
            let built = median(&self.errors(c.dimension, None));
            let quadratic = self.quadratic(c.dimension);
            let ratio = of(c.ratio.value);
            let value = json!({
                "one": of(c.one), "two": of(c.two), "ratio": ratio, "two_wins": c.signs.greater,
                "quadratic": of(quadratic), "built": of(built),
            });
            (format!("d{}", c.dimension), value)
        };
        let by_dimension: serde_json::Map<_, _> = comparisons.iter().map(value).collect();
        Findings {
            values: json!({ "by_dimension": by_dimension }),
            tables: vec![self.training_table(&comparisons), self.built_table()],
            figures: vec![self.target_figure(), self.training_figure()],
            claims: vec![self.verdict(&comparisons)],
        }
    }

    /// The runs of one dimension: the built network's, or those of so many hidden layers and steps.
    fn select(
        &self,
        dimension: usize,
        trained: Option<(usize, u64)>,
    ) -> impl Iterator<Item = &Outcome> {
        let wanted = move |cell: &Cell| {
            let same = match cell.network {
                Network::Built { .. } => trained.is_none(),
                Network::Trained { hidden_layers, steps, .. } => {
                    trained == Some((hidden_layers, steps))
                }
            };
            cell.dimension == dimension && same
        };
        self.runs.iter().filter(move |(cell, _)| wanted(cell)).map(|(_, outcome)| outcome)
    }

    /// Their errors; a diverged run counts as infinite.
    fn errors(&self, dimension: usize, trained: Option<(usize, u64)>) -> Vec<f64> {
        let runs = self.select(dimension, trained);
        runs.map(|outcome| outcome.error.unwrap_or(f64::INFINITY)).collect()
    }

    fn longest(&self) -> u64 {
        *self.constants.steps.last().expect("some length of training")
    }

    /// The median error of the best a + b |x|².
    fn quadratic(&self, dimension: usize) -> f64 {
        let runs = self.select(dimension, None);
        median(&runs.map(|outcome| outcome.quadratic_error).collect::<Vec<f64>>())
    }

    fn compare(&self, dimension: usize) -> Comparison {
        let [one, two] =
            [1, 2].map(|layers| self.errors(dimension, Some((layers, self.longest()))));
        let mut stream = Stream::new(Radial::ID, 0, &format!("bootstrap {dimension}"));
        let ratio = bootstrap(&[&one, &two], 2000, &mut stream, |drawn| {
            median(&drawn[0]) / median(&drawn[1])
        });
        let signs = sign_test(&one, &two);
        Comparison { dimension, one: median(&one), two: median(&two), ratio, signs }
    }

    fn training_table(&self, comparisons: &[Comparison]) -> Table {
        let mut table = Table::new(
            "training",
            "One against two hidden layers with about as many parameters, after the longest \
             training: median test error over the target's variance, their quotient with its 95 % \
             interval, on how many seeds two layers are better, and the p-value of a sign test.",
        )
        .column("d", "int")
        .column("units, one layer", "int")
        .column("units, two layers", "int")
        .column("error, one", "f3")
        .column("error, two", "f3")
        .column("a + b|x|²", "f3")
        .column("one / two", "f1")
        .column("from", "f1")
        .column("to", "f1")
        .column("two better", "int")
        .column("p", "sci0");
        for c in comparisons {
            let units = |layers| -> usize {
                let mut runs = self.select(c.dimension, Some((layers, self.longest())));
                runs.next().expect("some seed").widths.iter().sum()
            };
            let [low, high] = c.ratio.interval;
            table.push([
                c.dimension.into(),
                units(1).into(),
                units(2).into(),
                c.one.into(),
                c.two.into(),
                self.quadratic(c.dimension).into(),
                c.ratio.value.into(),
                low.into(),
                high.into(),
                c.signs.greater.into(),
                c.signs.p.into(),
            ]);
        }
        table
    }

    fn built_table(&self) -> Table {
        let mut table = Table::new(
            "built",
            "The network with two hidden layers that squares every coordinate and takes the \
             cosine of the root of their sum, not trained: its size, and its test error over the \
             target's variance, the median and the largest over samples.",
        )
        .column("d", "int")
        .column("first layer", "int")
        .column("second layer", "int")
        .column("parameters", "int")
        .column("error", "f4")
        .column("largest", "f4");
        for &dimension in &self.constants.dimensions {
            let errors = self.errors(dimension, None);
            let built = self.select(dimension, None).next().expect("some seed");
            table.push([
                dimension.into(),
                built.widths[0].into(),
                built.widths[1].into(),
                built.parameters.into(),
                median(&errors).into(),
                quantile(&errors, 1.0).into(),
            ]);
        }
        table
    }

    fn target_figure(&self) -> Figure {
        let radii: Vec<f64> = (1..=250).map(|i| f64::from(i) / 100.0).collect();
        let plot = |d: usize| {
            let point = |&r: &f64| (r, profile(r, self.constants.frequency));
            let all: Vec<_> = radii.iter().map(point).collect();
            let likely = |r: &&f64| radius_density(d, **r) > 0.01;
            let seen: Vec<_> = radii.iter().filter(likely).map(point).collect();
            LinePlot::new("|x| / √d", "").context("", &all).curve("", &seen)
        };
        let panels = Panels::new(2).row_height(170.0);
        let dimensions = self.constants.dimensions.iter();
        dimensions.fold(panels, |panels, &d| panels.panel(&format!("d = {d}"), plot(d))).figure(
            "target",
            "The target along the radius; in blue where normal points lie, that is where their \
             density is at least a hundredth of its maximum. The more dimensions, the less of the \
             wave the data show.",
            "The same cosine with two and a half waves between radius 0 and 2.5, once for each \
             dimension. Nearly all of it is blue for d = 2, and less from panel to panel, all \
             around radius 1.",
        )
    }

    fn training_figure(&self) -> Figure {
        let mut plots: Vec<LinePlot> = self
            .constants
            .dimensions
            .iter()
            .map(|&d| {
                let band = |layers| -> Vec<(f64, f64, f64, f64)> {
                    let point = |&steps: &u64| {
                        let errors = self.errors(d, Some((layers, steps)));
                        let at = |p| quantile(&errors, p);
                        (steps as f64, at(0.5), at(0.25), at(0.75))
                    };
                    self.constants.steps.iter().map(point).collect()
                };
                LinePlot::new("steps", "error / variance")
                    .log_x()
                    .log_y()
                    .band("one", &band(1))
                    .band("two", &band(2))
                    .horizontal(self.quadratic(d), "")
            })
            .collect();
        LinePlot::share_axes(&mut plots);
        let named = plots.into_iter().zip(&self.constants.dimensions);
        let grid =
            named.fold(Panels::new(2), |panels, (plot, d)| panels.panel(&format!("d = {d}"), plot));
        grid.figure(
            "training",
            "Test error against the length of training for one and two hidden layers of about as \
             many parameters: medians and quartiles over seeds. Dashed: the best a + b|x|². Every \
             point is a training run of its own, with a rate that falls to zero at its end.",
            "Four panels on logarithmic axes, one for each dimension. In each, the error with two \
             hidden layers ends below that with one. For d = 20 one layer stays near the dashed \
             line, and the runs with two layers differ widely at the end.",
        )
    }

    /// U035. The verdict is the literature's: the theorem has the quantifiers of the correction
    /// (Eldan & Shamir 2016, theorem 1). No error of a trained network enters it.
    fn verdict(&self, comparisons: &[Comparison]) -> Settled {
        let wins: u32 = comparisons.iter().map(|c| c.signs.greater).sum();
        let pairs = comparisons.len() as u64 * self.constants.seeds;
        let clear = comparisons.iter().filter(|c| c.ratio.interval[0] > 1.0).count();
        let effect = format!(
            "literature; trained at about {} parameters, two hidden layers have the smaller median \
             error, intervals of the quotient apart from 1, in {clear} of {} dimensions, and the \
             smaller error in {wins} of {pairs} pairs",
            self.constants.parameters,
            comparisons.len(),
        );
        claims::settle("U035", Verdict::HoldsWithConditions, effect, pairs)
    }
}
