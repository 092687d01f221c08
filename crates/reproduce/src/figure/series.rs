//! The series of a plot: what is drawn, and the same as data.

use report::number;
use serde_json::{Value, json};

use super::canvas::Point;

/// The values of one series and how they are drawn.
#[derive(Clone, Debug)]
pub(super) enum Shape {
    /// A line through (x, y), with markers if the points are few.
    Line(Vec<Point>),
    /// A line through (x, y) without markers.
    Curve(Vec<Point>),
    /// A line through (x, y) in a band from `lo` to `hi`.
    Band(Vec<(f64, f64, f64, f64)>),
    /// Points without a line.
    Dots(Vec<Point>),
    /// Constant from each x to the next.
    Steps(Vec<Point>),
    /// Many thin lines of one kind, such as one a seed.
    Strands(Vec<Vec<Point>>),
    /// A grey line behind the data: a target, a baseline.
    Context(Vec<Point>),
    /// A grey dashed line: a theory's prediction.
    Theory(Vec<Point>),
}

/// A named series.
#[derive(Clone, Debug)]
pub(super) struct Series {
    pub(super) name: String,
    /// Which colour and marker.
    pub(super) look: usize,
    pub(super) shape: Shape,
}

impl Series {
    /// Every abscissa and ordinate that must be inside the axes.
    pub(super) fn extent(&self) -> Vec<Point> {
        match &self.shape {
            Shape::Line(points)
            | Shape::Curve(points)
            | Shape::Dots(points)
            | Shape::Steps(points)
            | Shape::Context(points)
            | Shape::Theory(points) => points.clone(),
            Shape::Band(points) => {
                points.iter().flat_map(|&(x, y, lo, hi)| [(x, y), (x, lo), (x, hi)]).collect()
            }
            Shape::Strands(lines) => lines.concat(),
        }
    }

    /// The points that the line goes through; a strand's is the last one.
    pub(super) fn line(&self) -> Vec<Point> {
        match &self.shape {
            Shape::Band(points) => points.iter().map(|&(x, y, _, _)| (x, y)).collect(),
            Shape::Strands(lines) => lines.last().cloned().unwrap_or_default(),
            Shape::Steps(points) => stairs(points),
            _ => self.extent(),
        }
    }

    /// Whether the series is grey: it frames the data and is not one of them.
    pub(super) fn is_backdrop(&self) -> bool {
        matches!(self.shape, Shape::Context(_) | Shape::Theory(_))
    }

    /// The series as the report keeps it.
    pub(super) fn data(&self) -> Value {
        let pairs = |points: &[Point]| -> Value {
            points.iter().map(|&(x, y)| json!([number(x), number(y)])).collect()
        };
        let (kind, values) = match &self.shape {
            Shape::Line(points) => ("line", pairs(points)),
            Shape::Curve(points) => ("curve", pairs(points)),
            Shape::Dots(points) => ("dots", pairs(points)),
            Shape::Steps(points) => ("steps", pairs(points)),
            Shape::Context(points) => ("context", pairs(points)),
            Shape::Theory(points) => ("theory", pairs(points)),
            Shape::Strands(lines) => ("strands", lines.iter().map(|line| pairs(line)).collect()),
            Shape::Band(points) => {
                let rows = points
                    .iter()
                    .map(|&(x, y, lo, hi)| json!([number(x), number(y), number(lo), number(hi)]));
                ("band", rows.collect())
            }
        };
        json!({ "name": self.name, "kind": kind, "points": values })
    }
}

/// The corners of a staircase through `points`.
fn stairs(points: &[Point]) -> Vec<Point> {
    let mut corners = Vec::with_capacity(2 * points.len());
    for (i, &(x, y)) in points.iter().enumerate() {
        if i > 0 {
            corners.push((x, points[i - 1].1));
        }
        corners.push((x, y));
    }
    corners
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stairs_turn_at_every_point() {
        assert_eq!(
            stairs(&[(0.0, 1.0), (1.0, 2.0), (3.0, 0.0)]),
            [(0.0, 1.0), (1.0, 1.0), (1.0, 2.0), (3.0, 2.0), (3.0, 0.0)]
        );
    }

    #[test]
    fn missing_values_are_kept_in_the_data() {
        let series =
            Series { name: "a".into(), look: 0, shape: Shape::Line(vec![(1.0, f64::NAN)]) };
        let kept = json!({ "name": "a", "kind": "line", "points": [[1.0, "nan"]] });
        assert_eq!(series.data(), kept);
    }
}
