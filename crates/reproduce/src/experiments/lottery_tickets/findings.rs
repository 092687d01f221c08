//! Accuracies and epochs over the seeds of a data set.

use super::{Cell, Constants, Outcome, Start};
use crate::DataSet;
use crate::stats::{mean, median, standard_deviation};

/// All outcomes.
pub(super) struct Results<'a> {
    pub(super) constants: &'a Constants,
    pub(super) sets: Vec<Set<'a>>,
}

/// All seeds of a data set.
pub(super) struct Set<'a> {
    pub(super) data: DataSet,
    pub(super) epochs: usize,
    tested: f64,
    runs: Vec<&'a Outcome>,
}

impl<'a> Results<'a> {
    pub(super) fn gather(constants: &'a Constants, runs: &'a [(Cell, Outcome)]) -> Self {
        let set = |(data, recipe): &(DataSet, crate::tickets::Recipe)| {
            let of_set = runs.iter().filter(|(cell, _)| cell.set == *data);
            Set {
                data: *data,
                epochs: recipe.epochs,
                tested: recipe.test as f64,
                runs: of_set.map(|(_, outcome)| outcome).collect(),
            }
        };
        Self { constants, sets: constants.sets.iter().map(set).collect() }
    }

    /// The compared round whose density is nearest to ten per cent.
    pub(super) fn ten_percent(&self) -> usize {
        let set = &self.sets[0];
        let distance = |round: usize| (set.density(round) - 0.1).abs();
        let rounds = self.constants.compared.iter().copied();
        rounds.min_by(|&a, &b| distance(a).total_cmp(&distance(b))).expect("a compared round")
    }
}

impl Set<'_> {
    /// What the data set is called.
    pub(super) fn name(&self) -> &'static str {
        match self.data {
            DataSet::Optdigits => "handwritten digits",
            DataSet::Mnist1d => "MNIST-1D",
        }
    }

    /// What the data set is called in values.
    pub(super) fn key(&self) -> &'static str {
        match self.data {
            DataSet::Optdigits => "digits",
            DataSet::Mnist1d => "mnist1d",
        }
    }

    /// The outcomes, seed after seed.
    pub(super) fn runs(&self) -> &[&Outcome] {
        &self.runs
    }

    /// Living weights in each layer, one row a seed.
    pub(super) fn layers(&self, round: usize) -> Vec<&[usize]> {
        self.runs.iter().map(|run| run.rounds[round].living.as_slice()).collect()
    }

    /// Living weights: the same in every seed.
    pub(super) fn living(&self, round: usize) -> usize {
        self.layers(round)[0].iter().sum()
    }

    /// The share of the weights that live.
    pub(super) fn density(&self, round: usize) -> f64 {
        self.living(round) as f64 / self.living(0) as f64
    }

    /// The test accuracy after each epoch, one row a seed.
    pub(super) fn curves(&self, start: Start, round: usize) -> Vec<Vec<f64>> {
        let share = |&right: &usize| right as f64 / self.tested;
        let runs = self.runs.iter().map(|run| &run.rounds[round].right[&start]);
        runs.map(|right| right.iter().map(share).collect()).collect()
    }

    /// The test accuracy at the end, seed after seed.
    pub(super) fn accuracies(&self, start: Start, round: usize) -> Vec<f64> {
        let last = |curve: Vec<f64>| *curve.last().expect("an epoch");
        self.curves(start, round).into_iter().map(last).collect()
    }

    /// The dense networks' accuracies.
    pub(super) fn dense(&self) -> Vec<f64> {
        self.accuracies(Start::Ticket, 0)
    }

    /// What counts as the dense accuracy: the mean minus one standard deviation.
    pub(super) fn bound(&self) -> f64 {
        let dense = self.dense();
        mean(&dense) - standard_deviation(&dense)
    }

    /// The median over seeds of the first epoch whose accuracy reaches the bound; infinite if most
    /// seeds never do.
    pub(super) fn epochs_to_bound(&self, start: Start, round: usize) -> f64 {
        // Early rewinding has spent some epochs before its curve begins.
        let bound = self.bound();
        let first = |curve: Vec<f64>| {
            let spent = self.epochs - curve.len();
            let epoch = curve.iter().position(|&accuracy| accuracy >= bound);
            epoch.map_or(f64::INFINITY, |epoch| (spent + epoch + 1) as f64)
        };
        median(&self.curves(start, round).into_iter().map(first).collect::<Vec<_>>())
    }

    /// Whether the tickets of a round reach the dense accuracy, and in no more epochs.
    pub(super) fn matches_dense(&self, round: usize) -> bool {
        mean(&self.accuracies(Start::Ticket, round)) >= self.bound()
            && self.epochs_to_bound(Start::Ticket, round) <= self.epochs_to_bound(Start::Ticket, 0)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Tickets;
    use super::super::run::Round;
    use super::*;
    use crate::Experiment;
    use report::Profile;
    use std::collections::BTreeMap;

    /// One round dense, one ticket, by hand.
    fn outcomes(curves: [[[usize; 3]; 2]; 3]) -> Vec<Outcome> {
        let round = |living: usize, right: [usize; 3]| Round {
            living: vec![living],
            changed: 0,
            leaked: 0,
            right: BTreeMap::from([(Start::Ticket, right.to_vec())]),
        };
        let seed = |[dense, ticket]: [[usize; 3]; 2]| Outcome {
            rounds: vec![round(8, dense), round(1, ticket)],
        };
        curves.into_iter().map(seed).collect()
    }

    fn set(outcomes: &[Outcome]) -> Set<'_> {
        Set { data: DataSet::Mnist1d, epochs: 3, tested: 10.0, runs: outcomes.iter().collect() }
    }

    #[test]
    fn a_round_matches_if_it_is_as_good_and_as_fast() {
        // The dense mean is 0.8, the standard deviation 0.1: the bound is 0.7.
        let dense = [[5, 8, 9], [6, 8, 8], [5, 5, 7]];
        let with = |ticket: [[usize; 3]; 3]| {
            outcomes([[dense[0], ticket[0]], [dense[1], ticket[1]], [dense[2], ticket[2]]])
        };
        let fast = with([[1, 8, 8], [8, 2, 7], [1, 1, 7]]);
        assert!((set(&fast).bound() - 0.7).abs() < 1e-12);
        assert_eq!(set(&fast).epochs_to_bound(Start::Ticket, 0), 2.0);
        assert_eq!(set(&fast).epochs_to_bound(Start::Ticket, 1), 2.0);
        assert!(set(&fast).matches_dense(1));
        assert_eq!(set(&fast).density(1), 0.125);

        let slow = with([[1, 1, 8], [1, 2, 9], [1, 8, 8]]);
        assert!(!set(&slow).matches_dense(1), "good, but an epoch late");
        let bad = with([[1, 8, 6], [1, 8, 6], [1, 8, 8]]);
        assert!(!set(&bad).matches_dense(1), "in time, but not good at the end");
        let never = with([[1, 1, 6], [1, 2, 6], [1, 8, 8]]);
        assert_eq!(set(&never).epochs_to_bound(Start::Ticket, 1), f64::INFINITY);
    }

    #[test]
    fn round_ten_is_nearest_to_ten_percent() {
        let constants = Tickets::constants(Profile::Full);
        let mut living = 6464;
        let mut rounds = Vec::new();
        for _ in 0..=constants.rounds {
            let right = BTreeMap::new();
            rounds.push(Round { living: vec![living], changed: 0, leaked: 0, right });
            living = crate::tickets::left(living, constants.pruned);
        }
        let outcome = Outcome { rounds };
        let sets =
            vec![Set { data: DataSet::Optdigits, epochs: 1, tested: 1.0, runs: vec![&outcome] }];
        assert_eq!(Results { constants: &constants, sets }.ten_percent(), 10);
    }
}
