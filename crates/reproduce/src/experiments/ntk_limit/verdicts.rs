//! The verdicts, by the rules of the register.

use report::{Settled, Verdict};

use super::CLOSED;
use super::findings::{Group, Rate, Results};
use crate::claims;
use crate::stats::{critical_value, quantile};

/// How far the closed form may be from numerical integration.
const INTEGRATION: f64 = 1e-9;

impl Results<'_> {
    /// The mean kernel of networks with one hidden layer, and the spread about it.
    pub(super) fn expectation(&self, groups: &[Group], rates: &[Rate]) -> Settled {
        let one: Vec<&Group> = groups.iter().filter(|group| group.depth == 1).collect();
        let threshold = self.one_layer_threshold();
        let beyond = |deviation: f64| deviation.is_nan() || deviation > threshold;
        let failed: Vec<&&Group> = one.iter().filter(|group| beyond(group.deviation)).collect();
        let confirmed = failed.iter().filter(|group| group.again.is_none_or(beyond)).count();
        let slopes: Vec<&Rate> = rates.iter().filter(|rate| rate.depth == 1).collect();
        let critical = critical_value(self.constants.widths.len() - 2, slopes.len());
        let like_a_root = slopes
            .iter()
            .all(|rate| (rate.line.slope + 0.5).abs() <= critical * rate.line.standard_error);
        let holds = confirmed == 0 && like_a_root;
        let verdict = if holds { Verdict::Holds } else { Verdict::DoesNotHold };
        let slopes: Vec<String> = slopes
            .iter()
            .map(|r| {
                let half = critical * r.line.standard_error;
                format!("{:.3} ± {half:.3} ({})", r.line.slope, r.unit.name())
            })
            .collect();
        let effect = format!(
            "of {} mean kernels {} more than {threshold:.1} standard errors from the closed form, \
             and on fresh seeds {confirmed} again; the spread falls with slope {}",
            one.len(),
            match failed.len() {
                1 => "one is".into(),
                count => format!("{count} are"),
            },
            slopes.join(" and ").replace('-', "−")
        );
        let n = one.len() as u64 * self.constants.seeds(1);
        claims::settle("U047", verdict, effect, n)
    }

    /// The recursion against the widest networks of each depth, and against integration.
    pub(super) fn recursion(&self, groups: &[Group]) -> Settled {
        let widest: Vec<&Group> = groups
            .iter()
            .filter(|group| Some(&group.width) == self.constants.widths(group.depth).last())
            .collect();
        let (deviation, threshold) = (worst(&widest), self.widest_threshold());
        let gaps: Vec<f64> = self.integrals().map(|integral| integral.3).collect();
        let gap = quantile(&gaps, 1.0);
        let holds = deviation <= threshold && gap <= INTEGRATION;
        let verdict = if holds { Verdict::Holds } else { Verdict::DoesNotHold };
        let effect = format!(
            "at the largest width of each depth the mean kernel is at most {deviation:.1} standard \
             errors from the recursion, where {threshold:.1} are allowed; numerical integration \
             differs by {gap:.0e} at most"
        );
        let n = widest.iter().map(|group| self.constants.seeds(group.depth)).sum();
        claims::settle("U050", verdict, effect.replace("e-", "e−"), n)
    }

    /// Standard errors allowed for networks with one hidden layer, over all widths and angles.
    pub(super) fn one_layer_threshold(&self) -> f64 {
        self.threshold(self.constants.seeds, self.constants.widths.len())
    }

    /// The same for the widest networks, over all depths and angles.
    pub(super) fn widest_threshold(&self) -> f64 {
        // The fewest seeds of any depth: the larger allowance for all.
        self.threshold(self.constants.deep_seeds, self.constants.depths.len())
    }

    fn threshold(&self, seeds: u64, shapes: usize) -> f64 {
        let comparisons = CLOSED.len() * shapes * self.constants.degrees.len();
        critical_value(seeds as usize - 1, comparisons)
    }
}

fn worst(groups: &[&Group]) -> f64 {
    quantile(&groups.iter().map(|group| group.deviation).collect::<Vec<_>>(), 1.0)
}
