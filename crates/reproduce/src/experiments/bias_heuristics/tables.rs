//! The lesson's rows, their contradictions, and the sweep.

use report::Table;

use super::findings::{Results, recommended, title, winners};
use super::lesson::{TABLE, contradictions};

impl Results<'_> {
    pub(super) fn recommendations_table(&self) -> Table {
        let mut table = Table::new(
            "recommendations",
            "The lesson's five recommendations as its code has them, with the width for 10, 100 \
             and 1000 inputs, and whether its loop prints the row.",
        )
        .column("task", "text")
        .column("minimum layers", "int")
        .column("width, 10 inputs", "int")
        .column("100 inputs", "int")
        .column("1000 inputs", "int")
        .column("printed", "text");
        for row in &TABLE {
            table.push([
                row.task.into(),
                row.min_layers.into(),
                row.width(10).into(),
                row.width(100).into(),
                row.width(1000).into(),
                row.is_printed().into(),
            ]);
        }
        table
    }

    pub(super) fn contradictions_table(&self) -> Table {
        let mut table = Table::new(
            "contradictions",
            "What a row of the lesson's table says and what stands against it: in its own words and \
             numbers, or in the theorems that it is said to follow from.",
        )
        .column("row", "text")
        .column("it says", "text")
        .column("against it", "text");
        for found in contradictions() {
            table.push([found.row.into(), found.says.into(), found.against.into()]);
        }
        table
    }

    pub(super) fn sweep_table(&self) -> Table {
        let mut table = Table::new(
            "sweep",
            "The depth with the least mean test error over the seeds, the range of depths within one \
             standard error of it, and the lesson's minimum. That all depths of a seed share their \
             data is not used.",
        )
        .column("task", "text")
        .column("seeds", "int")
        .column("depths tried", "text")
        .column("best", "int")
        .column("ties from", "int")
        .column("to", "int")
        .column("the lesson's minimum", "int")
        .column("fewer layers do", "text");
        for sweep in &self.constants.sweeps {
            let won = winners(&self.depths(sweep));
            let tried: Vec<String> = sweep.depths.iter().map(usize::to_string).collect();
            let minimum = recommended(sweep.task);
            table.push([
                title(sweep).into(),
                sweep.seeds.into(),
                tried.join(", ").into(),
                won.best.into(),
                won.tied.0.into(),
                won.tied.1.into(),
                minimum.into(),
                (won.tied.0 < minimum).into(),
            ]);
        }
        table
    }

    pub(super) fn depths_table(&self) -> Table {
        let mut table = Table::new(
            "depths",
            "Mean test error at each depth with the 95 % interval over the seeds: the mean squared \
             error for tabular regression and graphs, the share of wrong answers for the others; \
             the width that fits the number of parameters, and the median of the rates chosen.",
        )
        .column("task", "text")
        .column("depth", "int")
        .column("width", "int")
        .column("parameters", "int")
        .column("error", "f3")
        .column("from", "f3")
        .column("to", "f3")
        .column("rate", "f3")
        .column("diverged", "int");
        for sweep in &self.constants.sweeps {
            for found in self.depths(sweep) {
                let [from, to] = found.interval.map(report::number);
                table.push([
                    title(sweep).into(),
                    found.depth.into(),
                    found.width.into(),
                    found.parameters.into(),
                    report::number(found.mean).into(),
                    from.into(),
                    to.into(),
                    found.rate.into(),
                    found.diverged.into(),
                ]);
            }
        }
        table
    }
}
