//! How a [`LinePlot`] is laid out and drawn.

use plotters::style::RGBColor;
use plotters::style::text_anchor::VPos;
use report::number;
use serde_json::{Value, json};

use super::super::canvas::{Canvas, Point, Rect};
use super::super::frame::{Axis, Frame};
use super::super::labels::{self, EndLabel, LABEL_GAP};
use super::super::lettering::{Lettering, text_width};
use super::super::series::{Series, Shape};
use super::super::style::{
    AXIS, BAND_ALPHA, LABEL_SIZE, Pen, REFERENCE_PEN, SERIES, SERIES_TEXT, TICK_SIZE,
};
use super::super::{Drawing, clip, marker};
use super::{LinePlot, Slope};

/// Lines with more points than this have no markers.
const FEW: usize = 24;

impl Drawing for LinePlot {
    fn size(&self) -> (f64, f64) {
        self.size
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let frame = self.frame(area);
        frame.grid(canvas);
        self.draw_shade(canvas, &frame);
        for series in &self.series {
            if let Shape::Band(points) = &series.shape {
                band(canvas, &frame, points, SERIES[series.look]);
            }
        }
        let (backdrop, data): (Vec<_>, Vec<_>) = self.series.iter().partition(|s| s.is_backdrop());
        for series in backdrop {
            stroke(canvas, &frame, series);
        }
        self.draw_rules(canvas, &frame);
        self.draw_slopes(canvas, &frame);
        for series in data {
            stroke(canvas, &frame, series);
        }
        frame.axes(canvas, area);
        labels::draw(canvas, frame.inner, &self.end_labels(&frame));
    }

    fn data(&self) -> Value {
        let rule = |axis: &str, upright: bool| -> Vec<Value> {
            let rules = self.rules.iter().filter(|rule| rule.upright == upright);
            rules.map(|rule| json!({ "name": rule.name, axis: number(rule.at) })).collect()
        };
        let mut data = json!({
            "x": self.titles[0],
            "y": self.titles[1],
            "series": self.series.iter().map(Series::data).collect::<Vec<_>>(),
        });
        for (key, entries) in [
            ("horizontal", rule("y", false)),
            ("vertical", rule("x", true)),
            ("shaded_above", self.shade.iter().map(|shade| number(shade.above)).collect()),
            ("slopes", self.slopes.iter().map(Slope::data).collect()),
        ] {
            if !entries.is_empty() {
                data[key] = Value::from(entries);
            }
        }
        data
    }
}

impl LinePlot {
    fn frame(&self, area: Rect) -> Frame {
        let [x, y] = [0, 1]
            .map(|axis| Axis::numbers(&self.titles[axis], self.scales[axis], self.limits(axis)));
        let names = self.series.iter().map(|series| series.name.as_str());
        let rules = self.rules.iter().filter(|rule| !rule.upright).map(|rule| rule.name.as_str());
        let widest = names.chain(rules).map(|name| text_width(name, LABEL_SIZE)).fold(0.0, larger);
        let right = if widest > 0.0 { LABEL_GAP + widest + 2.0 } else { 14.0 };
        let named_above = self.rules.iter().any(|rule| rule.upright && !rule.name.is_empty());
        Frame::new(area, x, y, right, if named_above { 22.0 } else { 8.0 })
    }

    /// What an axis must show: for each series its name and its values.
    pub(super) fn values(&self, axis: usize) -> Vec<(&str, Vec<f64>)> {
        let series = self.series.iter().map(|series| {
            let values = series.extent().into_iter().map(|(x, y)| if axis == 0 { x } else { y });
            (series.name.as_str(), values.collect())
        });
        let rules = self.rules.iter().filter(|rule| rule.upright == (axis == 0));
        let rules = rules.map(|rule| (rule.name.as_str(), vec![rule.at]));
        let shown = std::iter::once(("shown", self.shown[axis].clone()));
        series.chain(rules).chain(shown).collect()
    }

    /// The range of coordinates that an axis shows.
    fn limits(&self, axis: usize) -> (f64, f64) {
        let scale = self.scales[axis];
        let title = &self.titles[axis];
        let (mut lo, mut hi) = (f64::INFINITY, f64::NEG_INFINITY);
        for (name, values) in self.values(axis) {
            for value in values.into_iter().filter(|value| value.is_finite()) {
                let at = scale.coordinate(value);
                assert!(
                    !at.is_nan(),
                    "{}: series {name:?} has the value {value}, which has no place on the \
                     logarithmic axis {title:?}: leave it out (NaN is a gap) or use a linear axis",
                    self.name(),
                );
                lo = if at < lo { at } else { lo };
                hi = larger(hi, at);
            }
        }
        assert!(
            lo <= hi,
            "{} has no finite value on the axis {title:?}: add a series before drawing it",
            self.name()
        );
        if let Some((from, to)) = self.ranges[axis] {
            return (scale.coordinate(from), scale.coordinate(to));
        }
        let (lo, hi) = scale.padded(lo, hi, if axis == 0 { 0.025 } else { 0.05 });
        // A reference slope runs below the data.
        let below = if axis == 1 && self.slopes.iter().any(|slope| slope.through.is_none()) {
            0.10 * (hi - lo)
        } else {
            0.0
        };
        (lo - below, hi)
    }

    fn draw_shade(&self, canvas: &mut Canvas<'_>, frame: &Frame) {
        let Some(shade) = &self.shade else { return };
        let Rect { left, top, right, .. } = frame.inner;
        let bottom = frame.down(shade.above);
        let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
        canvas.polygon(&clip::polygon(&corners, frame.inner), AXIS, BAND_ALPHA);
        let text = Lettering { height: VPos::Top, ..Lettering::end(AXIS, LABEL_SIZE) };
        canvas.text((right - 6.0, top + 5.0), &shade.name, text);
    }

    fn draw_rules(&self, canvas: &mut Canvas<'_>, frame: &Frame) {
        let Rect { left, top, right, bottom } = frame.inner;
        for rule in &self.rules {
            let line = if rule.upright {
                let x = frame.across(rule.at);
                let above =
                    Lettering { height: VPos::Bottom, ..Lettering::centred(AXIS, TICK_SIZE) };
                canvas.text((x, top - 2.0), &rule.name, above);
                [(x, top), (x, bottom)]
            } else {
                let y = frame.down(rule.at);
                [(left, y), (right, y)]
            };
            canvas.line(&line, REFERENCE_PEN);
        }
    }

    fn end_labels(&self, frame: &Frame) -> Vec<EndLabel<'_>> {
        let Rect { left, top, right, bottom } = frame.inner;
        let series = self.series.iter().filter_map(|series| {
            let line = series.line().into_iter().map(|at| frame.point(at));
            let seen = line.filter(|at| at.1.is_finite() && at.0 >= left && at.0 <= right + 0.5);
            // The rightmost point, and the last of several.
            let end = seen.fold(None, |best: Option<Point>, at| match best {
                Some(best) if best.0 > at.0 => Some(best),
                _ => Some(at),
            })?;
            let grey = series.is_backdrop();
            Some(EndLabel {
                end: (end.0, end.1.clamp(top, bottom)),
                name: &series.name,
                text: if grey { AXIS } else { SERIES_TEXT[series.look] },
                line: if grey { AXIS } else { SERIES[series.look] },
            })
        });
        let rules = self.rules.iter().filter(|rule| !rule.upright).map(|rule| {
            let end = (right, frame.down(rule.at));
            EndLabel { end, name: &rule.name, text: AXIS, line: AXIS }
        });
        series.chain(rules).filter(|label| !label.name.is_empty()).collect()
    }
}

/// Strokes a series with its markers.
fn stroke(canvas: &mut Canvas<'_>, frame: &Frame, series: &Series) {
    let colour = if series.is_backdrop() { AXIS } else { SERIES[series.look] };
    let pixels = |points: &[Point]| points.iter().map(|&at| frame.point(at)).collect::<Vec<_>>();
    let (lines, pen) = match &series.shape {
        Shape::Strands(lines) => {
            (lines.iter().map(|line| pixels(line)).collect(), Pen::new(colour, 1.0).alpha(0.5))
        }
        Shape::Dots(_) => (Vec::new(), Pen::series(colour)),
        Shape::Theory(_) => (vec![pixels(&series.line())], REFERENCE_PEN),
        Shape::Context(_) => (vec![pixels(&series.line())], Pen::series(colour).alpha(0.6)),
        _ => (vec![pixels(&series.line())], Pen::series(colour)),
    };
    for line in lines {
        for part in clip::line(&line, frame.inner) {
            canvas.line(&part, pen);
        }
    }
    let marked = match &series.shape {
        Shape::Dots(points) => points.clone(),
        Shape::Line(_) | Shape::Band(_) if series.line().len() <= FEW => series.line(),
        _ => Vec::new(),
    };
    for at in pixels(&marked).into_iter().filter(|&at| frame.inner.contains(at)) {
        marker::draw(canvas, series.look, at, colour);
    }
}

/// Fills a band, one piece between each two gaps.
fn band(canvas: &mut Canvas<'_>, frame: &Frame, points: &[(f64, f64, f64, f64)], colour: RGBColor) {
    let whole = |p: &(f64, f64, f64, f64)| p.0.is_finite() && p.2.is_finite() && p.3.is_finite();
    for piece in points.split(|p| !whole(p)).filter(|piece| piece.len() > 1) {
        let low = piece.iter().map(|p| (p.0, p.2));
        let high = piece.iter().rev().map(|p| (p.0, p.3));
        let outline: Vec<Point> = low.chain(high).map(|at| frame.point(at)).collect();
        canvas.polygon(&clip::polygon(&outline, frame.inner), colour, BAND_ALPHA);
    }
}

pub(super) fn larger(a: f64, b: f64) -> f64 {
    if b > a { b } else { a }
}
