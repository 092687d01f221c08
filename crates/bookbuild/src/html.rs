//! Small tools for writing HTML, alone and inside Markdown.

/// `text` as HTML text or as an attribute's value.
pub(crate) fn escape(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            _ => html.push(c),
        }
    }
    html
}

/// `text` as HTML, with code where it stands between backticks.
pub(crate) fn sentence(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for (i, piece) in text.split('`').enumerate() {
        if i % 2 == 0 {
            html.push_str(&escape(piece));
        } else {
            html.push_str(&format!("<code>{}</code>", escape(piece)));
        }
    }
    html
}

/// HTML that survives inside a Markdown paragraph, heading or table cell.
///
/// Markdown leaves tags alone but goes on reading the text between them, so
/// that `<i>a*b*c</i>` becomes emphasis. Here every character of the text that
/// could mean something to Markdown becomes a character reference, and so does
/// the bar that would end a table's cell, even inside a tag.
pub(crate) fn inert(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut in_tag = false;
    for c in html.chars() {
        match c {
            '<' => in_tag = true,
            '>' => in_tag = false,
            _ => {}
        }
        let kept = match c {
            '<' | '>' | '&' | ';' | ' ' => true,
            '|' | '\n' => false,
            _ => in_tag || !c.is_ascii_punctuation() || c == '#',
        };
        match c {
            _ if kept => out.push(c),
            '\n' => out.push(' '),
            _ => out.push_str(&format!("&#{};", u32::from(c))),
        }
    }
    out
}

/// HTML as a block of its own in a Markdown file: a blank line would end it.
pub(crate) fn block(html: &str) -> String {
    let lines: Vec<&str> = html.lines().filter(|line| !line.trim().is_empty()).collect();
    format!("\n{}\n", lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escape_covers_text_and_attributes() {
        assert_eq!(escape(r#"a < b & "c" > 'd'"#), "a &lt; b &amp; &quot;c&quot; &gt; &#39;d&#39;");
    }

    #[test]
    fn what_stands_between_backticks_is_code() {
        assert_eq!(
            sentence("`a<b` and `'c' in d`, e"),
            "<code>a&lt;b</code> and <code>&#39;c&#39; in d</code>, e"
        );
    }

    #[test]
    fn inert_html_means_nothing_to_markdown() {
        let html = r#"<i title="x|y_z">a*b*c_d_ &lt; `e` | f\g</i>"#;
        let markdown = format!("| cell |\n|---|\n| {} |\n", inert(html));
        let mut rendered = String::new();
        let options = pulldown_cmark::Options::all();
        pulldown_cmark::html::push_html(
            &mut rendered,
            pulldown_cmark::Parser::new_ext(&markdown, options),
        );
        let expected = r#"<td><i title="x&#124;y_z">a*b*c_d_ &lt; `e` | f\g</i></td>"#;
        assert!(rendered.contains(expected), "{rendered}");
    }

    #[test]
    fn a_block_has_no_blank_line() {
        assert_eq!(block("<p>\n\n  \na</p>\n"), "\n<p>\na</p>\n");
    }
}
