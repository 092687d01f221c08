//! The parts of the error, and how many solutions there are.

use report::Table;

use super::findings::Results;

impl Results<'_> {
    /// Bias² and variance at every size and level of noise.
    pub(super) fn parts_table(&self) -> Table {
        let constants = self.constants;
        let mut table = Table::new(
            "parts",
            format!(
                "Bias² and variance of minimum-norm regression on p random features of n = {} \
                 examples, from {} training sets, and with noise the ends of their 95 % intervals. \
                 An estimate of bias² may come out negative where the variance is large.",
                constants.examples, constants.seeds
            ),
        )
        .column("p", "int")
        .column("p/n", "f2");
        for noise in &constants.noises {
            table = table
                .column(format!("bias², noise {noise}"), "f3")
                .column(format!("variance, noise {noise}"), "f3");
        }
        table = table
            .column("bias² from", "f3")
            .column("to", "f3")
            .column("variance from", "f3")
            .column("to ", "f3");
        let levels: Vec<_> = (0..constants.noises.len()).map(|level| self.sizes(level)).collect();
        let noisy = levels.last().expect("a level of noise");
        for (i, &size) in constants.sizes.iter().enumerate() {
            let mut row = vec![size.into(), (size as f64 / constants.examples as f64).into()];
            for level in &levels {
                row.extend([level[i].bias.value.into(), level[i].variance.value.into()]);
            }
            let ends = noisy[i].bias.interval.into_iter().chain(noisy[i].variance.interval);
            row.extend(ends.map(Into::into));
            table.push_vec(row);
        }
        table
    }

    /// Rank and training error.
    pub(super) fn solutions_table(&self) -> Table {
        let constants = self.constants;
        let mut table = Table::new(
            "solutions",
            format!(
                "How many read-outs fit the n = {} examples equally well: the least and the \
                 largest rank of the features over {} training sets, the dimension p − rank of the \
                 set of best read-outs, and the mean squared error that is left on the examples \
                 with noise {}.",
                constants.examples,
                constants.seeds,
                constants.noises[constants.noises.len() - 1]
            ),
        )
        .column("p", "int")
        .column("least rank", "int")
        .column("largest rank", "int")
        .column("free dimensions", "int")
        .column("error on the examples", "sci1");
        for (cell, outcome) in self.runs {
            let [least, largest] = outcome.ranks;
            let noisy = outcome.levels.last().expect("a level of noise");
            table.push([
                cell.size.into(),
                least.into(),
                largest.into(),
                (cell.size - least).into(),
                noisy.train.into(),
            ]);
        }
        table
    }
}
