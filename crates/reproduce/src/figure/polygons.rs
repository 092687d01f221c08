//! Pieces of the plane, coloured by a quantity.

use report::number;
use serde_json::{Value, json};

use super::canvas::{Canvas, Point, Rect};
use super::colour_bar::ColourMap;
use super::frame::{Axis, Frame};
use super::scale::Scale;
use super::style::{INK, Pen, SERIES, unthemed};
use super::{Drawing, clip, marker};

/// Convex polygons filled by a quantity, such as the linear regions of a
/// network filled by the norm of its gradient.
///
/// Colours run from 0 or the least value to the 98th percentile, so that a few
/// extreme slivers do not wash out the rest. Edges are drawn in a second pass,
/// thin, so that they also cover the seams between fills.
///
/// ```
/// use reproduce::figure::{Drawing, Polygons};
/// let triangle = [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0)];
/// let figure = Polygons::new("x₁", "x₂", (0.0, 1.0), (0.0, 1.0))
///     .quantity("gradient norm")
///     .polygon(&triangle, 2.0)
///     .figure("regions", "Regions.", "One triangle.");
/// assert_eq!(figure.data["polygons"][0]["value"], 2.0);
/// ```
#[derive(Clone, Debug)]
pub struct Polygons {
    titles: [String; 2],
    ranges: [Point; 2],
    quantity: String,
    size: (f64, f64),
    polygons: Vec<(Vec<Point>, f64)>,
    creases: Vec<Vec<Point>>,
    boundaries: Vec<Vec<Point>>,
    points: Vec<(usize, Vec<Point>)>,
}

impl Polygons {
    /// An empty plot of the rectangle `x.0..=x.1` by `y.0..=y.1`.
    pub fn new(x_title: &str, y_title: &str, x: (f64, f64), y: (f64, f64)) -> Self {
        Self {
            titles: [x_title.to_owned(), y_title.to_owned()],
            ranges: [x, y],
            quantity: String::new(),
            size: (480.0, 400.0),
            polygons: Vec::new(),
            creases: Vec::new(),
            boundaries: Vec::new(),
            points: Vec::new(),
        }
    }

    /// What the colours mean: the title of the colour bar.
    pub fn quantity(mut self, title: &str) -> Self {
        self.quantity = title.to_owned();
        self
    }

    /// Width and height in CSS pixels, in place of 480 by 400.
    pub fn sized(mut self, width: f64, height: f64) -> Self {
        self.size = (width, height);
        self
    }

    /// A convex polygon and its value.
    pub fn polygon(mut self, corners: &[(f64, f64)], value: f64) -> Self {
        self.polygons.push((corners.to_vec(), value));
        self
    }

    /// An edge to tell from the others, drawn a little stronger, such as a crease of the first
    /// layer.
    pub fn crease(mut self, points: &[(f64, f64)]) -> Self {
        self.creases.push(points.to_vec());
        self
    }

    /// A strong line over the polygons, such as a decision boundary.
    pub fn boundary(mut self, points: &[(f64, f64)]) -> Self {
        self.boundaries.push(points.to_vec());
        self
    }

    /// Points with the `n`-th colour and marker, from 0, such as one class of
    /// the data.
    pub fn points(mut self, n: usize, points: &[(f64, f64)]) -> Self {
        assert!(n < SERIES.len(), "a figure has {} colours", SERIES.len());
        self.points.push((n, points.to_vec()));
        self
    }

    fn colours(&self) -> ColourMap {
        let mut values: Vec<f64> =
            self.polygons.iter().map(|(_, value)| *value).filter(|v| v.is_finite()).collect();
        values.sort_by(f64::total_cmp);
        assert!(
            !values.is_empty(),
            "the figure of polygons over {} and {} has none with a finite value",
            self.titles[0],
            self.titles[1]
        );
        let lo = if values[0] > 0.0 { 0.0 } else { values[0] };
        ColourMap::blues(lo, values[(values.len() - 1) * 98 / 100])
    }
}

impl Drawing for Polygons {
    fn size(&self) -> (f64, f64) {
        self.size
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let [x, y] = [0, 1].map(|i| Axis::numbers(&self.titles[i], Scale::Linear, self.ranges[i]));
        let colours = self.colours();
        let frame = Frame::new(area, x, y, colours.room(&self.quantity), 8.0);
        let [x, y] = self.ranges;
        let frame = if x.1 - x.0 == y.1 - y.0 { frame.square() } else { frame };
        let seen: Vec<(Vec<Point>, f64)> = self
            .polygons
            .iter()
            .map(|(corners, value)| {
                let corners: Vec<Point> = corners.iter().map(|&at| frame.point(at)).collect();
                (clip::polygon(&corners, frame.inner), *value)
            })
            .filter(|(corners, _)| corners.len() > 2)
            .collect();
        for (corners, value) in &seen {
            canvas.polygon(corners, colours.colour(*value), 1.0);
        }
        for (mut outline, _) in seen {
            outline.push(outline[0]);
            canvas.line(&outline, Pen::new(unthemed(INK), 0.5).alpha(0.55));
        }
        let creases = self.creases.iter().map(|line| (line, Pen::new(unthemed(INK), 1.4)));
        let boundary = Pen::series(unthemed(SERIES[1]));
        let boundaries = self.boundaries.iter().map(|line| (line, boundary));
        for (line, pen) in creases.chain(boundaries) {
            let pixels: Vec<Point> = line.iter().map(|&at| frame.point(at)).collect();
            for part in clip::line(&pixels, frame.inner) {
                canvas.line(&part, pen);
            }
        }
        for (look, points) in &self.points {
            let pixels = points.iter().map(|&at| frame.point(at));
            for at in pixels.filter(|&at| frame.inner.contains(at)) {
                marker::draw(canvas, *look, at, unthemed(SERIES[*look]));
            }
        }
        frame.axes(canvas, area);
        colours.draw_bar(canvas, frame.inner, &self.quantity);
    }

    fn data(&self) -> Value {
        let pairs = |points: &[Point]| -> Value {
            points.iter().map(|&(x, y)| json!([number(x), number(y)])).collect()
        };
        let polygons = self
            .polygons
            .iter()
            .map(|(corners, value)| json!({ "corners": pairs(corners), "value": number(*value) }));
        json!({
            "x": self.titles[0],
            "y": self.titles[1],
            "quantity": self.quantity,
            "polygons": polygons.collect::<Vec<_>>(),
            "creases": self.creases.iter().map(|line| pairs(line)).collect::<Vec<_>>(),
            "boundaries": self.boundaries.iter().map(|line| pairs(line)).collect::<Vec<_>>(),
            "points": self.points.iter().map(|(_, points)| pairs(points)).collect::<Vec<_>>(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn polygons_are_cut_filled_and_outlined() {
        let square = |x: f64| [(x, 0.0), (x + 1.0, 0.0), (x + 1.0, 1.0), (x, 1.0)];
        let svg = Polygons::new("x", "y", (0.0, 1.5), (0.0, 1.0))
            .polygon(&square(0.0), 1.0)
            .polygon(&square(1.0), 2.0)
            .polygon(&square(5.0), 2.0)
            .boundary(&[(0.0, 0.5), (9.0, 0.5)])
            .svg();
        assert_eq!(svg.matches("<polygon").count(), 2, "the third is out of sight");
        assert_eq!(svg.matches("stroke=\"#D55E01\"").count(), 1);
    }
}
