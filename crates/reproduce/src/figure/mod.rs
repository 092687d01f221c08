//! Figures: every picture of the project is drawn here, in one style.
//!
//! | type | picture |
//! |---|---|
//! | [`LinePlot`] | curves, bands, points, reference slopes; linear or logarithmic axes |
//! | [`RowPlot`] | one row a group: a dot for each seed with the median, bars, or a line between two values |
//! | [`HeatMap`] | a matrix or a field as colours, with a colour bar |
//! | [`Polygons`] | pieces of the plane coloured by a quantity |
//! | [`ImageGrid`] | small images side by side |
//! | [`Graph`] | a program as a picture: nodes in layers, arrows between them |
//! | [`Network`] | layers of units with their weights |
//! | [`Panels`] | several of these side by side |
//!
//! All of them are a [`Drawing`]: `svg()` gives the picture, `figure(..)` the
//! report's entry with the plotted data in it, so that what is shown is what
//! is stored.
//!
//! ```
//! use reproduce::figure::{Drawing, LinePlot};
//!
//! let widths = [4.0, 16.0, 64.0, 256.0];
//! let errors = widths.map(|width| (width, 2.0 / width));
//! let figure = LinePlot::new("hidden units H", "mean squared error")
//!     .log2_x()
//!     .log_y()
//!     .line("trained", &errors)
//!     .reference_slope(-1.0, "slope −1")
//!     .figure("error", "The error falls as 1/H.", "A straight line falling from 0.5 to 0.008.");
//! assert!(figure.svg.starts_with("<svg"));
//! assert_eq!(figure.data["series"][0]["points"][3], serde_json::json!([256.0, 0.0078125]));
//! ```
//!
//! Bytes are the same on every platform: coordinates are whole numbers made of
//! `+ - * /` and the project's own logarithm, and no font is measured.

mod canvas;
mod clip;
mod colour_bar;
mod frame;
mod graph;
mod heat_map;
mod image_grid;
mod labels;
mod lettering;
mod line_plot;
mod marker;
mod network;
mod panels;
mod polygons;
mod row_plot;
mod scale;
mod series;
mod style;
mod ticks;

pub use canvas::{Canvas, Rect};
pub use graph::{Graph, Kind};
pub use heat_map::HeatMap;
pub use image_grid::ImageGrid;
pub use line_plot::LinePlot;
pub use network::Network;
pub use panels::Panels;
pub use polygons::Polygons;
pub use row_plot::RowPlot;
pub use style::{PALETTE, Swatch};

use report::Figure;
use serde_json::Value;

/// A picture that knows its size and its data.
pub trait Drawing {
    /// Width and height in CSS pixels, when it stands alone.
    fn size(&self) -> (f64, f64);

    /// Draws into a part of a canvas.
    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect);

    /// Everything that is drawn, as the report keeps it.
    fn data(&self) -> Value;

    /// The whole picture.
    ///
    /// # Panics
    /// If there is nothing to draw, or a value has no place on its axis: the
    /// message names the figure and the series.
    fn svg(&self) -> String {
        let (width, height) = self.size();
        canvas::render(width, height, |canvas, area| self.draw(canvas, area))
    }

    /// The report's entry: `id` is also the file's name (`a-z0-9-`), `caption`
    /// says what is shown, and `alt` what a reader who cannot see it needs to
    /// know.
    fn figure(&self, id: &str, caption: &str, alt: &str) -> Figure {
        Figure {
            id: id.to_owned(),
            caption: caption.to_owned(),
            alt: alt.to_owned(),
            data: self.data(),
            svg: self.svg(),
        }
    }
}

#[cfg(test)]
mod tests;
