//! The whole book at one look: what each chapter asks, shows and costs to read.
//!
//! It is made before any chapter is expanded, because a chapter's foot names
//! its neighbours, and the lists of chapters, figures and claims name them all.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use mdbook_preprocessor::book::{Book, BookItem};

use crate::directives;
use crate::reading;
use crate::source::Source;

/// The pages of the book, in their order.
#[derive(Default)]
pub(crate) struct Outline {
    pages: Vec<Entry>,
}

/// What is known of one page.
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) path: PathBuf,
    /// The part of the book that it is in.
    pub(crate) part: Option<String>,
    /// Its number, `7.`; pages before and after the chapters have none.
    pub(crate) number: Option<String>,
    /// How long it takes to read.
    pub(crate) minutes: usize,
    /// Its directives, each as its words.
    pub(crate) directives: Vec<Vec<String>>,
}

impl Outline {
    pub(crate) fn of(book: &Book) -> Self {
        let mut part = None;
        let mut pages = Vec::new();
        for item in book.iter() {
            match item {
                BookItem::PartTitle(title) => part = Some(title.clone()),
                BookItem::Separator => part = None,
                BookItem::Chapter(chapter) => {
                    let Some(path) = &chapter.path else { continue };
                    let source = Source::new(&chapter.content);
                    let directives = directives::of(&source);
                    pages.push(Entry {
                        name: chapter.name.clone(),
                        path: path.clone(),
                        part: part.clone(),
                        number: chapter.number.as_ref().map(ToString::to_string),
                        minutes: reading::minutes(&source, &directives),
                        directives,
                    });
                }
            }
        }
        Self { pages }
    }

    /// The page that a file becomes.
    pub(crate) fn page(&self, path: &Path) -> Option<&Entry> {
        self.pages.iter().find(|page| page.path == path)
    }

    /// The numbered chapters.
    pub(crate) fn chapters(&self) -> impl Iterator<Item = &Entry> {
        self.pages.iter().filter(|page| page.number.is_some())
    }

    /// The pages before and after one.
    pub(crate) fn neighbours(&self, path: &Path) -> [Option<&Entry>; 2] {
        let before = self.pages.iter().take_while(|page| page.path != path).last();
        let after = self.pages.iter().skip_while(|page| page.path != path).nth(1);
        [before, after]
    }

    /// The pages that show something by the directive `name`, and what: each
    /// target where it stands first, chapters before the pages around them.
    pub(crate) fn shown(&self, name: &str) -> Vec<(&Entry, Vec<&str>)> {
        let around = self.pages.iter().filter(|page| page.number.is_none());
        let mut seen = BTreeSet::new();
        let mut shown = Vec::new();
        for page in self.chapters().chain(around) {
            let first: Vec<&str> =
                page.targets(name).filter(|target| seen.insert(*target)).collect();
            if !first.is_empty() {
                shown.push((page, first));
            }
        }
        shown
    }

    /// The page with the box that answers a claim.
    pub(crate) fn answers(&self, claim: &str) -> Option<&Entry> {
        let shown = self.shown("verdict");
        shown.into_iter().find(|(_, claims)| claims.contains(&claim)).map(|(page, _)| page)
    }
}

impl Entry {
    /// What a chapter asks: the argument of its `question`.
    pub(crate) fn question(&self) -> Option<&str> {
        self.targets("question").next()
    }

    /// The first argument of every directive called `name`, each once.
    pub(crate) fn targets<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        let mut targets: Vec<&str> = Vec::new();
        for words in self.directives.iter().filter(|words| words[0] == name) {
            if let Some(target) = words.get(1).filter(|target| !targets.contains(&target.as_str()))
            {
                targets.push(target);
            }
        }
        targets.into_iter()
    }

    /// The page's file in the built book, from the book's folder.
    pub(crate) fn html(&self) -> String {
        self.path.with_extension("html").to_string_lossy().replace('\\', "/")
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use mdbook_preprocessor::book::{Chapter, SectionNumber};

    /// An outline of chapters, given by path and text.
    pub(crate) fn outline(chapters: &[(&str, &str)]) -> Outline {
        let mut items = vec![BookItem::PartTitle("Part".into())];
        for ((path, text), number) in chapters.iter().zip(1..) {
            let mut chapter = Chapter::new(path, (*text).into(), *path, Vec::new());
            chapter.number = Some(SectionNumber::new([number]));
            items.push(BookItem::Chapter(chapter));
        }
        Outline::of(&Book::new_with_items(items))
    }

    #[test]
    fn a_page_knows_its_neighbours() {
        let outline = outline(&[("a.md", ""), ("b.md", ""), ("c.md", "")]);
        let names = |path: &str| {
            outline.neighbours(Path::new(path)).map(|page| page.map(|page| page.name.as_str()))
        };
        assert_eq!(names("a.md"), [None, Some("b.md")]);
        assert_eq!(names("b.md"), [Some("a.md"), Some("c.md")]);
        assert_eq!(names("c.md"), [Some("b.md"), None]);
    }

    #[test]
    fn what_is_shown_twice_is_listed_once() {
        let mut outline = outline(&[
            ("results.md", "{{= verdict U001 }} {{= verdict U003 }}"),
            ("a.md", "{{= verdict U002 }} {{= verdict U001 }}"),
            ("b.md", "{{= verdict U001 }}"),
        ]);
        outline.pages[0].number = None;
        let shown = outline.shown("verdict").into_iter();
        let shown: Vec<_> = shown.map(|(page, ids)| (page.name.as_str(), ids)).collect();
        assert_eq!(shown, [("a.md", vec!["U002", "U001"]), ("results.md", vec!["U003"])]);
    }

    #[test]
    fn a_page_knows_what_it_shows() {
        let text = "{{= question \"Why so?\" }}\n{{= figure a#b }} {{= figure a#b }} `{{= figure no#no }}`\n{{= verdict U001 }}\n";
        let outline = outline(&[("x/a.md", text)]);
        let page = outline.page(Path::new("x/a.md")).unwrap();
        assert_eq!(page.question(), Some("Why so?"));
        assert_eq!(page.targets("figure").collect::<Vec<_>>(), ["a#b"]);
        assert_eq!((page.part.as_deref(), page.html().as_str()), (Some("Part"), "x/a.html"));
        assert_eq!(outline.answers("U001").map(|page| page.name.as_str()), Some("x/a.md"));
        assert!(outline.answers("U002").is_none());
    }
}
