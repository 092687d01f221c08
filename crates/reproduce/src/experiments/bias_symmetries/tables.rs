//! The lesson's table with numbers, and what stands behind it.

use report::Table;
use serde_json::Value;

use super::findings::{Answer, CENTRE, Results};
use super::measure::Symmetry;
use super::models::{CHANNELS, POSITIONS};
use super::moved::Probe;
use super::twins::CASES;
use crate::stats::quantile;

impl Results<'_> {
    pub(super) fn symmetries_table(&self) -> Table {
        let mut table = Table::new(
            "symmetries",
            format!(
                "One random layer of each kind on {POSITIONS} positions of {CHANNELS} channels: \
                 the worst error of each symmetry over {} seeds, all shifts and {} random orders, \
                 in units of the distance between the outputs for two unrelated inputs. A word in \
                 place of a number says why there is nothing to measure.",
                self.constants.seeds, self.constants.orders
            ),
        )
        .column("architecture", "text")
        .column("translation equivariance", "sci1")
        .column("translation invariance", "sci1")
        .column("permutation equivariance", "sci1")
        .column("permutation invariance", "sci1")
        .column("the future", "sci1");
        for &kind in &self.constants.kinds {
            let mut row: Vec<Value> = vec![kind.title().into()];
            row.extend(Symmetry::ALL.map(|symmetry| match self.answer(kind, symmetry) {
                Answer::Gap(reason) => reason.into(),
                Answer::Measured { worst, .. } => report::number(worst),
            }));
            table.rows.push(row);
        }
        table
    }

    pub(super) fn fields_table(&self) -> Table {
        let mut table = Table::new(
            "fields",
            format!(
                "How many of {POSITIONS} inputs one output depends on, after one layer and after \
                 more; where they lie, counted from the input in the same place, position {CENTRE} \
                 of a line, of a torus with rows of four, or of a path of nodes."
            ),
        )
        .column("architecture", "text")
        .column("one layer sees", "text");
        for depth in 1..=self.constants.depth {
            table = table.column(format!("inputs seen by {depth}"), "int");
        }
        for &kind in &self.constants.kinds {
            let mut row: Vec<Value> = vec![kind.title().into(), self.offsets(kind).into()];
            let depths = 1..=self.constants.depth;
            row.extend(depths.map(|depth| Value::from(self.field(kind, depth).len())));
            table.rows.push(row);
        }
        table
    }

    pub(super) fn parameters_table(&self) -> Table {
        let mut table = Table::new(
            "parameters",
            "Parameters of one layer as the number P of positions grows, and whether the \
             parameters of one length are of the right shapes for the others.",
        )
        .column("architecture", "text");
        for length in &self.constants.lengths {
            table = table.column(format!("P = {length}"), "int");
        }
        table = table.column("fit every length", "text");
        for &kind in &self.constants.kinds {
            let (counts, fit) = self.parameters(kind);
            let mut row: Vec<Value> = vec![kind.title().into()];
            row.extend(counts.into_iter().map(Value::from));
            row.push(fit.into());
            table.rows.push(row);
        }
        table
    }

    pub(super) fn moved_table(&self) -> Table {
        let mut table = Table::new(
            "moved",
            format!(
                "Where a shift is felt: equivariance of zero-padded convolutions at each position, \
                 and of one with stride 2 at each shift; invariance of a circular convolution with \
                 pools of maxima at each shift. Least and largest error over {} seeds of the best \
                 and of the worst position or shift.",
                self.constants.seeds
            ),
        )
        .column("network", "text")
        .column("met at", "int")
        .column("of", "int")
        .column("least, best", "sci1")
        .column("largest, worst", "sci1");
        for &probe in &self.constants.probes {
            let worst = self.moved(probe);
            let least = self.moved_at(probe, 0.0);
            let name = match probe {
                Probe::Border { depth: 1 } => "1 zero-padded convolution, positions".to_owned(),
                Probe::Border { depth } => format!("{depth} zero-padded convolutions, positions"),
                Probe::Stride => "stride 2, shifts".to_owned(),
                Probe::Pool { size: 1 } => "no pool, shifts".to_owned(),
                Probe::Pool { size } => format!("pools of {size}, shifts"),
            };
            table.push([
                name.into(),
                worst.iter().filter(|&&error| error <= self.constants.met).count().into(),
                worst.len().into(),
                quantile(&least, 0.0).into(),
                quantile(&worst, 1.0).into(),
            ]);
        }
        table
    }

    pub(super) fn twins_table(&self) -> Table {
        let mut table = Table::new(
            "twins",
            format!(
                "Pairs of graphs of six nodes before random networks of three layers on graphs: in \
                 how many of {} seeds the mean, the sum and the largest of the nodes' outputs all \
                 agree to the last bit.",
                self.constants.seeds
            ),
        )
        .column("graphs", "text")
        .column("nodes hear", "text")
        .column("features", "text")
        .column("equal", "int")
        .column("of", "int");
        for (case, equal) in CASES.iter().zip(self.twins()) {
            let heard = match case.aggregation {
                nn::layers::Aggregation::Mean => "means",
                nn::layers::Aggregation::Gcn => "GCN",
            };
            table.push([
                format!("{}, {}", case.pair[0].title(), case.pair[1].title()).into(),
                heard.into(),
                if case.same_features { "all the same" } else { "random" }.into(),
                equal.into(),
                self.constants.seeds.into(),
            ]);
        }
        table
    }
}
