//! How far the elementary functions are from the truth, in units in the last
//! place (ulp).
//!
//! The truth is a committed table, `data/reference.csv`, computed with 200 bits
//! by `data/make_reference.py`: for each point the double nearest to f(x) and
//! what is left to f(x) itself. It is the same on every platform, so the
//! measurement is too.

use crate::elementary;

const REFERENCE: &str = include_str!("../data/reference.csv");

/// The error of one function over its points in the table.
#[derive(Clone, PartialEq, Debug)]
pub struct Accuracy {
    /// The function's name in [`elementary`].
    pub function: &'static str,
    /// How many points the table has.
    pub points: usize,
    /// The share of points, from 0 to 1, where the result is the nearest double.
    pub correctly_rounded: f64,
    /// The largest error, in ulp of the true value.
    pub worst_ulp: f64,
    /// Where it occurs.
    pub worst_x: f64,
    /// The largest error that the function's documentation admits.
    pub documented_ulp: f64,
}

/// Measures every function of the table, in a fixed order.
///
/// ```
/// for function in numerics::accuracy::measure() {
///     assert!(function.worst_ulp <= function.documented_ulp);
/// }
/// ```
pub fn measure() -> Vec<Accuracy> {
    type Row = (&'static str, fn(f64) -> f64, f64);
    let functions: [Row; 9] = [
        ("exp", elementary::exp, 0.73),
        ("sigmoid", elementary::sigmoid, 2.33),
        ("tanh", elementary::tanh, 1.33),
        ("ln", elementary::ln, 0.81),
        ("log1p", elementary::log1p, 0.81),
        ("softplus", elementary::softplus, 1.50),
        ("sin", elementary::sin, 0.79),
        ("cos", elementary::cos, 0.82),
        ("erf", elementary::erf, 1.53),
    ];
    functions.map(|(name, f, documented)| measure_one(name, f, documented)).into()
}

fn measure_one(name: &'static str, f: fn(f64) -> f64, documented_ulp: f64) -> Accuracy {
    let (mut points, mut nearest_ones) = (0, 0);
    let (mut worst_ulp, mut worst_x) = (0.0, f64::NAN);
    for point in reference(name) {
        let error = point.error(f(point.x));
        // NaN is worse than any error.
        let error = if error.is_nan() { f64::INFINITY } else { error };
        points += 1;
        nearest_ones += u32::from(f(point.x) == point.nearest);
        if error > worst_ulp {
            (worst_ulp, worst_x) = (error, point.x);
        }
    }
    let correctly_rounded = f64::from(nearest_ones) / points as f64;
    Accuracy { function: name, points, correctly_rounded, worst_ulp, worst_x, documented_ulp }
}

/// A point of the table: f(x) = nearest + rest ulp.
struct Point {
    x: f64,
    nearest: f64,
    rest: f64,
}

impl Point {
    /// The error of `y` as a value of f(x), in ulp of f(x).
    fn error(&self, y: f64) -> f64 {
        // The ulp is the gap that the true value lies in; at a power of two the
        // gaps on the two sides differ.
        let ulp = if self.rest > 0.0 {
            self.nearest.next_up() - self.nearest
        } else {
            self.nearest - self.nearest.next_down()
        };
        ((y - self.nearest) / ulp - self.rest).abs()
    }
}

/// The table's points of one function.
fn reference(name: &str) -> impl Iterator<Item = Point> {
    let value =
        |word: &str| f64::from_bits(u64::from_str_radix(word, 16).expect("bits of a double"));
    REFERENCE.lines().skip(1).filter_map(move |line| {
        let words: Vec<_> = line.split(',').collect();
        let &[function, x, nearest, rest] = words.as_slice() else {
            panic!("reference.csv: {line:?} should have four columns");
        };
        let rest = rest.parse().expect("reference.csv: the rest is a decimal number");
        (function == name).then(|| Point { x: value(x), nearest: value(nearest), rest })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_stay_within_the_documented_ones_and_come_close() {
        for function in measure() {
            let Accuracy { worst_ulp, documented_ulp, .. } = function;
            assert_eq!(function.points, 404, "{function:?}");
            assert!(worst_ulp <= documented_ulp, "{function:?}");
            assert!(worst_ulp > 0.9 * documented_ulp, "{function:?}");
        }
    }

    #[test]
    fn an_error_is_counted_from_the_true_value() {
        // 2^-54 below 1, where doubles are 2^-53 apart: half an ulp from 1.
        let point = Point { x: 0.0, nearest: 1.0, rest: -0.5 };
        assert_eq!(point.error(1.0), 0.5);
        assert_eq!(point.error(1.0f64.next_down()), 0.5);
        // The next double above 1 is two such steps further away.
        assert_eq!(point.error(1.0f64.next_up()), 2.5);
    }
}
