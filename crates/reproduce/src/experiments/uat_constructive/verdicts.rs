//! The verdicts, by the rules of the register.

use nn::Stream;
use report::{Format, Settled, Verdict};
use serde_json::{Value, json};

use super::guarantees::Cell;
use super::{Certified, Results, UatConstructive};
use crate::stats::{Estimate, bootstrap, median, quantile};
use crate::{Experiment, claims};

/// The numbers that decide.
pub(super) struct Verdicts {
    /// How many tolerances were tried in one and in two dimensions, and how many of all networks
    /// have a certificate below theirs that the grid does not contradict.
    line: usize,
    square: usize,
    certified: usize,
    /// The largest quotient of measured error and certificate.
    pub(super) tightest: f64,
    /// The least and the largest network.
    sizes: [usize; 2],
    /// The largest number of units with a proved floor, and the largest error of the larger
    /// networks that follow the same waves.
    widest_floored: u32,
    waves: usize,
    waves_error: f64,
    /// The least uniform error at the jump over all runs, and the ratio of median root mean square
    /// errors, widest over narrowest.
    least_largest: f64,
    square_ratio: Estimate,
    step_runs: usize,
    seeds: u64,
}

impl Verdicts {
    pub(super) fn new(results: &Results<'_>) -> Self {
        let asked = || results.line.iter().chain(&results.square);
        let kept = |&&(epsilon, network): &&(f64, &Certified)| {
            network.certificate < epsilon && network.measured <= network.certificate
        };
        let tightness: Vec<f64> = asked().map(|(_, n)| n.measured / n.certificate).collect();
        let units: Vec<usize> = asked().map(|(_, network)| network.units).collect();
        let wave_errors: Vec<f64> =
            results.waves.iter().map(|(_, network)| network.certificate).collect();
        let all = results.steps.iter().map(|(_, fit)| fit.largest);
        let least_largest = quantile(&all.collect::<Vec<_>>(), 0.0);
        let widths = &results.constants.step_widths;
        let squares = |hidden| results.step(hidden, |fit| fit.root_mean_square);
        let (wide, narrow) = (squares(widths[widths.len() - 1]), squares(widths[0]));
        let mut stream = Stream::new(UatConstructive::ID, 0, "U003");
        Self {
            line: results.line.len(),
            square: results.square.len(),
            certified: asked().filter(kept).count(),
            tightest: quantile(&tightness, 1.0),
            sizes: [units.iter().min(), units.iter().max()].map(|n| *n.expect("a network")),
            widest_floored: *results.constants.fixed_widths.iter().max().expect("a width"),
            waves: results.waves.len(),
            waves_error: quantile(&wave_errors, 1.0),
            least_largest,
            square_ratio: bootstrap(&[&wide, &narrow], 2000, &mut stream, |drawn| {
                median(&drawn[0]) / median(&drawn[1])
            }),
            step_runs: results.steps.len(),
            seeds: results.constants.seeds,
        }
    }

    pub(super) fn every_epsilon_is_certified(&self) -> bool {
        self.certified == self.line + self.square
    }

    pub(super) fn jump_costs_half_but_falls_on_average(&self) -> bool {
        self.least_largest >= 1.0 && self.square_ratio.interval[1] < 1.0
    }

    /// Every network of the tried sizes misses some wave by 1; larger ones are nearer.
    fn fixed_width_keeps_a_floor(&self) -> bool {
        self.waves > 0 && self.waves_error < 1.0
    }

    pub(super) fn floor(&self) -> Value {
        json!({
            "widest": self.widest_floored,
            "larger_networks_certificate": self.waves_error,
        })
    }

    pub(super) fn step_values(&self) -> Value {
        json!({
            "least_largest_error": self.least_largest,
            "root_mean_square_ratio": self.square_ratio.value,
        })
    }

    pub(super) fn settle(&self, cells: &[Cell]) -> Vec<Settled> {
        let (asked, [least, most]) = (self.line + self.square, self.sizes);
        let networks = asked as u64;
        let certified = self.every_epsilon_is_certified();
        let e01 = claims::settle(
            "E01",
            match certified && self.fixed_width_keeps_a_floor() {
                true => Verdict::HoldsWithConditions,
                // That one size reaches every tolerance is excluded by the proof of the floor.
                false => Verdict::DoesNotHold,
            },
            format!(
                "{} of {asked} tolerances certified, with {least} to {most} units; for each fixed \
                 number of units up to {} a wave keeps the error of all networks at 1, while \
                 larger ones are certified within {}",
                self.certified,
                self.widest_floored,
                Format::Fixed(2).number(self.waves_error),
            ),
            networks + self.waves as u64,
        );
        let u003 = claims::settle(
            "U003",
            match self.jump_costs_half_but_falls_on_average() {
                true => Verdict::DoesNotHold,
                false => Verdict::Holds,
            },
            format!(
                "at a jump from −1 to 1 the least uniform error of {} fits is {}; median root mean \
                 square error at the largest width / at the smallest = {}",
                self.step_runs,
                Format::Fixed(3).number(self.least_largest),
                Format::Fixed(3).number(self.square_ratio.value),
            ),
            self.seeds,
        );
        let u006 = claims::settle(
            "U006",
            if certified { Verdict::Holds } else { Verdict::DoesNotHold },
            format!(
                "{} of {asked} tolerances certified, {} in one and {} in two dimensions; the measured \
                 error is at most {} of the certificate",
                self.certified,
                self.line,
                self.square,
                Format::Fixed(2).number(self.tightest),
            ),
            networks,
        );
        let u009 = claims::settle(
            "U009",
            if certified { Verdict::HoldsWithConditions } else { Verdict::Holds },
            format!(
                "another proof writes the network down and bounds its size in advance: executed \
                 for {networks} networks of {least} to {most} units"
            ),
            networks,
        );
        let not_right = cells.iter().filter(|cell| !cell.is_right()).count();
        let u017 = claims::settle(
            "U017",
            match not_right {
                0 => Verdict::Holds,
                1 | 2 => Verdict::HoldsWithConditions,
                _ => Verdict::DoesNotHold,
            },
            format!("{not_right} of {} cells are not right as printed", cells.len()),
            cells.len() as u64,
        );
        vec![e01, Settled { interval: Some(self.square_ratio.interval), ..u003 }, u006, u009, u017]
    }
}
