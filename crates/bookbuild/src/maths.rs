//! Formulas, set while the book is built: no script and no outside request.

use katex::{KatexContext, OutputFormat, Settings, StrictMode, StrictSetting};

use crate::html;

/// Sets `$...$` and `$$...$$` as KaTeX does.
pub(crate) struct Typesetter {
    context: KatexContext,
}

impl Typesetter {
    pub(crate) fn new() -> Self {
        Self { context: KatexContext::default() }
    }

    /// `tex` as HTML, with MathML for screen readers, safe inside Markdown.
    ///
    /// # Errors
    ///
    /// What is wrong with the formula, on one line.
    pub(crate) fn set(&self, tex: &str, display: bool) -> Result<String, String> {
        if tex.contains('`') {
            return Err("code inside a formula: if the dollar sign begins none, write \\$".into());
        }
        // `Error` also refuses what TeX itself would: LaTeX that only KaTeX
        // understands, and Unicode letters in formulas.
        let settings = Settings::builder()
            .display_mode(display)
            .output(OutputFormat::HtmlAndMathml)
            .strict(StrictSetting::Mode(StrictMode::Error))
            .build();
        katex::render_to_string(&self.context, tex.trim(), &settings)
            .map(|html| html::inert(&sorted_attributes(&html)))
            .map_err(|error| format!("the formula does not parse: {error}"))
    }
}

/// `html` with the attributes of every tag in alphabetical order: katex-rs
/// writes them in the order of a randomly seeded hash map, and the book is to
/// have the same bytes each time.
fn sorted_attributes(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    for (i, piece) in html.split('<').enumerate() {
        if i > 0 {
            out.push('<');
        }
        match piece.split_once('>') {
            Some((tag, text)) if i > 0 => {
                out.push_str(&sorted_tag(tag));
                out.push('>');
                out.push_str(text);
            }
            _ => out.push_str(piece),
        }
    }
    out
}

fn sorted_tag(tag: &str) -> String {
    let (open, slash) = tag.strip_suffix('/').map_or((tag, ""), |open| (open, "/"));
    let Some((name, attributes)) = open.trim_end().split_once(' ') else {
        return tag.to_owned();
    };
    let mut attributes: Vec<&str> = attributes.split_inclusive("\" ").map(str::trim).collect();
    attributes.sort_unstable();
    format!("{name} {}{slash}", attributes.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_come_in_one_order() {
        let html =
            r#"a > b<math xmlns="u v" display="block"><mi>x</mi><path d="M 1 2" a="b"/></math>"#;
        let sorted =
            r#"a > b<math display="block" xmlns="u v"><mi>x</mi><path a="b" d="M 1 2"/></math>"#;
        assert_eq!(sorted_attributes(html), sorted);
    }

    #[test]
    fn formulas_of_such_a_book_are_set() {
        let typesetter = Typesetter::new();
        for tex in [
            r"\Theta(x, x') = \sum_p \frac{\partial f(x)}{\partial \theta_p}\frac{\partial f(x')}{\partial \theta_p}",
            r"\begin{aligned} \dot u &= -\Theta (u - y) \\ u(t) &= e^{-\Theta t} u_0 \end{aligned}",
            r"f(x) = \begin{cases} 2x & x \le \tfrac12 \\ 2 - 2x & x > \tfrac12 \end{cases}",
            r"\begin{pmatrix} 1 & 0 \\ 0 & 1 \end{pmatrix}",
            r"\underbrace{W_2 \sigma(W_1 x)}_{\text{hidden}}",
            r"\operatorname*{arg\,min}_\theta \left\lVert A\theta - b \right\rVert_2^2",
            r"\widetilde{O}(N^{-1/2}) \xrightarrow{N \to \infty} 0",
            r"\sum_{\substack{i < j \\ j \le n}} a_{ij}",
        ] {
            let html = typesetter.set(tex, true).unwrap();
            assert!(html.contains("katex-display") && html.contains("<math"), "{tex}");
            assert!(!html.contains('\n') && !html.contains("katex-error"), "{tex}");
        }
    }

    #[test]
    fn a_wrong_formula_is_refused() {
        let typesetter = Typesetter::new();
        for tex in [r"\frac{1}{", r"\nosuchcommand", r"a_b_c", r"\left( x"] {
            let message = typesetter.set(tex, false).unwrap_err();
            assert!(message.starts_with("the formula does not parse: "), "{message}");
        }
    }
}
