//! The figures.

use report::{Figure, superscript};

use super::pieces::power;
use super::relu_square::square;
use super::{Constants, Outcome};
use crate::figure::{Drawing, LinePlot, Panels};

/// All figures, in the order of the chapter.
pub(super) fn all(constants: &Constants, outcome: &Outcome) -> Vec<Figure> {
    vec![relu_square(), errors(outcome), fits(constants, outcome), units(constants, outcome)]
}

/// Multiples of 1/256 from 0 to 1.
fn grid() -> impl Iterator<Item = f64> + Clone {
    (0..=256).map(|i| f64::from(i) / 256.0)
}

fn relu_square() -> Figure {
    let curve = |f: &dyn Fn(f64) -> f64| grid().map(|x| (x, f(x))).collect::<Vec<_>>();
    let fit = LinePlot::new("x", "")
        .context("x²", &curve(&|x| x * x))
        .curve("1 layer", &curve(&|x| square(1, x)))
        .curve("2 layers", &curve(&|x| square(2, x)))
        .y_range(0.0, 1.0);
    let error = [1, 2, 3].into_iter().fold(LinePlot::new("x", "error"), |plot, m| {
        let name = if m == 1 { "1 layer".to_owned() } else { format!("{m} layers") };
        plot.curve(&name, &curve(&|x| square(m, x) - x * x))
    });
    Panels::new(2).row_height(290.0).panel("the network", fit).panel("minus x²", error).figure(
        "relu-square",
        "Squaring with ReLU. Each layer halves the distance between the points where network and \
         parabola meet, so it divides the largest error by four.",
        "Left: the parabola between 0 and 1 with a fit of two straight pieces and one of four, which \
         nearly covers it. Right: the errors, rows of equal arches. With one layer there are two \
         arches of height one sixteenth, with two layers four arches of a quarter of that height, \
         with three layers eight arches, a quarter again.",
    )
}

fn errors(outcome: &Outcome) -> Figure {
    let deep: Vec<(f64, f64)> =
        outcome.relu_square.iter().map(|row| (row.units as f64, row.error)).collect();
    let shallow: Vec<(f64, f64)> = (0..=12)
        .map(|i| f64::from(1_u32 << i))
        .map(|pieces| (pieces, 1.0 / (8.0 * pieces * pieces)))
        .collect();
    LinePlot::new("units (deep) or pieces (one hidden layer)", "largest error for x² on [0, 1]")
        .log2_x()
        .log_y()
        .line("deep", &deep)
        .line("one layer", &shallow)
        .figure(
            "errors",
            "The largest error for x² on [0, 1]. Layers of three ReLUs: it is divided by four with \
             every layer, so it falls exponentially with the units. One hidden layer: the best \
             straight pieces, whose number is the number of units, give or take one; the error \
             falls like a power.",
            "On logarithmic axes the curve of one hidden layer is a straight line of slope minus \
             two. The curve of the deep network starts near it and bends down steeply, reaching two \
             ten-millionths at thirty units, where the other is at one ten-thousandth.",
        )
}

fn fits(constants: &Constants, outcome: &Outcome) -> Figure {
    let inverse_accuracy = constants.inverse_accuracies[1];
    let accuracy = 1.0 / f64::from(inverse_accuracy);
    let mut grid = Panels::new(2);
    for k in [1, 2, 3, 5] {
        let row = outcome.pieces(inverse_accuracy).find(|row| row.k == k).expect("some pieces");
        // Fine near 1, where the high powers rise.
        let xs = (0..=400).map(|i| f64::from(i) / 400.0).map(|t| 1.0 - (1.0 - t) * (1.0 - t));
        let target: Vec<(f64, f64)> = xs.map(|x| (x, power(k, x))).collect();
        let corner = |&x: &f64| (x, power(k, x) - accuracy);
        let corners: Vec<(f64, f64)> = row.ends.iter().map(corner).collect();
        let plot = LinePlot::new("x", "")
            .context("", &target)
            .line("", &corners)
            .x_range(0.0, 1.0)
            .y_range(-0.05, 1.05);
        let caption = format!("x{}: {} pieces", superscript(1_u64 << k), row.count());
        grid = grid.panel(&caption, plot);
    }
    grid.figure(
        "fits",
        &format!(
            "The fewest straight pieces (blue) that stay within 1/{inverse_accuracy} of x^(2^k) \
             (grey) on [0, 1]. A higher power is flatter for longer; it does not bend more."
        ),
        "Four panels with rising curves from 0 to 1. Each is followed by a polygon of about as many \
         pieces. The higher the power, the longer the first piece along the bottom and the closer \
         together the others near the right end.",
    )
}

fn units(constants: &Constants, outcome: &Outcome) -> Figure {
    let powers = 1..=constants.largest_k;
    let lesson: Vec<(f64, f64)> =
        powers.clone().map(|k| (f64::from(k), f64::from(1_u32 << k))).collect();
    let one: Vec<(f64, f64)> = powers.map(|k| (f64::from(k), 1.0)).collect();
    let mut plot = LinePlot::new("k", "units in one hidden layer for x^(2^k)")
        .log2_y()
        .theory("lesson: 2^k", &lesson);
    for &n in constants.inverse_accuracies.iter().rev() {
        let pieces: Vec<(f64, f64)> =
            outcome.pieces(n).map(|row| (f64::from(row.k), row.count() as f64)).collect();
        plot = plot.line(&format!("ReLU, 1/{n}"), &pieces);
    }
    plot.line("z^(2^k)", &one).figure(
        "units",
        "How many units one hidden layer needs for x^(2^k) on [0, 1]: ReLU at three accuracies, \
         counted in straight pieces; a unit that raises to the power itself; the lesson's number. \
         Squaring units are missing, since no number of them is enough from k = 2 on.",
        "The lesson's dashed line doubles with every k. The curves for ReLU are level from k = 2 or \
         3 on, and the one for the power unit is constantly one.",
    )
}
