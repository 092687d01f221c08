//! How much a page is, as files: what a reader without a connection worth the
//! name pays for it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

use crate::{Problem, links};

/// No page is heavier than this, in bytes; the page of everything, for paper, may be.
const LIMIT: u64 = 1_000_000;
const EVERYTHING: &str = "print.html";

/// Stands for what all pages share, where a page's name is expected.
pub(crate) const SHARED: &str = "shared";

/// The bytes of each page, and of what all pages share.
pub(crate) struct Weights(BTreeMap<String, u64>);

/// Where the weight of `page` will stand when it is known.
pub(crate) fn placeholder(page: &str) -> String {
    format!("<span class=\"weight\" data-of=\"{page}\"></span>")
}

impl Weights {
    /// Weighs the pages of a built book.
    pub(crate) fn of(folder: &Path) -> io::Result<Self> {
        let mut weights = BTreeMap::new();
        let mut shared: Option<BTreeSet<_>> = None;
        for file in links::files(folder)? {
            if links::is_page(&file) {
                let path = folder.join(&file);
                weights
                    .insert(file.to_string_lossy().replace('\\', "/"), fs::metadata(&path)?.len());
                let fetched = links::fetched(folder, &file)?;
                shared = Some(match shared {
                    None => fetched,
                    Some(shared) => &shared & &fetched,
                });
            }
        }
        let mut bytes = 0;
        for file in shared.unwrap_or_default() {
            bytes += fs::metadata(folder.join(file))?.len();
        }
        weights.insert(SHARED.to_owned(), bytes);
        Ok(Self(weights))
    }

    /// `page` with the weights in their places.
    pub(crate) fn fill(&self, page: &str) -> String {
        self.0.iter().fold(page.to_owned(), |page, (name, bytes)| {
            let empty = placeholder(name);
            let filled = empty.replace("></", &format!(">{} kB</", bytes.div_ceil(1000)));
            page.replace(&empty, &filled)
        })
    }

    /// The pages that are too heavy.
    pub(crate) fn problems(&self) -> Vec<Problem> {
        let heavy = |(name, bytes): &(&String, &u64)| {
            **bytes > LIMIT && *name != EVERYTHING && *name != SHARED
        };
        let problem = |(name, bytes): (&String, &u64)| {
            Problem::new(
                name,
                format!("{bytes} bytes, more than {LIMIT}: draw its figures with fewer points"),
            )
        };
        self.0.iter().filter(heavy).map(problem).collect()
    }

    /// What the build says: the lightest, the heaviest, what is shared.
    pub(crate) fn summary(&self) -> String {
        let pages = self.0.iter().filter(|(name, _)| *name != EVERYTHING && *name != SHARED);
        let mut pages: Vec<(u64, &str)> =
            pages.map(|(name, bytes)| (*bytes, name.as_str())).collect();
        pages.sort_unstable();
        let kilobytes = |bytes: u64| bytes.div_ceil(1000);
        let (light, heavy) = match pages[..] {
            [] => return "no pages".to_owned(),
            [light, .., heavy] => (light, heavy),
            [only] => (only, only),
        };
        format!(
            "{} pages of {} to {} kB (the heaviest is {}) and {} kB that all share",
            pages.len(),
            kilobytes(light.0),
            kilobytes(heavy.0),
            heavy.1,
            kilobytes(self.0[SHARED])
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_weighed_and_what_they_share_once() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        let head = "<html><link rel=\"stylesheet\" href=\"s.css\">";
        write("a.html", &format!("{head}{}", "x".repeat(LIMIT as usize)));
        write("b.html", &format!("{head}<img src=\"i.svg\"><a href=\"print.html\">p</a>"));
        write("print.html", &format!("{head}{}", "x".repeat(2 * LIMIT as usize)));
        write("s.css", "p{src:url(f.woff2)}");
        write("f.woff2", &"f".repeat(2500));
        write("i.svg", &"i".repeat(9000));

        let weights = Weights::of(folder.path()).unwrap();
        let page = format!("<p>{} {}", placeholder("b.html"), placeholder(SHARED));
        let filled = "<p><span class=\"weight\" data-of=\"b.html\">1 kB</span> <span class=\"weight\" data-of=\"shared\">3 kB</span>";
        assert_eq!(weights.fill(&page), filled);
        let problems: Vec<String> = weights.problems().iter().map(Problem::to_string).collect();
        assert!(problems.len() == 1 && problems[0].starts_with("a.html: "), "{problems:?}");
        assert_eq!(
            weights.summary(),
            "2 pages of 1 to 1001 kB (the heaviest is a.html) and 3 kB that all share"
        );
    }
}
