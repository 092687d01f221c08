//! Finding, building and testing the book.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use mdbook_driver::MDBook;
use mdbook_driver::config::Config;
use mdbook_driver::errors::Error;

use crate::preprocessor::{Directives, repository_root};
use crate::{Problem, Problems, finish, links, log};

/// The folder `book` with a `book.toml`, in `from` or the nearest folder above
/// it.
///
/// # Errors
///
/// If there is none.
pub fn find(from: &Path) -> Result<PathBuf, Problems> {
    from.ancestors()
        .map(|folder| folder.join("book"))
        .find(|book| book.join("book.toml").is_file())
        .ok_or_else(|| {
            problem(from, "no book/book.toml here or above: run it inside the repository")
        })
}

/// A book that was built.
#[derive(Debug)]
pub struct Built {
    /// The folder it is in.
    pub html: PathBuf,
    /// What its pages weigh, in a few words.
    pub weights: String,
}

/// Builds the book in `root` into `destination`, or into the folder that
/// `book.toml` names, and checks it.
///
/// # Errors
///
/// Everything that is wrong with the book.
pub fn build(root: &Path, destination: Option<&Path>) -> Result<Built, Problems> {
    let mut config = config(root)?;
    if let Some(destination) = destination {
        config.build.build_dir = destination.to_owned();
    }
    let html = root.join(&config.build.build_dir);
    refuse_strangers(&html)?;
    run(root, config, |book| book.build())?;
    copy_reports(&repository_root(root).join("reports"), &html.join("reports"))
        .map_err(|error| problem(&html, error))?;
    let weights = finish::finish(&html).map_err(|error| problem(&html, error))?;
    let mut problems = links::check(&html).map_err(|error| problem(&html, error))?;
    problems.extend(weights.problems());
    if !problems.is_empty() {
        return Err(Problems(problems));
    }
    Ok(Built { html, weights: weights.summary() })
}

/// Expands every chapter, runs the Rust code that is typed into chapters, and
/// checks that every table, figure and verdict of every report is shown somewhere.
///
/// # Errors
///
/// Everything that is wrong with the book; what a code block printed goes to
/// the standard error output.
pub fn test(root: &Path) -> Result<(), Problems> {
    let uncited = run(root, config(root)?, |book| book.test(Vec::new()))?;
    if uncited.is_empty() {
        return Ok(());
    }
    let unused = |name: String| {
        Problem::new(name, "no chapter shows it: show it, or take it out of the report")
    };
    Err(Problems(uncited.into_iter().map(unused).collect()))
}

fn config(root: &Path) -> Result<Config, Problems> {
    let path = root.join("book.toml");
    Config::from_disk(&path).map_err(|error| problem(&path, format!("{error:#}")))
}

/// Does `work` with the book, our preprocessor in the place of the command
/// that `book.toml` names for plain mdBook, and returns what no chapter cites.
fn run(
    root: &Path,
    config: Config,
    work: impl FnOnce(&mut MDBook) -> Result<(), Error>,
) -> Result<Vec<String>, Problems> {
    let directives = Directives::default();
    let (result, warnings) = log::with_warnings(|| {
        let mut book = MDBook::load_with_config(root, config)?;
        book.with_preprocessor(directives.clone());
        work(&mut book)
    });
    result.map_err(|error| match error.downcast::<Problems>() {
        Ok(problems) => problems,
        Err(error) => problem(root, format!("{error:#}")),
    })?;
    if !warnings.is_empty() {
        let place = root.display().to_string();
        return Err(Problems(
            warnings.into_iter().map(|warning| Problem::new(&place, warning)).collect(),
        ));
    }
    Ok(directives.uncited())
}

/// mdBook empties the folder that it builds into.
fn refuse_strangers(html: &Path) -> Result<(), Problems> {
    let occupied = fs::read_dir(html).is_ok_and(|mut entries| entries.next().is_some());
    if occupied && !html.join("toc.js").is_file() {
        return Err(problem(html, "not empty and no book: a build would delete what is there"));
    }
    Ok(())
}

/// The files that captions link to; not what a killed run has left behind,
/// whose name begins with a point.
fn copy_reports(from: &Path, to: &Path) -> io::Result<()> {
    if !from.is_dir() {
        return Ok(());
    }
    let is_hidden = |file: &PathBuf| file.as_os_str().as_encoded_bytes().starts_with(b".");
    for file in links::files(from)?.into_iter().filter(|file| !is_hidden(file)) {
        let target = to.join(&file);
        fs::create_dir_all(target.parent().unwrap_or(to))?;
        fs::copy(from.join(&file), target)?;
    }
    Ok(())
}

fn problem(place: &Path, message: impl ToString) -> Problems {
    Problems(vec![Problem::new(place.display().to_string(), message.to_string())])
}
