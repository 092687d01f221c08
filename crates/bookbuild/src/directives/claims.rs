//! `{{= claims }}`: the claims of each chapter, by their verdicts' shapes, and
//! those that no chapter treats.

use std::fmt::Write as _;

use super::verdict::{class, icon};
use super::{Output, exactly};
use crate::html::{self, escape};
use crate::library::Claim;
use crate::page::Page;

pub(super) fn expand(arguments: &[String], page: &mut Page<'_>) -> Result<Output, String> {
    let [] = exactly("claims", arguments)?;
    let claims = page.library.ledger()?.to_vec();
    let outline = page.outline;
    let mut rows = String::new();
    for (chapter, ids) in outline.shown("verdict") {
        let link = page.page_link(chapter);
        let here = claims.iter().filter(|claim| ids.contains(&claim.settled.id.as_str()));
        let chips: Vec<String> = here
            .map(|claim| chip(claim, &format!("{link}#verdict-{}", claim.settled.id)))
            .collect();
        row(&mut rows, &format!("<a href=\"{link}\">{}</a>", escape(&chapter.name)), &chips);
    }
    let nowhere = claims.iter().filter(|claim| outline.answers(&claim.settled.id).is_none());
    let chips: Vec<String> =
        nowhere.map(|claim| chip(claim, &page.claim_link(&claim.settled.id))).collect();
    if !chips.is_empty() {
        row(&mut rows, "In no chapter", &chips);
    }
    Ok(Output::Block(html::block(&format!(
        "<table class=\"claims\">\n<thead><tr><th scope=\"col\">Chapter</th><th scope=\"col\">Claims</th></tr></thead>\n\
         <tbody>\n{rows}</tbody>\n</table>"
    ))))
}

fn row(rows: &mut String, chapter: &str, chips: &[String]) {
    writeln!(rows, "<tr><th scope=\"row\">{chapter}</th><td>{}</td></tr>", chips.join(" "))
        .expect("to a string");
}

/// A claim's name behind its verdict's shape.
fn chip(claim: &Claim, link: &str) -> String {
    let verdict = claim.settled.verdict;
    format!(
        "<a class=\"chip {}\" href=\"{link}\" title=\"{}\">{} {}<span class=\"unseen\">, {verdict}</span></a>",
        class(verdict),
        escape(&claim.statement),
        icon(verdict),
        claim.settled.id,
    )
}
