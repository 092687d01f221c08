//! The curves, their peaks, and gradient descent in numbers.

use report::{Table, number};
use serde_json::Value;

use super::Features;
use super::findings::{Results, Setting, mean_without_largest, norm, plain, tuned};
use super::gradient::STARTS;
use crate::Experiment;
use crate::stats::{mean, median, median_interval, quantile};

impl Results<'_> {
    /// The sweep that the figures show.
    pub(super) fn curve_table(&self) -> Table {
        let n = self.shown(0).examples;
        let mut table = Table::new(
            "curve",
            format!(
                "Minimum-norm regression on p random features of n = {n} examples: median test \
                 error over seeds without and with label noise, the same with the ridge penalty \
                 that held-out data chose, and with noise the error on the examples, the length of \
                 the solution and the condition number of the features."
            ),
        )
        .column("p", "int")
        .column("p/n", "f2");
        let levels = self.constants.noises.len();
        for noise in &self.constants.noises {
            table = table
                .column(format!("noise {noise}"), "f3")
                .column(format!("noise {noise}, ridge"), "f3");
        }
        table = table
            .column("error on the examples", "sci1")
            .column("length", "f2")
            .column("condition", "sci1");
        let curves: Vec<_> = (0..levels)
            .flat_map(|level| [plain, tuned].map(|of| self.curve(self.shown(level), of)))
            .collect();
        let noisy = self.shown(levels - 1);
        let (train, lengths) = (self.curve(noisy, |l| l.train), self.curve(noisy, norm));
        for (i, &size) in curves[0].sizes.iter().enumerate() {
            let mut row = vec![size.into(), (size as f64 / n as f64).into()];
            row.extend(curves.iter().map(|curve| curve.medians[i].into()));
            row.extend([train.medians[i].into(), lengths.medians[i].into()]);
            row.push(median(&self.conditions(n, size)).into());
            table.push_vec(row);
        }
        table
    }

    /// What each curve does: down, up, down.
    pub(super) fn peak_table(&self) -> Table {
        let mut table = Table::new(
            "peak",
            "The median test error of every setting: its least value below p = n and where, at \
             p = n together with the mean and the largest over seeds, its least value beyond and \
             where, with infinitely many features; and the difference of the two least values with \
             its interval. The rules speak of the noise levels 0 and 0.5 only.",
        )
        .column("n", "int")
        .column("noise", "f1")
        .column("least below", "f3")
        .column("at p/n", "f2")
        .column("at p = n", "f1")
        .column("mean", "f1")
        .column("largest", "sci1")
        .column("least beyond", "f3")
        .column("at p/n ", "f1")
        .column("p → ∞", "f3")
        .column("beyond − below", "f3")
        .column("from", "f3")
        .column("to", "f3");
        for setting in self.all_settings() {
            let curve = self.curve(setting, plain);
            let ratio = |i: usize| curve.sizes[i] as f64 / setting.examples as f64;
            let (below, beyond) = (curve.least_below(), curve.least_beyond());
            let at_threshold = &curve.values[curve.threshold()];
            let gain = self.gain(setting);
            table.push([
                setting.examples.into(),
                self.noise(setting).into(),
                curve.medians[below].into(),
                ratio(below).into(),
                median(at_threshold).into(),
                mean(at_threshold).into(),
                quantile(at_threshold, 1.0).into(),
                curve.medians[beyond].into(),
                ratio(beyond).into(),
                median(&self.limit(setting, |solution| solution.error)).into(),
                gain.value.into(),
                gain.interval[0].into(),
                gain.interval[1].into(),
            ]);
        }
        table
    }

    /// Quantiles at p = n.
    pub(super) fn tail_table(&self) -> Table {
        let tail = &self.constants.tail;
        let errors = self.tail();
        let mut table = Table::new(
            "tail",
            format!(
                "Test errors at p = n = {} with noise {} over {} seeds.",
                tail.examples, tail.noise, tail.seeds
            ),
        )
        .column("of all seeds", "text")
        .column("test error", "f1");
        let rows = [
            ("the median", quantile(&errors, 0.5)),
            ("the 90 % quantile", quantile(&errors, 0.9)),
            ("the 99 % quantile", quantile(&errors, 0.99)),
            ("the largest", quantile(&errors, 1.0)),
            ("the mean", mean(&errors)),
            ("the mean of all but the largest", mean_without_largest(&errors)),
        ];
        for (name, value) in rows {
            table.push([name.into(), value.into()]);
        }
        table
    }

    /// Where the peak is, counted in three ways.
    pub(super) fn threshold_table(&self) -> Table {
        let several = &self.constants.several;
        let n = several.examples;
        let d = self.constants.dimensions;
        let mut table = Table::new(
            "threshold",
            format!(
                "Where the median test error of models with K outputs is largest, n = {n}: features \
                 p, trained parameters K p, all numbers of the network (d + K) p with the d = {d} \
                 weights of each feature that are drawn and never trained, and the labels K n."
            ),
        )
        .column("K", "int")
        .column("noise", "f1")
        .column("peak at p", "int")
        .column("trained parameters", "int")
        .column("all numbers", "int")
        .column("examples n", "int")
        .column("labels", "int");
        for &outputs in &several.outputs {
            for (level, &noise) in self.constants.noises.iter().enumerate() {
                let curve = self.several(outputs, level);
                let peak = curve.sizes[curve.peak()];
                table.push([
                    outputs.into(),
                    noise.into(),
                    peak.into(),
                    (outputs * peak).into(),
                    ((d + outputs) * peak).into(),
                    n.into(),
                    (outputs * n).into(),
                ]);
            }
        }
        table
    }

    /// What a penalty does to the peak.
    pub(super) fn ridge_table(&self) -> Table {
        let mut table = Table::new(
            "ridge",
            "The test error at p = n without a penalty, with each penalty, and with the one that \
             held-out data chose; and how many times as high as the lower parts on both sides the \
             curve without and with the chosen penalty rises at most (2 counts as a peak). Medians \
             over seeds.",
        )
        .column("n", "int")
        .column("noise", "f1")
        .column("no penalty", "f2");
        for penalty in &self.constants.penalties {
            table = table.column(format!("λ = {penalty}"), "f3");
        }
        table = table
            .column("chosen λ", "f3")
            .column("rise without", "f2")
            .column("rise with the chosen", "f2");
        for setting in self.all_settings() {
            let row = self.ridge_row(setting);
            table.rows.push(row);
        }
        table
    }

    fn ridge_row(&self, setting: Setting) -> Vec<Value> {
        let (without, with) = (self.curve(setting, plain), self.curve(setting, tuned));
        let threshold = without.threshold();
        let mut row: Vec<Value> = vec![setting.examples.into(), number(self.noise(setting))];
        row.push(number(without.medians[threshold]));
        for i in 0..self.constants.penalties.len() {
            row.push(number(self.penalised(setting, i).medians[threshold]));
        }
        row.push(number(with.medians[threshold]));
        row.extend([without.prominence(), with.prominence()].map(number));
        row
    }

    /// Gradient descent from each start.
    pub(super) fn descent_table(&self) -> Table {
        let descent = &self.constants.descent;
        let descents = self.descents();
        let mut table = Table::new(
            "descent",
            format!(
                "Gradient descent on n = {} examples with p = {} features, until the residual is \
                 {} of the labels: the largest distance over seeds to the shortest interpolant θ⁺ \
                 and to θ⁺ plus the part of the start that the data cannot see, and the median \
                 length (with its interval) and test error. Lengths in units of |θ⁺|, errors in \
                 units of its error.",
                descent.examples, descent.features, descent.stop.residual
            ),
        )
        .column("start", "text")
        .column("distance to θ⁺", "sci1")
        .column("to θ⁺ + unseen part", "sci1")
        .column("length", "f3")
        .column("from", "f3")
        .column("to", "f3")
        .column("error", "f3");
        for (k, name) in STARTS.into_iter().enumerate() {
            let over = |of: &dyn Fn(&super::gradient::Descended) -> f64| -> Vec<f64> {
                descents.iter().map(|descended| of(descended)).collect()
            };
            let lengths = over(&|d| d.arrivals[k].norm);
            let mut stream = nn::Stream::new(Features::ID, 0, "descent table");
            let length = median_interval(&lengths, &mut stream);
            table.push([
                name.into(),
                quantile(&over(&|d| d.arrivals[k].distance), 1.0).into(),
                quantile(&over(&|d| d.arrivals[k].distance_from_theory), 1.0).into(),
                length.value.into(),
                length.interval[0].into(),
                length.interval[1].into(),
                median(&over(&|d| d.arrivals[k].error / d.shortest_error)).into(),
            ]);
        }
        table
    }
}
