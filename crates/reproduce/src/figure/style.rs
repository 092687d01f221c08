//! Every colour, size and stroke of the figures, in one place.
//!
//! Figures are transparent and carry the colours of the light theme as
//! literals; a page with a dark theme replaces each literal of [`PALETTE`] by
//! a CSS variable named after its role. No other literal colour may carry
//! meaning that has to follow the theme.

use plotters::style::RGBColor;

/// A colour that a theme may replace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Swatch {
    /// As it is written in the SVG, which is also the light theme's value.
    pub literal: &'static str,
    /// What it is for: the name of the CSS variable.
    pub role: &'static str,
    /// The value for a dark page (background `#161923`).
    pub dark: &'static str,
}

/// All themable colours.
///
/// The first five series are those of Okabe and Ito ("Color universal
/// design", 2008) that stay apart for colour-blind readers; `text-N` is the
/// darker twin of `series-N` for words, where thin strokes need more contrast.
/// Series 1 and 6 to 8 are dark enough to be their own twins.
pub const PALETTE: &[Swatch] = &[
    swatch("#0072B2", "series-1", "#56B4E9"),
    swatch("#D55E00", "series-2", "#FF9B54"),
    swatch("#009E73", "series-3", "#3FD0A4"),
    swatch("#CC79A7", "series-4", "#CD7AA8"),
    swatch("#E69F00", "series-5", "#E6A000"),
    swatch("#7B5EA7", "series-6", "#B39DDB"),
    swatch("#8C564B", "series-7", "#C9A194"),
    swatch("#5F7F00", "series-8", "#A8C256"),
    swatch("#C65000", "text-2", "#FF9B54"),
    swatch("#007E5A", "text-3", "#3FD0A4"),
    swatch("#B0508A", "text-4", "#E39BC3"),
    swatch("#8F6200", "text-5", "#E6A000"),
    swatch("#1F1F1F", "ink", "#E6E9EF"),
    swatch("#595959", "axis", "#9AA3B2"),
    swatch("#D9D9D9", "grid", "#333A48"),
];

const fn swatch(literal: &'static str, role: &'static str, dark: &'static str) -> Swatch {
    Swatch { literal, role, dark }
}

/// The colours of series, in order of use.
pub(super) const SERIES: [RGBColor; 8] = [
    RGBColor(0x00, 0x72, 0xB2),
    RGBColor(0xD5, 0x5E, 0x00),
    RGBColor(0x00, 0x9E, 0x73),
    RGBColor(0xCC, 0x79, 0xA7),
    RGBColor(0xE6, 0x9F, 0x00),
    RGBColor(0x7B, 0x5E, 0xA7),
    RGBColor(0x8C, 0x56, 0x4B),
    RGBColor(0x5F, 0x7F, 0x00),
];

/// The colours of words about a series: [`SERIES`] or its darker twin.
pub(super) const SERIES_TEXT: [RGBColor; 8] = [
    SERIES[0],
    RGBColor(0xC6, 0x50, 0x00),
    RGBColor(0x00, 0x7E, 0x5A),
    RGBColor(0xB0, 0x50, 0x8A),
    RGBColor(0x8F, 0x62, 0x00),
    SERIES[5],
    SERIES[6],
    SERIES[7],
];

/// Captions and node labels.
pub(super) const INK: RGBColor = RGBColor(0x1F, 0x1F, 0x1F);
/// Axes, tick labels, context and reference lines.
pub(super) const AXIS: RGBColor = RGBColor(0x59, 0x59, 0x59);
/// The grid behind the data.
pub(super) const GRID: RGBColor = RGBColor(0xD9, 0xD9, 0xD9);

/// `colour` for marks over fills that do not follow the theme, such as a
/// heat map: off by one in blue, so that it is no literal of [`PALETTE`].
pub(super) const fn unthemed(colour: RGBColor) -> RGBColor {
    RGBColor(colour.0, colour.1, colour.2 ^ 1)
}

/// Tick labels, in CSS pixels.
pub(super) const TICK_SIZE: f64 = 12.0;
/// Axis titles, in CSS pixels.
pub(super) const TITLE_SIZE: f64 = 13.0;
/// Direct labels, in CSS pixels.
pub(super) const LABEL_SIZE: f64 = 12.5;
/// The least distance between the centres of two labels, in CSS pixels.
pub(super) const LABEL_PITCH: f64 = 15.0;

/// The width of a figure that fills the text column, in CSS pixels.
pub(super) const WIDTH: f64 = 640.0;
/// The height of a figure with curves, in CSS pixels.
pub(super) const HEIGHT: f64 = 400.0;

/// How opaque a band is.
pub(super) const BAND_ALPHA: f64 = 0.18;
/// The radius of a marker, in CSS pixels.
pub(super) const MARKER: f64 = 3.0;

/// A stroke.
#[derive(Clone, Copy)]
pub(super) struct Pen {
    pub(super) colour: RGBColor,
    pub(super) alpha: f64,
    /// In CSS pixels.
    pub(super) width: f64,
    pub(super) dashed: bool,
}

impl Pen {
    /// An unbroken, opaque stroke.
    pub(super) const fn new(colour: RGBColor, width: f64) -> Self {
        Self { colour, alpha: 1.0, width, dashed: false }
    }

    /// The stroke of a series.
    pub(super) const fn series(colour: RGBColor) -> Self {
        Self::new(colour, 2.0)
    }

    /// The same stroke, see-through.
    pub(super) const fn alpha(self, alpha: f64) -> Self {
        Self { alpha, ..self }
    }
}

/// Axis lines and ticks.
pub(super) const AXIS_PEN: Pen = Pen::new(AXIS, 1.0);
/// Grid lines.
pub(super) const GRID_PEN: Pen = Pen::new(GRID, 0.75);
/// Reference lines and slopes: theory, not data.
pub(super) const REFERENCE_PEN: Pen = Pen { colour: AXIS, alpha: 1.0, width: 1.25, dashed: true };

#[cfg(test)]
mod tests {
    use super::*;

    fn channels(literal: &str) -> [u8; 3] {
        [1, 3, 5].map(|at| u8::from_str_radix(&literal[at..at + 2], 16).expect("two hex digits"))
    }

    /// Relative luminance as WCAG 2 defines it, with its power 2.4 spelt in
    /// our own functions.
    fn luminance(literal: &str) -> f64 {
        let [r, g, b] = channels(literal).map(|byte| {
            let c = f64::from(byte) / 255.0;
            if c <= 0.04045 {
                c / 12.92
            } else {
                numerics::elementary::exp(2.4 * numerics::elementary::ln((c + 0.055) / 1.055))
            }
        });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    fn contrast(a: &str, b: &str) -> f64 {
        let (a, b) = (luminance(a) + 0.05, luminance(b) + 0.05);
        if a > b { a / b } else { b / a }
    }

    fn literal(colour: RGBColor) -> String {
        format!("#{:02X}{:02X}{:02X}", colour.0, colour.1, colour.2)
    }

    #[test]
    fn palette_names_every_colour_once() {
        let used = SERIES.iter().chain(&SERIES_TEXT).chain(&[INK, AXIS, GRID]);
        for colour in used {
            let hits = PALETTE.iter().filter(|s| s.literal == literal(*colour)).count();
            assert_eq!(hits, 1, "{} must stand in PALETTE once", literal(*colour));
        }
        for (i, swatch) in PALETTE.iter().enumerate() {
            assert!(PALETTE[..i].iter().all(|other| other.role != swatch.role));
        }
    }

    #[test]
    fn unthemed_colours_are_in_no_palette() {
        for colour in SERIES.iter().chain(&[INK]) {
            let literal = literal(unthemed(*colour));
            assert!(PALETTE.iter().all(|swatch| swatch.literal != literal));
        }
    }

    #[test]
    fn words_are_readable_on_light_and_dark_pages() {
        for colour in SERIES_TEXT.iter().chain(&[INK, AXIS]) {
            let literal = literal(*colour);
            let dark = PALETTE.iter().find(|s| s.literal == literal).expect("in the palette").dark;
            for (ink, paper) in [(literal.as_str(), "#FFFFFF"), (dark, "#161923")] {
                let ratio = contrast(ink, paper);
                assert!(ratio >= 4.5, "{ink} on {paper}: contrast {ratio:.2} < 4.5");
            }
        }
    }
}
