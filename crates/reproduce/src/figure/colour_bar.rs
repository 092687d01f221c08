//! Quantities as colours, with the bar that explains them.

use colorous::Gradient;
use plotters::style::RGBColor;

use super::canvas::{Canvas, Rect};
use super::lettering::{Lettering, text_width};
use super::scale::Scale;
use super::style::{AXIS, AXIS_PEN, TICK_SIZE, TITLE_SIZE};

/// The bar's width.
const BAR: f64 = 14.0;
/// From the plot to the bar.
const GAP: f64 = 16.0;
const TICK: f64 = 4.0;
const STEPS: u32 = 256;

/// A colour for each value of a range.
#[derive(Clone, Copy)]
pub(super) struct ColourMap {
    gradient: Gradient,
    lo: f64,
    hi: f64,
    turned: bool,
}

impl ColourMap {
    /// Dark to bright (viridis), for quantities without a middle.
    pub(super) fn sequential(lo: f64, hi: f64) -> Self {
        Self::new(colorous::VIRIDIS, lo, hi, false)
    }

    /// Light to dark blue, for fills below lines.
    pub(super) fn blues(lo: f64, hi: f64) -> Self {
        Self::new(colorous::BLUES, lo, hi, false)
    }

    /// Blue through white to red; white is the middle of the range.
    pub(super) fn diverging(lo: f64, hi: f64) -> Self {
        Self::new(colorous::RED_BLUE, lo, hi, true)
    }

    fn new(gradient: Gradient, lo: f64, hi: f64, turned: bool) -> Self {
        let (lo, hi) = if lo < hi { (lo, hi) } else { (lo - 0.5, lo + 0.5) };
        Self { gradient, lo, hi, turned }
    }

    /// The colour of `value`, which is cut to the range; NaN is grey.
    pub(super) fn colour(&self, value: f64) -> RGBColor {
        if value.is_nan() {
            return RGBColor(0x99, 0x99, 0x99);
        }
        let share = (value - self.lo) / (self.hi - self.lo);
        let share = if self.turned { 1.0 - share } else { share };
        let step = (share * f64::from(STEPS - 1) + 0.5).floor().clamp(0.0, f64::from(STEPS - 1));
        let colour = self.gradient.eval_rational(step as usize, STEPS as usize);
        RGBColor(colour.r, colour.g, colour.b)
    }

    /// How much room the bar with its labels takes at the right of a plot.
    pub(super) fn room(&self, title: &str) -> f64 {
        let ticks = Scale::Linear.ticks(self.lo, self.hi, 5);
        let widths = ticks.major.iter().map(|(_, label)| text_width(label, TICK_SIZE));
        let widest = widths.fold(0.0, |widest, w| if w > widest { w } else { widest });
        let title = if title.is_empty() { 0.0 } else { TITLE_SIZE + 6.0 };
        GAP + BAR + 2.0 * TICK + widest + title + 2.0
    }

    /// Draws the bar at the right of `plot`.
    pub(super) fn draw_bar(&self, canvas: &mut Canvas<'_>, plot: Rect, title: &str) {
        let bar = Rect { left: plot.right + GAP, right: plot.right + GAP + BAR, ..plot };
        let rgb: Vec<u8> = (0..STEPS)
            .rev()
            .flat_map(|step| {
                let share = f64::from(step) / f64::from(STEPS - 1);
                let RGBColor(r, g, b) = self.colour(self.lo + share * (self.hi - self.lo));
                [r, g, b]
            })
            .collect();
        canvas.image(bar, (1, STEPS), &rgb);
        for (value, label) in Scale::Linear.ticks(self.lo, self.hi, 5).major {
            let y = bar.bottom - (value - self.lo) / (self.hi - self.lo) * bar.height();
            canvas.line(&[(bar.right, y), (bar.right + TICK, y)], AXIS_PEN);
            let at = (bar.right + 2.0 * TICK, y);
            canvas.text(at, &label, Lettering::start(AXIS, TICK_SIZE));
        }
        let at =
            (plot.right + self.room(title) - TITLE_SIZE / 2.0 - 2.0, (bar.top + bar.bottom) / 2.0);
        canvas.text(at, title, Lettering { upright: true, ..Lettering::centred(AXIS, TITLE_SIZE) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_and_the_middle_have_their_colours() {
        let viridis = ColourMap::sequential(0.0, 1.0);
        assert_eq!(viridis.colour(0.0), RGBColor(0x44, 0x01, 0x54));
        assert_eq!(viridis.colour(7.0), RGBColor(0xFD, 0xE7, 0x25));
        let signed = ColourMap::diverging(-2.0, 2.0);
        let RGBColor(r, g, b) = signed.colour(0.0);
        assert!(r > 235 && g > 235 && b > 235, "the middle is nearly white");
        let RGBColor(r, _, b) = signed.colour(2.0);
        assert!(r > b, "positive is red");
    }

    #[test]
    fn a_constant_field_has_the_middle_colour() {
        assert_eq!(ColourMap::sequential(3.0, 3.0).colour(3.0), RGBColor(0x20, 0x91, 0x8C));
    }
}
