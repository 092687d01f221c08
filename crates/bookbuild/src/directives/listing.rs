//! `{{= listing path/to/file:anchor [language] }}`: code of a file that cargo
//! tests, between `ANCHOR: name` and `ANCHOR_END: name`.

use std::fs;
use std::path::{Component, Path};

use super::{Output, misuse};
use crate::html::escape;
use crate::page::Page;

pub(super) fn expand(arguments: &[String], page: &mut Page<'_>) -> Result<Output, String> {
    let (target, language) = match arguments {
        [target] => (target, None),
        [target, language] => (target, Some(language.as_str())),
        _ => return Err(misuse("listing")),
    };
    let (path, anchor) = target.rsplit_once(':').ok_or_else(|| misuse("listing"))?;
    if !Path::new(path).components().all(|part| matches!(part, Component::Normal(_))) {
        return Err(format!("`{path}` is not a path from the repository's root"));
    }
    let text = fs::read_to_string(page.repository.root.join(path))
        .map_err(|error| format!("cannot read {path}: {error}"))?;
    let listing = between_anchors(&text, anchor).map_err(|problem| format!("{path} {problem}"))?;
    let language = language.unwrap_or_else(|| language_of(path));
    Ok(Output::Block(render(&listing, path, language, page.repository.url.as_deref())))
}

/// Some lines of a file.
#[derive(Debug, PartialEq)]
pub(crate) struct Listing {
    code: String,
    /// The file's line numbers of the first and the last line, from 1.
    lines: (usize, usize),
}

/// The lines between an anchor and its end, without other anchors and without
/// the indentation that all lines share.
pub(crate) fn between_anchors(text: &str, name: &str) -> Result<Listing, String> {
    let is = |line: &str, kind: &str| {
        line.split_once(kind).is_some_and(|(_, rest)| rest.split_whitespace().next() == Some(name))
    };
    let mut numbered = text.lines().zip(1..);
    if !numbered.any(|(line, _)| is(line, "ANCHOR: ")) {
        return Err(format!("has no anchor `{name}`"));
    }
    let mut ended = false;
    let lines: Vec<(&str, usize)> = numbered
        .take_while(|(line, _)| {
            ended = is(line, "ANCHOR_END: ");
            !ended
        })
        .filter(|(line, _)| !line.contains("ANCHOR: ") && !line.contains("ANCHOR_END: "))
        .collect();
    if !ended {
        return Err(format!("has no end of anchor `{name}`"));
    }
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else {
        return Err(format!("has nothing in anchor `{name}`"));
    };
    let indentation = lines
        .iter()
        .filter(|(line, _)| !line.trim().is_empty())
        .map(|(line, _)| line.len() - line.trim_start().len())
        .min()
        .unwrap_or(0);
    let code = lines
        .iter()
        .map(|(line, _)| line.get(indentation..).unwrap_or(""))
        .collect::<Vec<_>>()
        .join("\n");
    Ok(Listing { code, lines: (first.1, last.1) })
}

fn render(listing: &Listing, path: &str, language: &str, url: Option<&str>) -> String {
    let (first, last) = listing.lines;
    let file = format!("<code>{}</code>", escape(path));
    let source = match url {
        Some(url) => format!(
            "<a href=\"{}/blob/main/{path}#L{first}-L{last}\">{file}</a>",
            url.trim_end_matches('/')
        ),
        None => file,
    };
    // rustdoc would compile the block without the workspace's crates; cargo
    // tests the file itself.
    let language = if language == "rust" { "rust,ignore" } else { language };
    let code = listing.code.replace("{{#", "\\{{#");
    format!(
        "\n<figure class=\"listing\">\n\n`````{language}\n{code}\n`````\n\n\
         <figcaption>{source}, lines {first} to {last}</figcaption>\n</figure>\n\n"
    )
}

fn language_of(path: &str) -> &'static str {
    match Path::new(path).extension().and_then(|extension| extension.to_str()) {
        Some("rs") => "rust",
        Some("toml") => "toml",
        Some("json") => "json",
        Some("py") => "python",
        Some("sh") => "bash",
        _ => "text",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "fn a() {\n    // ANCHOR: body\n    let x = 1;\n\n    // ANCHOR: inner\n    if x > 0 {\n        b();\n    }\n    // ANCHOR_END: inner\n    // ANCHOR_END: body\n}\n// ANCHOR: open\n";

    #[test]
    fn lines_between_anchors_lose_their_indentation() {
        let body = between_anchors(FILE, "body").unwrap();
        assert_eq!(
            body,
            Listing { code: "let x = 1;\n\nif x > 0 {\n    b();\n}".into(), lines: (3, 8) }
        );
        assert_eq!(between_anchors(FILE, "inner").unwrap().lines, (6, 8));
    }

    #[test]
    fn broken_anchors_are_named() {
        assert_eq!(between_anchors(FILE, "bod").unwrap_err(), "has no anchor `bod`");
        assert_eq!(between_anchors(FILE, "open").unwrap_err(), "has no end of anchor `open`");
        let empty = "// ANCHOR: e\n// ANCHOR_END: e\n";
        assert_eq!(between_anchors(empty, "e").unwrap_err(), "has nothing in anchor `e`");
    }

    #[test]
    fn the_caption_links_the_lines_where_the_repository_is_known() {
        let listing = Listing { code: "{{#x}}".into(), lines: (2, 2) };
        assert!(
            render(&listing, "a.rs", "rust", None)
                .contains("<figcaption><code>a.rs</code>, lines 2 to 2")
        );
        let html = render(&listing, "a.rs", "rust", Some("https://host/crease/"));
        assert!(html.contains("<a href=\"https://host/crease/blob/main/a.rs#L2-L2\">"), "{html}");
        assert!(html.contains("`````rust,ignore\n\\{{#x}}\n`````"), "{html}");
    }
}
