//! The frame of a plot: axes, ticks and grid, and the map from values to pixels.

use plotters::style::text_anchor::{HPos, VPos};

use super::canvas::{Canvas, Point, Rect};
use super::lettering::{Lettering, text_width};
use super::scale::Scale;
use super::style::{AXIS, AXIS_PEN, GRID_PEN, TICK_SIZE, TITLE_SIZE};
use super::ticks::Ticks;

const TICK: f64 = 4.0;
const MINOR_TICK: f64 = 2.5;
/// From the end of a tick to its label.
const GAP: f64 = 4.0;
/// Between an axis's tick labels and its title.
const TITLE_GAP: f64 = 6.0;

/// One axis: its title, its scale, and the range of coordinates it shows,
/// which may run backwards.
#[derive(Clone)]
pub(super) struct Axis {
    pub(super) title: String,
    pub(super) scale: Scale,
    pub(super) limits: (f64, f64),
    /// Names at 0, 1, 2, ... in place of numbers.
    pub(super) names: Vec<String>,
}

impl Axis {
    /// An axis with numbers.
    pub(super) fn numbers(title: &str, scale: Scale, limits: (f64, f64)) -> Self {
        Self { title: title.to_owned(), scale, limits, names: Vec::new() }
    }

    /// A vertical axis with a row for each name, from the top.
    pub(super) fn rows(names: Vec<String>) -> Self {
        Self {
            title: String::new(),
            scale: Scale::Linear,
            limits: (names.len() as f64 - 0.5, -0.5),
            names,
        }
    }

    fn ticks(&self, wanted: u32) -> Ticks {
        if !self.names.is_empty() {
            let named = self.names.iter().enumerate();
            return Ticks {
                major: named.map(|(at, name)| (at as f64, name.clone())).collect(),
                minor: Vec::new(),
            };
        }
        let (from, to) = self.limits;
        let (lo, hi) = if from < to { (from, to) } else { (to, from) };
        self.scale.ticks(lo, hi, wanted)
    }
}

/// A plot's rectangle with its two axes.
pub(super) struct Frame {
    pub(super) inner: Rect,
    pub(super) x: Axis,
    pub(super) y: Axis,
    x_ticks: Ticks,
    y_ticks: Ticks,
}

impl Frame {
    /// Lays axes out in `outer`, leaving `right` and `top` pixels free.
    pub(super) fn new(outer: Rect, x: Axis, y: Axis, right: f64, top: f64) -> Self {
        let below = TICK + GAP + TICK_SIZE + TITLE_GAP + TITLE_SIZE;
        let room = |pixels: f64, each: f64| (pixels / each).floor() as u32 + 1;
        let y_ticks = y.ticks(room(outer.height(), 75.0));
        let widest = y_ticks
            .major
            .iter()
            .map(|(_, label)| text_width(label, TICK_SIZE))
            .fold(0.0, |widest, width| if width > widest { width } else { widest });
        let title = if y.title.is_empty() { 0.0 } else { TITLE_GAP + TITLE_SIZE };
        let inner = Rect {
            left: (outer.left + title + widest + GAP + TICK + 2.0).floor(),
            top: (outer.top + top).floor(),
            right: (outer.right - right).floor(),
            bottom: (outer.bottom - below - 2.0).floor(),
        };
        assert!(
            inner.width() > 40.0 && inner.height() > 40.0,
            "the plot of {} against {} has no room left for its data: shorten the labels or \
             enlarge the figure",
            y.title,
            x.title,
        );
        let x_ticks = x.ticks(room(inner.width(), 90.0));
        Self { inner, x, y, x_ticks, y_ticks }
    }

    /// Gives both axes the same length, for a square of the plane.
    pub(super) fn square(mut self) -> Self {
        let excess = self.inner.width() - self.inner.height();
        if excess > 0.0 {
            self.inner.right -= excess;
        } else {
            self.inner.top -= excess;
        }
        self
    }

    /// Where an abscissa lies, in pixels.
    pub(super) fn across(&self, value: f64) -> f64 {
        self.across_coordinate(self.x.scale.coordinate(value))
    }

    /// Where an ordinate lies, in pixels.
    pub(super) fn down(&self, value: f64) -> f64 {
        self.down_coordinate(self.y.scale.coordinate(value))
    }

    /// Where a point lies, in pixels.
    pub(super) fn point(&self, (x, y): Point) -> Point {
        (self.across(x), self.down(y))
    }

    fn across_coordinate(&self, at: f64) -> f64 {
        let (lo, hi) = self.x.limits;
        self.inner.left + (at - lo) / (hi - lo) * self.inner.width()
    }

    fn down_coordinate(&self, at: f64) -> f64 {
        let (lo, hi) = self.y.limits;
        self.inner.bottom - (at - lo) / (hi - lo) * self.inner.height()
    }

    /// Draws what lies behind the data.
    pub(super) fn grid(&self, canvas: &mut Canvas<'_>) {
        let Rect { left, top, right, bottom } = self.inner;
        for &(at, _) in &self.x_ticks.major {
            let x = self.across_coordinate(at);
            canvas.line(&[(x, top), (x, bottom)], GRID_PEN);
        }
        // Rows with names guide the eye themselves.
        if self.y.names.is_empty() {
            for &(at, _) in &self.y_ticks.major {
                let y = self.down_coordinate(at);
                canvas.line(&[(left, y), (right, y)], GRID_PEN);
            }
        }
    }

    /// Draws the axes with ticks, their labels and the titles.
    pub(super) fn axes(&self, canvas: &mut Canvas<'_>, outer: Rect) {
        let Rect { left, top, right, bottom } = self.inner;
        canvas.line(&[(left, top), (left, bottom), (right, bottom)], AXIS_PEN);

        let below = Lettering { height: VPos::Top, ..Lettering::centred(AXIS, TICK_SIZE) };
        for (at, label) in &self.x_ticks.major {
            let x = self.across_coordinate(*at);
            canvas.line(&[(x, bottom), (x, bottom + TICK)], AXIS_PEN);
            canvas.text((x, bottom + TICK + GAP), label, below);
        }
        for &at in &self.x_ticks.minor {
            let x = self.across_coordinate(at);
            canvas.line(&[(x, bottom), (x, bottom + MINOR_TICK)], AXIS_PEN);
        }
        for (at, label) in &self.y_ticks.major {
            let y = self.down_coordinate(*at);
            canvas.line(&[(left - TICK, y), (left, y)], AXIS_PEN);
            canvas.text((left - TICK - GAP, y), label, Lettering::end(AXIS, TICK_SIZE));
        }
        for &at in &self.y_ticks.minor {
            let y = self.down_coordinate(at);
            canvas.line(&[(left - MINOR_TICK, y), (left, y)], AXIS_PEN);
        }

        let title = Lettering::centred(AXIS, TITLE_SIZE);
        let foot = Lettering { height: VPos::Top, ..title };
        let foot_y = bottom + TICK + GAP + TICK_SIZE + TITLE_GAP - 1.0;
        canvas.text(((left + right) / 2.0, foot_y), &self.x.title, foot);
        let spine = Lettering { upright: true, side: HPos::Center, height: VPos::Top, ..title };
        canvas.text((outer.left + 1.0, (top + bottom) / 2.0), &self.y.title, spine);
    }
}
