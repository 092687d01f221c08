//! `{{= contents }}`: all chapters with their questions, the time to read them,
//! and the weight of their pages, which is filled in when the pages exist.

use std::fmt::Write as _;

use super::{Output, exactly};
use crate::html::{self, escape};
use crate::outline::Entry;
use crate::page::Page;
use crate::reading::{self, SECONDS, SECONDS_A_FORMULA, WORDS_A_MINUTE};
use crate::weight;

pub(super) fn expand(arguments: &[String], page: &mut Page<'_>) -> Result<Output, String> {
    let [] = exactly("contents", arguments)?;
    let chapters: Vec<&Entry> = page.outline.chapters().collect();
    let mut markdown = String::new();
    for part in chapters.chunk_by(|one, next| one.part == next.part) {
        let minutes: usize = part.iter().map(|chapter| chapter.minutes).sum();
        if let Some(title) = &part[0].part {
            write!(markdown, "\n## {title}\n").expect("to a string");
        }
        let mut table = format!(
            "<div class=\"scroll\">\n<table class=\"contents\">\n<thead><tr><th scope=\"col\">Chapter</th>\
             <th scope=\"col\" class=\"number\">Minutes</th><th scope=\"col\" class=\"number\">Page</th></tr></thead>\n\
             <tfoot><tr><td>Together</td><td class=\"number\">{minutes}</td><td></td></tr></tfoot>\n<tbody>\n"
        );
        for chapter in part {
            table.push_str(&row(chapter, page));
        }
        table.push_str("</tbody>\n</table>\n</div>");
        markdown.push_str(&html::block(&table));
    }
    let minutes = chapters.iter().map(|chapter| chapter.minutes).sum();
    markdown.push_str(&html::block(&format!("<p class=\"provenance\">{}</p>", account(minutes))));
    Ok(Output::Block(markdown))
}

fn row(chapter: &Entry, page: &Page<'_>) -> String {
    format!(
        "<tr><td><a href=\"{}\">{}</a><small>{}</small></td><td class=\"number\">{}</td>\
         <td class=\"number\">{}</td></tr>\n",
        page.page_link(chapter),
        escape(&chapter.name),
        escape(chapter.question().unwrap_or_default()),
        chapter.minutes,
        weight::placeholder(&chapter.html()),
    )
}

/// How the columns came about.
fn account(minutes: usize) -> String {
    let looked_at: Vec<String> =
        SECONDS.iter().map(|(what, seconds)| format!("a {what} {seconds} seconds")).collect();
    format!(
        "All chapters together: {}, at {WORDS_A_MINUTE} words a minute; {}, and a formula on a line of its own \
         {SECONDS_A_FORMULA} seconds. Page: the HTML file with the figures in it, uncompressed. What all pages share, \
         styles, scripts and fonts, is at most {} and is fetched once; the index for the search, {}, at the first search.",
        reading::duration(minutes),
        looked_at.join(", "),
        weight::placeholder(weight::SHARED),
        weight::placeholder(weight::SEARCH),
    )
}
