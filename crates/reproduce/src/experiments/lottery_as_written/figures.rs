//! Pruned weights that move, and what the function leaves behind.

use report::Figure;

use crate::figure::{Drawing, LinePlot, RowPlot};

/// Pruned weights over the first steps of the second round, in units of the learning rate.
pub(super) fn trace(trace: &[Vec<f64>], rate: f64) -> Figure {
    let weights = trace[0].len();
    let strand = |weight: usize| {
        let values = trace.iter().enumerate();
        values.map(|(step, values)| (step as f64, values[weight] / rate)).collect::<Vec<_>>()
    };
    let strands: Vec<Vec<(f64, f64)>> = (0..weights).map(strand).collect();
    LinePlot::new("step of round 2", "pruned weight / learning rate")
        .sized(640.0, 300.0)
        .strands("", &strands)
        .figure(
            "trace",
            &format!(
                "Pruned weights, {weights} from all parts of the network, at the moment when it is \
                 evaluated. Each would be a line at zero if it were pruned. First seed."
            ),
            "Thin lines that start at zero and jump up and down between about minus one and one at \
             every step.",
        )
}

/// Accuracies of the networks, one dot a seed.
pub(super) fn tickets(networks: &[(&'static str, Vec<f64>)]) -> Figure {
    networks.iter().fold(RowPlot::new("test accuracy"), |plot, (name, values)| {
        plot.dots(name, values)
    }).figure(
        "tickets",
        "What the lesson's function leaves behind, and three networks that it does not look at. One \
         dot a seed, a stroke at the median.",
        "Four rows of dots. The model left behind is near one in ten; the three trained networks \
         are close together above nine in ten.",
    )
}
