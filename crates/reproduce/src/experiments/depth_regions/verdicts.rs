//! The verdicts, by the rules of the register.

use geometry::bounds::zaslavsky;
use num_bigint::BigUint;
use report::{Settled, Verdict};

use super::findings::{Bounds, Growth, Results};
use super::{Cell, Network};
use crate::claims;
use crate::stats::{Correlation, quantile};

impl Results<'_> {
    pub(super) fn one_layer(&self) -> Settled {
        let all: Vec<(usize, BigUint, bool)> = self
            .runs
            .iter()
            .filter_map(|(Cell(network), outcome)| match network {
                Network::Lines { lines, .. } => Some((outcome.cells, zaslavsky(2, *lines), true)),
                Network::Random { inputs, widths, .. } if widths.len() == 1 => {
                    Some((outcome.cells, zaslavsky(*inputs, widths[0]), false))
                }
                _ => None,
            })
            .collect();
        let below = all.iter().all(|(cells, bound, _)| BigUint::from(*cells) <= *bound);
        let general: Vec<_> = all.iter().filter(|(.., general)| *general).collect();
        let met =
            general.iter().filter(|(cells, bound, _)| BigUint::from(*cells) == *bound).count();
        let verdict =
            if below && met == general.len() { Verdict::Holds } else { Verdict::DoesNotHold };
        let effect = format!(
            "{met} of {} arrangements of random lines meet the bound, and {} of {} networks with \
             one hidden layer exceed it",
            general.len(),
            if below { "none" } else { "some" },
            all.len()
        );
        claims::settle("U036", verdict, effect, all.len() as u64)
    }

    pub(super) fn formula(&self, bounds: &[Bounds]) -> Settled {
        let [width, layers, most] = self.constants.bounds;
        let wrong: Vec<usize> =
            bounds.iter().filter(|b| b.formula < b.lower).map(|b| b.inputs).collect();
        let verdict = if wrong.is_empty() { Verdict::Holds } else { Verdict::DoesNotHold };
        let from = wrong.first().map_or("none".to_owned(), |d| format!("d = {d}"));
        let effect = format!(
            "for n = {width} and L = {layers} the formula lies below a proved lower bound for {} of \
             the d from 1 to {most}, the first being {from}; it is 0 for d above {width}",
            wrong.len()
        );
        claims::settle("U037", verdict, effect, bounds.len() as u64)
    }

    pub(super) fn per_parameter(&self, growths: &[Growth]) -> Settled {
        let rising = growths.iter().filter(|g| g.line.interval[0] > 0.0).count();
        let pieces = self.sawtooth();
        let constructed = pieces.windows(2).all(|pair| pair[1] == 2 * pair[0]);
        let verdict = if rising == growths.len() {
            Verdict::Holds
        } else if rising > 0 || constructed {
            Verdict::HoldsWithConditions
        } else {
            Verdict::DoesNotHold
        };
        let slopes: Vec<f64> = growths.iter().map(|g| g.line.slope).collect();
        let effect = format!(
            "the count at random weights grows with depth under {rising} of {} initialisations \
             (slopes of its logarithm {:.3} to {:.3} a layer); the constructed sawtooth doubles it \
             with every layer",
            growths.len(),
            quantile(&slopes, 0.0),
            quantile(&slopes, 1.0),
        );
        let n =
            self.runs.iter().filter(|(cell, _)| matches!(cell.0, Network::Random { .. })).count();
        claims::settle("U038", verdict, effect, n as u64)
    }

    pub(super) fn error_verdict(&self, correlation: &Correlation) -> Settled {
        let below = correlation.interval[1] < 0.0;
        let verdict = match below {
            true if correlation.rho < -0.5 => Verdict::Holds,
            true => Verdict::HoldsWithConditions,
            false => Verdict::DoesNotHold,
        };
        let effect = format!(
            "rank correlation of cells after training and error {:.2} over all depths; with the \
             cells before training {:.2}",
            correlation.rho,
            self.correlation_before().rho
        );
        let settled = claims::settle("U039", verdict, effect, self.trained(None).len() as u64);
        Settled { interval: Some(correlation.interval), p: Some(correlation.p), ..settled }
    }
}
