//! What every numbered chapter has: its question, a program, a picture, what
//! would refute it, two exercises with tested solutions, and the command that
//! makes it again.

use crate::outline::Entry;

/// What would have to be true for the chapter to be wrong.
const DOUBTS: &str = "\n## What would have to be true for this to be wrong\n";
const REMAKE: &str = "\n## Remake this page\n";
const EXERCISES: usize = 2;
/// Where cargo tests the solutions.
const SOLUTIONS: &str = "tests/src/exercises/";

/// Each thing that the chapter with this text lacks.
pub(crate) fn lacks(chapter: &Entry, text: &str) -> Vec<String> {
    let count = |name: &str| chapter.targets(name).count();
    let remakes = text.split_once(REMAKE).is_some_and(|(_, end)| end.contains("\ncargo "));
    let mut lacks = Vec::new();
    let mut need = |has: bool, what: &str| {
        if !has {
            lacks.push(format!("the chapter lacks {what}"));
        }
    };
    need(
        chapter.question().is_some_and(|question| question.ends_with('?')),
        "its question: {{= question \"...?\" }} below the title",
    );
    need(count("question") <= 1, "a single question: it has several");
    need(
        chapter.targets("listing").any(|path| !path.starts_with(SOLUTIONS)),
        "a program: {{= listing ... }}",
    );
    need(
        count("figure") > 0 || text.contains("\n```text\n"),
        "a picture: {{= figure ... }}, or a drawing in a block of ```text",
    );
    need(text.contains(DOUBTS), &format!("the section \"{}\"", DOUBTS.trim()));
    need(
        tested_exercises(chapter) == EXERCISES && count("exercise") == EXERCISES,
        "two exercises, each with a solution whose {{= listing tests/src/exercises/... }} is tested",
    );
    need(remakes, &format!("the section \"{}\" with a command of cargo", REMAKE.trim()));
    lacks
}

/// How many solutions show code that is tested.
fn tested_exercises(chapter: &Entry) -> usize {
    chapter
        .directives
        .split(|words| words[0] == "solution")
        .skip(1)
        .filter(|after| {
            after.iter().take_while(|words| words[0] != "end").any(|words| {
                words[0] == "listing"
                    && words.get(1).is_some_and(|path| path.starts_with(SOLUTIONS))
            })
        })
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outline::tests::outline;
    use std::path::Path;

    const WHOLE: &str = "# T\n\n{{= question \"Why?\" }}\n\n{{= listing a.rs:b }}\n\n{{= figure a#b }}\n\n\
        ## What would have to be true for this to be wrong\n\nMuch.\n\n\
        {{= exercise \"One\" }}\n{{= solution }}\n{{= listing tests/src/exercises/a.rs:one }}\n{{= end }}\n\
        {{= exercise \"Two\" }}\n{{= solution }}\n{{= listing tests/src/exercises/a.rs:two }}\n{{= end }}\n\n\
        ## Remake this page\n\n```sh\ncargo book\n```\n";

    fn lacking(text: &str) -> Vec<String> {
        lacks(outline(&[("a.md", text)]).page(Path::new("a.md")).unwrap(), text)
    }

    #[test]
    fn a_whole_chapter_lacks_nothing() {
        assert_eq!(lacking(WHOLE), [""; 0]);
    }

    #[test]
    fn whatever_is_taken_away_is_missed() {
        for (from, to, what) in [
            ("{{= question \"Why?\" }}", "", "its question"),
            ("Why?", "Because.", "its question"),
            ("## Remake", "{{= question \"How?\" }}\n## Remake", "a single question"),
            ("{{= listing a.rs:b }}", "", "a program"),
            ("{{= figure a#b }}", "", "a picture"),
            ("to be wrong", "to be right", "## What would have to be true"),
            ("exercises/a.rs:two", "a.rs:two", "two exercises"),
            ("\ncargo book", "\nmake", "Remake this page"),
        ] {
            let lacks = lacking(&WHOLE.replace(from, to));
            assert!(lacks.len() == 1 && lacks[0].contains(what), "{what}: {lacks:?}");
        }
        assert_eq!(lacking("# T\n").len(), 6);
    }
}
