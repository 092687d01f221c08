//! One chapter: from the author's Markdown to Markdown that mdBook renders.

use std::ops::Range;

use crate::directives::{self, Output, rests};
use crate::frame;
use crate::html;
use crate::lint;
use crate::maths::Typesetter;
use crate::page::{ExerciseState, Page};
use crate::shape;
use crate::source::{Formula, Source};

/// What is wrong with a chapter, and on which line.
pub(crate) type Complaint = (usize, String);

/// Replaces directives and formulas in `text`. A numbered chapter gets its
/// question and the time to read it under its title, and its neighbours'
/// questions at its foot.
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
    let mut draft = Draft { source: &source, edits: Vec::new(), complaints: Vec::new() };
    draft.directives(page);
    draft.formulas(typesetter);
    draft.lint();
    draft.frame(page);
    draft.finish()
}

/// A chapter that is being expanded: what to replace by what, and what is wrong.
struct Draft<'a> {
    source: &'a Source<'a>,
    edits: Vec<(Range<usize>, String)>,
    complaints: Vec<Complaint>,
}

impl Draft<'_> {
    fn directives(&mut self, page: &mut Page<'_>) {
        if let Some(at) = self.source.unclosed {
            self.complain(at, "this {{= has no }} on its line");
        }
        for range in &self.source.directives {
            match directive(self.source, range, page) {
                Ok(edit) => self.edits.push(edit),
                Err(problem) => self.complain_about(range, &problem),
            }
        }
        if page.exercises.state != ExerciseState::Outside {
            self.complain(self.source.text.len(), "the last exercise has no {{= end }}");
        }
    }

    fn formulas(&mut self, typesetter: &Typesetter) {
        for formula in &self.source.formulas {
            let inside = |range: &Range<usize>| formula.range.contains(&range.start);
            let set = if self.source.directives.iter().any(inside) {
                Err("a directive stands in a formula: end the formula first".to_owned())
            } else if formula.in_heading {
                // The sidebar and the heading's link are made of its words.
                Err("a formula in a heading: say it in words".to_owned())
            } else {
                typesetter.set(&formula.tex, formula.display)
            };
            match set {
                Ok(html) => self.edits.push(tied(self.source.text, formula, html)),
                Err(problem) => self.complain_about(&formula.range, &problem),
            }
        }
    }

    fn lint(&mut self) {
        let source = self.source;
        for (at, message) in rests::unfounded(source) {
            self.complain(at, &message);
        }
        for at in lint::lone_dollars(&source.prose, source.text) {
            self.complain(
                at,
                "this dollar sign begins no formula (is a brace missing?): \
                 write \\$ for the sign itself",
            );
        }
        for (at, number) in lint::bare_numbers(&source.prose) {
            self.complain(
                at,
                &format!(
                    "the number `{number}` is typed: cite a measurement with {{{{= num ... }}}}, \
                     write a definition as a formula, or somebody else's number as \
                     {{{{= literal {number} }}}}"
                ),
            );
        }
    }

    /// What stands around the text of a numbered chapter.
    fn frame(&mut self, page: &Page<'_>) {
        let numbered = page.outline.page(page.path).filter(|entry| entry.number.is_some());
        let Some(entry) = numbered else { return };
        for what in shape::lacks(entry, self.source.text) {
            self.complain(0, &what);
        }
        if let Some(at) = self.source.title_end {
            self.edits.push((at..at, html::block(&frame::head(entry)) + "\n"));
        }
        let end = self.source.text.len();
        self.edits.push((end..end, html::block(&frame::foot(page))));
    }

    fn complain(&mut self, at: usize, message: &str) {
        self.complaints.push((self.source.line(at), message.to_owned()));
    }

    fn complain_about(&mut self, range: &Range<usize>, problem: &str) {
        let text = &self.source.text[range.clone()];
        self.complain(range.start, &format!("{text}: {problem}"));
    }

    fn finish(mut self) -> Result<String, Vec<Complaint>> {
        if self.complaints.is_empty() {
            return Ok(apply(self.source.text, self.edits));
        }
        self.complaints.sort();
        self.complaints.dedup();
        Err(self.complaints)
    }
}

/// Longer formulas, counted in characters of TeX, may be broken.
const SHORT: usize = 24;

/// What stands in the place of a formula, and which bytes that place is: a
/// browser breaks the line beside a formula if it likes, and a bracket would end
/// one line or a comma begin the next.
fn tied(text: &str, formula: &Formula, html: String) -> (Range<usize>, String) {
    let Range { start, end } = formula.range;
    let from = text[..start].trim_end_matches('(').len();
    let rest = text[end..].trim_start_matches(['.', ',', ';', ':', '?', ')']);
    let to = text.len() - rest.len();
    if formula.display || (from, to) == (start, end) || formula.tex.chars().count() > SHORT {
        return (start..end, html);
    }
    let (before, after) = (&text[from..start], &text[end..to]);
    (from..to, format!("<span class=\"tied\">{before}{html}{after}</span>"))
}

/// What stands in the place of a directive, and which bytes that place is.
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
    use crate::outline::Outline;
    use crate::page::Repository;
    use std::path::Path;

    fn expanded(text: &str) -> Result<String, Vec<Complaint>> {
        let mut library = Library::new("/nonexistent".into());
        let repository = Repository { root: "/nonexistent".into(), url: None };
        let outline = Outline::default();
        let mut page = Page::new(&mut library, &repository, &outline, Path::new("a.md"));
        expand(text, &mut page, &Typesetter::new())
    }

    #[test]
    fn what_is_no_directive_stays_as_it_is() {
        let text = "A `{{= num }}` and `$x$`, \\$5.\n\n```text\n{{= nonsense }} 0.5 $\n```\n";
        assert_eq!(expanded(text).unwrap(), text);
    }

    #[test]
    fn a_formula_keeps_the_comma_behind_it() {
        let out = expanded(&format!("With $x$, ($y$): $z$ ${}$.\n", "z+".repeat(13))).unwrap();
        let tied: Vec<_> = out.split("<span class=\"tied\">").collect();
        assert_eq!(tied.len(), 3, "{out}");
        assert!(tied[1].contains("</span>,</span> ") && tied[2].starts_with("(<span"), "{out}");
        assert!(tied[2].contains("</span>):</span> <"), "{out}");
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
    fn literals_are_printed() {
        assert_eq!(expanded("rate {{= literal 0.01 }}.\n").unwrap(), "rate 0&#46;01.\n");
    }
}
