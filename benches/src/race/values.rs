//! Named numbers for the prose.

use super::profile::Samples;
use super::reproduction::Reproduction;
use super::results::{Results, Target};
use super::{Growth, Roofline, key, listed};
use report::number;
use reproduce::stats::log_log_line;
use serde_json::{Map, Value, json};

pub(super) fn values(
    results: &Results,
    samples: &Samples,
    reproduction: &Reproduction,
    roofline: &Roofline,
    growth: &Growth,
) -> Result<Value, String> {
    Ok(json!({
        "rounds": most_rounds(results),
        "targets": targets(results),
        "rows": rows(results),
        "ceilings": ceilings(roofline),
        "roofline": programs(results, roofline),
        "growth": slopes(growth),
        "profile": samples.values(&results.rows)?,
        "reproduction": reproduction.values(),
    }))
}

fn most_rounds(results: &Results) -> usize {
    let rounds = |row: &super::Row| row.summaries().iter().map(|entry| entry.rounds).max();
    results.rows.0.iter().filter_map(|(_, row)| rounds(row)).max().unwrap_or(0)
}

/// How many are met, and which are not.
fn targets(results: &Results) -> Value {
    let all: Vec<(&str, Target)> = results
        .rows
        .0
        .iter()
        .flat_map(|(name, row)| {
            row.targets().into_iter().map(move |target| (name.as_str(), target))
        })
        .collect();
    let names = |met: Option<bool>| -> Vec<String> {
        let mut names: Vec<String> = all
            .iter()
            .filter(|(_, t)| t.met() == met)
            .map(|(name, _)| (*name).to_owned())
            .collect();
        names.dedup();
        names
    };
    let count = |met: Option<bool>| all.iter().filter(|(_, target)| target.met() == met).count();
    json!({
        "all": all.len(),
        "met": count(Some(true)),
        "missed": count(Some(false)),
        "open": count(None),
        "missed_rows": listed(&names(Some(false))),
        "open_rows": listed(&names(None)),
    })
}

/// Seconds and ratios: `rows.uat-64.jax.ratio`.
fn rows(results: &Results) -> Value {
    let row = |row: &super::Row| -> Map<String, Value> {
        let summary = |entry: super::results::Summary| {
            let value = json!({
                "seconds": number(entry.least),
                "median": number(entry.median),
                "ratio": number(entry.ratio),
                "agrees": entry.agrees,
            });
            (key(&entry.name), value)
        };
        row.summaries().into_iter().map(summary).collect()
    };
    let raced = results.rows.0.iter().filter(|(name, _)| !name.starts_with("growth"));
    raced.map(|(name, entry)| (name.clone(), Value::from(row(entry)))).collect()
}

/// In 10⁹ operations or bytes a second.
fn ceilings(roofline: &Roofline) -> Value {
    let [second, third, memory] = roofline.bandwidths.map(|(_, bytes)| number(bytes / 1e9));
    json!({
        "peak": number(roofline.peak / 1e9),
        "fused": roofline.fused.map(|fused| number(fused / 1e9)),
        "fused_by_peak": roofline.fused.map(|fused| number(fused / roofline.peak)),
        "second_cache": second,
        "third_cache": third,
        "memory": memory,
        "ridge": number(roofline.peak / roofline.bandwidths[0].1),
    })
}

fn programs(results: &Results, roofline: &Roofline) -> Value {
    let [.., (_, memory)] = roofline.bandwidths;
    let sigmoid = results.rows.get("sigmoid").ok().and_then(super::Row::our_seconds);
    let program = |program: &super::Program| {
        let share = sigmoid.filter(|_| program.work.functions > 0.0);
        let value = json!({
            "gflops": number(program.rate() / 1e9),
            "intensity": number(program.intensity()),
            "of_peak": number(program.rate() / roofline.peak),
            "of_roof": number(program.rate() / roofline.roof(program.intensity())),
            // Of its time, what its bytes would take from memory.
            "memory": number(program.work.bytes / memory / program.seconds),
            "sigmoids": share.map(|each| number(program.work.functions * each / program.seconds)),
        });
        (program.name.clone(), value)
    };
    roofline.programs.iter().map(program).collect()
}

fn slopes(growth: &Growth) -> Value {
    let way = |way: &super::Way| {
        let line = log_log_line(&way.sizes, &way.seconds);
        let value = json!({ "slope": number(line.slope), "last": number(way.last_slope()) });
        (way.name.to_owned(), value)
    };
    growth.ways.iter().map(way).collect()
}

/// The commits whose programs were raced.
pub(super) fn sources(results: &Results) -> Vec<String> {
    let mut sources: Vec<String> = results.rows.0.iter().map(|(_, row)| row.ours.clone()).collect();
    sources.sort();
    sources.dedup();
    sources
}
