//! Köppen's inner function in exact fractions, for n = 2 variables and base 10, and the one of
//! Sprecher (1996) that it corrects.
//!
//! Köppen (2002), as stated by Braun & Griebel (2009): for a number d of k digits, the last one i,
//!
//! - ψ_1(d) = d;
//! - ψ_k(d) = ψ_(k-1)(d without its last digit) + i / 10^β(k) if i < 9;
//! - ψ_k(d) = the mean of ψ_k(d - 10^-k) and ψ_(k-1)(d + 10^-k) if i = 9,
//!
//! with β(k) = 1 + 2 + 4 + ... + 2^(k-1) = 2^k - 1. No f is among its arguments.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Pow, Zero};

/// The base γ, at least 2n + 2.
pub(super) const BASE: usize = 10;

/// β(k) for two variables.
pub(super) fn beta(k: u32) -> u32 {
    (1 << k) - 1
}

/// 10^-m.
pub(super) fn tenth_to(m: u32) -> BigRational {
    BigRational::new(BigInt::one(), Pow::pow(BigInt::from(BASE), m))
}

/// ψ at all multiples of 10^-k from 0 to 1.
pub(super) fn koppen(k: u32) -> Vec<BigRational> {
    let mut values: Vec<BigRational> =
        (0..=BASE).map(|i| BigRational::new(i.into(), BASE.into())).collect();
    for level in 2..=k {
        values = refined(&values, &tenth_to(beta(level)));
    }
    values
}

/// From the values at k - 1 digits to those at k digits.
fn refined(coarse: &[BigRational], unit: &BigRational) -> Vec<BigRational> {
    let half = BigRational::new(1.into(), 2.into());
    let mut fine = Vec::with_capacity(BASE * coarse.len());
    for pair in coarse.windows(2) {
        let mut value = pair[0].clone();
        for _ in 0..BASE - 1 {
            fine.push(value.clone());
            value += unit;
        }
        let before = &fine[fine.len() - 1];
        fine.push((before + &pair[1]) * &half);
    }
    fine.push(coarse[coarse.len() - 1].clone());
    fine
}

/// ψ(x) of Köppen for one number x in [0, 1), given by its digits.
pub(super) fn koppen_at(digits: &[u8]) -> BigRational {
    let mut below = BigRational::zero();
    // ψ at the number itself and at the next one with as many digits.
    let mut above = BigRational::one();
    for (level, &digit) in (1..).zip(digits) {
        let unit = tenth_to(beta(level));
        let at = |i: u8| &below + BigRational::from_integer(i.into()) * &unit;
        let nine = |above: &BigRational| match level {
            1 => at(9),
            _ => (at(8) + above) / BigRational::from_integer(2.into()),
        };
        (below, above) = match digit {
            9 => (nine(&above), above),
            8 => (at(8), nine(&above)),
            _ => (at(digit), at(digit + 1)),
        };
    }
    below
}

/// ψ(x) of Sprecher (1996) for the number 0.i_1 i_2 ... i_k: a sum over r of
/// ĩ_r 2^-m_r / 10^β(r - m_r), where a digit 9 counts as 1 and looks back over the 8s and 9s before
/// it: m_r is 0 unless i_r = 9, and then 1 more than the number of digits 8 or 9 in a row just
/// before it, the first digit not being counted.
pub(super) fn sprecher(digits: &[u8]) -> BigRational {
    let mut value = BigRational::zero();
    let mut run = 0;
    for (place, &digit) in digits.iter().enumerate() {
        let r = place as u32 + 1;
        let (numerator, m) = if r > 1 && digit == 9 { (1_u8, 1 + run) } else { (digit, 0) };
        let halves = BigRational::new(BigInt::one(), BigInt::one() << m);
        value += BigRational::from_integer(numerator.into()) * halves * tenth_to(beta(r - m));
        run = if r > 1 && digit >= 8 { run + 1 } else { 0 };
    }
    value
}

/// The digits of i / 10^k.
pub(super) fn digits(mut i: usize, k: u32) -> Vec<u8> {
    let mut digits = vec![0; k as usize];
    for digit in digits.iter_mut().rev() {
        *digit = (i % BASE) as u8;
        i /= BASE;
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(numerator: i64, denominator: i64) -> BigRational {
        BigRational::new(numerator.into(), denominator.into())
    }

    #[test]
    fn the_first_levels_by_hand() {
        let two = koppen(2);
        assert_eq!(two[58], decimal(508, 1000));
        assert_eq!(two[59], decimal(554, 1000)); // between 0.508 and 0.6
        assert_eq!(two[60], decimal(6, 10));
        let three = koppen(3);
        assert_eq!(three[583], two[58].clone() + decimal(3, 10_000_000));
        assert_eq!(three[589], (&three[588] + &two[59]) / decimal(2, 1));
    }

    #[test]
    fn table_and_single_values_are_one_function() {
        let table = koppen(4);
        for i in (0..10_000).step_by(37).chain([8999, 9998, 9999, 5899]) {
            assert_eq!(koppen_at(&digits(i, 4)), table[i], "{i}");
        }
    }

    /// A grid within a finer one keeps its values.
    #[test]
    fn levels_agree() {
        let (coarse, fine) = (koppen(2), koppen(4));
        for (i, value) in coarse.iter().enumerate() {
            assert_eq!(*value, fine[100 * i]);
        }
    }

    /// The counterexample that Köppen gave.
    #[test]
    fn sprechers_function_falls() {
        assert_eq!(sprecher(&[5, 8, 9, 9, 9]), decimal(55_175, 100_000));
        assert_eq!(sprecher(&[5, 9]), decimal(55, 100));
    }
}
