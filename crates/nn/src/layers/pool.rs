//! Pooling: many positions become few, and read-outs: all positions become one.

use super::{Layer, Window, check_batch};
use autodiff::{Fun, IndexTable, Shape, Tape, Var};

/// What a pool makes of the numbers that it sees in one channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PoolKind {
    /// The largest; of equal ones the first has the gradient.
    Max,
    /// The mean.
    Mean,
    /// The sum.
    Sum,
}

/// A pool: at every place of a [`Window`] and in every channel one number for the k that it sees,
/// y_oj = max, mean or sum over c = 1 … k of x_{i(o, c) j} (LeCun et al. 1998 subsample by means,
/// Ranzato et al. 2007 by maxima).
///
/// A global pool sees all positions. Its outputs do not depend on their order: it is what makes an
/// invariant network of an equivariant one (a *read-out*; Zaheer et al. 2017 for sets).
///
/// | | shape |
/// | --- | --- |
/// | inputs | (n P) × C, for the window's P inputs |
/// | gathered | (n Q C) × k, for its Q outputs |
/// | outputs | (n Q) × C |
#[derive(Clone, Debug, PartialEq)]
pub struct Pool {
    kind: PoolKind,
    window: Window,
    channels: usize,
    table: IndexTable,
    /// For each round of a maximum, the columns that are compared with each other.
    rounds: Vec<[IndexTable; 2]>,
}

impl Pool {
    /// A pool with that window, in each of `channels` channels. Padded zeros count like other
    /// numbers.
    ///
    /// # Panics
    ///
    /// If there are no channels.
    #[track_caller]
    pub fn new(kind: PoolKind, window: Window, channels: usize) -> Self {
        assert!(channels > 0, "a pool needs channels");
        let seen: Vec<Option<usize>> = window.seen().collect();
        let places = seen.chunks(window.size());
        let entries = places.flat_map(|place| {
            let channel = |j| place.iter().map(move |seen| seen.map(|i| (i * channels + j) as u32));
            (0..channels).flat_map(channel)
        });
        let source = Shape::new(window.inputs(), channels);
        let gathered = Shape::new(window.outputs() * channels, window.size());
        let table = IndexTable::new(source, gathered, entries.collect());
        let rounds = match kind {
            PoolKind::Max => rounds(window.size()),
            PoolKind::Mean | PoolKind::Sum => Vec::new(),
        };
        Self { kind, window, channels, table, rounds }
    }

    /// A pool of all positions: (n P) × C becomes n × C.
    ///
    /// # Panics
    ///
    /// If there are no positions or channels.
    #[track_caller]
    pub fn global(kind: PoolKind, positions: usize, channels: usize) -> Self {
        Self::new(kind, Window::line(positions, positions), channels)
    }
}

impl Layer for Pool {
    #[track_caller]
    fn forward(&self, tape: &mut Tape, _params: &[Var], x: Var) -> Var {
        check_batch("a pool", tape, x, self.window.inputs(), self.channels);
        let table = tape.table(self.table.clone());
        let mut seen = tape.gather(x, table);
        let pooled = match self.kind {
            PoolKind::Max => {
                for round in &self.rounds {
                    let [left, right] = round.each_ref().map(|half| {
                        let table = tape.table(half.clone());
                        tape.gather(seen, table)
                    });
                    seen = larger(tape, left, right);
                }
                seen
            }
            PoolKind::Mean => {
                let sum = tape.sum_cols(seen);
                tape.scale(sum, 1.0 / self.window.size() as f64)
            }
            PoolKind::Sum => tape.sum_cols(seen),
        };
        tape.reshape(pooled, tape.shape(pooled).rows / self.channels, self.channels)
    }
}

/// A knock-out tournament of the columns of a row: neighbours meet, and of an odd number the last
/// meets itself. Neighbours keep their order, so of equal numbers the first wins.
fn rounds(mut columns: usize) -> Vec<[IndexTable; 2]> {
    let mut rounds = Vec::new();
    while columns > 1 {
        let pairs = columns.div_ceil(2);
        let (source, output) = (Shape::new(1, columns), Shape::new(1, pairs));
        let left = (0..pairs).map(|pair| Some(2 * pair as u32)).collect();
        let last = columns - 1;
        let right = (0..pairs)
            .map(|pair| Some(if 2 * pair < last { 2 * pair + 1 } else { last } as u32))
            .collect();
        rounds.push([left, right].map(|entries| IndexTable::new(source, output, entries)));
        columns = pairs;
    }
    rounds
}

/// The larger of a and b, entry by entry; a if they are equal. As step(b − a) b +
/// (1 − step(b − a)) a it is one of them to the last bit, which a + relu(b − a) is not.
fn larger(tape: &mut Tape, a: Var, b: Var) -> Var {
    let difference = tape.sub(b, a);
    let take_b = tape.map(Fun::Step, difference);
    let minus = tape.scale(take_b, -1.0);
    let take_a = tape.shift(minus, 1.0);
    let (a, b) = (tape.mul(take_a, a), tape.mul(take_b, b));
    tape.add(a, b)
}

/// The last position of each of an example's `positions`: what causal attention knows after
/// the whole sequence. (n P) × C becomes n × C.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Last {
    /// P.
    pub positions: usize,
}

impl Layer for Last {
    #[track_caller]
    fn forward(&self, tape: &mut Tape, _params: &[Var], x: Var) -> Var {
        let channels = tape.shape(x).cols;
        let (source, output) = (Shape::new(self.positions, channels), Shape::new(1, channels));
        let table = IndexTable::run(source, output, (self.positions - 1) * channels);
        let table = tape.table(table);
        tape.gather(x, table)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check, predict, random};
    use super::*;
    use crate::layers::Padding;

    const KINDS: [PoolKind; 3] = [PoolKind::Max, PoolKind::Mean, PoolKind::Sum];

    #[test]
    fn derivatives() {
        for kind in KINDS {
            check(&Pool::new(kind, Window::line(5, 3).stride(2), 2), random(10, 2, "x"));
            check(&Pool::new(kind, Window::grid([3, 4], [2, 2]), 1), random(12, 1, "x"));
            check(&Pool::global(kind, 3, 2), random(6, 2, "x"));
        }
        check(&Last { positions: 3 }, random(6, 2, "x"));
    }

    #[test]
    fn by_hand() {
        let x = crate::layers::testing::matrix(4, 2, &[1., 8., 4., -7., 3., 6., 2., 5.]);
        let window = Window::line(4, 2).stride(2);
        let pool = |kind, window| predict(&Pool::new(kind, window, 2), &x).data;
        assert_eq!(pool(PoolKind::Max, window), [4.0, 8.0, 3.0, 6.0]);
        assert_eq!(pool(PoolKind::Mean, window), [2.5, 0.5, 2.5, 5.5]);
        assert_eq!(predict(&Pool::global(PoolKind::Sum, 4, 2), &x).data, [10.0, 12.0]);
        assert_eq!(predict(&Last { positions: 4 }, &x).data, [2.0, 5.0]);
        // Zeros beyond the edge are numbers: with them the last maximum of the negatives is zero.
        let negatives = crate::layers::testing::matrix(2, 1, &[-3.0, -1.0]);
        let padded = Pool::new(PoolKind::Max, Window::line(2, 2).padding(Padding::Zeros), 1);
        assert_eq!(predict(&padded, &negatives).data, [-1.0, 0.0]);
    }

    /// The read-outs of permuted positions: a maximum to the bit, sums to rounding.
    #[test]
    fn a_global_pool_does_not_see_the_order() {
        let x = random(7, 3, "set");
        for kind in KINDS {
            let mut turned = x.clone();
            turned.data.rotate_right(6);
            let pool = Pool::global(kind, 7, 3);
            let (y, z) = (predict(&pool, &x), predict(&pool, &turned));
            let gap = y.data.iter().zip(&z.data).map(|(y, z)| (y - z).abs()).sum::<f64>();
            assert!(gap <= if kind == PoolKind::Max { 0.0 } else { 1e-14 }, "{kind:?} {gap:e}");
        }
    }

    #[test]
    fn of_equal_numbers_the_first_has_the_gradient() {
        for k in 1..9 {
            let mut tape = Tape::new();
            let x = tape.constant(k, 1, 2.0);
            let y = Pool::global(PoolKind::Max, k, 1).forward(&mut tape, &[], x);
            let gradient = tape.gradient(y, &[x])[0];
            let mut expected = vec![0.0; k];
            expected[0] = 1.0;
            assert_eq!((tape.scalar(y), tape.value(gradient)), (2.0, &expected[..]));
        }
    }
}
