//! One row a group: dots with their median, bars, or a line between two values.

use plotters::style::text_anchor::VPos;
use report::{number, numbers};
use serde_json::{Value, json};

use super::Drawing;
use super::canvas::{Canvas, Point, Rect};
use super::frame::{Axis, Frame};
use super::lettering::{Lettering, text_width};
use super::scale::Scale;
use super::style::{
    AXIS, GRID_PEN, LABEL_SIZE, Pen, REFERENCE_PEN, SERIES, SERIES_TEXT, TICK_SIZE, WIDTH,
};

/// The height of one row.
const ROW: f64 = 34.0;
/// The radius of a dot.
const DOT: f64 = 2.75;

/// A plot with a row for each group and one axis of values, so that long
/// names stay readable. Rows of one figure are all of one kind.
///
/// ```
/// use reproduce::figure::{Drawing, RowPlot};
/// let figure = RowPlot::new("test accuracy")
///     .dots("ticket", &[0.91, 0.93, 0.92])
///     .dots("random mask", &[0.84, 0.80, f64::NAN])
///     .figure("accuracy", "Tickets win.", "Two rows of dots.");
/// assert_eq!(figure.data["rows"][1]["values"][2], "nan");
/// ```
#[derive(Clone, Debug)]
pub struct RowPlot {
    title: String,
    scale: Scale,
    range: Option<(f64, f64)>,
    rows: Vec<Row>,
    rules: Vec<(f64, String)>,
    look: usize,
}

#[derive(Clone, Debug)]
struct Row {
    name: String,
    look: usize,
    content: Content,
}

#[derive(Clone, Debug)]
enum Content {
    Dots(Vec<f64>),
    Bar(f64, String),
    Span([f64; 2]),
}

impl RowPlot {
    /// An empty plot with the title of the axis of values.
    pub fn new(title: &str) -> Self {
        Self {
            title: title.to_owned(),
            scale: Scale::Linear,
            range: None,
            rows: Vec::new(),
            rules: Vec::new(),
            look: 0,
        }
    }

    /// A logarithmic axis with ticks at powers of ten.
    pub fn log(mut self) -> Self {
        self.scale = Scale::Log10;
        self
    }

    /// Shows values from `lo` to `hi` exactly.
    pub fn range(mut self, lo: f64, hi: f64) -> Self {
        self.range = Some((lo, hi));
        self
    }

    /// The rows from here on take the `n`-th colour, from 0.
    pub fn colour(mut self, n: usize) -> Self {
        self.look = n;
        self
    }

    /// A row with a dot for each value (one a seed) and a stroke at the
    /// median; values that are not finite are left out.
    pub fn dots(self, name: &str, values: &[f64]) -> Self {
        self.row(name, Content::Dots(values.to_vec()))
    }

    /// A row with a bar from zero (or from the left edge of a logarithmic
    /// axis), with `text` at its end.
    pub fn bar(self, name: &str, value: f64, text: &str) -> Self {
        self.row(name, Content::Bar(value, text.to_owned()))
    }

    /// A row with a line from one value, a ring, to another, a disc.
    pub fn span(self, name: &str, from: f64, to: f64) -> Self {
        self.row(name, Content::Span([from, to]))
    }

    fn row(mut self, name: &str, content: Content) -> Self {
        let look = self.look;
        assert!(look < SERIES.len(), "a figure has {} colours", SERIES.len());
        self.rows.push(Row { name: name.to_owned(), look, content });
        self
    }

    /// A dashed line at `value`, named above the plot.
    pub fn rule(mut self, value: f64, name: &str) -> Self {
        self.rules.push((value, name.to_owned()));
        self
    }

    fn limits(&self) -> (f64, f64) {
        if let Some((lo, hi)) = self.range {
            return (self.scale.coordinate(lo), self.scale.coordinate(hi));
        }
        let (mut lo, mut hi) = (f64::INFINITY, f64::NEG_INFINITY);
        let mut include = |name: &str, value: f64| {
            if !value.is_finite() {
                return;
            }
            let at = self.scale.coordinate(value);
            assert!(
                !at.is_nan(),
                "the figure of {}: row {name:?} has the value {value}, which has no place on a \
                 logarithmic axis",
                self.title
            );
            lo = if at < lo { at } else { lo };
            hi = if at > hi { at } else { hi };
        };
        for row in &self.rows {
            match &row.content {
                Content::Dots(values) => values.iter().for_each(|&v| include(&row.name, v)),
                Content::Span(ends) => ends.iter().for_each(|&v| include(&row.name, v)),
                Content::Bar(value, _) => {
                    include(&row.name, *value);
                    if self.scale == Scale::Linear {
                        include(&row.name, 0.0);
                    }
                }
            }
        }
        for (value, name) in &self.rules {
            include(name, *value);
        }
        assert!(lo <= hi, "the figure of {} has no finite value", self.title);
        let (from, to) = self.scale.padded(lo, hi, 0.04);
        let has_bars = self.rows.iter().any(|row| matches!(row.content, Content::Bar(..)));
        let from_zero = has_bars && self.scale == Scale::Linear && lo == 0.0;
        (if from_zero { 0.0 } else { from }, to)
    }
}

impl Drawing for RowPlot {
    fn size(&self) -> (f64, f64) {
        (WIDTH, self.rows.len() as f64 * ROW + 70.0)
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let x = Axis::numbers(&self.title, self.scale, self.limits());
        let y = Axis::rows(self.rows.iter().map(|row| row.name.clone()).collect());
        let texts = self.rows.iter().map(|row| match &row.content {
            Content::Bar(_, text) => text_width(text, LABEL_SIZE) + 8.0,
            Content::Dots(_) | Content::Span(_) => 14.0,
        });
        let right = texts.fold(14.0, |widest, w| if w > widest { w } else { widest });
        let top = if self.rules.is_empty() { 8.0 } else { 22.0 };
        let frame = Frame::new(area, x, y, right, top);
        frame.grid(canvas);
        for (value, name) in &self.rules {
            let x = frame.across(*value);
            let Rect { top, bottom, .. } = frame.inner;
            let above = Lettering { height: VPos::Bottom, ..Lettering::centred(AXIS, TICK_SIZE) };
            canvas.text((x, top - 2.0), name, above);
            canvas.line(&[(x, top), (x, bottom)], REFERENCE_PEN);
        }
        for (i, row) in self.rows.iter().enumerate() {
            let y = frame.down(i as f64);
            match &row.content {
                Content::Dots(values) => dots(canvas, &frame, row.look, y, values),
                Content::Span(ends) => span(canvas, &frame, row.look, y, *ends),
                Content::Bar(value, text) => bar(canvas, &frame, row.look, y, *value, text),
            }
        }
        frame.axes(canvas, area);
    }

    fn data(&self) -> Value {
        let rows = self.rows.iter().map(|row| match &row.content {
            Content::Dots(values) => json!({ "name": row.name, "values": numbers(values) }),
            Content::Span([from, to]) => {
                json!({ "name": row.name, "from": number(*from), "to": number(*to) })
            }
            Content::Bar(value, text) => {
                json!({ "name": row.name, "value": number(*value), "text": text })
            }
        });
        let rules = self.rules.iter();
        json!({
            "x": self.title,
            "rows": rows.collect::<Vec<_>>(),
            "rules": rules.map(|(at, name)| json!({ "name": name, "x": number(*at) })).collect::<Vec<_>>(),
        })
    }
}

/// Dots stacked away from the row's middle where they would overlap.
fn dots(canvas: &mut Canvas<'_>, frame: &Frame, look: usize, y: f64, values: &[f64]) {
    let Rect { left, right, .. } = frame.inner;
    canvas.line(&[(left, y), (right, y)], GRID_PEN);
    let mut sorted: Vec<f64> = values.iter().copied().filter(|v| v.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    if sorted.is_empty() {
        return;
    }
    let mut placed: Vec<Point> = Vec::new();
    for &value in &sorted {
        let x = frame.across(value);
        let free = |lane: f64| {
            let clear = |at: &&Point| (at.0 - x).abs() < 2.0 * DOT && at.1 == y + lane;
            placed.iter().rev().find(clear).is_none()
        };
        let lanes = [0.0, -5.0, 5.0, -10.0, 10.0];
        let lane = lanes.into_iter().find(|&lane| free(lane)).unwrap_or(0.0);
        placed.push((x, y + lane));
    }
    for at in placed.into_iter().filter(|&at| frame.inner.contains(at)) {
        canvas.disc(at, DOT, SERIES[look], 0.6);
    }
    let middle = sorted.len() / 2;
    let median = if sorted.len() % 2 == 1 {
        sorted[middle]
    } else {
        (sorted[middle - 1] + sorted[middle]) / 2.0
    };
    let x = frame.across(median);
    canvas.line(&[(x, y - 0.4 * ROW), (x, y + 0.4 * ROW)], Pen::new(SERIES_TEXT[look], 2.5));
}

/// The disc lies over the ring where both have one value.
fn span(canvas: &mut Canvas<'_>, frame: &Frame, look: usize, y: f64, ends: [f64; 2]) {
    let Rect { left, right, .. } = frame.inner;
    canvas.line(&[(left, y), (right, y)], GRID_PEN);
    let [from, to] = ends.map(|value| (frame.across(value), y));
    canvas.line(&[from, to], Pen::new(SERIES[look], 3.0));
    canvas.ring(from, 2.0 * DOT, Pen::new(SERIES[look], 2.0));
    canvas.disc(to, 1.6 * DOT, SERIES[look], 1.0);
}

fn bar(canvas: &mut Canvas<'_>, frame: &Frame, look: usize, y: f64, value: f64, text: &str) {
    let from = if frame.x.scale == Scale::Linear { frame.across(0.0) } else { frame.inner.left };
    let to = frame.across(value);
    if to.is_finite() {
        let (left, right) = if to < from { (to, from) } else { (from, to) };
        let half = 0.32 * ROW;
        let bar = Rect { left, top: y - half, right, bottom: y + half };
        canvas.fill(bar, SERIES[look], 0.85);
    }
    let end = if to > from { to } else { from };
    let label = Lettering::start(SERIES_TEXT[look], LABEL_SIZE);
    canvas.text((end + 6.0, y), text, label);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_has_a_dot_for_each_finite_value_and_a_median() {
        let plot = RowPlot::new("loss").log().dots("a", &[0.1, 0.1, 1.0, f64::INFINITY]);
        let svg = plot.svg();
        assert_eq!(svg.matches("<circle").count(), 3);
        assert_eq!(svg.matches("stroke-width=\"10\"").count(), 1);
        let heights: Vec<&str> = svg.split("cy=\"").skip(1).map(|s| &s[..3]).collect();
        assert_ne!(heights[0], heights[1], "equal values must not hide each other");
    }

    #[test]
    fn a_span_has_a_ring_and_a_disc() {
        let svg = RowPlot::new("n").log().span("a", 10.0, 100.0).span("b", 10.0, 10.0).svg();
        let ends: Vec<&str> = svg.split("cx=\"").skip(1).map(|s| &s[..4]).collect();
        assert_eq!(ends.len(), 4);
        assert_ne!(ends[0], ends[1]);
        assert_eq!(ends[2], ends[3]);
    }

    #[test]
    fn bars_begin_at_zero() {
        let svg = RowPlot::new("n").bar("a", 5.0, "5").bar("b", 10.0, "10").svg();
        let widths: Vec<f64> = svg
            .split("<rect")
            .skip(1)
            .map(|s| s.split("width=\"").nth(1).and_then(|w| w.split('"').next()).unwrap())
            .map(|w| w.parse().unwrap())
            .collect();
        assert!((widths[1] - 2.0 * widths[0]).abs() <= 1.0, "{widths:?}");
    }

    #[test]
    #[should_panic(
        expected = "row \"b\" has the value 0, which has no place on a logarithmic axis"
    )]
    fn a_zero_has_no_logarithm() {
        let _ = RowPlot::new("loss").log().dots("a", &[1.0]).dots("b", &[0.0]).svg();
    }
}
