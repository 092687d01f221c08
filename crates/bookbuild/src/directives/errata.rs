//! `{{= errata }}`: what to write into the documents, in the order of their places.

use report::Settled;

use super::verdict::{capitalised, class, evidence, icon};
use super::{Output, exactly};
use crate::html::{block, escape, inert};
use crate::library::{Claim, Erratum};
use crate::page::Page;

pub(super) fn expand(arguments: &[String], page: &mut Page<'_>) -> Result<Output, String> {
    let [] = exactly("errata", arguments)?;
    let errata = page.library.errata()?.to_vec();
    let mut markdown = String::new();
    let mut before: Option<&Erratum> = None;
    for (i, erratum) in errata.iter().enumerate() {
        if before.is_none_or(|before| before.document != erratum.document) {
            markdown += &format!("\n## The {}\n", erratum.document);
        }
        if before.is_none_or(|before| before.section != erratum.section) {
            markdown += &format!("\n### {}\n", inert(&escape(&erratum.section)));
        }
        let claim = page.library.claim(&erratum.claim)?;
        let earlier = errata[..i].iter().filter(|other| other.claim == erratum.claim).count();
        markdown += &render(erratum, &claim, earlier, &page.claim_link(&erratum.claim));
        before = Some(erratum);
    }
    markdown += &block(&format!(
        "<p class=\"provenance\"><a href=\"{}\">ledger.json</a></p>",
        page.report_link("ledger.json")
    ));
    Ok(Output::Block(markdown))
}

/// One change; the first of a claim has the claim's name as its place on the page.
fn render(erratum: &Erratum, claim: &Claim, earlier: usize, link: &str) -> String {
    let Settled { id, verdict, .. } = &claim.settled;
    let number = if earlier == 0 { String::new() } else { format!("-{}", earlier + 1) };
    let head = format!(
        "<p class=\"erratum {class}\" id=\"{id}{number}\"><a href=\"{link}\">{id}</a> \
         <span class=\"verdict-word\">{icon} {words}</span></p>",
        class = class(*verdict),
        icon = icon(*verdict),
        words = capitalised(*verdict),
    );
    let quoted: Vec<String> =
        erratum.write.lines().map(|line| format!("> {line}").trim_end().to_owned()).collect();
    let evidence = format!(
        "<p class=\"provenance\">Measured: {}. Source: {}.</p>",
        evidence(&claim.settled),
        escape(&claim.source)
    );
    format!(
        "{}\nWhere: {}. Write:\n\n{}\n{}",
        block(&head),
        erratum.place,
        quoted.join("\n"),
        block(&evidence)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_change_links_to_its_claim_and_keeps_its_markdown() {
        let claim: Claim = serde_json::from_value(json!({
            "id": "U024", "document": "lesson", "experiment": "a.b", "source": "A & B", "statement": "",
            "verdict": "does not hold as written", "effect": "0 < 12", "n": 12, "interval": null,
            "p": null, "rule": "", "correction": ""
        }))
        .unwrap();
        let erratum: Erratum = serde_json::from_value(json!({
            "claim": "U024", "document": "lesson", "section": "S", "place": "the theorem",
            "write": "one\n\n`two`"
        }))
        .unwrap();
        let first = render(&erratum, &claim, 0, "ledger.html#U024");
        assert!(first.contains("id=\"U024\"><a href=\"ledger.html#U024\">U024</a>"), "{first}");
        assert!(first.contains("\nWhere: the theorem. Write:\n\n> one\n>\n> `two`\n"), "{first}");
        assert!(first.contains("Measured: 0 &lt; 12; <var>n</var>"), "{first}");
        assert!(first.contains("Source: A &amp; B."), "{first}");
        assert!(render(&erratum, &claim, 1, "").contains("id=\"U024-2\""));
    }
}
