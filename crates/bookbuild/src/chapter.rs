//! One chapter: from the author's Markdown to Markdown that mdBook renders.

use std::ops::Range;

use crate::directives::{self, Output};
use crate::html;
use crate::lint;
use crate::maths::Typesetter;
use crate::page::{ExerciseState, Page};
use crate::source::Source;

/// How fast a careful reader reads prose, in words a minute.
const WORDS_A_MINUTE: usize = 180;

/// What is wrong with a chapter, and on which line.
pub(crate) type Complaint = (usize, String);

/// Replaces directives and formulas in `text`, and puts the time to read it
/// under its title.
///
/// # Errors
///
/// Every problem of the chapter, in the order of its lines.
pub(crate) fn expand(
    text: &str,
    page: &mut Page<'_>,
    typesetter: &Typesetter,
) -> Result<String, Vec<Complaint>> {
    let source = Source::new(text);
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    let mut complaints = Vec::new();

    if let Some(at) = source.unclosed {
        complaints.push((source.line(at), "this {{= has no }} on its line".to_owned()));
    }
    for range in &source.directives {
        match directive(&source, range, page) {
            Ok(edit) => edits.push(edit),
            Err(problem) => {
                complaints.push((
                    source.line(range.start),
                    format!("{}: {problem}", &text[range.clone()]),
                ));
            }
        }
    }
    if page.exercises.state != ExerciseState::Outside {
        complaints
            .push((source.line(text.len()), "the last exercise has no {{= end }}".to_owned()));
    }
    for formula in &source.formulas {
        let set = match source.directives.iter().find(|range| formula.range.contains(&range.start))
        {
            Some(range) => {
                Err(format!("{} stands in a formula: end the formula first", &text[range.clone()]))
            }
            // The sidebar and the heading's link are made of its words.
            None if formula.in_heading => Err("a formula in a heading: say it in words".to_owned()),
            None => typesetter.set(&formula.tex, formula.display),
        };
        match set {
            Ok(html) => edits.push((formula.range.clone(), html)),
            Err(problem) => {
                complaints.push((
                    source.line(formula.range.start),
                    format!("{}: {problem}", &text[formula.range.clone()]),
                ));
            }
        }
    }
    for at in lint::lone_dollars(&source.prose, text) {
        complaints.push((
            source.line(at),
            "this dollar sign begins no formula (is a brace missing?): write \\$ for the sign itself".to_owned(),
        ));
    }
    for (at, number) in lint::bare_numbers(&source.prose) {
        complaints.push((
            source.line(at),
            format!(
                "the number `{number}` is typed: cite a measurement with {{{{= num ... }}}}, \
                 write a definition as a formula, or somebody else's number as {{{{= literal {number} }}}}"
            ),
        ));
    }
    if let Some(at) = source.title_end {
        edits.push((at..at, html::block(&reading_time(&source.prose)) + "\n"));
    }
    if complaints.is_empty() {
        Ok(apply(text, edits))
    } else {
        complaints.sort();
        complaints.dedup();
        Err(complaints)
    }
}

fn directive(
    source: &Source<'_>,
    range: &Range<usize>,
    page: &mut Page<'_>,
) -> Result<(Range<usize>, String), String> {
    let alone = source.stands_alone(range);
    match directives::expand(&source.text[range.clone()], page)? {
        Output::Inline(markdown) => Ok((range.clone(), markdown)),
        Output::Block(markdown) if alone => Ok((range.clone(), markdown)),
        Output::Block(_) => Err("it stands on a line of its own, from the first column".into()),
        Output::Nothing if alone => {
            // The empty line that would be left ends a paragraph.
            let line_end = source.text[range.end..]
                .find('\n')
                .map_or(source.text.len(), |at| range.end + at + 1);
            Ok((range.start..line_end, String::new()))
        }
        Output::Nothing => Ok((range.clone(), String::new())),
    }
}

fn reading_time(prose: &str) -> String {
    let words =
        prose.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count();
    let minutes = words.div_ceil(WORDS_A_MINUTE);
    let unit = if minutes == 1 { "minute" } else { "minutes" };
    format!("<p class=\"reading-time\">{minutes} {unit} to read</p>")
}

fn apply(text: &str, mut edits: Vec<(Range<usize>, String)>) -> String {
    edits.sort_by_key(|(range, _)| range.start);
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (range, replacement) in edits {
        out.push_str(&text[from..range.start]);
        out.push_str(&replacement);
        from = range.end;
    }
    out.push_str(&text[from..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::Library;
    use crate::page::Repository;
    use std::path::Path;

    fn expanded(text: &str) -> Result<String, Vec<Complaint>> {
        let mut library = Library::new("/nonexistent".into());
        let repository = Repository { root: "/nonexistent".into(), url: None };
        let mut page = Page::new(&mut library, &repository, Path::new("a.md"), false);
        expand(text, &mut page, &Typesetter::new())
    }

    #[test]
    fn what_is_no_directive_stays_as_it_is() {
        let text = "A `{{= num }}` and `$x$`, \\$5.\n\n```text\n{{= nonsense }} 0.5 $\n```\n";
        assert_eq!(expanded(text).unwrap(), text);
    }

    #[test]
    fn complaints_come_with_their_lines_all_at_once() {
        let complaints =
            expanded("# T $x$\n\nIt is 0.5.\n\n$\\frac$\n\nA {{= num }} b {{= end }}\n{{= x")
                .unwrap_err();
        let lines: Vec<_> = complaints.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [1, 3, 5, 7, 7, 8], "{complaints:?}");
        assert!(complaints[1].1.starts_with("the number `0.5` is typed: "));
    }

    #[test]
    fn exercises_nest_nowhere_and_end() {
        let text = "{{= exercise \"One\" }}\nWhy?\n{{= solution }}\nSo.\n{{= end }}\n";
        let out = expanded(text).unwrap();
        assert!(out.contains("id=\"exercise-1\"") && out.contains("<summary>Solution</summary>"));
        assert_eq!(
            expanded("{{= exercise \"One\" }}\n").unwrap_err()[0].1,
            "the last exercise has no {{= end }}"
        );
        assert!(expanded("{{= solution }}\n").unwrap_err()[0].1.contains("a solution follows"));
    }

    #[test]
    fn blocks_stand_alone() {
        let complaints =
            expanded("Text {{= exercise \"One\" }}\n\n{{= solution }}\n\n{{= end }}\n")
                .unwrap_err();
        assert!(complaints[0].1.contains("on a line of its own"), "{complaints:?}");
    }

    #[test]
    fn the_time_to_read_stands_under_the_title() {
        let out = expanded(&format!("# T\n\n{}", "word ".repeat(181))).unwrap();
        assert!(
            out.starts_with("# T\n\n<p class=\"reading-time\">2 minutes to read</p>\n\n"),
            "{out}"
        );
    }

    #[test]
    fn literals_are_printed() {
        assert_eq!(expanded("rate {{= literal 0.01 }}.\n").unwrap(), "rate 0&#46;01.\n");
    }
}
