//! The verdicts, by the rules of the register.

use nn::Stream;
use report::{Format, Settled, Verdict};

use super::target::Target;
use super::{Efficiency, Fit, Results, Sweep};
use crate::stats::{Estimate, bootstrap, median};
use crate::{Experiment, claims};

/// How far training stays behind the construction at the largest size of a target.
pub(super) struct Binding {
    pub(super) target: Target,
    /// Median error of the construction over that of training.
    pub(super) ratio: Estimate,
}

impl Binding {
    pub(super) fn all(results: &Results<'_>) -> Vec<Self> {
        let of = |target: Target| {
            let sizes = results.sizes(target);
            let largest = Sweep::Size(sizes[sizes.len() - 1]);
            let [written, trained] =
                [Fit::Construction, Fit::Training].map(|fit| results.errors(largest, target, fit));
            let mut stream = Stream::new(Efficiency::ID, 0, target.name());
            let ratio = bootstrap(&[&written, &trained], 2000, &mut stream, |drawn| {
                median(&drawn[0]) / median(&drawn[1])
            });
            Self { target, ratio }
        };
        Target::ALL.map(of).into()
    }

    pub(super) fn size_binds(&self) -> bool {
        self.ratio.value > 0.1
    }
}

pub(super) fn settle(results: &Results<'_>) -> Vec<Settled> {
    let bindings = Binding::all(results);
    let binding = bindings.iter().filter(|binding| binding.size_binds()).count();
    let ratios: Vec<String> = (bindings.iter())
        .map(|b| format!("{}: {}", b.target.name(), Format::Scientific(1).number(b.ratio.value)))
        .collect();
    let e09 = claims::settle(
        "E09",
        match binding {
            n if n == bindings.len() => Verdict::Holds,
            0 => Verdict::DoesNotHold,
            _ => Verdict::HoldsWithConditions,
        },
        format!(
            "size binds on {binding} of {} targets; error written down / error trained at the \
             largest size: {}",
            bindings.len(),
            ratios.join(", ")
        ),
        results.runs.len() as u64,
    );
    let e10 = claims::settle("E10", Verdict::NotTestable, "no quantity is defined", 0);
    vec![e09, e10]
}
