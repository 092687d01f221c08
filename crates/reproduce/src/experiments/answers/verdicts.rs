//! The verdicts, by the rules of the register.

use report::{Settled, Verdict};

use super::literature::{SKETCH, Tool, VIDEOS};
use super::{Constants, Outcome};
use crate::claims;

pub(super) fn settle(constants: &Constants, outcome: &Outcome) -> Vec<Settled> {
    let sizes = outcome.parity.len();
    let limit = outcome.parity.iter().filter(|row| row.limit()).count();
    let lifted = outcome.parity.iter().filter(|row| row.lifted()).count();
    let perceptron = claims::settle(
        "U002",
        match (limit == sizes, lifted == sizes) {
            (true, true) => Verdict::HoldsWithConditions,
            (true, false) => Verdict::Holds,
            (false, _) => Verdict::DoesNotHold,
        },
        format!(
            "perceptrons of order below n cannot compute the parity of n bits, for {limit} of \
             {sizes} n from 2 to {}; one hidden layer of n threshold units does, and a tree of \
             units with two inputs each, for {lifted}",
            constants.largest_inputs
        ),
        sizes as u64,
    );

    let using = SKETCH.iter().filter(|step| step.tool == Tool::StoneWeierstrass).count();
    let printed = SKETCH.iter().filter(|step| step.is_printed).count();
    let last = &outcome.bends[outcome.bends.len() - 1];
    let proof = claims::settle(
        "U007",
        if using > 0 { Verdict::Holds } else { Verdict::DoesNotHold },
        format!(
            "{using} of {} steps, {printed} of them printed, use the Stone–Weierstrass theorem; \
             products of cosines are sums of cosines for {} of {} pairs, a product of 2 ReLUs bends \
             at {} of {} points",
            SKETCH.len(),
            outcome.cosines.closed,
            outcome.cosines.pairs,
            last.product,
            last.cells - 1
        ),
        SKETCH.len() as u64,
    );

    let videos = claims::settle(
        "U086",
        Verdict::NotTestable,
        format!("{} rows copied, none of the videos looked for", VIDEOS.len()),
        0,
    );
    vec![perceptron, proof, videos]
}
