//! Programs as pictures: nodes in layers, with arrows to those that use them.

mod layout;

use plotters::style::RGBColor;
use serde_json::{Value, json};

use super::Drawing;
use super::canvas::{Canvas, Point, Rect};
use super::lettering::{Lettering, text_width};
use super::style::{AXIS, INK, LABEL_SIZE, Pen, SERIES, TICK_SIZE};
use layout::{Layout, Link};

/// Around the picture.
const MARGIN: f64 = 8.0;
/// From the border of a node to its words.
const PADDING: f64 = 10.0;
/// The length of an arrowhead.
const HEAD: f64 = 7.0;

/// What a node of a [`Graph`] is, which is how it is coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Given, not computed: grey.
    Input,
    /// Computed by the forward pass.
    Forward,
    /// Computed by the backward pass.
    Backward,
}

/// A directed acyclic graph, such as a tape.
///
/// Nodes are added in the order in which they are computed; each stands one
/// layer after the last of its parents. The layout is our own and depends on
/// nothing but the graph.
///
/// ```
/// use reproduce::figure::{Drawing, Graph, Kind};
/// let mut graph = Graph::new();
/// let x = graph.node("x", "3", Kind::Input, &[]);
/// let y = graph.node("x · x", "9", Kind::Forward, &[x, x]);
/// graph.edge_label(x, y, "2x");
/// let figure = graph.figure("square", "A square.", "Two nodes, two arrows.");
/// assert_eq!(figure.data["nodes"][1]["parents"], serde_json::json!([0, 0]));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Graph {
    nodes: Vec<Node>,
    edge_labels: Vec<(usize, usize, String)>,
    downwards: bool,
}

#[derive(Clone, Debug)]
struct Node {
    label: String,
    sublabel: String,
    kind: Kind,
    parents: Vec<usize>,
}

impl Node {
    fn width(&self) -> f64 {
        let [label, sublabel] = [(&self.label, LABEL_SIZE), (&self.sublabel, TICK_SIZE)]
            .map(|(words, size)| text_width(words, size));
        let wider = if label > sublabel { label } else { sublabel };
        let width = wider + 2.0 * PADDING;
        if width < 44.0 { 44.0 } else { width }
    }

    fn height(&self) -> f64 {
        if self.sublabel.is_empty() { 26.0 } else { 40.0 }
    }
}

impl Graph {
    /// An empty graph, drawn from left to right.
    pub fn new() -> Self {
        Self::default()
    }

    /// Draws from top to bottom, for graphs with many layers.
    pub fn downwards(mut self) -> Self {
        self.downwards = true;
        self
    }

    /// Adds a node with one or two lines of words and returns its number.
    ///
    /// # Panics
    /// If a parent has not been added before.
    pub fn node(&mut self, label: &str, sublabel: &str, kind: Kind, parents: &[usize]) -> usize {
        let number = self.nodes.len();
        assert!(
            parents.iter().all(|&parent| parent < number),
            "node {number} ({label}) has a parent that comes later: {parents:?}"
        );
        self.nodes.push(Node {
            label: label.to_owned(),
            sublabel: sublabel.to_owned(),
            kind,
            parents: parents.to_vec(),
        });
        number
    }

    /// Writes words, such as a local derivative, at the arrow from `parent`
    /// to `child`.
    pub fn edge_label(&mut self, parent: usize, child: usize, words: &str) {
        self.edge_labels.push((parent, child, words.to_owned()));
    }

    fn layout(&self) -> Layout {
        assert!(!self.nodes.is_empty(), "a figure of a graph has no node");
        let parents: Vec<&[usize]> = self.nodes.iter().map(|n| n.parents.as_slice()).collect();
        let sizes = self.nodes.iter().map(|node| {
            let (w, h) = (node.width(), node.height());
            if self.downwards { (h, w) } else { (w, h) }
        });
        let widths = self.edge_labels.iter().map(|(_, _, words)| text_width(words, TICK_SIZE));
        let widest = widths.fold(0.0, |widest, w| if w > widest { w } else { widest });
        let gap = if self.downwards { 34.0 } else { 34.0 + 0.7 * widest };
        Layout::new(&parents, &sizes.collect::<Vec<_>>(), gap)
    }

    /// Where a point of the layout (along the layers, across them) lies.
    fn place(&self, area: Rect, (along, across): Point) -> Point {
        let (x, y) = if self.downwards { (across, along) } else { (along, across) };
        (area.left + MARGIN + x, area.top + MARGIN + y)
    }

    fn draw_link(&self, canvas: &mut Canvas<'_>, area: Rect, link: &Link) {
        let colour = link_colour(self.nodes[link.child].kind);
        let mut path = link.path();
        let tip = *path.last().expect("a link has ends");
        let base = (tip.0 - HEAD, tip.1);
        *path.last_mut().expect("a link has ends") = base;
        let path: Vec<Point> = path.into_iter().map(|at| self.place(area, at)).collect();
        canvas.line(&path, Pen::new(colour, 1.5).alpha(0.75));
        let head = [tip, (base.0, base.1 - 3.5), (base.0, base.1 + 3.5)];
        canvas.polygon(&head.map(|at| self.place(area, at)), colour, 1.0);
    }

    fn draw_node(&self, canvas: &mut Canvas<'_>, node: &Node, (x, y): Point) {
        let (w, h) = (node.width() / 2.0, node.height() / 2.0);
        let outline = rounded(Rect { left: x - w, top: y - h, right: x + w, bottom: y + h });
        let colour = node_colour(node.kind);
        canvas.polygon(&outline, colour, 0.14);
        canvas.line(&outline, Pen::new(colour, 1.5));
        let shift = if node.sublabel.is_empty() { 0.0 } else { 8.0 };
        canvas.text((x, y - shift), &node.label, Lettering::centred(INK, LABEL_SIZE));
        if !node.sublabel.is_empty() {
            canvas.text((x, y + shift), &node.sublabel, Lettering::centred(AXIS, TICK_SIZE));
        }
    }
}

impl Drawing for Graph {
    fn size(&self) -> (f64, f64) {
        let (along, across) = self.layout().extent();
        let (w, h) = if self.downwards { (across, along) } else { (along, across) };
        ((w + 2.0 * MARGIN).ceil(), (h + 2.0 * MARGIN).ceil())
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let layout = self.layout();
        for link in layout.links() {
            self.draw_link(canvas, area, link);
        }
        for (node, centre) in self.nodes.iter().zip(layout.centres()) {
            self.draw_node(canvas, node, self.place(area, *centre));
        }
        for (parent, child, words) in &self.edge_labels {
            let mut links = layout.links().iter();
            let link = links.find(|link| link.parent == *parent && link.child == *child);
            let Some(link) = link else {
                panic!(
                    "the label {words:?} is for an arrow from node {parent} to {child}, which is missing"
                )
            };
            // Close to the parent, on the side that the arrow turns away from.
            let (start, turn) = link.departure();
            let (x, y) = self.place(area, start);
            let mut words_at = |at, lettering| canvas.text(at, words, lettering);
            match (self.downwards, turn > 4.0) {
                (false, true) => words_at((x + 5.0, y - 8.0), Lettering::start(AXIS, TICK_SIZE)),
                (false, false) => words_at((x + 5.0, y + 9.0), Lettering::start(AXIS, TICK_SIZE)),
                (true, true) => words_at((x - 5.0, y + 11.0), Lettering::end(AXIS, TICK_SIZE)),
                (true, false) => words_at((x + 5.0, y + 11.0), Lettering::start(AXIS, TICK_SIZE)),
            }
        }
    }

    fn data(&self) -> Value {
        let nodes = self.nodes.iter().map(|node| {
            json!({
                "label": node.label,
                "sublabel": node.sublabel,
                "kind": match node.kind {
                    Kind::Input => "input",
                    Kind::Forward => "forward",
                    Kind::Backward => "backward",
                },
                "parents": node.parents,
            })
        });
        let labels = self.edge_labels.iter();
        json!({
            "nodes": nodes.collect::<Vec<_>>(),
            "edge_labels": labels.map(|(p, c, words)| json!([p, c, words])).collect::<Vec<_>>(),
        })
    }
}

fn node_colour(kind: Kind) -> RGBColor {
    match kind {
        Kind::Input => AXIS,
        Kind::Forward => SERIES[0],
        Kind::Backward => SERIES[1],
    }
}

/// An arrow belongs to the computation that it feeds.
fn link_colour(kind: Kind) -> RGBColor {
    match kind {
        Kind::Backward => SERIES[1],
        Kind::Input | Kind::Forward => AXIS,
    }
}

/// The closed outline of a rectangle with round corners.
fn rounded(rect: Rect) -> Vec<Point> {
    const RADIUS: f64 = 6.0;
    // 1 - sin and 1 - cos of 0, 22.5, 45, 67.5 and 90 degrees.
    const TURN: [Point; 5] =
        [(1.0, 0.0), (0.617, 0.076), (0.293, 0.293), (0.076, 0.617), (0.0, 1.0)];
    let Rect { left, top, right, bottom } = rect;
    let corners = [
        (left, top, 1.0, 1.0),
        (left, bottom, 1.0, -1.0),
        (right, bottom, -1.0, -1.0),
        (right, top, -1.0, 1.0),
    ];
    let mut outline: Vec<Point> = Vec::with_capacity(21);
    for (i, (x, y, dx, dy)) in corners.into_iter().enumerate() {
        let arc = TURN.map(|(a, b)| (x + dx * a * RADIUS, y + dy * b * RADIUS));
        // Every other corner is walked the other way round.
        if i % 2 == 0 { outline.extend(arc) } else { outline.extend(arc.iter().rev()) }
    }
    outline.push(outline[0]);
    outline
}

#[cfg(test)]
mod tests {
    use super::*;

    fn product() -> Graph {
        let mut graph = Graph::new();
        let x = graph.node("x", "2", Kind::Input, &[]);
        let y = graph.node("y", "3", Kind::Input, &[]);
        let z = graph.node("x · y", "6", Kind::Forward, &[x, y]);
        graph.node("∂x", "", Kind::Backward, &[z, y]);
        graph
    }

    #[test]
    fn every_node_and_arrow_is_drawn() {
        let svg = product().svg();
        assert_eq!(svg.matches("<text").count(), 7, "three nodes with two lines, one with one");
        assert_eq!(svg.matches("<polygon").count(), 4 + 4, "nodes and arrowheads");
    }

    #[test]
    fn downwards_is_taller_than_wide() {
        let (w, h) = product().size();
        let (dw, dh) = product().downwards().size();
        assert!(w > h && dh > dw, "{w} x {h} and {dw} x {dh}");
    }

    #[test]
    #[should_panic(expected = "node 0 (y) has a parent that comes later: [0]")]
    fn cycles_cannot_be_said() {
        Graph::new().node("y", "", Kind::Forward, &[0]);
    }
}
