//! The figures.

use report::Figure;

use super::findings::Summary;
use super::inner::{digits, koppen, sprecher};
use super::run::{Target, cut_row, rounded};
use crate::figure::{Drawing, LinePlot, Panels};

/// All figures, in the order of the chapter.
pub(super) fn all(summary: &Summary<'_>) -> Vec<Figure> {
    vec![resolutions(), corrected(), errors(summary), cuts(summary)]
}

/// Köppen's function at the numbers of k digits.
fn curve(k: u32) -> Vec<(f64, f64)> {
    let values = koppen(k);
    let last = (values.len() - 1) as f64;
    values.iter().enumerate().map(|(i, value)| (i as f64 / last, rounded(value))).collect()
}

fn resolutions() -> Figure {
    let plot = |k: u32| {
        LinePlot::new("x", if k == 1 { "ψ(x)" } else { "" })
            .context("", &[(0.0, 0.0), (1.0, 1.0)])
            .curve("", &curve(k))
            .x_range(0.0, 1.0)
            .y_range(0.0, 1.0)
    };
    Panels::new(3)
        .row_height(260.0)
        .panel("one digit", plot(1))
        .panel("two digits", plot(2))
        .panel("four digits", plot(4))
        .figure(
            "resolutions",
            "Köppen's inner function, joined up between the numbers of one, two and four digits. \
             With each digit the curve becomes flatter over most of every interval and steeper at \
             its end; it never falls.",
            "Three panels of a rising curve from (0, 0) to (1, 1). With one digit it is the diagonal. \
             With two it is a staircase of ten steps, with four each riser is made of smaller steps.",
        )
}

fn corrected() -> Figure {
    const DIGITS: u32 = 5;
    let window = 58_950..=59_050;
    let fine = koppen(DIGITS);
    let points = |value: &dyn Fn(usize) -> f64| -> Vec<(f64, f64)> {
        window.clone().map(|i| (i as f64 / 1e5, value(i))).collect()
    };
    LinePlot::new("x", "ψ(x)")
        .curve("Köppen", &points(&|i| rounded(&fine[i])))
        .curve("Sprecher 1996", &points(&|i| rounded(&sprecher(&digits(i, DIGITS)))))
        .figure(
            "corrected",
            "The inner function of Sprecher (1996) and Köppen's correction, at all numbers of five \
             digits between 0.5895 and 0.5905. Just before 0.59 Sprecher's climbs above the value that it has at \
             0.59, and falls back to it.",
            "Two staircases that rise to the right. Just left of 0.59 Sprecher's has a spike above the \
             level on which it goes on; Köppen's rises to its level and stays.",
        )
}

fn errors(summary: &Summary<'_>) -> Figure {
    let plot = LinePlot::new("outer iterations", "error, target's largest value = 1")
        .log_y()
        .x_range(0.0, 3.0);
    summary
        .networks
        .iter()
        .fold(plot, |plot, networks| {
            let steps = &summary.sequence(networks.target).steps;
            let name = networks.target.name();
            let after = |error: &dyn Fn(usize) -> f64| -> Vec<(f64, f64)> {
                (0..steps.len()).map(|i| (i as f64 + 1.0, error(i))).collect()
            };
            let mut largest = vec![(0.0, steps[0].before)];
            largest.extend(after(&|i| steps[i].after));
            plot.line(&format!("{name}, largest"), &largest)
                .line(&format!("{name}, rms"), &after(&|i| steps[i].rms))
                .horizontal(networks.largest.value, &format!("trained, {name}"))
        })
        .figure(
            "errors",
            "The largest and the root mean square error of the superposition after one, two and three \
             outer iterations, with cells of one, two and three digits. Dashed: the median largest error of \
             the trained networks.",
            "On a logarithmic axis. The largest errors fall from 1 to 0.1 and 0.3 in three iterations; the root \
             mean squares are about ten times smaller. The dashed lines of the trained networks are at 0.005 and 0.01.",
        )
}

fn cuts(summary: &Summary<'_>) -> Figure {
    let panel = |target: Target| {
        let cut = &summary.sequence(target).cut;
        let count = cut.len();
        let x = |i: usize| i as f64 / (count - 1) as f64;
        let y = x(cut_row(count));
        let points = |value: &dyn Fn(usize) -> f64| -> Vec<(f64, f64)> {
            (0..count).map(|i| (x(i), value(i))).collect()
        };
        let networks = summary.networks.iter().find(|networks| networks.target == target);
        let trained = &networks.expect("every target has its networks").first.cut;
        LinePlot::new("x", "")
            .curve("construction", &points(&|i| cut[i]))
            .curve("trained", &points(&|i| trained[i].unwrap_or(f64::NAN)))
            .context("f", &points(&|i| target.at(x(i), y)))
    };
    Panels::new(1)
        .row_height(260.0)
        .panel("x y", panel(Target::Product))
        .panel("cos(π(x + y²))", panel(Target::Wave))
        .figure(
            "cuts",
            "Both targets along the line y = 0.4: the function, the superposition of one inner \
             function after the last outer iteration, and the first trained network.",
            "Two panels. The curve of the trained network hides the target's. The curve of the \
             construction follows them with thin spikes on either side.",
        )
}
