//! The figures.

use report::Figure;

use super::findings::Summary;
use crate::figure::{Drawing, LinePlot, Panels};

/// All figures, in the order of the chapter.
pub(super) fn all(summary: &Summary) -> Vec<Figure> {
    vec![steps(summary), rates(summary), basis(summary)]
}

fn steps(summary: &Summary) -> Figure {
    let most = summary.steps[0].errors.len();
    let bound: Vec<(f64, f64)> = [1, most].map(|n| (n as f64, 1.0 / n as f64)).into();
    let plot = LinePlot::new("steps n", "least mean squared error")
        .log2_x()
        .log_y()
        .theory("(2 C_f)²/n", &bound);
    summary
        .steps
        .iter()
        .fold(plot, |plot, row| {
            let points: Vec<(f64, f64)> =
                (1..).map(f64::from).zip(row.errors.iter().copied()).collect();
            plot.curve(&format!("r = {}", row.radius), &points)
        })
        .figure(
            "steps",
            "The best that n step units can do for cos(x/2) on the interval from −r to r, by dynamic \
             programming. The bound without the radius (dashed) is the same for every r. The wider \
             the interval, the more waves there are to follow, and from r = 30 on the curves cross it.",
            "Curves of the least error against the number of steps from 1 to 64. Those for radius 1, \
             3 and 10 lie below the dashed line that falls from 1 to a sixty-fourth; those for larger \
             radii stay near one half until there are enough steps, and rise above the dashed line.",
        )
}

fn rates(summary: &Summary) -> Figure {
    let panel = |lines: Vec<(String, Vec<(f64, f64)>)>| {
        let plot = LinePlot::new("units n", "squared error / Var f")
            .log_x()
            .log_y()
            .x_range(10.0, 1e6)
            .shade_above(1.0, "worse than a constant");
        lines.iter().fold(plot, |plot, (name, points)| plot.line(name, points))
    };
    let rows = || summary.dimensions.iter();
    let measured = rows().map(|row| {
        let errors = summary.units.iter().zip(&row.errors);
        let points = errors.map(|(&n, error)| (n as f64, error.value / row.variance));
        (format!("d = {}", row.dimension), points.collect())
    });
    let bounds = rows().map(|row| {
        let points = [10.0, 1e6].map(|n| (n, row.bound / row.variance / n));
        (format!("d = {}", row.dimension), points.into())
    });
    let mut plots = [panel(measured.collect()), panel(bounds.collect())];
    LinePlot::share_y(&mut plots);
    let [measured, bounds] = plots;
    Panels::new(2)
        .row_height(360.0)
        .panel("sampled networks", measured)
        .panel("Barron's bound", bounds)
        .figure(
            "rates",
            "The squared error for the Gaussian on a ball of radius 2, as a share of the variance, \
             against the number of units. All lines have the slope −1, in every dimension. They start \
             at different heights, and in the shaded region the best constant is better.",
            "Two panels with five parallel falling lines each, for 1, 2, 5, 10 and 20 dimensions, on \
             logarithmic axes. The higher the dimension, the higher the line. The region above 1 is \
             shaded: in 20 dimensions the sampled networks leave it at about ten thousand units and \
             the bound at about three hundred thousand.",
        )
}

fn basis(summary: &Summary) -> Figure {
    let fixed: Vec<(f64, f64)> =
        summary.basis[1..].iter().map(|worst| (worst.basis, worst.error)).collect();
    let sampled: Vec<(f64, f64, f64, f64)> = summary.basis[1..]
        .iter()
        .zip(&summary.basis_sampled[1..])
        .map(|(worst, error)| (worst.basis, error.value, error.interval[0], error.interval[1]))
        .collect();
    let ends = [summary.basis[1].basis, summary.basis[summary.basis.len() - 1].basis];
    let bound: Vec<(f64, f64)> = ends.map(|n| (n, summary.wave_bound() / n)).into();
    LinePlot::new("terms or units n", "squared error on the worst wave")
        .log_x()
        .log_y()
        .theory("(2 r C_f)²/n", &bound)
        .curve("polynomials", &fixed)
        .band("sampled steps", &sampled)
        .figure(
            "basis",
            "All polynomials up to a degree in 10 variables, on the wave of C_f = 1 that they serve \
             worst, and as many step units sampled for that wave. They start alike. The error of the \
             fixed basis falls as n to the power −2/d.",
            "On logarithmic axes over sizes from 11 to ten to the power ten: the curve of the polynomials \
             falls slowly, from 0.07 to 0.0007. The curve of the sampled steps starts beside it and falls \
             steeply, along the dashed bound and below it.",
        )
}
