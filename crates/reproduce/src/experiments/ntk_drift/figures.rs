//! Units that stand still, what moves against the width, fits along a circle, the loss.

use report::Figure;

use super::findings::{QUANTITIES, Results};
use super::{Picture, UNITS};
use crate::figure::{Drawing, LinePlot, Panels};
use crate::stats::{median, quantile};

impl Results<'_> {
    pub(super) fn units_figure(&self) -> Figure {
        let pictures = self.pictures();
        let plot = |picture: &Picture| {
            let ends = |i: usize| -> Vec<(f64, f64)> {
                picture.weights.iter().map(|unit| (unit[i][0], unit[i][1])).collect()
            };
            let paths: Vec<Vec<_>> =
                ends(0).into_iter().zip(ends(1)).map(|(a, b)| vec![a, b]).collect();
            LinePlot::new("first input weight", "second input weight")
                .strands("", &paths)
                .points("", &ends(1))
        };
        let mut plots: Vec<LinePlot> = pictures.iter().map(|(_, picture)| plot(picture)).collect();
        LinePlot::share_axes(&mut plots);
        let panels =
            pictures.iter().zip(plots).fold(Panels::new(3), |panels, ((width, _), plot)| {
                panels.panel(&format!("width {width}"), plot)
            });
        panels.row_height(270.0).figure(
            "units",
            &format!(
                "How training moved the first {} units of three ReLU networks that learned the \
                 same labels: a line from each unit's first two input weights before training to \
                 those afterwards (dot).",
                self.constants.units
            ),
            "Three clouds of dots. In the narrow network every dot has a tail, some as long as the \
             cloud is wide; in the middle one tails are short, and in the widest there are dots \
             only.",
        )
    }

    pub(super) fn motion_figure(&self) -> Figure {
        let mut plots = UNITS.map(|unit| {
            QUANTITIES.into_iter().fold(
                LinePlot::new("width", "change").log2_x().log_y(),
                |plot, quantity| {
                    let point = |&width: &usize| {
                        let values = self.values(unit, width, quantity);
                        let at = |p| quantile(&values, p);
                        (width as f64, at(0.5), at(0.25), at(0.75))
                    };
                    let points: Vec<_> = self.constants.widths(unit).iter().map(point).collect();
                    plot.band(quantity.key, &points)
                },
            )
        });
        LinePlot::share_axes(&mut plots);
        let panels = UNITS
            .into_iter()
            .zip(plots)
            .fold(Panels::new(2), |panels, (unit, plot)| panels.panel(unit.name(), plot));
        panels.row_height(340.0).figure(
            "motion",
            "What training changed, against the width: the outputs at the training points, the \
             weights and the kernel (both relative), and the distance between the network and its \
             linearisation at other points. Medians and quartiles over seeds, both axes \
             logarithmic.",
            "Two panels. In each the band of the outputs is level, and weights and kernel fall \
             along straight lines, the kernel more steeply. The distance to the linearisation \
             falls too, for ReLU the slowest of the three and in a wide band.",
        )
    }

    pub(super) fn circle_figure(&self) -> Figure {
        let pictures = self.pictures();
        let ends = [pictures[0], pictures[pictures.len() - 1]];
        let mut plots = ends.map(|(_, picture)| {
            let curve = |values: &[f64]| -> Vec<(f64, f64)> {
                let angle = |i: usize| -180.0 + 360.0 * i as f64 / values.len() as f64;
                values.iter().enumerate().map(|(i, &value)| (angle(i), value)).collect()
            };
            LinePlot::new("angle (degrees)", "output")
                .context("start", &curve(&picture.start))
                .curve("network", &curve(&picture.network))
                .curve("linearised", &curve(&picture.linearised))
        });
        LinePlot::share_axes(&mut plots);
        let panels =
            ends.into_iter().zip(plots).fold(Panels::new(2), |panels, ((width, _), plot)| {
                panels.panel(&format!("width {width}"), plot)
            });
        panels.row_height(300.0).figure(
            "circle",
            "A narrow and a wide ReLU network before training (grey) and after it, and their \
             linearisations after the same steps, along a great circle of the sphere.",
            "Two panels of three curves. On the left the linearisation is jagged and far from the \
             network's smoother curve; on the right the two lie close together, and both are far \
             from the start.",
        )
    }

    pub(super) fn loss_figure(&self) -> Figure {
        let at = |width: usize, p: f64| quantile(&self.losses(width), p);
        let widths = &self.constants.widths;
        let trained: Vec<_> =
            widths.iter().map(|&w| (w as f64, at(w, 0.5), at(w, 0.25), at(w, 0.75))).collect();
        let predicted: Vec<_> =
            widths.iter().map(|&w| (w as f64, median(&self.limit_losses(w)))).collect();
        LinePlot::new("width", "training loss")
            .log2_x()
            .log_y()
            .band("trained", &trained)
            .theory("limit kernel", &predicted)
            .figure(
                "loss",
                &format!(
                    "Half the sum of squared errors of ReLU networks after {} steps against the \
                     width: medians and quartiles over seeds. Dashed: what the limit kernel \
                     predicts for the same starts (medians).",
                    self.constants.steps
                ),
                "A band several decades high that falls little with the width, far above a level \
                 dashed line.",
            )
    }
}
