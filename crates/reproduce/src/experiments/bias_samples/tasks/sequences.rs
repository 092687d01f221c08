//! Letters in a row, one of them after a marker.

use nn::Stream;

/// P.
pub(super) const STEPS: usize = 12;
/// How many letters there are.
pub(super) const LETTERS: usize = 4;
/// The marker comes after the letters.
const MARKER: usize = LETTERS;
/// C, for symbols that are written with a 1 in their channel.
pub(super) const SYMBOLS: usize = LETTERS + 1;

/// The label is the letter behind the marker.
pub(super) fn next(stream: &mut Stream) -> (Vec<f64>, u8) {
    let (symbols, marker) = draw(stream);
    (one_hot(&symbols), symbols[marker + 1] as u8)
}

/// The label is 1 if letters of the second half of the alphabet are more frequent than those of the
/// first. Without the marker the number of letters is odd: there are no ties.
pub(super) fn count(stream: &mut Stream) -> (Vec<f64>, u8) {
    let (symbols, _) = draw(stream);
    let late = symbols.iter().filter(|&&s| s != MARKER && s >= LETTERS / 2).count();
    (one_hot(&symbols), u8::from(2 * late > STEPS - 1))
}

/// Random letters with the marker at any step but the last, and where it is.
fn draw(stream: &mut Stream) -> (Vec<usize>, usize) {
    let marker = stream.below(STEPS as u64 - 1) as usize;
    let mut symbols: Vec<usize> =
        (0..STEPS).map(|_| stream.below(LETTERS as u64) as usize).collect();
    symbols[marker] = MARKER;
    (symbols, marker)
}

fn one_hot(symbols: &[usize]) -> Vec<f64> {
    let row = |&symbol: &usize| (0..SYMBOLS).map(move |s| f64::from(u8::from(s == symbol)));
    symbols.iter().flat_map(row).collect()
}

/// The best accuracy with which the next letter can be told from the numbers of letters alone:
/// behind the marker each of the letters stands with the same probability, so one says the
/// commonest, and is right with the mean of (largest number) / (number of letters), over all words
/// of that many letters.
pub(in super::super) fn commonest_letter() -> f64 {
    let letters = STEPS - 1;
    let (mut sum, mut words) = (0.0, 0.0);
    for a in 0..=letters {
        for b in 0..=letters - a {
            for c in 0..=letters - a - b {
                let numbers = [a, b, c, letters - a - b - c];
                let ways = choose(letters, a) * choose(letters - a, b) * choose(letters - a - b, c);
                let largest = numbers.into_iter().fold(0, |top, n| if n > top { n } else { top });
                sum += ways * largest as f64;
                words += ways;
            }
        }
    }
    sum / (words * letters as f64)
}

fn choose(n: usize, k: usize) -> f64 {
    (0..k).fold(1.0, |product, i| product * (n - i) as f64 / (i + 1) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(row: &[f64]) -> Vec<usize> {
        row.chunks(SYMBOLS).map(|s| s.iter().position(|&x| x == 1.0).unwrap()).collect()
    }

    #[test]
    fn labels_by_hand() {
        for seed in 0..100 {
            let stream = || Stream::new("test", seed, "sequence");
            let ((row, label), (same, majority)) = (next(&mut stream()), count(&mut stream()));
            assert_eq!(row, same);
            let word = decode(&row);
            let marker = word.iter().position(|&s| s == MARKER).unwrap();
            assert_eq!(word[marker + 1], usize::from(label));
            let ab = word.iter().filter(|&&s| s < 2).count();
            assert_eq!(majority == 0, ab >= 6, "{word:?}");
        }
    }

    /// Against 20,000 words; four standard errors.
    #[test]
    fn the_commonest_letter_is_right_that_often() {
        let mut stream = Stream::new("test", 0, "words");
        let mut right = 0;
        for _ in 0..20_000 {
            let (row, label) = next(&mut stream);
            let word = decode(&row);
            let number = |letter: usize| word.iter().filter(|&&s| s == letter).count();
            let best = (1..LETTERS).fold(0, |a, b| if number(b) > number(a) { b } else { a });
            right += u32::from(best == usize::from(label));
        }
        let (found, bound) = (f64::from(right) / 20_000.0, commonest_letter());
        assert!((found - bound).abs() < 4.0 * (0.25_f64 / 20_000.0).sqrt(), "{found} {bound}");
    }
}
