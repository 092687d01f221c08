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
    for (chapter, targets) in outline.shown("figure") {
        let mut items = String::new();
        for target in targets {
            // What does not exist is complained of where it stands.
            let Ok((experiment, name)) = split(target) else { continue };
            let file = page.report_link(&format!("{experiment}/figures/{name}.svg"));
            let link = format!("{}#{}", page.page_link(chapter), place(experiment, name));
            let Ok(report) = page.library.report(experiment) else { continue };
            let Ok(figure) = report.figure(name) else { continue };
            writeln!(
                items,
                "<li><a href=\"{link}\"><img src=\"{file}\" alt=\"\" loading=\"lazy\"> {}</a></li>",
                escape(first_sentence(&figure.caption))
            )
            .expect("to a string");
        }
        let list = format!("<ul class=\"figures\">\n{items}</ul>");
        write!(markdown, "\n## {}\n{}", chapter.name, html::block(&list)).expect("to a string");
    }
    Ok(Output::Block(markdown))
}
