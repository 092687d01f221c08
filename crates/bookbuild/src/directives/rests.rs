//! `{{= rests CLAIM "verdict" }}`: the mark at the end of a sentence that says which verdict it
//! rests on; it stops the build when the verdict is another.
//!
//! `{{= answer }}` ... `{{= answered }}`: an answer, in which every sentence has such a mark or a
//! link. [`unfounded`] finds those that have neither.

use std::ops::Range;

use report::Verdict;

use super::verdict::{class, icon};
use super::{Output, exactly};
use crate::html::{escape, inert};
use crate::library::Claim;
use crate::page::Page;
use crate::source::Source;

pub(super) fn expand(arguments: &[String], page: &mut Page<'_>) -> Result<Output, String> {
    let [id, expected] = exactly("rests", arguments)?;
    let claim = page.library.claim(id)?;
    let verdict = claim.settled.verdict;
    if verdict == Verdict::Open {
        return Err(format!("claim {id} is not settled yet: nothing can rest on it"));
    }
    if verdict.to_string() != *expected {
        return Err(format!(
            "claim {id} has the verdict \"{verdict}\", and the sentence rests on \"{expected}\""
        ));
    }
    Ok(Output::Inline(inert(&render(&claim, &page.claim_link(id)))))
}

fn render(Claim { statement, settled, .. }: &Claim, link: &str) -> String {
    let (id, verdict) = (&settled.id, settled.verdict);
    format!(
        "<a class=\"rests {}\" href=\"{link}\" title=\"{verdict}: {}\">{}{id}\
         <span class=\"rests-verdict\"> {verdict}</span></a>",
        class(verdict),
        escape(statement),
        icon(verdict),
    )
}

pub(super) fn begin(arguments: &[String], _: &mut Page<'_>) -> Result<Output, String> {
    let [] = exactly("answer", arguments)?;
    Ok(Output::Block("\n<div class=\"answer\">\n\n".into()))
}

pub(super) fn end(arguments: &[String], _: &mut Page<'_>) -> Result<Output, String> {
    let [] = exactly("answered", arguments)?;
    Ok(Output::Block("\n</div>\n\n".into()))
}

/// The sentences of the chapter's answers that rest on nothing, and answers without an end, each
/// with the place where it begins and what is wrong.
pub(crate) fn unfounded(source: &Source<'_>) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut begun = None;
    for range in &source.directives {
        match (source.text[range.clone()].trim_matches(['{', '}', '=', ' ']), begun) {
            ("answer", None) => begun = Some(range.end),
            ("answer", Some(_)) => {
                found.push((range.start, "the answer before it has no {{= answered }}".into()));
            }
            ("answered", Some(start)) => {
                found.extend(unfounded_within(source, start..range.start));
                begun = None;
            }
            ("answered", None) => found.push((range.start, "no {{= answer }} begins here".into())),
            _ => {}
        }
    }
    found.extend(begun.map(|at| (at, "this answer has no {{= answered }}".to_owned())));
    found
}

fn unfounded_within(source: &Source<'_>, answer: Range<usize>) -> Vec<(usize, String)> {
    let is_founded = |range: &Range<usize>| {
        let text = &source.text[range.clone()];
        text.contains("{{= rests ") || text.contains("](")
    };
    let blocks = blocks(source.text, answer).into_iter();
    let sentences = blocks.flat_map(|block| sentences(&source.prose, block));
    let complaint = |range: Range<usize>| {
        let words: Vec<_> = source.prose[range.clone()].split_whitespace().take(6).collect();
        let message = format!(
            "the sentence \"{} ...\" rests on nothing: name a verdict with {{{{= rests CLAIM \
             \"verdict\" }}}}, or link to the chapter or theorem it comes from",
            words.join(" ")
        );
        (range.start, message)
    };
    sentences.filter(|range| !is_founded(range)).map(complaint).collect()
}

/// Paragraphs and items of lists; headings are left out.
fn blocks(text: &str, within: Range<usize>) -> Vec<Range<usize>> {
    let mut blocks: Vec<Range<usize>> = Vec::new();
    let mut at = within.start;
    let mut goes_on = false;
    for line in text[within].split_inclusive('\n') {
        let range = at..at + line.len();
        at = range.end;
        let line = line.trim();
        let is_prose = !line.is_empty() && !line.starts_with('#');
        match blocks.last_mut() {
            Some(block) if is_prose && goes_on && !is_item(line) => block.end = range.end,
            _ if is_prose => blocks.push(range),
            _ => {}
        }
        goes_on = is_prose;
    }
    blocks
}

/// Does an item of a list begin here?
fn is_item(line: &str) -> bool {
    let number = line.split_once(". ").map(|(number, _)| number);
    line.starts_with("- ") || number.is_some_and(|number| number.parse::<u32>().is_ok())
}

/// The sentences of a block. One ends at a full stop, a question mark or an exclamation mark
/// before a space, and with the block; what has no letter is none.
fn sentences(prose: &str, block: Range<usize>) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = block.start;
    let text = &prose[block.clone()];
    let ends = text.char_indices().filter(|&(i, c)| {
        let after = text[i + 1..].trim_start_matches([')', '"', '”', '*', '_']);
        matches!(c, '.' | '?' | '!') && (after.is_empty() || after.starts_with(char::is_whitespace))
    });
    for (i, _) in ends {
        sentences.push(start..block.start + i + 1);
        start = block.start + i + 1;
    }
    sentences.push(start..block.end);
    sentences.retain_mut(|range| {
        let text = &prose[range.clone()];
        range.start += text.len() - text.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
        prose[range.clone()].contains(char::is_alphabetic)
    });
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn complaints(text: &str) -> Vec<(usize, String)> {
        let source = Source::new(text);
        unfounded(&source).into_iter().map(|(at, what)| (source.line(at), what)).collect()
    }

    #[test]
    fn the_mark_says_claim_and_verdict_in_words() {
        let claim: Claim = serde_json::from_value(json!({
            "id": "U020", "document": "lesson", "experiment": "a.b", "source": "none",
            "statement": "a < b", "verdict": "does not hold as written", "effect": "", "n": 0,
            "interval": null, "p": null, "rule": "", "correction": ""
        }))
        .unwrap();
        let mark = render(&claim, "ledger.html#U020");
        assert!(mark.starts_with(
            "<a class=\"rests fails\" href=\"ledger.html#U020\" \
             title=\"does not hold as written: a &lt; b\"><svg"
        ));
        assert!(mark.ends_with(
            "</svg>U020<span class=\"rests-verdict\"> does not hold as written</span></a>"
        ));
    }

    #[test]
    fn founded_sentences_are_silent() {
        let text = "Outside. Nothing asked.\n\n{{= answer }}\n\n#### In short\n\n\
                    It holds, $x.$ and `a. b`\nas well {{= rests U001 \"holds\" }}. See \
                    [the page](a/b.md).\n\n- One {{= rests U002 \"holds\" }}.\n- Two \
                    {{= rests U003 \"holds\" }}\n\n{{= answered }}\n\nOutside again.\n";
        assert_eq!(complaints(text), []);
    }

    #[test]
    fn every_sentence_that_rests_on_nothing_is_named() {
        let text = "{{= answer }}\nA {{= rests U001 \"holds\" }}. Bare one? (Bare two.)\n\n\
                    - Bare\n  three, {{= num a#b f2 }} of\n- four {{= rests U001 \"holds\" }}\n\
                    \nBare five.\n\n1. Bare six\n2. seven {{= rests U001 \"holds\" }}\n\
                    {{= answered }}\n";
        let found = complaints(text);
        let lines: Vec<_> = found.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [2, 2, 4, 8, 10], "{found:?}");
        assert!(found[2].1.starts_with("the sentence \"Bare three, of ...\" rests on nothing"));
    }

    #[test]
    fn answers_begin_and_end() {
        for (text, line, expected) in [
            ("a\n{{= answer }}\n", 2, "has no {{= answered }}"),
            ("{{= answered }}\n", 1, "no {{= answer }} begins"),
            ("{{= answer }}\n{{= answer }}\n{{= answered }}\n", 2, "the answer before it"),
        ] {
            let found = complaints(text);
            assert_eq!(found.len(), 1, "{found:?}");
            assert!(found[0].0 == line && found[0].1.contains(expected), "{found:?}");
        }
    }
}
