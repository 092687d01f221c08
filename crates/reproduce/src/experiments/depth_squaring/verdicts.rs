//! The verdicts, by the rules of the register.

use report::{Settled, Verdict};

use super::{Constants, Outcome};
use crate::claims;

pub(super) fn settle(constants: &Constants, outcome: &Outcome) -> Vec<Settled> {
    let squares = outcome.squares.iter().all(|row| row.equal == row.points);
    let relu = &outcome.relu_square;
    let relu_is_exact = relu.iter().any(|row| row.error == 0.0);
    let falls = relu.windows(2).all(|pair| pair[1].error < pair[0].error);
    let grows = relu.windows(2).all(|pair| pair[1].units > pair[0].units);
    let last = &relu[relu.len() - 1];
    let u030 = claims::settle(
        "U030",
        match squares {
            true if relu_is_exact => Verdict::Holds,
            true if falls && grows => Verdict::HoldsWithConditions,
            _ => Verdict::DoesNotHold,
        },
        format!(
            "k squaring units are exactly x^(2^k) for k = 1 to {}; {} ReLUs square to an error of {}",
            constants.largest_k,
            last.units,
            report::Format::Scientific(1).number(last.error)
        ),
        (outcome.squares.len() + relu.len()) as u64,
    );

    let finest = constants.inverse_accuracies[constants.inverse_accuracies.len() - 1];
    let all_agree = (1..=constants.largest_k_one_layer)
        .all(|k| outcome.least_units(k, finest).iter().all(|least| *least == Some(1 << k)));
    let enough = (2..=constants.largest_k_one_layer)
        .filter(|&k| outcome.least_units(k, finest)[0].is_some())
        .count();
    let u031 = claims::settle(
        "U031",
        if all_agree { Verdict::Holds } else { Verdict::DoesNotHold },
        format!(
            "a layer of up to {} squaring units is x^(2^k) for {enough} of k = 2 to {}; one unit that \
             raises to the power is; ReLU needs at most {} pieces for an error of 1/{finest}, up to \
             k = {}",
            constants.widest,
            constants.largest_k_one_layer,
            outcome.most_pieces(finest),
            constants.largest_k
        ),
        (outcome.one_layer.len() + outcome.pieces.len()) as u64,
    );
    vec![u030, u031]
}
