//! The partition of the plane by a trained classifier.

use numerics::elementary::ln;
use report::Figure;

use super::Results;
use crate::figure::{Drawing, Polygons};

/// Every so many examples are drawn, so that they do not hide the cells.
const STRIDE: usize = 4;

pub(super) fn partition(results: &Results<'_>) -> Figure {
    let trained = results.trained();
    let side = results.constants.spiral.half_width;
    let plot = Polygons::new("x₁", "x₂", (-side, side), (-side, side)).sized(640.0, 540.0);
    let plot = trained.after.cells.iter().fold(plot.quantity("log₁₀ |∇f|"), |plot, cell| {
        let plot = plot.polygon(&cell.corners, ln(cell.gradient_norm) / ln(10.0));
        cell.boundary.iter().fold(plot, |plot, line| plot.boundary(line))
    });
    let plot = trained.after.first_creases.iter().fold(plot, |plot, line| plot.crease(line));
    let [one, other] = trained
        .examples
        .each_ref()
        .map(|examples| examples.iter().copied().step_by(STRIDE).collect::<Vec<_>>());
    plot.points(3, &one).points(4, &other).figure(
        "partition",
        "Every linear cell of a trained classifier of two spirals, exactly. Each polygon is one \
         affine function, coloured by the length of its gradient. The orange line is the decision \
         boundary f = 0: straight within a cell, it bends only at edges. Creases of the first \
         layer, drawn stronger, are straight across the square; those of the second bend where \
         they meet them. Every fourth example is drawn.",
        "A square cut into some hundred convex polygons by straight lines and by broken ones. \
         Cells are smallest and the gradient is largest between the inner arms of the spirals. \
         The boundary winds between the arms of the two classes.",
    )
}
