//! Curves over one variable.

mod drawing;
mod slopes;

use super::canvas::Point;
use super::scale::Scale;
use super::series::{Series, Shape};
use super::style::{HEIGHT, SERIES, WIDTH};

/// A plot of curves: build it series by series, then take its
/// [`figure`](super::Drawing::figure).
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
    slopes: Vec<Slope>,
    rules: Vec<Rule>,
    shade: Option<Shade>,
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

/// A region that is not to be read as success.
#[derive(Clone, Debug)]
struct Shade {
    above: f64,
    name: String,
}

/// A power law.
#[derive(Clone, Debug)]
struct Slope {
    slope: f64,
    through: Option<Point>,
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
            shade: None,
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
        Self::share(plots, 0);
        Self::share(plots, 1);
    }

    /// The same for the y axis only: panels of one quantity against several.
    pub fn share_y(plots: &mut [Self]) {
        Self::share(plots, 1);
    }

    fn share(plots: &mut [Self], axis: usize) {
        let series = plots.iter().flat_map(|plot| plot.values(axis));
        let values: Vec<f64> = series.flat_map(|(_, values)| values).collect();
        for plot in plots {
            plot.shown[axis].clone_from(&values);
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

    /// A line through (x, y) without markers, for a function rather than
    /// measurements.
    pub fn curve(self, name: &str, points: &[(f64, f64)]) -> Self {
        self.series(name, Shape::Curve(points.to_vec()))
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
    pub fn reference_slope(self, slope: f64, name: &str) -> Self {
        self.slope(Slope { slope, through: None, name: name.to_owned() })
    }

    /// The same through a point, for a line that belongs to one of several
    /// series.
    pub fn reference_slope_through(self, slope: f64, point: (f64, f64), name: &str) -> Self {
        self.slope(Slope { slope, through: Some(point), name: name.to_owned() })
    }

    fn slope(mut self, slope: Slope) -> Self {
        self.slopes.push(slope);
        self
    }

    /// A dashed line at height `y`.
    pub fn horizontal(mut self, y: f64, name: &str) -> Self {
        self.rules.push(Rule { upright: false, at: y, name: name.to_owned() });
        self
    }

    /// Shades what lies above `y`, and names the region in its upper right corner.
    pub fn shade_above(mut self, y: f64, name: &str) -> Self {
        self.shade = Some(Shade { above: y, name: name.to_owned() });
        self
    }

    /// A dashed line at `x`, named above the plot.
    pub fn vertical(mut self, x: f64, name: &str) -> Self {
        self.rules.push(Rule { upright: true, at: x, name: name.to_owned() });
        self
    }
}

#[cfg(test)]
mod tests {
    use super::super::Drawing;
    use super::*;

    /// The numbers of the first polyline with this stroke.
    fn polyline(svg: &str, stroke: &str) -> Vec<(f64, f64)> {
        let line = svg
            .lines()
            .find(|line| line.starts_with("<polyline") && line.contains(stroke))
            .expect("a line with this stroke");
        let points = line.split("points=\"").nth(1).and_then(|rest| rest.split('"').next());
        let pair = |pair: &str| {
            let (x, y) = pair.split_once(',').expect("x,y");
            (x.parse().expect("a number"), y.parse().expect("a number"))
        };
        points.expect("points").split(' ').map(pair).collect()
    }

    #[test]
    fn decades_are_equally_far_apart() {
        let points = [(1.0, 1e-3), (10.0, 1e-1), (100.0, 10.0), (1000.0, 1e3)];
        let svg = LinePlot::new("x", "y").log_x().log_y().line("", &points).svg();
        let drawn = polyline(&svg, "#0072B2");
        for pair in drawn.windows(3) {
            let [a, b, c] = [pair[0], pair[1], pair[2]];
            assert!((c.0 - 2.0 * b.0 + a.0).abs() <= 1.0 && (c.1 - 2.0 * b.1 + a.1).abs() <= 1.0);
        }
    }

    #[test]
    fn a_reference_slope_has_its_slope() {
        let points = [(1.0, 1.0), (1000.0, 1e-3)];
        let plot = LinePlot::new("x", "y").log2_x().log_y().line("", &points);
        let svg = plot.reference_slope(-1.0, "slope −1").svg();
        let tilt = |line: &[(f64, f64)]| (line[1].1 - line[0].1) / (line[1].0 - line[0].0);
        let (data, reference) = (polyline(&svg, "#0072B2"), polyline(&svg, "stroke-width=\"5\""));
        assert!((tilt(&data) - tilt(&reference)).abs() < 2e-3);
    }

    #[test]
    fn a_shade_ends_at_its_value() {
        let line = [(0.0, 0.0), (1.0, 2.0)];
        let plot = LinePlot::new("x", "y").line("", &line).y_range(0.0, 2.0);
        let svg = plot.shade_above(1.0, "too high").svg();
        assert!(svg.contains("too high"));
        let shade = svg.lines().find(|line| line.starts_with("<polygon")).expect("a region");
        let corners = shade.split("points=\"").nth(1).and_then(|rest| rest.split('"').next());
        let down = |corner: &str| -> f64 {
            corner.split_once(',').expect("x,y").1.parse().expect("a number")
        };
        let downs: Vec<f64> = corners.expect("points").split_whitespace().map(down).collect();
        let lowest = downs.iter().copied().fold(0.0, |a, b| if b > a { b } else { a });
        // Half way down the line.
        let drawn = polyline(&svg, "#0072B2");
        assert!((lowest - 0.5 * (drawn[0].1 + drawn[1].1)).abs() <= 1.0, "{downs:?} {drawn:?}");
    }

    #[test]
    fn a_missing_value_is_a_gap() {
        let points: Vec<(f64, f64)> = (0..60)
            .map(|i| (f64::from(i), if i == 30 { f64::NAN } else { f64::from(i) }))
            .collect();
        let svg = LinePlot::new("x", "y").line("", &points).svg();
        assert_eq!(svg.matches("stroke=\"#0072B2\"").count(), 2);
    }

    #[test]
    #[should_panic(
        expected = "the figure of loss against epoch: series \"trained\" has the value 0"
    )]
    fn a_logarithmic_axis_has_no_place_for_zero() {
        let _ = LinePlot::new("epoch", "loss").log_y().line("trained", &[(1.0, 0.0)]).svg();
    }

    #[test]
    #[should_panic(expected = "the figure of loss against epoch has no finite value")]
    fn an_empty_plot_says_which_it_is() {
        let _ = LinePlot::new("epoch", "loss").svg();
    }

    #[test]
    #[should_panic(expected = "series \"9\" would be number 9, and a plot tells 8 apart")]
    fn colours_do_not_repeat() {
        let _ = (1..=9).fold(LinePlot::new("x", "y"), |plot, i| plot.line(&i.to_string(), &[]));
    }
}
