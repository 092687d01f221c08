//! A partition before and after training, counts against depth, error against counts.

use geometry::bounds::{log10, montufar};
use geometry::{ReluNetwork, cells};
use report::Figure;

use super::findings::Results;
use super::{Cell, Network, Training, networks};
use crate::figure::{Drawing, LinePlot, Panels, Polygons};
use crate::stats::quantile;

impl Results<'_> {
    /// The first trained network of the pictured depth, before and after.
    pub(super) fn partition_figure(&self) -> Figure {
        let mut pictured = self.runs.iter().filter_map(|(Cell(network), outcome)| match network {
            Network::Trained { widths, .. } => {
                Some((widths, outcome.training.as_ref()?.params.as_ref()?))
            }
            _ => None,
        });
        let (widths, params) = pictured.next().expect("one network is pictured");
        let names = ["before training", "after training"];
        let panels = names.into_iter().zip(params).fold(Panels::new(1), |panels, (name, data)| {
            panels.panel(name, partition(widths, data))
        });
        panels.row_height(440.0).figure(
            "partition",
            "The linear regions of one network of two inputs, before and after training, coloured \
             by the norm of the gradient, and the line on which its output is zero (orange). \
             Before training the creases pass close to the origin, since the biases are small; \
             afterwards bundles of them lie along the boundary between the classes.",
            "Two squares cut into polygons. Above, most lines run through the middle like the \
             spokes of a wheel, and an orange line with one bend crosses the square. Below, \
             bundles of lines lie askew, and an orange line with dozens of corners winds around \
             the areas of the classes.",
        )
    }

    pub(super) fn depth_figure(&self) -> Figure {
        let plot = |d: usize| {
            let most = |&depth: &usize| {
                let widths = vec![self.constants.units / depth; depth];
                let bound = montufar(d, &widths);
                let exponent = log10(&bound).expect("layers at least as wide as the input");
                (depth as f64, numerics::elementary::exp(exponent * std::f64::consts::LN_10))
            };
            let most: Vec<_> = self.constants.depths.iter().map(most).collect();
            let plot =
                LinePlot::new("hidden layers", "convex cells").log_y().theory("constructed", &most);
            self.constants.biases.iter().fold(plot, |plot, &bias| {
                let point = |&depth: &usize| {
                    let counts = self.random(d, bias, depth);
                    let at = |p| quantile(&counts, p);
                    (depth as f64, at(0.5), at(0.25), at(0.75))
                };
                let points: Vec<_> = self.constants.depths.iter().map(point).collect();
                plot.band(&format!("bias {bias}"), &points)
            })
        };
        let panels = Panels::new(2).panel("one input", plot(1)).panel("two inputs", plot(2));
        panels.row_height(320.0).figure(
            "depth",
            &format!(
                "Convex cells of networks with {} hidden units against the number of layers among \
                 which the units are shared. Bands: random networks, medians and quartiles, by the \
                 standard deviation of their biases. Dashed: what weights made for it reach.",
                self.constants.units
            ),
            "Two panels with logarithmic vertical axes. In both, the dashed line of constructed \
             networks rises by orders of magnitude with depth, and the bands of random networks \
             stay flat or fall.",
        )
    }

    pub(super) fn error_figure(&self) -> Figure {
        let plot =
            LinePlot::new("convex cells after training", "mean squared error").log_x().log_y();
        let plot = self.constants.trained_depths.iter().fold(plot, |plot, &depth| {
            let point = |(_, training): &(usize, &Training)| {
                Some((training.cells as f64, training.error.filter(|_| training.cells > 0)?))
            };
            let points: Vec<_> = self.trained(Some(depth)).iter().filter_map(point).collect();
            plot.points(&format!("depth {depth}"), &points)
        });
        plot.figure(
            "error",
            "Trained networks with as many hidden units: error on the training points against the \
             number of convex cells in the square, one point a network, by number of hidden layers.",
            "A cloud of points on logarithmic axes, in one colour and marker for each depth.",
        )
    }
}

/// The cells of a network in the square |xᵢ| < 1.
fn partition(hidden: &[usize], data: &[f64]) -> Polygons {
    let mut params = networks::init(
        &networks::mlp(2, hidden),
        0.0,
        &mut nn::Stream::new("depth.regions", 0, "shape"),
    );
    params.data_mut().copy_from_slice(data);
    let network = ReluNetwork::from_params(&params).expect("it was counted");
    let empty =
        Polygons::new("x₁", "x₂", (-1.0, 1.0), (-1.0, 1.0)).quantity("norm of the gradient");
    cells(&network, 1.0).expect("two inputs").iter().fold(empty, |plot, cell| {
        let squares = cell.piece.slope.data.iter().map(|a| a * a).sum::<f64>();
        let corners: Vec<_> = cell.vertices.iter().map(|&[x, y]| (x, y)).collect();
        let plot = plot.polygon(&corners, squares.sqrt());
        match cell.level_set(0, 0.0) {
            Some(ends) => plot.boundary(&ends.map(|[x, y]| (x, y))),
            None => plot,
        }
    })
}
