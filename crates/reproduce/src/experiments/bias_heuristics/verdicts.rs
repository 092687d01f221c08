//! The verdicts, by the rules of the register.

use report::{Settled, Verdict};

use super::findings::Results;
use super::lesson;
use crate::claims;

impl Results<'_> {
    pub(super) fn verdicts(&self) -> Vec<Settled> {
        let diagram = claims::settle(
            "U084",
            Verdict::NotTestable,
            "the stored page has a heading and a warning, and no diagram",
            0,
        );
        let (printed, (python, _)) = (lesson::printed(), lesson::python());
        let alike = printed == python;
        let text = claims::settle(
            "U095",
            if alike { Verdict::Holds } else { Verdict::DoesNotHold },
            format!(
                "{} of the {} characters that Python prints are reproduced, in {} lines, for {} of {} \
                 recommendations",
                printed.chars().zip(python.chars()).take_while(|(a, b)| a == b).count(),
                python.chars().count(),
                python.lines().count(),
                lesson::TABLE.iter().filter(|row| row.is_printed()).count(),
                lesson::TABLE.len(),
            ),
            1,
        );
        let sweeps = self.constants.sweeps.len();
        // No outcome of the sweep is a theorem: it shows how far the numbers are from what is found.
        let follows = claims::settle(
            "U096",
            Verdict::DoesNotHold,
            format!(
                "from the literature: no theorem has a depth for a kind of task; the table \
                 contradicts itself or its theorems in {} places; in {} of {sweeps} measured sweeps \
                 fewer layers than the minimum are within one standard error of the best",
                lesson::contradictions().len(),
                self.fewer_do(),
            ),
            sweeps as u64,
        );
        vec![diagram, text, follows]
    }
}
