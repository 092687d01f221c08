//! The mdBook preprocessor: every chapter of the book through [`chapter`].

use std::cell::RefCell;
use std::path::Path;
use std::rc::Rc;

use mdbook_preprocessor::book::{Book, BookItem};
use mdbook_preprocessor::errors::Result;
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};

use crate::chapter;
use crate::include::broken_includes;
use crate::library::Library;
use crate::maths::Typesetter;
use crate::outline::Outline;
use crate::page::{Page, Repository};
use crate::{Problem, Problems};

/// What mdBook calls the renderer while it tests a book.
const TEST_RENDERER: &str = "test";

/// Expands directives and formulas; the name stands in `book.toml`.
///
/// Clones share what they found, since mdBook owns its preprocessors and gives
/// none back.
#[derive(Clone, Default)]
pub struct Directives {
    uncited: Rc<RefCell<Vec<String>>>,
}

impl Directives {
    /// What the last run under mdBook's test found in the reports and no
    /// chapter shows, each as `table EXPERIMENT#ID`.
    pub fn uncited(&self) -> Vec<String> {
        self.uncited.borrow().clone()
    }
}

impl Preprocessor for Directives {
    fn name(&self) -> &str {
        "directives"
    }

    fn run(&self, context: &PreprocessorContext, mut book: Book) -> Result<Book> {
        let root = repository_root(&context.root);
        let mut library = Library::new(root.join("reports"));
        let html = context.config.html_config().unwrap_or_default();
        let repository = Repository { root: root.to_owned(), url: html.git_repository_url };
        let source = context.root.join(&context.config.book.src);
        let typesetter = Typesetter::new();
        let outline = Outline::of(&book);

        let mut problems = Vec::new();
        book.for_each_mut(|item| {
            let BookItem::Chapter(chapter) = item else {
                return;
            };
            let Some(path) = chapter.path.clone() else {
                return;
            };
            let place =
                |line: usize| format!("chapter \"{}\", {}:{line}", chapter.name, path.display());
            let folder = source.join(path.parent().unwrap_or(Path::new("")));
            for (at, problem) in broken_includes(&chapter.content, &folder) {
                let line = 1 + chapter.content[..at].matches('\n').count();
                problems.push(Problem::new(place(line), problem));
            }
            let mut page = Page::new(&mut library, &repository, &outline, &path);
            match chapter::expand(&chapter.content, &mut page, &typesetter) {
                Ok(content) => chapter.content = content,
                Err(complaints) => {
                    problems.extend(
                        complaints.into_iter().map(|(line, what)| Problem::new(place(line), what)),
                    );
                }
            }
        });
        if !problems.is_empty() {
            return Err(Problems(problems).into());
        }
        if context.renderer == TEST_RENDERER {
            let uncited = library
                .uncited()
                .map_err(|problem| Problems(vec![Problem::new("reports", problem)]))?;
            self.uncited.replace(uncited);
        }
        Ok(book)
    }
}

/// The repository's root: the folder that the book's folder is in.
pub(crate) fn repository_root(book: &Path) -> &Path {
    book.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new(".."))
}
