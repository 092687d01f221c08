//! What is wrong with the book: one line a problem.

use std::error::Error;
use std::fmt;

/// One thing that stops the build.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Where: a chapter's name, file and line, or a file of the built book.
    pub place: String,
    /// What is wrong and what to do about it.
    pub message: String,
}

impl Problem {
    pub(crate) fn new(place: impl Into<String>, message: impl Into<String>) -> Self {
        Self { place: place.into(), message: message.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message.trim_end().replace('\n', " "))
    }
}

/// All problems of a build: authors mend them in one round, not one by one.
#[derive(Debug)]
pub struct Problems(pub Vec<Problem>);

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, problem) in self.0.iter().enumerate() {
            if i > 0 {
                writeln!(f)?;
            }
            write!(f, "{problem}")?;
        }
        Ok(())
    }
}

impl Error for Problems {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_is_one_line() {
        let problems =
            Problems(vec![Problem::new("a.md:1", "one\ntwo\n"), Problem::new("b.md:2", "three")]);
        assert_eq!(problems.to_string(), "a.md:1: one two\nb.md:2: three");
    }
}
