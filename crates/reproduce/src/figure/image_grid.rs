//! Small images side by side: digits, templates, filters.

use plotters::style::RGBColor;
use plotters::style::text_anchor::VPos;
use report::numbers;
use serde_json::{Value, json};

use super::Drawing;
use super::canvas::{Canvas, Rect};
use super::colour_bar::ColourMap;
use super::heat_map::extremes;
use super::lettering::Lettering;
use super::style::{AXIS, TICK_SIZE};

/// The side of an image's square, unless another one is asked for.
const SIDE: f64 = 48.0;
const GAP: f64 = 6.0;
/// The line with the captions.
const FOOT: f64 = 16.0;

/// Grey images of one size in reading order: 0 is white and the largest value
/// black, or blue to red around zero if [`diverging`](Self::diverging).
///
/// ```
/// use reproduce::figure::{Drawing, ImageGrid};
/// let grid = ImageGrid::new(10, 2).image("0", &[0.0, 1.0, 1.0, 0.0]).image("1", &[0.0; 4]);
/// assert_eq!(grid.svg().matches("<image").count(), 2);
/// ```
#[derive(Clone, Debug)]
pub struct ImageGrid {
    columns: usize,
    pixels: usize,
    images: Vec<Image>,
    diverging: bool,
    side: f64,
}

#[derive(Clone, Debug)]
struct Image {
    caption: String,
    values: Vec<f64>,
    /// Grey even where the others diverge.
    grey: bool,
}

impl ImageGrid {
    /// An empty grid with this many images in a row, each with rows of
    /// `pixels` values.
    pub fn new(columns: usize, pixels: usize) -> Self {
        assert!(columns > 0 && pixels > 0, "a grid of images needs columns and pixels");
        Self { columns, pixels, images: Vec::new(), diverging: false, side: SIDE }
    }

    /// The next image, row by row, with a short caption below (or none).
    ///
    /// # Panics
    /// If the values do not fill the rows.
    pub fn image(self, caption: &str, values: &[f64]) -> Self {
        self.push(caption, values, false)
    }

    /// The next image in grey although the others [diverge](Self::diverging), such as an input
    /// among its templates.
    ///
    /// # Panics
    /// If the values do not fill the rows.
    pub fn grey(self, caption: &str, values: &[f64]) -> Self {
        self.push(caption, values, true)
    }

    fn push(mut self, caption: &str, values: &[f64], grey: bool) -> Self {
        assert!(
            !values.is_empty() && values.len().is_multiple_of(self.pixels),
            "image {caption:?}: {} values do not fill rows of {}",
            values.len(),
            self.pixels
        );
        self.images.push(Image { caption: caption.to_owned(), values: values.to_vec(), grey });
        self
    }

    /// Signed values, such as weights: blue below zero, red above, each image
    /// on its own range.
    pub fn diverging(mut self) -> Self {
        self.diverging = true;
        self
    }

    /// Images of so many CSS pixels across, in place of 48.
    pub fn side(mut self, pixels: f64) -> Self {
        self.side = pixels;
        self
    }

    fn foot(&self) -> f64 {
        let named = self.images.iter().any(|image| !image.caption.is_empty());
        if named { FOOT } else { 0.0 }
    }

    fn paint(&self, Image { values, grey, .. }: &Image) -> Vec<u8> {
        let (lo, hi) = extremes(values);
        if self.diverging && !grey {
            let furthest = if -lo > hi { -lo } else { hi };
            let map = ColourMap::diverging(-furthest, furthest);
            let paint = |&value: &f64| {
                let RGBColor(r, g, b) = map.colour(value);
                [r, g, b]
            };
            return values.iter().flat_map(paint).collect();
        }
        let shade = |&value: &f64| {
            let share = if hi > 0.0 { value / hi } else { 0.0 };
            [255 - (share * 255.0 + 0.5).floor() as u8; 3]
        };
        values.iter().flat_map(shade).collect()
    }
}

impl Drawing for ImageGrid {
    fn size(&self) -> (f64, f64) {
        let shown = if self.images.len() < self.columns { self.images.len() } else { self.columns };
        let rows = self.images.len().div_ceil(self.columns) as f64;
        (shown as f64 * (self.side + GAP) + GAP, rows * (self.side + GAP + self.foot()) + GAP)
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        assert!(!self.images.is_empty(), "a figure of images has none");
        for (i, image) in self.images.iter().enumerate() {
            let left = area.left + GAP + (i % self.columns) as f64 * (self.side + GAP);
            let top = area.top + GAP + (i / self.columns) as f64 * (self.side + GAP + self.foot());
            let square = Rect { left, top, right: left + self.side, bottom: top + self.side };
            let size = [self.pixels, image.values.len() / self.pixels]
                .map(|n| u32::try_from(n).expect("a bitmap fits in memory"));
            canvas.image(square, size.into(), &self.paint(image));
            let below = Lettering { height: VPos::Top, ..Lettering::centred(AXIS, TICK_SIZE) };
            canvas.text((left + self.side / 2.0, top + self.side + 2.0), &image.caption, below);
        }
    }

    fn data(&self) -> Value {
        let images = self.images.iter();
        images
            .map(|Image { caption, values, .. }| {
                let rows: Vec<Value> = values.chunks_exact(self.pixels).map(numbers).collect();
                json!({ "caption": caption, "values": rows })
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_is_white_and_the_largest_black() {
        let grid = ImageGrid::new(1, 2).image("", &[0.0, 4.0]).grey("", &[0.0, 0.0]);
        assert_eq!(grid.paint(&grid.images[0]), [255, 255, 255, 0, 0, 0]);
        assert_eq!(grid.paint(&grid.images[1]), [255; 6]);
        let grid = grid.diverging();
        assert_ne!(grid.paint(&grid.images[0]), [255, 255, 255, 0, 0, 0]);
        assert_eq!(grid.paint(&grid.images[1]), [255; 6]);
    }

    #[test]
    fn rows_wrap() {
        let grid = (0..5).fold(ImageGrid::new(2, 1), |grid, _| grid.image("", &[1.0]));
        assert_eq!(grid.size(), (114.0, 168.0));
    }
}
