//! The verdicts, by the rules of the register.

use nn::Stream;
use report::{Settled, Verdict};

use super::network::{Net, Precision};
use super::rank::Measure;
use super::{LinearCollapse, Results, Setting, init_name};
use crate::stats::{Estimate, bootstrap, median};
use crate::{Experiment, claims};

/// The deep ReLU network against the deep linear one under one measure of rank.
pub(super) struct Comparison {
    pub(super) setting: Setting,
    pub(super) linear: f64,
    pub(super) relu: f64,
    /// Median of ReLU minus median of linear.
    pub(super) difference: Estimate,
    /// In how many seeds ReLU has the higher rank.
    pub(super) seeds_higher: usize,
}

impl Comparison {
    pub(super) fn relu_is_higher(&self) -> bool {
        self.relu > self.linear
    }

    pub(super) fn relu_is_lower(&self) -> bool {
        self.relu < self.linear
    }
}

/// One comparison for each way to measure.
pub(super) fn comparisons(results: &Results<'_>) -> Vec<Comparison> {
    let compare = |setting: Setting| {
        let relu = results.ranks(setting, Net::DeepRelu);
        let linear = results.ranks(setting, Net::DeepLinear);
        let purpose = format!(
            "{} {} {} {}",
            init_name(setting.init),
            setting.precision.name(),
            setting.centred,
            setting.measure.name()
        );
        let mut stream = Stream::new(LinearCollapse::ID, 0, &purpose);
        let samples: [&[f64]; 2] = [&relu, &linear];
        let difference = bootstrap(&samples, results.constants.resamples, &mut stream, |drawn| {
            median(&drawn[0]) - median(&drawn[1])
        });
        Comparison {
            setting,
            linear: median(&linear),
            relu: median(&relu),
            difference,
            seeds_higher: relu.iter().zip(&linear).filter(|(relu, linear)| relu > linear).count(),
        }
    };
    results.settings().into_iter().map(compare).collect()
}

/// In how many seeds the shallow and the deep linear network have the same numerical rank, with
/// the lesson's initialisation.
pub(super) fn equal_ranks(results: &Results<'_>, precision: Precision) -> usize {
    let init = results.constants.inits[0];
    let setting = Setting { init, precision, centred: false, measure: Measure::Numerical };
    let [shallow, deep] =
        [Net::ShallowLinear, Net::DeepLinear].map(|net| results.ranks(setting, net));
    shallow.iter().zip(&deep).filter(|(shallow, deep)| shallow == deep).count()
}

pub(super) fn settle(results: &Results<'_>, comparisons: &[Comparison]) -> Vec<Settled> {
    let seeds = results.constants.seeds;
    let gap = results.composed_gap();
    let collapses = gap <= results.constants.tolerance;
    let u078 = claims::settle(
        "U078",
        if collapses { Verdict::Holds } else { Verdict::DoesNotHold },
        format!(
            "largest distance to the composed map, relative to the largest output = {}",
            report::Format::Scientific(1).number(gap)
        ),
        results.runs.len() as u64,
    );

    let equal = Precision::ALL.map(|precision| equal_ranks(results, precision));
    let everywhere = equal.iter().filter(|&&equal| equal as u64 == seeds).count();
    let u079 = claims::settle(
        "U079",
        match everywhere {
            2 => Verdict::Holds,
            1 => Verdict::HoldsWithConditions,
            _ => Verdict::DoesNotHold,
        },
        format!(
            "the ranks agree in {} of {seeds} runs in single precision and in {} of {seeds} in \
             double",
            equal[0], equal[1]
        ),
        seeds,
    );

    let higher = comparisons.iter().filter(|comparison| comparison.relu_is_higher()).count();
    let lesson = &comparisons[0];
    let u080 = claims::settle(
        "U080",
        match higher {
            0 => Verdict::DoesNotHold,
            all if all == comparisons.len() => Verdict::Holds,
            _ => Verdict::HoldsWithConditions,
        },
        format!(
            "the deep ReLU network has the higher median rank in {higher} of {} comparisons; as \
             printed by the lesson, its median rank is {} against {} of the deep linear one",
            comparisons.len(),
            lesson.relu,
            lesson.linear
        ),
        seeds,
    );
    vec![u078, u079, Settled { interval: Some(lesson.difference.interval), ..u080 }]
}

#[cfg(test)]
mod tests {
    use super::*;
    use report::Profile;

    /// The comparison that the effect quotes is the one that the lesson prints.
    #[test]
    fn the_first_comparison_is_the_lessons() {
        let constants = LinearCollapse::constants(Profile::Full);
        let first = Results { constants: &constants, runs: &[] }.settings()[0];
        assert_eq!(first.init, nn::Init::Torch);
        assert_eq!(first.precision, Precision::Single);
        assert_eq!((first.centred, first.measure), (false, Measure::Numerical));
    }
}
