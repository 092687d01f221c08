//! What prose must not contain: typed measurements, and stray dollar signs.
//!
//! Measured numbers are cited, never typed. A decimal, a percentage or a power of ten in prose is a measurement that
//! nobody will update, or a constant of somebody's document. The first belongs
//! in `{{= num ... }}`, the second in a formula, in code or in
//! `{{= literal ... }}`. Whole numbers are left to the author's conscience:
//! "three layers" and "in 1989" are everywhere.

/// Where the bare numbers of `prose` are, and what they look like.
///
/// Versions with two points or more (`1.2.3`) and names with digits (`f64`,
/// `v0.5`) are none.
pub(crate) fn bare_numbers(prose: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut rest = 0;
    while let Some(start) = prose[rest..].find(|c: char| c.is_ascii_digit()).map(|at| rest + at) {
        let start = start - usize::from(prose[..start].ends_with('.'));
        let length = token_length(&prose[start..]);
        let end = start + length;
        let in_a_name = prose[..start].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        if !in_a_name && is_measurement(&prose[start..end], &prose[end..]) {
            let tail = unit_length(&prose[end..]);
            found.push((start, &prose[start..end + tail]));
        }
        rest = end;
    }
    found
}

/// Where `prose`, which is `source` without its formulas and code, has a dollar
/// sign without a backslash: a formula that the parser did not take for one.
pub(crate) fn lone_dollars(prose: &str, source: &str) -> Vec<usize> {
    prose.match_indices('$').map(|(at, _)| at).filter(|at| !source[..*at].ends_with('\\')).collect()
}

/// How far a number with its points, its letters and its exponent's sign goes.
fn token_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut end = 0;
    for (i, c) in text.char_indices() {
        let next_is_digit = bytes.get(i + c.len_utf8()).is_some_and(u8::is_ascii_digit);
        let after_e = i > 0 && matches!(bytes[i - 1], b'e' | b'E');
        let inside = match c {
            '.' => next_is_digit,
            '+' | '-' => after_e && next_is_digit,
            '\u{2212}' => text[..i].ends_with(['e', 'E']) && next_is_digit,
            _ => c.is_alphanumeric() || c == '⁻',
        };
        if !inside {
            break;
        }
        end = i + c.len_utf8();
    }
    end
}

fn is_measurement(token: &str, after: &str) -> bool {
    let points = token.matches('.').count();
    let digits = token.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let scientific = digits
        .strip_prefix(['e', 'E'])
        .map(|exponent| exponent.trim_start_matches(['+', '-', '\u{2212}']))
        .is_some_and(|exponent| {
            !exponent.is_empty() && exponent.bytes().all(|b| b.is_ascii_digit())
        });
    let superscript = |c: char| matches!(c, '⁻' | '⁰' | '¹' | '²' | '³' | '⁴'..='⁹');
    let power_of_ten =
        token.starts_with("10") && (digits.starts_with(superscript) || after.starts_with('^'));
    points == 1 || scientific || power_of_ten || unit_length(after) > 0
}

/// The length of a percent sign and the space before it, 0 if there is none.
fn unit_length(after: &str) -> usize {
    let unit = after.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    if unit.starts_with('%') { after.len() - unit.len() + 1 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(prose: &str) -> Vec<&str> {
        bare_numbers(prose).into_iter().map(|(_, token)| token).collect()
    }

    #[test]
    fn measurements_are_found() {
        let prose =
            "It fell to 0.57, by 12 %, in 1e-5 of .25 s; 3.2E+7 or 10⁻³, 10^4, 5% and 2e\u{2212}3.";
        assert_eq!(
            found(prose),
            ["0.57", "12 %", "1e-5", ".25", "3.2E+7", "10⁻³", "10", "5%", "2e\u{2212}3"]
        );
        assert_eq!(bare_numbers("né 0.5"), [(4, "0.5")]);
    }

    #[test]
    fn dollars_are_escaped() {
        assert_eq!(lone_dollars("\\$5 $5", "\\$5 $5"), [4]);
    }

    #[test]
    fn whole_numbers_names_and_versions_are_left_alone() {
        let prose = "In 1989, 3 layers of f64 and 2 of x86_64 in v0.5 or 1.2.3. Section 4. The 10. 1,000 and 2^10; 0xe5.";
        assert_eq!(found(prose), [""; 0]);
    }
}
