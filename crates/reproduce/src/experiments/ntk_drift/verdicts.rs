//! The verdicts, by the rules of the register.

use report::{Format, Settled, Verdict};

use super::UNITS;
use super::findings::{KERNEL, LINEARISED, Quantity, Results};
use crate::claims;
use crate::stats::Line;
use crate::tangent::Unit;

/// How far the loss may be from the kernel's prediction.
const FACTOR: f64 = 10.0;

impl Results<'_> {
    /// The trained network against its linearisation.
    pub(super) fn linear_model(&self) -> Settled {
        let verdict = if self.falls(LINEARISED) {
            Verdict::HoldsWithConditions
        } else {
            Verdict::DoesNotHold
        };
        let effect = format!(
            "the distance between trained network and trained linearisation goes with the width \
             like a power {}",
            self.slopes(LINEARISED)
        );
        let settled = claims::settle("U046", verdict, effect, self.count());
        Settled { interval: self.interval(LINEARISED), ..settled }
    }

    /// The kernel before and after.
    pub(super) fn fixed_kernel(&self) -> Settled {
        let changes = UNITS.into_iter().flat_map(|unit| {
            let widths = self.constants.widths(unit).iter();
            widths.flat_map(move |&width| self.values(unit, width, KERNEL))
        });
        let moved = changes.filter(|&change| change > 0.0).count();
        let verdict = if moved == 0 {
            Verdict::Holds
        } else if self.falls(KERNEL) {
            Verdict::HoldsWithConditions
        } else {
            Verdict::DoesNotHold
        };
        let effect = format!(
            "the kernel changes in {moved} of {} runs; its relative change goes with the width like \
             a power {}",
            self.count(),
            self.slopes(KERNEL)
        );
        let settled = claims::settle("U049", verdict, effect, self.count());
        Settled { interval: self.interval(KERNEL), ..settled }
    }

    /// The training loss of ReLU networks.
    pub(super) fn easy_to_train(&self) -> Settled {
        let widths = &self.constants.widths;
        let widest = widths[widths.len() - 1];
        let correlation = self.correlation();
        let ratio = self.ratio(widest);
        let as_predicted = ratio.value <= FACTOR && ratio.value >= 1.0 / FACTOR;
        let verdict = if correlation.interval[1] < 0.0 && as_predicted {
            Verdict::HoldsWithConditions
        } else {
            Verdict::DoesNotHold
        };
        let effect = format!(
            "rank correlation of width and training loss {:.2}; at width {widest} the loss is {} \
             times what the limit kernel predicts",
            correlation.rho,
            Format::Scientific(1).number(ratio.value)
        );
        let runs = widths.len() as u64 * self.constants.seeds;
        let settled = claims::settle("U054", verdict, effect.replace('-', "−"), runs);
        Settled { interval: Some(correlation.interval), p: Some(correlation.p), ..settled }
    }

    /// Do the slopes of all activations lie below zero with their intervals?
    fn falls(&self, quantity: Quantity) -> bool {
        let below = |line: Line| line.interval[1] < 0.0;
        UNITS.into_iter().all(|unit| self.rate(unit, quantity).is_some_and(below))
    }

    /// The slopes in words.
    fn slopes(&self, quantity: Quantity) -> String {
        let slope = |unit: Unit| match self.rate(unit, quantity) {
            Some(line) => format!("{:.2} ({})", line.slope, unit.name()).replace('-', "−"),
            None => {
                format!("that cannot be told, as a run diverged or stood still ({})", unit.name())
            }
        };
        UNITS.map(slope).join(" and ")
    }

    fn interval(&self, quantity: Quantity) -> Option<[f64; 2]> {
        self.rate(Unit::Relu, quantity).map(|line| line.interval)
    }
}
