//! Tables, and the numbers that the prose cites.

use report::{Table, number};
use serde_json::{Map, Value, json};

use super::findings::{Results, Set};
use super::run::Start;
use crate::stats::{mean, mean_interval, standard_deviation};

/// The starts that stand beside the ticket.
pub(super) const CONTROLS: [Start; 4] = [Start::Early, Start::Signs, Start::Fresh, Start::Random];

/// How a start is called.
pub(super) fn name(start: Start) -> &'static str {
    match start {
        Start::Ticket => "ticket",
        Start::Early => "early values",
        Start::Signs => "signs only",
        Start::Fresh => "fresh values",
        Start::Random => "random mask",
    }
}

fn key(start: Start) -> &'static str {
    match start {
        Start::Ticket => "ticket",
        Start::Early => "early",
        Start::Signs => "signs",
        Start::Fresh => "fresh",
        Start::Random => "random",
    }
}

/// Final accuracies in all rounds.
pub(super) fn accuracy(results: &Results<'_>) -> Table {
    let mut table = Table::new(
        "accuracy",
        format!(
            "Test accuracy at the end of training, means over {} seeds; for the ticket with the 95 % \
             interval of the mean. A dash: not run at this density.",
            results.constants.seeds
        ),
    )
    .column("data", "text")
    .column("weights", "int")
    .column("density", "pct1")
    .column("ticket", "pct1")
    .column("from", "pct1")
    .column("to", "pct1");
    for start in CONTROLS {
        table = table.column(name(start), "pct1");
    }
    for set in &results.sets {
        for round in 0..=results.constants.rounds {
            let ticket = mean_interval(&set.accuracies(Start::Ticket, round));
            let [low, high] = ticket.interval;
            let mut row: Vec<Value> = vec![
                set.name().into(),
                set.living(round).into(),
                set.density(round).into(),
                ticket.value.into(),
                low.into(),
                high.into(),
            ];
            let compared = results.constants.compared.contains(&round);
            let control = |start| compared.then(|| mean(&set.accuracies(start, round)));
            row.extend(CONTROLS.map(|start| Value::from(control(start))));
            table.rows.push(row);
        }
    }
    table
}

/// How fast the bound is reached.
pub(super) fn epochs(results: &Results<'_>) -> Table {
    let mut table = Table::new(
        "epochs",
        "The epoch at whose end the test accuracy first reaches the dense mean minus one standard \
         deviation: medians over seeds. Infinite: most seeds never reach it. The early values count \
         the epoch that they were taken from.",
    )
    .column("data", "text")
    .column("density", "pct1")
    .column("ticket", "f1");
    for start in CONTROLS {
        table = table.column(name(start), "f1");
    }
    for set in &results.sets {
        let dense = set.epochs_to_bound(Start::Ticket, 0);
        let mut row = vec![set.name().into(), set.density(0).into(), number(dense)];
        row.extend(CONTROLS.map(|_| Value::Null));
        table.rows.push(row);
        for &round in &results.constants.compared {
            let epoch = |start| number(set.epochs_to_bound(start, round));
            let mut row = vec![set.name().into(), set.density(round).into(), epoch(Start::Ticket)];
            row.extend(CONTROLS.map(epoch));
            table.rows.push(row);
        }
    }
    table
}

/// Where the living weights are.
pub(super) fn layers(results: &Results<'_>) -> Table {
    let layers = results.sets[0].layers(0)[0].len();
    let mut table = Table::new(
        "layers",
        "The density of each layer when weights of all layers are pruned by one threshold: means \
         over seeds.",
    )
    .column("data", "text")
    .column("all", "pct1");
    for layer in 1..=layers {
        table = table.column(format!("layer {layer}"), "pct1");
    }
    for set in &results.sets {
        for &round in &results.constants.compared {
            let density = |layer: usize| {
                let dense = set.layers(0)[0][layer] as f64;
                let shares = set.layers(round).into_iter().map(|living| living[layer] as f64);
                mean(&shares.map(|living| living / dense).collect::<Vec<_>>())
            };
            let mut row: Vec<Value> = vec![set.name().into(), set.density(round).into()];
            row.extend((0..layers).map(|layer| Value::from(density(layer))));
            table.rows.push(row);
        }
    }
    table
}

fn by_set(results: &Results<'_>, values: impl Fn(&Set<'_>) -> Value) -> Value {
    let entry = |set: &Set<'_>| (set.key().to_owned(), values(set));
    Value::Object(results.sets.iter().map(entry).collect())
}

/// Means at ten per cent: `at_ten_percent.digits.ticket`.
pub(super) fn decision_values(results: &Results<'_>) -> Value {
    let round = results.ten_percent();
    by_set(results, |set| {
        let of = |start: Start| {
            let accuracy = mean(&set.accuracies(start, round));
            (key(start).to_owned(), Value::from(accuracy))
        };
        let mut values: Map<_, _> = CONTROLS.into_iter().map(of).collect();
        values.extend([of(Start::Ticket), ("density".to_owned(), set.density(round).into())]);
        values.insert("weights".to_owned(), set.living(round).into());
        Value::Object(values)
    })
}

/// The round with the best tickets.
pub(super) fn best_values(results: &Results<'_>) -> Value {
    by_set(results, |set| {
        let ticket = |round: usize| mean(&set.accuracies(Start::Ticket, round));
        let rounds = 0..=results.constants.rounds;
        let best = rounds.max_by(|&a, &b| ticket(a).total_cmp(&ticket(b))).expect("a round");
        let last = results.constants.rounds;
        json!({
            "density": set.density(best),
            "accuracy": ticket(best),
            "last_density": set.density(last),
            "last_accuracy": ticket(last),
        })
    })
}

/// The dense networks.
pub(super) fn dense_values(results: &Results<'_>) -> Value {
    by_set(results, |set| {
        let dense = set.dense();
        json!({
            "accuracy": mean(&dense),
            "deviation": standard_deviation(&dense),
            "weights": set.living(0),
            "epochs": number(set.epochs_to_bound(Start::Ticket, 0)),
        })
    })
}
