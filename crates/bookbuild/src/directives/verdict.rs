//! `{{= verdict CLAIM }}`: the box that answers a claim.

use report::{Format, Settled, Verdict};

use super::{Output, exactly};
use crate::html::{self, escape, sentence};
use crate::library::Claim;
use crate::page::Page;

pub(super) fn expand(arguments: &[String], page: &mut Page<'_>) -> Result<Output, String> {
    let [id] = exactly("verdict", arguments)?;
    let claim = page.library.claim(id)?;
    page.library.cite("verdict", id);
    let erratum = page.erratum_link(id)?;
    Ok(Output::Block(html::block(&render(&claim, &page.claim_link(id), erratum.as_deref()))))
}

fn render(claim: &Claim, link: &str, erratum: Option<&str>) -> String {
    let Settled { id, verdict, rule, correction, .. } = &claim.settled;
    let mut rows = String::new();
    let mut row = |term: &str, text: &str| {
        if !text.is_empty() {
            rows.push_str(&format!("<dt>{term}</dt><dd>{text}</dd>\n"));
        }
    };
    row("Measured", &evidence(&claim.settled));
    row("Rule", &sentence(rule));
    let erratum = erratum.map(|link| format!(" <a href=\"{link}\">What to write</a>."));
    row("Instead", &(sentence(correction) + &erratum.unwrap_or_default()));
    row("Source", &escape(&claim.source));
    format!(
        "<aside class=\"verdict {}\" id=\"verdict-{id}\" aria-label=\"Verdict on claim {id}\">\n\
         <p class=\"verdict-head\"><span class=\"verdict-word\">{} {}</span> <a href=\"{link}\">{id}</a></p>\n\
         <p class=\"verdict-claim\">{}</p>\n<dl>\n{rows}</dl>\n</aside>",
        class(*verdict),
        icon(*verdict),
        capitalised(*verdict),
        sentence(&claim.statement),
    )
}

/// The effect with its n, its interval and its p-value; nothing for an open claim.
pub(super) fn evidence(settled: &Settled) -> String {
    let mut parts = Vec::new();
    if !settled.effect.is_empty() {
        parts.push(sentence(&settled.effect));
    }
    if settled.n > 0 {
        parts.push(format!("<var>n</var>\u{a0}=\u{a0}{}", settled.n));
    }
    if let Some([low, high]) = settled.interval {
        parts.push(format!("95% interval [{}, {}]", three_digits(low), three_digits(high)));
    }
    if let Some(p) = settled.p {
        parts.push(format!("<var>p</var>\u{a0}=\u{a0}{}", three_digits(p)));
    }
    parts.join("; ")
}

/// A number with three digits that matter.
fn three_digits(x: f64) -> String {
    let text = format!("{x:.2e}");
    let exponent: i32 = text.rsplit('e').next().and_then(|e| e.parse().ok()).unwrap_or(0);
    let format = match exponent {
        _ if x.fract() == 0.0 && x.abs() < 1e6 => Format::Integer,
        -3..=2 => Format::Fixed((2 - exponent).unsigned_abs() as u8),
        3..=5 => Format::Fixed(0),
        _ => Format::Scientific(2),
    };
    format.number(x)
}

/// The class that gives the verdict its colour.
pub(super) fn class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Holds => "holds",
        Verdict::HoldsWithConditions => "conditional",
        Verdict::DoesNotHold => "fails",
        Verdict::NotTestable => "untestable",
        Verdict::Open => "open",
    }
}

/// A shape of its own for each verdict: colour is never the only sign.
pub(super) fn icon(verdict: Verdict) -> String {
    let shape = match verdict {
        Verdict::Holds => r#"<path d="M5 8.3l2.2 2.2L11.2 6"/>"#,
        Verdict::HoldsWithConditions => {
            r#"<path d="M8 1.5a6.5 6.5 0 0 0 0 13z" fill="currentColor" stroke="none"/>"#
        }
        Verdict::DoesNotHold => r#"<path d="M5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8"/>"#,
        Verdict::NotTestable => r#"<path d="M5 8h6"/>"#,
        Verdict::Open => "",
    };
    format!(
        r#"<svg class="verdict-icon" viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="6.5"/>{shape}</svg>"#
    )
}

/// The verdict in the words of the reports, with a capital.
pub(super) fn capitalised(verdict: Verdict) -> String {
    let words = verdict.to_string();
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_verdict_has_its_own_shape() {
        for (i, verdict) in Verdict::ALL.iter().enumerate() {
            assert!(Verdict::ALL[..i].iter().all(|other| icon(*other) != icon(*verdict)));
        }
    }

    #[test]
    fn the_box_says_everything_that_is_known() {
        let claim: Claim = serde_json::from_value(json!({
            "id": "U020", "document": "lesson", "experiment": "a.b", "source": "Barron 1993", "statement": "a < b", "verdict": "does not hold as written",
            "effect": "ratio 1.43", "n": 20, "interval": [1.2345, "inf"], "p": 0.000012,
            "rule": "below 1", "correction": "The error grows."
        }))
        .unwrap();
        let html = render(&claim, "ledger.html#U020", Some("errata.html#U020"));
        assert!(
            html.contains("Does not hold as written</span> <a href=\"ledger.html#U020\">U020</a>"),
            "{html}"
        );
        assert!(html.contains("a &lt; b") && html.contains("<dt>Rule</dt><dd>below 1</dd>"));
        let instead = "The error grows. <a href=\"errata.html#U020\">What to write</a>.";
        assert!(html.contains(instead), "{html}");
        let measured = "ratio 1.43; <var>n</var>\u{a0}=\u{a0}20; 95% interval [1.23, ∞]; <var>p</var>\u{a0}=\u{a0}1.20×10⁻⁵";
        assert!(html.contains(measured), "{html}");
    }

    #[test]
    fn three_digits_matter() {
        for (x, text) in [
            (0.0012345, "0.00123"),
            (12.345, "12.3"),
            (-1234.5, "−1234"),
            (20.0, "20"),
            (9.87e-5, "9.87×10⁻⁵"),
        ] {
            assert_eq!(three_digits(x), text);
        }
    }
}
