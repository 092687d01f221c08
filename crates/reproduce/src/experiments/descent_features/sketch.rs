//! The lesson's drawing of the two descents, as data.
//!
//! Leading blanks were lost when the lesson was stored, so columns say little; the row of a star,
//! its height, survived.

/// The stars of each row, the highest first.
const ROWS: [&str; 7] = ["*", "* *", "* *", "*", "**", "***", "*****"];

/// The rows that have a label: the classical regime, the peak, the second descent.
const LABELLED: [(usize, &str); 3] = [(1, "classical"), (3, "peak"), (6, "second descent")];

/// Every star: its column, from 1, and its height, the lowest row being 1.
pub(super) fn stars() -> Vec<(f64, f64)> {
    let row = |(row, text): (usize, &str)| -> Vec<(f64, f64)> {
        let stars = text.chars().enumerate().filter(|(_, glyph)| *glyph == '*');
        stars.map(|(column, _)| (column as f64 + 1.0, height(row))).collect()
    };
    ROWS.into_iter().enumerate().flat_map(row).collect()
}

/// The labels with the heights of their rows.
pub(super) fn labels() -> [(&'static str, f64); 3] {
    LABELLED.map(|(row, name)| (name, height(row)))
}

/// The height of the row that is marked as the peak.
pub(super) fn peak() -> f64 {
    labels()[1].1
}

/// The height of the highest star.
pub(super) fn highest() -> f64 {
    stars().into_iter().map(|(_, height)| height).fold(0.0, |a, b| if b > a { b } else { a })
}

fn height(row: usize) -> f64 {
    (ROWS.len() - row) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_are_where_the_text_has_them() {
        let stars = stars();
        assert_eq!(stars.len(), 16);
        assert_eq!((stars[0], stars[2], stars[15]), ((1.0, 7.0), (3.0, 6.0), (5.0, 1.0)));
        assert_eq!((peak(), highest()), (4.0, 7.0));
        for (row, _) in LABELLED {
            assert!(stars.iter().any(|star| star.1 == height(row)));
        }
    }
}
