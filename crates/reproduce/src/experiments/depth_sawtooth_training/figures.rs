//! How often training succeeds, what it finds, and from how near.

use report::{Figure, superscript};

use super::network::{Start, iterated_tent};
use super::{Group, Results};
use crate::figure::{Drawing, LinePlot, Panels};
use crate::stats::quantile;

/// Success rate against k, one panel a setting.
pub(super) fn success(results: &Results<'_>) -> Figure {
    let constants = results.constants;
    let point = |k: u32, group: &Group<'_>| {
        let rate = group.success_rate();
        (f64::from(k), rate.value, rate.interval[0], rate.interval[1])
    };
    let mut plots = Vec::new();
    for &(width, start) in &constants.settings {
        let deep: Vec<_> = constants
            .iterations
            .iter()
            .map(|&k| point(k, &results.deep(k, width, start)))
            .collect();
        let mut plot = LinePlot::new("k", "success rate").y_range(0.0, 1.0).band("k layers", &deep);
        let shallow = constants.shallow.iter().find(|s| (s.0, s.1) == (width, start));
        if let Some((_, _, iterations)) = shallow {
            let points: Vec<_> =
                iterations.iter().map(|&k| point(k, &results.shallow(k, width, start))).collect();
            plot = plot.band("one layer", &points);
        }
        plots.push(plot);
    }
    LinePlot::share_axes(&mut plots);
    let panels = constants.settings.iter().zip(plots).fold(Panels::new(2), |panels, (s, plot)| {
        panels.panel(&format!("width {}, {}", s.0, s.1.name()), plot)
    });
    panels.figure(
        "success",
        &format!(
            "How often training finds the triangle map iterated k times, which each of the deep \
             networks contains exactly: the share of {} runs with a test error below a tenth of the \
             target's variance, with 95 % intervals. Orange: one hidden layer with as many \
             parameters.",
            constants.seeds
        ),
        "Four panels of success rate against k. All rates fall to zero: at k = 3 and 4 in the narrow \
         networks, at k = 4 and 5 in the wide ones.",
    )
}

/// What the first seed of the last setting learned.
pub(super) fn fits(results: &Results<'_>) -> Figure {
    let constants = results.constants;
    let &(width, start) = constants.settings.last().expect("some setting");
    let last = (constants.test_points - 1) as f64;
    let xs: Vec<f64> = (0..constants.test_points).map(|i| i as f64 / last).collect();
    let count = constants.iterations.len();
    let mut plots = Panels::new(2).row_height(200.0);
    for &k in &constants.iterations[count - 4..] {
        let target: Vec<(f64, f64)> = xs.iter().map(|&x| (x, iterated_tent(k, x))).collect();
        let group = results.deep(k, width, start);
        let curve = group.outcomes.iter().find_map(|outcome| outcome.curve.as_ref());
        let kept = xs.iter().copied().step_by(constants.curve_stride);
        let fit: Vec<(f64, f64)> =
            kept.zip(curve.expect("the first seed keeps its fit").iter().copied()).collect();
        let plot = LinePlot::new("x", "")
            .context("", &target)
            .curve("", &fit)
            .x_range(0.0, 1.0)
            .y_range(-0.25, 1.25);
        plots = plots.panel(&format!("T{} in {k} layers", superscript(k)), plot);
    }
    plots.figure(
        "fits",
        &format!(
            "What training makes of the sawtooth (grey) in networks of width {width} ({}) that \
             contain it. First seed.",
            start.name()
        ),
        "Four panels with sawtooths of twice as many teeth each. The fit follows some teeth in the \
         middle and is level on both sides. The stretch that it follows shrinks from panel to panel, \
         from half of the interval to a single tooth.",
    )
}

/// Errors before and after training against the noise on exact weights.
pub(super) fn near_exact(results: &Results<'_>) -> Figure {
    let constants = results.constants;
    let mut plots = Vec::new();
    for &k in &constants.noisy_iterations {
        let band = |errors: &dyn Fn(&Group<'_>) -> Vec<f64>| -> Vec<_> {
            let point = |&noise: &f64| {
                let group = results.deep(k, constants.noisy_width, Start::NearExact { noise });
                let errors = errors(&group);
                let [low, middle, high] = [0.25, 0.5, 0.75].map(|p| quantile(&errors, p));
                (noise, middle, low, high)
            };
            constants.noises.iter().map(point).collect()
        };
        let before = |group: &Group<'_>| group.outcomes.iter().map(|o| o.before).collect();
        plots.push(
            LinePlot::new("noise on the exact weights", "test error / variance")
                .log_x()
                .log_y()
                .colour(1)
                .band("before", &band(&before))
                .colour(0)
                .band("after", &band(&|group| group.errors()))
                .horizontal(1.0, "a constant"),
        );
    }
    LinePlot::share_axes(&mut plots);
    let iterations = constants.noisy_iterations.iter();
    let panels = iterations.zip(plots).fold(Panels::new(2), |panels, (&k, plot)| {
        panels.panel(&format!("T{}, {k} layers of {}", superscript(k), constants.noisy_width), plot)
    });
    panels.row_height(300.0).figure(
        "near-exact",
        "Starting near the exact weights: test errors before and after training against the \
         standard deviation of the noise on every weight. Medians and quartiles over seeds.",
        "Two panels on logarithmic axes. The error before training rises with the noise in both. \
         With four layers training lowers it to a millionth for noise of a thousandth and of a \
         hundredth, and raises it for less noise. With six layers it ends near that of a constant \
         whatever the noise, far above where it began.",
    )
}
