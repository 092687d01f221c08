//! What the runs found: accuracies, gaps, bounds, and the verdicts by the rules of the register.

use numerics::elementary::ln;
use report::{Settled, Verdict};
use serde_json::json;

use super::{Cell, Constants, Outcome, Task, bounds};
use crate::budget::parameters;
use crate::stats::{mean, mean_interval, median, quantile};
use crate::{Findings, claims};

/// The lesson's deep network.
pub(super) const DEEP: [usize; 6] = [784, 512, 512, 512, 512, 10];

/// All runs.
pub(super) struct Results<'a> {
    pub(super) constants: &'a Constants,
    pub(super) runs: &'a [(Cell, Outcome)],
}

/// The gaps of one classifier at one number of examples, next to the bound.
pub(super) struct Gap {
    pub(super) task: Task,
    pub(super) examples: usize,
    /// With true and with random labels, one a seed.
    pub(super) measured: [Vec<f64>; 2],
    pub(super) bound: f64,
}

impl Results<'_> {
    pub(super) fn findings(&self) -> Findings {
        let gaps = self.gaps();
        let value = |gap: &Gap| {
            let [told, random] = [false, true].map(|random| {
                let outcomes = self.outcomes(gap.task, gap.examples, random);
                let of = |quantity: fn(&Outcome) -> f64| {
                    mean(&outcomes.iter().map(|o| quantity(o)).collect::<Vec<f64>>())
                };
                json!({
                    "train": of(|o| o.train),
                    "test": of(|o| o.test),
                    "gap": mean(&gap.measured[usize::from(random)]),
                    "epochs": median_epochs(&outcomes),
                })
            });
            let value = json!({ "true": told, "random": random, "bound": gap.bound });
            (format!("{}{}", name(gap.task), gap.examples), value)
        };
        let mut values: serde_json::Map<_, _> = gaps.iter().map(value).collect();
        for model in &self.constants.models {
            let task = model.task;
            let growth = |m| bounds::growth(task, m);
            let enough = bounds::enough(growth, 0.1, self.constants.delta);
            values.insert(format!("{}_enough", name(task)), enough.into());
        }
        let [w, digits] = [parameters(&DEEP), parameters(&self.network())].map(|w| w as f64);
        values.insert("network_w_log_w".into(), (digits * ln(digits)).into());
        values.insert("network_parameters".into(), digits.into());
        values.insert("deep_ratio".into(), (5.0 * ln(w / 5.0) / ln(w)).into());
        Findings {
            values: values.into(),
            tables: vec![self.dimensions_table(), self.gaps_table(&gaps), self.curves_table()],
            figures: vec![self.curves_figure(), self.gaps_figure(&gaps)],
            claims: vec![self.gap_verdict(&gaps), self.dimension_verdict(), self.enough_verdict()],
        }
    }

    pub(super) fn outcomes(&self, task: Task, examples: usize, random: bool) -> Vec<&Outcome> {
        let wanted =
            |cell: &Cell| cell.task == task && cell.examples == examples && cell.random == random;
        self.runs.iter().filter(|(cell, _)| wanted(cell)).map(|(_, outcome)| outcome).collect()
    }

    /// Every classifier at every number of examples.
    pub(super) fn gaps(&self) -> Vec<Gap> {
        let sizes =
            self.constants.models.iter().flat_map(|model| {
                model.examples.iter().map(move |&examples| (model.task, examples))
            });
        let gap = |(task, examples): (Task, usize)| Gap {
            task,
            examples,
            measured: [false, true].map(|random| {
                let outcomes = self.outcomes(task, examples, random);
                outcomes.iter().map(|outcome| gap(task, random, outcome)).collect()
            }),
            bound: bounds::vapnik(
                |m| bounds::growth(task, m),
                examples as f64,
                self.constants.delta,
            ),
        };
        sizes.map(gap).collect()
    }

    /// The widths of the network that learns the digits.
    pub(super) fn network(&self) -> Vec<usize> {
        let models = self.constants.models.iter().map(|model| model.task);
        let mut networks = models.filter(|task| *task != Task::Parity);
        networks.next().expect("a network is among the models").widths()
    }

    fn gap_verdict(&self, gaps: &[Gap]) -> Settled {
        let shares: Vec<f64> = gaps
            .iter()
            .flat_map(|gap| gap.measured.iter().flatten().map(|measured| measured / gap.bound))
            .collect();
        let above = shares.iter().filter(|share| **share > 1.0).count();
        let verdict = if above == 0 { Verdict::HoldsWithConditions } else { Verdict::DoesNotHold };
        let says = gaps.iter().filter(|gap| gap.bound < 1.0).count();
        let effect = format!(
            "{above} of {} gaps exceed the bound; the largest is {:.2} of it; the bound is below 1 \
             and so says something in {says} of {} cases",
            shares.len(),
            quantile(&shares, 1.0),
            gaps.len()
        );
        claims::settle("U092", verdict, effect, shares.len() as u64)
    }

    /// From the literature: no outcome can turn it.
    fn dimension_verdict(&self) -> Settled {
        let (w, layers) = (parameters(&DEEP) as f64, (DEEP.len() - 1) as f64);
        let effect = format!(
            "by proof, not by measurement: some ReLU networks of W parameters in L layers have VC \
             dimension of order W L log(W/L), which for the lesson's deep network is {:.1} times \
             W log W",
            layers * ln(w / layers) / ln(w)
        );
        claims::settle("U093", Verdict::DoesNotHold, effect, 1)
    }

    fn enough_verdict(&self) -> Settled {
        let w = parameters(&self.network()) as f64;
        let few = w * ln(w) / 100.0;
        let models = self.constants.models.iter().filter(|model| model.task != Task::Parity);
        let sizes: Vec<(Task, usize)> = models
            .flat_map(|model| model.examples.iter().map(|&n| (model.task, n)))
            .filter(|&(_, n)| n as f64 <= few)
            .collect();
        let accuracy = |&(task, n): &(Task, usize)| {
            let values = |random| self.outcomes(task, n, random).into_iter();
            let test = mean_interval(&values(false).map(|o| o.test).collect::<Vec<f64>>());
            (n, test, median(&values(true).map(|o| o.train).collect::<Vec<f64>>()))
        };
        let found: Vec<_> = sizes.iter().map(accuracy).collect();
        let good = found.iter().any(|(_, test, random)| test.value > 0.9 && *random == 1.0);
        let verdict = if good { Verdict::HoldsWithConditions } else { Verdict::DoesNotHold };
        let Some((n, test, random)) = found.last() else {
            let effect = "no number of examples is a hundredth of W ln W or less";
            return claims::settle("U094", Verdict::DoesNotHold, effect, self.constants.seeds);
        };
        let effect = format!(
            "{:.1} % of other writers' digits from n = {n} examples, where W ln W is {:.0}; of \
             random labels the same network fits {:.1} %",
            100.0 * test.value,
            w * ln(w),
            100.0 * random
        );
        let settled = claims::settle("U094", verdict, effect, self.constants.seeds);
        Settled { interval: Some(test.interval), ..settled }
    }
}

/// By how much the error exceeds the training error. With random labels every classifier's error
/// is 1 − 1/K.
fn gap(task: Task, random: bool, outcome: &Outcome) -> f64 {
    let right = if random { 1.0 / task.classes() as f64 } else { outcome.test };
    outcome.train - right
}

/// The median number of epochs to fit every label, none if more than half of the runs did not.
pub(super) fn median_epochs(outcomes: &[&Outcome]) -> Option<f64> {
    let epochs = |o: &&Outcome| o.fitted.map_or(f64::INFINITY, |epochs| epochs as f64);
    Some(median(&outcomes.iter().map(epochs).collect::<Vec<f64>>())).filter(|m| m.is_finite())
}

/// In keys of values.
pub(super) fn name(task: Task) -> &'static str {
    match task {
        Task::Parity => "linear",
        Task::Digit { .. } => "network",
    }
}

/// In tables and figures.
pub(super) fn title(task: Task) -> String {
    match task {
        Task::Parity => "linear, even or odd".to_owned(),
        Task::Digit { hidden } => format!("64-{hidden}-10, which digit"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_is_measured_against_chance_when_labels_are_random() {
        let outcome = Outcome { train: 1.0, test: 0.75, fitted: Some(3) };
        let digit = Task::Digit { hidden: 4 };
        assert_eq!(gap(digit, false, &outcome), 0.25);
        assert_eq!(gap(digit, true, &outcome), 0.9);
        assert_eq!(gap(Task::Parity, true, &outcome), 0.5);
    }

    #[test]
    fn runs_that_never_fit_count_as_the_slowest() {
        let run = |fitted| Outcome { train: 1.0, test: 1.0, fitted };
        let (a, b, never) = (run(Some(2)), run(Some(8)), run(None));
        assert_eq!(median_epochs(&[&a, &never, &b]), Some(8.0));
        assert_eq!(median_epochs(&[&a, &never, &never]), None);
    }
}
