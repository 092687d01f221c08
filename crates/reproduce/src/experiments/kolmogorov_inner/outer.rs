//! Kolmogorov's superposition as far as a computer goes: cells, keys and one outer iteration.
//!
//! With ξ(z_1, z_2) = ψ(z_1) + α ψ(z_2) and shifts z = x + q a, a = 1/90, q = 0 to 4, the square is
//! covered five times by cells of side 10^-k with gaps between them, so that any point lies in a
//! gap of at most two of the five. ξ maps the cells of one shift to intervals without a common
//! point. So for every q there is a function Φ_q of one variable that has on the interval of a
//! cell a fifth of the value that f has there, and is straight in between; f minus the sum of all
//! Φ_q(ξ) is what the next iteration starts from.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Pow, ToPrimitive, Zero};

use super::inner::{BASE, beta, digits, koppen_at, tenth_to};

/// Shifts q = 0, ..., 2n.
pub(super) const SHIFTS: usize = 5;
/// Digits of all numbers z: no cell has more.
const DIGITS: u32 = 6;
/// Keys are multiples of 10^-KEY_DIGITS, rounded down. Cells of three digits are further apart than
/// 10^-15.
const KEY_DIGITS: u32 = 36;

/// 0.9 in units of 10^-DIGITS.
const END: usize = 9 * BASE.pow(DIGITS - 1);

/// How many multiples of 10^-k there are from 0 to 0.9.
pub(super) fn side(k: u32) -> usize {
    9 * BASE.pow(k - 1) + 1
}

/// a = 0.0111... to so many digits, in units of 10^-DIGITS.
fn shift(digits: u32) -> usize {
    (2..=digits).map(|r| BASE.pow(DIGITS - r)).sum()
}

/// The inner function, prepared: what depends on the dimension and the base alone.
pub(super) struct Inner {
    alpha: BigRational,
    scale: BigInt,
}

/// ψ and αψ of one number, in units of 10^-KEY_DIGITS.
#[derive(Clone, Copy)]
struct Key {
    plain: u128,
    scaled: u128,
}

/// A grid of numbers with the keys of all their shifts.
pub(super) struct Line {
    /// The coordinate in the unit square, which is mapped to x from 0 to 0.9 so that no shift leaves
    /// the interval where ψ is defined.
    pub(super) x: Vec<f64>,
    millionths: Vec<usize>,
    keys: Vec<[Key; SHIFTS]>,
}

impl Inner {
    pub(super) fn new() -> Self {
        // α is the sum of 10^-β(r); the sixth term is below the last digit of a key.
        let alpha = (1..=5).fold(BigRational::zero(), |sum, r| sum + tenth_to(beta(r)));
        Self { alpha, scale: Pow::pow(BigInt::from(BASE), KEY_DIGITS) }
    }

    fn key(&self, psi: &BigRational) -> Key {
        let floor = |value: BigRational| {
            (value * &self.scale).to_integer().to_u128().expect("a key is not negative")
        };
        Key { plain: floor(psi.clone()), scaled: floor(psi * &self.alpha) }
    }

    /// The numbers i / 10^DIGITS, with the shift q a written to `shift_digits` digits.
    fn line(&self, millionths: Vec<usize>, shift_digits: u32) -> Line {
        let shift = shift(shift_digits);
        let keys = |&i: &usize| {
            std::array::from_fn(|q| self.key(&koppen_at(&digits(i + q * shift, DIGITS))))
        };
        Line {
            x: millionths.iter().map(|&i| i as f64 / END as f64).collect(),
            keys: millionths.iter().map(keys).collect(),
            millionths,
        }
    }

    /// The corners of the cells of level k: the multiples of 10^-k from 0 to 0.9. A cell begins at
    /// the corner plus the shift's first k digits, and the corner itself lies inside.
    pub(super) fn corners(&self, k: u32) -> Line {
        let step = BASE.pow(DIGITS - k);
        self.line((0..side(k)).map(|i| i * step).collect(), DIGITS)
    }

    /// `count` numbers from 0 to 0.9, as far apart as six digits allow.
    pub(super) fn test_points(&self, count: usize) -> Line {
        self.line((0..count).map(|i| i * END / (count - 1)).collect(), DIGITS)
    }

    /// The intervals of all cells of level k, for each shift.
    pub(super) fn cells(&self, k: u32) -> Cells {
        let step = BASE.pow(DIGITS - k);
        let side = side(k);
        let starts = self.line((0..side).map(|i| i * step).collect(), k);
        // All later digits 8: no cell goes on beyond.
        let length = (k + 1..=DIGITS).fold(BigRational::zero(), |sum, r| {
            sum + BigRational::from_integer((BASE - 2).into()) * tenth_to(beta(r))
        });
        let width = self.key(&length);
        let order = |q: usize| {
            let mut order: Vec<(u128, u32)> = (0..side * side)
                .map(|cell| {
                    let [first, second] = [cell / side, cell % side].map(|i| starts.keys[i][q]);
                    (first.plain + second.scaled, cell as u32)
                })
                .collect();
            order.sort_unstable();
            order
        };
        // Two floors may lose a unit each.
        Cells {
            level: k,
            width: width.plain + width.scaled + 4,
            orders: std::array::from_fn(order),
        }
    }
}

/// The intervals of one level's cells on the line of keys.
pub(super) struct Cells {
    pub(super) level: u32,
    /// All intervals are equally long.
    width: u128,
    /// For each shift the starts, rising, with the cells they belong to.
    orders: [Vec<(u128, u32)>; SHIFTS],
}

/// Where a key lies.
enum Place {
    /// In the interval of this cell.
    In(u32),
    /// Between two intervals, at this share of the way.
    Between(u32, u32, f64),
}

impl Cells {
    /// The smallest gap between two intervals of one shift, over their width; negative if any two
    /// have a common point.
    pub(super) fn smallest_gap(&self) -> f64 {
        let gaps = self.orders.iter().flat_map(|order| {
            order.windows(2).map(|pair| (pair[1].0 - pair[0].0) as f64 / self.width as f64 - 1.0)
        });
        gaps.fold(f64::INFINITY, |a, b| if b < a { b } else { a })
    }

    fn find(&self, q: usize, key: u128) -> Place {
        let order = &self.orders[q];
        let after = order.partition_point(|&(start, _)| start <= key);
        if after == 0 {
            return Place::In(order[0].1);
        }
        let (start, cell) = order[after - 1];
        let end = start + self.width;
        if key <= end || after == order.len() {
            return Place::In(cell);
        }
        let (next, next_cell) = order[after];
        Place::Between(cell, next_cell, (key - end) as f64 / (next - end) as f64)
    }

    /// Whether the point (i, j) of a line lies in a cell of shift q, and in which: then its key does.
    fn value(&self, values: &[f64], q: usize, key: u128) -> (f64, Option<u32>) {
        match self.find(q, key) {
            Place::In(cell) => (values[cell as usize], Some(cell)),
            Place::Between(a, b, share) => {
                (values[a as usize] + share * (values[b as usize] - values[a as usize]), None)
            }
        }
    }
}

/// The outer functions of one iteration: the values they take on the cells of a level.
pub(super) struct Step<'a> {
    pub(super) cells: &'a Cells,
    pub(super) values: Vec<f64>,
}

impl Line {
    /// The key of (x_i, x_j) under shift q.
    fn key(&self, i: usize, j: usize, q: usize) -> u128 {
        self.keys[i][q].plain + self.keys[j][q].scaled
    }

    /// f minus all iterations so far, at all pairs of numbers of this line.
    pub(super) fn residual(&self, f: impl Fn(f64, f64) -> f64, steps: &[Step<'_>]) -> Vec<f64> {
        let count = self.x.len();
        let at = |place: usize| {
            let (i, j) = (place / count, place % count);
            let mut rest = f(self.x[i], self.x[j]);
            for step in steps {
                for q in 0..SHIFTS {
                    rest -= step.cells.value(&step.values, q, self.key(i, j, q)).0 / SHIFTS as f64;
                }
            }
            rest
        };
        (0..count * count).map(at).collect()
    }

    /// The largest |e(x) - e(cell)| over points and the cells they lie in, where e at a cell is its
    /// value at the corner: what the proof calls the oscillation, as far as it uses it.
    pub(super) fn oscillation(&self, residual: &[f64], step: &Step<'_>) -> f64 {
        let count = self.x.len();
        let mut largest = 0.0;
        for (place, at) in residual.iter().enumerate() {
            let (i, j) = (place / count, place % count);
            for q in 0..SHIFTS {
                let Some(cell) = self.own_cell(i, j, q, step.cells) else { continue };
                let gap = (at - step.values[cell as usize]).abs();
                if gap > largest {
                    largest = gap;
                }
            }
        }
        largest
    }

    /// The cell of shift q in whose square the point lies, if it is not in a gap of the square: not
    /// every key in an interval comes from the cell itself.
    fn own_cell(&self, i: usize, j: usize, q: usize, cells: &Cells) -> Option<u32> {
        let unit = BASE.pow(DIGITS - cells.level);
        let along = |millionths: usize| {
            let z = millionths + q * shift(DIGITS);
            let index = (z / unit * unit).checked_sub(q * shift(cells.level))? / unit;
            // The cell ends where all later digits are 8.
            (z % unit <= 8 * (unit / 9) && index < side(cells.level)).then_some(index)
        };
        let [first, second] = [along(self.millionths[i])?, along(self.millionths[j])?];
        Some((first * side(cells.level) + second) as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_of_cells_are_disjoint() {
        let inner = Inner::new();
        for k in 1..=2 {
            let gap = inner.cells(k).smallest_gap();
            assert!(gap > 0.0, "level {k}: {gap}");
        }
    }

    /// Any point is in a gap of at most two shifts, and its own cell has its key.
    #[test]
    fn three_of_five_cells_hold_a_point_and_its_key() {
        let inner = Inner::new();
        let cells = inner.cells(2);
        let line = inner.test_points(83);
        for (i, j) in (0..83).flat_map(|i| (0..83).map(move |j| (i, j))) {
            let mut held = 0;
            for q in 0..SHIFTS {
                let Some(own) = line.own_cell(i, j, q, &cells) else { continue };
                held += 1;
                let Place::In(found) = cells.find(q, line.key(i, j, q)) else {
                    panic!("({i}, {j}) under {q} is in no interval")
                };
                assert_eq!(found, own, "({i}, {j}) under {q}");
            }
            assert!(held >= 3, "({i}, {j}): {held}");
        }
    }

    /// At a corner all five shifts see the corner's own cell, so nothing is left there.
    #[test]
    fn corners_are_hit_exactly() {
        let inner = Inner::new();
        let cells = inner.cells(1);
        let corners = inner.corners(1);
        let f = |x: f64, y: f64| x * x + 3.0 * y;
        let step = Step { cells: &cells, values: corners.residual(f, &[]) };
        let rest = corners.residual(f, &[step]);
        assert!(rest.iter().all(|rest| rest.abs() < 1e-14));
    }
}
