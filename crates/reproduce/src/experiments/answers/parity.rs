//! The parity of n bits: what stops a perceptron that looks at fewer of them, and what one hidden
//! layer makes of it.
//!
//! A perceptron in the sense of Minsky and Papert decides by the sign of a weighted sum of
//! predicates, functions of some of the inputs with values 0 and 1; its order is the largest
//! number of inputs that one of them looks at. An input is a number whose binary digits are the
//! bits. Everything is a whole number.

use serde::{Deserialize, Serialize};

/// What holds for the parity of one number of bits.
#[derive(Serialize, Deserialize)]
pub(super) struct Row {
    pub(super) inputs: u32,
    /// Conjunctions of fewer than n inputs, and how many of them have a sum with parity that is
    /// not zero.
    pub(super) conjunctions: u64,
    pub(super) not_orthogonal: u64,
    /// The same for all predicates of n − 1 of the inputs, where they are listed.
    pub(super) predicates: Option<u64>,
    pub(super) predicates_not_orthogonal: Option<u64>,
    /// The sum for the conjunction of all inputs.
    pub(super) full_sum: i64,
    /// Inputs that each network gets right, of 2^n.
    pub(super) hidden_layer_right: u64,
    pub(super) tree_right: u64,
    /// The tree's units and its layers of units.
    pub(super) tree_units: u32,
    pub(super) tree_layers: u32,
}

impl Row {
    pub(super) fn new(n: u32, list_predicates: bool) -> Self {
        let all = (1_u32 << n) - 1;
        let right = |network: fn(u32, u32) -> bool| {
            (0..=all).filter(|&x| network(n, x) == is_odd(x)).count() as u64
        };
        let (_, tree_units, tree_layers) = tree(&bits(n, 0));
        let (predicates, predicates_not_orthogonal) =
            list_predicates.then(|| listed_predicates(n)).unzip();
        Self {
            inputs: n,
            conjunctions: u64::from(all),
            not_orthogonal: (0..all).filter(|&mask| conjunction_sum(n, mask) != 0).count() as u64,
            predicates,
            predicates_not_orthogonal,
            full_sum: conjunction_sum(n, all),
            hidden_layer_right: right(hidden_layer),
            tree_right: right(|n, x| tree(&bits(n, x)).0),
            tree_units,
            tree_layers,
        }
    }

    /// No weighted sum of predicates of fewer inputs has the sign of parity everywhere: parity
    /// times such a sum is zero on average, where it should be positive at every input.
    pub(super) fn limit(&self) -> bool {
        self.not_orthogonal == 0 && self.predicates_not_orthogonal.unwrap_or(0) == 0
    }

    /// Both networks with hidden units are parity.
    pub(super) fn lifted(&self) -> bool {
        let all = 1 << self.inputs;
        self.hidden_layer_right == all && self.tree_right == all
    }
}

fn is_odd(x: u32) -> bool {
    x.count_ones() % 2 == 1
}

/// Parity as 1 for even and −1 for odd.
fn sign(x: u32) -> i64 {
    if is_odd(x) { -1 } else { 1 }
}

fn bits(n: u32, x: u32) -> Vec<bool> {
    (0..n).map(|i| (x >> i) & 1 == 1).collect()
}

/// The sum over all inputs of parity times "all inputs of the mask are 1".
fn conjunction_sum(n: u32, mask: u32) -> i64 {
    (0..1 << n).filter(|x| x & mask == mask).map(sign).sum()
}

/// How many predicates look at n − 1 of the inputs, and for how many the sum over all inputs of
/// parity times predicate is not zero. A predicate is a table: bit t is its value at t.
fn listed_predicates(n: u32) -> (u64, u64) {
    let tables = 1_u64 << (1 << (n - 1));
    let sum = |ignored: u32, table: u64| -> i64 {
        let low = (1 << ignored) - 1;
        let seen = |x: u32| (x & low) | ((x >> 1) & !low);
        (0..1 << n).filter(|&x| (table >> seen(x)) & 1 == 1).map(sign).sum()
    };
    let count = |ignored| (0..tables).filter(|&table| sum(ignored, table) != 0).count() as u64;
    (u64::from(n) * tables, (0..n).map(count).sum())
}

// ANCHOR: hidden_layer
/// A threshold unit: does the weighted sum reach the threshold?
fn fires(weights: impl IntoIterator<Item = i64>, inputs: &[bool], threshold: i64) -> bool {
    let active = weights.into_iter().zip(inputs).filter(|(_, fires)| **fires);
    active.map(|(weight, _)| weight).sum::<i64>() >= threshold
}

/// One hidden layer: unit j asks whether at least j bits are 1; the read-out weighs the answers
/// +1, −1, +1, ...
fn hidden_layer(n: u32, x: u32) -> bool {
    let bits = bits(n, x);
    let ones = std::iter::repeat(1);
    let hidden: Vec<bool> = (1..=i64::from(n)).map(|j| fires(ones.clone(), &bits, j)).collect();
    fires([1, -1].into_iter().cycle(), &hidden, 1)
}
// ANCHOR_END: hidden_layer

/// A tree of pairs, each by three units that read two signals: at least one, both, the first and
/// not the second. Returns the answer, the units and their layers.
fn tree(signals: &[bool]) -> (bool, u32, u32) {
    if let [signal] = signals {
        return (*signal, 0, 0);
    }
    let mut units = 0;
    let pair = |pair: &[bool]| match pair {
        [_, _] => {
            units += 3;
            let hidden = [fires([1, 1], pair, 1), fires([1, 1], pair, 2)];
            fires([1, -1], &hidden, 1)
        }
        _ => pair[0],
    };
    let (odd, above, layers) = tree(&signals.chunks(2).map(pair).collect::<Vec<_>>());
    (odd, units + above, layers + 2)
}

/// How many of all functions of n bits one hidden layer of threshold units computes.
#[derive(Serialize, Deserialize)]
pub(super) struct BooleanRow {
    pub(super) inputs: u32,
    pub(super) functions: u64,
    pub(super) computed: u64,
}

impl BooleanRow {
    /// A hidden unit for each input at which the function is 1, which fires there only; the
    /// read-out asks whether one of them does.
    pub(super) fn new(n: u32) -> Self {
        let points = 1_u32 << n;
        let fires_only_at = |at: u32, x: u32| {
            let weights = bits(n, at).into_iter().map(|bit| if bit { 1 } else { -1 });
            fires(weights, &bits(n, x), i64::from(at.count_ones()))
        };
        let functions = 1_u64 << points;
        let is_computed = |table: &u64| {
            let ones: Vec<u32> = (0..points).filter(|at| (table >> at) & 1 == 1).collect();
            let network = |x| ones.iter().any(|&at| fires_only_at(at, x));
            (0..points).all(|x| network(x) == ((table >> x) & 1 == 1))
        };
        let computed = (0..functions).filter(is_computed).count() as u64;
        Self { inputs: n, functions, computed }
    }
}

/// How many inputs a perceptron of one order gets wrong if it only counts ones.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct MistakeRow {
    pub(super) inputs: u32,
    pub(super) order: u32,
    /// The fewest wrong inputs, of 2^n.
    pub(super) wrong: u64,
}

/// The fewest mistakes for each order from 0 to n.
///
/// A perceptron that counts answers by the sign of a polynomial in the number of ones. Of degree
/// k it changes its answer at most k times on the way from 0 to n ones, at places of its choice,
/// and its products of bits look at k inputs at most. So all answers with at most k changes are
/// tried: bit j of an answer is what it says about j ones.
pub(super) fn mistakes(n: u32) -> Vec<MistakeRow> {
    let inputs_with: Vec<u64> = (0..=n).map(|ones| binomial(n, ones)).collect();
    let wrong = |answer: u32| -> u64 {
        let says_odd = |ones: u32| (answer >> ones) & 1 == 1;
        (0..=n)
            .filter(|&ones| says_odd(ones) != (ones % 2 == 1))
            .map(|i| inputs_with[i as usize])
            .sum()
    };
    let changes = |answer: u32| ((answer ^ (answer >> 1)) & ((1 << n) - 1)).count_ones();
    let fewest = |order| {
        let answers = (0..1 << (n + 1)).filter(|&answer| changes(answer) <= order);
        answers.map(wrong).min().expect("constant answers change never")
    };
    (0..=n).map(|order| MistakeRow { inputs: n, order, wrong: fewest(order) }).collect()
}

fn binomial(n: u32, k: u32) -> u64 {
    (1..=u64::from(k)).fold(1, |product, i| product * (u64::from(n) - i + 1) / i)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_bits_by_hand() {
        // Inputs 00, 01, 10, 11 have the signs +, −, −, +.
        assert_eq!([0, 1, 2, 3].map(|mask| conjunction_sum(2, mask)), [0, 0, 0, 1]);
        // Predicates of one of two bits: 0, 1, the bit, its negation, for each of two bits.
        assert_eq!(listed_predicates(2), (8, 0));
    }

    #[test]
    fn a_predicate_of_all_inputs_is_not_orthogonal() {
        for n in 2..8 {
            let row = Row::new(n, false);
            assert_eq!(row.full_sum, if n % 2 == 0 { 1 } else { -1 });
            assert!(row.limit() && row.lifted());
        }
    }

    #[test]
    fn the_read_out_goes_up_and_down_with_the_number_of_ones() {
        let answers = [0b0000, 0b0001, 0b0011, 0b0111, 0b1111].map(|x| hidden_layer(4, x));
        assert_eq!(answers, [false, true, false, true, false]);
    }

    #[test]
    fn a_tree_of_five_has_three_levels_of_two_layers() {
        assert_eq!(tree(&bits(5, 0b10110)), (true, 12, 6));
        assert_eq!(tree(&bits(5, 0b10010)), (false, 12, 6));
        assert_eq!(tree(&bits(8, 0xff)), (false, 21, 6));
    }

    #[test]
    fn threshold_units_compute_every_function_of_two_bits() {
        let row = BooleanRow::new(2);
        assert_eq!((row.functions, row.computed), (16, 16));
    }

    #[test]
    fn mistakes_of_perceptrons_that_count() {
        let of = |n| mistakes(n).into_iter().map(|row| row.wrong).collect::<Vec<_>>();
        assert_eq!(of(2), [2, 1, 0]);
        // With 0, 1, 2, 3 ones there are 1, 3, 3, 1 inputs. One change: odd, odd, even, even.
        assert_eq!(of(3), [4, 2, 1, 0]);
    }
}
