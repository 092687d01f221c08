//! How long a chapter takes: words at a reader's pace, and a fixed time for
//! everything that is looked at rather than read. Exercises count as text; what
//! it takes to solve them nobody can say.

use crate::source::Source;

/// How fast a careful reader reads prose.
pub(crate) const WORDS_A_MINUTE: usize = 200;

/// What is looked at, and for how many seconds.
pub(crate) const SECONDS: [(&str, usize); 4] =
    [("figure", 60), ("listing", 60), ("table", 30), ("verdict", 30)];

/// The time for a formula on lines of its own, in seconds.
pub(crate) const SECONDS_A_FORMULA: usize = 20;

/// The minutes that a chapter takes, the last one begun.
pub(crate) fn minutes(source: &Source<'_>, directives: &[Vec<String>]) -> usize {
    let is_word = |word: &&str| word.chars().any(char::is_alphanumeric);
    let words = source.prose.split_whitespace().filter(is_word).count();
    let looked_at: usize = directives
        .iter()
        .filter_map(|words| SECONDS.iter().find(|(name, _)| *name == words[0]))
        .map(|(_, seconds)| seconds)
        .sum();
    let formulas = source.formulas.iter().filter(|formula| formula.display).count();
    ((words * 60).div_ceil(WORDS_A_MINUTE) + looked_at + formulas * SECONDS_A_FORMULA).div_ceil(60)
}

/// `1 minute`, `12 minutes`, `1 hour 5 minutes`.
pub(crate) fn duration(minutes: usize) -> String {
    let of = |n: usize, unit: &str| format!("{n} {unit}{}", if n == 1 { "" } else { "s" });
    match (minutes / 60, minutes % 60) {
        (0, minutes) => of(minutes, "minute"),
        (hours, 0) => of(hours, "hour"),
        (hours, minutes) => format!("{} {}", of(hours, "hour"), of(minutes, "minute")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directives;

    fn read(text: &str) -> usize {
        let source = Source::new(text);
        minutes(&source, &directives::of(&source))
    }

    #[test]
    fn words_and_what_is_looked_at_take_their_time() {
        let words = |n: usize| "word ".repeat(n);
        assert_eq!([read(""), read("# One"), read(&words(200)), read(&words(204))], [0, 1, 1, 2]);
        // Two minutes of words, one of a figure, half a one of a table; code is not prose.
        let text = format!(
            "{}\n\n{{{{= figure a#b }}}}\n\n{{{{= table a#b }}}}\n\n```text\n{}\n```\n",
            words(400),
            words(999)
        );
        assert_eq!(read(&text), 4);
        assert_eq!(read("$$\nx\n$$\n\n$$\ny\n$$\n\n$$\nz\n$$\n\n$$\nw\n$$\n\n$a$ $b$ $c$"), 2);
    }

    #[test]
    fn durations_are_words() {
        assert_eq!(
            [0, 1, 61, 120, 125].map(duration),
            ["0 minutes", "1 minute", "1 hour 1 minute", "2 hours", "2 hours 5 minutes"]
        );
    }
}
