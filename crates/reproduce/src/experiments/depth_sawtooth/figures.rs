//! The figures.

use num_traits::ToPrimitive;
use report::Figure;

use super::Results;
use super::iterates::Iterate;
use super::network::Network;
use super::piecewise::{Piecewise, Rational, ratio};
use super::theorem::price;
use crate::figure::{self, Drawing, LinePlot, Panels};

/// All figures, in the order of the chapter.
pub(super) fn all(results: &Results) -> Vec<Figure> {
    vec![iterates(), network(), pieces(&results.iterates), price_of_depth(results)]
}

fn rounded(x: &Rational) -> f64 {
    x.to_f64().expect("a small fraction")
}

fn iterates() -> Figure {
    // All kinks are among the multiples of 1/64.
    let plot = |k: u32| {
        let iterate = Piecewise::iterated_tent(k);
        let xs = (0..=64).map(|i| ratio(i, 64));
        let points: Vec<_> = xs.map(|x| (rounded(&x), rounded(&iterate.at(&x)))).collect();
        LinePlot::new("x", "").line("", &points).x_range(0.0, 1.0).y_range(0.0, 1.0)
    };
    let panels = (1..=6).fold(Panels::new(3).row_height(170.0), |panels, k| {
        let peaks = 1 << (k - 1);
        let power = ["", "²", "³", "⁴", "⁵", "⁶"][k as usize - 1];
        let plural = if peaks == 1 { "" } else { "s" };
        panels.panel(&format!("T{power}: {peaks} peak{plural}"), plot(k))
    });
    panels.figure(
        "iterates",
        "The triangle map applied once to six times. Each application folds the graph once more: \
         twice as many pieces, twice as steep.",
        "Six zigzags between 0 and 1. The first rises once and falls once; each next one has twice \
         as many peaks, up to thirty-two, all reaching from 0 to 1.",
    )
}

fn network() -> Figure {
    let network = Network::zigzag(&[2, 2, 2]);
    let mut drawing = figure::Network::new().layer("input", &[("x", "")], &[]);
    for (l, layer) in network.layers().iter().enumerate() {
        let rows: Vec<Vec<f64>> =
            layer.weights.iter().map(|row| row.iter().map(rounded).collect()).collect();
        let rows: Vec<&[f64]> = rows.iter().map(Vec::as_slice).collect();
        let last = l == network.depth();
        let bias = |b: &Rational| if rounded(b) == 0.0 { "" } else { "−½" };
        let unit = if last { "T³" } else { "" };
        let units: Vec<_> = layer.bias.iter().map(|b| (unit, bias(b))).collect();
        let name = if last { "output".to_owned() } else { format!("ReLU {}", l + 1) };
        drawing = drawing.layer(&name, &units, &rows);
    }
    drawing.figure(
        "network",
        "The network that computes T³: three layers of two ReLUs. Biases stand under the units; \
         blue weights are positive, orange ones negative.",
        "From the input x two weights of 1 lead to the first pair of units. Between pairs, and to \
         the output, the upper unit has weights 2 and the lower one weights −4. The lower unit of \
         each pair has the bias −½.",
    )
}

fn pieces(iterates: &[Iterate]) -> Figure {
    let curve = |parameters: fn(&Iterate) -> usize| -> Vec<(f64, f64)> {
        iterates.iter().map(|it| (parameters(it) as f64, it.pieces as f64)).collect()
    };
    LinePlot::new("weights and biases", "linear pieces")
        .log_x()
        .log2_y()
        .line("k layers, 2 wide", &curve(|it| it.deep_parameters))
        .line("k layers, 4 wide", &curve(|it| it.four_wide_parameters))
        .line("one layer", &curve(|it| it.shallow_parameters))
        .figure(
            "pieces",
            "What T^k costs, for k = 1, 2, ...: linear pieces against parameters. With one hidden \
             layer the pieces are proportional to the parameters; with k layers they are \
             exponential in them.",
            "Three rising curves over a logarithmic parameter axis. The one for a single hidden \
             layer is a straight line of slope one. The two for deep networks start lower or level \
             and then bend steeply upwards, the one of width 2 before the one of width 4.",
        )
}

fn price_of_depth(results: &Results) -> Figure {
    let longest = results.blocks.last().expect("some k");
    let iterations = longest.iterations;
    let range = 2..=iterations;
    let line = |units: fn(super::theorem::Price) -> u64| -> Vec<(f64, f64)> {
        let point = |layers| (f64::from(layers), units(price(iterations, layers)) as f64);
        range.clone().map(point).collect()
    };
    let half = f64::from(longest.k) / 2.0;
    let (layers, units) = ((longest.layers - 1) as f64, longest.units as f64);
    LinePlot::new("hidden layers", "units")
        .log_y()
        .line("enough", &line(|price| price.enough))
        .line("necessary", &line(|price| price.least))
        .points("T³ blocks", &[(layers, units)])
        .theory("lesson: necessary", &[(2.0, longest.bound), (half, longest.bound)])
        .figure(
            "price",
            &format!(
                "The price of a sawtooth with 2^{} peaks in one network of a given depth. Fewer \
                 units than the lower curve leave an error of at least 1/2; as many as the upper \
                 one compute it exactly. The dashed line is the number that the lesson asks of \
                 every network with fewer than {half} layers.",
                longest.k
            ),
            "Two curves fall together steeply from about a thousand million units at two layers \
             to about a hundred at twenty, and then stay flat. The dashed line at about thirty \
             thousand units is crossed by both at about five layers, and lies far above them from \
             there to thirty layers.",
        )
}
