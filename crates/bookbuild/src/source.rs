//! A chapter's Markdown, taken apart: code, formulas, prose and directives.
//!
//! The parser is the one that mdBook uses, so that "inside a code block" means
//! the same here and there. Everything is a byte range of the original text:
//! what is replaced later is replaced in the author's file, and line numbers in
//! messages are the author's.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// A formula between dollar signs.
#[derive(Debug, PartialEq)]
pub(crate) struct Formula {
    pub(crate) range: Range<usize>,
    pub(crate) tex: String,
    pub(crate) display: bool,
    pub(crate) in_heading: bool,
}

/// A chapter's text and what its parts are.
#[derive(Debug)]
pub(crate) struct Source<'a> {
    pub(crate) text: &'a str,
    /// Where code, and comments, are.
    code: Vec<Range<usize>>,
    pub(crate) formulas: Vec<Formula>,
    /// The text with everything that is not prose turned into spaces.
    pub(crate) prose: String,
    /// Where `{{= ... }}` stand outside code; the range includes the braces.
    pub(crate) directives: Vec<Range<usize>>,
    /// Where a `{{=` is that never ends.
    pub(crate) unclosed: Option<usize>,
    /// The end of the first heading of level one.
    pub(crate) title_end: Option<usize>,
}

impl<'a> Source<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let mut source = Self {
            text,
            code: Vec::new(),
            formulas: Vec::new(),
            prose: String::new(),
            directives: Vec::new(),
            unclosed: None,
            title_end: None,
        };
        let mut prose: Vec<u8> = text.bytes().map(|b| if b == b'\n' { b } else { b' ' }).collect();
        source.parse(&mut prose);
        source.find_directives();
        for range in &source.directives {
            prose[range.clone()].fill(b' ');
        }
        source.prose = String::from_utf8(prose).expect("whole characters were copied");
        source
    }

    /// The line of a byte, counted from 1.
    pub(crate) fn line(&self, at: usize) -> usize {
        1 + self.text[..at].matches('\n').count()
    }

    /// Whether nothing but the range stands on its line, from the first column.
    pub(crate) fn stands_alone(&self, range: &Range<usize>) -> bool {
        let after = &self.text[range.end..];
        let line_rest = after.split('\n').next().unwrap_or(after);
        (range.start == 0 || self.text[..range.start].ends_with('\n'))
            && line_rest.trim().is_empty()
    }

    fn parse(&mut self, prose: &mut [u8]) {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_HEADING_ATTRIBUTES
            | Options::ENABLE_DEFINITION_LIST
            | Options::ENABLE_GFM
            | Options::ENABLE_MATH;
        let mut in_code = false;
        let mut in_heading = false;
        // The words of a link to a source (a title, an arXiv number) are the
        // source's, not ours.
        let mut in_citation = false;
        for (event, range) in Parser::new_ext(self.text, options).into_offset_iter() {
            match event {
                Event::Start(Tag::CodeBlock(_)) => {
                    in_code = true;
                    self.code.push(range);
                }
                Event::End(TagEnd::CodeBlock) => in_code = false,
                Event::Code(_) => self.code.push(range),
                Event::Start(Tag::Heading { .. }) => in_heading = true,
                Event::End(TagEnd::Heading(level)) => {
                    in_heading = false;
                    if level == pulldown_cmark::HeadingLevel::H1 && self.title_end.is_none() {
                        self.title_end = Some(range.end);
                    }
                }
                Event::Start(Tag::Link { dest_url, .. }) => in_citation = dest_url.contains("://"),
                Event::End(TagEnd::Link) => in_citation = false,
                Event::Start(Tag::HtmlBlock) if self.text[range.clone()].starts_with("<!--") => {
                    self.code.push(range);
                }
                Event::InlineHtml(html) if html.starts_with("<!--") => self.code.push(range),
                Event::Html(_) => copy_outside_tags(&self.text[range.clone()], &mut prose[range]),
                Event::InlineMath(tex) | Event::DisplayMath(tex) => {
                    let display = self.text[range.clone()].starts_with("$$");
                    self.formulas.push(Formula {
                        range,
                        tex: tex.into_string(),
                        display,
                        in_heading,
                    });
                }
                Event::Text(_) if !in_code && !in_citation => {
                    prose[range.clone()].copy_from_slice(self.text[range].as_bytes());
                }
                _ => {}
            }
        }
        for range in &self.code {
            prose[range.clone()].iter_mut().filter(|b| **b != b'\n').for_each(|b| *b = b' ');
        }
    }

    fn find_directives(&mut self) {
        let mut from = 0;
        while let Some(start) = self.text[from..].find("{{=").map(|at| from + at) {
            if let Some(code) = self.code.iter().find(|range| range.contains(&start)) {
                from = code.end;
                continue;
            }
            let line = self.text[start..].split('\n').next().unwrap_or("");
            let Some(length) = line.find("}}") else {
                self.unclosed = Some(start);
                return;
            };
            self.directives.push(start..start + length + 2);
            from = start + length + 2;
        }
    }
}

/// Copies the words between the tags of `html`.
fn copy_outside_tags(html: &str, prose: &mut [u8]) {
    let mut in_tag = false;
    for (at, c) in html.char_indices() {
        match c {
            '<' => in_tag = true,
            '>' => in_tag = false,
            _ if !in_tag => prose[at..at + c.len_utf8()]
                .copy_from_slice(&html.as_bytes()[at..at + c.len_utf8()]),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn directives(text: &str) -> Vec<&str> {
        Source::new(text).directives.into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn directives_in_code_and_comments_are_left_alone() {
        let text = "a {{= one }} `{{= two }}` b\n\n```text\n{{= three }}\n```\n\n    {{= four }}\n\n<!-- {{= five }} -->\n\n<p>{{= six }}</p>\n";
        assert_eq!(directives(text), ["{{= one }}", "{{= six }}"]);
    }

    #[test]
    fn an_unclosed_directive_is_found() {
        let source = Source::new("a\nb {{= num x\n}}\n");
        assert_eq!(source.unclosed.map(|at| source.line(at)), Some(2));
    }

    #[test]
    fn formulas_are_those_of_the_parser() {
        let text = "# T $x$\n\nIt costs \\$5 or \\$6. `$y$` but $a_b*c*$ and\n\n$$\nz\n$$\n";
        let source = Source::new(text);
        let tex: Vec<_> =
            source.formulas.iter().map(|f| (f.tex.trim(), f.display, f.in_heading)).collect();
        assert_eq!(tex, [("x", false, true), ("a_b*c*", false, false), ("z", true, false)]);
        assert_eq!(source.title_end, Some(8));
    }

    #[test]
    fn prose_is_what_is_left() {
        let text = "é 1 `2` $3$ [4](https://a.b/5) [6](c.md) {{= num 7 }} <b>8</b>\n\n```\n9\n```\n\n<td x=\"10\">11</td>\n";
        let source = Source::new(text);
        assert_eq!(source.prose.len(), text.len());
        let words: Vec<_> = source.prose.split_whitespace().collect();
        assert_eq!(words, ["é", "1", "6", "8", "11"]);
    }

    #[test]
    fn alone_means_the_whole_line() {
        let text = "{{= a }}\n{{= b }} c\n {{= d }}\n{{= e }}  \n";
        let source = Source::new(text);
        let alone: Vec<_> =
            source.directives.iter().map(|range| source.stands_alone(range)).collect();
        assert_eq!(alone, [true, false, false, true]);
    }
}
