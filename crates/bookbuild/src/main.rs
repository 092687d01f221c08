//! The command `cargo book`.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use bookbuild::{Directives, Problem, Problems};
use clap::{Parser, Subcommand};
use mdbook_preprocessor::{Preprocessor as _, parse_input};

/// Build the book from its chapters and from reports/.
#[derive(Parser)]
#[command(
    name = "cargo book",
    after_help = "Exit codes: 0 done, 1 the book is wrong, 2 wrong usage."
)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Build the book and check its links (what no command does, too)
    Build {
        /// Build into this folder instead of book/html
        #[arg(long, value_name = "DIR")]
        dest: Option<PathBuf>,
    },
    /// Run the code in the chapters; find results that no chapter shows
    Test,
    /// Be a preprocessor for plain mdBook: JSON in, JSON out
    Preprocess {
        /// `supports RENDERER`, as mdBook asks
        #[arg(num_args = 0..=2)]
        question: Vec<String>,
    },
}

fn main() -> ExitCode {
    let command = Arguments::parse().command.unwrap_or(Command::Build { dest: None });
    let done = match command {
        Command::Build { dest } => build(dest.as_deref()),
        Command::Test => book().and_then(|book| bookbuild::test(&book)),
        Command::Preprocess { question } if question.is_empty() => preprocess(),
        Command::Preprocess { .. } => Ok(()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problems) => {
            eprintln!("{problems}");
            ExitCode::FAILURE
        }
    }
}

fn book() -> Result<PathBuf, Problems> {
    let here = std::env::current_dir().map_err(|error| problem("the current folder", error))?;
    bookbuild::find(&here)
}

fn build(destination: Option<&Path>) -> Result<(), Problems> {
    let destination = destination
        .map(|path| std::path::absolute(path).map_err(|error| problem("--dest", error)))
        .transpose()?;
    let book = bookbuild::build(&book()?, destination.as_deref())?;
    println!("{}", book.weights);
    println!("{}", book.html.join("index.html").display());
    Ok(())
}

fn preprocess() -> Result<(), Problems> {
    let (context, book) =
        parse_input(io::stdin()).map_err(|error| problem("standard input", error))?;
    let book =
        Directives::default().run(&context, book).map_err(|error| match error.downcast() {
            Ok(problems) => problems,
            Err(error) => problem("preprocess", error),
        })?;
    serde_json::to_writer(io::stdout(), &book).map_err(|error| problem("standard output", error))
}

fn problem(place: &str, message: impl ToString) -> Problems {
    Problems(vec![Problem { place: place.to_owned(), message: message.to_string() }])
}
