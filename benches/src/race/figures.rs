//! The figures.

use super::results::{Ordered, Row};
use super::{Growth, Program, Roofline};
use report::Figure;
use reproduce::figure::{Drawing, LinePlot, Panels, RowPlot};
use reproduce::stats::log_log_line;

/// Targets and what was reached.
pub(super) fn targets(rows: &Ordered<Row>) -> Figure {
    let mut plot = RowPlot::new("ratio to ours").log().rule(1.0, "as fast as ours");
    let (mut met, mut missed) = (0, 0);
    for (name, row) in &rows.0 {
        for target in row.targets() {
            let Some(reached) = target.reached else { continue };
            let label = match &target.peer {
                Some(peer) => format!("{name}, {peer}"),
                None => format!("{name}, limit"),
            };
            let is_met = reached >= target.least;
            if is_met {
                met += 1
            } else {
                missed += 1
            }
            plot = plot.colour(usize::from(!is_met)).span(&label, target.least, reached);
        }
    }
    plot.figure(
        "targets",
        "Each target (ring) and what was reached (disc): a peer's time divided by ours, or the \
         seconds allowed divided by ours. To the right of the ring (blue) the target is met, to its \
         left (orange) it is missed; right of the dashed line ours is the faster one.",
        &format!(
            "A row for each target on a logarithmic axis of ratios. {met} discs lie at or right of \
             their rings, {missed} left of them."
        ),
    )
}

/// The programs below the roof.
pub(super) fn roofline(roofline: &Roofline) -> Figure {
    const LEFT: f64 = 0.1;
    const RIGHT: f64 = 100.0;
    let giga = |rate: f64| rate / 1e9;
    let mut plot = LinePlot::new("operations a byte", "GFLOP/s").log_x().log_y();
    let mut top = roofline.fused.unwrap_or(roofline.peak);
    for (_, bytes) in roofline.bandwidths {
        plot = plot.theory("", &[(LEFT, giga(bytes * LEFT)), (top / bytes, giga(top))]);
        top = roofline.peak;
    }
    let ridge = roofline.peak / roofline.bandwidths[0].1;
    let flat = |from: f64, rate: f64| [(from, giga(rate)), (RIGHT, giga(rate))];
    plot = plot.theory("multiply, add", &flat(ridge, roofline.peak));
    if let Some(fused) = roofline.fused {
        let ridge = fused / roofline.bandwidths[0].1;
        plot = plot.theory("fused", &flat(ridge, fused));
    }
    for (name, prefix) in [
        ("lesson's loop", &["uat-"][..]),
        ("deep networks", &["deep-"]),
        ("classifiers", &["digits", "wide"]),
        ("products", &["gemm-"]),
    ] {
        let under = |program: &&Program| prefix.iter().any(|p| program.name.starts_with(p));
        let mut points: Vec<(f64, f64)> = roofline
            .programs
            .iter()
            .filter(under)
            .map(|program| (program.intensity(), giga(program.rate())))
            .collect();
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        plot = plot.points(name, &points);
    }
    plot.figure(
        "roofline",
        "Operations a second against operations for each byte that is read or written. Dashed: \
         what the machine can do at most; rising, from left to right, what the second cache, the \
         third cache and memory feed; level, arithmetic in registers without the fused instruction, \
         and with it.",
        "Two logarithmic axes. Three dashed lines rise to a level dashed line, and a second level \
         line lies above it. The lesson's loop and the deep networks lie at few operations a byte, \
         the products at many and near the lower level line.",
    )
}

/// Time against size.
pub(super) fn growth(growth: &Growth) -> Figure {
    let mut plots: Vec<LinePlot> = growth
        .ways
        .iter()
        .map(|way| {
            let points: Vec<(f64, f64)> =
                way.sizes.iter().copied().zip(way.seconds.iter().map(|s| s * 1e3)).collect();
            LinePlot::new(way.title, "milliseconds a step")
                .log2_x()
                .log_y()
                .line("", &points)
                .reference_slope(1.0, "slope 1")
        })
        .collect();
    LinePlot::share_y(&mut plots);
    let mut panels = Panels::new(2);
    let mut slopes = Vec::new();
    for (way, plot) in growth.ways.iter().zip(plots) {
        let slope = log_log_line(&way.sizes, &way.seconds).slope;
        panels = panels.panel(&format!("{}: slope {slope:.2}", way.title), plot);
        slopes.push(format!("{} {slope:.2}", way.title));
    }
    panels.figure(
        "growth",
        "Time of one step of the lesson's loop against its sizes, others fixed, on logarithmic axes. \
         Dashed: proportional.",
        &format!("Three panels of rising lines with these slopes: {}.", slopes.join(", ")),
    )
}
