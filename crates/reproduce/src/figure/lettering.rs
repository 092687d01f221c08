//! Words: how they are set, and how much room to leave for them.

use plotters::style::RGBColor;
use plotters::style::text_anchor::{HPos, VPos};

/// How words are set.
#[derive(Clone, Copy)]
pub(super) struct Lettering {
    pub(super) colour: RGBColor,
    /// In CSS pixels.
    pub(super) size: f64,
    /// Which side of the text stands at its point.
    pub(super) side: HPos,
    /// Whether the top, the middle or the bottom stands at its point.
    pub(super) height: VPos,
    /// Reads from bottom to top.
    pub(super) upright: bool,
}

impl Lettering {
    /// Centred on its point both ways.
    pub(super) const fn centred(colour: RGBColor, size: f64) -> Self {
        Self { colour, size, side: HPos::Center, height: VPos::Center, upright: false }
    }

    /// Starts at its point, vertically centred.
    pub(super) const fn start(colour: RGBColor, size: f64) -> Self {
        Self { side: HPos::Left, ..Self::centred(colour, size) }
    }

    /// Ends at its point, vertically centred.
    pub(super) const fn end(colour: RGBColor, size: f64) -> Self {
        Self { side: HPos::Right, ..Self::centred(colour, size) }
    }
}

/// About how wide `words` are in a sans-serif of `size` CSS pixels.
///
/// No font is read, so that margins cannot depend on the machine: characters
/// count by class, on the generous side of the common interface fonts.
pub(super) fn text_width(words: &str, size: f64) -> f64 {
    let em: f64 = words
        .chars()
        .map(|c| match c {
            'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 0.30,
            'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '/' | ' ' | '-' => 0.38,
            '⁰'..='⁹' | '⁺' | '⁻' | '²' | '³' | '¹' | '₀'..='₉' => 0.42,
            'm' | 'w' | 'M' | 'W' | '→' | '≤' | '≥' | '−' | '=' | '+' | '×' => 0.86,
            'A'..='Z' => 0.70,
            _ => 0.60,
        })
        .sum();
    em * size
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_follow_the_characters_not_the_bytes() {
        assert_eq!(text_width("−1", 10.0), text_width("+1", 10.0));
        assert!(text_width("illi", 10.0) < text_width("mwmw", 10.0));
        assert_eq!(text_width("ab", 12.0) * 2.0, text_width("abab", 12.0));
        assert_eq!(text_width("", 12.0), 0.0);
    }
}
