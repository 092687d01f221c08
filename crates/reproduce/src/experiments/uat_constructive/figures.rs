//! How a bump is made of sigmoids, and what bumps make.

use numerics::elementary::sigmoid;
use report::Figure;

use super::network::{Unit, values};
use super::staircase::SLOPE;
use super::{Certified, Results, line, square, square_grid, step};
use crate::figure::{Drawing, HeatMap, LinePlot, Panels};
use crate::lesson;
use crate::stats::{median, quantile};

type Curve = Vec<(f64, f64)>;

fn curve(f: impl Fn(f64) -> f64, [lo, hi]: [f64; 2]) -> Curve {
    let x = (0..=300).map(|i| lo + (hi - lo) * f64::from(i) / 300.0);
    x.map(|x| (x, f(x))).collect()
}

/// From one sigmoid to the target, in four steps.
pub(super) fn bump() -> Figure {
    /// Few enough for each bump to be seen.
    const STEPS: usize = 24;
    let unit = |slope: f64, centre: f64| move |x: f64| sigmoid(slope * (x - centre));
    let near = [-1.0, 1.0];
    let slopes = [2.0, 6.0, 30.0].into_iter().fold(LinePlot::new("x", "σ(s x)"), |plot, slope| {
        plot.curve(&format!("s = {slope}"), &curve(unit(slope, 0.0), near))
    });
    let (left, right) = (unit(20.0, -0.3), unit(20.0, 0.3));
    let difference = LinePlot::new("x", "difference")
        .context("", &curve(left, near))
        .context("", &curve(right, near))
        .curve("bump", &curve(|x| left(x) - right(x), near));

    let target = line();
    let [lo, hi] = target.interval;
    let h = (hi - lo) / STEPS as f64;
    // The j-th bump: 1 − σ₁, σⱼ − σⱼ₊₁, or σ_N.
    let passed = move |j: usize, x: f64| match j {
        0 => 1.0,
        _ if j > STEPS => 0.0,
        _ => sigmoid(SLOPE / h * (x - lo - (j as f64 - 0.5) * h)),
    };
    let weighted = |j: usize| {
        let height = (target.g)(lo + j as f64 * h);
        let bump = curve(|x| height * (passed(j, x) - passed(j + 1, x)), target.interval);
        bump.into_iter().filter(|(_, y)| y.abs() > 1e-3).collect()
    };
    let bumps: Vec<Curve> = (0..=STEPS).map(weighted).collect();
    let x = lesson::grid(301);
    let sum = values(&target.units(STEPS, [1.0]), &x);
    let sum: Curve = x.data.iter().copied().zip(sum).collect();
    let mut last = [
        LinePlot::new("x", "f(tⱼ) times the j-th bump").strands("", &bumps),
        LinePlot::new("x", "their sum")
            .context("target", &curve(target.g, target.interval))
            .colour(1)
            .curve("network", &sum),
    ];
    LinePlot::share_axes(&mut last);
    let [bumps, sum] = last;
    Panels::new(2)
        .panel("a steep sigmoid is a step", slopes)
        .panel("two steps make a bump", difference)
        .panel("bumps as high as the target", bumps)
        .panel("add them up", sum)
        .figure(
            "bump",
            "How a network is written down. (a) The larger the slope of a sigmoid, the more it is \
             a step. (b) One step minus the next (grey) is a bump. (c) Bumps side by side, each as high \
             as the target is in its place. (d) Their sum, here of 24 steps, against the target.",
            "Four panels: three sigmoids of growing slope; two shifted sigmoids and the bump \
             between them; a row of 25 overlapping narrow bumps that trace a wave; the smooth sum \
             of the bumps lying almost on the wave.",
        )
}

/// Fits at a falling tolerance, inside their bands.
pub(super) fn fits(results: &Results<'_>) -> Figure {
    let grid = lesson::grid(results.constants.line_points).data;
    let kept = results.line.iter().filter_map(|&(epsilon, network)| {
        network.values.as_ref().map(|values| (epsilon, network, values))
    });
    let panels: Vec<(String, LinePlot)> = kept
        .map(|(epsilon, network, values)| {
            let within = |&x: &f64| {
                let y = lesson::target(x);
                (x, y, y - epsilon, y + epsilon)
            };
            let band: Vec<_> = grid.iter().map(within).collect();
            let fit: Curve = grid.iter().copied().zip(values.iter().copied()).collect();
            let plot = LinePlot::new("x", "f(x)")
                .colour(2)
                .band("target", &band)
                .colour(1)
                .curve("network", &fit);
            (format!("ε = {epsilon}: {} units", network.units), plot)
        })
        .collect();
    let (captions, mut plots): (Vec<String>, Vec<LinePlot>) = panels.into_iter().unzip();
    LinePlot::share_axes(&mut plots);
    let panels = captions.iter().zip(plots);
    panels.fold(Panels::new(2), |panels, (caption, plot)| panels.panel(caption, plot)).figure(
        "fits",
        "The target in a band of the tolerance that was asked for, and the network that is \
         written down for it. By its certificate the network stays in the band, between all grid \
         points, too.",
        "Panels with a wave in a shaded band. As the band becomes narrower the network follows \
         the wave more closely; it never leaves the band.",
    )
}

/// The bump in two dimensions and its errors.
pub(super) fn square(results: &Results<'_>) -> Figure {
    let side = results.constants.square_side;
    let unit = (0.0, 1.0);
    let map = |values: &[f64]| HeatMap::new("x", "y", side, values).over(unit, unit);
    let grid = square_grid(side);
    let target: Vec<f64> = grid.data.chunks(2).map(|x| square::bump([x[0], x[1]])).collect();
    let ridge: [Unit<2>; 1] = [Unit { weight: [12.0, 6.0], bias: -9.0, read_out: 1.0 }];
    let first = Panels::new(2)
        .row_height(270.0)
        .panel("one unit is a ridge", map(&values(&ridge, &grid)).range(0.0, 1.0))
        .panel("the target", map(&target).range(0.0, 1.0));
    let kept = results.square.iter().filter_map(|&(epsilon, network)| {
        network.values.as_ref().map(|values| (epsilon, network.units, values))
    });
    kept.fold(first, |panels, (epsilon, units, values)| {
        let caption = format!("ε = {epsilon}: {units} units");
        panels.panel(&caption, map(values).range(0.0, 1.0))
    })
    .figure(
        "square",
        "Two dimensions with one hidden layer. (a) A single unit changes in one direction only. \
         (b) The target, a bump in the middle of the square. Then networks written down for it: \
         sums of ridges in many directions.",
        "Heat maps over the unit square. The first has a straight slanted edge, the second a bright \
         bump in the middle with faint arms; the network for the large tolerance has a wider, \
         duller bump, that for the small one can hardly be told from the target.",
    )
}

/// Certificates and measured errors against the size.
pub(super) fn errors(results: &Results<'_>) -> Figure {
    let series = |networks: &[(f64, &Certified)], value: fn(&Certified) -> f64| -> Curve {
        networks.iter().map(|(_, network)| (network.units as f64, value(network))).collect()
    };
    let [line, square] = [&results.line, &results.square];
    LinePlot::new("units", "uniform error")
        .log_x()
        .log_y()
        .line("1-D certified", &series(line, |network| network.certificate))
        .line("1-D measured", &series(line, |network| network.measured))
        .line("2-D certified", &series(square, |network| network.certificate))
        .line("2-D measured", &series(square, |network| network.measured))
        .reference_slope(-1.0, "slope −1")
        .figure(
            "errors",
            "The proved bound and the error measured on a fine grid against the number of units: \
             the lesson's target in one dimension, a bump in two. In one dimension both halve when the \
             units are doubled; in two it takes a little more.",
            "Four falling lines on logarithmic axes, those of one dimension with slope minus one. \
             Each measured line runs below its certified one; the lines of two dimensions lie \
             higher.",
        )
}

/// The jump: fits, and both kinds of error.
pub(super) fn step(results: &Results<'_>) -> Figure {
    let constants = results.constants;
    let grid = lesson::grid(5 * constants.step_points - 4).data;
    let near = |&(x, _): &(f64, f64)| x.abs() < 1.0;
    let widths = &constants.step_widths;
    let shown = [widths[0], widths[widths.len() / 2], widths[widths.len() - 1]];
    let beside: Curve = grid.iter().map(|&x| (x, step::target(x))).filter(near).collect();
    let fits = LinePlot::new("x", "fit").context("", &beside);
    let fits = shown.into_iter().fold(fits, |plot, hidden| {
        let kept = results.steps.iter().filter(|(width, _)| *width == hidden);
        let values = kept.filter_map(|(_, fit)| fit.curve.as_ref()).next().expect("a kept fit");
        let fit = grid.iter().copied().zip(values.iter().copied()).filter(near);
        plot.curve(&hidden.to_string(), &fit.collect::<Curve>())
    });
    let band = |value: fn(&super::StepFit) -> f64| -> Vec<(f64, f64, f64, f64)> {
        let at = |&hidden: &usize| {
            let errors = results.step(hidden, value);
            (hidden as f64, median(&errors), quantile(&errors, 0.25), quantile(&errors, 0.75))
        };
        widths.iter().map(at).collect()
    };
    let errors = LinePlot::new("units", "error")
        .log2_x()
        .log_y()
        .band("largest", &band(|fit| fit.largest))
        .band("root mean sq.", &band(|fit| fit.root_mean_square))
        .horizontal(1.0, "half the jump");
    Panels::new(2)
        .row_height(300.0)
        .panel("fits beside the jump", fits)
        .panel("errors", errors)
        .figure(
            "step",
            "A target with a jump (grey), and least-squares fits with growing numbers of units. \
             The root mean square error falls. The largest error, which counts the limits at the \
             jump, stays above half the jump: a continuous curve has to cross. First seed; medians \
             and quartiles over seeds.",
            "Left: curves that cross a jump more and more steeply. Right: on logarithmic axes the \
             root mean square error falls with the width while the largest error stays level \
             above one.",
        )
}
