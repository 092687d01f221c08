//! `{{= ledger }}`: the table of all claims, to be filtered by verdict without
//! a script: the radio buttons' state is read by the style sheet.

use std::fmt::Write as _;

use report::Verdict;

use super::verdict::{capitalised, class, evidence, icon};
use super::{Output, exactly};
use crate::html::{self, escape, sentence};
use crate::library::Claim;
use crate::page::Page;

pub(super) fn expand(arguments: &[String], page: &mut Page<'_>) -> Result<Output, String> {
    let [] = exactly("ledger", arguments)?;
    let link = page.report_link("ledger.json");
    let mut claims = Vec::new();
    for claim in page.library.ledger()?.to_vec() {
        claims.push((page.erratum_link(&claim.settled.id)?, claim));
    }
    let chapter = |id: &str| {
        let chapter = page.outline.answers(id)?;
        let link = page.page_link(chapter);
        Some(format!("<a href=\"{link}#verdict-{id}\">{}</a>", escape(&chapter.name)))
    };
    Ok(Output::Block(html::block(&render(&claims, &link, chapter))))
}

/// The table of the claims, each with the link to its erratum, if there is one; `chapter` is the
/// link to where a claim is treated.
fn render(
    claims: &[(Option<String>, Claim)],
    link: &str,
    chapter: impl Fn(&str) -> Option<String>,
) -> String {
    let mut html = String::from("<div class=\"ledger\">\n<fieldset><legend>Show</legend>\n");
    let mut choice = |value: &str, label: &str, count: usize| {
        let checked = if value == "all" { " checked" } else { "" };
        writeln!(
            html,
            "<label><input type=\"radio\" name=\"verdicts\" value=\"{value}\"{checked}> {label} <b>{count}</b></label>"
        )
        .expect("to a string");
    };
    choice("all", "All claims", claims.len());
    for verdict in Verdict::ALL {
        let count = claims.iter().filter(|(_, claim)| claim.settled.verdict == verdict).count();
        choice(class(verdict), &format!("{} {}", icon(verdict), capitalised(verdict)), count);
    }
    html.push_str(
        "</fieldset>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"All claims\">\n<table>\n\
         <thead><tr><th scope=\"col\">Claim</th><th scope=\"col\">Statement</th><th scope=\"col\">Verdict</th>\
         <th scope=\"col\">Measured</th></tr></thead>\n<tbody>\n",
    );
    for (erratum, claim) in claims {
        html.push_str(&row(claim, erratum.as_deref(), chapter(&claim.settled.id)));
    }
    write!(html, "</tbody>\n</table>\n</div>\n<p class=\"provenance\"><a href=\"{link}\">ledger.json</a></p>\n</div>")
        .expect("to a string");
    html
}

fn row(claim: &Claim, erratum: Option<&str>, chapter: Option<String>) -> String {
    let erratum = erratum.map(|link| format!("<br><a href=\"{link}\">what to write</a>"));
    let chapter = chapter.map_or_else(String::new, |link| format!("{link} · "));
    let verdict = claim.settled.verdict;
    format!(
        "<tr class=\"{class}\" id=\"{id}\"><th scope=\"row\">{id}<small>{document}</small></th><td>{statement}</td>\
         <td class=\"verdict-word\">{icon} {words}{erratum}</td><td>{evidence} <small>{chapter}<code>{experiment}</code></small></td></tr>\n",
        class = class(verdict),
        id = claim.settled.id,
        document = escape(&claim.document),
        statement = sentence(&claim.statement),
        icon = icon(verdict),
        words = capitalised(verdict),
        erratum = erratum.unwrap_or_default(),
        evidence = evidence(&claim.settled),
        experiment = escape(&claim.experiment),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn totals_and_rows() {
        let claim = |id: &str, verdict: &str| -> Claim {
            serde_json::from_value(json!({
                "id": id, "verdict": verdict, "document": "lesson", "statement": "a < b", "experiment": "a.b",
                "rule": "", "effect": "", "n": 0, "interval": null, "p": null, "correction": "", "source": ""
            }))
            .unwrap()
        };
        let claims = [
            (None, claim("U001", "holds")),
            (None, claim("U002", "open")),
            (Some("errata.html#U003".into()), claim("U003", "open")),
        ];
        let html = render(&claims, "reports/ledger.json", |id| {
            (id == "U001").then(|| "<a href=\"x\">X</a>".to_owned())
        });
        assert!(html.contains("All claims <b>3</b>") && html.contains("Open <b>2</b>"), "{html}");
        assert!(html.contains("Not testable <b>0</b>"));
        assert_eq!(html.matches("<a href=\"errata.html#U003\">what to write</a>").count(), 1);
        assert_eq!(html.matches("what to write").count(), 1);
        assert!(html.contains("<tr class=\"holds\" id=\"U001\">"), "{html}");
        assert!(html.contains("<small><a href=\"x\">X</a> · <code>a.b</code></small>"), "{html}");
        assert!(html.contains("<small><code>a.b</code></small>"), "{html}");
    }
}
