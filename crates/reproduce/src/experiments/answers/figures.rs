//! The figures.

use num_traits::ToPrimitive;
use report::Figure;

use super::products::{relu_product, relu_sum, second_differences};
use super::{Constants, Outcome};
use crate::figure::{Drawing, LinePlot, Network, Panels};

/// All figures, in the order of the chapter.
pub(super) fn all(constants: &Constants, outcome: &Outcome) -> Vec<Figure> {
    vec![network(), staircase(), mistakes(constants, outcome), bends()]
}

fn network() -> Figure {
    let ones: &[f64] = &[1.0; 2];
    Network::new()
        .layer("bits", &[("x₁", ""), ("x₂", "")], &[])
        .layer("hidden", &[("", "≥ 1"), ("", "≥ 2")], &[ones; 2])
        .layer("odd?", &[("", "≥ 1")], &[&[1.0], &[-1.0]])
        .figure(
            "network",
            "The parity of two bits, also known as exclusive or, by one hidden layer. A unit fires \
             when the weighted sum of its inputs reaches the threshold under it. With n bits there \
             are n hidden units with the thresholds 1 to n, and read-out weights 1, −1, 1, ...",
            "Two bits are each joined to two hidden units by weights of 1. The hidden units have the \
             thresholds 1 and 2 and lead to one output, with weights 1 and −1 and the threshold 1.",
        )
}

fn staircase() -> Figure {
    const BITS: u32 = 8;
    let level = |ones: u32| if ones % 2 == 1 { 1.0 } else { 0.0 };
    let staircase = |height: &dyn Fn(u32) -> f64| -> Vec<(f64, f64)> {
        (0..=BITS)
            .flat_map(|ones| {
                let (x, y) = (f64::from(ones), height(ones));
                [(x - 0.5, y), (x + 0.5, y)]
            })
            .collect()
    };
    let hidden = LinePlot::new("number of ones", "hidden units that fire")
        .curve("", &staircase(&|ones| f64::from(ones)))
        .y_range(0.0, f64::from(BITS));
    let read_out = LinePlot::new("number of ones", "sum in the read-out")
        .curve("", &staircase(&level))
        .horizontal(0.5, "")
        .y_range(-0.25, 1.25);
    Panels::new(2).row_height(240.0).panel("the hidden layer climbs", hidden).panel(
        "weights +1, −1, +1, ... fold it",
        read_out,
    )
    .figure(
        "staircase",
        "Why one hidden layer is enough: unit j fires from j ones on, and weights of alternating \
         sign let every step undo the one before it. Parity is a sawtooth in the number of ones.",
        "Left: a staircase with one step up at each number of ones from 1 to 8. Right: the weighted \
         sum, which jumps between 0 and 1 with each further one.",
    )
}

fn mistakes(constants: &Constants, outcome: &Outcome) -> Figure {
    let plot = constants.counted_inputs.iter().fold(
        LinePlot::new("order of the perceptron / number of bits", "wrong inputs (% of all)"),
        |plot, &n| {
            let share = |wrong: u64| 100.0 * wrong as f64 / (1_u64 << n) as f64;
            let points: Vec<(f64, f64)> = outcome
                .mistakes
                .iter()
                .filter(|row| row.inputs == n)
                .map(|row| (f64::from(row.order) / f64::from(n), share(row.wrong)))
                .collect();
            plot.line(&format!("{n} bits"), &points)
        },
    );
    plot.x_range(0.0, 1.0).y_range(0.0, 50.0).figure(
        "mistakes",
        "What looking at fewer bits costs: the fewest inputs whose parity a perceptron gets wrong \
         if it only counts ones, against its order. It needs all bits to be right everywhere; to be \
         nearly right it needs many fewer.",
        "Curves for several numbers of bits fall from 50 per cent at order zero to zero at order n. \
         The more bits, the earlier and the more steeply the curve falls.",
    )
}

fn bends() -> Figure {
    const CELLS: u32 = 32;
    let plot = |f| {
        let points: Vec<(f64, f64)> = second_differences(CELLS, f)
            .into_iter()
            .map(|(x, bend)| (x.to_f64().expect("a double"), bend.to_f64().expect("a double")))
            .collect();
        LinePlot::new("x", "second difference / h²").points("", &points).x_range(0.0, 1.0)
    };
    Panels::new(2)
        .row_height(240.0)
        .panel("a sum of four ReLUs", plot(relu_sum))
        .panel("a product of two ReLUs", plot(relu_product))
        .figure(
            "bends",
            "Where functions bend: second differences on 32 cells of [0, 1]. A sum of ReLUs bends \
             at its kinks and nowhere else. A product of two bends at every point beyond the second \
             kink, so no sum of finitely many equals it.",
            "Left: points at zero, but for four points up to a hundred and more above or below. \
             Right: points at zero up to x = 3/8, one point at 9 there, and all others \
             at 2.",
        )
}
