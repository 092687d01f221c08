//! What is asked: pairs of tasks that differ in whether an architecture's bias matches.
//!
//! An example is a row of P positions with C channels each, and has one of K classes. The two tasks
//! of a pair are made from the same draws.

mod graphs;
mod patterns;
mod sequences;
mod sets;

pub(super) use graphs::Graph;
pub(super) use sequences::commonest_letter;

use nn::data::Dataset;
use nn::{Stream, mnist1d};
use numerics::Matrix;
use serde::{Deserialize, Serialize};

use super::Samples;
use crate::Experiment;

/// A question about examples.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Task {
    /// Which of four patterns is on the circle, anywhere?
    Pattern,
    /// The same with all places exchanged by one permutation.
    PatternPermuted,
    /// In which quarter of the circle does the pattern begin?
    PatternPlace,
    /// Which digit of MNIST-1D is it?
    Signal,
    /// The same with all samples exchanged by one permutation.
    SignalPermuted,
    /// Which letter follows the marker?
    Next,
    /// The same with all steps exchanged by one permutation.
    NextPermuted,
    /// Which half of the alphabet is more frequent?
    Count,
    /// Is the element furthest from zero positive?
    Furthest,
    /// Is the largest element among the first half?
    LargestPlace,
    /// Are neighbours on a graph alike?
    Neighbours,
    /// The same, but networks on graphs are given another graph.
    OtherGraph,
}

/// The form of a task's examples.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Form {
    /// P.
    pub(super) positions: usize,
    /// C.
    pub(super) channels: usize,
    /// K.
    pub(super) classes: usize,
}

impl Task {
    /// For labels.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Pattern => "which pattern",
            Self::PatternPermuted => "which pattern, permuted",
            Self::PatternPlace => "where is the pattern",
            Self::Signal => "MNIST-1D",
            Self::SignalPermuted => "MNIST-1D, permuted",
            Self::Next => "next letter",
            Self::NextPermuted => "next letter, permuted",
            Self::Count => "count letters",
            Self::Furthest => "furthest element",
            Self::LargestPlace => "place of the largest",
            Self::Neighbours => "alike neighbours",
            Self::OtherGraph => "alike, another graph",
        }
    }

    pub(super) fn form(self) -> Form {
        let form = |positions, channels, classes| Form { positions, channels, classes };
        match self {
            Self::Pattern | Self::PatternPermuted => form(patterns::PLACES, 1, patterns::KINDS),
            Self::PatternPlace => form(patterns::PLACES, 1, patterns::QUARTERS),
            Self::Signal | Self::SignalPermuted => form(40, 1, 10),
            Self::Next | Self::NextPermuted => {
                form(sequences::STEPS, sequences::SYMBOLS, sequences::LETTERS)
            }
            Self::Count => form(sequences::STEPS, sequences::SYMBOLS, 2),
            Self::Furthest | Self::LargestPlace => form(sets::ELEMENTS, 1, 2),
            Self::Neighbours | Self::OtherGraph => form(graphs::NODES, 1, 2),
        }
    }

    /// So many examples, the same for the same seed.
    pub(super) fn examples(self, count: usize, seed: u64) -> Dataset {
        let stream = |purpose: &str| Stream::new(Samples::ID, seed, purpose);
        match self {
            Self::Pattern => self.draw(count, stream("patterns"), patterns::which),
            Self::PatternPlace => self.draw(count, stream("patterns"), patterns::place),
            Self::Signal => {
                // Signals are made in tens; some may be left over.
                let rest = count.next_multiple_of(10) - count;
                mnist1d::generate(count, rest, &mut stream("signals")).train
            }
            Self::Next => self.draw(count, stream("sequences"), sequences::next),
            Self::Count => self.draw(count, stream("sequences"), sequences::count),
            Self::Furthest => self.draw(count, stream("sets"), sets::furthest),
            Self::LargestPlace => self.draw(count, stream("sets"), sets::place),
            Self::Neighbours | Self::OtherGraph => {
                let graph = Graph::asked(seed);
                self.draw(count, stream("nodes"), |stream| graph.alike(stream))
            }
            Self::PatternPermuted => Self::Pattern.permuted(count, seed),
            Self::SignalPermuted => Self::Signal.permuted(count, seed),
            Self::NextPermuted => Self::Next.permuted(count, seed),
        }
    }

    /// Examples with their labels, one draw after the other.
    fn draw(
        self,
        count: usize,
        mut stream: Stream,
        example: impl Fn(&mut Stream) -> (Vec<f64>, u8),
    ) -> Dataset {
        let Form { positions, channels, classes } = self.form();
        let (rows, labels): (Vec<_>, Vec<_>) = (0..count).map(|_| example(&mut stream)).unzip();
        let inputs = Matrix::from_vec(count, positions * channels, rows.concat());
        Dataset { inputs, labels, classes }
    }

    /// The examples of this task with all positions exchanged in the same way.
    fn permuted(self, count: usize, seed: u64) -> Dataset {
        let Form { positions, channels, .. } = self.form();
        let order = Stream::new(Samples::ID, seed, "permutation").permutation(positions);
        let Dataset { inputs, labels, classes } = self.examples(count, seed);
        let entry = |row, col| inputs[(row, order[col / channels] * channels + col % channels)];
        let inputs = Matrix::from_fn(inputs.rows, inputs.cols, entry);
        Dataset { inputs, labels, classes }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAIRS: [[Task; 2]; 3] = [
        [Task::Pattern, Task::PatternPermuted],
        [Task::Signal, Task::SignalPermuted],
        [Task::Next, Task::NextPermuted],
    ];

    /// A permuted twin has the positions of the original, channels together, in one other order.
    #[test]
    fn a_permutation_moves_whole_positions() {
        for [plain, permuted] in PAIRS {
            let [a, b] = [plain, permuted].map(|task| task.examples(30, 7));
            assert_eq!(a.labels, b.labels);
            let Form { positions, channels, .. } = plain.form();
            let at = |set: &Dataset, p: usize| -> Vec<f64> {
                let rows = set.inputs.data.chunks(positions * channels);
                rows.flat_map(|row| row[p * channels..][..channels].to_vec()).collect()
            };
            let origin = |p| (0..positions).find(|&q| at(&a, q) == at(&b, p));
            let mut found: Vec<usize> = (0..positions).map(|p| origin(p).unwrap()).collect();
            assert!(!found.is_sorted());
            found.sort_unstable();
            assert_eq!(found, (0..positions).collect::<Vec<_>>());
        }
    }

    /// A shorter draw is the beginning of a longer one, as nested training sets need it.
    #[test]
    fn every_class_occurs_and_draws_are_nested() {
        for task in [
            Task::Pattern,
            Task::PatternPlace,
            Task::Next,
            Task::Count,
            Task::Furthest,
            Task::LargestPlace,
            Task::Neighbours,
        ] {
            let (few, many) = (task.examples(20, 3), task.examples(200, 3));
            assert_eq!(few.labels, many.labels[..20]);
            assert_eq!(few.inputs.data, many.inputs.data[..few.inputs.data.len()]);
            let classes = task.form().classes;
            for class in 0..classes {
                let share = many.labels.iter().filter(|&&l| usize::from(l) == class).count();
                // Four standard deviations around equal shares, and a little for skewed ones.
                let expected = 200 / classes;
                assert!(share > expected / 2 && share < 3 * expected / 2, "{task:?}: {share}");
            }
        }
    }
}
