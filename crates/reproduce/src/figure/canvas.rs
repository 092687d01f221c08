//! What figures are drawn on: a thin layer over plotters' SVG backend.
//!
//! Coordinates are CSS pixels with the origin at the top left. The backend
//! takes whole numbers only, so drawings are made of dots, four to a pixel,
//! and the finished SVG is shown at its CSS size with the `viewBox` in dots.
//! The same numbers in give the same bytes out on every platform.

use plotters::backend::{DrawingBackend, SVGBackend};
use plotters::style::text_anchor::Pos;
use plotters::style::{
    Color, FontDesc, FontFamily, FontStyle, FontTransform, RGBColor, ShapeStyle, TextStyle,
};

use super::lettering::Lettering;
use super::style::Pen;

/// A point in CSS pixels.
pub(super) type Point = (f64, f64);

const DOTS_PER_PIXEL: f64 = 4.0;

/// plotters takes font sizes in a unit of its own, this many to a pixel.
const FONT_UNIT: f64 = 1.24;

/// What plotters cannot say by attributes. Dashed strokes are told from the
/// others by their width, an odd number of dots that no other stroke has.
const STYLE: &str = "<style>\
    .plot text{font-family:system-ui,sans-serif}\
    .plot polyline{stroke-linejoin:round;stroke-linecap:round}\
    .plot [stroke-width=\"5\"]{stroke-dasharray:24 16;stroke-linecap:butt}\
    .plot image{image-rendering:pixelated}\
    </style>";

/// A rectangle in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Rect {
    pub(super) fn width(&self) -> f64 {
        self.right - self.left
    }

    pub(super) fn height(&self) -> f64 {
        self.bottom - self.top
    }

    /// Whether a point is inside or on the edge (and finite).
    pub(super) fn contains(&self, (x, y): Point) -> bool {
        x >= self.left && x <= self.right && y >= self.top && y <= self.bottom
    }
}

/// The drawing surface handed to [`Drawing::draw`](super::Drawing::draw).
pub struct Canvas<'a> {
    backend: SVGBackend<'a>,
    /// The bitmaps' sizes: their own, and the one they are shown at, in dots.
    images: Vec<((u32, u32), (i32, i32))>,
}

/// Draws a figure of `width` by `height` CSS pixels and returns the SVG.
pub(super) fn render(width: f64, height: f64, draw: impl FnOnce(&mut Canvas<'_>, Rect)) -> String {
    let (across, down) = (dots(width), dots(height));
    let mut raw = String::new();
    let backend = SVGBackend::with_string(&mut raw, (across.unsigned_abs(), down.unsigned_abs()));
    let mut canvas = Canvas { backend, images: Vec::new() };
    draw(&mut canvas, Rect { left: 0.0, top: 0.0, right: width, bottom: height });
    canvas.backend.present().expect("an SVG in memory has nothing to fail");
    let images = std::mem::take(&mut canvas.images);
    drop(canvas);

    let mut svg = raw
        .replacen(
            &format!("<svg width=\"{across}\" height=\"{down}\""),
            &format!("<svg class=\"plot\" width=\"{width}\" height=\"{height}\""),
            1,
        )
        .replacen(">\n", &format!(">\n{STYLE}\n"), 1)
        .replace(" opacity=\"1\"", "")
        .replace(" font-family=\"sans-serif\"", "")
        .replace(" \"/>", "\"/>");
    for ((w, h), (across, down)) in images {
        svg = svg.replacen(
            &format!("width=\"{w}\" height=\"{h}\" href=\"data:png;"),
            &format!(
                "width=\"{across}\" height=\"{down}\" preserveAspectRatio=\"none\" \
                 href=\"data:image/png;"
            ),
            1,
        );
    }
    svg
}

impl Canvas<'_> {
    /// Strokes an open line; fewer than two points draw nothing.
    pub(super) fn line(&mut self, points: &[Point], pen: Pen) {
        if points.len() < 2 {
            return;
        }
        let style = ShapeStyle {
            color: pen.colour.mix(pen.alpha),
            filled: false,
            stroke_width: dots(pen.width).unsigned_abs(),
        };
        debug_assert_eq!(pen.dashed, style.stroke_width == 5, "see STYLE");
        self.backend.draw_path(points.iter().map(|&p| to_dots(p)), &style).expect("in memory");
    }

    /// Fills a polygon.
    pub(super) fn polygon(&mut self, points: &[Point], colour: RGBColor, alpha: f64) {
        self.backend
            .fill_polygon(points.iter().map(|&p| to_dots(p)), &colour.mix(alpha))
            .expect("in memory");
    }

    /// Fills a rectangle.
    pub(super) fn fill(&mut self, rect: Rect, colour: RGBColor, alpha: f64) {
        let (from, to) = (to_dots((rect.left, rect.top)), to_dots((rect.right, rect.bottom)));
        self.backend.draw_rect(from, to, &colour.mix(alpha), true).expect("in memory");
    }

    /// Fills a disc.
    pub(super) fn disc(&mut self, centre: Point, radius: f64, colour: RGBColor, alpha: f64) {
        let radius = dots(radius).unsigned_abs();
        self.backend
            .draw_circle(to_dots(centre), radius, &colour.mix(alpha), true)
            .expect("in memory");
    }

    /// Strokes a circle.
    pub(super) fn ring(&mut self, centre: Point, radius: f64, pen: Pen) {
        let style = ShapeStyle {
            color: pen.colour.mix(pen.alpha),
            filled: false,
            stroke_width: dots(pen.width).unsigned_abs(),
        };
        self.backend
            .draw_circle(to_dots(centre), dots(radius).unsigned_abs(), &style, false)
            .expect("in memory");
    }

    /// Sets words.
    pub(super) fn text(&mut self, at: Point, words: &str, lettering: Lettering) {
        let turn = if lettering.upright { FontTransform::Rotate270 } else { FontTransform::None };
        let size = lettering.size * DOTS_PER_PIXEL * FONT_UNIT;
        let style = TextStyle {
            font: FontDesc::new(FontFamily::SansSerif, size, FontStyle::Normal).transform(turn),
            color: lettering.colour.to_backend_color(),
            pos: Pos::new(lettering.side, lettering.height),
        };
        self.backend.draw_text(words, &style, to_dots(at)).expect("in memory");
    }

    /// Shows a bitmap of `columns` by `rows` pixels (RGB bytes, row by row
    /// from the top) over `rect`, every pixel a crisp rectangle.
    pub(super) fn image(&mut self, rect: Rect, (columns, rows): (u32, u32), rgb: &[u8]) {
        let from = to_dots((rect.left, rect.top));
        let to = to_dots((rect.right, rect.bottom));
        self.images.push(((columns, rows), (to.0 - from.0, to.1 - from.1)));
        self.backend.blit_bitmap(from, (columns, rows), rgb).expect("in memory");
    }
}

fn dots(pixels: f64) -> i32 {
    (pixels * DOTS_PER_PIXEL + 0.5).floor() as i32
}

fn to_dots((x, y): Point) -> (i32, i32) {
    (dots(x), dots(y))
}

#[cfg(test)]
mod tests {
    use super::super::style::{AXIS, REFERENCE_PEN};
    use super::*;

    #[test]
    fn the_finished_svg_has_css_size_dots_and_style() {
        let svg = render(100.0, 50.0, |canvas, _| {
            canvas.line(&[(0.0, 0.0), (10.0, 5.25)], REFERENCE_PEN);
            canvas.text((10.0, 10.0), "a < b", Lettering::start(AXIS, 12.0));
        });
        assert!(svg.starts_with(
            "<svg class=\"plot\" width=\"100\" height=\"50\" viewBox=\"0 0 400 200\""
        ));
        assert!(svg.contains("<style>.plot text{font-family:system-ui,sans-serif}"));
        assert!(svg.contains("stroke-width=\"5\" points=\"0,0 40,21\""), "{svg}");
        assert!(svg.contains("font-size=\"48\"") && svg.contains("a &lt; b"), "{svg}");
        assert!(!svg.contains("opacity=\"1\"") && svg.trim_end().ends_with("</svg>"));
    }

    #[test]
    fn an_image_keeps_its_pixels_and_takes_the_rectangle() {
        let rect = Rect { left: 10.0, top: 0.0, right: 90.0, bottom: 40.0 };
        let rgb = [0, 0, 0, 255, 255, 255];
        let svg = render(100.0, 50.0, |canvas, _| canvas.image(rect, (2, 1), &rgb));
        assert!(svg.contains("<image x=\"40\" y=\"0\" width=\"320\" height=\"160\""), "{svg}");
        assert!(svg.contains("href=\"data:image/png;base64,iVBORw0KGgo"), "{svg}");
    }
}
