//! How much a page is, as files: what a reader without a connection worth the
//! name pays for it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

use crate::{Problem, links};

/// No page is heavier than this, in bytes.
const LIMIT: u64 = 1_000_000;
/// The page of everything, for paper, which may be.
const EVERYTHING: &str = "print.html";
/// What mdBook fetches at the first search.
pub(crate) const SEARCH: &str = "searchindex.js";
/// Stands for what all pages share, where a page's name is expected.
pub(crate) const SHARED: &str = "shared";

/// How many bytes everything has.
pub(crate) struct Weights {
    /// The pages, by their names.
    pages: BTreeMap<String, u64>,
    /// [`EVERYTHING`], [`SEARCH`] and [`SHARED`].
    rest: BTreeMap<String, u64>,
}

/// Where the weight of `page` will stand when it is known.
pub(crate) fn placeholder(page: &str) -> String {
    format!("<span class=\"weight\" data-of=\"{page}\"></span>")
}

impl Weights {
    /// Weighs a built book.
    pub(crate) fn of(folder: &Path) -> io::Result<Self> {
        let bytes = |file: &Path| fs::metadata(folder.join(file)).map(|data| data.len());
        let (mut pages, mut rest) = (BTreeMap::new(), BTreeMap::new());
        let mut shared: Option<BTreeSet<_>> = None;
        for file in links::files(folder)? {
            let name = file.to_string_lossy().replace('\\', "/");
            if name == EVERYTHING || name == SEARCH {
                rest.insert(name, bytes(&file)?);
            } else if links::is_page(&file) {
                pages.insert(name, bytes(&file)?);
                let fetched = links::fetched(folder, &file)?;
                shared = Some(match shared {
                    None => fetched,
                    Some(shared) => &shared & &fetched,
                });
            }
        }
        let shared = shared.unwrap_or_default();
        rest.insert(SHARED.into(), shared.iter().map(|file| bytes(file)).sum::<io::Result<_>>()?);
        Ok(Self { pages, rest })
    }

    /// `page` with the weights in their places.
    pub(crate) fn fill(&self, page: &str) -> String {
        self.pages.iter().chain(&self.rest).fold(page.to_owned(), |page, (name, bytes)| {
            let empty = placeholder(name);
            page.replace(&empty, &empty.replace("></", &format!(">{} kB</", kilobytes(*bytes))))
        })
    }

    /// The pages that are too heavy.
    pub(crate) fn problems(&self) -> Vec<Problem> {
        let heavy = self.pages.iter().filter(|(_, bytes)| **bytes > LIMIT);
        heavy
            .map(|(name, bytes)| {
                let message =
                    format!("{bytes} bytes, more than {LIMIT}: draw its figures with fewer points");
                Problem::new(name, message)
            })
            .collect()
    }

    /// What the build says: the lightest page, the heaviest, what is shared.
    pub(crate) fn summary(&self) -> String {
        let by_weight = |page: &(&String, &u64)| *page.1;
        let light = self.pages.iter().min_by_key(by_weight);
        let heavy = self.pages.iter().max_by_key(by_weight);
        let (Some((_, light)), Some((name, heavy))) = (light, heavy) else {
            return "no pages".into();
        };
        format!(
            "{} pages of {} to {} kB (the heaviest is {name}) and {} kB that all share",
            self.pages.len(),
            kilobytes(*light),
            kilobytes(*heavy),
            kilobytes(self.rest[SHARED])
        )
    }
}

fn kilobytes(bytes: u64) -> u64 {
    bytes.div_ceil(1000)
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
