//! Three numbers of regions, all exact.
//!
//! - **Convex cells**: the pieces into which the creases cut the box.
//! - **Distinct activation patterns**: the patterns of gates that occur on an open set. There are
//!   as many as cells. Let x and y have the same gates. By induction over the layers, every
//!   pre-activation is one affine form on the whole segment from x to y: those of the first layer
//!   always are, and if a layer's are then, having the same sign at both ends, they have it all
//!   along, so that the gates do not change and the next layer's are affine too. So a pattern's
//!   region is convex, one piece. The counts are made apart nevertheless: the walk divides
//!   polygons and never compares patterns.
//! - **Distinct affine maps**: the pairs (A, c) that occur, of all outputs together. There may be
//!   far fewer: a crease whose unit has no way to the output (a weight of zero, a later layer that
//!   is off) changes nothing, and cells far from each other may carry the same map.
//!
//! Equality of maps is decided in three steps, each leaving less for the next: gates that differ
//! only in units without influence give the same map; maps whose doubles differ by more than
//! their error bounds are different; all others are computed and compared in integers.

use crate::Error;
use crate::descent::walk;
use crate::exact::Form;
use crate::forms::{Forms, Problem, Rounded};
use crate::line::widened;
use crate::network::ReluNetwork;
use std::collections::{BTreeMap, BTreeSet};

/// How many regions a network has in a box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    /// Convex sets, with an interior, on which the gates are the same.
    pub convex_cells: usize,
    /// Patterns of gates.
    pub distinct_activation_patterns: usize,
    /// Affine maps of the outputs.
    pub distinct_affine_maps: usize,
}

/// Counts the regions of a network of one or two inputs in the open box |xᵢ| < R.
///
/// ```
/// use geometry::{Affine, Counts, ReluNetwork, count};
/// use numerics::Matrix;
///
/// // relu(x₁) + relu(x₂) + 0 relu(x₁ + x₂ - 1): three creases make seven cells, but the third
/// // does not reach the output.
/// let network = ReluNetwork::new(vec![
///     Affine {
///         weight: Matrix::from_rows(&[[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]),
///         bias: vec![0.0, 0.0, -1.0],
///     },
///     Affine { weight: Matrix::from_rows(&[[1.0, 1.0, 0.0]]), bias: vec![0.0] },
/// ])?;
/// let counts = count(&network, 10.0)?;
/// assert_eq!((counts.convex_cells, counts.distinct_affine_maps), (7, 4));
/// # Ok::<(), geometry::Error>(())
/// ```
///
/// # Errors
///
/// If the network has more than two inputs, or R is no size for a box.
pub fn count(network: &ReluNetwork, half_width: f64) -> Result<Counts, Error> {
    with_census(network, half_width, |problem, regions| {
        let patterns: BTreeSet<&[bool]> = regions.iter().map(|r| r.gates.as_slice()).collect();
        let distinct_activation_patterns = patterns.len();
        Counts {
            convex_cells: regions.len(),
            distinct_activation_patterns,
            distinct_affine_maps: classes(problem, &regions).iter().max().map_or(0, |max| max + 1),
        }
    })
}

/// For each cell in the order of [`cells`](crate::cells), or each interval in that of
/// [`intervals`](crate::intervals), the number of its affine map. Equal maps, and only those,
/// have equal numbers, given from 0 in the order in which the maps first occur.
///
/// # Errors
///
/// As for [`count`].
pub fn affine_maps(network: &ReluNetwork, half_width: f64) -> Result<Vec<usize>, Error> {
    with_census(network, half_width, |problem, regions| classes(problem, &regions))
}

/// What the comparison of maps needs of a region.
struct Entry {
    gates: Vec<bool>,
    /// A coefficient and its error, a x₁ and b x₂ taken at the far end of the box.
    map: Vec<(f64, f64)>,
}

fn with_census<T>(
    network: &ReluNetwork,
    half_width: f64,
    finish: impl FnOnce(&Problem<'_>, Vec<Entry>) -> T,
) -> Result<T, Error> {
    let wide;
    let network = match network.inputs() {
        1 => {
            wide = widened(network);
            &wide
        }
        2 => network,
        found => return Err(Error::Dimension { expected: "1 or 2 inputs", found }),
    };
    let problem = Problem::new(network, half_width)?;
    let mut regions = Vec::new();
    walk(&problem, &mut |region| {
        let map = coefficients(region.outputs, half_width);
        regions.push(Entry { gates: region.gates.to_vec(), map });
    });
    Ok(finish(&problem, regions))
}

fn coefficients(outputs: &Forms<'_>, half_width: f64) -> Vec<(f64, f64)> {
    let of_output = |k: usize| {
        let Rounded { a, b, c, error, size } = outputs.rounded(k);
        let error = error + f64::EPSILON * size;
        let values = [a * half_width, b * half_width, c];
        values.map(|value| (value, error))
    };
    (0..outputs.width()).flat_map(of_output).collect()
}

/// The number of each region's map.
fn classes(problem: &Problem<'_>, regions: &[Entry]) -> Vec<usize> {
    // Regions by the gates that matter; the first one stands for all.
    let mut by_influence: BTreeMap<Vec<bool>, usize> = BTreeMap::new();
    let influences = regions.iter().map(|region| influence(problem.network, &region.gates));
    let mut stands_for: Vec<usize> = influences
        .enumerate()
        .map(|(index, gates)| *by_influence.entry(gates).or_insert(index))
        .collect();

    let mut clusters = vec![by_influence.values().copied().collect::<Vec<_>>()];
    for coefficient in 0..3 * problem.network.outputs() {
        let interval = |region: usize| interval(regions[region].map[coefficient]);
        clusters = clusters.into_iter().flat_map(|all| separate(all, interval)).collect();
    }

    // What could not be told apart is computed exactly.
    let mut equal_to: BTreeMap<usize, usize> = BTreeMap::new();
    for cluster in clusters.iter().filter(|cluster| cluster.len() > 1) {
        let mut maps: BTreeMap<Vec<Form>, usize> = BTreeMap::new();
        for &region in cluster {
            let map = problem.exact().map(&influence(problem.network, &regions[region].gates));
            equal_to.insert(region, *maps.entry(map).or_insert(region));
        }
    }
    for region in &mut stands_for {
        *region = equal_to.get(region).copied().unwrap_or(*region);
    }

    let mut numbers = BTreeMap::new();
    let number = |region: &usize| {
        let next = numbers.len();
        *numbers.entry(*region).or_insert(next)
    };
    stands_for.iter().map(number).collect()
}

/// The gates without those units that are on but reach no output.
fn influence(network: &ReluNetwork, gates: &[bool]) -> Vec<bool> {
    let mut gates = gates.to_vec();
    let mut end = gates.len();
    // The units of the layer after that have influence: all outputs to begin with.
    let mut after: Vec<usize> = (0..network.outputs()).collect();
    for layers in network.layers().windows(2).rev() {
        let start = end - layers[0].bias.len();
        let reaches = |unit: usize| after.iter().any(|&j| layers[1].weight[(j, unit)] != 0.0);
        let on = (0..end - start).filter(|&unit| gates[start + unit] && reaches(unit));
        after = on.collect();
        gates[start..end].fill(false);
        for &unit in &after {
            gates[start + unit] = true;
        }
        end = start;
    }
    gates
}

/// Where a coefficient is for sure.
fn interval((value, error): (f64, f64)) -> (f64, f64) {
    let (low, high) = (value - error, value + error);
    if low.is_finite() && high.is_finite() { (low, high) } else { (-f64::INFINITY, f64::INFINITY) }
}

/// Parts such that the intervals of two regions in different ones do not meet.
fn separate(mut regions: Vec<usize>, interval: impl Fn(usize) -> (f64, f64)) -> Vec<Vec<usize>> {
    regions.sort_by(|&r, &s| interval(r).0.total_cmp(&interval(s).0));
    let mut parts: Vec<Vec<usize>> = Vec::new();
    let mut reach = f64::NEG_INFINITY;
    for region in regions {
        let (low, high) = interval(region);
        match parts.last_mut() {
            Some(part) if low <= reach => part.push(region),
            _ => parts.push(vec![region]),
        }
        if high > reach {
            reach = high;
        }
    }
    parts
}
