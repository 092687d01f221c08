//! Which sums of units are closed under products, as the Stone–Weierstrass theorem asks of the
//! functions that it is applied to.

use num_rational::Ratio;
use numerics::elementary::{exp, sigmoid};
use serde::{Deserialize, Serialize};

/// The product of two cosines against the sum of two others, exactly.
#[derive(Serialize, Deserialize)]
pub(super) struct Cosines {
    /// Pairs of frequencies, and for how many the product is the sum.
    pub(super) pairs: u32,
    pub(super) closed: u32,
}

impl Cosines {
    /// cos(mt) is a polynomial in cos t with whole coefficients, so that the identity
    /// 2 cos(mt) cos(nt) = cos((m + n)t) + cos((m − n)t) is one of whole numbers.
    pub(super) fn new(largest: u32) -> Self {
        let cosines = chebyshev(2 * largest as usize);
        let pairs = || (0..=largest as usize).flat_map(|m| (0..=m).map(move |n| (m, n)));
        let is_sum = |&(m, n): &(usize, usize)| {
            let twice_the_product = product(&cosines[m], &cosines[n]).into_iter().map(|c| 2 * c);
            let sum = (0..=m + n).map(|i| at(&cosines[m + n], i) + at(&cosines[m - n], i));
            twice_the_product.eq(sum)
        };
        Self { pairs: pairs().count() as u32, closed: pairs().filter(is_sum).count() as u32 }
    }
}

/// The coefficients of cos(nt) in powers of cos t, for n from 0 to `largest`.
fn chebyshev(largest: usize) -> Vec<Vec<i128>> {
    let mut all = vec![vec![1], vec![0, 1]];
    for n in 2..=largest {
        let next =
            |i: usize| 2 * i.checked_sub(1).map_or(0, |i| at(&all[n - 1], i)) - at(&all[n - 2], i);
        all.push((0..=n).map(next).collect());
    }
    all
}

fn at(coefficients: &[i128], i: usize) -> i128 {
    coefficients.get(i).copied().unwrap_or(0)
}

fn product(p: &[i128], q: &[i128]) -> Vec<i128> {
    let mut product = vec![0; p.len() + q.len() - 1];
    for (i, a) in p.iter().enumerate() {
        for (j, b) in q.iter().enumerate() {
            product[i + j] += a * b;
        }
    }
    product
}

type Fraction = Ratio<i64>;

/// Where the two ReLUs that are multiplied begin, and where those of a sum do.
const PRODUCT_KINKS: [(i64, i64); 2] = [(1, 8), (3, 8)];
const SUM_KINKS: [(i64, i64, i64); 4] = [(1, 8, 3), (3, 8, -5), (1, 2, 4), (3, 4, -1)];

/// How often a function bends on a grid of [0, 1]: the number of places where its second
/// difference is not zero.
#[derive(Serialize, Deserialize)]
pub(super) struct BendRow {
    pub(super) cells: u32,
    /// Of a sum of four ReLUs.
    pub(super) sum: usize,
    /// Of the product of two.
    pub(super) product: usize,
}

impl BendRow {
    pub(super) fn new(cells: u32) -> Self {
        let bends = |f: fn(Fraction) -> Fraction| {
            second_differences(cells, f).into_iter().filter(|(_, bend)| *bend != 0.into()).count()
        };
        Self { cells, sum: bends(relu_sum), product: bends(relu_product) }
    }
}

fn relu(x: Fraction) -> Fraction {
    if x > 0.into() { x } else { 0.into() }
}

/// A sum of four ReLUs with weights.
pub(super) fn relu_sum(x: Fraction) -> Fraction {
    SUM_KINKS
        .iter()
        .map(|&(p, q, weight)| relu(x - Fraction::new(p, q)) * weight)
        .fold(0.into(), |sum, term| sum + term)
}

/// The product of two ReLUs.
pub(super) fn relu_product(x: Fraction) -> Fraction {
    let [a, b] = PRODUCT_KINKS.map(|(p, q)| relu(x - Fraction::new(p, q)));
    a * b
}

/// f(x − h) − 2 f(x) + f(x + h), divided by h², with its x, at the inner points of the grid.
pub(super) fn second_differences(
    cells: u32,
    f: fn(Fraction) -> Fraction,
) -> Vec<(Fraction, Fraction)> {
    let cells = i64::from(cells);
    let value = |i| f(Fraction::new(i, cells));
    let bend = |i| (value(i - 1) - value(i) * 2 + value(i + 1)) * (cells * cells);
    (1..cells).map(|i| (Fraction::new(i, cells), bend(i))).collect()
}

/// The logistic sigmoid near the point πi of the complex plane, where 1 + e^(−z) is zero, at the
/// distance t from it.
#[derive(Serialize, Deserialize)]
pub(super) struct PoleRow {
    pub(super) distance: f64,
    /// t σ(πi + t).
    pub(super) once: f64,
    /// t² σ(πi + t)².
    pub(super) square: f64,
    /// t² (2 σ(πi + t) − σ(t) + 3 σ(1 − πi − t)), a sum of sigmoids of which only the first has
    /// its pole here.
    pub(super) sum: f64,
}

impl PoleRow {
    pub(super) fn new(halvings: u32) -> Self {
        let t = 1.0 / f64::from(1_u32 << halvings);
        // e^(−πi) = −1, so that all values are real.
        let at_pole = |t: f64| 1.0 / (1.0 - exp(-t));
        let sigma = at_pole(t);
        let sum = 2.0 * sigma - sigmoid(t) + 3.0 * at_pole(1.0 - t);
        Self { distance: t, once: t * sigma, square: t * sigma * t * sigma, sum: t * t * sum }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cosine_of_the_triple_angle() {
        assert_eq!(chebyshev(3)[3], [0, -3, 0, 4]);
        let cosines = Cosines::new(3);
        assert_eq!((cosines.pairs, cosines.closed), (10, 10));
    }

    #[test]
    fn polynomials_multiply() {
        assert_eq!(product(&[1, 2], &[3, 0, 1]), [3, 6, 1, 2]);
    }

    #[test]
    fn a_sum_bends_at_its_kinks_and_a_product_everywhere_after_the_second() {
        let coarse = BendRow::new(8);
        // Inner points 1/8, ..., 7/8: kinks at 1/8, 3/8, 1/2, 3/4; the product from 3/8 on.
        assert_eq!((coarse.sum, coarse.product), (4, 5));
        let fine = BendRow::new(16);
        assert_eq!((fine.sum, fine.product), (4, 10));
        // Beyond both kinks the product is a parabola of second derivative 2.
        let bends = second_differences(16, relu_product);
        assert_eq!(bends[14], (Fraction::new(15, 16), 2.into()));
        assert_eq!(bends[3].1, 0.into());
    }

    #[test]
    fn the_pole_is_single_for_a_sigmoid_and_double_for_its_square() {
        // σ near its pole is 1/t + 1/2 + ...
        let row = PoleRow::new(10);
        assert!((row.once - 1.0 - row.distance / 2.0).abs() < row.distance * row.distance);
        assert!((row.square - 1.0 - row.distance).abs() < 2.0 * row.distance * row.distance);
        assert!((row.sum - 2.0 * row.distance).abs() < 10.0 * row.distance * row.distance);
    }
}
