//! Tables and verdicts.

use report::{Format, Settled, Table, Verdict};
use serde_json::json;

use super::convexity;
use super::digits;
use super::{Cell, Outcome, figures};
use crate::stats::{mean_interval, quantile};
use crate::{Findings, claims};

/// All outcomes, by kind.
pub(super) struct Results<'a> {
    any: Vec<&'a convexity::Outcome>,
    non_negative: Vec<&'a convexity::Outcome>,
    digits: Vec<&'a digits::Outcome>,
    /// Pairs a network.
    pairs: usize,
}

/// The largest gap that rounding explains.
const TOLERANCE: f64 = 1e-12;

impl<'a> Results<'a> {
    pub(super) fn gather(runs: &'a [(Cell, Outcome)]) -> Self {
        let mut results = Self { any: vec![], non_negative: vec![], digits: vec![], pairs: 0 };
        for run in runs {
            match run {
                (Cell::Convexity(cell), Outcome::Convexity(found)) => {
                    results.pairs = cell.pairs;
                    let kind = if cell.non_negative {
                        &mut results.non_negative
                    } else {
                        &mut results.any
                    };
                    kind.push(found);
                }
                (Cell::Digits(_), Outcome::Digits(found)) => results.digits.push(found),
                _ => panic!("a cell with the outcome of another kind"),
            }
        }
        results
    }

    pub(super) fn findings(&self) -> Findings {
        let shown = self.digits.iter().find(|found| !found.pictures.is_empty());
        let shown = shown.expect("pictures of the first seed");
        let mean = |value: fn(&digits::Outcome) -> f64| mean_interval(&self.counted(value)).value;
        Findings {
            values: json!({
                "accuracy": mean(|found| found.accuracy),
                "one_template": mean(|found| found.one_template),
                "patterns": mean(|found| found.patterns as f64),
                "images": self.digits[0].images,
                "likeness": mean(|found| found.likeness),
                "decided_by_constants":
                    mean(|found| found.decided_by_constants as f64 / found.images as f64),
                "score_gap": self.score_gap(),
            }),
            tables: vec![self.convexity_table(), self.digits_table()],
            figures: vec![
                figures::templates(shown),
                figures::reading(shown),
                figures::same_class(shown),
            ],
            claims: vec![self.max_affine(), self.matching()],
        }
    }

    fn counted(&self, value: fn(&digits::Outcome) -> f64) -> Vec<f64> {
        self.digits.iter().map(|found| value(found)).collect()
    }

    fn score_gap(&self) -> f64 {
        quantile(&self.counted(|found| found.score_gap), 1.0)
    }

    fn convexity_table(&self) -> Table {
        let mut table = Table::new(
            "convexity",
            format!(
                "Jensen's inequality on {} random pairs of points a network: the share of pairs at \
                 whose midpoint it is violated, the mean over networks with its 95 % interval, by \
                 any unit of any layer alone and by the whole network.",
                self.pairs
            ),
        )
        .column("network", "text")
        .column("networks", "int")
        .column("layers alone", "pct1")
        .column("whole network", "pct1")
        .column("from", "pct1")
        .column("to", "pct1");
        let share = |count: usize| count as f64 / self.pairs as f64;
        let random = [("random weights", &self.any), ("later weights ≥ 0", &self.non_negative)];
        for (name, networks) in random {
            let whole = networks.iter().map(|found| share(found.violations)).collect::<Vec<_>>();
            let layers = networks.iter().map(|found| share(found.layer_violations));
            let estimate = mean_interval(&whole);
            let [low, high] = estimate.interval;
            table.push([
                name.into(),
                networks.len().into(),
                quantile(&layers.collect::<Vec<_>>(), 1.0).into(),
                estimate.value.into(),
                low.into(),
                high.into(),
            ]);
        }
        let trained: Vec<f64> = self.digits.iter().map(|found| share(found.violations)).collect();
        let estimate = mean_interval(&trained);
        let [low, high] = estimate.interval;
        table.push([
            "trained on digits, any score".into(),
            trained.len().into(),
            None::<f64>.into(),
            estimate.value.into(),
            low.into(),
            high.into(),
        ]);
        table
    }

    fn digits_table(&self) -> Table {
        let mut table = Table::new(
            "digits",
            format!(
                "Networks trained on the digits, taken apart at {} test images: means over \
                 networks with their 95 % intervals.",
                self.digits[0].images
            ),
        )
        .column("quantity", "text")
        .column("mean", "f3")
        .column("from", "f3")
        .column("to", "f3");
        type Quantity = (&'static str, fn(&digits::Outcome) -> f64);
        let quantities: [Quantity; 5] = [
            ("accuracy", |found| found.accuracy),
            ("accuracy with the templates at the mean image", |found| found.one_template),
            ("different patterns of gates, per image", |found| {
                found.patterns as f64 / found.images as f64
            }),
            ("cosine of templates, two images of a class", |found| found.likeness),
            ("share of decisions that the constants change", |found| {
                found.decided_by_constants as f64 / found.images as f64
            }),
        ];
        for (name, value) in quantities {
            let estimate = mean_interval(&self.counted(value));
            let [low, high] = estimate.interval;
            table.push([name.into(), estimate.value.into(), low.into(), high.into()]);
        }
        table
    }

    /// E07.
    fn max_affine(&self) -> Settled {
        let networks = || self.any.iter().chain(&self.non_negative);
        let gaps: Vec<f64> = networks().map(|found| found.identity_gap).collect();
        let gap = quantile(&gaps, 1.0);
        let layers = gap < TOLERANCE && networks().all(|found| found.layer_violations == 0);
        let whole: usize = self.any.iter().map(|found| found.violations).sum();
        let control: usize = self.non_negative.iter().map(|found| found.violations).sum();
        let verdict = match (layers, whole) {
            (true, 0) => Verdict::Holds,
            (true, _) => Verdict::HoldsWithConditions,
            (false, _) => Verdict::DoesNotHold,
        };
        let effect = format!(
            "largest gap of a layer to its max-affine form = {}; whole networks violate convexity \
             at {whole} of {} pairs, with non-negative later weights at {control}",
            Format::Scientific(0).number(gap),
            self.pairs * self.any.len(),
        );
        claims::settle("E07", verdict, effect, networks().count() as u64)
    }

    /// E08.
    fn matching(&self) -> Settled {
        let gap = self.score_gap();
        let others: usize = self.digits.iter().map(|found| found.other_decisions).sum();
        let one_each = self.digits.iter().all(|found| found.patterns == 1);
        let verdict = match (gap <= TOLERANCE && others == 0, one_each) {
            (true, true) => Verdict::Holds,
            (true, false) => Verdict::HoldsWithConditions,
            (false, _) => Verdict::DoesNotHold,
        };
        let images = self.digits[0].images;
        let patterns = mean_interval(&self.counted(|found| found.patterns as f64)).value;
        let effect = format!(
            "scores equal their templates' to {} and {others} decisions differ; {patterns:.0} \
             different sets of templates for {images} images",
            Format::Scientific(0).number(gap),
        );
        claims::settle("E08", verdict, effect, (self.digits.len() * images) as u64)
    }
}
