//! The report of a race: what `just race` measured, as the book reads it.
//!
//! It is a function of `results.json`, `profile.json` and `reproduction.json` in `benches/peers`, so
//! that the committed report can be proved to be that of the committed times. Times themselves are
//! nobody's to prove: another race gives others.

mod figures;
mod profile;
mod reproduction;
mod results;
mod tables;
mod values;
mod work;

use profile::Samples;
use report::{Profile, RACE, Record, Report};
use reproduction::Reproduction;
use results::{Ordered, Results, Row};
use serde_json::{Value, json};

/// The report of these results, this profile and these times of the whole reproduction.
///
/// # Errors
///
/// If they are not those of a whole race.
pub fn report(results: &str, profile: &str, reproduction: &str) -> Result<Report, String> {
    let results: Results = serde_json::from_str(results)
        .map_err(|error| format!("these are not the results of a race: {error}"))?;
    let samples: Samples = serde_json::from_str(profile)
        .map_err(|error| format!("this is not the profile of a race: {error}"))?;
    let reproduction: Reproduction = serde_json::from_str(reproduction)
        .map_err(|error| format!("these are not the times of a reproduction: {error}"))?;
    let roofline = Roofline::of(&results.rows)?;
    let growth = Growth::of(&results.rows)?;
    Ok(Report {
        experiment: RACE.to_owned(),
        question: "How fast is the engine beside the libraries that do the same work?".to_owned(),
        profile: Profile::Full,
        shift: 0,
        numerics_version: numerics::NUMERICS_VERSION,
        constants: json!({ "tolerance": 1e-9, "measure": "the fastest repetition of each round" }),
        values: values::values(&results, &samples, &reproduction, &roofline, &growth)?,
        tables: vec![
            tables::rows(&results.rows),
            tables::targets(&results.rows),
            tables::ceilings(&roofline),
            tables::roofline(&roofline),
            tables::growth(&growth),
            samples.table(&results.rows)?,
            samples.categories(),
            reproduction.table(),
            tables::startup(&results.rows),
            tables::memory(&results.rows),
            tables::ratios(&results.rows),
            tables::about(&results, &samples, &reproduction),
        ],
        figures: vec![
            figures::targets(&results.rows),
            figures::roofline(&roofline),
            figures::growth(&growth),
        ],
        claims: Vec::new(),
        cells: results.rows.0.iter().flat_map(|(name, row)| records(name, row)).collect(),
    })
}

/// What each contestant of a row came to.
fn records(name: &str, row: &Row) -> Vec<Record> {
    let record = |entry: results::Summary| Record {
        cell: json!({ "row": name, "contestant": entry.name }),
        outcome: json!({ "minimum": entry.least, "median": entry.median, "rounds": entry.rounds }),
    };
    row.summaries().into_iter().map(record).collect()
}

/// What the machine can do at most, and the programs below that roof.
struct Roofline {
    /// Operations a second in registers, by a multiplication and an addition.
    peak: f64,
    /// The same in one instruction that rounds once; not measured without a C compiler.
    fused: Option<f64>,
    /// Bytes a second from the second and the third cache, and from memory.
    bandwidths: [(&'static str, f64); 3],
    programs: Vec<Program>,
}

/// A row under the roof.
struct Program {
    name: String,
    work: work::Work,
    seconds: f64,
}

impl Program {
    /// Operations a second.
    fn rate(&self) -> f64 {
        self.work.operations / self.seconds
    }

    /// Operations a byte.
    fn intensity(&self) -> f64 {
        self.work.operations / self.work.bytes
    }
}

impl Roofline {
    fn of(rows: &Ordered<Row>) -> Result<Self, String> {
        let ours = |name: &str| {
            let seconds = rows.get(name)?.our_seconds();
            seconds.ok_or_else(|| format!("row `{name}`: we did not take part"))
        };
        let bound = rows.get("peak")?.summaries();
        let bound = bound.iter().find(|entry| entry.name == results::BOUND);
        let mut programs = Vec::new();
        for (name, row) in &rows.0 {
            // Two threads have another roof, and a whole process other work.
            let under = !matches!(name.as_str(), "whole" | "wide-2");
            if let Some(work) = work::of(row).filter(|_| under) {
                programs.push(Program { name: name.clone(), work, seconds: ours(name)? });
            }
        }
        Ok(Self {
            peak: 1.0 / ours("peak")?,
            fused: bound.map(|entry| 1.0 / entry.least),
            bandwidths: [
                ("the second cache", 1.0 / ours("stream-L2")?),
                ("the third cache", 1.0 / ours("stream-L3")?),
                ("memory", 1.0 / ours("stream-memory")?),
            ],
            programs,
        })
    }

    /// The most operations a second at this many operations a byte, with numbers in the second cache.
    fn roof(&self, intensity: f64) -> f64 {
        let fed = self.bandwidths[0].1 * intensity;
        if fed < self.peak { fed } else { self.peak }
    }
}

/// Seconds of one step at each size, along each of three ways to grow.
struct Growth {
    ways: Vec<Way>,
}

struct Way {
    /// The option of the contender.
    name: &'static str,
    /// What grows, in words.
    title: &'static str,
    sizes: Vec<f64>,
    seconds: Vec<f64>,
}

impl Way {
    /// The exponent between two neighbouring sizes.
    fn slope(&self, from: usize) -> f64 {
        use numerics::elementary::ln;
        ln(self.seconds[from + 1] / self.seconds[from])
            / ln(self.sizes[from + 1] / self.sizes[from])
    }

    fn last_slope(&self) -> f64 {
        self.slope(self.sizes.len() - 2)
    }
}

impl Growth {
    fn of(rows: &Ordered<Row>) -> Result<Self, String> {
        let mut ways = Vec::new();
        for (name, title) in
            [("points", "points N"), ("H", "units of a layer H"), ("depth", "hidden layers")]
        {
            let prefix = format!("growth-{name}-");
            let (mut sizes, mut seconds) = (Vec::new(), Vec::new());
            for (row, entry) in rows.0.iter().filter(|(row, _)| row.starts_with(&prefix)) {
                sizes.push(
                    row[prefix.len()..].parse().map_err(|_| format!("row `{row}`: no size"))?,
                );
                seconds.push(entry.our_seconds().ok_or_else(|| format!("row `{row}`: not run"))?);
            }
            if sizes.len() < 4 {
                return Err(format!(
                    "{} rows `{prefix}...`, expected 4: race all rows",
                    sizes.len()
                ));
            }
            ways.push(Way { name, title, sizes, seconds });
        }
        Ok(Self { ways })
    }
}

/// A name as a key that the book can cite: `fused C` becomes `fused-c`.
fn key(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    name.replace(',', "").chars().map(plain).collect()
}

/// A list of names in a sentence.
fn listed(names: &[String]) -> Value {
    match names {
        [] => "none".into(),
        [one] => one.clone().into(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")).into(),
    }
}

#[cfg(test)]
mod tests;
