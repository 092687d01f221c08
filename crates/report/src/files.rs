//! From a report to the files that hold it, in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::{Error, Report, to_json};

/// Files by their path inside a folder; a report, or all reports.
pub type Files = BTreeMap<PathBuf, Vec<u8>>;

impl Report {
    /// All files of this report, by their path inside its folder:
    /// `report.json`, `tables/ID.csv`, `tables/ID.md` and `figures/ID.svg`.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] if an id occurs twice or is no file name, a row has
    /// too few or too many values, a number that cannot be NaN is, or a figure
    /// has no drawing or no text for those who cannot see it; and what
    /// [`Table::markdown`](crate::Table::markdown) fails with.
    pub fn files(&self) -> Result<Files, Error> {
        self.validate()?;
        let mut files = Files::new();
        files.insert("report.json".into(), to_json(self).into());
        for table in &self.tables {
            let markdown = format!("{}\n\n{}", table.caption, table.markdown()?);
            files.insert(format!("tables/{}.csv", table.id).into(), table.csv().into());
            files.insert(format!("tables/{}.md", table.id).into(), markdown.into());
        }
        for figure in &self.figures {
            files.insert(format!("figures/{}.svg", figure.id).into(), figure.svg.clone().into());
        }
        Ok(files)
    }

    fn validate(&self) -> Result<(), Error> {
        let invalid =
            |problem| Err(Error::Invalid { experiment: self.experiment.clone(), problem });
        let tables = self.tables.iter().map(|table| ("table", &table.id));
        let figures = self.figures.iter().map(|figure| ("figure", &figure.id));
        let mut seen = BTreeSet::new();
        for (kind, id) in tables.chain(figures) {
            if id.is_empty() || !id.chars().all(|c| matches!(c, 'a'..='z' | '0'..='9' | '-')) {
                return invalid(format!("the id of {kind} `{id}` must be of a-z, 0-9 and `-`"));
            }
            if !seen.insert((kind, id)) {
                return invalid(format!("two {kind}s have the id `{id}`"));
            }
        }
        for table in &self.tables {
            if let Some(row) = table.rows.iter().position(|row| row.len() != table.columns.len()) {
                return invalid(format!(
                    "table `{}`: row {row} has {} values for {} columns",
                    table.id,
                    table.rows[row].len(),
                    table.columns.len()
                ));
            }
        }
        for figure in &self.figures {
            if figure.svg.is_empty() || figure.alt.trim().is_empty() {
                return invalid(format!("figure `{}` needs a drawing and an alt text", figure.id));
            }
        }
        for claim in &self.claims {
            let is_nan = |x: f64| x.is_nan();
            if claim.interval.is_some_and(|ends| ends.into_iter().any(is_nan))
                || claim.p.is_some_and(is_nan)
            {
                return invalid(format!(
                    "claim `{}`: NaN is neither an interval nor a p-value",
                    claim.id
                ));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::{Figure, Profile, Record, Settled, Table, Verdict, number};
    use serde_json::json;

    /// A small report with one of everything.
    pub(crate) fn sample() -> Report {
        let mut table = Table::new("errors", "The error by width.")
            .column("Width", "int")
            .column("Error", "sci1");
        table.push([4.into(), 0.1.into()]);
        table.push([8.into(), f64::INFINITY.into()]);
        Report {
            experiment: "part.sample".into(),
            question: "Does it work?".into(),
            profile: Profile::Quick,
            shift: 0,
            numerics_version: 1,
            constants: json!({ "widths": [4, 8] }),
            values: json!({ "ratio": { "median": 0.1 }, "diverged": number(f64::NAN) }),
            tables: vec![table],
            figures: vec![Figure {
                id: "errors".into(),
                caption: "The error falls.".into(),
                alt: "A falling line.".into(),
                data: json!([[4, 0.1]]),
                svg: "<svg/>".into(),
            }],
            claims: vec![Settled {
                id: "U001".into(),
                verdict: Verdict::HoldsWithConditions,
                rule: "the ratio is below 1".into(),
                effect: "ratio 0.5".into(),
                n: 20,
                interval: Some([0.4, f64::INFINITY]),
                p: Some(0.01),
                correction: "It works.".into(),
            }],
            cells: vec![Record { cell: json!({ "width": 4, "seed": 0 }), outcome: json!([0.1]) }],
        }
    }

    #[test]
    fn the_files_are_these_and_the_json_reads_back() {
        let files = sample().files().unwrap();
        let names: Vec<_> = files.keys().map(|path| path.to_str().unwrap()).collect();
        assert_eq!(
            names,
            ["figures/errors.svg", "report.json", "tables/errors.csv", "tables/errors.md"]
        );

        let mut back: Report =
            serde_json::from_slice(&files[&PathBuf::from("report.json")]).unwrap();
        back.figures[0].svg = "<svg/>".into();
        assert_eq!(back, sample());
        let markdown = "The error by width.\n\n| Width | Error |\n| ---: | ---: |\n| 4 | 1.0×10⁻¹ |\n| 8 | ∞ |\n";
        assert_eq!(files[&PathBuf::from("tables/errors.md")], markdown.as_bytes());
    }

    #[test]
    fn broken_promises_are_refused_by_name() {
        let message = |spoil: fn(&mut Report)| {
            let mut report = sample();
            spoil(&mut report);
            report.files().unwrap_err().to_string()
        };
        for (spoil, expected) in [
            (
                (|r| r.tables[0].id = "../x".into()) as fn(&mut Report),
                "the id of table `../x` must be",
            ),
            (|r| r.figures.extend_from_within(..), "two figures have the id `errors`"),
            (
                |r| r.tables[0].rows[1].truncate(1),
                "table `errors`: row 1 has 1 values for 2 columns",
            ),
            (|r| r.figures[0].alt = " ".into(), "figure `errors` needs a drawing and an alt text"),
            (|r| r.claims[0].p = Some(f64::NAN), "claim `U001`: NaN is neither"),
        ] {
            let message = message(spoil);
            assert!(message.starts_with("report `part.sample`: "), "{message}");
            assert!(message.contains(expected), "{message}");
        }
    }
}
