//! A feed-forward network with its weights.

use serde_json::{Value, json};

use super::Drawing;
use super::canvas::{Canvas, Point, Rect};
use super::lettering::Lettering;
use super::style::{AXIS, INK, LABEL_SIZE, Pen, SERIES, SERIES_TEXT, TICK_SIZE, WIDTH};

/// The radius of a unit.
const UNIT: f64 = 15.0;
/// From one unit of a layer to the next.
const PITCH: f64 = 84.0;
/// The line with the layers' names.
const FOOT: f64 = 24.0;
/// Room for a bias under the lowest unit.
const BIAS: f64 = 22.0;

/// Layers of units from left to right, and the weights between them.
///
/// Positive weights are in the first colour, negative ones in the second, and
/// zeros are not drawn. Words under a unit are its bias.
///
/// ```
/// use reproduce::figure::{Drawing, Network};
/// // T(x) = 2 relu(x) − 4 relu(x − ½), the tent map on [0, 1].
/// let tent = Network::new()
///     .layer("input", &[("x", "")], &[])
///     .layer("ReLU", &[("", ""), ("", "−½")], &[&[1.0, 1.0]])
///     .layer("output", &[("T", "")], &[&[2.0], &[-4.0]]);
/// assert_eq!(tent.svg().matches("<polyline").count(), 4);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Network {
    layers: Vec<Layer>,
}

#[derive(Clone, Debug)]
struct Layer {
    name: String,
    /// What stands in each unit, and under it.
    units: Vec<(String, String)>,
    /// From each unit of the layer before (row) to each of this one (column).
    weights: Vec<Vec<f64>>,
}

impl Network {
    /// A network without layers.
    pub fn new() -> Self {
        Self::default()
    }

    /// The next layer: for each unit what stands in it and its bias, and the
    /// weights from the layer before (row) to this one (column).
    ///
    /// # Panics
    /// If the weights' shape is not (units before) x (units here); the first
    /// layer has none.
    pub fn layer(mut self, name: &str, units: &[(&str, &str)], weights: &[&[f64]]) -> Self {
        let before = self.layers.last().map_or(0, |layer| layer.units.len());
        assert!(
            weights.len() == before && weights.iter().all(|row| row.len() == units.len()),
            "layer {name:?} needs {before} rows of {} weights, one row for each unit before it",
            units.len()
        );
        self.layers.push(Layer {
            name: name.to_owned(),
            units: units.iter().map(|&(unit, bias)| (unit.to_owned(), bias.to_owned())).collect(),
            weights: weights.iter().map(|row| row.to_vec()).collect(),
        });
        self
    }

    fn tallest(&self) -> usize {
        self.layers.iter().map(|layer| layer.units.len()).max().unwrap_or(0)
    }

    fn centre(&self, area: Rect, layer: usize, unit: usize) -> Point {
        let side = UNIT + 24.0;
        let span = area.width() - 2.0 * side;
        let gaps = if self.layers.len() > 1 { self.layers.len() - 1 } else { 1 };
        let middle = (area.top + area.bottom - FOOT - BIAS) / 2.0 + 4.0;
        let offset = unit as f64 - (self.layers[layer].units.len() - 1) as f64 / 2.0;
        (area.left + side + span * layer as f64 / gaps as f64, middle + offset * PITCH)
    }

    fn draw_weights(&self, canvas: &mut Canvas<'_>, area: Rect, layer: usize) {
        for (i, row) in self.layers[layer].weights.iter().enumerate() {
            for (j, &weight) in row.iter().enumerate().filter(|(_, weight)| **weight != 0.0) {
                let (a, b) = (self.centre(area, layer - 1, i), self.centre(area, layer, j));
                let (dx, dy) = (b.0 - a.0, b.1 - a.1);
                let length = (dx * dx + dy * dy).sqrt();
                let at = |t: f64| (a.0 + t * dx, a.1 + t * dy);
                let look = usize::from(weight < 0.0);
                let ends = [at(UNIT / length), at(1.0 - UNIT / length)];
                canvas.line(&ends, Pen::new(SERIES[look], 1.5).alpha(0.8));
                // Near the source, where lines have not crossed yet, and on
                // the outer side of sloping ones.
                let (x, y) = at(0.26);
                let lower_half = 2 * i + 1 > self.layers[layer].weights.len();
                let is_below = if dy == 0.0 { lower_half } else { dy > 0.0 };
                let side = if is_below { 1.0 } else { -1.0 };
                let lean = -side * 5.0 * dy.abs() / length;
                let text = Lettering::centred(SERIES_TEXT[look], LABEL_SIZE);
                canvas.text(
                    (x + lean, y + side * 9.0),
                    &weight.to_string().replace('-', "−"),
                    text,
                );
            }
        }
    }
}

impl Drawing for Network {
    fn size(&self) -> (f64, f64) {
        let tall = self.tallest() as f64 * PITCH;
        (WIDTH, tall + FOOT + 8.0)
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        assert!(self.tallest() > 0, "a figure of a network has no unit");
        for layer in 1..self.layers.len() {
            self.draw_weights(canvas, area, layer);
        }
        for (l, layer) in self.layers.iter().enumerate() {
            for (u, (unit, bias)) in layer.units.iter().enumerate() {
                let (x, y) = self.centre(area, l, u);
                canvas.disc((x, y), UNIT, AXIS, 0.10);
                canvas.ring((x, y), UNIT, Pen::new(AXIS, 1.5));
                canvas.text((x, y), unit, Lettering::centred(INK, LABEL_SIZE));
                canvas.text((x, y + UNIT + 10.0), bias, Lettering::centred(AXIS, TICK_SIZE));
            }
            let (x, _) = self.centre(area, l, 0);
            let name = Lettering::centred(AXIS, LABEL_SIZE);
            canvas.text((x, area.bottom - FOOT / 2.0), &layer.name, name);
        }
    }

    fn data(&self) -> Value {
        let layers = self.layers.iter().map(
            |layer| json!({ "name": layer.name, "units": layer.units, "weights": layer.weights }),
        );
        json!({ "layers": layers.collect::<Vec<_>>() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_are_not_drawn_and_signs_have_colours() {
        let svg = Network::new()
            .layer("in", &[("x", ""), ("y", "")], &[])
            .layer("out", &[("z", "")], &[&[0.0], &[-1.5]])
            .svg();
        assert_eq!(svg.matches("<polyline").count(), 1);
        assert!(svg.contains("stroke=\"#D55E00\"") && svg.contains("−1.5"));
    }

    #[test]
    #[should_panic(expected = "layer \"out\" needs 2 rows of 1 weights")]
    fn weights_must_fit() {
        let _ = Network::new().layer("in", &[("x", ""), ("y", "")], &[]).layer(
            "out",
            &[("z", "")],
            &[&[1.0, 1.0]],
        );
    }
}
