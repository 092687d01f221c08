//! Errors and successes.

use report::{Table, number};
use serde_json::{Map, Value, json};

use super::network::Start;
use super::{Group, Results};
use crate::stats::quantile;

/// Every random start at every number of iterations.
pub(super) fn settings(results: &Results<'_>) -> Table {
    let constants = results.constants;
    let mut table = Table::new(
        "settings",
        "Training deep networks on the triangle map iterated k times, k layers each: test error in \
         units of the target's variance (median, quartiles), and how many runs succeed.",
    )
    .column("width", "int")
    .column("start", "text")
    .column("k", "int")
    .column("parameters", "int")
    .column("error", "sci1")
    .column("quartile", "sci1")
    .column("quartile ", "sci1")
    .column("successes", "int");
    for &(width, start) in &constants.settings {
        for &k in &constants.iterations {
            let group = results.deep(k, width, start);
            let errors = group.errors();
            table.push([
                width.into(),
                start.name().into(),
                k.into(),
                group.parameters().into(),
                group.median().into(),
                quantile(&errors, 0.25).into(),
                quantile(&errors, 0.75).into(),
                group.successes().into(),
            ]);
        }
    }
    table
}

/// Deep against shallow at equal numbers of parameters.
pub(super) fn shallow(results: &Results<'_>) -> Table {
    let mut table = Table::new(
        "shallow",
        "Deep networks and networks with one hidden layer of as many parameters, to within one: \
         median test errors in units of the target's variance, and how many runs succeed.",
    )
    .column("width", "int")
    .column("start", "text")
    .column("k", "int")
    .column("parameters", "int")
    .column("deep error", "sci1")
    .column("shallow error", "sci1")
    .column("deep successes", "int")
    .column("shallow successes", "int");
    for (width, start, iterations) in &results.constants.shallow {
        for &k in iterations {
            let deep = results.deep(k, *width, *start);
            let shallow = results.shallow(k, *width, *start);
            table.push([
                (*width).into(),
                start.name().into(),
                k.into(),
                deep.parameters().into(),
                deep.median().into(),
                shallow.median().into(),
                deep.successes().into(),
                shallow.successes().into(),
            ]);
        }
    }
    table
}

/// Starts near the exact weights.
pub(super) fn near_exact(results: &Results<'_>) -> Table {
    let constants = results.constants;
    let mut table = Table::new(
        "near-exact",
        "From the exact weights with normal noise on every one of them: median test errors in units \
         of the target's variance before and after training, and how many runs succeed.",
    )
    .column("k", "int")
    .column("noise", "sci0")
    .column("before", "sci1")
    .column("after", "sci1")
    .column("successes", "int");
    for &k in &constants.noisy_iterations {
        for &noise in &constants.noises {
            let group = results.deep(k, constants.noisy_width, Start::NearExact { noise });
            table.push([
                k.into(),
                noise.into(),
                group.median_before().into(),
                group.median().into(),
                group.successes().into(),
            ]);
        }
    }
    table
}

/// Medians and successes for the prose: `settings.default_8.3.error`.
pub(super) fn setting_values(results: &Results<'_>) -> Value {
    let constants = results.constants;
    let entry = |&(width, start): &(usize, Start)| {
        let of = |&k: &u32| (k.to_string(), summary(&results.deep(k, width, start)));
        let values: Map<_, _> = constants.iterations.iter().map(of).collect();
        (format!("{}_{width}", start.key()), Value::Object(values))
    };
    Value::Object(constants.settings.iter().map(entry).collect())
}

/// The same for one hidden layer.
pub(super) fn shallow_values(results: &Results<'_>) -> Value {
    let entry = |(width, start, iterations): &(usize, Start, Vec<u32>)| {
        let of = |&k: &u32| (k.to_string(), summary(&results.shallow(k, *width, *start)));
        let values: Map<_, _> = iterations.iter().map(of).collect();
        (format!("{}_{width}", start.key()), Value::Object(values))
    };
    Value::Object(results.constants.shallow.iter().map(entry).collect())
}

/// The same for starts near the exact weights, the noises numbered from 0.
pub(super) fn near_exact_values(results: &Results<'_>) -> Value {
    let constants = results.constants;
    let entry = |&k: &u32| {
        let group = |noise| results.deep(k, constants.noisy_width, Start::NearExact { noise });
        let values = constants.noises.iter().map(|&noise| {
            let group = group(noise);
            let mut value = summary(&group);
            value["before"] = number(group.median_before());
            value
        });
        (k.to_string(), values.collect::<Value>())
    };
    Value::Object(constants.noisy_iterations.iter().map(entry).collect())
}

fn summary(group: &Group<'_>) -> Value {
    json!({ "error": number(group.median()), "successes": group.successes() })
}
