//! Bias², variance and their sum.

use report::Figure;

use super::findings::{Results, Size};
use crate::figure::{Drawing, LinePlot, Panels};
use crate::stats::Estimate;

impl Results<'_> {
    /// Everything at every size.
    pub(super) fn parts_figure(&self) -> Figure {
        let plot = |level: usize| {
            let sizes = self.sizes(level);
            let points = |of: fn(&Size) -> Estimate| self.points(&sizes, of);
            LinePlot::new("features per example, p/n", "squared error")
                .log_x()
                .log_y()
                .vertical(1.0, "p = n")
                .band("bias²", &points(|size| size.bias))
                .band("variance", &points(|size| size.variance))
                .context("sum", &self.sums(&sizes))
        };
        let mut plots: Vec<LinePlot> = (0..self.constants.noises.len()).map(plot).collect();
        LinePlot::share_axes(&mut plots);
        let panels = plots.into_iter().zip(&self.constants.noises);
        let panels = panels.fold(Panels::new(1), |panels, (plot, noise)| {
            panels.panel(&format!("label noise {noise}"), plot)
        });
        panels.row_height(310.0).figure(
            "parts",
            &format!(
                "Bias² and variance of minimum-norm regression, n = {}, means over {} training \
                 sets with their intervals, and their sum in grey. The peak is variance. Beyond it \
                 the variance falls and the bias stays. An interval that reaches down to zero has no \
                 place on the axis and its point is left out: at p = n that befalls both parts.",
                self.constants.examples, self.constants.seeds
            ),
            "Two panels with logarithmic axes. The bias falls and levels off. The variance rises to \
             a sharp peak at one feature an example and falls again; the sum follows the larger of \
             the two.",
        )
    }

    /// The variance as a share of the error.
    pub(super) fn share_figure(&self) -> Figure {
        let plot = LinePlot::new("features per example, p/n", "variance / (bias² + variance)")
            .log_x()
            .y_range(0.0, 1.05)
            .vertical(1.0, "p = n");
        let noises = self.constants.noises.iter().enumerate();
        let plot = noises.fold(plot, |plot, (level, noise)| {
            let share = |size: &Size| (self.ratio(size), size.variance.value / size.error.value);
            let points: Vec<_> = self.sizes(level).iter().map(share).collect();
            plot.line(&format!("noise {noise}"), &points)
        });
        plot.figure(
            "share",
            &format!(
                "The share of the variance in the error, n = {}. Below the threshold size trades \
                 bias for variance; beyond it the share falls, since the variance falls faster.",
                self.constants.examples
            ),
            "Two curves that rise from between one and two tenths to one, at one feature an example, \
             and then fall; the one with noise stays higher.",
        )
    }

    fn ratio(&self, size: &Size) -> f64 {
        size.size as f64 / self.constants.examples as f64
    }

    fn sums(&self, sizes: &[Size]) -> Vec<(f64, f64)> {
        sizes.iter().map(|size| (self.ratio(size), size.error.value)).collect()
    }

    /// (p/n, estimate, interval); a size whose interval is not positive is a gap.
    fn points(&self, sizes: &[Size], of: fn(&Size) -> Estimate) -> Vec<(f64, f64, f64, f64)> {
        let point = |size: &Size| {
            let Estimate { value, interval: [low, high] } = of(size);
            let shown = |x: f64| if low > 0.0 { x } else { f64::NAN };
            (self.ratio(size), shown(value), shown(low), shown(high))
        };
        sizes.iter().map(point).collect()
    }
}
