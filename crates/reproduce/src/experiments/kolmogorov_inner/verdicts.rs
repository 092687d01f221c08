//! The verdicts, by the rules of the register.

use report::{Format, Settled, Verdict};

use super::findings::Summary;
use super::run::Target;
use crate::claims;

pub(super) fn settle(summary: &Summary<'_>) -> Vec<Settled> {
    vec![theorem(summary), independent(summary), computable(summary), learnable(summary)]
}

fn theorem(summary: &Summary<'_>) -> Settled {
    let rising = summary.levels.iter().all(|level| level.strictly_rising);
    let promised = |target: Target| {
        let of = summary.iterations.iter().filter(move |iterations| iterations.target == target);
        of.flat_map(|iterations| &iterations.steps).filter(|step| step.promise() < 1.0)
    };
    let kept = Target::ALL.into_iter().all(|target| {
        promised(target).count() > 0
            && promised(target).all(|step| step.after <= step.promise() * step.before)
    });
    let count: usize = Target::ALL.into_iter().map(|target| promised(target).count()).sum();
    let last = summary.levels[summary.levels.len() - 1];
    claims::settle(
        "U071",
        if rising && kept { Verdict::Holds } else { Verdict::DoesNotHold },
        format!(
            "ψ rises strictly on {} points; {count} iterations for which the proof promises a factor \
             {}",
            last.points,
            if kept { "kept it" } else { "did not all keep it" },
        ),
        count as u64,
    )
}

fn independent(summary: &Summary<'_>) -> Settled {
    let factors = Target::ALL.map(|target| {
        let steps = &summary.sequence(target).steps;
        steps[steps.len() - 1].after / steps[0].before
    });
    let first = Target::ALL.map(|target| {
        let alone = summary.iterations.iter().filter(|iterations| iterations.target == target);
        alone.flat_map(|iterations| &iterations.steps[..1]).all(|step| step.after < step.before)
    });
    let served = first.iter().all(|lessened| *lessened);
    claims::settle(
        "U072",
        if served { Verdict::DoesNotHold } else { Verdict::Holds },
        format!(
            "one ψ, made from the dimension and the base; after all iterations the largest errors are \
             {} and {} of the two functions' largest values",
            Format::Fixed(2).number(factors[0]),
            Format::Fixed(2).number(factors[1]),
        ),
        Target::ALL.len() as u64,
    )
}

fn computable(summary: &Summary<'_>) -> Settled {
    let last = summary.levels[summary.levels.len() - 1];
    // Between two neighbours ψ lies between its values there: the largest rise is the accuracy.
    let finer = summary.levels.windows(2).all(|pair| pair[1].largest_rise < pair[0].largest_rise);
    let rising = summary.levels.iter().all(|level| level.strictly_rising);
    claims::settle(
        "U073",
        if finer && rising { Verdict::DoesNotHold } else { Verdict::Holds },
        format!(
            "computed in fractions, within {} everywhere at {} digits; its difference quotients \
             range from {} to {}",
            Format::Scientific(1).number(last.largest_rise),
            last.level,
            Format::Scientific(0).number(last.flattest),
            Format::Scientific(0).number(last.steepest),
        ),
        last.points as u64,
    )
}

fn learnable(summary: &Summary<'_>) -> Settled {
    let mut networks = summary.networks.iter();
    let conditions = networks.all(|networks| {
        let error = networks.largest.value;
        // No target exceeds 1.
        summary.last(networks.target) > error && error < 0.1
    });
    let [product, wave] = &summary.networks;
    claims::settle(
        "U074",
        if conditions { Verdict::HoldsWithConditions } else { Verdict::Holds },
        format!(
            "median largest errors of the trained networks {} and {}, of the construction {} and {}",
            Format::Scientific(1).number(product.largest.value),
            Format::Scientific(1).number(wave.largest.value),
            Format::Fixed(2).number(summary.last(product.target)),
            Format::Fixed(2).number(summary.last(wave.target)),
        ),
        (product.seeds + wave.seeds) as u64,
    )
}
