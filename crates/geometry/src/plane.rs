//! All cells of a network of two inputs in a box, by clipping polygons layer by layer.

use crate::Error;
use crate::descent::{Region, walk};
use crate::forms::Problem;
use crate::network::{AffinePiece, Gates, ReluNetwork};

/// A set on which the gates are the same: a convex polygon.
///
/// Two points with the same gates have the same forms in every layer, and the gates say on which
/// side of each crease they lie. So the set is an intersection of half planes with the box:
/// convex, and never in two places.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// The gates in the interior of the cell.
    pub gates: Gates,
    /// What the network is there.
    pub piece: AffinePiece,
    /// The corners, counter-clockwise, rounded: each coordinate is right to a few units in the
    /// last place of the box's half width, unless lines that are nearly parallel meet there.
    pub vertices: Vec<[f64; 2]>,
}

/// Calls `visit` for every cell of the open box |x₁|, |x₂| < R that has an interior, keeping none.
/// R is `half_width`.
///
/// Their order depends on the network alone: the cells within one cell of the first layer come
/// before those within the next, and so on.
///
/// # Errors
///
/// If the network does not have two inputs, or R is no size for a box.
pub fn visit_cells(
    network: &ReluNetwork,
    half_width: f64,
    mut visit: impl FnMut(Cell),
) -> Result<(), Error> {
    if network.inputs() != 2 {
        return Err(Error::Dimension { expected: "2 inputs", found: network.inputs() });
    }
    let problem = Problem::new(network, half_width)?;
    walk(&problem, &mut |Region { gates, outputs, polygon }| {
        visit(Cell {
            gates: Gates(gates.to_vec()),
            piece: outputs.piece(),
            vertices: polygon.points().map(|point| [point.x, point.y]).collect(),
        });
    });
    Ok(())
}

/// All cells, in the order of [`visit_cells`].
///
/// # Errors
///
/// As for [`visit_cells`].
pub fn cells(network: &ReluNetwork, half_width: f64) -> Result<Vec<Cell>, Error> {
    let mut cells = Vec::new();
    visit_cells(network, half_width, |cell| cells.push(cell))?;
    Ok(cells)
}

impl Cell {
    /// The area, from the rounded corners.
    pub fn area(&self) -> f64 {
        let [x0, y0] = self.vertices[0];
        let triangle = |pair: &[[f64; 2]]| {
            let [[x, y], [x_next, y_next]] = [pair[0], pair[1]];
            0.5 * ((x - x0) * (y_next - y0) - (x_next - x0) * (y - y0))
        };
        self.vertices[1..].windows(2).map(triangle).sum()
    }

    /// The part of the line f_k = `level` in the cell, if it crosses the cell.
    pub fn level_set(&self, k: usize, level: f64) -> Option<[[f64; 2]; 2]> {
        let row = self.piece.slope.row(k);
        self.segment([row[0], row[1], self.piece.offset[k] - level])
    }

    /// The part of the line f_j = f_k in the cell, if it crosses the cell: where a classifier
    /// would change between these two classes.
    pub fn boundary(&self, j: usize, k: usize) -> Option<[[f64; 2]; 2]> {
        let AffinePiece { slope, offset } = &self.piece;
        let [p, q] = [0, 1].map(|i| slope[(j, i)] - slope[(k, i)]);
        self.segment([p, q, offset[j] - offset[k]])
    }

    /// Where p x₁ + q x₂ + r changes its sign along the edges.
    fn segment(&self, [p, q, r]: [f64; 3]) -> Option<[[f64; 2]; 2]> {
        let value = |[x, y]: [f64; 2]| p * x + q * y + r;
        let next = self.vertices.iter().cycle().skip(1);
        let crossings = self.vertices.iter().zip(next).filter_map(|(&from, &to)| {
            let (s, s_to) = (value(from), value(to));
            let t = s / (s - s_to);
            ((s > 0.0) != (s_to > 0.0))
                .then(|| [from[0] + t * (to[0] - from[0]), from[1] + t * (to[1] - from[1])])
        });
        let ends: Vec<[f64; 2]> = crossings.collect();
        <[[f64; 2]; 2]>::try_from(ends).ok()
    }
}
