//! The figures.

use report::Figure;

use super::gaussian::Convention;
use super::one_dimension::Member;
use super::waves::Family;
use super::{Constants, Outcome};
use crate::figure::{Drawing, LinePlot, Panels};

/// All figures, in the order of the chapter.
pub(super) fn all(constants: &Constants, outcome: &Outcome) -> Vec<Figure> {
    vec![moments(constants, outcome), dimensions(constants, outcome)]
}

fn moments(constants: &Constants, outcome: &Outcome) -> Figure {
    let plot = LinePlot::new("cut-off Ω", "∫ |ω| |f^(ω)| dω up to Ω").log_x().include_y(0.0);
    Member::ALL
        .into_iter()
        .rev()
        .fold(plot, |plot, member| {
            let values = &outcome.moments(member).truncated;
            let points: Vec<(f64, f64)> =
                constants.cutoffs.iter().copied().zip(values.iter().copied()).collect();
            plot.line(member.name(), &points)
        })
        .figure(
            "moments",
            "The integral that defines C_f, up to a cut-off. For the two functions without a kink \
             it has arrived at the first point. For ReLU each tenfold of the cut-off adds the same \
             amount again: C_f is infinite.",
            "Three curves over cut-offs from ten to a million on a logarithmic axis. Two are level, \
             at 0.8 and 0.64. The curve of ReLU is a straight line that rises from 1.8 to 9.2.",
        )
}

fn dimensions(constants: &Constants, outcome: &Outcome) -> Figure {
    let over = |f: &dyn Fn(u32) -> f64| -> Vec<(f64, f64)> {
        constants.dimensions.iter().map(|&d| (f64::from(d), f(d))).collect()
    };
    let conventions = LinePlot::new("dimension d", "C_f").log_y().x_range(0.0, 20.0);
    let conventions = Convention::ALL.into_iter().fold(conventions, |plot, convention| {
        let name = if convention == Convention::Plain { "no factor" } else { convention.name() };
        plot.line(name, &over(&|d| outcome.constant(convention, d)))
    });
    let families =
        LinePlot::new("dimension d", "C_f, Barron's convention").log_y().x_range(0.0, 20.0);
    let families = families.line("Gaussian", &over(&|d| outcome.constant(Convention::Barron, d)));
    let families = Family::ALL.into_iter().rev().fold(families, |plot, family| {
        plot.line(family.name(), &over(&|d| outcome.wave(family, d)))
    });
    Panels::new(2)
        .row_height(300.0)
        .panel("one function, four conventions", conventions)
        .panel("one convention, four functions", families)
        .figure(
            "dimensions",
            "C_f against the dimension. (a) The Gaussian: a convention of the Fourier transform \
             with another factor changes the constant by a power of 2π that grows with the \
             dimension. (b) With the right convention C_f may be constant, grow like √d, or \
             exponentially, for functions that all lie between −1 and 1.",
            "Two panels with logarithmic vertical axes. Left: from one curve near 1 two others fan \
             out, reaching 10 to the power 8 and 10 to the power 16 at dimension 20, and one runs \
             parallel a little below it. Right: a level line, two that rise slowly to 4.4, and a straight one \
             that reaches 2000.",
        )
}
