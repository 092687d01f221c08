//! `{{= coverage }}`: everything in the documents, and where the book treats it.

use std::path::Path;

use serde::Deserialize;

use super::{Output, exactly};
use crate::html::{self, escape};
use crate::page::Page;

/// Where the list is, from the repository's root.
const LIST: &str = "crates/reproduce/coverage.json";

/// One thing in a document.
#[derive(Debug, Deserialize)]
struct Item {
    document: String,
    heading: String,
    kind: String,
    item: String,
    /// `folder/page.md#fragment`.
    page: String,
    claims: Vec<String>,
}

pub(super) fn expand(arguments: &[String], page: &mut Page<'_>) -> Result<Output, String> {
    let [] = exactly("coverage", arguments)?;
    let items: Vec<Item> =
        report::read_json(&page.repository.root.join(LIST)).map_err(|error| error.to_string())?;
    let mut rows = String::new();
    let mut heading = None;
    for item in &items {
        if heading != Some((&item.document, &item.heading)) {
            heading = Some((&item.document, &item.heading));
            rows += &format!(
                "<tr><th colspan=\"4\" scope=\"rowgroup\">{} <small>{}</small></th></tr>\n",
                escape(&item.heading),
                escape(&item.document)
            );
        }
        rows += &row(item, page).map_err(|problem| format!("{LIST}: {}: {problem}", item.item))?;
    }
    let listed = |id: &String| items.iter().any(|item| item.claims.contains(id));
    let forgotten = page.library.ledger()?.iter().find(|claim| !listed(&claim.settled.id));
    if let Some(claim) = forgotten {
        return Err(format!("{LIST}: {} is in no row", claim.settled.id));
    }
    Ok(Output::Block(html::block(&format!(
        "<div class=\"coverage scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Everything in the documents\">\n\
         <table>\n<thead><tr><th scope=\"col\">Kind</th><th scope=\"col\">What it is</th>\
         <th scope=\"col\">Treated in</th><th scope=\"col\">Claims</th></tr></thead>\n\
         <tbody>\n{rows}</tbody>\n</table>\n</div>"
    ))))
}

fn row(item: &Item, page: &mut Page<'_>) -> Result<String, String> {
    let (file, fragment) = item.page.split_once('#').unwrap_or((&item.page, ""));
    let chapter = page.outline.page(Path::new(file));
    let chapter = chapter.ok_or_else(|| format!("the book has no page `{file}`"))?;
    // That the fragment is there is seen when all links of the built book are checked.
    let link = format!("{}#{fragment}", page.page_link(chapter));
    let mut claims = Vec::new();
    for id in &item.claims {
        page.library.claim(id)?;
        claims.push(format!("<a href=\"{}\">{id}</a>", page.claim_link(id)));
    }
    Ok(format!(
        "<tr><td>{}</td><td>{}</td><td><a href=\"{}\">{}</a></td><td>{}</td></tr>\n",
        escape(&item.kind),
        escape(&item.item),
        link.trim_end_matches('#'),
        escape(&chapter.name),
        claims.join(" ")
    ))
}
