//! Markers: one shape a series, so that colour is never the only difference.

use plotters::style::RGBColor;

use super::canvas::{Canvas, Point};
use super::style::{MARKER, Pen};

/// Draws the marker of the series that has this `look`.
pub(super) fn draw(canvas: &mut Canvas<'_>, look: usize, (x, y): Point, colour: RGBColor) {
    let r = MARKER;
    let polygon = |corners: &[Point]| -> Vec<Point> {
        corners.iter().map(|&(dx, dy)| (x + dx * r, y + dy * r)).collect()
    };
    let pen = Pen::new(colour, 1.75);
    match look % 8 {
        0 => canvas.disc((x, y), r, colour, 1.0),
        1 => {
            let square = polygon(&[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)]);
            canvas.polygon(&square, colour, 1.0);
        }
        2 => canvas.polygon(&polygon(&[(0.0, -1.4), (1.2, 0.8), (-1.2, 0.8)]), colour, 1.0),
        3 => {
            let diamond = polygon(&[(0.0, -1.4), (1.3, 0.0), (0.0, 1.4), (-1.3, 0.0)]);
            canvas.polygon(&diamond, colour, 1.0);
        }
        4 => canvas.polygon(&polygon(&[(0.0, 1.4), (1.2, -0.8), (-1.2, -0.8)]), colour, 1.0),
        5 => {
            canvas.line(&polygon(&[(-1.2, -1.2), (1.2, 1.2)]), pen);
            canvas.line(&polygon(&[(-1.2, 1.2), (1.2, -1.2)]), pen);
        }
        6 => {
            canvas.line(&polygon(&[(-1.4, 0.0), (1.4, 0.0)]), pen);
            canvas.line(&polygon(&[(0.0, -1.4), (0.0, 1.4)]), pen);
        }
        _ => canvas.ring((x, y), r, pen),
    }
}
