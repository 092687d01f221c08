//! Singular values, and how far inputs stay apart on their way through the layers.

use nn::Init;
use report::Figure;

use super::network::{Net, Precision};
use super::{Results, init_name};
use crate::figure::{Drawing, LinePlot, Panels};
use crate::stats::quantile;

/// The spectra of the first seed.
pub(super) fn spectra(results: &Results<'_>) -> Figure {
    let constants = results.constants;
    let plot = |init: Init| {
        let mut plot = LinePlot::new("singular value, largest first", "relative to the largest")
            .log_y()
            .y_range(1e-19, 2.0)
            .x_range(0.0, constants.width as f64 + 1.0);
        for (place, net) in Net::ALL.into_iter().enumerate() {
            let name = net.name(constants.depth);
            let spectrum = |precision| first_spectrum(results, init, net, precision);
            plot = plot
                .colour(place)
                .curve(&name, &spectrum(Precision::Double))
                .colour(place)
                .points("", &spectrum(Precision::Single));
        }
        Precision::ALL.into_iter().fold(plot, |plot, precision| {
            let tolerance = precision.rank_tolerance(constants.inputs, constants.width);
            plot.horizontal(tolerance, &format!("tolerance, {}", precision.name()))
        })
    };
    let panels = constants.inits.iter().fold(Panels::new(1), |panels, &init| {
        panels.panel(&format!("{} initialisation", init_name(init)), plot(init))
    });
    panels.row_height(330.0).figure(
        "spectra",
        "The singular values of the outputs, relative to the largest: lines are double precision, \
         dots the same networks with every operation rounded to single. What is above a \
         precision's dashed line counts towards the rank in that precision. First seed.",
        "Two panels with a logarithmic axis. The outputs of one linear layer have a nearly level \
         spectrum. Those of twenty linear layers fall by many powers of ten. Those of the ReLU \
         network with the default initialisation drop at once after the first value. The dots of \
         single precision leave the lines and level off near the upper tolerance.",
    )
}

/// (place, singular value over the largest); a zero is a gap.
fn first_spectrum(
    results: &Results<'_>,
    init: Init,
    net: Net,
    precision: Precision,
) -> Vec<(f64, f64)> {
    let outputs = results.outputs(init, net, precision);
    let spectrum = outputs.iter().find_map(|output| output.spectrum.as_ref());
    let spectrum = spectrum.expect("the first seed keeps its spectra");
    let relative = |(i, s): (usize, &f64)| {
        let relative = s / spectrum[0];
        (i as f64 + 1.0, if relative > 0.0 { relative } else { f64::NAN })
    };
    spectrum.iter().enumerate().map(relative).collect()
}

/// How far the inputs are apart after each layer.
pub(super) fn spreads(results: &Results<'_>) -> Figure {
    let constants = results.constants;
    let mut plots = Vec::new();
    for &init in &constants.inits {
        let mut plot = LinePlot::new("layer", "relative distance from the mean").log_y();
        for (place, net) in [(1, Net::DeepLinear), (2, Net::DeepRelu)] {
            let outputs = results.outputs(init, net, Precision::Double);
            let at = |layer: usize| {
                let spreads: Vec<f64> =
                    outputs.iter().map(|output| output.spreads[layer]).collect();
                let [low, middle, high] = [0.25, 0.5, 0.75].map(|p| quantile(&spreads, p));
                (layer as f64, middle, low, high)
            };
            let band: Vec<_> = (0..=constants.depth).map(at).collect();
            plot = plot.colour(place).band(&net.name(constants.depth), &band);
        }
        plots.push(plot);
    }
    LinePlot::share_axes(&mut plots);
    let inits = constants.inits.iter();
    let panels = inits.zip(plots).fold(Panels::new(2), |panels, (&init, plot)| {
        panels.panel(&format!("{} initialisation", init_name(init)), plot)
    });
    panels.row_height(300.0).figure(
        "spreads",
        "How far the inputs are apart on their way through the layers: the root mean square \
         distance from their mean, relative to their root mean square length. Medians and \
         quartiles over seeds, double precision.",
        "Two panels. With the default initialisation both curves fall along straight lines on a \
         logarithmic axis, the one of the ReLU network twice as steeply, to about a ten-millionth \
         after twenty layers. With He's initialisation the linear network stays level and the \
         ReLU network falls slowly.",
    )
}
