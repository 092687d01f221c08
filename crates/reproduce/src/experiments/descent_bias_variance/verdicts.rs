//! The verdicts, by the rules of the register.

use report::{Format, Settled, Verdict};

use super::findings::{Results, Size};
use crate::claims;

impl Results<'_> {
    pub(super) fn settle(&self) -> Vec<Settled> {
        vec![self.decomposition(), not_testable()]
    }

    fn decomposition(&self) -> Settled {
        let constants = self.constants;
        let n = constants.examples;
        let exact = |gap: f64| gap <= constants.exact;
        let beyond = self.largest_gap(|size| size > n);
        let anywhere = self.largest_gap(|_| true);
        let unique = self.at_threshold().ranks == [n, n];
        let verdict = match (exact(beyond), exact(anywhere), unique) {
            (false, ..) => Verdict::Holds,
            (true, true, true) => Verdict::HoldsWithConditions,
            _ => Verdict::DoesNotHold,
        };
        let noisy = self.sizes(constants.noises.len() - 1);
        let at = |wanted: usize| -> &Size {
            noisy.iter().find(|size| size.size == wanted).expect("a size of the sweep")
        };
        let (last, peak) = (&noisy[noisy.len() - 1], at(n));
        let fixed = |x: f64| Format::Fixed(2).number(x);
        let effect = format!(
            "bias² + variance is the error at all sizes, to {} of it; at p = n the rank of the \
             features is {} in every one of {} training sets; with noise {} the variance is {} at \
             p = n and {} at p = {}, bias² there {}",
            Format::Scientific(0).number(anywhere),
            if unique { "n".to_owned() } else { format!("{:?}", self.at_threshold().ranks) },
            constants.seeds,
            constants.noises[constants.noises.len() - 1],
            fixed(peak.variance.value),
            fixed(last.variance.value),
            last.size,
            fixed(last.bias.value),
        );
        let settled = claims::settle("U069", verdict, effect, constants.seeds);
        Settled { interval: Some(last.variance.interval), ..settled }
    }
}

fn not_testable() -> Settled {
    let effect = "none: neither the models nor a measure of an explanation is at hand";
    claims::settle("U070", Verdict::NotTestable, effect, 0)
}
