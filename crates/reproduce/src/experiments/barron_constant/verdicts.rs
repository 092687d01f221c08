//! The verdicts, by the rules of the register.

use report::{Format, Settled, Verdict};

use super::gaussian::Convention;
use super::one_dimension::Member;
use super::{Outcome, predicted_growth};
use crate::claims;

/// Quadrature and closed form are one number if they differ by less.
const TOLERANCE: f64 = 1e-9;

pub(super) fn settle(outcome: &Outcome) -> Vec<Settled> {
    vec![conventions(outcome), one_neuron(outcome), full_spectrum(outcome)]
}

fn conventions(outcome: &Outcome) -> Settled {
    let checked = outcome.largest_relative_gap() < TOLERANCE;
    let barron = |d| outcome.constant(Convention::Barron, d);
    let same = outcome
        .gaussian
        .iter()
        .all(|row| (row.quadrature / barron(row.dimension) - 1.0).abs() < TOLERANCE);
    claims::settle(
        "U040",
        if same && checked { Verdict::Holds } else { Verdict::HoldsWithConditions },
        format!(
            "in 10 dimensions C_f of the Gaussian is {} by Barron's convention and {} with no factor \
             in front of the transform; quadrature and closed form {}",
            Format::Fixed(2).number(barron(10)),
            Format::Scientific(1).number(outcome.constant(Convention::Plain, 10)),
            if checked { "agree" } else { "do not agree" },
        ),
        outcome.gaussian.len() as u64,
    )
}

fn one_neuron(outcome: &Outcome) -> Settled {
    let growth = outcome.growth_per_decade();
    // A convergent integral would add less and less.
    let diverges = (growth / predicted_growth() - 1.0).abs() < 0.01;
    let moments = outcome.moments(Member::Hat);
    claims::settle(
        "U043",
        if outcome.one_unit_is_exact && diverges { Verdict::DoesNotHold } else { Verdict::Holds },
        format!(
            "one unit is ReLU exactly, and the integral for its C_f grows by {} with each tenfold of \
             the cut-off, as (2/π) ln 10 = {}",
            Format::Fixed(4).number(growth),
            Format::Fixed(4).number(predicted_growth()),
        ),
        moments.truncated.len() as u64,
    )
}

fn full_spectrum(outcome: &Outcome) -> Settled {
    let moments = outcome.moments(Member::Exponential);
    let last = moments.truncated[moments.truncated.len() - 1];
    let limit = moments.limit.expect("the second function has a finite constant");
    let positive = outcome.transforms(Member::Exponential).all(|row| {
        row.closed > 0.0 && row.quadrature > 0.0 && (row.quadrature - row.closed).abs() < TOLERANCE
    });
    // The rest beyond the largest cut-off Ω is below 1/Ω².
    let finite = (last - limit).abs() < 1e-5;
    claims::settle(
        "U045",
        if positive && finite { Verdict::DoesNotHold } else { Verdict::Holds },
        format!(
            "the transform of (1 + |x|) e^−|x| is positive at every frequency, and C_f = {}, 2/π",
            Format::Fixed(6).number(last),
        ),
        moments.truncated.len() as u64,
    )
}
