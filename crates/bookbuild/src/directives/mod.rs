//! The directives: `{{= name argument ... }}` in a chapter.
//!
//! | directive | what it becomes |
//! |---|---|
//! | `num EXPERIMENT#path FORMAT` | a measured number |
//! | `table EXPERIMENT#id` | a table |
//! | `figure EXPERIMENT#id` | a drawing that follows the theme |
//! | `verdict CLAIM` | the box that answers a claim |
//! | `ledger` | the table of all claims |
//! | `errata` | what to write into the documents |
//! | `coverage` | where the book treats what the documents contain |
//! | `check ...` | nothing; stops the build when the prose is wrong |
//! | `listing path:anchor` | code from a file that cargo tests |
//! | `question "..."` | what a chapter asks, under its title and at its neighbours' feet |
//! | `totals` | all claims as squares, by verdict |
//! | `contents`, `figures`, `claims` | lists of all chapters, of all figures, of the claims of each chapter |
//! | `exercise "title"`, `solution`, `end` | an exercise with its hidden solution |
//! | `literal text` | the text: a number of somebody else's |
//! | `rests CLAIM "verdict"` | the mark of a sentence that rests on a verdict |
//! | `answer`, `answered` | an answer: every sentence in it has such a mark or a link |

mod check;
mod claims;
mod contents;
mod coverage;
mod errata;
mod exercise;
mod figure;
mod figures;
mod ledger;
pub(crate) mod listing;
mod literal;
mod num;
mod palette;
mod question;
pub(crate) mod rests;
mod svg;
mod table;
mod totals;
mod verdict;

use std::ops::Range;

use crate::page::Page;
use crate::source::Source;

/// What stands in the place of a directive.
#[derive(Debug, PartialEq)]
pub(crate) enum Output {
    /// Nothing at all.
    Nothing,
    /// Part of a sentence: Markdown.
    Inline(String),
    /// A block of its own: Markdown, blank lines around it included.
    Block(String),
}

struct Directive {
    name: &'static str,
    usage: &'static str,
    expand: fn(&[String], &mut Page<'_>) -> Result<Output, String>,
}

const DIRECTIVES: [Directive; 21] = [
    Directive { name: "num", usage: "EXPERIMENT#path.of.keys FORMAT", expand: num::expand },
    Directive { name: "table", usage: "EXPERIMENT#id", expand: table::expand },
    Directive { name: "figure", usage: "EXPERIMENT#id", expand: figure::expand },
    Directive { name: "verdict", usage: "CLAIM", expand: verdict::expand },
    Directive { name: "ledger", usage: "", expand: ledger::expand },
    Directive { name: "errata", usage: "", expand: errata::expand },
    Directive { name: "coverage", usage: "", expand: coverage::expand },
    Directive {
        name: "check",
        usage: "EXPERIMENT#path LOW HIGH, EXPERIMENT#path == VALUE or verdict CLAIM \"verdict\"",
        expand: check::expand,
    },
    Directive { name: "listing", usage: "path/to/file:anchor [language]", expand: listing::expand },
    Directive { name: "question", usage: "\"...?\"", expand: question::expand },
    Directive { name: "totals", usage: "", expand: totals::expand },
    Directive { name: "contents", usage: "", expand: contents::expand },
    Directive { name: "figures", usage: "", expand: figures::expand },
    Directive { name: "claims", usage: "", expand: claims::expand },
    Directive { name: "exercise", usage: "\"title\"", expand: exercise::begin },
    Directive { name: "solution", usage: "", expand: exercise::solution },
    Directive { name: "end", usage: "", expand: exercise::end },
    Directive { name: "literal", usage: "TEXT", expand: literal::expand },
    Directive { name: "rests", usage: "CLAIM \"verdict\"", expand: rests::expand },
    Directive { name: "answer", usage: "", expand: rests::begin },
    Directive { name: "answered", usage: "", expand: rests::end },
];

/// Expands `{{= name argument ... }}`, braces included.
///
/// # Errors
///
/// What is wrong with it, on one line.
pub(crate) fn expand(text: &str, page: &mut Page<'_>) -> Result<Output, String> {
    let words = words(inner(text))?;
    let Some((name, arguments)) = words.split_first() else {
        return Err("expected the name of a directive".into());
    };
    let Some(directive) = DIRECTIVES.iter().find(|directive| directive.name == name) else {
        let names: Vec<_> = DIRECTIVES.iter().map(|directive| directive.name).collect();
        return Err(format!("no directive `{name}`: there are {}", names.join(", ")));
    };
    (directive.expand)(arguments, page)
}

/// The words of each directive of a chapter; what has none, or a quotation mark
/// too few, is left to [`expand`] to complain about.
pub(crate) fn of(source: &Source<'_>) -> Vec<Vec<String>> {
    let words = |range: &Range<usize>| words(inner(&source.text[range.clone()])).ok();
    source.directives.iter().filter_map(words).filter(|words| !words.is_empty()).collect()
}

fn inner(text: &str) -> &str {
    text.trim_start_matches("{{=").trim_end_matches("}}")
}

/// The arguments, if there are `N` of them.
fn exactly<'a, const N: usize>(
    name: &str,
    arguments: &'a [String],
) -> Result<&'a [String; N], String> {
    arguments.try_into().map_err(|_| misuse(name))
}

/// The message for arguments that do not fit.
fn misuse(name: &str) -> String {
    let usage = DIRECTIVES.iter().find(|directive| directive.name == name).map_or("", |d| d.usage);
    format!("expected {{{{= {} }}}}", format!("{name} {usage}").trim_end())
}

/// Words apart by spaces; "double quotes" keep spaces together.
fn words(text: &str) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let (word, after) = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').ok_or("a quotation mark is missing")?,
            None => rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
        };
        words.push(word.to_owned());
        rest = after.trim_start();
    }
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_keep_words_together() {
        assert_eq!(
            words(r#" check verdict U020 "not so" "#).unwrap(),
            ["check", "verdict", "U020", "not so"]
        );
        assert_eq!(words("  ").unwrap(), [""; 0]);
        assert_eq!(words(r#"a "b"#).unwrap_err(), "a quotation mark is missing");
    }

    #[test]
    fn misuse_shows_the_usage() {
        assert_eq!(misuse("num"), "expected {{= num EXPERIMENT#path.of.keys FORMAT }}");
        assert_eq!(misuse("end"), "expected {{= end }}");
    }

    #[test]
    fn names_are_unique() {
        for (i, directive) in DIRECTIVES.iter().enumerate() {
            assert!(DIRECTIVES[..i].iter().all(|other| other.name != directive.name));
        }
    }
}
