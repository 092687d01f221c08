//! The verdict on the lesson's table of biases.

use report::{Settled, Verdict};

use super::findings::Results;
use super::measure::Symmetry;
use super::models::{Kind, POSITIONS};
use crate::claims;

/// How a bias that the table names was found.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Found {
    AsNamed,
    /// For some variants only, or as equivariance in place of invariance.
    OtherForm,
    Missing,
}

impl Results<'_> {
    pub(super) fn verdict(&self) -> Settled {
        let found = self.named();
        let count = |wanted| found.iter().filter(|(_, found)| *found == wanted).count();
        let list = |wanted| {
            let names = found.iter().filter(|(_, found)| *found == wanted);
            names.map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
        };
        let verdict = match (count(Found::OtherForm), count(Found::Missing)) {
            (0, 0) => Verdict::Holds,
            (_, 0) => Verdict::HoldsWithConditions,
            _ => Verdict::DoesNotHold,
        };
        let other = match count(Found::OtherForm) {
            0 => "none".to_owned(),
            _ => list(Found::OtherForm),
        };
        let effect = format!(
            "{} of {} named biases are met as named, in another form or by some variants only: \
             {other}; {} are missing",
            count(Found::AsNamed),
            found.len(),
            count(Found::Missing),
        );
        claims::settle("U090", verdict, effect, self.constants.seeds)
    }

    /// Each bias of the lesson's table.
    fn named(&self) -> Vec<(&'static str, Found)> {
        let met = |kinds: &[Kind], symmetry| {
            let met = |&kind: &Kind| self.answer(kind, symmetry).is_met(self.constants);
            kinds.iter().filter(|kind| met(kind)).count()
        };
        // All variants, or else some, or else another form of the same.
        let judge = |kinds: &[Kind], symmetry, form| match met(kinds, symmetry) {
            n if n == kinds.len() => Found::AsNamed,
            0 if form == 0 => Found::Missing,
            _ => Found::OtherForm,
        };
        let convolutions = [Kind::ConvCircular, Kind::ConvZeros, Kind::ConvStrided, Kind::Conv2d];
        let pooled = [Kind::ConvMean, Kind::ConvMax];
        let transformers = [Kind::Attention, Kind::Heads, Kind::Placed, Kind::Causal, Kind::Block];
        let graphs = [Kind::GraphMean, Kind::GraphGcn];
        let local = convolutions.iter().all(|&kind| self.field(kind, 1).len() < POSITIONS);
        let bare = Symmetry::ALL.map(|symmetry| self.answer(Kind::Mlp, symmetry));
        let none = bare.iter().all(|answer| answer.is_broken(self.constants));
        // What comes later has no influence, and the order of what comes before has.
        let ordered = [Kind::Elman, Kind::Gru].iter().all(|&kind| {
            self.answer(kind, Symmetry::Causality).is_met(self.constants)
                && self.answer(kind, Symmetry::PermutationEquivariance).is_broken(self.constants)
        });
        let exact = |yes| if yes { Found::AsNamed } else { Found::Missing };
        vec![
            (
                "CNN translation invariance",
                judge(
                    &[&convolutions[..], &pooled].concat(),
                    Symmetry::TranslationInvariance,
                    met(&convolutions, Symmetry::TranslationEquivariance),
                ),
            ),
            ("CNN locality", exact(local)),
            ("RNN order", exact(ordered)),
            (
                "Transformer permutation equivariance",
                judge(&transformers, Symmetry::PermutationEquivariance, 0),
            ),
            (
                "GNN invariance",
                judge(
                    &[&graphs[..], &[Kind::ReadMean, Kind::ReadSum, Kind::ReadMax]].concat(),
                    Symmetry::PermutationInvariance,
                    met(&graphs, Symmetry::PermutationEquivariance),
                ),
            ),
            ("MLP none", exact(none)),
        ]
    }
}
