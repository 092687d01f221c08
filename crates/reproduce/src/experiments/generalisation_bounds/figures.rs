//! Accuracy against examples, and gaps against bounds.

use report::Figure;

use super::findings::{Gap, Results, title};
use super::{Model, Outcome};
use crate::figure::{Drawing, LinePlot, Panels};
use crate::stats::{mean_interval, quantile};

impl Results<'_> {
    pub(super) fn curves_figure(&self) -> Figure {
        let panels = self.constants.models.iter().fold(Panels::new(1), |panels, model| {
            let curve = |random, quantity: fn(&Outcome) -> f64| self.curve(model, random, quantity);
            let plot = LinePlot::new("examples n", "accuracy")
                .log_x()
                .y_range(0.0, 1.03)
                .band("test, true labels", &curve(false, |o| o.test))
                .band("fit of random labels", &curve(true, |o| o.train))
                .band("test, random labels", &curve(true, |o| o.test))
                .horizontal(1.0 / model.task.classes() as f64, "chance");
            panels.panel(&title(model.task), plot)
        });
        panels.figure(
            "curves",
            &format!(
                "Accuracy against the number of examples: on the digits of other writers after \
                 learning true labels, on the labels learnt after learning random ones, and on the \
                 digits of other writers after that. Means over {} seeds with 95 % intervals.",
                self.constants.seeds
            ),
            "Two panels. The curves of true labels rise; the curve of fitted random labels stays \
             at one for the network and falls for the linear classifier; the test accuracy after \
             random labels stays at chance.",
        )
    }

    pub(super) fn gaps_figure(&self, gaps: &[Gap]) -> Figure {
        let panels = self.constants.models.iter().fold(Panels::new(1), |panels, model| {
            let of_model = || gaps.iter().filter(|gap| gap.task == model.task);
            let points = |kind: usize| -> Vec<_> {
                let point = |gap: &Gap| {
                    let at = |p| quantile(&gap.measured[kind], p);
                    (gap.examples as f64, at(0.5), at(0.0), at(1.0))
                };
                of_model().map(point).collect()
            };
            let bound: Vec<(f64, f64)> =
                of_model().map(|gap| (gap.examples as f64, gap.bound)).collect();
            let plot = LinePlot::new("examples n", "error − training error")
                .log_x()
                .include_y(0.0)
                .band("random labels", &points(1))
                .band("true labels", &points(0))
                .theory("Vapnik's bound", &bound)
                .horizontal(1.0, "vacuous");
            panels.panel(&title(model.task), plot)
        });
        panels.figure(
            "gaps",
            &format!(
                "What the error exceeds the training error by: medians and the whole range over {} \
                 seeds, with true and with random labels, and what the bound allows (dashed grey). \
                 A gap of 1 is the largest there is.",
                self.constants.seeds
            ),
            "Two panels. For the linear classifier the bound falls below one and runs above both \
             gaps, which fall too; for the network it stays above one while the gap for random \
             labels stays near nine tenths and that for true labels falls.",
        )
    }

    fn curve(
        &self,
        model: &Model,
        random: bool,
        quantity: fn(&Outcome) -> f64,
    ) -> Vec<(f64, f64, f64, f64)> {
        let point = |&examples: &usize| {
            let outcomes = self.outcomes(model.task, examples, random);
            let values: Vec<f64> = outcomes.iter().map(|outcome| quantity(outcome)).collect();
            let found = mean_interval(&values);
            (examples as f64, found.value, found.interval[0], found.interval[1])
        };
        model.examples.iter().map(point).collect()
    }
}
