//! The tables.

use report::Table;

use super::findings::Summary;

/// All tables, in the order of the chapter.
pub(super) fn all(summary: &Summary) -> Vec<Table> {
    vec![steps(summary), dimensions(summary), basis(summary)]
}

fn steps(summary: &Summary) -> Table {
    let most = summary.steps[0].errors.len();
    let mut table = Table::new(
        "steps",
        "cos(x/2) from −r to r, with 2 C_f = 1: for how many n the least error of n steps exceeds \
         (2 C_f)²/n, and (2 r C_f)²/n, and where n times the error is largest.",
    )
    .column("radius r", "text")
    .column("numbers n tried", "int")
    .column("above (2 C_f)²/n", "int")
    .column("above (2 r C_f)²/n", "int")
    .column("worst n", "int")
    .column("n × error there", "f3");
    for row in &summary.steps {
        let ([without, with], (n, excess)) = (row.violations(), row.largest_excess());
        table.push([
            row.radius.into(),
            most.into(),
            without.into(),
            with.into(),
            n.into(),
            excess.into(),
        ]);
    }
    table
}

fn dimensions(summary: &Summary) -> Table {
    let mut table = Table::new(
        "dimensions",
        "Units sampled for the Gaussian on a ball of radius 2. n × error: expected from an integral, \
         and measured with its 95 % interval. The last columns: below this n the bound, and the \
         sampled network, are worse than the best constant.",
    )
    .column("d", "int")
    .column("Var f", "sci2")
    .column("(2 r C_f)²", "f1")
    .column("V²", "f1")
    .column("n × error, expected", "f3")
    .column("measured", "f3")
    .column("from", "f3")
    .column("to", "f3")
    .column("bound vacuous below", "int")
    .column("network useless below", "int");
    for row in &summary.dimensions {
        let [low, high] = row.times_n.interval;
        table.push([
            row.dimension.into(),
            row.variance.into(),
            row.bound.into(),
            row.mass_squared.into(),
            row.expected.into(),
            row.times_n.value.into(),
            low.into(),
            high.into(),
            (row.bound / row.variance).ceil().into(),
            (row.expected / row.variance).ceil().into(),
        ]);
    }
    table
}

fn basis(summary: &Summary) -> Table {
    let mut table = Table::new(
        "basis",
        "All polynomials up to degree p in 10 variables on a ball of radius 2: their number n, the \
         wave of C_f = 1 that they serve worst, their error on it, and the mean error of n steps \
         sampled for that wave, beside Barron's bound. Last, their error on the Gaussian.",
    )
    .column("p", "int")
    .column("n", "sci2")
    .column("worst |ω|", "f2")
    .column("wave", "text")
    .column("polynomials", "sci2")
    .column("sampled steps", "sci2")
    .column("(2 r C_f)²/n", "sci2")
    .column("polynomials, Gaussian", "sci2");
    for (i, worst) in summary.basis.iter().enumerate() {
        let shown = i <= summary.basis_sampled.len() || worst.degree % 10 == 0;
        if !shown {
            continue;
        }
        let sampled = summary.basis_sampled.get(i).map(|error| error.value);
        table.push([
            worst.degree.into(),
            worst.basis.into(),
            worst.frequency.into(),
            (if worst.sine { "sin" } else { "cos" }).into(),
            worst.error.into(),
            sampled.into(),
            (summary.wave_bound() / worst.basis).into(),
            worst.gaussian_error.into(),
        ]);
    }
    table
}
