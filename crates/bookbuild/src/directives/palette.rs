//! The figures' colours, and the names under which the theme may change them.
//!
//! The literals are what `reproduce` draws with; `book/theme/crease.css` gives
//! each role its value on a dark page.

/// The SVG's literal and the role, which is the CSS variable `--fig-ROLE`.
pub(super) const PALETTE: [(&str, &str); 15] = [
    ("#0072B2", "series-1"),
    ("#D55E00", "series-2"),
    ("#009E73", "series-3"),
    ("#CC79A7", "series-4"),
    ("#E69F00", "series-5"),
    ("#7B5EA7", "series-6"),
    ("#8C564B", "series-7"),
    ("#5F7F00", "series-8"),
    ("#C65000", "text-2"),
    ("#007E5A", "text-3"),
    ("#B0508A", "text-4"),
    ("#8F6200", "text-5"),
    ("#1F1F1F", "ink"),
    ("#595959", "axis"),
    ("#D9D9D9", "grid"),
];

/// Replaces each literal by its variable, the literal being what is shown
/// where the variable is not known.
pub(super) fn themed(svg: &str) -> String {
    PALETTE.iter().fold(svg.to_owned(), |svg, (literal, role)| {
        svg.replace(&format!("\"{literal}\""), &format!("\"var(--fig-{role}, {literal})\""))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::path::Path;

    fn read(path: &str) -> String {
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
    }

    #[test]
    fn literals_become_variables_with_a_fallback() {
        let svg = r##"<path fill="#0072B2" stroke="#123456"/>"##;
        assert_eq!(
            themed(svg),
            r##"<path fill="var(--fig-series-1, #0072B2)" stroke="#123456"/>"##
        );
    }

    #[test]
    fn the_figures_are_drawn_with_this_palette() {
        let style = read("../reproduce/src/figure/style.rs");
        for (literal, role) in PALETTE {
            assert!(
                style.contains(&format!("swatch(\"{literal}\", \"{role}\", ")),
                "{role} is drawn otherwise"
            );
        }
        assert_eq!(style.matches("swatch(\"#").count(), PALETTE.len(), "a colour is missing here");
    }

    #[test]
    fn the_theme_gives_every_role_a_dark_value() {
        let css = read("../../book/theme/crease.css");
        for (_, role) in PALETTE {
            assert!(css.contains(&format!("--fig-{role}: ")), "crease.css lacks --fig-{role}");
        }
    }
}
