//! mdBook's own `{{#include file:anchor}}`, checked: mdBook itself only logs a
//! missing file, and prints nothing for a missing anchor.

use std::fs;
use std::path::Path;

use crate::directives::listing;

/// Where the broken includes of a chapter are, and what is wrong with them.
pub(crate) fn broken_includes(text: &str, folder: &Path) -> Vec<(usize, String)> {
    let mut broken = Vec::new();
    for (at, _) in text.match_indices("{{#") {
        let Some((inside, _)) = text[at + 3..].split_once("}}") else {
            continue;
        };
        let mut words = inside.split_whitespace();
        if text[..at].ends_with('\\')
            || !matches!(words.next(), Some("include" | "rustdoc_include"))
        {
            continue;
        }
        if let Err(problem) = check(words.next().unwrap_or(""), folder) {
            broken.push((at, format!("{{{{#{inside}}}}}: {problem}")));
        }
    }
    broken
}

fn check(target: &str, folder: &Path) -> Result<(), String> {
    let (path, part) = target.split_once(':').unwrap_or((target, ""));
    let text = fs::read_to_string(folder.join(path))
        .map_err(|error| format!("cannot read {path}: {error}"))?;
    let is_line_range = part.bytes().all(|b| b.is_ascii_digit() || b == b':');
    if is_line_range {
        return Ok(());
    }
    listing::between_anchors(&text, part).map(drop).map_err(|problem| format!("{path} {problem}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_files_and_anchors_are_found() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.rs"), "// ANCHOR: x\n1\n// ANCHOR_END: x\n").unwrap();
        let text = "{{#include a.rs}} {{#include a.rs:1:2}} {{#include a.rs:x}} \\{{#include no.rs}} {{#title T}}\n\
                    {{#include no.rs}} {{#include a.rs:y}}";
        let broken = broken_includes(text, folder.path());
        assert_eq!(broken.len(), 2, "{broken:?}");
        assert!(broken[0].1.starts_with("{{#include no.rs}}: cannot read no.rs: "));
        assert_eq!(broken[1].1, "{{#include a.rs:y}}: a.rs has no anchor `y`");
    }
}
