//! A drawing, made part of the page so that it follows the page's theme.

use super::palette;
use crate::html::escape;

/// `svg` for a page: its ids begin with `id`, its palette is the theme's, it
/// has a title and a description, and the style sheet knows its width.
///
/// # Errors
///
/// If it does not begin and end as an SVG with a `viewBox` does.
pub(super) fn inline(
    svg: &str,
    id: &str,
    title: &str,
    description: &str,
) -> Result<String, String> {
    let start = svg.find("<svg").ok_or("the drawing is no SVG")?;
    let open_end = start + svg[start..].find('>').ok_or("the drawing is no SVG")?;
    let root = &svg[start..open_end];
    let body_end = svg.rfind("</svg>").ok_or("the drawing is cut off: it has no </svg>")?;
    if !root.contains(" viewBox=\"") {
        return Err("the drawing has no viewBox: it cannot shrink".into());
    }
    let width = attribute(root, "width").unwrap_or("640");
    let root = without_attribute(&without_attribute(root, "width"), "height");
    let body = palette::themed(&prefix_ids(&svg[open_end + 1..body_end], id));
    Ok(format!(
        "{root} role=\"img\" aria-labelledby=\"{id}-title {id}-desc\" style=\"--width:{width}px\">\
         <title id=\"{id}-title\">{}</title><desc id=\"{id}-desc\">{}</desc>{body}</svg>",
        escape(title),
        escape(description),
    ))
}

/// The value of a root attribute.
fn attribute<'a>(root: &'a str, name: &str) -> Option<&'a str> {
    let from = root.find(&format!(" {name}=\""))? + name.len() + 3;
    root[from..].split('"').next()
}

fn without_attribute(root: &str, name: &str) -> String {
    match attribute(root, name) {
        Some(value) => root.replacen(&format!(" {name}=\"{value}\""), "", 1),
        None => root.to_owned(),
    }
}

/// Two drawings on a page must not share an id.
fn prefix_ids(body: &str, prefix: &str) -> String {
    body.replace(" id=\"", &format!(" id=\"{prefix}-"))
        .replace("url(#", &format!("url(#{prefix}-"))
        .replace("href=\"#", &format!("href=\"#{prefix}-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SVG: &str = "<?xml version=\"1.0\"?>\n<svg class=\"plot\" width=\"640\" height=\"400\" viewBox=\"0 0 2560 1600\" xmlns=\"http://www.w3.org/2000/svg\">\n<style>.plot text{fill:url(#a)}</style><defs><clipPath id=\"a\"/></defs><g clip-path=\"url(#a)\"><use xlink:href=\"#b\" href=\"#a\" fill=\"#D9D9D9\"/></g>\n</svg>\n";

    #[test]
    fn the_drawing_is_part_of_the_page() {
        let svg = inline(SVG, "fig", "A title", "It says \"x < y\".").unwrap();
        assert!(svg.starts_with("<svg class=\"plot\" viewBox=\"0 0 2560 1600\""), "{svg}");
        assert!(svg.contains(
            " role=\"img\" aria-labelledby=\"fig-title fig-desc\" style=\"--width:640px\">"
        ));
        assert!(svg.contains("<desc id=\"fig-desc\">It says &quot;x &lt; y&quot;.</desc>"));
        assert!(
            svg.contains("<clipPath id=\"fig-a\"/>") && svg.contains("clip-path=\"url(#fig-a)\"")
        );
        assert!(svg.contains(" href=\"#fig-a\"") && svg.contains("fill:url(#fig-a)"));
        assert!(svg.contains("fill=\"var(--fig-grid, #D9D9D9)\""));
    }

    #[test]
    fn what_is_no_drawing_is_refused() {
        for (svg, reason) in [
            ("<p>", "no SVG"),
            ("<svg viewBox=\"0 0 1 1\">", "cut off"),
            ("<svg></svg>", "no viewBox"),
        ] {
            assert!(inline(svg, "f", "t", "d").unwrap_err().contains(reason));
        }
    }
}
