//! Curves over one variable.

mod drawing;
mod slopes;

use super::canvas::Point;
use super::scale::Scale;
use super::series::{Series, Shape};
use super::style::{HEIGHT, SERIES, WIDTH};

/// A plot of curves: build it series by series, then take its
/// [`figure`](Drawing::figure).
///
/// Series take the palette's colours in order and are named at their right
/// ends; an empty name draws no label. A value that is NaN or infinite is a gap.
#[derive(Clone, Debug)]
pub struct LinePlot {
    titles: [String; 2],
    scales: [Scale; 2],
    ranges: [Option<Point>; 2],
    /// Values that an axis shows although nothing is drawn there.
    shown: [Vec<f64>; 2],
    series: Vec<Series>,
    slopes: Vec<(f64, String)>,
    rules: Vec<Rule>,
    next_look: usize,
    size: (f64, f64),
}

/// A straight line over the whole plot.
#[derive(Clone, Debug)]
struct Rule {
    upright: bool,
    at: f64,
    name: String,
}

impl LinePlot {
    /// An empty plot with the titles of its axes.
    pub fn new(x: &str, y: &str) -> Self {
        Self {
            titles: [x.to_owned(), y.to_owned()],
            scales: [Scale::Linear; 2],
            ranges: [None; 2],
            shown: [Vec::new(), Vec::new()],
            series: Vec::new(),
            slopes: Vec::new(),
            rules: Vec::new(),
            next_look: 0,
            size: (WIDTH, HEIGHT),
        }
    }

    /// A logarithmic x axis with ticks at powers of ten.
    pub fn log_x(self) -> Self {
        self.scale(0, Scale::Log10)
    }

    /// A logarithmic y axis with ticks at powers of ten.
    pub fn log_y(self) -> Self {
        self.scale(1, Scale::Log10)
    }

    /// A logarithmic x axis with ticks at powers of two.
    pub fn log2_x(self) -> Self {
        self.scale(0, Scale::Log2)
    }

    /// A logarithmic y axis with ticks at powers of two.
    pub fn log2_y(self) -> Self {
        self.scale(1, Scale::Log2)
    }

    fn scale(mut self, axis: usize, scale: Scale) -> Self {
        self.scales[axis] = scale;
        self
    }

    /// Shows `lo <= x <= hi` exactly; lines are cut at the edge.
    pub fn x_range(mut self, lo: f64, hi: f64) -> Self {
        self.ranges[0] = Some((lo, hi));
        self
    }

    /// Shows `lo <= y <= hi` exactly; lines are cut at the edge.
    pub fn y_range(mut self, lo: f64, hi: f64) -> Self {
        self.ranges[1] = Some((lo, hi));
        self
    }

    /// Makes the x axis reach `value`.
    pub fn include_x(mut self, value: f64) -> Self {
        self.shown[0].push(value);
        self
    }

    /// Makes the y axis reach `value`, such as 0.
    pub fn include_y(mut self, value: f64) -> Self {
        self.shown[1].push(value);
        self
    }

    /// Makes every plot show what the axes of the others show, for panels
    /// that are compared.
    pub fn share_axes(plots: &mut [Self]) {
        for axis in [0, 1] {
            let values: Vec<f64> = plots
                .iter()
                .flat_map(|plot| plot.values(axis))
                .flat_map(|(_, values)| values)
                .collect();
            for plot in plots.iter_mut() {
                plot.shown[axis].clone_from(&values);
            }
        }
    }

    /// Width and height in CSS pixels, in place of 640 by 400.
    pub fn sized(mut self, width: f64, height: f64) -> Self {
        self.size = (width, height);
        self
    }

    /// The next series takes the `n`-th colour and marker, from 0: for one
    /// meaning to keep its colour over several plots.
    pub fn colour(mut self, n: usize) -> Self {
        self.next_look = n;
        self
    }

    /// A line through (x, y), with markers if the points are few.
    pub fn line(self, name: &str, points: &[(f64, f64)]) -> Self {
        self.series(name, Shape::Line(points.to_vec()))
    }

    /// A line through (x, y) in a band: points are (x, y, low, high).
    pub fn band(self, name: &str, points: &[(f64, f64, f64, f64)]) -> Self {
        self.series(name, Shape::Band(points.to_vec()))
    }

    /// Points without a line.
    pub fn points(self, name: &str, points: &[(f64, f64)]) -> Self {
        self.series(name, Shape::Dots(points.to_vec()))
    }

    /// A staircase: y is constant from each x to the next.
    pub fn steps(self, name: &str, points: &[(f64, f64)]) -> Self {
        self.series(name, Shape::Steps(points.to_vec()))
    }

    /// Thin lines that share a name and a colour, such as one a seed.
    pub fn strands(self, name: &str, lines: &[Vec<(f64, f64)>]) -> Self {
        self.series(name, Shape::Strands(lines.to_vec()))
    }

    /// A grey line behind the data, such as a target.
    pub fn context(self, name: &str, points: &[(f64, f64)]) -> Self {
        self.series(name, Shape::Context(points.to_vec()))
    }

    /// A grey dashed line, such as a bound.
    pub fn theory(self, name: &str, points: &[(f64, f64)]) -> Self {
        self.series(name, Shape::Theory(points.to_vec()))
    }

    /// How messages call this plot.
    fn name(&self) -> String {
        format!("the figure of {} against {}", self.titles[1], self.titles[0])
    }

    fn series(mut self, name: &str, shape: Shape) -> Self {
        let series = Series { name: name.to_owned(), look: self.next_look, shape };
        if !series.is_backdrop() {
            self.next_look += 1;
            assert!(
                series.look < SERIES.len(),
                "{}: series {name:?} would be number {}, and a plot tells {} apart: split it into \
                 panels",
                self.name(),
                series.look + 1,
                SERIES.len(),
            );
        }
        self.series.push(series);
        self
    }

    /// A dashed line of this slope on two logarithmic axes, placed beside the
    /// data: y is proportional to x to the power `slope`.
    pub fn reference_slope(mut self, slope: f64, name: &str) -> Self {
        self.slopes.push((slope, name.to_owned()));
        self
    }

    /// A dashed line at height `y`.
    pub fn horizontal(mut self, y: f64, name: &str) -> Self {
        self.rules.push(Rule { upright: false, at: y, name: name.to_owned() });
        self
    }

    /// A dashed line at `x`, named above the plot.
    pub fn vertical(mut self, x: f64, name: &str) -> Self {
        self.rules.push(Rule { upright: true, at: x, name: name.to_owned() });
        self
    }
}
