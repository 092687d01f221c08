//! The verdicts, by the rules of the register.

use report::{Format, Settled, Verdict, number};
use serde_json::{Value, json};

use super::findings::{Results, Set};
use super::run::Start;
use crate::claims;
use crate::stats::{mean, standard_deviation};

/// Tickets sparser than this count as sparse.
const SPARSE: f64 = 0.25;

pub(super) fn settle(results: &Results<'_>) -> Vec<Settled> {
    vec![
        reference(),
        matching(results),
        theorem(results),
        procedure(results),
        reset(results),
        claims::settle("U100", Verdict::NotTestable, "no measurable statement", 0),
    ]
}

/// The title page of arXiv:1803.03635.
fn reference() -> Settled {
    claims::settle(
        "U055",
        Verdict::DoesNotHold,
        "the second author of The Lottery Ticket Hypothesis is Michael Carbin",
        1,
    )
}

/// The sparse rounds whose tickets are as good as the dense network, and as fast.
fn passing(results: &Results<'_>, set: &Set<'_>) -> Vec<usize> {
    let rounds = 0..=results.constants.rounds;
    rounds.filter(|&round| set.density(round) < SPARSE && set.matches_dense(round)).collect()
}

fn passing_sets(results: &Results<'_>) -> usize {
    results.sets.iter().filter(|set| !passing(results, set).is_empty()).count()
}

/// For each data set `effect` of its sparsest passing round.
fn effects(results: &Results<'_>, effect: impl Fn(&Set<'_>, usize) -> String) -> String {
    let of_set = |set: &Set<'_>| match passing(results, set).last() {
        Some(&round) => format!("{}: {}", set.name(), effect(set, round)),
        None => format!("{}: no sparse ticket does", set.name()),
    };
    results.sets.iter().map(of_set).collect::<Vec<_>>().join("; ")
}

fn matching(results: &Results<'_>) -> Settled {
    let effect = effects(results, |set, round| {
        format!(
            "tickets match down to {} of the weights, {} against {} dense",
            percent(set.density(round)),
            percent(mean(&set.accuracies(Start::Ticket, round))),
            percent(mean(&set.dense()))
        )
    });
    let verdict = match passing_sets(results) {
        all if all == results.sets.len() => Verdict::Holds,
        0 => Verdict::DoesNotHold,
        _ => Verdict::HoldsWithConditions,
    };
    claims::settle("U056", verdict, effect, results.constants.seeds)
}

fn theorem(results: &Results<'_>) -> Settled {
    let effect = effects(results, |set, round| {
        format!("{} of {} weights do", set.living(round), set.living(0))
    });
    let verdict = match passing_sets(results) == results.sets.len() {
        true => Verdict::HoldsWithConditions,
        false => Verdict::DoesNotHold,
    };
    claims::settle("U057", verdict, effect, results.constants.seeds)
}

/// What the spies of all rounds and seeds saw.
struct Spies {
    /// The largest difference of the number of living weights from N (1 − p)^r, over r.
    off_per_round: f64,
    changed: usize,
    leaked: usize,
    masks: usize,
}

fn spies(results: &Results<'_>) -> Spies {
    let mut spies = Spies { off_per_round: 0.0, changed: 0, leaked: 0, masks: 0 };
    for run in results.sets.iter().flat_map(|set| set.runs()) {
        let mut expected = run.rounds[0].living.iter().sum::<usize>() as f64;
        for (r, round) in run.rounds.iter().enumerate().skip(1) {
            expected *= 1.0 - results.constants.pruned;
            let living = round.living.iter().sum::<usize>() as f64;
            let off = (living - expected).abs() / r as f64;
            spies.off_per_round = if off > spies.off_per_round { off } else { spies.off_per_round };
            spies.changed += round.changed;
            spies.leaked += round.leaked;
            spies.masks += 1;
        }
    }
    spies
}

fn procedure(results: &Results<'_>) -> Settled {
    let Spies { off_per_round, changed, leaked, masks } = spies(results);
    claims::settle(
        "U058",
        match off_per_round <= 1.0 && changed == 0 {
            true => Verdict::Holds,
            false => Verdict::DoesNotHold,
        },
        format!(
            "{masks} masks: at most {} weights a round from the formula, {changed} surviving weights \
             changed, {leaked} pruned ones moved",
            Format::Fixed(2).number(off_per_round)
        ),
        masks as u64,
    )
}

/// How far the ticket is ahead of another start at ten per cent, in pooled standard deviations.
fn lead(results: &Results<'_>, set: &Set<'_>, over: Start) -> f64 {
    let round = results.ten_percent();
    let [ticket, other] = [Start::Ticket, over].map(|start| set.accuracies(start, round));
    let [a, b] = [&ticket, &other].map(|values| standard_deviation(values));
    (mean(&ticket) - mean(&other)) / ((a * a + b * b) / 2.0).sqrt()
}

fn reset(results: &Results<'_>) -> Settled {
    let lead = |set: &Set<'_>, over| lead(results, set, over);
    let matters = results.sets.iter().filter(|set| lead(set, Start::Fresh) > 2.0).count();
    let signs = results.sets.iter().filter(|set| lead(set, Start::Signs) <= 1.0).count();
    let effect = |set: &Set<'_>| {
        let deviations = |over| Format::Fixed(1).number(lead(set, over));
        format!(
            "{}: ticket ahead of fresh values by {} pooled standard deviations, of signs by {}",
            set.name(),
            deviations(Start::Fresh),
            deviations(Start::Signs)
        )
    };
    claims::settle(
        "U059",
        match (matters == results.sets.len(), signs) {
            (true, 0) => Verdict::Holds,
            _ if matters > 0 => Verdict::HoldsWithConditions,
            _ => Verdict::DoesNotHold,
        },
        results.sets.iter().map(effect).collect::<Vec<_>>().join("; "),
        results.constants.seeds,
    )
}

/// The sparsest passing rounds and the leads at ten per cent: `passing.digits.density`.
pub(super) fn passing_values(results: &Results<'_>) -> Value {
    let entry = |set: &Set<'_>| {
        let sparsest = passing(results, set).last().copied();
        let lead = |over| number(lead(results, set, over));
        let values = json!({
            "density": sparsest.map(|round| set.density(round)),
            "weights": sparsest.map(|round| set.living(round)),
            "rounds": passing(results, set).len(),
            "over_fresh": lead(Start::Fresh),
            "over_signs": lead(Start::Signs),
            "over_random": lead(Start::Random),
            "over_early": lead(Start::Early),
        });
        (set.key().to_owned(), values)
    };
    Value::Object(results.sets.iter().map(entry).collect())
}

/// What the spies saw.
pub(super) fn spy_values(results: &Results<'_>) -> Value {
    let Spies { off_per_round, changed, leaked, masks } = spies(results);
    json!({ "off": off_per_round, "changed": changed, "leaked": leaked, "masks": masks })
}

fn percent(share: f64) -> String {
    Format::Percent(1).number(share)
}
