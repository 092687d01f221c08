//! Statistics of ranks and signs: no assumption about the shape of a distribution.

use numerics::elementary::{log1p, tanh};
use serde::Serialize;
use statrs::function::erf::erfc;

use super::describe::losses_in_order;
use super::interval::{NORMAL_975, student_p};
use super::six_digits;

/// Spearman's rank correlation.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Correlation {
    /// The correlation ρ of the ranks, from −1 to 1.
    pub rho: f64,
    /// The two-sided p-value of no association.
    pub p: f64,
    /// The 95 % confidence interval of ρ.
    pub interval: [f64; 2],
}

/// The correlation of the ranks of x and y (Spearman 1904), ties at their mean rank.
///
/// Up to nine points the p-value is exact: the share of all orders of y whose ρ is at least as
/// far from zero. Beyond, t = ρ √((n − 2)/(1 − ρ²)) is referred to Student's distribution with
/// n − 2 degrees of freedom. The interval is Fisher's, tanh(artanh ρ ± z √((1 + ρ²/2)/(n − 3))),
/// with the variance of Bonett & Wright (2000); at ρ = ±1 it shrinks to ρ.
///
/// # Panics
///
/// If the lengths differ, there are fewer than four points, or all x or all y are equal.
#[must_use]
pub fn spearman(x: &[f64], y: &[f64]) -> Correlation {
    assert!(x.len() == y.len(), "{} x against {} y", x.len(), y.len());
    let n = x.len();
    assert!(n >= 4, "a rank correlation needs four points, not {n}");
    let (x, mut y) = (centred_double_ranks(x), centred_double_ranks(y));
    let (xx, yy) = (product(&x, &x), product(&y, &y));
    assert!(xx != 0 && yy != 0, "a rank correlation with a constant");
    let xy = product(&x, &y);
    let rho = xy as f64 / (xx as f64 * yy as f64).sqrt();
    let p = if n <= 9 {
        let mut extreme = 0_u32;
        let mut orders = 0_u32;
        for_each_order(&mut y, &mut |y| {
            orders += 1;
            extreme += u32::from(product(&x, y).abs() >= xy.abs());
        });
        f64::from(extreme) / f64::from(orders)
    } else {
        student_p(rho * ((n - 2) as f64 / ((1.0 - rho) * (1.0 + rho))).sqrt(), n - 2)
    };
    let half = NORMAL_975 * ((1.0 + rho * rho / 2.0) / (n - 3) as f64).sqrt();
    let interval = if i128::from(xy) * i128::from(xy) == i128::from(xx) * i128::from(yy) {
        [rho, rho]
    } else {
        let artanh = 0.5 * log1p(2.0 * rho / (1.0 - rho));
        [tanh(artanh - half), tanh(artanh + half)]
    };
    Correlation { rho, p, interval }
}

/// The outcome of a sign test.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Signs {
    /// In how many pairs the first is smaller.
    pub less: u32,
    /// In how many pairs the first is larger.
    pub greater: u32,
    /// The exact two-sided p-value of even odds.
    pub p: f64,
}

/// The sign test for pairs (a, b), such as two methods on one seed: pairs that tie are left out,
/// and the smaller of the two counts is referred to the binomial distribution with p = 1/2,
/// doubled (Arbuthnot 1710; Conover 1999, ch. 3.4).
///
/// # Panics
///
/// If the lengths differ or there are more than 1000 pairs.
#[must_use]
pub fn sign_test(a: &[f64], b: &[f64]) -> Signs {
    assert!(a.len() == b.len(), "{} values paired with {}", a.len(), b.len());
    let orders = a.iter().zip(b).map(|(a, b)| losses_in_order(*a, *b));
    let (mut less, mut greater) = (0, 0);
    for order in orders {
        less += u32::from(order.is_lt());
        greater += u32::from(order.is_gt());
    }
    let n = less + greater;
    assert!(n <= 1000, "2^-{n} is out of range: the sign test takes 1000 pairs at most");
    // Σ C(n, k) / 2ⁿ for k up to the smaller count, term by term.
    let mut term = (0..n).fold(1.0, |power, _| power * 0.5);
    let mut tail = 0.0;
    for k in 0..=less.min(greater) {
        tail += term;
        term *= f64::from(n - k) / f64::from(k + 1);
    }
    let p = if less == greater { 1.0 } else { 2.0 * tail };
    Signs { less, greater, p }
}

/// The outcome of a Mann-Whitney test.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Shift {
    /// The probability that a value of the first sample is the larger, ties counted half.
    pub superiority: f64,
    /// The two-sided p-value of equal distributions.
    pub p: f64,
}

/// The test of Mann & Whitney (1947) whether values of `a` tend to be larger or smaller than
/// those of `b`.
///
/// U is the number of pairs in which a is larger, ties counted half. Its p-value is by the normal
/// approximation with a correction for continuity and the variance m n/12 · (N + 1 − Σ (t³ − t) /
/// (N (N − 1))) for ties of t values, N = m + n (Lehmann 1975, ch. 1.4): good from eight values a
/// sample on.
///
/// # Panics
///
/// If a sample is empty.
#[must_use]
pub fn mann_whitney(a: &[f64], b: &[f64]) -> Shift {
    assert!(!a.is_empty() && !b.is_empty(), "a Mann-Whitney test with an empty sample");
    let (m, n) = (a.len() as f64, b.len() as f64);
    let doubled: i64 =
        a.iter().map(|a| b.iter().map(|b| 1 + losses_in_order(*a, *b) as i64).sum::<i64>()).sum();
    let u = doubled as f64 / 2.0;

    let total = m + n;
    let mut all: Vec<f64> = a.iter().chain(b).copied().collect();
    all.sort_by(|a, b| losses_in_order(*a, *b));
    let ties: f64 = all
        .chunk_by(|a, b| losses_in_order(*a, *b).is_eq())
        .map(|tie| tie.len() as f64)
        .map(|t| t * t * t - t)
        .sum();
    let variance = m * n / 12.0 * (total + 1.0 - ties / (total * (total - 1.0)));
    let distance = (u - m * n / 2.0).abs() - 0.5;
    let p = if variance == 0.0 || distance <= 0.0 {
        1.0
    } else {
        six_digits(erfc(distance / variance.sqrt() / std::f64::consts::SQRT_2))
    };
    Shift { superiority: u / (m * n), p }
}

/// Twice the mid-ranks minus their mean: integers that sum to zero.
fn centred_double_ranks(values: &[f64]) -> Vec<i64> {
    let centred = |x: &f64| values.iter().map(|y| losses_in_order(*x, *y) as i64).sum();
    // Below minus above: 2 rank − (n + 1).
    values.iter().map(centred).collect()
}

fn product(x: &[i64], y: &[i64]) -> i64 {
    x.iter().zip(y).map(|(x, y)| x * y).sum()
}

/// Visits every order of `items` once (Heap 1963).
fn for_each_order(items: &mut [i64], visit: &mut impl FnMut(&[i64])) {
    fn heap(k: usize, items: &mut [i64], visit: &mut impl FnMut(&[i64])) {
        if k <= 1 {
            return visit(items);
        }
        for i in 0..k - 1 {
            heap(k - 1, items, visit);
            items.swap(if k.is_multiple_of(2) { i } else { 0 }, k - 1);
        }
        heap(k - 1, items, visit);
    }
    heap(items.len(), items, visit);
}

#[cfg(test)]
mod tests {
    use super::super::describe::tests::{SAMPLE, assert_close};
    use super::*;

    const OTHER: [f64; 10] = [1.2, 2.9, 2.2, 4.1, 5.0, 2.4, 2.6, 3.9, 1.9, 3.3];

    #[test]
    fn spearman_like_scipys() {
        let found = spearman(&SAMPLE, &OTHER);
        assert_close(found.rho, 0.903_030_303_030_302_8);
        assert_eq!(found.p, six_digits(0.000_343_612_197_763_282_4));
        assert!((found.interval[0] - 0.543_748_636_627_450_7).abs() < 1e-13);
        assert!((found.interval[1] - 0.982_582_558_433_962_1).abs() < 1e-13);
    }

    #[test]
    fn spearman_with_ties() {
        let x: Vec<f64> = (0..12).map(|i| f64::from(i) / 2.0).collect();
        let y = [3.0, 1.0, 2.0, 2.0, 5.0, 4.0, 1.0, 6.0, 2.0, 7.0, 3.0, 4.0];
        let found = spearman(&x, &y);
        assert_close(found.rho, 0.421_271_271_179_387_3);
        assert_eq!(found.p, six_digits(0.172_607_762_405_511_82));
    }

    #[test]
    fn small_samples_have_exact_p_values() {
        let x = [1.0, 2.0, 2.0, 3.0, 4.0, 4.0, 4.0, 5.0];
        let y = [2.0, 1.0, 3.0, 3.0, 5.0, 4.0, 5.0, 5.0];
        let found = spearman(&x, &y);
        assert_close(found.rho, 0.892_405_063_291_139_4);
        assert_eq!(found.p, 216.0 / 40320.0); // counted over all orders in Python
        let up = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0];
        let down = up.map(|x| -x);
        let perfect = Correlation { rho: -1.0, p: 2.0 / 5040.0, interval: [-1.0, -1.0] };
        assert_eq!(spearman(&up, &down), perfect);
        let ten = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0];
        assert_eq!(spearman(&ten, &ten), Correlation { rho: 1.0, p: 0.0, interval: [1.0, 1.0] });
    }

    #[test]
    fn diverged_runs_rank_last() {
        let widths = [1.0, 2.0, 3.0, 4.0, 5.0];
        let losses = [0.1, 0.2, 7.0, f64::INFINITY, f64::NAN];
        assert_eq!(spearman(&widths, &losses).rho, 1.0);
    }

    #[test]
    fn sign_test_is_the_binomial() {
        for (greater, n, p) in [
            (2, 10, 0.109_375),
            (8, 10, 0.109_375),
            (5, 10, 1.0),
            (20, 20, 1.907_348_632_812_5e-6),
            (7, 20, 0.263_175_964_355_468_75),
        ] {
            let a: Vec<f64> = (0..n).map(|i| if i < greater { 1.0 } else { -1.0 }).collect();
            let found = sign_test(&a, &vec![0.0; n]);
            assert_close(found.p, p);
            assert_eq!((found.less, found.greater), ((n - greater) as u32, greater as u32));
        }
        assert_eq!(sign_test(&[1.0, 2.0], &[1.0, 2.0]), Signs { less: 0, greater: 0, p: 1.0 });
        assert_eq!(sign_test(&[1.0], &[f64::NAN]).less, 1);
    }

    #[test]
    fn mann_whitney_like_scipys() {
        let a = [1.1, 2.2, 3.3, 4.4, 5.5, 2.2];
        let b = [2.2, 3.1, 4.2, 6.1, 7.3, 8.8, 9.1];
        let found = mann_whitney(&a, &b);
        assert_eq!(found.superiority, 9.0 / 42.0);
        assert_eq!(found.p, six_digits(0.098_542_926_717_217_4));
        assert_eq!(mann_whitney(&b, &a).superiority, 33.0 / 42.0);
        assert_eq!(mann_whitney(&a, &a), Shift { superiority: 0.5, p: 1.0 });
        assert_eq!(mann_whitney(&[1.0], &[1.0]), Shift { superiority: 0.5, p: 1.0 });
    }

    #[test]
    fn every_order_is_visited_once() {
        let mut seen = std::collections::BTreeSet::new();
        let mut visits = 0;
        for_each_order(&mut [1, 2, 3, 4, 5], &mut |order| {
            visits += 1;
            seen.insert(order.to_vec());
        });
        assert_eq!((visits, seen.len()), (120, 120));
    }
}
