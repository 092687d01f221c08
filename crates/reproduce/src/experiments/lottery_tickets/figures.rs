//! Accuracy against density, and learning curves at ten per cent.

use report::{Figure, Format};

use super::findings::{Results, Set};
use super::run::Start;
use super::tables::name;
use crate::figure::{Drawing, LinePlot, Panels};
use crate::stats::{mean, mean_interval};

/// What is drawn beside the ticket: early values would hide behind it.
const SHOWN: [Start; 4] = [Start::Ticket, Start::Signs, Start::Fresh, Start::Random];

/// The figure of the chapter.
pub(super) fn accuracy(results: &Results<'_>) -> Figure {
    let all: Vec<usize> = (0..=results.constants.rounds).collect();
    let plot = |set: &Set<'_>| {
        let least = 100.0 * set.density(results.constants.rounds);
        let dense = mean(&set.dense());
        let plot = LinePlot::new("weights left (%), fewer to the right", "test accuracy")
            .log_x()
            .x_range(110.0, 0.9 * least)
            .context("dense", &[(100.0, dense), (least, dense)]);
        SHOWN.into_iter().fold(plot, |plot, start| {
            let rounds = match start {
                Start::Ticket => &all,
                _ => &results.constants.compared,
            };
            let point = |&round: &usize| {
                let accuracy = mean_interval(&set.accuracies(start, round));
                let [low, high] = accuracy.interval;
                (100.0 * set.density(round), accuracy.value, low, high)
            };
            plot.band(name(start), &rounds.iter().map(point).collect::<Vec<_>>())
        })
    };
    let mut panels = Panels::new(1).row_height(300.0);
    for set in &results.sets {
        panels = panels.panel(set.name(), plot(set));
    }
    panels.figure(
        "accuracy",
        "Test accuracy against density. Ticket: the weights that pruning leaves, set back to their \
         first values. Signs only: the same weights with their first signs and one magnitude. Fresh \
         values: the same weights with new random values. Random mask: as many weights in each \
         layer, at random places. Bands are 95 % intervals of the mean over seeds.",
        "Two panels with the number of weights falling to the right. The ticket's curve rises \
         a little above the dense level, stays there, and falls at the sparse end; that of signs only \
         lies on it. Fresh values fall early and random masks furthest.",
    )
}

/// Accuracy against epochs.
pub(super) fn learning(results: &Results<'_>) -> Figure {
    let round = results.ten_percent();
    let density = Format::Percent(1).number(results.sets[0].density(round));
    let plot = |set: &Set<'_>| {
        let curve = |start, round| {
            let curves = set.curves(start, round);
            let at = |epoch: usize| mean(&curves.iter().map(|c| c[epoch]).collect::<Vec<_>>());
            (0..set.epochs).map(|epoch| ((epoch + 1) as f64, at(epoch))).collect::<Vec<_>>()
        };
        let plot = LinePlot::new("epoch", "test accuracy")
            .include_x(0.0)
            .context("dense", &curve(Start::Ticket, 0));
        SHOWN.into_iter().fold(plot, |plot, start| plot.line(name(start), &curve(start, round)))
    };
    let mut panels = Panels::new(1).row_height(270.0);
    for set in &results.sets {
        panels = panels.panel(set.name(), plot(set));
    }
    panels.figure(
        "learning",
        &format!(
            "Learning curves with {density} of the weights, and of the dense network (grey): test \
             accuracy after each epoch, means over seeds."
        ),
        "Two panels. The dense network is highest; ticket and signs only are almost one curve below \
         it, then come fresh values, then the random mask.",
    )
}
