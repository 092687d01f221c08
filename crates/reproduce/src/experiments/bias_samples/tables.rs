//! Examples needed, ratios, causes, what more data does, and bounds.

use report::Table;

use super::architectures::Architecture;
use super::findings::{Comparison, Results, bounds};

impl Results<'_> {
    pub(super) fn needed_table(&self) -> Table {
        let mut table = Table::new(
            "needed",
            format!(
                "All networks on all tasks: parameters, the examples needed to come a third of the \
                 way from chance to a perfect score, interpolated on the mean curve of {} seeds, with \
                 the 95 % bootstrap interval (– where the largest set is not enough; the smallest \
                 size if that is enough already), and with the largest set the mean accuracies on \
                 test and on training examples.",
                self.constants.seeds
            ),
        )
        .column("task", "text")
        .column("network", "text")
        .column("parameters", "int")
        .column("target", "pct1")
        .column("needed", "f0")
        .column("from", "f0")
        .column("to", "f0")
        .column("test", "pct1")
        .column("training", "pct1");
        for plan in &self.constants.plans {
            for &architecture in &plan.architectures {
                let last = plan.training.sizes.len() - 1;
                let [low, high] = self.needed_interval(plan.task, architecture);
                let outcomes = self.outcomes(plan.task, architecture);
                let training: Vec<f64> = outcomes.iter().map(|o| o.training[last]).collect();
                table.push([
                    plan.task.name().into(),
                    architecture.name().into(),
                    architecture.parameters(plan.task).into(),
                    self.target(plan.task).into(),
                    self.needed(plan.task, architecture).into(),
                    low.into(),
                    high.into(),
                    self.accuracy(plan.task, architecture, last).value.into(),
                    crate::stats::mean(&training).into(),
                ]);
            }
        }
        table
    }

    pub(super) fn comparison_table(&self, comparisons: &[Comparison]) -> Table {
        let mut table = Table::new(
            "comparisons",
            "The architecture with the bias against the MLP: examples needed by each, and how many \
             times as many the MLP needs, with the 95 % bootstrap interval over seeds. A network that \
             does not reach the target counts as needing the largest set, so that some ratios are \
             bounds on the cautious side.",
        )
        .column("task", "text")
        .column("bias", "text")
        .column("network", "text")
        .column("needed", "f0")
        .column("MLP", "f0")
        .column("MLP / network", "f2")
        .column("from", "f2")
        .column("to", "f2")
        .column("network needs", "text");
        for comparison in comparisons {
            let Comparison { pair, matches, task, ratio } = comparison;
            let reading = match (comparison.fewer(), comparison.more()) {
                (true, _) => "fewer",
                (_, true) => "more",
                _ => "undecided",
            };
            table.push([
                task.name().into(),
                if *matches { "matches" } else { "does not" }.into(),
                pair.architecture.name().into(),
                self.needed(*task, pair.architecture).into(),
                self.needed(*task, Architecture::Mlp).into(),
                ratio.value.into(),
                ratio.interval[0].into(),
                ratio.interval[1].into(),
                reading.into(),
            ]);
        }
        table
    }

    pub(super) fn cause_table(&self) -> Table {
        let mut table = Table::new(
            "cause",
            "What the change of task does to one and the same network: examples needed where the \
             bias does not match over examples needed where it does, for the architecture and for the \
             MLP, with 95 % bootstrap intervals; the largest set counts as the need of who does not \
             reach the target. Given another graph, the MLP is trained on the same examples as \
             before, for it sees no edges: 1 by construction.",
        )
        .column("from", "text")
        .column("to", "text")
        .column("network", "text")
        .column("times as many", "f2")
        .column("low", "f2")
        .column("high", "f2");
        for pair in &self.constants.pairs {
            for architecture in [pair.architecture, Architecture::Mlp] {
                let found = self.quotient([pair.mismatched, pair.matched], [architecture; 2]);
                table.push([
                    pair.matched.name().into(),
                    pair.mismatched.name().into(),
                    architecture.name().into(),
                    found.value.into(),
                    found.interval[0].into(),
                    found.interval[1].into(),
                ]);
            }
        }
        table
    }

    pub(super) fn advantage_table(&self, comparisons: &[Comparison]) -> Table {
        let mut table = Table::new(
            "advantage",
            "Mean test accuracy of the architecture less that of the MLP after training on the same \
             examples, for each size: from the smallest set to the largest. The interval is that of \
             the last column.",
        )
        .column("task", "text")
        .column("network", "text")
        .column("size 1", "pct1")
        .column("size 2", "pct1")
        .column("size 3", "pct1")
        .column("size 4", "pct1")
        .column("largest set", "int")
        .column("there", "pct1")
        .column("from", "pct1")
        .column("to", "pct1");
        for Comparison { pair, task, .. } in comparisons {
            let sizes = &self.plan(*task).training.sizes;
            let last = sizes.len() - 1;
            let difference = |i| self.difference(*task, pair.architecture, i);
            let smaller = |i: usize| (i < last).then(|| difference(i).value);
            let [low, high] = difference(last).interval;
            table.push([
                task.name().into(),
                pair.architecture.name().into(),
                smaller(0).into(),
                smaller(1).into(),
                smaller(2).into(),
                smaller(3).into(),
                sizes[last].into(),
                difference(last).value.into(),
                low.into(),
                high.into(),
            ]);
        }
        table
    }

    pub(super) fn bounds_table(&self) -> Table {
        let mut table = Table::new(
            "bounds",
            "Networks that do not see what the answer depends on: the best accuracy that is possible \
             without seeing it, computed, and the mean test accuracy with the largest set, with its \
             95 % interval.",
        )
        .column("task", "text")
        .column("network", "text")
        .column("bound", "pct1")
        .column("measured", "pct1")
        .column("from", "pct1")
        .column("to", "pct1");
        for bound in bounds() {
            let last = self.plan(bound.task).training.sizes.len() - 1;
            let found = self.accuracy(bound.task, bound.architecture, last);
            table.push([
                bound.task.name().into(),
                bound.architecture.name().into(),
                bound.accuracy.into(),
                found.value.into(),
                found.interval[0].into(),
                found.interval[1].into(),
            ]);
        }
        table
    }
}
