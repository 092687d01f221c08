//! What stands around the text of a numbered chapter: its question and the time
//! to read it above, the questions of its neighbours below.

use crate::html::escape;
use crate::outline::Entry;
use crate::page::Page;
use crate::reading;

/// The lines under the title.
pub(crate) fn head(chapter: &Entry) -> String {
    format!(
        "<p class=\"question\">{}</p>\n<p class=\"reading-time\">{} to read</p>",
        escape(chapter.question().unwrap_or_default()),
        reading::duration(chapter.minutes)
    )
}

/// The links at the end, each with the question that it leads to; the pages
/// around the chapters ask none.
pub(crate) fn foot(page: &Page<'_>) -> String {
    let [before, after] = page.outline.neighbours(page.path);
    let here = page.outline.page(page.path).and_then(|entry| entry.part.as_ref());
    let link = |class: &str, label: &str, to: Option<&Entry>| {
        to.map_or_else(String::new, |to| {
            let question = to.question().map_or_else(String::new, |question| {
                format!(" <span>{}</span>", escape(question))
            });
            let part = to.part.as_ref().filter(|part| Some(*part) != here);
            let part = part.map_or_else(String::new, |part| format!(", in {}", escape(part)));
            format!(
                "<a class=\"{class}\" href=\"{}\"><small>{label}{part}</small> <b>{}</b>{question}</a>\n",
                page.page_link(to),
                escape(&to.name),
            )
        })
    };
    format!(
        "<nav class=\"neighbours\" aria-label=\"The pages before and after\">\n{}{}</nav>",
        link("before", "Before", before),
        link("after", "Next", after)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::Library;
    use crate::outline::tests::outline;
    use crate::page::Repository;
    use std::path::Path;

    #[test]
    fn a_foot_asks_what_the_neighbours_ask() {
        let outline = outline(&[
            ("x/a.md", "{{= question \"Is 1 < 2?\" }}"),
            ("x/b.md", "A page without question."),
            ("c.md", "{{= question \"And then?\" }}"),
        ]);
        let mut library = Library::new("/nonexistent".into());
        let repository = Repository { root: "/nonexistent".into(), url: None };
        let mut foot_of =
            |path: &str| foot(&Page::new(&mut library, &repository, &outline, Path::new(path)));
        let foot = foot_of("x/b.md");
        assert!(
            foot.contains(
                "href=\"../x/a.html\"><small>Before</small> <b>x/a.md</b> <span>Is 1 &lt; 2?</span>"
            ),
            "{foot}"
        );
        assert!(
            foot.contains("href=\"../c.html\"><small>Next</small>") && foot.contains("And then?")
        );
        let foot = foot_of("c.md");
        assert!(foot.matches("<a ").count() == 1 && foot.contains("<b>x/b.md</b></a>"), "{foot}");
    }
}
