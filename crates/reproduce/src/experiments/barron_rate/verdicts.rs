//! The verdicts, by the rules of the register.

use report::{Format, Settled, Verdict};

use super::findings::Summary;
use crate::claims;

pub(super) fn settle(summary: &Summary) -> Vec<Settled> {
    vec![radius(summary), dimension_free(summary), fixed_basis(summary)]
}

fn radius(summary: &Summary) -> Settled {
    let broken = summary.steps.iter().any(|row| row.radius > 1.0 && row.violations()[0] > 0);
    let widest = &summary.steps[summary.steps.len() - 1];
    let (n, excess) = widest.largest_excess();
    let with: usize = summary.steps.iter().map(|row| row.violations()[1]).sum();
    claims::settle(
        "U041",
        if broken { Verdict::DoesNotHold } else { Verdict::Holds },
        format!(
            "for cos(x/2) up to r = {} the least error of {n} steps is {} times (2 C_f)²/n; the bound \
             with r is broken {with} times",
            widest.radius,
            Format::Fixed(1).number(excess),
        ),
        summary.steps.iter().map(|row| row.errors.len() as u64).sum(),
    )
}

fn dimension_free(summary: &Summary) -> Settled {
    let [low, high] = summary.slope.interval;
    let rate = low <= -1.0 && -1.0 <= high;
    let spread = summary.spread();
    let verdict = match rate {
        true if spread <= 1.1 => Verdict::Holds,
        true => Verdict::HoldsWithConditions,
        false => Verdict::DoesNotHold,
    };
    let effect = format!(
        "log-log slope {}; n × error differs by a factor of {} between dimensions",
        Format::Fixed(3).number(summary.slope.slope),
        Format::Fixed(1).number(spread),
    );
    let settled = claims::settle("U042", verdict, effect, summary.runs);
    Settled { interval: Some(summary.slope.interval), ..settled }
}

fn fixed_basis(summary: &Summary) -> Settled {
    // Nothing is drawn here, so no slope has an interval: none between two degrees may be −1.
    let slower = summary.local_basis_slopes().iter().all(|slope| *slope > -1.0);
    let sizes = summary.basis.iter().zip(&summary.basis_sampled);
    let reached =
        sizes.clone().all(|(worst, error)| error.interval[1] < summary.wave_bound() / worst.basis);
    let last = &summary.basis[summary.basis.len() - 1];
    let effect = format!(
        "the squared error of {} polynomials falls as n to the power {}, from one degree to the next \
         never below {}, at the end {}; sampled steps stay below (2 r C_f)²/n",
        Format::Scientific(0).number(last.basis),
        Format::Fixed(2).number(summary.basis_slope),
        Format::Fixed(2).number(summary.steepest_basis_slope()),
        Format::Fixed(2).number(summary.last_basis_slope()),
    );
    let effect = if reached { effect } else { effect.replace("stay below", "do not stay below") };
    let verdict =
        if slower && reached { Verdict::HoldsWithConditions } else { Verdict::DoesNotHold };
    claims::settle("U044", verdict, effect, sizes.len() as u64)
}
