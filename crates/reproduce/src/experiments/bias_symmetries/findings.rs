//! What the runs found, gathered.

use nn::Stream;
use serde_json::{Map, Value, json};

use super::measure::Symmetry;
use super::models::{Kind, Outputs, POSITIONS};
use super::moved::{Picture, Probe};
use super::twins::CASES;
use super::{Cell, Constants, Outcome, Symmetries, field};
use crate::stats::quantile;
use crate::{Experiment, Findings};

/// All runs.
pub(super) struct Results<'a> {
    pub(super) constants: &'a Constants,
    pub(super) runs: &'a [(Cell, Outcome)],
}

/// The answer to one question about one kind of network.
#[derive(Clone, Copy, Debug)]
pub(super) enum Answer {
    /// It cannot be asked, for this reason.
    Gap(&'static str),
    /// The least and the largest of the seeds' worst errors.
    Measured { least: f64, worst: f64 },
}

impl Answer {
    pub(super) fn is_met(self, constants: &Constants) -> bool {
        matches!(self, Self::Measured { worst, .. } if worst <= constants.met)
    }

    /// In every seed.
    pub(super) fn is_broken(self, constants: &Constants) -> bool {
        matches!(self, Self::Measured { least, .. } if least >= constants.broken)
    }
}

/// The input that the offsets of a receptive field are counted from.
pub(super) const CENTRE: usize = 10;

impl<'r> Results<'r> {
    pub(super) fn findings(&self) -> Findings {
        Findings {
            values: self.values(),
            tables: vec![
                self.symmetries_table(),
                self.fields_table(),
                self.parameters_table(),
                self.moved_table(),
                self.twins_table(),
            ],
            figures: vec![
                self.picture_figure(),
                self.matrix_figure(),
                self.fields_figure(),
                self.moved_figure(),
            ],
            claims: vec![self.verdict()],
        }
    }

    pub(super) fn answer(&self, kind: Kind, symmetry: Symmetry) -> Answer {
        if let Some(reason) = symmetry.gap(kind) {
            return Answer::Gap(reason);
        }
        let place = Symmetry::ALL.iter().position(|other| *other == symmetry).expect("one of all");
        let of_kind = |(cell, outcome): &(Cell, Outcome)| match (cell, outcome) {
            (Cell::Symmetry { kind: found, .. }, Outcome::Symmetry { errors })
                if *found == kind =>
            {
                errors.0[place]
            }
            _ => None,
        };
        let errors: Vec<f64> = self.runs.iter().filter_map(of_kind).collect();
        Answer::Measured { least: quantile(&errors, 0.0), worst: quantile(&errors, 1.0) }
    }

    /// For each depth and each output the inputs that it sees.
    pub(super) fn fields(&self, kind: Kind) -> &'r [Vec<Vec<usize>>] {
        let of_kind = |(cell, outcome): &'r (Cell, Outcome)| match (cell, outcome) {
            (Cell::Field { kind: found, .. }, Outcome::Field { seen }) if *found == kind => {
                Some(seen.as_slice())
            }
            _ => None,
        };
        self.runs.iter().find_map(of_kind).expect("a field of each kind")
    }

    /// What the output over `CENTRE` sees, or the only one.
    pub(super) fn field(&self, kind: Kind, depth: usize) -> &'r [usize] {
        let outputs = &self.fields(kind)[depth - 1];
        &outputs[CENTRE * outputs.len() / POSITIONS]
    }

    /// The numbers of parameters at all lengths, and whether the parameters of the first fit the
    /// others.
    pub(super) fn parameters(&self, kind: Kind) -> (Vec<usize>, bool) {
        let params = |&length: &usize| {
            kind.model(length, 1, &mut Stream::new(Symmetries::ID, 0, "parameters")).params
        };
        let all: Vec<_> = self.constants.lengths.iter().map(params).collect();
        let fit = all.iter().all(|params| params.slots() == all[0].slots());
        (all.iter().map(nn::Params::len).collect(), fit)
    }

    /// The worst error over the seeds at each position or shift.
    pub(super) fn moved(&self, probe: Probe) -> Vec<f64> {
        self.moved_at(probe, 1.0)
    }

    /// A quantile over the seeds at each position or shift.
    pub(super) fn moved_at(&self, probe: Probe, p: f64) -> Vec<f64> {
        let of_probe = |(cell, outcome): &(Cell, Outcome)| match (cell, outcome) {
            (Cell::Moved { probe: found, .. }, Outcome::Moved { errors }) if *found == probe => {
                Some(errors.clone())
            }
            _ => None,
        };
        let runs: Vec<Vec<f64>> = self.runs.iter().filter_map(of_probe).collect();
        let at = |i: usize| quantile(&runs.iter().map(|run| run[i]).collect::<Vec<_>>(), p);
        (0..runs[0].len()).map(at).collect()
    }

    /// In how many seeds each of the twins' cases was equal.
    pub(super) fn twins(&self) -> Vec<usize> {
        let equal = |(_, outcome): &(Cell, Outcome)| match outcome {
            Outcome::Twins { equal } => Some(equal.clone()),
            _ => None,
        };
        let runs: Vec<Vec<bool>> = self.runs.iter().filter_map(equal).collect();
        (0..CASES.len()).map(|case| runs.iter().filter(|run| run[case]).count()).collect()
    }

    pub(super) fn picture(&self, kind: Kind) -> &'r Picture {
        let of_kind = |(cell, outcome): &'r (Cell, Outcome)| match (cell, outcome) {
            (Cell::Picture { kind: found, .. }, Outcome::Picture { picture }) if *found == kind => {
                Some(picture)
            }
            _ => None,
        };
        self.runs.iter().find_map(of_kind).expect("a picture of each kind")
    }

    fn values(&self) -> Value {
        let kinds: Map<String, Value> = Kind::ALL
            .iter()
            .map(|&kind| {
                let worst = |symmetry| match self.answer(kind, symmetry) {
                    Answer::Gap(_) => Value::Null,
                    Answer::Measured { worst, .. } => worst.into(),
                };
                let (parameters, fit) = self.parameters(kind);
                let sees: Vec<usize> =
                    (1..=self.constants.depth).map(|d| self.field(kind, d).len()).collect();
                let value = json!({
                    "translation_equivariance": worst(Symmetry::TranslationEquivariance),
                    "translation_invariance": worst(Symmetry::TranslationInvariance),
                    "permutation_equivariance": worst(Symmetry::PermutationEquivariance),
                    "permutation_invariance": worst(Symmetry::PermutationInvariance),
                    "causality": worst(Symmetry::Causality),
                    "sees": sees,
                    "parameters": parameters,
                    "any_length": fit,
                });
                (kind.key(), value)
            })
            .collect();
        let answers: Vec<Answer> = Kind::ALL
            .iter()
            .flat_map(|&kind| Symmetry::ALL.map(|symmetry| self.answer(kind, symmetry)))
            .collect();
        let measured = answers.iter().filter(|a| matches!(a, Answer::Measured { .. })).count();
        let met = answers.iter().filter(|a| a.is_met(self.constants)).count();
        let broken = answers.iter().filter(|a| a.is_broken(self.constants)).count();
        let end = |wanted: &dyn Fn(&Answer) -> bool, largest: bool| {
            let ends = answers.iter().filter(|a| wanted(a)).filter_map(|a| match *a {
                Answer::Measured { least, worst } => Some(if largest { worst } else { least }),
                Answer::Gap(_) => None,
            });
            quantile(&ends.collect::<Vec<_>>(), if largest { 1.0 } else { 0.0 })
        };
        let odd = |errors: Vec<f64>, odd: bool| {
            let wanted = errors.into_iter().enumerate().filter(|(i, _)| (i % 2 == 0) == odd);
            wanted.map(|(_, error)| error).collect::<Vec<f64>>()
        };
        let pools: Map<String, Value> = Probe::POOLS
            .iter()
            .map(|&size| {
                let medians = self.moved_at(Probe::Pool { size }, 0.5);
                (size.to_string(), json!({ "one": medians[0], "half": medians[POSITIONS / 2 - 1] }))
            })
            .collect();
        json!({
            "kinds": kinds,
            "questions": answers.len(),
            "measured": measured,
            "met": met,
            "broken": broken,
            "largest_met": end(&|a| a.is_met(self.constants), true),
            "least_broken": end(&|a| a.is_broken(self.constants), false),
            "stride": {
                "even": quantile(&odd(self.moved(Probe::Stride), false), 1.0),
                "odd": quantile(&odd(self.moved_at(Probe::Stride, 0.0), true), 0.0),
            },
            "pools": pools,
            "border": Probe::BORDERS.map(|depth| self.touched(depth)),
            "twins": self.twins(),
            "positions": POSITIONS,
        })
    }

    /// At how many positions zero padding is felt by so many layers.
    pub(super) fn touched(&self, depth: usize) -> usize {
        let errors = self.moved(Probe::Border { depth });
        errors.iter().filter(|&&error| error > self.constants.met).count()
    }

    /// What one layer's output sees, in words.
    pub(super) fn offsets(&self, kind: Kind) -> String {
        let words = field::offsets(self.field(kind, 1), CENTRE);
        match kind.outputs() {
            Outputs::One if words != "all" => format!("inputs {words}"),
            _ => words,
        }
    }
}
