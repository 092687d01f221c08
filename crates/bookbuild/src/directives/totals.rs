//! `{{= totals }}`: all claims as squares, sorted by their verdicts.

use std::fmt::Write as _;

use report::Verdict;

use super::verdict::{capitalised, class, icon};
use super::{Output, exactly};
use crate::html::{self, escape};
use crate::library::Claim;
use crate::page::Page;

/// Squares in a column, and the distance from one to the next.
const ROWS: usize = 4;
const STEP: usize = 24;
const SIDE: usize = 20;
/// What is left free between two verdicts.
const GAP: usize = 12;

pub(super) fn expand(arguments: &[String], page: &mut Page<'_>) -> Result<Output, String> {
    let [] = exactly("totals", arguments)?;
    let claims = page.library.ledger()?.to_vec();
    Ok(Output::Block(html::block(&render(&claims, |id| page.claim_link(id)))))
}

fn render(claims: &[Claim], link: impl Fn(&str) -> String) -> String {
    let (mut squares, mut legend, mut words) = (String::new(), String::new(), Vec::new());
    let mut left = 0;
    for verdict in Verdict::ALL {
        let of_it: Vec<&Claim> =
            claims.iter().filter(|claim| claim.settled.verdict == verdict).collect();
        if of_it.is_empty() {
            continue;
        }
        writeln!(squares, "<g class=\"{}\">", class(verdict)).expect("to a string");
        for (i, claim) in of_it.iter().enumerate() {
            let (x, y) = (left + i / ROWS * STEP, i % ROWS * STEP);
            let id = &claim.settled.id;
            // The legend says the same to those who use no mouse.
            writeln!(
                squares,
                "<a href=\"{}\" tabindex=\"-1\"><title>{id}: {}</title>\
                 <rect x=\"{x}\" y=\"{y}\" width=\"{SIDE}\" height=\"{SIDE}\" rx=\"3\"/></a>",
                link(id),
                escape(&claim.statement)
            )
            .expect("to a string");
        }
        squares.push_str("</g>\n");
        left += of_it.len().div_ceil(ROWS) * STEP + GAP;
        let (n, label) = (of_it.len(), capitalised(verdict));
        writeln!(
            legend,
            "<li class=\"{}\">{} <b>{n}</b> {label}</li>",
            class(verdict),
            icon(verdict)
        )
        .expect("to a string");
        words.push(format!("{n} {verdict}"));
    }
    let width = left.saturating_sub(GAP + STEP - SIDE);
    let height = ROWS * STEP - (STEP - SIDE);
    format!(
        "<figure class=\"totals\">\n<svg viewBox=\"0 0 {width} {height}\" role=\"img\" \
         aria-label=\"{} claims: {}\">\n{squares}</svg>\n<ul>\n{legend}</ul>\n</figure>",
        claims.len(),
        words.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_claim_is_a_square_with_its_verdict() {
        let claim = |i: usize, verdict: &str| -> Claim {
            serde_json::from_value(json!({
                "id": format!("U{i:03}"), "verdict": verdict, "document": "lesson", "statement": "a < b", "experiment": "a.b",
                "rule": "", "effect": "", "n": 0, "interval": null, "p": null, "correction": "", "source": ""
            }))
            .unwrap()
        };
        let mut claims: Vec<Claim> = (0..5).map(|i| claim(i, "holds")).collect();
        claims.insert(2, claim(9, "not testable"));
        let html = render(&claims, |id| format!("ledger.html#{id}"));
        assert_eq!(html.matches("<rect ").count(), claims.len(), "{html}");
        // Two columns that hold, a gap, and one column.
        assert!(html.contains("viewBox=\"0 0 80 92\""), "{html}");
        assert!(html.contains("aria-label=\"6 claims: 5 holds, 1 not testable\""), "{html}");
        let untestable = html.find("class=\"untestable\"").unwrap();
        assert!(html[untestable..].contains("href=\"ledger.html#U009\" tabindex=\"-1\"><title>U009: a &lt; b</title><rect x=\"60\" y=\"0\""), "{html}");
        assert!(!html.contains("open"), "no claim is open: {html}");
    }
}
