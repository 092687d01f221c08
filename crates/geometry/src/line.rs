//! Networks of one input: their intervals and breakpoints.
//!
//! A network of one input is one of two that ignores the second. Its cells are strips of the box
//! from bottom to top, which the walk meets from left to right.

use crate::Error;
use crate::count::affine_maps;
use crate::descent::{Region, walk};
use crate::forms::Problem;
use crate::network::{Affine, AffinePiece, Gates, ReluNetwork};
use numerics::Matrix;

/// An open interval on which the gates are the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Interval {
    /// Its left end.
    pub from: f64,
    /// Its right end.
    pub to: f64,
    /// The gates inside.
    pub gates: Gates,
    /// What the network is there.
    pub piece: AffinePiece,
}

/// All intervals of (−R, R) on which the gates are the same, from left to right. R is
/// `half_width`.
///
/// Which intervals there are, and in which order, is exact; their ends are the roots of affine
/// forms whose coefficients are rounded.
///
/// # Errors
///
/// If the network does not have one input, or R is no size for a box.
pub fn intervals(network: &ReluNetwork, half_width: f64) -> Result<Vec<Interval>, Error> {
    if network.inputs() != 1 {
        return Err(Error::Dimension { expected: "1 input", found: network.inputs() });
    }
    let network = widened(network);
    let problem = Problem::new(&network, half_width)?;
    let mut intervals = Vec::new();
    walk(&problem, &mut |Region { gates, outputs, polygon }| {
        let [from, to] = polygon.ends();
        let slope = Matrix::from_vec(outputs.width(), 1, outputs.a.clone());
        let piece = AffinePiece { slope, offset: outputs.c.clone() };
        intervals.push(Interval { from, to, gates: Gates(gates.to_vec()), piece });
    });
    Ok(intervals)
}

/// Where in (−R, R) the network is not affine, from left to right: those ends of
/// [`intervals`] at which its affine map changes. A network with k of them has k + 1 pieces.
///
/// # Errors
///
/// As for [`intervals`].
pub fn breakpoints(network: &ReluNetwork, half_width: f64) -> Result<Vec<f64>, Error> {
    let intervals = intervals(network, half_width)?;
    let maps = affine_maps(network, half_width)?;
    let changes = maps.windows(2).map(|pair| pair[0] != pair[1]);
    Ok(intervals.iter().zip(changes).filter(|(_, change)| *change).map(|(i, _)| i.to).collect())
}

/// The same function of the first of two inputs.
pub(crate) fn widened(network: &ReluNetwork) -> ReluNetwork {
    let mut layers = network.layers().to_vec();
    let Affine { weight, .. } = &mut layers[0];
    *weight = Matrix::from_fn(weight.rows, 2, |i, j| if j == 0 { weight[(i, 0)] } else { 0.0 });
    ReluNetwork::new(layers).expect("the shapes fit as before")
}
