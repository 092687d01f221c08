//! The directives: `{{= name argument ... }}` in a chapter.
//!
//! | directive | what it becomes |
//! |---|---|
//! | `num EXPERIMENT#path FORMAT` | a measured number |
//! | `table EXPERIMENT#id` | a table |
//! | `figure EXPERIMENT#id` | a drawing that follows the theme |
//! | `verdict CLAIM` | the box that answers a claim |
//! | `ledger` | the table of all claims |
//! | `check ...` | nothing; stops the build when the prose is wrong |
//! | `listing path:anchor` | code from a file that cargo tests |
//! | `exercise "title"`, `solution`, `end` | an exercise with its hidden solution |
//! | `literal text` | the text: a number of somebody else's |

mod check;
mod exercise;
mod figure;
mod ledger;
pub(crate) mod listing;
mod literal;
mod num;
mod palette;
mod svg;
mod table;
mod verdict;

use crate::page::Page;

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

const DIRECTIVES: [Directive; 11] = [
    Directive { name: "num", usage: "EXPERIMENT#path.of.keys FORMAT", expand: num::expand },
    Directive { name: "table", usage: "EXPERIMENT#id", expand: table::expand },
    Directive { name: "figure", usage: "EXPERIMENT#id", expand: figure::expand },
    Directive { name: "verdict", usage: "CLAIM", expand: verdict::expand },
    Directive { name: "ledger", usage: "", expand: ledger::expand },
    Directive {
        name: "check",
        usage: "EXPERIMENT#path LOW HIGH, EXPERIMENT#path == VALUE or verdict CLAIM \"verdict\"",
        expand: check::expand,
    },
    Directive { name: "listing", usage: "path/to/file:anchor [language]", expand: listing::expand },
    Directive { name: "exercise", usage: "\"title\"", expand: exercise::begin },
    Directive { name: "solution", usage: "", expand: exercise::solution },
    Directive { name: "end", usage: "", expand: exercise::end },
    Directive { name: "literal", usage: "TEXT", expand: literal::expand },
];

/// Expands `{{= name argument ... }}`, braces included.
///
/// # Errors
///
/// What is wrong with it, on one line.
pub(crate) fn expand(text: &str, page: &mut Page<'_>) -> Result<Output, String> {
    let inner = text.trim_start_matches("{{=").trim_end_matches("}}");
    let words = words(inner)?;
    let Some((name, arguments)) = words.split_first() else {
        return Err("expected the name of a directive".into());
    };
    let Some(directive) = DIRECTIVES.iter().find(|directive| directive.name == name) else {
        let names: Vec<_> = DIRECTIVES.iter().map(|directive| directive.name).collect();
        return Err(format!("no directive `{name}`: there are {}", names.join(", ")));
    };
    (directive.expand)(arguments, page)
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
