//! Reference slopes: dashed power laws beside the data.

use report::number;
use serde_json::{Value, json};

use super::super::canvas::{Canvas, Point, Rect};
use super::super::clip;
use super::super::frame::Frame;
use super::super::lettering::Lettering;
use super::super::scale::Scale;
use super::super::series::Series;
use super::super::style::{AXIS, LABEL_SIZE, REFERENCE_PEN};
use super::drawing::larger;
use super::{LinePlot, Slope};

/// From the data to the line.
const GAP: f64 = 20.0;

impl Slope {
    /// The slope as the report keeps it.
    pub(super) fn data(&self) -> Value {
        let through = self.through.map(|(x, y)| [number(x), number(y)]);
        json!({ "name": self.name, "slope": number(self.slope), "through": through })
    }
}

impl LinePlot {
    /// Draws the reference slopes. One without a point of its own runs beside
    /// the data: below them if more of it is seen there, else above.
    pub(super) fn draw_slopes(&self, canvas: &mut Canvas<'_>, frame: &Frame) {
        let points = self.series.iter().flat_map(Series::extent).map(|at| frame.point(at));
        let mut taken: Vec<Point> = points.filter(|&at| frame.inner.contains(at)).collect();
        for slope in &self.slopes {
            let fall = self.fall(slope, frame);
            // A line is where y - fall * x, in pixels, has a certain value.
            let level = |at: Point| at.1 - fall * at.0;
            let levels = taken.iter().map(|&at| level(at));
            let (highest, lowest) =
                levels.fold((f64::INFINITY, f64::NEG_INFINITY), |(highest, lowest), at| {
                    (if at < highest { at } else { highest }, larger(lowest, at))
                });
            let candidates = match slope.through {
                Some(point) => vec![(level(frame.point(point)), true)],
                None => vec![(lowest + GAP, true), (highest - GAP, false)],
            };
            let Rect { left, right, .. } = frame.inner;
            let seen = candidates.into_iter().filter_map(|(level, is_below)| {
                let line = [(left, fall * left + level), (right, fall * right + level)];
                clip::line(&line, frame.inner).pop().map(|line| (line, is_below))
            });
            let run = |line: &[Point]| line[1].0 - line[0].0;
            let longest = seen.reduce(|a, b| if run(&b.0) > run(&a.0) { b } else { a });
            let Some((line, is_below)) = longest else {
                panic!("{}: no room for the reference slope {:?}", self.name(), slope.name)
            };
            canvas.line(&line, REFERENCE_PEN);

            let middle = ((line[0].0 + line[1].0) / 2.0, (line[0].1 + line[1].1) / 2.0);
            let (text, shift) = if (fall > 0.0) == is_below {
                (Lettering::end(AXIS, LABEL_SIZE), -4.0)
            } else {
                (Lettering::start(AXIS, LABEL_SIZE), 4.0)
            };
            let side = if is_below { 9.0 } else { -9.0 };
            canvas.text((middle.0 + shift, middle.1 + side), &slope.name, text);
            taken.extend(line);
        }
    }

    /// How many pixels a power law falls for each pixel to the right.
    fn fall(&self, slope: &Slope, frame: &Frame) -> f64 {
        let [x, y] = self.scales.map(|scale| match scale {
            Scale::Log10 => numerics::elementary::ln(10.0),
            Scale::Log2 => numerics::elementary::ln(2.0),
            Scale::Linear => panic!(
                "{}: the reference slope {:?} is a power law and needs two logarithmic axes",
                self.name(),
                slope.name
            ),
        });
        let per_pixel = |(lo, hi): (f64, f64), pixels: f64| (hi - lo) / pixels;
        let across = x * per_pixel(frame.x.limits, frame.inner.width());
        let down = y * per_pixel(frame.y.limits, frame.inner.height());
        -slope.slope * across / down
    }
}
