//! Layered layout in the manner of Sugiyama, Tagawa and Toda ("Methods for
//! visual understanding of hierarchical system structures", 1981).
//!
//! 1. A node's layer is the longest path to it; inputs move next to their
//!    first use.
//! 2. Arrows over several layers get a waypoint in each, so that they bend
//!    around nodes.
//! 3. Sweeps back and forth put everything at the mean of its neighbours and
//!    push overlaps apart; the sweep with the fewest crossings wins.

use super::super::canvas::Point;
use super::super::labels::spread;

/// Between neighbours in a layer.
const AISLE: f64 = 14.0;
/// What a waypoint takes in its layer.
const LANE: f64 = 12.0;
const SWEEPS: usize = 24;

/// Positions are (along the layers, across them).
pub(super) struct Layout {
    centres: Vec<Point>,
    links: Vec<Link>,
    extent: Point,
}

/// An arrow: the straight stretches that its curves connect.
pub(super) struct Link {
    pub(super) parent: usize,
    pub(super) child: usize,
    stretches: Vec<(Point, Point)>,
}

/// A node or a waypoint.
struct Stop {
    layer: usize,
    /// Along and across.
    size: Point,
    at: f64,
}

impl Layout {
    /// Lays out nodes with these parents and sizes, with `gap` between layers.
    pub(super) fn new(parents: &[&[usize]], sizes: &[Point], gap: f64) -> Self {
        let layer = layers(parents);
        let depth = layer.iter().max().map_or(0, |deepest| deepest + 1);
        let mut stops: Vec<Stop> =
            layer.iter().zip(sizes).map(|(&layer, &size)| Stop { layer, size, at: 0.0 }).collect();
        // Each arrow as the stops it passes, and all steps between stops.
        let mut routes: Vec<Vec<usize>> = Vec::new();
        for (child, parents) in parents.iter().enumerate() {
            for &parent in *parents {
                let mut route = vec![parent];
                for layer in layer[parent] + 1..layer[child] {
                    route.push(stops.len());
                    stops.push(Stop { layer, size: (0.0, LANE), at: 0.0 });
                }
                route.push(child);
                routes.push(route);
            }
        }
        let steps: Vec<(usize, usize)> = routes
            .iter()
            .flat_map(|route| route.windows(2).map(|pair| (pair[0], pair[1])))
            .collect();
        arrange(&mut stops, &steps, depth);

        let first = stops.iter().map(|s| s.at - s.size.1 / 2.0).fold(f64::INFINITY, smaller);
        stops.iter_mut().for_each(|stop| stop.at -= first);
        let across = -stops.iter().map(|s| -(s.at + s.size.1 / 2.0)).fold(f64::INFINITY, smaller);
        let mut columns = Vec::new();
        let mut along = 0.0;
        for layer in 0..depth {
            let widths = stops.iter().filter(|s| s.layer == layer).map(|s| -s.size.0);
            let width = -widths.fold(0.0, smaller);
            columns.push((along, along + width));
            along += width + gap;
        }
        let middle = |s: &Stop| (columns[s.layer].0 + columns[s.layer].1) / 2.0;
        let centres = stops[..parents.len()].iter().map(|s| (middle(s), s.at)).collect();
        let links = links(&routes, &stops, &columns, sizes);
        Self { centres, links, extent: (along - gap, across) }
    }

    /// The centre of each node.
    pub(super) fn centres(&self) -> &[Point] {
        &self.centres
    }

    /// The arrows, child by child.
    pub(super) fn links(&self) -> &[Link] {
        &self.links
    }

    /// The size of the whole.
    pub(super) fn extent(&self) -> Point {
        self.extent
    }
}

impl Link {
    /// The whole curve from the parent's border to the child's.
    pub(super) fn path(&self) -> Vec<Point> {
        let mut path: Vec<Point> = Vec::new();
        for (i, &(from, to)) in self.stretches.iter().enumerate() {
            if i > 0 {
                path.extend(bend(self.stretches[i - 1].1, from));
            }
            path.extend([from, to]);
        }
        path
    }

    /// Where the arrow leaves its parent's layer, and how far across it then
    /// turns.
    pub(super) fn departure(&self) -> (Point, f64) {
        let (from, to) = (self.stretches[0].1, self.stretches[1].0);
        (from, to.1 - from.1)
    }
}

/// Points between `a` and `b` on a curve that is level at both ends.
fn bend(a: Point, b: Point) -> impl Iterator<Item = Point> {
    (1..12).map(move |i| {
        let t = f64::from(i) / 12.0;
        let rise = t * t * (3.0 - 2.0 * t);
        (a.0 + t * (b.0 - a.0), a.1 + rise * (b.1 - a.1))
    })
}

fn layers(parents: &[&[usize]]) -> Vec<usize> {
    let mut layer = vec![0; parents.len()];
    for (node, parents) in parents.iter().enumerate() {
        layer[node] = parents.iter().map(|&parent| layer[parent] + 1).max().unwrap_or(0);
    }
    for node in (0..parents.len()).filter(|&node| parents[node].is_empty()) {
        let users = (0..parents.len()).filter(|&user| parents[user].contains(&node));
        layer[node] = users.map(|user| layer[user] - 1).min().unwrap_or(0);
    }
    layer
}

/// Chooses where the stops of each layer lie.
fn arrange(stops: &mut [Stop], steps: &[(usize, usize)], depth: usize) {
    let mut members: Vec<Vec<usize>> = (0..depth)
        .map(|layer| (0..stops.len()).filter(|&s| stops[s].layer == layer).collect())
        .collect();
    for layer in &members {
        settle(stops, layer, &vec![0.0; layer.len()]);
    }
    let mut best: Option<((usize, f64), Vec<f64>)> = None;
    for sweep in 0..SWEEPS {
        for turn in 0..depth {
            let forwards = sweep % 2 == 0;
            let layer = if forwards { turn } else { depth - 1 - turn };
            members[layer].sort_by(|&a, &b| stops[a].at.total_cmp(&stops[b].at));
            // The last sweeps look both ways and straighten what is left.
            let both = sweep + 6 >= SWEEPS;
            let wanted: Vec<f64> = members[layer]
                .iter()
                .map(|&stop| {
                    let before = steps.iter().filter(|s| s.1 == stop).map(|s| s.0);
                    let after = steps.iter().filter(|s| s.0 == stop).map(|s| s.1);
                    let near: Vec<usize> = match (both, forwards) {
                        (true, _) => before.chain(after).collect(),
                        (false, true) => before.collect(),
                        (false, false) => after.collect(),
                    };
                    let sum: f64 = near.iter().map(|&other| stops[other].at).sum();
                    if near.is_empty() { stops[stop].at } else { sum / near.len() as f64 }
                })
                .collect();
            let layer = members[layer].clone();
            settle(stops, &layer, &wanted);
        }
        let score = (
            crossings(stops, steps),
            steps.iter().map(|s| (stops[s.0].at - stops[s.1].at).abs()).sum(),
        );
        if best.as_ref().is_none_or(|(least, _)| score < *least) {
            best = Some((score, stops.iter().map(|stop| stop.at).collect()));
        }
    }
    if let Some((_, places)) = best {
        stops.iter_mut().zip(places).for_each(|(stop, at)| stop.at = at);
    }
}

fn settle(stops: &mut [Stop], layer: &[usize], wanted: &[f64]) {
    let sizes: Vec<f64> = layer.iter().map(|&stop| stops[stop].size.1 + AISLE).collect();
    let placed = spread(wanted, &sizes, f64::NEG_INFINITY, f64::INFINITY);
    for (&stop, at) in layer.iter().zip(placed) {
        stops[stop].at = at;
    }
}

fn crossings(stops: &[Stop], steps: &[(usize, usize)]) -> usize {
    let mut count = 0;
    for (i, a) in steps.iter().enumerate() {
        for b in &steps[..i] {
            let same = stops[a.0].layer == stops[b.0].layer;
            let before = stops[a.0].at - stops[b.0].at;
            let after = stops[a.1].at - stops[b.1].at;
            count += usize::from(same && before * after < 0.0);
        }
    }
    count
}

/// Arrows enter a node side by side, in the order in which they arrive.
fn links(routes: &[Vec<usize>], stops: &[Stop], columns: &[Point], sizes: &[Point]) -> Vec<Link> {
    let child = |route: &[usize]| route[route.len() - 1];
    let arrives = |route: &[usize]| stops[route[route.len() - 2]].at;
    routes
        .iter()
        .enumerate()
        .map(|(r, route)| {
            let end = child(route);
            let siblings = routes.iter().enumerate().filter(|(_, other)| child(other) == end);
            let (mut count, mut rank) = (0, 0);
            for (s, sibling) in siblings {
                count += 1;
                let above = arrives(sibling).total_cmp(&arrives(route)).then(s.cmp(&r)).is_lt();
                rank += usize::from(above);
            }
            let room = (sizes[end].1 - 12.0) / f64::from(count);
            let pitch = smaller(room, 10.0);
            let shift = (rank as f64 - f64::from(count - 1) / 2.0) * pitch;

            let stretches = route.iter().enumerate().map(|(i, &s)| {
                let stop = &stops[s];
                let (left, right) = columns[stop.layer];
                let middle = (left + right) / 2.0;
                let half = stop.size.0 / 2.0;
                if i == 0 {
                    ((middle + half, stop.at), (right, stop.at))
                } else if s == end {
                    ((left - 8.0, stop.at + shift), (middle - half, stop.at + shift))
                } else {
                    ((left, stop.at), (right, stop.at))
                }
            });
            Link { parent: route[0], child: end, stretches: stretches.collect() }
        })
        .collect()
}

fn smaller(a: f64, b: f64) -> f64 {
    if b < a { b } else { a }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(parents: &[&[usize]]) -> Layout {
        Layout::new(parents, &vec![(40.0, 30.0); parents.len()], 30.0)
    }

    #[test]
    fn layers_are_longest_paths_and_inputs_wait_for_their_use() {
        assert_eq!(layers(&[&[], &[0], &[0, 1], &[], &[2, 3]]), [0, 1, 2, 2, 3]);
    }

    #[test]
    fn a_chain_is_straight() {
        let chain = layout(&[&[], &[0], &[1]]);
        assert!(chain.centres().windows(2).all(|pair| pair[0].1 == pair[1].1));
        assert_eq!(chain.extent(), (40.0 * 3.0 + 30.0 * 2.0, 30.0));
    }

    #[test]
    fn a_tangle_that_can_be_undone_is_undone() {
        // 0 and 1 feed 3 and 2: drawn in order of insertion the arrows cross.
        let pairs = layout(&[&[], &[], &[1], &[0]]);
        let at = |node: usize| pairs.centres()[node].1;
        assert!((at(0) - at(1)) * (at(3) - at(2)) > 0.0);
    }

    #[test]
    fn nodes_of_a_layer_do_not_overlap() {
        let fan: Vec<&[usize]> =
            std::iter::once(&[][..]).chain(std::iter::repeat_n(&[0][..], 7)).collect();
        let mut heights: Vec<f64> = layout(&fan).centres()[1..].iter().map(|c| c.1).collect();
        heights.sort_by(f64::total_cmp);
        assert!(heights.windows(2).all(|pair| pair[1] - pair[0] >= 30.0 + AISLE - 1e-9));
    }

    #[test]
    fn arrows_end_at_their_nodes() {
        let skip = layout(&[&[], &[0], &[0, 1]]);
        for link in skip.links() {
            let path = link.path();
            let (from, to) = (skip.centres()[link.parent], skip.centres()[link.child]);
            assert_eq!(path[0], (from.0 + 20.0, from.1));
            assert_eq!(path[path.len() - 1].0, to.0 - 20.0);
            assert!((path[path.len() - 1].1 - to.1).abs() <= 5.0);
        }
    }
}
