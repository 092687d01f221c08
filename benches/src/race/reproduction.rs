//! The reproduction as a whole: its first build, its experiments, and one core against all, as
//! `benches/peers/reproduction.py` times them.

use super::results::{Machine, Ordered, duration};
use report::{Table, number};
use serde::Deserialize;
use serde_json::{Value, json};

/// What `benches/peers/reproduction.json` has.
#[derive(Debug, Deserialize)]
pub(super) struct Reproduction {
    pub(super) machine: Machine,
    /// The commit that was built.
    pub(super) ours: String,
    /// Of the program and everything that it depends on, from nothing.
    build: Time,
    experiments: Ordered<Runs>,
}

/// One experiment at full size.
#[derive(Debug, Deserialize)]
struct Runs {
    /// With a job for each core.
    all: Time,
    /// With one job, if the experiment is a short one.
    one: Option<Time>,
}

#[derive(Debug, Deserialize)]
struct Time {
    seconds: f64,
    cpu_seconds: f64,
}

impl Reproduction {
    fn seconds(&self) -> f64 {
        self.experiments.0.iter().map(|(_, runs)| runs.all.seconds).sum()
    }

    fn cpu_seconds(&self) -> f64 {
        self.experiments.0.iter().map(|(_, runs)| runs.all.cpu_seconds).sum()
    }

    /// The experiments that were run with one job, too: the times with one, and with all.
    fn short(&self) -> Vec<(&Time, &Time)> {
        let runs = self.experiments.0.iter();
        runs.filter_map(|(_, runs)| Some((runs.one.as_ref()?, &runs.all))).collect()
    }

    /// A line for each experiment, those that take longest first.
    pub(super) fn table(&self) -> Table {
        let mut table = Table::new(
            "reproduction",
            "Where the time of the whole reproduction goes: every experiment at full size, a process \
             each, from an empty store. Short ones were run with one job as well; the speed-up is \
             that of a job for each core.",
        )
        .column("Experiment", "text")
        .column("Time", "text")
        .column("CPU time", "text")
        .column("Share of CPU time", "pct1")
        .column("With one job", "text")
        .column("Speed-up", "f2");
        let mut runs: Vec<_> = self.experiments.0.iter().collect();
        runs.sort_by(|(_, a), (_, b)| b.all.cpu_seconds.total_cmp(&a.all.cpu_seconds));
        let whole = self.cpu_seconds();
        for (name, Runs { all, one }) in runs {
            table.push([
                name.as_str().into(),
                duration(all.seconds).into(),
                duration(all.cpu_seconds).into(),
                (all.cpu_seconds / whole).into(),
                one.as_ref().map(|one| duration(one.seconds)).into(),
                one.as_ref().map(|one| one.seconds / all.seconds).into(),
            ]);
        }
        table
    }

    /// For the prose: `reproduction.minutes`.
    pub(super) fn values(&self) -> Value {
        let short = self.short();
        let sum = |of: fn(&(&Time, &Time)) -> f64| -> f64 { short.iter().map(of).sum() };
        let (one, all) = (sum(|(one, _)| one.seconds), sum(|(_, all)| all.seconds));
        let cpu_growth = sum(|(_, all)| all.cpu_seconds) / sum(|(one, _)| one.cpu_seconds);
        let mut shares: Vec<f64> =
            self.experiments.0.iter().map(|(_, runs)| runs.all.cpu_seconds).collect();
        shares.sort_by(|a, b| b.total_cmp(a));
        let longest: f64 = shares.iter().take(5).sum();
        json!({
            "experiments": self.experiments.0.len(),
            "cores": self.machine.cores,
            "minutes": number(self.seconds() / 60.0),
            "cpu_minutes": number(self.cpu_seconds() / 60.0),
            "cores_at_work": number(self.cpu_seconds() / self.seconds()),
            "longest_five": number(longest / self.cpu_seconds()),
            "short": short.len(),
            "short_one": number(one),
            "short_all": number(all),
            "speed_up": number(one / all),
            "cpu_growth": number(cpu_growth),
            "build_seconds": number(self.build.seconds),
            "build_cpu_seconds": number(self.build.cpu_seconds),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TIMES: &str = r#"{
        "machine": {"processor": "", "cores": 2, "caches": "", "system": ""}, "ours": "abc",
        "build": {"seconds": 60, "cpu_seconds": 90},
        "experiments": {
            "short": {"all": {"seconds": 20, "cpu_seconds": 30}, "one": {"seconds": 30, "cpu_seconds": 30}},
            "long": {"all": {"seconds": 100, "cpu_seconds": 180}}
        }}"#;

    #[test]
    fn shares_and_the_speed_up() {
        let times: Reproduction = serde_json::from_str(TIMES).expect("times");
        let values = times.values();
        assert_eq!(values["minutes"], number(2.0));
        assert_eq!(values["cpu_minutes"], number(3.5));
        assert_eq!(values["cores_at_work"], number(1.75));
        // Over the one experiment that has both times.
        assert_eq!(values["short"], 1);
        assert_eq!(values["speed_up"], number(1.5));
        assert_eq!(values["cpu_growth"], number(1.0));
        assert_eq!(values["longest_five"], number(1.0));
    }

    #[test]
    fn the_longest_comes_first() {
        let times: Reproduction = serde_json::from_str(TIMES).expect("times");
        let table = times.table();
        assert_eq!(table.rows[0][0], "long");
        assert_eq!(table.rows[1][3], number(30.0 / 210.0));
    }
}
