//! `{{= figure EXPERIMENT#id }}`: a drawing with its caption.

use super::{Output, exactly, svg};
use crate::html::{self, escape};
use crate::library::split;
use crate::page::Page;

pub(super) fn expand(arguments: &[String], page: &mut Page<'_>) -> Result<Output, String> {
    let [target] = exactly("figure", arguments)?;
    let (experiment, name) = split(target)?;
    let id = place(experiment, name);
    let data = page.report_link(&format!("{experiment}/report.json"));
    let file = page.report_link(&format!("{experiment}/figures/{name}.svg"));
    let figure =
        page.library.report(experiment)?.figure(name).map_err(|error| error.to_string())?;
    if figure.alt.trim().is_empty() {
        return Err(
            "the figure has no alt text: say what somebody who cannot see it needs to know".into(),
        );
    }
    let drawing = svg::inline(&figure.svg, &id, first_sentence(&figure.caption), &figure.alt)?;
    let html = format!(
        "<figure class=\"drawing\" id=\"{id}\">\n<div class=\"scroll\">\n{drawing}\n</div>\n\
         <figcaption>{} <span class=\"provenance\">Regenerate: <code>{}</code> · \
         <a href=\"{data}\">data</a> · <a href=\"{file}\">SVG</a></span></figcaption>\n</figure>",
        escape(&figure.caption),
        report::command(experiment),
    );
    page.library.cite("figure", target);
    Ok(Output::Block(html::block(&html)))
}

/// The figure's id on its page.
pub(super) fn place(experiment: &str, name: &str) -> String {
    format!("figure-{}-{name}", experiment.replace('.', "-"))
}

pub(super) fn first_sentence(caption: &str) -> &str {
    caption.split_once(". ").map_or(caption, |(first, _)| first).trim_end_matches('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_is_the_first_sentence() {
        assert_eq!(first_sentence("One at 0.5 s. Two."), "One at 0.5 s");
        assert_eq!(first_sentence("One."), "One");
    }
}
