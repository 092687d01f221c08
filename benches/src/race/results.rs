//! The raw times of a race, as `benches/peers/race.py` writes them, and what they come to: the same
//! arithmetic as `benches/peers/table.py`.

use reproduce::stats::median;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use std::fmt;
use std::marker::PhantomData;

/// The name of the contestant that all ratios are to.
pub(super) const OURS: &str = "crease";
/// The loop by hand: a bound, not a peer.
pub(super) const BOUND: &str = "fused C";
/// Of the numbers that tell whether contestants computed the same.
const TOLERANCE: f64 = 1e-9;

#[derive(Debug, Deserialize)]
pub(super) struct Results {
    pub(super) machine: Machine,
    pub(super) versions: Ordered<String>,
    pub(super) rows: Ordered<Row>,
}

#[derive(Debug, PartialEq, Deserialize)]
pub(super) struct Machine {
    pub(super) processor: String,
    pub(super) cores: u32,
    pub(super) caches: String,
    pub(super) system: String,
}

/// A workload with everything that was measured of it.
#[derive(Debug, Deserialize)]
pub(super) struct Row {
    pub(super) title: String,
    pub(super) arguments: Vec<String>,
    measure: String,
    ratios: Vec<(String, f64)>,
    limit: Option<f64>,
    pub(super) ours: String,
    contestants: Ordered<Vec<Round>>,
}

/// One process.
#[derive(Debug, Deserialize)]
struct Round {
    reps: Vec<f64>,
    cpu_reps: Vec<f64>,
    startup_seconds: f64,
    compile_seconds: f64,
    whole_cpu_seconds: f64,
    peak_bytes: Option<f64>,
    check: f64,
}

/// What the rounds of one contestant come to.
#[derive(Clone, Debug)]
pub(super) struct Summary {
    pub(super) name: String,
    pub(super) least: f64,
    pub(super) median: f64,
    pub(super) rounds: usize,
    pub(super) startup: f64,
    pub(super) compiling: f64,
    pub(super) peak: Option<f64>,
    /// Whether it computed what we did.
    pub(super) agrees: bool,
    /// Its least time by ours: above 1, ours is faster.
    pub(super) ratio: f64,
}

/// What was to be reached, and what was: as a ratio, above the target if it is met.
#[derive(Clone, Debug)]
pub(super) struct Target {
    /// Against whom; for a limit of seconds, nobody.
    pub(super) peer: Option<String>,
    /// The least ratio; 1 for a limit.
    pub(super) least: f64,
    /// In words.
    pub(super) words: String,
    /// Nothing if a contestant was missing or computed something else.
    pub(super) reached: Option<f64>,
}

impl Target {
    pub(super) fn met(&self) -> Option<bool> {
        self.reached.map(|reached| reached >= self.least)
    }

    /// `met`, `missed by 11%` or `not settled`.
    pub(super) fn verdict(&self) -> String {
        match (self.reached, self.met()) {
            (Some(reached), Some(false)) => {
                format!("missed by {:.0}%", 100.0 * (1.0 - reached / self.least))
            }
            (_, Some(_)) => "met".to_owned(),
            (_, None) => "not settled".to_owned(),
        }
    }
}

impl Row {
    /// Whether it has peers, and so a place among the ratios.
    pub(super) fn is_raced(&self) -> bool {
        !self.ratios.is_empty() || self.limit.is_some()
    }

    /// The number behind an option such as `--H`.
    pub(super) fn option(&self, name: &str) -> Option<f64> {
        let at = self.arguments.iter().position(|word| word == name)?;
        self.arguments.get(at + 1)?.parse().ok()
    }

    /// Everybody who ran, in the order of the file; we are first.
    pub(super) fn summaries(&self) -> Vec<Summary> {
        let ran = self.contestants.0.iter().filter(|(_, rounds)| !rounds.is_empty());
        let mut found: Vec<Summary> = ran
            .map(|(name, rounds)| {
                let times: Vec<f64> = rounds.iter().map(|round| self.time(round)).collect();
                Summary {
                    name: name.clone(),
                    least: least(times.iter().copied()),
                    median: median(&times),
                    rounds: times.len(),
                    startup: least(rounds.iter().map(|round| round.startup_seconds)),
                    compiling: least(rounds.iter().map(|round| round.compile_seconds)),
                    peak: rounds[rounds.len() - 1].peak_bytes,
                    agrees: false,
                    ratio: f64::NAN,
                }
            })
            .collect();
        let check = |name: &str| {
            let (_, rounds) = self.contestants.0.iter().find(|(other, _)| other == name)?;
            rounds.last().map(|round| round.check)
        };
        let ours = found.iter().find(|entry| entry.name == OURS).map(|entry| entry.least);
        if let (Some(ours), Some(expected)) = (ours, check(OURS)) {
            for entry in &mut found {
                entry.ratio = entry.least / ours;
                let check = check(&entry.name).expect("it ran");
                // With other threads, ours must have the same bits.
                let exact = entry.name.starts_with(OURS);
                let largest = if check.abs() > expected.abs() { check } else { expected }.abs();
                let scale = if largest > 1.0 { largest } else { 1.0 };
                entry.agrees =
                    check == expected || !exact && (check - expected).abs() <= TOLERANCE * scale;
            }
        }
        found
    }

    /// A round's time is that of its fastest repetition.
    fn time(&self, round: &Round) -> f64 {
        match self.measure.as_str() {
            "whole" => round.whole_cpu_seconds,
            "wall" => least(round.reps.iter().copied()),
            _ => least(round.cpu_reps.iter().copied()),
        }
    }

    /// The least seconds a unit of ours.
    pub(super) fn our_seconds(&self) -> Option<f64> {
        self.summaries().iter().find(|entry| entry.name == OURS).map(|entry| entry.least)
    }

    /// The targets of this row.
    pub(super) fn targets(&self) -> Vec<Target> {
        let found = self.summaries();
        let seconds = |name: &str| found.iter().find(|entry| entry.name == name);
        let against = |(wanted_peer, wanted): &(String, f64)| {
            let others = found.iter().filter(|e| !e.name.starts_with(OURS) && e.name != BOUND);
            let peer = if wanted_peer == "fastest" {
                others.min_by(|a, b| a.least.total_cmp(&b.least)).map(|entry| entry.name.clone())
            } else {
                Some(wanted_peer.clone())
            };
            let entry = peer.as_deref().and_then(seconds).filter(|entry| entry.agrees);
            let name = peer.as_deref().unwrap_or("nobody");
            let who = if wanted_peer == "fastest" {
                format!("{name}, the fastest")
            } else {
                name.to_owned()
            };
            Target {
                words: format!("at least {wanted:.2} × {who}"),
                least: *wanted,
                reached: entry.map(|entry| entry.ratio),
                peer,
            }
        };
        let limit = self.limit.map(|limit| Target {
            words: format!("at most {}", duration(limit)),
            least: 1.0,
            reached: self.our_seconds().map(|ours| limit / ours),
            peer: None,
        });
        self.ratios.iter().map(against).chain(limit).collect()
    }
}

/// The entries of a JSON object in the order of the file.
#[derive(Debug)]
pub(super) struct Ordered<T>(pub(super) Vec<(String, T)>);

impl<T> Ordered<T> {
    /// The entry of this name.
    pub(super) fn get(&self, name: &str) -> Result<&T, String> {
        let entry = self.0.iter().find(|(other, _)| other == name);
        let (_, entry) = entry.ok_or_else(|| format!("there is no row `{name}`: race all rows"))?;
        Ok(entry)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Ordered<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Entries<T> {
            type Value = Ordered<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Ordered<T>, M::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Ordered(entries))
            }
        }
        deserializer.deserialize_map(Entries(PhantomData))
    }
}

fn least(values: impl Iterator<Item = f64>) -> f64 {
    values.min_by(f64::total_cmp).unwrap_or(f64::NAN)
}

/// Three digits and a unit, such as `5.04 ms`.
pub(super) fn duration(seconds: f64) -> String {
    let units = [("s", 1.0), ("ms", 1e-3), ("µs", 1e-6), ("ns", 1e-9), ("ps", 1e-12)];
    let (unit, size) =
        units.into_iter().find(|(_, size)| seconds >= 0.9995 * size).unwrap_or(units[4]);
    let value = seconds / size;
    let places = if value < 9.995 { 2 } else { usize::from(value < 99.95) };
    format!("{value:.places$} {unit}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(json: &str) -> Row {
        serde_json::from_str(json).expect("a row")
    }

    /// One process that took so long and found so much.
    fn round(seconds: f64, check: f64) -> String {
        format!(
            r#"[{{"reps": [9, {seconds}], "cpu_reps": [{seconds}, 8], "startup_seconds": 1,
            "compile_seconds": 0, "whole_cpu_seconds": 7, "peak_bytes": null, "check": {check}}}]"#
        )
    }

    fn raced(peer: &str, wanted: f64) -> Row {
        row(&format!(
            r#"{{"title": "t", "arguments": ["uat", "--H", "4"], "measure": "cpu", "limit": 0.5,
            "ratios": [["{peer}", {wanted}]], "ours": "abc", "contestants": {{"crease": {},
            "zig": {}, "fused C": {}, "off": {}}}}}"#,
            round(1.0, 2.0),
            round(3.0, 2.0 + 1e-10),
            round(0.5, 2.0),
            round(0.7, 2.1),
        ))
    }

    #[test]
    fn entries_keep_their_order() {
        let names: Vec<String> =
            raced("zig", 2.0).summaries().iter().map(|entry| entry.name.clone()).collect();
        assert_eq!(names, ["crease", "zig", "fused C", "off"]);
    }

    #[test]
    fn a_target_is_met_missed_or_not_settled() {
        let verdicts = |peer: &str, wanted| -> Vec<String> {
            raced(peer, wanted).targets().iter().map(Target::verdict).collect()
        };
        assert_eq!(verdicts("zig", 3.0), ["met", "missed by 50%"]);
        assert_eq!(verdicts("zig", 4.0)[0], "missed by 25%");
        // The fastest is one that computed something else.
        assert_eq!(verdicts("fastest", 1.0)[0], "not settled");
        assert_eq!(verdicts("absent", 1.0)[0], "not settled");
    }

    #[test]
    fn durations_have_three_digits() {
        let shown = [1.5, 0.00504, 12.34e-6, 123.4e-9, 23.4e-12].map(duration);
        assert_eq!(shown, ["1.50 s", "5.04 ms", "12.3 µs", "123 ns", "23.4 ps"]);
    }
}
