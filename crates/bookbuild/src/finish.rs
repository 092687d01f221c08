//! What can be written only when mdBook has: a way past the navigation for
//! those who use the keyboard, which its template lacks, what describes the
//! search field, and the pages' weights.

use std::fs;
use std::io;
use std::path::Path;

use crate::links;
use crate::weight::Weights;

/// The element of mdBook's template that has the text.
const TEXT: &str = "mdbook-content";

/// The template's search field names an element that bears another name.
const DESCRIBED: [&str; 2] = [
    "aria-describedby=\"searchresults-header\"",
    "aria-describedby=\"mdbook-searchresults-header\"",
];

/// Finishes the book in `folder`.
pub(crate) fn finish(folder: &Path) -> io::Result<Weights> {
    let weights = Weights::of(folder)?;
    for file in links::files(folder)?.iter().filter(|file| links::is_page(file)) {
        let path = folder.join(file);
        let page = fs::read_to_string(&path)?;
        let page = weights.fill(&page).replacen(DESCRIBED[0], DESCRIBED[1], 1);
        fs::write(&path, with_skip_link(&page))?;
    }
    Ok(weights)
}

fn with_skip_link(page: &str) -> String {
    let text = format!("id=\"{TEXT}\"");
    if !page.contains(&text) {
        return page.to_owned();
    }
    let link = format!("<body>\n<a class=\"skip\" href=\"#{TEXT}\">Skip to the text</a>");
    // The text takes the focus, so that the next Tab goes on from there.
    page.replacen("<body>", &link, 1).replacen(&text, &format!("{text} tabindex=\"-1\""), 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_link_comes_before_all_others() {
        let page = "<html><body>\n<nav><a href=\"x\">x</a></nav><div id=\"mdbook-content\">t</div>";
        let finished = with_skip_link(page);
        assert!(finished.starts_with("<html><body>\n<a class=\"skip\" href=\"#mdbook-content\">"));
        assert!(finished.ends_with("<div id=\"mdbook-content\" tabindex=\"-1\">t</div>"));
        assert_eq!(with_skip_link("<body><nav>"), "<body><nav>");
    }
}
