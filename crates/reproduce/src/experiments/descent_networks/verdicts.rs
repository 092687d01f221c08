//! The verdict, by the rule of the register.

use report::{Settled, Verdict};

use super::findings::{Results, Sweep};
use crate::claims;
use crate::stats::Estimate;

/// How many of the families show each of the two parts of the claim.
struct Parts {
    test_rises: usize,
    training_rises: usize,
    families: usize,
}

impl Parts {
    fn verdict(&self) -> Verdict {
        if self.test_rises == self.families && self.training_rises == self.families {
            Verdict::Holds
        } else if self.test_rises + self.training_rises > 0 {
            Verdict::HoldsWithConditions
        } else {
            Verdict::DoesNotHold
        }
    }
}

impl Results<'_> {
    pub(super) fn more_neurons(&self, sweeps: &[Sweep]) -> Settled {
        let rises = |found: &Estimate| found.interval[0] > 0.0;
        let parts = Parts {
            test_rises: sweeps.iter().filter(|s| s.beyond.as_ref().is_some_and(rises)).count(),
            training_rises: sweeps.iter().filter(|s| rises(&s.early)).count(),
            families: sweeps.len(),
        };
        let points = |found: &Estimate| {
            let [low, high] = found.interval.map(|x| 100.0 * x);
            format!("{:.1} ({low:.1} to {high:.1})", 100.0 * found.value)
        };
        let family = |sweep: &Sweep| {
            let beyond = match (&sweep.beyond, sweep.threshold) {
                (Some(found), Some(i)) => {
                    format!(
                        "beyond the threshold at width {} the test error changes by {} points",
                        sweep.family.widths[i],
                        points(found)
                    )
                }
                _ => "no width beyond the threshold".to_owned(),
            };
            let early = points(&sweep.early);
            format!(
                "{}: {beyond}, the early training error over all widths by {early}",
                sweep.family.name
            )
        };
        let effect = sweeps.iter().map(family).collect::<Vec<_>>().join("; ");
        let n = self.constants.seeds * sweeps.len() as u64;
        claims::settle("U089", parts.verdict(), effect, n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rule() {
        let verdict = |test_rises, training_rises| {
            Parts { test_rises, training_rises, families: 3 }.verdict()
        };
        assert_eq!(verdict(3, 3), Verdict::Holds);
        assert_eq!(verdict(3, 2), Verdict::HoldsWithConditions);
        assert_eq!(verdict(0, 1), Verdict::HoldsWithConditions);
        assert_eq!(verdict(0, 0), Verdict::DoesNotHold);
    }
}
