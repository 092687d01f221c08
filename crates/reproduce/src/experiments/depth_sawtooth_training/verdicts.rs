//! The verdict, by the rule of the register.

use report::{Settled, Verdict};
use serde_json::{Map, Value};

use super::Results;
use crate::claims;
use crate::stats::median_interval;
use crate::{Experiment, experiments::depth_sawtooth_training::SawtoothTraining};

/// For every random start the smallest number of iterations that training does not find, if any.
pub(super) fn fails_from(results: &Results<'_>) -> Value {
    let constants = results.constants;
    let entry = |&(width, start): &(usize, super::Start)| {
        let fails = |&&k: &&u32| results.deep(k, width, start).median() > constants.failure;
        let first = constants.iterations.iter().find(fails);
        (format!("{}_{width}", start.key()), first.copied().into())
    };
    Value::Object(constants.settings.iter().map(entry).collect::<Map<_, _>>())
}

pub(super) fn settle(results: &Results<'_>) -> Settled {
    let constants = results.constants;
    let failing = |k: u32| {
        let fails = |&&(width, start): &&(usize, super::Start)| {
            results.deep(k, width, start).median() > constants.failure
        };
        constants.settings.iter().filter(fails).count()
    };
    let all = constants.settings.len();
    let first = |enough: usize| constants.iterations.iter().find(|&&k| failing(k) >= enough);
    let verdict = match (first(all), first(1)) {
        (Some(_), _) => Verdict::Holds,
        (None, Some(_)) => Verdict::HoldsWithConditions,
        (None, None) => Verdict::DoesNotHold,
    };
    // The start that copes best where all fail, or at the largest number of iterations.
    let shown = *first(all).or(constants.iterations.last()).expect("some iterations");
    let groups = constants.settings.iter().map(|&(width, start)| {
        let group = results.deep(shown, width, start);
        (group.median(), group.errors(), format!("width {width}, {}", start.name()))
    });
    let (error, errors, name) = groups.min_by(|a, b| a.0.total_cmp(&b.0)).expect("some setting");
    let mut stream = nn::Stream::new(SawtoothTraining::ID, 0, "E12");
    let interval = median_interval(&errors, &mut stream).interval;
    let settled = claims::settle(
        "E12",
        verdict,
        format!(
            "of {all} random starts {} fail at k = {shown}; least median error there ({name}) = {} of \
             the variance",
            failing(shown),
            report::Format::Fixed(2).number(error)
        ),
        constants.seeds,
    );
    Settled { interval: Some(interval), ..settled }
}
