//! Distances against width, and what stopping early is worth.

use report::Table;

use super::findings::{Results, TO_DESCENT, TO_PLAIN, WAYS};

pub(super) fn widths(results: &Results<'_>) -> Table {
    let mut table = Table::new(
        "widths",
        format!(
            "How far a network is, after {} steps, from the kernel's prediction that starts at the \
             network's own initial outputs, and from the one that starts at zero: root mean \
             squares over new points, medians over seeds with their 95 % intervals.",
            results.last_steps()
        ),
    )
    .column("width", "int")
    .column("from f₀", "f3")
    .column("low", "f3")
    .column("high", "f3")
    .column("from zero", "f3")
    .column("low ", "f3")
    .column("high ", "f3");
    for &width in &results.constants.widths {
        let [with, without] =
            [TO_DESCENT, TO_PLAIN].map(|reading| results.at_the_end(width, reading));
        table.push([
            width.into(),
            with.value.into(),
            with.interval[0].into(),
            with.interval[1].into(),
            without.value.into(),
            without.interval[0].into(),
            without.interval[1].into(),
        ]);
    }
    table
}

pub(super) fn stopping(results: &Results<'_>) -> Table {
    let mut table = Table::new(
        "stopping",
        format!(
            "The number of steps with the least error, the error there and after {} steps: mean \
             squares against the function without noise, medians over seeds with the 95 % interval \
             of the least. Width {}; ridge regression has the ridge 1 / (rate × steps). The stop is \
             chosen by the same errors, which needs the truth and flatters every way.",
            results.last_steps(),
            results.widest_width()
        ),
    )
    .column("way", "text")
    .column("best steps", "int")
    .column("error", "f3")
    .column("low", "f3")
    .column("high", "f3")
    .column("at the end", "f3");
    for (name, key, reading) in WAYS {
        let best = results.best(key, reading);
        table.push([
            name.into(),
            best.steps.into(),
            best.error.value.into(),
            best.error.interval[0].into(),
            best.error.interval[1].into(),
            best.last.value.into(),
        ]);
    }
    table
}
