//! How far a random network is from each symmetry.

use nn::Stream;
use numerics::Matrix;
use serde::{Deserialize, Serialize};

use super::models::{Kind, Model, Outputs, POSITIONS, ROWS};
use super::{Symmetries, distance, random, reordered, shifted};
use crate::Experiment;
use crate::graphs::random_graph;
use crate::stats::largest_magnitude;

/// A question about a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Symmetry {
    /// Shifted inputs give shifted outputs.
    TranslationEquivariance,
    /// Shifted inputs give the same outputs.
    TranslationInvariance,
    /// Inputs in another order give the outputs in that order.
    PermutationEquivariance,
    /// Inputs in another order give the same outputs.
    PermutationInvariance,
    /// No output depends on a later input.
    Causality,
}

impl Symmetry {
    pub(super) const ALL: [Self; 5] = [
        Self::TranslationEquivariance,
        Self::TranslationInvariance,
        Self::PermutationEquivariance,
        Self::PermutationInvariance,
        Self::Causality,
    ];

    /// Why a network cannot be asked, if it cannot.
    pub(super) fn gap(self, kind: Kind) -> Option<&'static str> {
        let graph = kind.aggregation().is_some();
        match (self, kind.outputs()) {
            (Self::TranslationEquivariance | Self::TranslationInvariance, _) if graph => {
                Some("no shifts")
            }
            (Self::Causality, Outputs::Each) if graph || kind == Kind::Conv2d => Some("no order"),
            (Self::TranslationInvariance | Self::PermutationInvariance, _) => None,
            (_, Outputs::One) => Some("one output"),
            (Self::PermutationEquivariance | Self::Causality, Outputs::Half) => Some("halved"),
            _ => None,
        }
    }
}

/// The worst error of one network for each of `Symmetry::ALL`; none where it cannot be asked.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Errors(pub(super) [Option<f64>; 5]);

/// One random network with two unrelated inputs, and a random graph if it needs one.
struct Subject {
    kind: Kind,
    model: Model,
    adjacency: Matrix,
    x: Matrix,
    other: Matrix,
    /// Outputs for both.
    y: Matrix,
    y_other: Matrix,
}

pub(super) fn errors(kind: Kind, orders: u64, seed: u64) -> Errors {
    let subject = Subject::new(kind, seed);
    let mut stream = Stream::new(Symmetries::ID, seed, "orders");
    let orders: Vec<Vec<usize>> = (0..orders).map(|_| stream.permutation(POSITIONS)).collect();
    Errors(Symmetry::ALL.map(|symmetry| {
        symmetry.gap(kind).is_none().then(|| match symmetry {
            Symmetry::TranslationEquivariance => largest_magnitude(subject.translations(true)),
            Symmetry::TranslationInvariance => largest_magnitude(subject.translations(false)),
            Symmetry::PermutationEquivariance => {
                largest_magnitude(orders.iter().map(|order| subject.moved(order, Some(order))))
            }
            Symmetry::PermutationInvariance => {
                largest_magnitude(orders.iter().map(|order| subject.moved(order, None)))
            }
            Symmetry::Causality => largest_magnitude((0..POSITIONS - 1).map(|t| subject.future(t))),
        })
    }))
}

/// The equivariance error of a network of stride 2 for each shift but 0.
pub(super) fn strided(seed: u64) -> Vec<f64> {
    Subject::new(Kind::ConvStrided, seed).translations(true)
}

impl Subject {
    fn new(kind: Kind, seed: u64) -> Self {
        let stream = |purpose: &str| Stream::new(Symmetries::ID, seed, purpose);
        let model = kind.model(POSITIONS, 1, &mut stream("parameters"));
        let adjacency = random_graph(POSITIONS, &mut stream("graph"));
        let [x, other] = ["input", "other input"]
            .map(|purpose| random(POSITIONS, super::models::CHANNELS, seed, purpose));
        let [y, y_other] = [&x, &other].map(|x| model.predict(&kind.example(x, &adjacency)));
        Self { kind, model, adjacency, x, other, y, y_other }
    }

    /// The distance of two outputs, in units of that between unrelated ones.
    fn relative(&self, found: &Matrix, expected: &Matrix) -> f64 {
        distance(&found.data, &expected.data) / distance(&self.y.data, &self.y_other.data)
    }

    /// The outputs for the positions in that order, against the outputs in the order `outputs`, or
    /// as they were. A graph's edges move with its nodes.
    fn moved(&self, order: &[usize], outputs: Option<&Vec<usize>>) -> f64 {
        let edges =
            Matrix::from_fn(POSITIONS, POSITIONS, |i, j| self.adjacency[(order[i], order[j])]);
        let found = self.model.predict(&self.kind.example(&reordered(&self.x, order), &edges));
        match outputs {
            Some(outputs) => self.relative(&found, &reordered(&self.y, outputs)),
            None => self.relative(&found, &self.y),
        }
    }

    /// The error of each shift but 0. Outputs move as far as the inputs; with half as many, by half
    /// of an even shift, and after an odd one wherever they fit best.
    fn translations(&self, equivariance: bool) -> Vec<f64> {
        let shifts = 1..POSITIONS;
        let error = |shift: usize| {
            let order = match self.kind {
                Kind::Conv2d => shifted_grid(shift),
                _ => shifted(POSITIONS, shift),
            };
            let half = POSITIONS / 2;
            match self.kind.outputs() {
                _ if !equivariance => self.moved(&order, None),
                Outputs::Half if shift.is_multiple_of(2) => {
                    self.moved(&order, Some(&shifted(half, shift / 2)))
                }
                Outputs::Half => (0..half)
                    .map(|places| self.moved(&order, Some(&shifted(half, places))))
                    .fold(f64::INFINITY, |least, error| if error < least { error } else { least }),
                Outputs::Each | Outputs::One => self.moved(&order, Some(&order)),
            }
        };
        shifts.map(error).collect()
    }

    /// How much the outputs up to position t change when all inputs after it do.
    fn future(&self, t: usize) -> f64 {
        let cut = (t + 1) * self.x.cols;
        let mut changed = self.x.clone();
        changed.data[cut..].copy_from_slice(&self.other.data[cut..]);
        let found = self.model.predict(&self.kind.example(&changed, &self.adjacency));
        let past = |y: &Matrix| y.data[..(t + 1) * y.cols].to_vec();
        let (y, other) = (past(&self.y), past(&self.y_other));
        distance(&past(&found), &y) / distance(&other, &y)
    }
}

/// A shift of the torus, by rows and columns.
fn shifted_grid(shift: usize) -> Vec<usize> {
    let columns = POSITIONS / ROWS;
    let (down, right) = (shift / columns, shift % columns);
    let (rows, cols) = (shifted(ROWS, down), shifted(columns, right));
    rows.iter().flat_map(|row| cols.iter().map(move |col| row * columns + col)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(kind: Kind, symmetry: Symmetry) -> f64 {
        let place = Symmetry::ALL.iter().position(|other| *other == symmetry).unwrap();
        errors(kind, 2, 7).0[place].expect("a symmetry that can be asked for")
    }

    /// What the theory says of each, and of a neighbour without the symmetry.
    #[test]
    fn symmetries_are_where_they_should_be() {
        use Symmetry::*;
        let met = |kind, symmetry| {
            let error = error(kind, symmetry);
            assert!(error < 1e-13, "{kind:?} {symmetry:?} {error:e}");
        };
        let broken = |kind, symmetry| {
            let error = error(kind, symmetry);
            assert!(error > 0.01, "{kind:?} {symmetry:?} {error:e}");
        };
        met(Kind::ConvCircular, TranslationEquivariance);
        met(Kind::Conv2d, TranslationEquivariance);
        met(Kind::ConvMax, TranslationInvariance);
        broken(Kind::ConvZeros, TranslationEquivariance);
        broken(Kind::ConvCircular, TranslationInvariance);
        met(Kind::Heads, PermutationEquivariance);
        broken(Kind::Placed, PermutationEquivariance);
        met(Kind::GraphGcn, PermutationEquivariance);
        broken(Kind::GraphGcn, PermutationInvariance);
        met(Kind::ReadSum, PermutationInvariance);
        broken(Kind::GruLast, PermutationInvariance);
        broken(Kind::Attention, Causality);
        broken(Kind::Mlp, Causality);
        for kind in [Kind::Gru, Kind::Elman, Kind::Causal] {
            assert_eq!(error(kind, Causality), 0.0);
        }
    }

    #[test]
    fn a_stride_keeps_even_shifts() {
        for (place, error) in strided(3).into_iter().enumerate() {
            let shift = place + 1;
            assert_eq!(error < 1e-13, shift % 2 == 0, "{shift} {error:e}");
        }
    }

    /// On the torus, one row down takes position 0 to position 4.
    #[test]
    fn a_torus_moves_in_both_directions() {
        assert_eq!(shifted_grid(4)[4], 0);
        assert_eq!(shifted_grid(1)[..4], [3, 0, 1, 2]);
    }
}
