//! The built book, checked as a reader's browser sees it: every relative link
//! and fragment leads somewhere, and nothing but a link that the reader clicks
//! leaves the book.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use crate::Problem;

/// Checks all HTML and CSS files in `folder`.
///
/// # Errors
///
/// If a file cannot be read.
pub(crate) fn check(folder: &Path) -> io::Result<Vec<Problem>> {
    let mut pages = BTreeMap::new();
    let mut problems = Vec::new();
    for file in files(folder)? {
        let path = folder.join(&file);
        match file.extension().and_then(|extension| extension.to_str()) {
            Some("html") => {
                pages.insert(file, Html::parse(&fs::read_to_string(path)?));
            }
            Some("css") => {
                for url in css_urls(&fs::read_to_string(path)?) {
                    check_resource(folder, &file, &url, &mut problems);
                }
            }
            _ => {}
        }
    }
    for (file, page) in &pages {
        for reference in &page.references {
            if reference.is_link {
                check_link(folder, file, &reference.target, &pages, &mut problems);
            } else {
                check_resource(folder, file, &reference.target, &mut problems);
            }
        }
    }
    problems.sort();
    problems.dedup();
    Ok(problems)
}

/// Whether a file is a page that readers see; not the list of chapters that
/// mdBook puts into a frame.
pub(crate) fn is_page(file: &Path) -> bool {
    file.extension().is_some_and(|extension| extension == "html") && file != Path::new("toc.html")
}

/// The files of the book that a browser may fetch to show a page: what the
/// page refers to, and what its style sheets do.
pub(crate) fn fetched(folder: &Path, page: &Path) -> io::Result<BTreeSet<PathBuf>> {
    let html = Html::parse(&fs::read_to_string(folder.join(page))?);
    let targets = html.references.iter().filter(|reference| !reference.is_link);
    let mut fetched: BTreeSet<PathBuf> =
        targets.filter_map(|reference| resource(folder, page, &reference.target)).collect();
    for sheet in fetched.clone() {
        if sheet.extension().is_some_and(|extension| extension == "css") {
            let urls = css_urls(&fs::read_to_string(folder.join(&sheet))?);
            fetched.extend(urls.iter().filter_map(|url| resource(folder, &sheet, url)));
        }
    }
    Ok(fetched)
}

/// The file that `target`, seen from `file`, is.
fn resource(folder: &Path, file: &Path, target: &str) -> Option<PathBuf> {
    let path = target.split(['#', '?']).next().filter(|path| !path.is_empty())?;
    resolve(file, path).filter(|path| folder.join(path).is_file())
}

/// A link that a reader follows: it may leave the book.
fn check_link(
    folder: &Path,
    file: &Path,
    target: &str,
    pages: &BTreeMap<PathBuf, Html>,
    problems: &mut Vec<Problem>,
) {
    if ["https://", "http://", "mailto:"].iter().any(|scheme| target.starts_with(scheme)) {
        return;
    }
    let (path, fragment) = target.split_once('#').unwrap_or((target, ""));
    let mut complain = |reason: &str| {
        problems
            .push(Problem::new(file.display().to_string(), format!("link to {target}: {reason}")));
    };
    let Some(path) = resolve(file, path) else {
        return complain("it leads out of the book");
    };
    if !folder.join(&path).is_file() {
        return complain("no such file");
    }
    if let Some(page) = pages.get(&path)
        && !fragment.is_empty()
        && !page.ids.contains(&decode(fragment))
    {
        complain("no such place on that page");
    }
}

/// Something that the browser fetches by itself: it must be in the book.
fn check_resource(folder: &Path, file: &Path, target: &str, problems: &mut Vec<Problem>) {
    if target.starts_with("data:") || target.starts_with('#') {
        return;
    }
    let mut complain = |reason: &str| {
        problems.push(Problem::new(file.display().to_string(), format!("{target}: {reason}")));
    };
    if target.contains("//") {
        return complain("a request to outside");
    }
    let path = target.split(['#', '?']).next().unwrap_or("");
    if !resolve(file, path).is_some_and(|path| folder.join(path).is_file()) {
        complain("no such file");
    }
}

/// `path` as seen from `file`, from the book's folder; `None` if it is absolute
/// or climbs out.
fn resolve(file: &Path, path: &str) -> Option<PathBuf> {
    let path = path.split('?').next().unwrap_or("");
    if path.is_empty() {
        return Some(file.to_owned());
    }
    let mut resolved = file.parent().map(Path::to_owned).unwrap_or_default();
    for part in Path::new(&decode(path)).components() {
        match part {
            Component::Normal(name) => resolved.push(name),
            Component::CurDir => {}
            Component::ParentDir => {
                if !resolved.pop() {
                    return None;
                }
            }
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(resolved)
}

/// Percent-encoded text, decoded.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()).filter(|_| first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// What a page refers to, and what can be referred to on it.
struct Html {
    ids: BTreeSet<String>,
    references: Vec<Reference>,
}

struct Reference {
    target: String,
    is_link: bool,
}

impl Html {
    /// Reads the tags. It is no general HTML parser: it reads what mdBook
    /// writes, where every `<` outside comments, scripts and styles is a tag.
    fn parse(html: &str) -> Self {
        let mut page = Self { ids: BTreeSet::new(), references: Vec::new() };
        let mut rest = html;
        while let Some(at) = rest.find('<') {
            rest = &rest[at..];
            if rest.starts_with("<!--") {
                rest = rest.split_once("-->").map_or("", |(_, after)| after);
                continue;
            }
            let (tag, after) = split_tag(rest);
            let name =
                tag.split([' ', '\n', '\t', '/']).find(|word| !word.is_empty()).unwrap_or("");
            for (attribute, value) in attributes(tag) {
                page.note(name, attribute, &unescape(value));
            }
            rest = match name {
                "script" | "style" if !tag.starts_with('/') => {
                    after.find(&format!("</{name}")).map_or("", |end| &after[end..])
                }
                _ => after,
            };
        }
        page
    }

    fn note(&mut self, tag: &str, attribute: &str, value: &str) {
        let is_link = match (tag, attribute) {
            (_, "id") => {
                self.ids.insert(value.to_owned());
                return;
            }
            ("a", "href") => true,
            (_, "href" | "src" | "xlink:href" | "poster" | "data") => false,
            _ => return,
        };
        self.references.push(Reference { target: value.to_owned(), is_link });
    }
}

/// The inside of the tag at the start of `html`, and what follows it.
fn split_tag(html: &str) -> (&str, &str) {
    let mut quote = None;
    for (i, c) in html.char_indices() {
        match (quote, c) {
            (None, '>') => return (&html[1..i], &html[i + 1..]),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), _) if c == open => quote = None,
            _ => {}
        }
    }
    (&html[1..], "")
}

/// The attributes that have a quoted value.
fn attributes(tag: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut rest = tag;
    while let Some((before, after)) = rest.split_once('=') {
        let name = before.rsplit(char::is_whitespace).next().unwrap_or("");
        let Some(quote) = after.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
            rest = after;
            continue;
        };
        let Some((value, next)) = after[1..].split_once(quote) else {
            break;
        };
        found.push((name, value));
        rest = next;
    }
    found
}

fn unescape(value: &str) -> String {
    value
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

/// What a style sheet fetches.
fn css_urls(css: &str) -> Vec<String> {
    let inside = |text: &str| text.trim().trim_matches(['"', '\'']).to_owned();
    let mut urls: Vec<String> = css
        .split("url(")
        .skip(1)
        .filter_map(|rest| rest.split_once(')'))
        .map(|(url, _)| inside(url))
        .collect();
    let imports = css.split("@import ").skip(1).filter_map(|rest| rest.split_once(';'));
    urls.extend(
        imports.map(|(target, _)| inside(target)).filter(|target| !target.starts_with("url(")),
    );
    urls
}

/// All files below `folder`, as paths from it.
pub(crate) fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(below) = folders.pop() {
        for entry in fs::read_dir(folder.join(&below))? {
            let entry = entry?;
            let path = below.join(entry.file_name());
            if entry.file_type()?.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(files: &[(&str, &str)]) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        check(folder.path()).unwrap().iter().map(Problem::to_string).collect()
    }

    #[test]
    fn good_links_are_silent() {
        let page = r##"<h2 id="a-é">T</h2><a href="#a-%C3%A9">x</a> <a href="b/c.html#d">y</a> <a title="1 > 0" href='https://e.org/x'>z</a>
            <!-- <a href="no.html"> --><script>"<a href='no.html'>"</script><img src="data:image/png;base64,AA">"##;
        let deep =
            r#"<p id="d"></p><a href="../a.html?x#">up</a><link href="../s.css" rel="stylesheet">"#;
        let css = r#"@font-face{src:url(f.woff2) format("woff2")} p{background:url("data:x")}"#;
        assert_eq!(
            problems(&[("a.html", page), ("b/c.html", deep), ("s.css", css), ("f.woff2", "")]),
            [""; 0]
        );
    }

    #[test]
    fn every_broken_reference_is_named() {
        let page = r#"<a href="no.html">1</a><a href="b.html#no">2</a><a href="/b.html">3</a><a href="../b.html">4</a>
            <script src="https://cdn.org/x.js"></script><link href="//cdn.org/x.css"><img src="no.png"><a href="javascript:x()">5</a>"#;
        let css = "@import 'https://fonts.org/a.css'; p{background:url(no.svg)}";
        let found = problems(&[("a.html", page), ("b.html", "<p id='x'></p>"), ("s.css", css)]);
        assert_eq!(
            found,
            [
                "a.html: //cdn.org/x.css: a request to outside",
                "a.html: https://cdn.org/x.js: a request to outside",
                "a.html: link to ../b.html: it leads out of the book",
                "a.html: link to /b.html: it leads out of the book",
                "a.html: link to b.html#no: no such place on that page",
                "a.html: link to javascript:x(): no such file",
                "a.html: link to no.html: no such file",
                "a.html: no.png: no such file",
                "s.css: https://fonts.org/a.css: a request to outside",
                "s.css: no.svg: no such file",
            ]
        );
    }
}
