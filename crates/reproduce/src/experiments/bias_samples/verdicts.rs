//! The verdict, by the rule of the register.

use report::{Settled, Verdict};

use super::architectures::Architecture;
use super::findings::{Comparison, Results};
use crate::claims;

/// How many comparisons there are and how many come out as the claim says: where the bias matches,
/// and where it does not.
struct Tally {
    of: [usize; 2],
    as_claimed: [usize; 2],
}

impl Tally {
    fn verdict(&self) -> Verdict {
        if self.as_claimed == self.of {
            Verdict::Holds
        } else if self.as_claimed != [0, 0] {
            Verdict::HoldsWithConditions
        } else {
            Verdict::DoesNotHold
        }
    }
}

impl Results<'_> {
    pub(super) fn matching(&self, comparisons: &[Comparison]) -> Settled {
        let count = |matches: bool, of: &dyn Fn(&Comparison) -> bool| {
            comparisons.iter().filter(|c| c.matches == matches && of(c)).count()
        };
        let tally = Tally {
            of: [true, false].map(|matches| count(matches, &|_| true)),
            as_claimed: [true, false].map(|matches| count(matches, &Comparison::as_claimed)),
        };
        let exception = |c: &Comparison| {
            let reaches = |architecture| self.needed(c.task, architecture).is_some();
            let found = if reaches(c.pair.architecture) || reaches(Architecture::Mlp) {
                let [low, high] = c.ratio.interval;
                format!("ratio {:.2}, {low:.2} to {high:.2}", c.ratio.value)
            } else {
                "neither gets there".to_owned()
            };
            let matches = if c.matches { "matched" } else { "mismatched" };
            format!("{} on '{}', {matches} ({found})", c.pair.architecture.name(), c.task.name())
        };
        let exceptions: Vec<String> =
            comparisons.iter().filter(|c| !c.as_claimed()).map(exception).collect();
        let mut effect = format!(
            "the architecture needs fewer examples than an MLP on {} of {} matched tasks and more on \
             {} of {} mismatched ones",
            tally.as_claimed[0], tally.of[0], tally.as_claimed[1], tally.of[1]
        );
        if !exceptions.is_empty() {
            effect.push_str("; otherwise: ");
            effect.push_str(&exceptions.join(", "));
        }
        claims::settle("U091", tally.verdict(), effect, self.constants.seeds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rule() {
        let verdict = |as_claimed| Tally { of: [6, 7], as_claimed }.verdict();
        assert_eq!(verdict([6, 7]), Verdict::Holds);
        assert_eq!(verdict([6, 0]), Verdict::HoldsWithConditions);
        assert_eq!(verdict([0, 1]), Verdict::HoldsWithConditions);
        assert_eq!(verdict([0, 0]), Verdict::DoesNotHold);
    }
}
