//! Reference slopes: dashed power laws beside the data.

use super::super::canvas::{Canvas, Point, Rect};
use super::super::clip;
use super::super::frame::Frame;
use super::super::lettering::Lettering;
use super::super::scale::Scale;
use super::super::series::Series;
use super::super::style::{AXIS, LABEL_SIZE, REFERENCE_PEN};
use super::LinePlot;
use super::drawing::larger;

/// From the data to the line.
const GAP: f64 = 20.0;

impl LinePlot {
    /// Draws each reference slope beside the data: below them if more of it
    /// is seen there, else above.
    pub(super) fn draw_slopes(&self, canvas: &mut Canvas<'_>, frame: &Frame) {
        let Rect { left, right, .. } = frame.inner;
        let mut data: Vec<Point> = self
            .series
            .iter()
            .flat_map(Series::extent)
            .map(|at| frame.point(at))
            .filter(|at| at.0.is_finite() && at.1.is_finite())
            .collect();
        for (slope, name) in &self.slopes {
            let [x, y] = self.scales.map(|scale| match scale {
                Scale::Log10 => numerics::elementary::ln(10.0),
                Scale::Log2 => numerics::elementary::ln(2.0),
                Scale::Linear => panic!(
                    "{}: the reference slope {name:?} is a power law and needs two logarithmic axes",
                    self.name()
                ),
            });
            // Pixels down for each pixel to the right.
            let fall = -slope * (x / y) * (frame.x.limits.1 - frame.x.limits.0)
                / (frame.y.limits.1 - frame.y.limits.0)
                * frame.inner.height()
                / frame.inner.width();
            let offsets = data.iter().map(|at| at.1 - fall * at.0);
            let (lo, hi) = offsets.fold((f64::INFINITY, f64::NEG_INFINITY), |(lo, hi), d| {
                (if d < lo { d } else { lo }, larger(hi, d))
            });
            let visible = |offset: f64| {
                let line = [(left, fall * left + offset), (right, fall * right + offset)];
                clip::line(&line, frame.inner).pop()
            };
            let run = |part: &Option<Vec<Point>>| part.as_ref().map_or(0.0, |p| p[1].0 - p[0].0);
            let (below, above) = (visible(hi + GAP), visible(lo - GAP));
            let is_below = run(&below) >= run(&above);
            let Some(line) = (if is_below { below } else { above }) else {
                continue;
            };
            canvas.line(&line, REFERENCE_PEN);

            let middle = ((line[0].0 + line[1].0) / 2.0, (line[0].1 + line[1].1) / 2.0);
            let side = if is_below { 1.0 } else { -1.0 };
            let (text, shift) = if (fall > 0.0) == is_below {
                (Lettering::end(AXIS, LABEL_SIZE), -4.0)
            } else {
                (Lettering::start(AXIS, LABEL_SIZE), 4.0)
            };
            canvas.text((middle.0 + shift, middle.1 + side * 9.0), name, text);
            data.extend(line);
        }
    }
}
