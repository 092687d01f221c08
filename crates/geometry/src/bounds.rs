//! How many linear regions a network can have, as exact integers.
//!
//! All bounds are on the number of regions with an interior of a ReLU network with d inputs and
//! hidden layers of the widths n₁, …, n_L; the number of outputs does not matter.

use num_bigint::BigUint;
use numerics::elementary::ln;

/// The largest number of regions of one hidden layer of n units: Σ_{j ≤ d} C(n, j), the number of
/// regions that n hyperplanes in general position cut ℝᵈ into (Zaslavsky 1975). For d ≥ n it
/// is 2ⁿ.
///
/// ```
/// use geometry::bounds::zaslavsky;
/// assert_eq!(zaslavsky(2, 5), 16_u32.into()); // 1 + 5 + 10: five lines
/// ```
pub fn zaslavsky(d: usize, n: usize) -> BigUint {
    binomials(n).iter().take(d.saturating_add(1)).sum()
}

/// An upper bound for any depth (Serra, Tjandraatmadja & Ramalingam 2018, theorem 1):
/// Σ Π_l C(n_l, j_l) over all j with j_l ≤ min(d, n₁ − j₁, …, n_{l−1} − j_{l−1}, n_l).
///
/// The minimum is the dimension of what can still reach layer l: a unit that is off takes one
/// away at most. The sum has exponentially many terms, but only that dimension matters for what
/// follows, so one passes from the sums for every dimension D before a layer to those for every
/// dimension e after it. With j units on the far side, e = min(D, n − j): either e = D, for all
/// j ≤ min(D, n − D), or e = n − j < D.
///
/// ```
/// use geometry::bounds::{serra, zaslavsky};
/// assert_eq!(serra(2, &[5]), zaslavsky(2, 5));
/// assert_eq!(serra(1, &[3, 3]), 16_u32.into()); // on a line 4 pieces, each cut into 4
/// ```
pub fn serra(d: usize, widths: &[usize]) -> BigUint {
    // The sums by dimension; no dimension above the first width survives it.
    let d = widths.first().map_or(d, |&n| n.min(d));
    let mut sums = vec![BigUint::ZERO; d + 1];
    sums[d] = BigUint::from(1_u32);
    for &n in widths {
        let choose = binomials(n);
        let at_most = partial_sums(choose.iter());
        // from[D] = sums[D] + sums[D + 1] + …
        let mut from = partial_sums(sums.iter().rev());
        from.reverse();
        let sum_after = |(e, before): (usize, &BigUint)| {
            if e > n {
                return BigUint::ZERO;
            }
            let j = e.min(n - e);
            let lowest = (e + 1).max(n - e);
            let smaller = from.get(lowest).map_or(BigUint::ZERO, |above| above * &choose[e]);
            before * &at_most[j] + smaller
        };
        sums = sums.iter().enumerate().map(sum_after).collect();
    }
    sums.iter().sum()
}

/// A number of regions that some network has (Montúfar, Pascanu, Cho & Bengio 2014, theorem 5):
/// Π_{l < L} ⌊n_l / d⌋ᵈ · Σ_{j ≤ d} C(n_L, j).
///
/// The theorem is for widths of at least d; below it the value is 0. A network may ignore
/// inputs, so the values for fewer inputs are lower bounds for d as well.
///
/// # Panics
///
/// If d is zero.
pub fn montufar(d: usize, widths: &[usize]) -> BigUint {
    let Some((&last, others)) = widths.split_last() else { return BigUint::from(1_u32) };
    if last < d {
        return BigUint::ZERO;
    }
    let exponent = u32::try_from(d).expect("fewer inputs than 2³²");
    let folds = others.iter().map(|n| BigUint::from(n / d).pow(exponent));
    folds.product::<BigUint>() * zaslavsky(d, last)
}

/// What the lesson gives as the order of the number of regions of `layers` layers of n units:
/// C(n, d)^(`layers` − 1).
///
/// # Panics
///
/// If there is no layer.
pub fn lesson(d: usize, n: usize, layers: u32) -> BigUint {
    assert!(layers > 0, "a network has at least one layer");
    binomials(n).get(d).cloned().unwrap_or_default().pow(layers - 1)
}

/// The decimal logarithm, or nothing for zero.
///
/// ```
/// use geometry::bounds::log10;
/// let three = log10(&1000_u32.into()).unwrap();
/// assert!((three - 3.0).abs() < 1e-15);
/// assert_eq!(log10(&0_u32.into()), None);
/// ```
pub fn log10(x: &BigUint) -> Option<f64> {
    // x = m · 2^k with m below 2⁶⁴: the leading bits are enough.
    let k = x.bits().saturating_sub(64);
    let m = u64::try_from(x >> k).expect("64 bits are left");
    (m > 0).then(|| (ln(m as f64) + k as f64 * std::f64::consts::LN_2) / std::f64::consts::LN_10)
}

/// C(n, 0), …, C(n, n).
fn binomials(n: usize) -> Vec<BigUint> {
    let mut row = vec![BigUint::from(1_u32)];
    for j in 0..n {
        let next = &row[j] * (n - j) / (j + 1);
        row.push(next);
    }
    row
}

fn partial_sums<'a>(terms: impl Iterator<Item = &'a BigUint>) -> Vec<BigUint> {
    let mut sum = BigUint::ZERO;
    terms
        .map(|term| {
            sum += term;
            sum.clone()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn big(x: u64) -> BigUint {
        BigUint::from(x)
    }

    #[test]
    fn small_values() {
        for (d, n, expected) in
            [(1, 5, 6), (2, 0, 1), (2, 3, 7), (2, 12, 79), (3, 4, 15), (4, 4, 16), (9, 4, 16)]
        {
            assert_eq!(zaslavsky(d, n), big(expected), "{d} {n}");
        }
        // Two layers of two units on two inputs: 4 cells, of which the one with both units on is
        // cut into 4, the two with one unit on into 3, and the one with none stays whole.
        // Serra's sum: j₁ = 0 leaves dimension 2 (1 · 4), j₁ = 1 leaves 1 (2 · 3), j₁ = 2 none.
        assert_eq!(serra(2, &[2, 2]), big(4 + 6 + 1));
        assert_eq!(serra(3, &[]), big(1));
        assert_eq!(montufar(1, &[2, 2, 2]), big(2 * 2 * 3));
        assert_eq!(montufar(2, &[6, 5]), big(9 * 16));
        assert_eq!(montufar(3, &[2, 5]), big(0));
        assert_eq!(lesson(2, 4, 3), big(36));
        assert_eq!(lesson(5, 4, 3), big(0));
        assert_eq!(lesson(4, 4, 9), big(1));
    }

    /// The theorem's sum, term by term.
    fn serra_by_terms(limit: usize, widths: &[usize]) -> BigUint {
        let Some((&n, rest)) = widths.split_first() else { return big(1) };
        let terms =
            (0..=limit.min(n)).map(|j| &binomials(n)[j] * serra_by_terms(limit.min(n - j), rest));
        terms.sum()
    }

    #[test]
    fn serra_is_the_sum_of_its_terms() {
        for widths in [&[4][..], &[3, 5], &[5, 3, 4], &[2, 6, 1, 3], &[4, 4, 4, 4], &[1, 7, 7]] {
            for d in 1..9 {
                assert_eq!(serra(d, widths), serra_by_terms(d, widths), "{d} {widths:?}");
            }
        }
    }

    #[test]
    fn bounds_are_in_order() {
        for d in 1..7 {
            for n in 0..9 {
                assert_eq!(serra(d, &[n]), zaslavsky(d, n));
            }
            for widths in [&[8][..], &[6, 6], &[9, 7, 8], &[12, 6, 6, 13]] {
                let (lower, upper) = (montufar(d, widths), serra(d, widths));
                assert!(lower <= upper, "{d} {widths:?}: {lower} {upper}");
                assert!(upper <= big(1 << widths.iter().sum::<usize>()));
                let product: BigUint = widths.iter().map(|&n| zaslavsky(d, n)).product();
                assert!(upper <= product);
                if d > 1 {
                    assert!(serra(d - 1, widths) <= upper);
                }
            }
        }
    }

    /// Values by an independent program, for three hidden layers of 512 units.
    #[test]
    fn the_sizes_of_real_networks() {
        let at = |bound: BigUint| log10(&bound).map(|x| (x * 10.0).round() / 10.0);
        let widths = [512; 3];
        for (d, formula, upper, lower) in [
            (10, Some(61.5), Some(61.5), Some(54.7)),
            (256, Some(458.0), Some(461.5), Some(308.0)),
            (512, Some(0.0), Some(461.8), Some(154.1)),
            (784, None, Some(461.8), None),
        ] {
            assert_eq!(at(lesson(d, 512, 4)), formula, "{d}");
            assert_eq!(at(serra(d, &widths)), upper, "{d}");
            assert_eq!(at(montufar(d, &widths)), lower, "{d}");
        }
        // As large as anyone asks: every unit of the first layer can count.
        let upper = serra(3072, &[2048; 4]);
        assert!(upper <= big(1) << (4 * 2048_u32) && upper > big(1) << 2048_u32);
    }

    #[test]
    fn logarithms_of_large_and_small() {
        assert_eq!(log10(&big(0)), None);
        assert_eq!(log10(&big(1)), Some(0.0));
        for k in [1_u32, 19, 20, 300, 5000] {
            let found = log10(&big(10).pow(k)).unwrap();
            assert!((found - f64::from(k)).abs() < 1e-12 * f64::from(k), "{k} {found}");
        }
    }
}
