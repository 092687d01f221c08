//! Which positions of an axis get a tick, and what is written there.

use super::scale::Scale;

/// The marks of an axis, in coordinates (see [`Scale::coordinate`]).
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Ticks {
    /// Positions with a grid line and a label.
    pub(super) major: Vec<(f64, String)>,
    /// Positions with a short stroke only.
    pub(super) minor: Vec<f64>,
}

/// Powers of ten up to this one are exact doubles.
const EXACT_POWERS: i32 = 22;

impl Scale {
    /// Ticks for the coordinates `lo..=hi`, about `wanted` of them.
    ///
    /// # Panics
    /// If the range is empty.
    pub(super) fn ticks(self, lo: f64, hi: f64, wanted: u32) -> Ticks {
        assert!(lo < hi, "an axis needs a range: {lo} to {hi}");
        match self {
            Self::Linear => Ticks { major: linear(lo, hi, wanted), minor: Vec::new() },
            Self::Log2 => Ticks { major: powers_of_two(lo, hi, wanted), minor: Vec::new() },
            Self::Log10 => decades(lo, hi, wanted),
        }
    }
}

/// Multiples of 1, 2 or 5 times a power of ten.
fn linear(lo: f64, hi: f64, wanted: u32) -> Vec<(f64, String)> {
    let (mantissa, mut exponent) = decimal((hi - lo) / f64::from(wanted));
    let step = match mantissa {
        m if m < 1.5 => 1,
        m if m < 3.5 => 2,
        m if m < 7.5 => 5,
        _ => {
            exponent += 1;
            1
        }
    };
    assert!(exponent.abs() <= EXACT_POWERS, "an axis from {lo} to {hi} needs another unit");
    // One rounding only, so that 3 steps of 0.1 print as 0.3.
    let at = |count: i64| {
        let scaled = (count * step) as f64;
        if exponent < 0 { scaled / ten_to(-exponent) } else { scaled * ten_to(exponent) }
    };
    let unit = at(1);
    let slack = 1e-9;
    let first = (lo / unit - slack).ceil() as i64;
    let last = (hi / unit + slack).floor() as i64;
    let furthest = if hi.abs() > lo.abs() { hi.abs() } else { lo.abs() };
    let scientific = furthest >= 1e5 || exponent < -4;
    (first..=last)
        .map(|count| {
            let value = at(count);
            let label = if count == 0 {
                "0".to_owned()
            } else if scientific {
                times_power_of_ten(value)
            } else {
                minus(format!("{value:.*}", usize::try_from(-exponent).unwrap_or(0)))
            };
            (value, label)
        })
        .collect()
}

/// Every decade that there is room for, or 1, 2, 5 within one or two.
fn decades(lo: f64, hi: f64, wanted: u32) -> Ticks {
    let (first, last) = (lo.ceil() as i32, hi.floor() as i32);
    let count = last - first + 1;
    let mut ticks = Ticks::default();
    let stride = 1 + (count - 1) / (wanted as i32 + 2);
    if count >= 2 {
        let start = first.div_euclid(stride) * stride;
        ticks.major = (start..=last)
            .step_by(stride as usize)
            .filter(|&n| n >= first)
            .map(|n| (f64::from(n), format!("10{}", superscript(n))))
            .collect();
        if stride > 1 {
            ticks.minor = (first..=last).filter(|n| n % stride != 0).map(f64::from).collect();
            return ticks;
        }
    }
    for n in first - 1..=last {
        for digit in 1..=9 {
            let at = f64::from(n) + Scale::Log10.coordinate(f64::from(digit));
            if at < lo || at > hi || (count >= 2 && digit == 1) {
                continue;
            }
            if count < 2 && (matches!(digit, 1 | 2 | 5) || hi - lo < 0.5) {
                ticks.major.push((at, plain_decimal(digit, n)));
            } else {
                ticks.minor.push(at);
            }
        }
    }
    ticks
}

fn powers_of_two(lo: f64, hi: f64, wanted: u32) -> Vec<(f64, String)> {
    let (first, last) = (lo.ceil() as i32, hi.floor() as i32);
    let stride = 1 + (last - first) / (wanted as i32 + 3);
    let start = first.div_euclid(stride) * stride;
    (start..=last)
        .step_by(stride as usize)
        .filter(|&n| n >= first)
        .map(|n| {
            let plain = (0..=16).contains(&last) && first >= 0;
            let label =
                if plain { (1_u32 << n).to_string() } else { format!("2{}", superscript(n)) };
            (f64::from(n), label)
        })
        .collect()
}

/// `x = m * 10^e` with 1 <= m < 10, read off the shortest decimal form.
fn decimal(x: f64) -> (f64, i32) {
    let text = format!("{x:e}");
    let (mantissa, exponent) = text.split_once('e').expect("LowerExp writes an e");
    (
        mantissa.parse().expect("a mantissa is a number"),
        exponent.parse().expect("an exponent is an integer"),
    )
}

fn ten_to(power: i32) -> f64 {
    (0..power).fold(1.0, |product, _| product * 10.0)
}

/// `1.5×10⁻⁶`.
fn times_power_of_ten(value: f64) -> String {
    let text = format!("{value:e}");
    let (mantissa, exponent) = text.split_once('e').expect("LowerExp writes an e");
    let exponent = exponent.parse().expect("an exponent is an integer");
    minus(format!("{mantissa}×10{}", superscript(exponent)))
}

/// `digit * 10^n` written out where that is short, else with a power.
fn plain_decimal(digit: i32, n: i32) -> String {
    match n {
        -3..0 => format!("0.{digit:0>width$}", width = n.unsigned_abs() as usize),
        0..5 => format!("{digit}{}", "0".repeat(n as usize)),
        _ => format!("{digit}×10{}", superscript(n)),
    }
}

/// The typographic minus sign.
fn minus(number: String) -> String {
    number.replace('-', "−")
}

fn superscript(n: i32) -> String {
    n.to_string()
        .chars()
        .map(|c| match c {
            '-' => '⁻',
            digit => ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹']
                [digit.to_digit(10).expect("a digit") as usize],
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(scale: Scale, lo: f64, hi: f64) -> Vec<String> {
        scale.ticks(lo, hi, 5).major.into_iter().map(|(_, label)| label).collect()
    }

    #[test]
    fn linear_ticks_are_round_and_print_alike() {
        assert_eq!(labels(Scale::Linear, 0.0, 1.0), ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
        assert_eq!(labels(Scale::Linear, -1.04, 1.04), ["−1.0", "−0.5", "0", "0.5", "1.0"]);
        assert_eq!(labels(Scale::Linear, 3.0, 41.0), ["10", "20", "30", "40"]);
        assert_eq!(
            labels(Scale::Linear, 0.0, 1e-5),
            ["0", "2×10⁻⁶", "4×10⁻⁶", "6×10⁻⁶", "8×10⁻⁶", "1×10⁻⁵"]
        );
        assert_eq!(labels(Scale::Linear, 0.0, 4e5)[4], "4×10⁵");
    }

    #[test]
    fn decades_have_superscripts_and_thin_out() {
        assert_eq!(labels(Scale::Log10, -3.2, 1.1), ["10⁻³", "10⁻²", "10⁻¹", "10⁰", "10¹"]);
        assert_eq!(
            labels(Scale::Log10, -16.0, 0.0),
            ["10⁻¹⁵", "10⁻¹²", "10⁻⁹", "10⁻⁶", "10⁻³", "10⁰"]
        );
        assert_eq!(labels(Scale::Log10, -0.4, 0.8), ["0.5", "1", "2", "5"]);
        assert_eq!(labels(Scale::Log10, -2.4, -1.6), ["0.005", "0.01", "0.02"]);
        let minor = Scale::Log10.ticks(0.0, 2.0, 5).minor;
        assert_eq!(minor.len(), 16);
    }

    #[test]
    fn doublings_are_written_out_while_they_are_short() {
        assert_eq!(labels(Scale::Log2, 2.0, 8.0), ["4", "8", "16", "32", "64", "128", "256"]);
        assert_eq!(labels(Scale::Log2, -2.0, 2.0), ["2⁻²", "2⁻¹", "2⁰", "2¹", "2²"]);
        assert_eq!(labels(Scale::Log2, 0.0, 30.0)[1], "2⁴");
    }
}
