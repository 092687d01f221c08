//! Several drawings in one figure.

use plotters::style::text_anchor::VPos;
use serde_json::{Value, json};

use super::Drawing;
use super::canvas::{Canvas, Rect};
use super::lettering::Lettering;
use super::style::{INK, LABEL_SIZE, WIDTH};

/// Between neighbouring panels.
const GUTTER: f64 = 18.0;
/// The line with a panel's letter and caption.
const HEAD: f64 = 24.0;

/// A grid of panels, lettered (a), (b), ... in reading order.
///
/// ```
/// use reproduce::figure::{Drawing, LinePlot, Panels};
/// let mut plots = [1.0, 2.0].map(|slope| {
///     LinePlot::new("x", "y").line("", &[(0.0, 0.0), (1.0, slope)])
/// });
/// LinePlot::share_axes(&mut plots);
/// let [gentle, steep] = plots;
/// let figure = Panels::new(2).panel("gentle", gentle).panel("steep", steep);
/// assert!(figure.svg().contains("(b) steep"));
/// ```
pub struct Panels {
    columns: usize,
    panels: Vec<(String, Box<dyn Drawing>)>,
    row_height: f64,
}

impl Panels {
    /// An empty grid with this many columns.
    ///
    /// # Panics
    /// If `columns` is 0.
    pub fn new(columns: usize) -> Self {
        assert!(columns > 0, "a grid of panels needs a column");
        Self { columns, panels: Vec::new(), row_height: if columns == 1 { 300.0 } else { 250.0 } }
    }

    /// The next panel, left to right, then down.
    pub fn panel(mut self, caption: &str, drawing: impl Drawing + 'static) -> Self {
        self.panels.push((caption.to_owned(), Box::new(drawing)));
        self
    }

    /// The height of each row in CSS pixels.
    pub fn row_height(mut self, pixels: f64) -> Self {
        self.row_height = pixels;
        self
    }
}

impl Drawing for Panels {
    fn size(&self) -> (f64, f64) {
        let rows = self.panels.len().div_ceil(self.columns) as f64;
        (WIDTH, rows * (self.row_height + GUTTER) - GUTTER)
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        assert!(!self.panels.is_empty(), "a figure of panels has none");
        let width = (area.width() + GUTTER) / self.columns as f64 - GUTTER;
        for (i, (caption, drawing)) in self.panels.iter().enumerate() {
            let left = area.left + (i % self.columns) as f64 * (width + GUTTER);
            let top = area.top + (i / self.columns) as f64 * (self.row_height + GUTTER);
            let head = Lettering { height: VPos::Top, ..Lettering::start(INK, LABEL_SIZE) };
            let caption = format!("({}) {caption}", letter(i));
            canvas.text((left + 2.0, top + 4.0), caption.trim_end(), head);
            let panel =
                Rect { left, top: top + HEAD, right: left + width, bottom: top + self.row_height };
            drawing.draw(canvas, panel);
        }
    }

    fn data(&self) -> Value {
        let panels = self.panels.iter();
        panels
            .map(|(caption, drawing)| json!({ "panel": caption, "data": drawing.data() }))
            .collect()
    }
}

/// a, b, c, ...
fn letter(i: usize) -> char {
    char::from(b'a' + u8::try_from(i).expect("a figure has fewer than 26 panels"))
}

#[cfg(test)]
mod tests {
    use super::super::LinePlot;
    use super::*;

    fn panels() -> Panels {
        let plot = |y: f64| LinePlot::new("x", "y").line("a", &[(0.0, y), (1.0, 2.0 * y)]);
        let mut plots = [plot(1.0), plot(10.0), plot(100.0)];
        LinePlot::share_axes(&mut plots);
        let [a, b, c] = plots;
        Panels::new(2).panel("one", a).panel("two", b).panel("", c)
    }

    #[test]
    fn panels_are_lettered_and_kept_as_data() {
        let figure = panels().figure("f", "", "");
        assert!(figure.svg.contains("(a) one") && figure.svg.contains("(c)\n"));
        assert_eq!(figure.data[1]["data"]["series"][0]["points"][0][1], 10.0);
        assert_eq!(panels().size(), (640.0, 518.0));
    }

    #[test]
    fn shared_axes_have_the_same_ticks_everywhere() {
        let svg = panels().svg();
        assert_eq!(svg.matches(">\n200\n<").count(), 3, "{svg}");
    }
}
