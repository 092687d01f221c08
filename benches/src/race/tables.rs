//! The tables.

use super::profile::Samples;
use super::reproduction::Reproduction;
use super::results::{Machine, OURS, Ordered, Results, Row, Summary, duration};
use super::values::sources;
use super::{Growth, Roofline};
use report::{Entry, Table};
use reproduce::stats::{log_log_line, median};

/// Each target with what was reached.
pub(super) fn targets(rows: &Ordered<Row>) -> Table {
    let mut table = Table::new(
        "targets",
        "Each target, set before the work on speed began, and what this race reached: a peer's time \
         divided by ours, or the seconds allowed divided by ours.",
    )
    .column("Row", "text")
    .column("Target", "text")
    .column("Ours", "text")
    .column("Reached", "f2")
    .column("Verdict", "text");
    for (name, row) in &rows.0 {
        for target in row.targets() {
            table.push([
                name.as_str().into(),
                target.words.as_str().into(),
                row.our_seconds().map(duration).into(),
                target.reached.into(),
                target.verdict().into(),
            ]);
        }
    }
    table
}

/// What the names of rows stand for.
pub(super) fn rows(rows: &Ordered<Row>) -> Table {
    let mut table = Table::new("rows", "The rows of the race.")
        .column("Row", "text")
        .column("One unit of work", "text");
    for (name, row) in rows.0.iter().filter(|(_, row)| row.is_raced()) {
        table.push([name.as_str().into(), row.title.as_str().into()]);
    }
    table
}

/// All contestants of all rows.
pub(super) fn ratios(rows: &Ordered<Row>) -> Table {
    let mut table = Table::new(
        "ratios",
        "All rows and contestants. Times are those of the fastest repetition of a round; a ratio is \
         a contestant's least time divided by ours, so that above 1 ours is faster. Who differs \
         computed something else, and settles no target.",
    )
    .column("Row", "text")
    .column("Contestant", "text")
    .column("Minimum", "text")
    .column("Median", "text")
    .column("Rounds", "int")
    .column("Result", "text")
    .column("Ratio", "f2")
    .column("Target", "f2")
    .column("Verdict", "text");
    for (name, row) in rows.0.iter().filter(|(_, row)| row.is_raced()) {
        let targets = row.targets();
        let mut found = row.summaries();
        found.sort_by(|a, b| a.least.total_cmp(&b.least));
        for entry in found {
            let is_ours = entry.name == OURS;
            let target = targets.iter().find(|target| match &target.peer {
                Some(peer) => *peer == entry.name,
                None => is_ours,
            });
            let result = if is_ours || entry.agrees { "agrees" } else { "differs" };
            table.push([
                name.as_str().into(),
                entry.name.as_str().into(),
                duration(entry.least).into(),
                duration(entry.median).into(),
                entry.rounds.into(),
                (if is_ours { "–" } else { result }).into(),
                entry.ratio.into(),
                target.filter(|_| !is_ours).map(|target| target.least).into(),
                target.map(|target| target.verdict()).into(),
            ]);
        }
    }
    table
}

/// What the machine can do at most.
pub(super) fn ceilings(roofline: &Roofline) -> Table {
    let mut table = Table::new(
        "ceilings",
        "What one thread of this machine can do at most, in thousands of millions a second.",
    )
    .column("Ceiling", "text")
    .column("A second", "f1")
    .column("Of what", "text");
    let operations = "operations";
    let plain = "arithmetic in registers, a multiplication and an addition";
    table.push([plain.into(), (roofline.peak / 1e9).into(), operations.into()]);
    let fused = roofline.fused.map(|fused| fused / 1e9);
    let one = "arithmetic in registers, both in one fused instruction";
    table.push([one.into(), fused.into(), operations.into()]);
    for (place, bytes) in roofline.bandwidths {
        let name = format!("read and written from and to {place}");
        table.push([name.into(), (bytes / 1e9).into(), "bytes".into()]);
    }
    table
}

/// The programs under the roof.
pub(super) fn roofline(roofline: &Roofline) -> Table {
    let mut table = Table::new(
        "roofline",
        "What the programs compute and move, counted on their tapes, and how fast they did it. The \
         roof is the lower of two ceilings: arithmetic without the fused instruction, and the bytes \
         that the second cache delivers.",
    )
    .column("Row", "text")
    .column("Million operations", "f1")
    .column("Megabytes", "f1")
    .column("Operations a byte", "f2")
    .column("Time", "text")
    .column("GFLOP/s", "f1")
    .column("Of the roof", "pct0");
    for program in &roofline.programs {
        table.push([
            program.name.as_str().into(),
            (program.work.operations / 1e6).into(),
            (program.work.bytes / 1e6).into(),
            program.intensity().into(),
            duration(program.seconds).into(),
            (program.rate() / 1e9).into(),
            (program.rate() / roofline.roof(program.intensity())).into(),
        ]);
    }
    table
}

/// Exponents.
pub(super) fn growth(growth: &Growth) -> Table {
    let mut table = Table::new(
        "growth",
        "How the time of one step of the lesson's loop grows, with the rest at 1000 points, 64 units \
         and one layer: the slope of a line through all sizes on logarithmic axes, and the slope \
         between the two largest sizes.",
    )
    .column("What grows", "text")
    .column("From", "int")
    .column("To", "int")
    .column("Time from", "text")
    .column("Time to", "text")
    .column("Slope", "f2")
    .column("Slope at the end", "f2");
    for way in &growth.ways {
        let last = way.sizes.len() - 1;
        table.push([
            way.title.into(),
            way.sizes[0].into(),
            way.sizes[last].into(),
            duration(way.seconds[0]).into(),
            duration(way.seconds[last]).into(),
            log_log_line(&way.sizes, &way.seconds).slope.into(),
            way.last_slope().into(),
        ]);
    }
    table
}

/// Who takes part, in the order of their first rows.
fn contestants(rows: &Ordered<Row>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for entry in rows.0.iter().flat_map(|(_, row)| row.summaries()) {
        if !names.contains(&entry.name) {
            names.push(entry.name);
        }
    }
    names
}

/// What is not in the other times.
pub(super) fn startup(rows: &Ordered<Row>) -> Table {
    let mut table = Table::new(
        "startup",
        "CPU seconds of a process before its first repetition (median and most over the rows), what \
         of it was compilation at most, and a whole process, from its start to its end, that trains \
         64 units for 3000 steps.",
    )
    .column("Contestant", "text")
    .column("Start-up", "text")
    .column("At most", "text")
    .column("Compiling, at most", "text")
    .column("Whole process", "text");
    let whole = rows.get("whole").map(Row::summaries).unwrap_or_default();
    for name in contestants(rows) {
        let raced = rows.0.iter().filter(|(_, row)| row.is_raced());
        let all = raced.flat_map(|(_, row)| row.summaries());
        let own: Vec<Summary> = all.filter(|entry| entry.name == name).collect();
        let most = |of: fn(&Summary) -> f64| own.iter().map(of).max_by(f64::total_cmp);
        let startups: Vec<f64> = own.iter().map(|entry| entry.startup).collect();
        let process = whole.iter().find(|entry| entry.name == name);
        table.push([
            name.as_str().into(),
            duration(median(&startups)).into(),
            most(|entry| entry.startup).map(duration).into(),
            most(|entry| entry.compiling).filter(|&most| most > 0.0).map(duration).into(),
            process.map(|entry| duration(entry.least)).into(),
        ]);
    }
    table
}

/// The most memory that each process has held.
pub(super) fn memory(rows: &Ordered<Row>) -> Table {
    const SHOWN: [&str; 8] =
        [OURS, "numpy", "jax", "torch", "candle", "dfdx", "faer", "matrixmultiply"];
    let mut table = Table::new(
        "memory",
        "The most memory that a process held, libraries included, in megabytes.",
    )
    .column("Row", "text");
    for name in SHOWN {
        table = table.column(name, "f0");
    }
    for (name, row) in rows.0.iter().filter(|(_, row)| row.is_raced()) {
        let found = row.summaries();
        let peak = |who: &&str| found.iter().find(|entry| entry.name == **who)?.peak;
        let cells = SHOWN.iter().map(|who| Entry::from(peak(who).map(|bytes| bytes / 1e6)));
        table.push_vec(std::iter::once(name.as_str().into()).chain(cells).collect());
    }
    table
}

/// The machine and the versions.
pub(super) fn about(results: &Results, samples: &Samples, reproduction: &Reproduction) -> Table {
    let machine = &results.machine;
    let elsewhere = |other: &Machine| {
        if other == machine { String::new() } else { format!(", on {}", other.processor) }
    };
    let profile = format!("{}, {} samples a second", samples.ours, samples.frequency);
    let mut table = Table::new("about", "Where and with what this race was run.")
        .column("What", "text")
        .column("Which", "text");
    let rest = [
        ("processor", format!("{}, {} cores", machine.processor, machine.cores)),
        ("caches", machine.caches.clone()),
        ("system", machine.system.clone()),
        ("crease", sources(results).join("; ")),
        ("profile", profile + &elsewhere(&samples.machine)),
        ("reproduction", reproduction.ours.clone() + &elsewhere(&reproduction.machine)),
    ];
    let versions =
        results.versions.0.iter().map(|(name, version)| (name.as_str(), version.clone()));
    for (what, which) in rest.into_iter().chain(versions) {
        table.push([what.into(), which.into()]);
    }
    table
}
