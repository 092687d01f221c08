//! Tables: built row by row, written as CSV and as Markdown.

use serde_json::Value;

use crate::{Column, Error, Format, Table, number};

/// One value of a table's row; made with `into()` from numbers, strings,
/// booleans and options of them.
///
/// `f64`s keep NaN and infinities, which plain `serde_json` turns into null.
pub struct Entry(Value);

macro_rules! entries {
    ($($from:ty),*) => { $(
        impl From<$from> for Entry {
            fn from(value: $from) -> Entry {
                Entry(value.into())
            }
        }
    )* };
}
entries!(u8, u32, u64, usize, i32, i64, bool, &str, String, Value);

impl From<f64> for Entry {
    fn from(x: f64) -> Entry {
        Entry(number(x))
    }
}

impl<T: Into<Entry>> From<Option<T>> for Entry {
    fn from(value: Option<T>) -> Entry {
        value.map_or(Entry(Value::Null), T::into)
    }
}

impl Table {
    /// A table without columns or rows yet.
    ///
    /// ```
    /// use report::Table;
    /// let mut table = Table::new("errors", "The error falls with the width.")
    ///     .column("Width", "int")
    ///     .column("Error", "sci1");
    /// for (width, error) in [(4, 0.5), (8, 0.0625)] {
    ///     table.push([width.into(), error.into()]);
    /// }
    /// assert_eq!(table.csv(), "Width,Error\n4,0.5\n8,0.0625\n");
    /// ```
    pub fn new(id: impl Into<String>, caption: impl Into<String>) -> Table {
        Table { id: id.into(), caption: caption.into(), columns: Vec::new(), rows: Vec::new() }
    }

    /// Adds a column whose values print in `format`.
    ///
    /// # Panics
    ///
    /// If there is no such format, or the table has rows already.
    #[track_caller]
    #[must_use]
    pub fn column(mut self, label: impl Into<String>, format: &str) -> Table {
        let format: Format =
            format.parse().unwrap_or_else(|error| panic!("table `{}`: {error}", self.id));
        assert!(self.rows.is_empty(), "table `{}`: columns come before rows", self.id);
        self.columns.push(Column { label: label.into(), format: format.to_string() });
        self
    }

    /// Adds a row: one value a column.
    ///
    /// # Panics
    ///
    /// If the row has another number of values than the table has columns.
    #[track_caller]
    pub fn push<const N: usize>(&mut self, row: [Entry; N]) {
        self.push_vec(row.into());
    }

    /// Adds a row whose length is known only when it runs.
    ///
    /// # Panics
    ///
    /// As [`Table::push`].
    #[track_caller]
    pub fn push_vec(&mut self, row: Vec<Entry>) {
        assert!(
            row.len() == self.columns.len(),
            "table `{}`: a row of {} values for {} columns",
            self.id,
            row.len(),
            self.columns.len()
        );
        self.rows.push(row.into_iter().map(|Entry(value)| value).collect());
    }

    /// Comma-separated values with a line of headings (RFC 4180, lines end in
    /// a line feed). Numbers have all their digits: they read back to the same
    /// bits. Null is an empty field.
    pub fn csv(&self) -> String {
        let mut text = String::new();
        let mut line = |fields: Vec<String>| {
            text.push_str(&fields.join(","));
            text.push('\n');
        };
        line(self.columns.iter().map(|column| csv_field(&column.label)).collect());
        for row in &self.rows {
            line(row.iter().map(csv_value).collect());
        }
        text
    }

    /// A Markdown table with every value in its column's format; numbers flush
    /// right. The caption is not part of it.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownFormat`] and [`Error::Unprintable`]; neither can happen
    /// with numbers and strings in a table that was built by [`Table::column`].
    pub fn markdown(&self) -> Result<String, Error> {
        let formats: Vec<Format> =
            self.columns.iter().map(|column| column.format.parse()).collect::<Result<_, _>>()?;
        let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        let mut text =
            line(self.columns.iter().map(|column| markdown_cell(&column.label)).collect());
        let rule = |format: &Format| if format.is_numeric() { "---:" } else { ":---" };
        text += &line(formats.iter().map(|format| rule(format).to_string()).collect());
        for row in &self.rows {
            let cell =
                |(format, value): (&Format, &Value)| Ok(markdown_cell(&format.value(value)?));
            text += &line(formats.iter().zip(row).map(cell).collect::<Result<_, Error>>()?);
        }
        Ok(text)
    }
}

fn csv_value(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(s) => csv_field(s),
        other => csv_field(&other.to_string()),
    }
}

/// Quotes a field that would otherwise break its line.
fn csv_field(s: &str) -> String {
    if s.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", s.replace('"', "\"\""))
    } else {
        s.into()
    }
}

/// A `|` or a line break would end the cell.
fn markdown_cell(s: &str) -> String {
    s.replace('|', "\\|").replace(['\n', '\r'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Table {
        let mut table = Table::new("sample", "One of each.")
            .column("Name", "text")
            .column("Count", "int")
            .column("Error, |e|", "sci1");
        table.push(["plain".into(), 3.into(), (-0.000_25).into()]);
        table.push(["a \"b\", c".into(), None::<u32>.into(), f64::INFINITY.into()]);
        table
    }

    #[test]
    fn csv_keeps_every_digit_and_quotes_what_needs_it() {
        let expected = "Name,Count,\"Error, |e|\"\nplain,3,-0.00025\n\"a \"\"b\"\", c\",,inf\n";
        assert_eq!(sample().csv(), expected);
    }

    #[test]
    fn markdown_prints_in_format() {
        let expected = "| Name | Count | Error, \\|e\\| |\n| :--- | ---: | ---: |\n\
                        | plain | 3 | −2.5×10⁻⁴ |\n| a \"b\", c | – | ∞ |\n";
        assert_eq!(sample().markdown().unwrap(), expected);
    }

    #[test]
    #[should_panic(expected = "table `sample`: a row of 1 values for 3 columns")]
    fn a_short_row_is_refused() {
        sample().push([1.into()]);
    }

    #[test]
    #[should_panic(expected = "table `t`: unknown format `f12`")]
    fn an_unknown_format_is_refused() {
        let _ = Table::new("t", "").column("x", "f12");
    }
}
