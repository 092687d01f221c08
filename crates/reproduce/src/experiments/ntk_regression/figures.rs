//! The functions, and three distances: over widths, over ridges, over steps.

use report::Figure;

use super::findings::{Results, TO_DESCENT, TO_PLAIN, WAYS};
use super::run::{Ridges, angle, power_of_two};
use crate::figure::{Drawing, LinePlot};
use crate::stats::{median, quantile};

/// Network and kernel regressions of one seed.
pub(super) fn functions(results: &Results<'_>) -> Figure {
    let mut runs = results.runs.iter();
    let curves = runs.find_map(|(_, run)| run.curves.as_ref()).expect("a cell with curves");
    let over = |values: &[f64], of: usize, shift: f64| -> Vec<(f64, f64)> {
        let degrees = |i| angle(i, of, shift).to_degrees();
        values.iter().enumerate().map(|(i, &y)| (degrees(i), y)).collect()
    };
    let grid = |values: &[f64]| over(values, values.len(), 0.5);
    let network: Vec<f64> = curves.network.iter().map(|y| y.unwrap_or(f64::NAN)).collect();
    LinePlot::new("angle of the input, degrees", "output")
        .x_range(0.0, 360.0)
        .context("f₀", &grid(&curves.start))
        .curve("network", &grid(&network))
        .theory("kernel, from f₀", &grid(&curves.limit))
        .curve("kernel, from zero", &grid(&curves.plain_limit))
        .points("data", &over(&curves.targets, results.constants.points[1], 0.0))
        .figure(
            "functions",
            &format!(
                "A network of {} units before (f₀, grey) and after training (blue), and the two \
                 kernel regressions that go through the same data: dashed the one that starts at \
                 f₀, orange the one that starts at zero. First seed.",
                results.widest_width()
            ),
            "Curves over the angle. A slowly varying grey curve is the network before training. The \
             blue curve after training passes through all data points, and a dashed curve lies on \
             it. An orange curve passes through the data too, and runs beside the blue one between \
             the points.",
        )
}

/// Distances from network to kernel.
pub(super) fn widths(results: &Results<'_>) -> Figure {
    let band = |reading| -> Vec<_> {
        let point = |&width: &usize| {
            let estimate = results.at_the_end(width, reading);
            (width as f64, estimate.value, estimate.interval[0], estimate.interval[1])
        };
        results.constants.widths.iter().map(point).collect()
    };
    let from_start = band(TO_DESCENT);
    let (x, y, ..) = from_start[0];
    LinePlot::new("width", "distance to the network")
        .log2_x()
        .log_y()
        .band("from f₀", &from_start)
        .band("from zero", &band(TO_PLAIN))
        .reference_slope_through(-0.5, (x, 0.6 * y), "slope −1/2")
        .figure(
            "widths",
            &format!(
                "Root mean square distance from a network, after {} steps of gradient descent, to \
                 two closed forms of the kernel of infinite width: medians over seeds with 95 % \
                 intervals.",
                results.last_steps()
            ),
            "Two curves over the width on logarithmic axes. The one for the kernel that starts at \
             the network's own outputs falls along a dashed line of slope minus one half. The one \
             for the kernel that starts at zero stays level.",
        )
}

/// Distances from the limits of flow to ridge regression.
pub(super) fn ridges(results: &Results<'_>) -> Figure {
    let [first, last] = results.constants.ridges;
    let band = |distances: fn(&Ridges) -> &[f64]| -> Vec<_> {
        let point = |power: i32| {
            let at = (first - power) as usize;
            let runs = results.runs.iter();
            let values: Vec<f64> = runs.map(|(_, run)| distances(&run.ridges)[at]).collect();
            let [low, middle, high] = [0.25, 0.5, 0.75].map(|p| quantile(&values, p));
            (power_of_two(power), middle, low, high)
        };
        (last..=first).map(point).collect()
    };
    LinePlot::new("ridge / largest eigenvalue", "distance to the limit")
        .log_x()
        .log_y()
        .band("from f₀", &band(|ridges| &ridges.to_limit))
        .band("from zero", &band(|ridges| &ridges.to_plain_limit))
        .figure(
            "ridges",
            "Root mean square distance from the limit of kernel gradient flow to kernel ridge \
             regression of the same data, against the ridge: for the flow that starts at a random \
             network's outputs, and for the one that starts at zero. Medians and quartiles over \
             seeds.",
            "Two curves over fifteen powers of ten of the ridge. They coincide for large ridges. \
             The one for a start at zero falls in proportion to the ridge down to the precision of \
             the arithmetic; the other levels off.",
        )
}

/// Errors against the number of steps.
pub(super) fn stopping(results: &Results<'_>) -> Figure {
    let curve = |reading| -> Vec<(f64, f64)> {
        let stops = 0..=results.constants.doublings as usize;
        stops.map(|s| ((1_u64 << s) as f64, median(&results.errors(s, reading)))).collect()
    };
    WAYS.iter()
        .fold(LinePlot::new("steps", "mean squared error").log2_x().log_y(), |plot, way| {
            let &(name, _, reading) = way;
            plot.line(name, &curve(reading))
        })
        .figure(
            "stopping",
            &format!(
                "Error on the function without noise when training stops after so many steps, and \
                 of ridge regression with the ridge 1 / (rate × steps). Medians over seeds; the \
                 network has {} units.",
                results.widest_width()
            ),
            "Four curves over the number of steps on logarithmic axes. All fall, reach a minimum \
             and rise again. The network and the kernel that starts at its outputs coincide and lie \
             above the other two, which are alike.",
        )
}
