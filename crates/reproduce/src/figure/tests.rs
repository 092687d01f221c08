//! What must hold for every kind of drawing.

use sha2::{Digest, Sha256};

use super::*;

/// One of each kind, with the words and values that are easiest to get wrong.
fn gallery() -> Vec<(&'static str, Box<dyn Drawing>)> {
    let curve: Vec<(f64, f64)> = (1..40).map(|i| (f64::from(i), 1.0 / f64::from(i))).collect();
    let bars: Vec<_> = curve.iter().step_by(6).map(|&(x, y)| (x, y, 0.8 * y, 1.3 * y)).collect();
    let lines = LinePlot::new("width <m>", "error & loss")
        .log2_x()
        .log_y()
        .context("target", &curve)
        .band("\"quoted\"", &bars)
        .line("it's", &curve[..9])
        .line("NaN", &[(2.0, 0.5), (4.0, f64::NAN), (8.0, f64::INFINITY)])
        .points("points", &curve[5..8])
        .steps("steps", &curve[10..20])
        .strands("seeds", &[curve.clone(), curve[3..30].to_vec()])
        .theory("1/m", &curve)
        .horizontal(0.5, "best constant")
        .vertical(16.0, "m = 16")
        .reference_slope(-1.0, "slope −1");
    let tent = LinePlot::new("x", "T(x)").curve("", &[(0.0, 0.0), (0.5, 1.0), (1.0, 0.0)]);
    let mut graph = Graph::new();
    let x = graph.node("x", "2", Kind::Input, &[]);
    let square = graph.node("x · x", "4", Kind::Forward, &[x, x]);
    let seed = graph.node("1", "", Kind::Backward, &[square]);
    graph.node("2x · 1", "4", Kind::Backward, &[x, seed]);
    graph.edge_label(x, square, "∂ = 2");
    let network = Network::new()
        .layer("input", &[("x", "")], &[])
        .layer("ReLU", &[("", ""), ("", "−½")], &[&[1.0, 1.0]])
        .layer("output", &[("T", "")], &[&[2.0], &[-4.0]]);
    let field: Vec<f64> = (0..30).map(|i| f64::from(i % 7) - 3.0).collect();
    let heat = HeatMap::new("x₁", "x₂", 6, &field).over((0.0, 1.0), (0.0, 1.0)).diverging();
    let polygons = Polygons::new("x₁", "x₂", (0.0, 1.0), (0.0, 1.0))
        .polygon(&[(0.0, 0.0), (2.0, 0.0), (0.0, 2.0)], 1.0)
        .boundary(&[(0.0, 0.0), (1.0, 1.0)])
        .points(3, &[(0.5, 0.25)]);
    let rows = RowPlot::new("accuracy").dots("a", &[0.9, 0.9, 0.91]).bar("b", 0.5, "50 %");
    vec![
        ("lines", Box::new(lines)),
        ("panels", Box::new(Panels::new(2).panel("one", tent.clone()).panel("two", tent))),
        ("graph down", Box::new(graph.clone().downwards())),
        ("graph", Box::new(graph)),
        ("network", Box::new(network)),
        ("heat map", Box::new(heat.quantity("f"))),
        ("polygons", Box::new(polygons)),
        ("images", Box::new(ImageGrid::new(2, 3).image("0", &field).image("1", &field))),
        ("rows", Box::new(rows.rule(0.8, "chance"))),
    ]
}

/// Whether tags nest and close, and attributes and words are escaped.
fn assert_well_formed(name: &str, svg: &str) {
    let mut open: Vec<&str> = Vec::new();
    for piece in svg.split('<').skip(1) {
        let (tag, words) = piece.split_once('>').unwrap_or_else(|| panic!("{name}: <{piece}"));
        assert_eq!(tag.matches('"').count() % 2, 0, "{name}: quotes in <{tag}>");
        let entities = ["&lt;", "&gt;", "&amp;", "&quot;", "&apos;"];
        let escaped = entities.iter().map(|entity| piece.matches(entity).count()).sum::<usize>();
        assert_eq!(piece.matches('&').count(), escaped, "{name}: a bare & in {piece}");
        assert!(!words.contains('>'), "{name}: a bare > in {words}");
        let word = tag.split([' ', '/']).next().unwrap_or_default();
        if let Some(closed) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(closed), "{name}");
        } else if !tag.ends_with('/') {
            open.push(word);
        }
    }
    assert!(open.is_empty(), "{name}: never closed: {open:?}");
}

#[test]
fn every_drawing_is_well_formed_and_inside_its_box() {
    for (name, drawing) in gallery() {
        let svg = drawing.svg();
        assert_well_formed(name, &svg);
        let (width, height) = drawing.size();
        for (attribute, limit) in [(" x=\"", width), (" y=\"", height), (" cx=\"", width)] {
            for at in svg.split(attribute).skip(1).filter_map(|rest| rest.split('"').next()) {
                let at: f64 = at.parse().expect("a coordinate");
                assert!((0.0..=4.0 * limit).contains(&at), "{name}: {attribute}{at}");
            }
        }
    }
}

#[test]
fn coordinates_are_whole_numbers() {
    for (name, drawing) in gallery() {
        let svg = drawing.svg();
        for points in svg.split("points=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(!points.contains(['.', 'N', 'e', 'i']), "{name}: {points}");
        }
    }
}

#[test]
fn only_the_palette_is_themed() {
    for (name, drawing) in gallery() {
        let svg = drawing.svg();
        assert!(!svg.contains("#FFFFFF") || name == "polygons", "{name} paints a background");
        if !matches!(name, "polygons" | "heat map" | "images") {
            for colour in svg.split("=\"#").skip(1).map(|rest| format!("#{}", &rest[..6])) {
                assert!(PALETTE.iter().any(|swatch| swatch.literal == colour), "{name}: {colour}");
            }
        }
    }
}

/// The bytes are part of the reports: a change here changes every figure and
/// must be looked at.
#[test]
fn the_bytes_of_every_drawing_are_known() {
    let found: Vec<String> = gallery()
        .iter()
        .map(|(name, drawing)| {
            let digest = Sha256::digest(drawing.svg().as_bytes());
            let hex: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
            format!("{name}: {hex}")
        })
        .collect();
    let known = [
        "lines: fb4b3a7feedca18b",
        "panels: 209cc6b522963865",
        "graph down: a579b1fb5634866f",
        "graph: e92fe44bd81cc009",
        "network: 1fe45c951309b148",
        "heat map: 828d71d64ac31044",
        "polygons: 77261b1a4bf00c08",
        "images: 0fd14ee6b9835515",
        "rows: a5d86ab227f7b380",
    ];
    assert_eq!(found, known);
}
