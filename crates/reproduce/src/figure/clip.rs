//! Cutting lines and polygons at the edge of a plot.

use super::canvas::{Point, Rect};

/// The parts of an open line that lie in `frame`.
///
/// A point that is not finite ends a part: missing values are gaps.
pub(super) fn line(points: &[Point], frame: Rect) -> Vec<Vec<Point>> {
    let mut parts: Vec<Vec<Point>> = Vec::new();
    let mut pen_down = false;
    for pair in points.windows(2) {
        match segment(pair[0], pair[1], frame) {
            Some((from, to)) => {
                match parts.last_mut() {
                    Some(part) if pen_down && from == pair[0] => part.push(to),
                    _ => parts.push(vec![from, to]),
                }
                pen_down = to == pair[1];
            }
            None => pen_down = false,
        }
    }
    parts
}

/// Liang and Barsky's clipping of one segment, unchanged ends kept bit for bit.
fn segment(a: Point, b: Point, frame: Rect) -> Option<(Point, Point)> {
    if ![a.0, a.1, b.0, b.1].iter().all(|v| v.is_finite()) {
        return None;
    }
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let (mut enter, mut leave) = (0.0, 1.0);
    for (step, room) in [
        (-dx, a.0 - frame.left),
        (dx, frame.right - a.0),
        (-dy, a.1 - frame.top),
        (dy, frame.bottom - a.1),
    ] {
        let at = room / step;
        if step == 0.0 {
            if room < 0.0 {
                return None;
            }
        } else if step < 0.0 {
            if at > enter {
                enter = at;
            }
        } else if at < leave {
            leave = at;
        }
    }
    let along = |t: f64| (a.0 + t * dx, a.1 + t * dy);
    (enter <= leave).then(|| {
        (if enter == 0.0 { a } else { along(enter) }, if leave == 1.0 { b } else { along(leave) })
    })
}

/// The part of a polygon in `frame` (Sutherland and Hodgman): convex pieces
/// stay whole, and pieces of others may be joined along the edge.
pub(super) fn polygon(points: &[Point], frame: Rect) -> Vec<Point> {
    type Inside = fn(Point, Rect) -> f64;
    let edges: [Inside; 4] =
        [|p, r| p.0 - r.left, |p, r| r.right - p.0, |p, r| p.1 - r.top, |p, r| r.bottom - p.1];
    edges.iter().fold(points.to_vec(), |polygon, inside| {
        let mut kept = Vec::with_capacity(polygon.len() + 4);
        for (i, &b) in polygon.iter().enumerate() {
            let a = polygon[(i + polygon.len() - 1) % polygon.len()];
            let (da, db) = (inside(a, frame), inside(b, frame));
            if (da < 0.0) != (db < 0.0) {
                let t = da / (da - db);
                kept.push((a.0 + t * (b.0 - a.0), a.1 + t * (b.1 - a.1)));
            }
            if db >= 0.0 {
                kept.push(b);
            }
        }
        kept
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNIT: Rect = Rect { left: 0.0, top: 0.0, right: 1.0, bottom: 1.0 };

    #[test]
    fn a_line_inside_is_untouched() {
        let points = [(0.1, 0.2), (0.3, 0.9), (1.0, 0.0)];
        assert_eq!(line(&points, UNIT), [points.to_vec()]);
    }

    #[test]
    fn a_line_that_leaves_and_returns_has_two_parts() {
        let parts = line(&[(0.5, 0.5), (1.5, 0.5), (0.5, 0.75)], UNIT);
        assert_eq!(parts, [vec![(0.5, 0.5), (1.0, 0.5)], vec![(1.0, 0.625), (0.5, 0.75)]]);
        assert!(line(&[(-1.0, 0.5), (0.5, 3.0)], UNIT).is_empty());
    }

    #[test]
    fn missing_values_are_gaps() {
        let points = [(0.0, 0.0), (0.2, 0.2), (0.3, f64::NAN), (0.4, 0.4), (0.5, 0.5)];
        let parts = line(&points, UNIT);
        assert_eq!(parts, [points[..2].to_vec(), points[3..].to_vec()]);
    }

    #[test]
    fn polygons_are_cut_at_every_edge() {
        let diamond = [(0.5, -0.5), (1.5, 0.5), (0.5, 1.5), (-0.5, 0.5)];
        let mut cut = polygon(&diamond, UNIT);
        cut.dedup();
        assert!(cut.iter().all(|p| (0.0..=1.0).contains(&p.0) && (0.0..=1.0).contains(&p.1)));
        assert!([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)].iter().all(|c| cut.contains(c)));
        let outside = [(2.0, 2.0), (3.0, 2.0), (3.0, 3.0)];
        assert!(polygon(&outside, UNIT).is_empty());
    }
}
