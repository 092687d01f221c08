//! Where two sets of result files differ, told so that a reader finds the place.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use report::{Files, Report};
use serde_json::Value;

/// One line for each file that is not the same in both sets: the first table cell, JSON path or
/// line at which it differs.
#[must_use]
pub fn differences(committed: &Files, regenerated: &Files) -> Vec<String> {
    let paths: BTreeSet<&PathBuf> = committed.keys().chain(regenerated.keys()).collect();
    let difference = |path: &PathBuf| {
        let what = match (committed.get(path), regenerated.get(path)) {
            (Some(old), Some(new)) if old == new => return None,
            (Some(old), Some(new)) => {
                changed(path, &String::from_utf8_lossy(old), &String::from_utf8_lossy(new))
            }
            (Some(_), None) => "no experiment makes this file: remove it".into(),
            (None, _) => "missing".into(),
        };
        Some(format!("{}: {what}", path.display()))
    };
    paths.into_iter().filter_map(difference).collect()
}

fn changed(path: &Path, old: &str, new: &str) -> String {
    let found = match path.extension().and_then(|extension| extension.to_str()) {
        Some("csv") => csv(old, new),
        Some("json") => match (serde_json::from_str(old), serde_json::from_str(new)) {
            (Ok(old), Ok(new)) => json(&old, &new, ""),
            _ => None,
        },
        _ => None,
    };
    let Difference { place, old, new } = found.unwrap_or_else(|| lines(old, new));
    format!("{place}: committed {old}, regenerated {new}")
}

/// A place and what is there on either side.
struct Difference {
    place: String,
    old: String,
    new: String,
}

impl Difference {
    fn new(place: String, old: Option<String>, new: Option<String>) -> Self {
        let side = |text: Option<String>| text.map_or("nothing".into(), |text| shown(&text));
        Self { place, old: side(old), new: side(new) }
    }
}

/// In quotes, and short enough for a line.
fn shown(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut short: String = text.chars().take(LONGEST).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    format!("`{short}`")
}

/// The first table cell, by the label of its row, which is the row's first field.
fn csv(old: &str, new: &str) -> Option<Difference> {
    let (old, new) = (csv_rows(old), csv_rows(new));
    let headings = new.first()?;
    let empty = Vec::new();
    (0..old.len().max(new.len())).find_map(|row| {
        let (old, new) = (old.get(row).unwrap_or(&empty), new.get(row).unwrap_or(&empty));
        let column =
            (0..old.len().max(new.len())).find(|&column| old.get(column) != new.get(column))?;
        let label = shown(new.first().or(old.first())?);
        let heading = headings.get(column).map_or("a column too many".into(), |label| shown(label));
        let place = format!("row {label}, column {heading}");
        Some(Difference::new(place, old.get(column).cloned(), new.get(column).cloned()))
    })
}

/// The fields of each line of an RFC 4180 file.
fn csv_rows(text: &str) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let (mut row, mut field) = (Vec::new(), String::new());
    let (mut quoted, mut previous) = (false, None);
    for c in text.chars() {
        match c {
            '"' => {
                if !quoted && previous == Some('"') {
                    field.push('"');
                }
                quoted = !quoted;
            }
            ',' if !quoted => row.push(std::mem::take(&mut field)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut field));
                rows.push(std::mem::take(&mut row));
            }
            c => field.push(c),
        }
        previous = Some(c);
    }
    if !field.is_empty() || !row.is_empty() {
        row.push(field);
        rows.push(row);
    }
    rows
}

/// The first path, such as `values.slope[2]`, in the order of the keys.
fn json(old: &Value, new: &Value, path: &str) -> Option<Difference> {
    match (old, new) {
        _ if old == new => None,
        (Value::Object(old), Value::Object(new)) => {
            let keys: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
            let point = if path.is_empty() { "" } else { "." };
            keys.into_iter().find_map(|key| {
                json_side(old.get(key), new.get(key), &format!("{path}{point}{key}"))
            })
        }
        (Value::Array(old), Value::Array(new)) => (0..old.len().max(new.len())).find_map(|index| {
            json_side(old.get(index), new.get(index), &format!("{path}[{index}]"))
        }),
        _ => json_side(Some(old), None, path)
            .map(|difference| Difference { new: shown(&new.to_string()), ..difference }),
    }
}

/// As [`json`], where one side may have nothing.
fn json_side(old: Option<&Value>, new: Option<&Value>, path: &str) -> Option<Difference> {
    match (old, new) {
        (Some(old), Some(new)) => json(old, new, path),
        _ => {
            Some(Difference::new(path.into(), old.map(Value::to_string), new.map(Value::to_string)))
        }
    }
}

/// The first line.
fn lines(old: &str, new: &str) -> Difference {
    let (mut old, mut new) = (old.split('\n'), new.split('\n'));
    let mut number = 0;
    loop {
        number += 1;
        let (old, new) = (old.next(), new.next());
        if old != new || old.is_none() {
            let side = |line: Option<&str>| line.map(str::to_owned);
            return Difference::new(format!("line {number}"), side(old), side(new));
        }
    }
}

/// The results of a report that no chapter shows by a directive `table ID#NAME` or
/// `figure ID#NAME`, or its id if no chapter cites it at all.
#[must_use]
pub fn uncited(report: &Report, chapters: &str) -> Vec<String> {
    let id = &report.experiment;
    if !cites(chapters, id) {
        return vec![format!("{id}: no chapter cites this experiment")];
    }
    let tables = report.tables.iter().map(|table| ("table", &table.id));
    let figures = report.figures.iter().map(|figure| ("figure", &figure.id));
    let unused = tables
        .chain(figures)
        .filter(|(kind, name)| !cites(chapters, &format!("{kind} {id}#{name}")));
    unused.map(|(kind, name)| format!("{id}#{name}: no chapter shows this {kind}")).collect()
}

/// Whether the text has this name, and not only as a part of a longer one.
fn cites(text: &str, name: &str) -> bool {
    let part_of_name = |c: char| c.is_ascii_alphanumeric() || c == '-';
    text.match_indices(name).any(|(start, _)| {
        !text[..start].ends_with(part_of_name)
            && !text[start + name.len()..].starts_with(part_of_name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use report::{Figure, Profile, Table};
    use serde_json::json;

    fn difference(path: &str, old: &str, new: &str) -> Vec<String> {
        let files = |text: &str| Files::from([(path.into(), text.as_bytes().to_vec())]);
        differences(&files(old), &files(new))
    }

    #[test]
    fn a_table_cell_is_named_by_row_and_column() {
        let new = "width,\"error, \"\"max\"\"\"\n4,0.1\n\"8, or so\",0.2\n";
        let old = new.replace("0.2", "0.3");
        let expected =
            "t.csv: row `8, or so`, column `error, \"max\"`: committed `0.3`, regenerated `0.2`";
        assert_eq!(difference("t.csv", &old, new), [expected]);

        let longer = format!("{new}16,0.05\n");
        let expected = "t.csv: row `16`, column `width`: committed nothing, regenerated `16`";
        assert_eq!(difference("t.csv", new, &longer), [expected]);
        let expected =
            "t.csv: row `4`, column a column too many: committed `7`, regenerated nothing";
        assert_eq!(difference("t.csv", "width\n4,7\n", "width\n4\n"), [expected]);
    }

    #[test]
    fn a_json_difference_is_named_by_its_path() {
        let new = json!({ "values": { "slope": [1, { "median": 0.5 }] }, "z": 1 });
        for (old, place, was) in [
            (
                json!({ "values": { "slope": [1, { "median": 0.4 }] }, "z": 2 }),
                "values.slope[1].median",
                "`0.4`",
            ),
            (json!({ "values": { "slope": [1] }, "z": 1 }), "values.slope[1]", "nothing"),
            (json!({ "values": 3, "z": 1 }), "values", "`3`"),
            (json!({ "a": 3 }), "a", "`3`"),
        ] {
            let lines = difference("r.json", &old.to_string(), &new.to_string());
            assert!(
                lines[0].starts_with(&format!("r.json: {place}: committed {was}, ")),
                "{lines:?}"
            );
        }
    }

    #[test]
    fn other_changes_are_named_by_line() {
        let expected = "f.svg: line 2: committed `b`, regenerated `c`";
        assert_eq!(difference("f.svg", "a\nb\n", "a\nc\n"), [expected]);
        // Same value, other layout; same fields, other quotes; broken JSON.
        for (path, old, new) in
            [("r.json", "[1]", "[ 1]"), ("t.csv", "\"a\"\n", "a\n"), ("r.json", "[", "[1]")]
        {
            assert!(difference(path, old, new)[0].starts_with(&format!("{path}: line 1: ")));
        }
    }

    #[test]
    fn files_on_one_side_only() {
        let file = Files::from([("a.svg".into(), b"x".to_vec())]);
        assert_eq!(
            differences(&file, &Files::new()),
            ["a.svg: no experiment makes this file: remove it"]
        );
        assert_eq!(differences(&Files::new(), &file), ["a.svg: missing"]);
        assert!(differences(&file, &file).is_empty());
    }

    #[test]
    fn uncited_results_are_found() {
        let figure = |id: &str| Figure {
            id: id.into(),
            caption: String::new(),
            alt: String::new(),
            data: Value::Null,
            svg: String::new(),
        };
        let report = Report {
            experiment: "part.one".into(),
            question: String::new(),
            profile: Profile::Full,
            shift: 0,
            numerics_version: 1,
            constants: Value::Null,
            values: Value::Null,
            tables: vec![Table::new("errors", "")],
            figures: vec![figure("fits"), figure("fit")],
            claims: vec![],
            cells: vec![],
        };
        assert_eq!(
            uncited(&report, "part.one-more"),
            ["part.one: no chapter cites this experiment"]
        );
        let chapters = "see {{table part.one#errors}} and {{figure part.one#fits}}.";
        assert_eq!(uncited(&report, chapters), ["part.one#fit: no chapter shows this figure"]);
    }
}
