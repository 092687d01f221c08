//! On what the time is spent: samples of a profiler, as `benches/peers/sampling.py` counts them.

use super::results::{Machine, Ordered, Row};
use report::{Entry, Table, number};
use serde::Deserialize;
use serde_json::{Map, Value};

/// What `benches/peers/profile.json` has.
#[derive(Debug, Deserialize)]
pub(super) struct Samples {
    pub(super) machine: Machine,
    /// The commit whose program was looked at.
    pub(super) ours: String,
    /// Samples a second.
    pub(super) frequency: u32,
    /// What a program can be doing, and what is meant by it.
    categories: Ordered<String>,
    rows: Ordered<Counted>,
}

/// One row: how often the program was found doing what.
#[derive(Debug, Deserialize)]
struct Counted {
    samples: u32,
    counts: Ordered<u32>,
}

impl Samples {
    /// The shares of a row's samples, in the order of the categories.
    fn shares(&self, row: &str) -> Result<Vec<(&str, f64)>, String> {
        let counted = self.rows.get(row).map_err(|_| missing(row))?;
        let share = |(name, _): &'_ (String, String)| {
            let (_, count) = counted.counts.0.iter().find(|(other, _)| other == name)?;
            Some(f64::from(*count) / f64::from(counted.samples))
        };
        let found = self.categories.0.iter().map(|entry| Some((entry.0.as_str(), share(entry)?)));
        let found: Vec<_> = found.collect::<Option<_>>().ok_or_else(|| missing(row))?;
        let whole: f64 = found.iter().map(|(_, share)| share).sum();
        if (whole - 1.0).abs() < 1e-9 { Ok(found) } else { Err(missing(row)) }
    }

    /// One line for each row that has a target, one column for each category.
    pub(super) fn table(&self, rows: &Ordered<Row>) -> Result<Table, String> {
        let mut table = Table::new(
            "profile",
            "On what our own CPU time is spent: shares of the samples of a profiler. Shares below \
             half a per cent are left out.",
        )
        .column("Row", "text");
        for (name, _) in &self.categories.0 {
            table = table.column(name, "pct0");
        }
        for (row, _) in rows.0.iter().filter(|(_, row)| row.is_raced()) {
            let shares = self.shares(row)?;
            let shown =
                shares.iter().map(|&(_, share)| Entry::from((share >= 0.005).then_some(share)));
            table.push_vec(std::iter::once(row.as_str().into()).chain(shown).collect());
        }
        Ok(table)
    }

    /// What the columns of the table mean.
    pub(super) fn categories(&self) -> Table {
        let mut table = Table::new("categories", "What the columns of the profile count.")
            .column("Column", "text")
            .column("What the program was found doing", "text");
        for (name, meaning) in &self.categories.0 {
            table.push([name.as_str().into(), meaning.as_str().into()]);
        }
        table
    }

    /// Shares for the prose: `profile.uat-64.functions`.
    pub(super) fn values(&self, rows: &Ordered<Row>) -> Result<Value, String> {
        let mut values = Map::new();
        for (row, _) in rows.0.iter().filter(|(_, row)| row.is_raced()) {
            let shares = self.shares(row)?.into_iter();
            let shares: Map<String, Value> =
                shares.map(|(name, share)| (name.to_owned(), number(share))).collect();
            values.insert(row.clone(), shares.into());
        }
        Ok(values.into())
    }
}

fn missing(row: &str) -> String {
    format!("there is no whole profile of row `{row}`: run `just race-profile`")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples(counts: &str) -> Samples {
        let text = format!(
            r#"{{"machine": {{"processor": "", "cores": 1, "caches": "", "system": ""}},
            "ours": "abc", "frequency": 4000, "categories": {{"sums": "s", "other": "o"}},
            "rows": {{"uat-4": {{"samples": 8, "counts": {counts}}}}}}}"#
        );
        serde_json::from_str(&text).expect("a profile")
    }

    #[test]
    fn shares_are_of_all_samples_in_the_order_of_the_categories() {
        let samples = samples(r#"{"other": 2, "sums": 6}"#);
        assert_eq!(samples.shares("uat-4"), Ok(vec![("sums", 0.75), ("other", 0.25)]));
    }

    #[test]
    fn what_is_not_whole_is_refused() {
        let message = "there is no whole profile of row `uat-4`: run `just race-profile`";
        for counts in [r#"{"sums": 8}"#, r#"{"sums": 6, "other": 1}"#] {
            assert_eq!(samples(counts).shares("uat-4"), Err(message.to_owned()), "{counts}");
        }
        let whole = samples(r#"{"sums": 6, "other": 2}"#);
        assert!(whole.shares("wide").is_err_and(|message| message.contains("row `wide`")));
    }
}
