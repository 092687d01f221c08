//! `{{= table EXPERIMENT#id }}`: a table of a report.

use std::fmt::Write as _;

use report::{Format, Table};

use super::{Output, exactly};
use crate::html::{self, escape, sentence};
use crate::library::split;
use crate::page::Page;

pub(super) fn expand(arguments: &[String], page: &mut Page<'_>) -> Result<Output, String> {
    let [target] = exactly("table", arguments)?;
    let (experiment, id) = split(target)?;
    let link = page.report_link(&format!("{experiment}/tables/{id}.csv"));
    let table = page.library.report(experiment)?.table(id).map_err(|error| error.to_string())?;
    let html = render(table, experiment, &link)?;
    page.library.cite("table", target);
    Ok(Output::Block(html::block(&html)))
}

/// A text of up to so many characters stays on one line where there is room.
const SHORT: usize = 24;

fn render(table: &Table, experiment: &str, link: &str) -> Result<String, String> {
    let formats: Vec<Format> = table
        .columns
        .iter()
        .map(|column| column.format.parse())
        .collect::<Result<_, report::Error>>()
        .map_err(|error| error.to_string())?;
    let class = |format: Format| {
        if format.is_numeric() { " class=\"number\"" } else { "" }
    };
    let cell = |format: Format, text: &str| match class(format) {
        "" if text.chars().count() <= SHORT => " class=\"short\"",
        class => class,
    };

    let mut html = format!(
        "<figure class=\"measured-table\" id=\"table-{}-{}\">\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{}\">\n<table>\n<thead><tr>",
        experiment.replace('.', "-"),
        table.id,
        escape(&table.caption),
    );
    for (column, format) in table.columns.iter().zip(&formats) {
        write!(html, "<th scope=\"col\"{}>{}</th>", class(*format), escape(&column.label))
            .expect("to a string");
    }
    html.push_str("</tr></thead>\n<tbody>\n");
    for row in &table.rows {
        html.push_str("<tr>");
        for (value, format) in row.iter().zip(&formats) {
            let printed = format.value(value).map_err(|error| error.to_string())?;
            write!(html, "<td{}>{}</td>", cell(*format, &printed), sentence(&printed))
                .expect("to a string");
        }
        html.push_str("</tr>\n");
    }
    write!(
        html,
        "</tbody>\n</table>\n</div>\n<figcaption>{} <span class=\"provenance\">Regenerate: <code>{}</code> · <a href=\"{link}\">CSV</a></span></figcaption>\n</figure>",
        escape(&table.caption),
        report::command(experiment),
    )
    .expect("to a string");
    Ok(html)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_formatted_flush_right_and_text_is_escaped() {
        let mut table = Table::new("t", "A & B")
            .column("Width", "int")
            .column("Note", "text")
            .column("Error", "sci1");
        table.push([4.into(), "a<b".into(), f64::INFINITY.into()]);
        let html = render(&table, "a.b", "../x.csv").unwrap();
        assert!(
            html.contains(
                "<th scope=\"col\" class=\"number\">Width</th><th scope=\"col\">Note</th>"
            ),
            "{html}"
        );
        let row = "<tr><td class=\"number\">4</td><td class=\"short\">a&lt;b</td><td class=\"number\">∞</td></tr>";
        assert!(html.contains(row), "{html}");
        assert!(
            html.contains("id=\"table-a-b-t\"")
                && html.contains("A &amp; B")
                && html.contains("href=\"../x.csv\"")
        );
    }
}
