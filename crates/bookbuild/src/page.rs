//! What a directive knows about the chapter it stands in.

use std::path::{Path, PathBuf};

use crate::library::Library;
use crate::outline::{Entry, Outline};

/// Where listings link to.
pub(crate) struct Repository {
    /// The workspace's folder.
    pub(crate) root: PathBuf,
    /// `output.html.git-repository-url` of `book.toml`.
    pub(crate) url: Option<String>,
}

/// A chapter that is being expanded.
pub(crate) struct Page<'a> {
    pub(crate) library: &'a mut Library,
    pub(crate) repository: &'a Repository,
    pub(crate) outline: &'a Outline,
    /// The chapter's file, from the folder of all chapters.
    pub(crate) path: &'a Path,
    /// From the chapter's folder to the book's: empty, or some `../`.
    pub(crate) to_root: String,
    /// Where a claim's row is, without `#ID`: the ledger's page if the book has one.
    pub(crate) ledger: Option<String>,
    pub(crate) exercises: Exercises,
}

impl<'a> Page<'a> {
    pub(crate) fn new(
        library: &'a mut Library,
        repository: &'a Repository,
        outline: &'a Outline,
        path: &'a Path,
    ) -> Self {
        let depth = path.components().count().saturating_sub(1);
        let to_root = "../".repeat(depth);
        let ledger = outline.page(Path::new("ledger.md"));
        let ledger = ledger.map(|page| format!("{to_root}{}", page.html()));
        Self {
            library,
            repository,
            outline,
            path,
            to_root,
            ledger,
            exercises: Exercises::default(),
        }
    }

    /// The link to another page of the book.
    pub(crate) fn page_link(&self, page: &Entry) -> String {
        format!("{}{}", self.to_root, page.html())
    }

    /// The link to a file of `reports/`, as the built book carries it.
    pub(crate) fn report_link(&self, path: &str) -> String {
        format!("{}reports/{path}", self.to_root)
    }

    /// The link to a claim's row.
    pub(crate) fn claim_link(&self, id: &str) -> String {
        match &self.ledger {
            Some(page) => format!("{page}#{id}"),
            None => self.report_link("ledger.json"),
        }
    }

    /// The link to the first erratum of a claim, if it has one and the book shows them.
    pub(crate) fn erratum_link(&mut self, id: &str) -> Result<Option<String>, String> {
        if !self.library.errata()?.iter().any(|erratum| erratum.claim == id) {
            return Ok(None);
        }
        let page = self.outline.page(Path::new("errata.md"));
        Ok(page.map(|page| format!("{}#{id}", self.page_link(page))))
    }
}

/// How far the chapter's exercises are.
#[derive(Default)]
pub(crate) struct Exercises {
    pub(crate) count: usize,
    pub(crate) state: ExerciseState,
}

/// Where in an exercise the text is.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum ExerciseState {
    /// In none.
    #[default]
    Outside,
    /// Between `exercise` and `solution`.
    Question,
    /// Between `solution` and `end`.
    Solution,
}
