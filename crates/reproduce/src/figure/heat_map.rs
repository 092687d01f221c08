//! A matrix, or a function of two variables, as colours.

use plotters::style::RGBColor;
use report::{number, numbers};
use serde_json::{Value, json};

use super::Drawing;
use super::canvas::{Canvas, Point, Rect};
use super::colour_bar::ColourMap;
use super::frame::{Axis, Frame};
use super::lettering::Lettering;
use super::scale::Scale;
use super::style::{INK, TICK_SIZE, unthemed};

/// A rectangle of values as one bitmap with a colour bar.
///
/// Without [`over`](Self::over) it is a matrix: row 0 is at the top and ticks
/// count from 0. Values that are NaN are grey.
///
/// ```
/// use reproduce::figure::{Drawing, HeatMap};
/// let kernel = [1.0, 0.5, 0.5, 1.0];
/// let figure = HeatMap::new("input j", "input i", 2, &kernel)
///     .quantity("K(i, j)")
///     .figure("kernel", "A kernel.", "Two by two cells, bright on the diagonal.");
/// assert_eq!(figure.data["values"][1], serde_json::json!([0.5, 1.0]));
/// ```
#[derive(Clone, Debug)]
pub struct HeatMap {
    titles: [String; 2],
    columns: usize,
    values: Vec<f64>,
    quantity: String,
    over: Option<[Point; 2]>,
    /// Of columns and rows; empty for numbers.
    names: [Vec<String>; 2],
    /// Words inside the cells, row by row; empty for none.
    cells: Vec<String>,
    range: Option<(f64, f64)>,
    diverging: bool,
    size: (f64, f64),
}

impl HeatMap {
    /// A map of `values`, row by row, with the titles of its axes.
    ///
    /// # Panics
    /// If there are no values, or they do not fill the rows.
    pub fn new(x: &str, y: &str, columns: usize, values: &[f64]) -> Self {
        assert!(
            columns > 0 && !values.is_empty() && values.len().is_multiple_of(columns),
            "the heat map of {y} against {x}: {} values do not fill rows of {columns}",
            values.len()
        );
        Self {
            titles: [x.to_owned(), y.to_owned()],
            columns,
            values: values.to_vec(),
            quantity: String::new(),
            over: None,
            names: [Vec::new(), Vec::new()],
            cells: Vec::new(),
            range: None,
            diverging: false,
            size: (480.0, 400.0),
        }
    }

    /// What the colours mean: the title of the colour bar.
    pub fn quantity(mut self, title: &str) -> Self {
        self.quantity = title.to_owned();
        self
    }

    /// The values are a function's over a rectangle: columns from x `x.0` to
    /// `x.1`, rows from y `y.0` at the bottom to `y.1`.
    pub fn over(mut self, x: (f64, f64), y: (f64, f64)) -> Self {
        self.over = Some([x, y]);
        self
    }

    /// Names of a matrix's columns and rows, at its ticks in place of numbers.
    ///
    /// # Panics
    /// If there is not a name for each column and for each row.
    pub fn names(mut self, columns: &[String], rows: &[String]) -> Self {
        assert!(
            columns.len() == self.columns && rows.len() * self.columns == self.values.len(),
            "the heat map of {} against {}: {} and {} names for {} values in rows of {}",
            self.titles[1],
            self.titles[0],
            columns.len(),
            rows.len(),
            self.values.len(),
            self.columns
        );
        self.names = [columns.to_vec(), rows.to_vec()];
        self
    }

    /// Words inside a matrix's cells, row by row, such as the number that a colour stands for.
    ///
    /// # Panics
    /// If there are not as many as values.
    pub fn cells(mut self, words: &[String]) -> Self {
        let (found, needed) = (words.len(), self.values.len());
        assert!(found == needed, "{found} cells have words, and there are {needed} values");
        self.cells = words.to_vec();
        self
    }

    /// Width and height in CSS pixels, in place of 480 by 400.
    pub fn sized(mut self, width: f64, height: f64) -> Self {
        self.size = (width, height);
        self
    }

    /// Colours from `lo` to `hi`; values beyond take the colours of the ends.
    pub fn range(mut self, lo: f64, hi: f64) -> Self {
        self.range = Some((lo, hi));
        self
    }

    /// Blue below zero, white at zero, red above.
    pub fn diverging(mut self) -> Self {
        self.diverging = true;
        self
    }

    fn colours(&self) -> ColourMap {
        let (lo, hi) = self.range.unwrap_or_else(|| extremes(&self.values));
        if self.diverging {
            let furthest = if -lo > hi { -lo } else { hi };
            ColourMap::diverging(-furthest, furthest)
        } else {
            ColourMap::sequential(lo, hi)
        }
    }
}

/// The least and the greatest finite value.
pub(super) fn extremes(values: &[f64]) -> (f64, f64) {
    let finite = values.iter().copied().filter(|v| v.is_finite());
    let (lo, hi) = finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(lo, hi), v| {
        (if v < lo { v } else { lo }, if v > hi { v } else { hi })
    });
    assert!(lo <= hi, "a figure that colours values needs a finite one");
    (lo, hi)
}

impl Drawing for HeatMap {
    fn size(&self) -> (f64, f64) {
        self.size
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let (columns, rows) = (self.columns, self.values.len() / self.columns);
        let cells = [(-0.5, columns as f64 - 0.5), (rows as f64 - 0.5, -0.5)];
        let [x, y] = self.over.unwrap_or(cells);
        let colours = self.colours();
        let axis = |i: usize, limits| Axis {
            names: self.names[i].clone(),
            ..Axis::numbers(&self.titles[i], Scale::Linear, limits)
        };
        let frame = Frame::new(area, axis(0, x), axis(1, y), colours.room(&self.quantity), 8.0);
        let is_square = (x.1 - x.0).abs() == (y.1 - y.0).abs();
        let frame = if is_square { frame.square() } else { frame };
        let paint = |value: &f64| {
            let RGBColor(r, g, b) = colours.colour(*value);
            [r, g, b]
        };
        let lines = self.values.chunks_exact(columns);
        let rgb: Vec<u8> = if self.over.is_some() {
            lines.rev().flatten().flat_map(paint).collect()
        } else {
            lines.flatten().flat_map(paint).collect()
        };
        let size = [columns, rows].map(|n| u32::try_from(n).expect("a bitmap fits in memory"));
        canvas.image(frame.inner, size.into(), &rgb);
        for (i, words) in self.cells.iter().enumerate() {
            let RGBColor(r, g, b) = colours.colour(self.values[i]);
            let is_dark = 3 * u32::from(r) + 6 * u32::from(g) + u32::from(b) < 1280;
            let ink = if is_dark { RGBColor(0xFE, 0xFE, 0xFE) } else { unthemed(INK) };
            let at = (frame.across((i % columns) as f64), frame.down((i / columns) as f64));
            canvas.text(at, words, Lettering::centred(ink, TICK_SIZE));
        }
        frame.axes(canvas, area);
        colours.draw_bar(canvas, frame.inner, &self.quantity);
    }

    fn data(&self) -> Value {
        let mut data = json!({
            "x": self.titles[0],
            "y": self.titles[1],
            "quantity": self.quantity,
            "values": self.values.chunks_exact(self.columns).map(numbers).collect::<Vec<_>>(),
        });
        if let Some([x, y]) = self.over {
            data["over"] = json!([[number(x.0), number(x.1)], [number(y.0), number(y.1)]]);
        }
        if !self.cells.is_empty() {
            data["cells"] = json!(self.cells);
        }
        if !self.names[0].is_empty() {
            data["names"] = json!(self.names);
        }
        data
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_is_one_bitmap_and_a_bar() {
        let svg = HeatMap::new("j", "i", 2, &[0.0, 1.0, f64::NAN, 3.0]).svg();
        assert_eq!(svg.matches("<image").count(), 2);
        assert_eq!(svg.matches("href=\"data:image/png;base64,").count(), 2);
    }

    #[test]
    fn a_matrix_counts_down_and_a_field_up() {
        let values: Vec<f64> = (0..16).map(f64::from).collect();
        let matrix = HeatMap::new("j", "i", 4, &values);
        let field = matrix.clone().over((0.0, 1.0), (0.0, 1.0));
        let bitmap = |svg: &str| svg.split("base64,").nth(1).map(str::to_owned);
        let flipped: Vec<f64> = values.chunks(4).rev().flatten().copied().collect();
        let upside_down = HeatMap::new("j", "i", 4, &flipped);
        let same = |a: &HeatMap, b: &HeatMap| {
            bitmap(&a.svg()).unwrap().split('"').next()
                == bitmap(&b.svg()).unwrap().split('"').next()
        };
        assert!(same(&field, &upside_down) && !same(&field, &matrix));
    }

    #[test]
    fn columns_and_rows_may_have_names() {
        let names = |names: [&str; 2]| names.map(str::to_owned);
        let map = HeatMap::new("j", "i", 2, &[0.0, 1.0, 2.0, 3.0]);
        let svg = map.names(&names(["ant", "bee"]), &names(["cow", "dog"])).svg();
        for name in ["ant", "bee", "cow", "dog"] {
            assert!(svg.contains(name), "{name}");
        }
    }

    #[test]
    fn words_stand_in_their_cells_and_can_be_read() {
        let words = ["low", "high"].map(str::to_owned);
        let svg = HeatMap::new("j", "i", 2, &[0.0, 1.0]).cells(&words).svg();
        let colour = |word: &str| {
            let before = svg.split(&format!(">\n{word}\n<")).next().unwrap();
            before.rsplit("fill=\"").next().unwrap()[..7].to_owned()
        };
        assert_eq!(colour("low"), "#FEFEFE");
        assert_ne!(colour("high"), "#FEFEFE");
    }

    #[test]
    #[should_panic(expected = "1 and 2 names for 4 values in rows of 2")]
    fn every_column_needs_a_name() {
        let one = ["a".to_owned()];
        let two = ["b".to_owned(), "c".to_owned()];
        let _ = HeatMap::new("j", "i", 2, &[0.0; 4]).names(&one, &two);
    }

    #[test]
    #[should_panic(expected = "the heat map of i against j: 3 values do not fill rows of 2")]
    fn rows_must_be_full() {
        let _ = HeatMap::new("j", "i", 2, &[1.0, 2.0, 3.0]);
    }
}
