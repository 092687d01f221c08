//! The verdicts, by the rules of the register.

use report::{Format, Settled, Verdict};

use super::Results;
use crate::claims;

pub(super) fn settle(results: &Results<'_>) -> Vec<Settled> {
    let worst = results.worst();
    let total = results.total();
    let printed = |gap: f64| Format::Scientific(1).number(gap);
    let holds = |right: bool| if right { Verdict::Holds } else { Verdict::DoesNotHold };
    // NaN is above no limit and below none.
    let small = |gap: f64| gap <= 1e-12;
    let e03 = claims::settle(
        "E03",
        holds(worst.recursion_bits == 0 && small(worst.gradient)),
        format!(
            "outputs that differ in a bit: {}; largest relative gap of the gradients = {}",
            worst.recursion_bits,
            printed(worst.gradient)
        ),
        worst.points,
    );
    let e04 = claims::settle(
        "E04",
        holds(worst.frozen_bits == 0),
        format!("outputs with frozen gates that differ in a bit: {}", worst.frozen_bits),
        worst.points,
    );
    let e05 = claims::settle(
        "E05",
        holds(small(worst.affine) && small(worst.jacobian)),
        format!(
            "largest relative gap of Ax + c to f(x) = {}, of A to the Jacobian = {}",
            printed(worst.affine),
            printed(worst.jacobian)
        ),
        worst.points,
    );
    let convex = total.concave == 0 && total.midpoints_kept == total.pairs;
    let as_written = total.unbounded == 0 && total.alike == 0;
    let e06 = claims::settle(
        "E06",
        match (convex && small(worst.affine), as_written) {
            (true, true) => Verdict::Holds,
            (true, false) => Verdict::HoldsWithConditions,
            (false, _) => Verdict::DoesNotHold,
        },
        format!(
            "of {} cells {} are not convex and {} have no end; {} pairs that differ in one gate \
             carry one function; midpoints that keep the gates: {} of {}",
            total.cells,
            total.concave,
            total.unbounded,
            total.alike,
            total.midpoints_kept,
            total.pairs
        ),
        total.cells,
    );
    vec![e03, e04, e05, e06]
}
