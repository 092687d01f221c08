//! Dimensions, gaps against bounds, and learning curves.

use numerics::elementary::ln;
use report::Table;

use super::bounds;
use super::findings::{DEEP, Gap, Results, median_epochs, title};
use crate::budget::parameters;
use crate::stats::{mean, mean_interval, quantile};

impl Results<'_> {
    pub(super) fn dimensions_table(&self) -> Table {
        let mut table = Table::new(
            "dimensions",
            "Networks of W parameters in L layers of weights: the orders that are quoted for their \
             VC dimension, without their unknown constants and with natural logarithms, and an \
             upper bound with all constants, by counting signs layer by layer.",
        )
        .column("widths", "text")
        .column("W", "int")
        .column("L", "int")
        .column("W ln W", "sci2")
        .column("W L ln(W/L)", "sci2")
        .column("W L ln W", "sci2")
        .column("at most", "sci2");
        for widths in [self.network(), DEEP.to_vec()] {
            let names: Vec<String> = widths.iter().map(usize::to_string).collect();
            let (w, layers) = (parameters(&widths) as f64, (widths.len() - 1) as f64);
            table.push([
                names.join("-").into(),
                parameters(&widths).into(),
                (widths.len() - 1).into(),
                (w * ln(w)).into(),
                (w * layers * ln(w / layers)).into(),
                (w * layers * ln(w)).into(),
                bounds::dimension(&widths).into(),
            ]);
        }
        table
    }

    pub(super) fn gaps_table(&self, gaps: &[Gap]) -> Table {
        let mut table = Table::new(
            "gaps",
            format!(
                "Error less training error after n examples: means and largest values over {} \
                 seeds with true and with random labels, and Vapnik's bound, which holds with \
                 probability {} %. A bound of 1 or more says nothing.",
                self.constants.seeds,
                100.0 * (1.0 - self.constants.delta)
            ),
        )
        .column("classifier", "text")
        .column("n", "int")
        .column("true labels", "f3")
        .column("largest", "f3")
        .column("random labels", "f3")
        .column("largest, random", "f3")
        .column("bound", "f3");
        for gap in gaps {
            let [told, random] = &gap.measured;
            table.push([
                title(gap.task).into(),
                gap.examples.into(),
                mean(told).into(),
                quantile(told, 1.0).into(),
                mean(random).into(),
                quantile(random, 1.0).into(),
                gap.bound.into(),
            ]);
        }
        table
    }

    pub(super) fn curves_table(&self) -> Table {
        let mut table = Table::new(
            "curves",
            format!(
                "Accuracy after n examples with true and with random labels: on the labels learnt, \
                 and on the digits of other writers with the 95 % interval of its mean over {} \
                 seeds; the median number of epochs until every label is fitted, a dash if more \
                 than half of the runs had not done so after {}.",
                self.constants.seeds, self.constants.setting.epochs
            ),
        )
        .column("classifier", "text")
        .column("labels", "text")
        .column("n", "int")
        .column("training", "pct1")
        .column("test", "pct1")
        .column("from", "pct1")
        .column("to", "pct1")
        .column("epochs", "f1");
        for model in &self.constants.models {
            for (random, labels) in [(false, "true"), (true, "random")] {
                for &examples in &model.examples {
                    let outcomes = self.outcomes(model.task, examples, random);
                    let train: Vec<f64> = outcomes.iter().map(|o| o.train).collect();
                    let test: Vec<f64> = outcomes.iter().map(|o| o.test).collect();
                    let test = mean_interval(&test);
                    let [low, high] = test.interval;
                    table.push([
                        title(model.task).into(),
                        labels.into(),
                        examples.into(),
                        mean(&train).into(),
                        test.value.into(),
                        low.into(),
                        high.into(),
                        median_epochs(&outcomes).into(),
                    ]);
                }
            }
        }
        table
    }
}
