//! `{{= figures }}`: every figure of every chapter, small, with the first
//! sentence of its caption.

use std::fmt::Write as _;

use super::figure::{first_sentence, place};
use super::{Output, exactly};
use crate::html::{self, escape};
use crate::library::split;
use crate::page::Page;

pub(super) fn expand(arguments: &[String], page: &mut Page<'_>) -> Result<Output, String> {
    let [] = exactly("figures", arguments)?;
    let outline = page.outline;
    let mut markdown = String::new();
    for chapter in outline.chapters() {
        let mut items = String::new();
        for target in chapter.targets("figure") {
            let (experiment, name) = split(target)?;
            let file = page.report_link(&format!("{experiment}/figures/{name}.svg"));
            let link = format!("{}#{}", page.page_link(chapter), place(experiment, name));
            let report = page.library.report(experiment)?;
            let figure = report.figure(name).map_err(|error| error.to_string())?;
            writeln!(
                items,
                "<li><a href=\"{link}\"><img src=\"{file}\" alt=\"\" loading=\"lazy\"> {}</a></li>",
                escape(first_sentence(&figure.caption))
            )
            .expect("to a string");
        }
        if !items.is_empty() {
            let list = format!("<ul class=\"figures\">\n{items}</ul>");
            write!(markdown, "\n## {}\n{}", chapter.name, html::block(&list)).expect("to a string");
        }
    }
    Ok(Output::Block(markdown))
}
