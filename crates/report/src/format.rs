//! How numbers are printed in tables, figures and prose: one implementation.
//!
//! The digits are those of the exact binary value, correctly rounded (ties to
//! even) by the standard library's decimal printer, which is pure integer
//! arithmetic: no platform's `printf` has a say.

use std::fmt;
use std::str::FromStr;

use serde_json::Value;

use crate::{Error, as_f64};

/// A way of printing a number.
///
/// ```
/// use report::Format;
/// let format: Format = "sci2".parse()?;
/// assert_eq!(format.number(-0.000_123_4), "−1.23×10⁻⁴");
/// assert_eq!(Format::Percent(1).number(0.2567), "25.7%");
/// assert!("f12".parse::<Format>().is_err());
/// # Ok::<(), report::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// `int`: a whole number.
    Integer,
    /// `f0` to `f9`: so many digits after the point.
    Fixed(u8),
    /// `sci0` to `sci6`: so many digits after the point, times a power of ten.
    Scientific(u8),
    /// `pct0` to `pct3`: a fraction as a percentage with so many digits after the point.
    Percent(u8),
    /// `text`: a string as it is, a number with all its digits.
    Text,
}

impl Format {
    /// Prints `x`.
    ///
    /// The minus sign is U+2212; a value that rounds to zero has none. NaN and
    /// infinities print as `NaN`, `∞` and `−∞` in every format. `int` rounds to
    /// the nearest whole number.
    pub fn number(self, x: f64) -> String {
        if x.is_nan() {
            return "NaN".into();
        }
        let magnitude = x.abs();
        let digits = match self {
            _ if x.is_infinite() => "∞".into(),
            Format::Integer => format!("{magnitude:.0}"),
            Format::Fixed(places) => format!("{magnitude:.*}", usize::from(places)),
            Format::Scientific(places) => scientific(magnitude, usize::from(places)),
            Format::Percent(places) => percent(magnitude, usize::from(places)),
            Format::Text if x == 0.0 => "0".into(),
            Format::Text => shortest(magnitude),
        };
        let rounds_to_zero =
            x.is_finite() && !mantissa(&digits).contains(|c| matches!(c, '1'..='9'));
        if x < 0.0 && !rounds_to_zero { format!("−{digits}") } else { digits }
    }

    /// Prints a value of a table or of a report.
    ///
    /// Numbers print as [`Format::number`] does; strings as they are (so that a
    /// column of numbers may say `diverged`), except `"nan"`, `"inf"` and
    /// `"-inf"`, which are numbers; booleans as `yes` and `no`; null as `–`.
    ///
    /// # Errors
    ///
    /// [`Error::Unprintable`] for arrays and objects, and for a number with a
    /// fraction under `int`.
    pub fn value(self, value: &Value) -> Result<String, Error> {
        let unprintable = |expected| Error::Unprintable {
            format: self.to_string(),
            value: value.to_string(),
            expected,
        };
        match (value, as_f64(value)) {
            // Beyond 2^53 a whole number has digits that an f64 has lost.
            (Value::Number(n), _) if n.is_i64() || n.is_u64() => match self {
                Format::Integer | Format::Text => Ok(n.to_string().replace('-', "−")),
                _ => Ok(self.number(n.as_f64().expect("an integer fits"))),
            },
            (_, Some(x)) if self == Format::Integer && x.is_finite() && x.fract() != 0.0 => {
                Err(unprintable("whole numbers"))
            }
            (_, Some(x)) => Ok(self.number(x)),
            (Value::String(s), None) => Ok(s.clone()),
            (Value::Bool(true), None) => Ok("yes".into()),
            (Value::Bool(false), None) => Ok("no".into()),
            (Value::Null, None) => Ok("–".into()),
            _ => Err(unprintable("a number, string, boolean or null")),
        }
    }

    /// Whether a column of this format is set flush right.
    pub fn is_numeric(self) -> bool {
        self != Format::Text
    }
}

/// `1.23×10⁻⁴`; zero is `0`.
fn scientific(x: f64, places: usize) -> String {
    if x == 0.0 {
        return "0".into();
    }
    let text = format!("{x:.places$e}");
    let (digits, exponent) = text.split_once('e').expect("`{:e}` writes an e");
    format!("{digits}×10{}", superscript(exponent))
}

/// An integer in Unicode superscripts: `-4` becomes `⁻⁴`.
pub fn superscript(integer: impl fmt::Display) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let raise = |c: char| c.to_digit(10).map_or('⁻', |digit| DIGITS[digit as usize]);
    integer.to_string().chars().map(raise).collect()
}

/// `25.7%`. The point is moved in the decimal text: a multiplication by 100
/// would round once more, and could move a digit.
fn percent(x: f64, places: usize) -> String {
    let text = format!("{x:.*}", places + 2);
    let (whole, fraction) = text.split_once('.').expect("at least two places");
    let (hundredths, rest) = fraction.split_at(2);
    let whole = format!("{whole}{hundredths}");
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let point = if rest.is_empty() { "" } else { "." };
    format!("{whole}{point}{rest}%")
}

/// All digits that matter: `0.1`, `1000`, `1.5×10⁻⁷`.
fn shortest(x: f64) -> String {
    if (1e-5..1e16).contains(&x) {
        return x.to_string();
    }
    let text = format!("{x:e}");
    let (digits, exponent) = text.split_once('e').expect("`{:e}` writes an e");
    format!("{digits}×10{}", superscript(exponent))
}

/// The digits before `×10ⁿ`.
fn mantissa(digits: &str) -> &str {
    digits.split('×').next().unwrap_or(digits)
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Format::Integer => write!(f, "int"),
            Format::Fixed(places) => write!(f, "f{places}"),
            Format::Scientific(places) => write!(f, "sci{places}"),
            Format::Percent(places) => write!(f, "pct{places}"),
            Format::Text => write!(f, "text"),
        }
    }
}

impl FromStr for Format {
    type Err = Error;

    /// Reads a format's name.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownFormat`] names it and lists the formats there are.
    fn from_str(name: &str) -> Result<Format, Error> {
        let places = |prefix: &str, most: char| match name.strip_prefix(prefix)?.as_bytes() {
            [digit @ b'0'..=b'9'] if char::from(*digit) <= most => Some(digit - b'0'),
            _ => None,
        };
        match name {
            "int" => Ok(Format::Integer),
            "text" => Ok(Format::Text),
            _ => places("f", '9')
                .map(Format::Fixed)
                .or_else(|| places("sci", '6').map(Format::Scientific))
                .or_else(|| places("pct", '3').map(Format::Percent))
                .ok_or_else(|| Error::UnknownFormat(name.into())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn print(name: &str, x: f64) -> String {
        name.parse::<Format>().unwrap().number(x)
    }

    /// All formats there are.
    fn all() -> Vec<Format> {
        let mut formats = vec![Format::Integer, Format::Text];
        formats.extend((0..=9).map(Format::Fixed));
        formats.extend((0..=6).map(Format::Scientific));
        formats.extend((0..=3).map(Format::Percent));
        formats
    }

    /// What a reader of the printed text takes it to be; percentages as
    /// percentages.
    fn read(text: &str) -> f64 {
        let plain: String = text
            .trim_end_matches('%')
            .replace("×10", "e")
            .chars()
            .map(|c| match c {
                '−' | '⁻' => '-',
                _ => "⁰¹²³⁴⁵⁶⁷⁸⁹"
                    .chars()
                    .position(|s| s == c)
                    .map_or(c, |digit| char::from(b'0' + digit as u8)),
            })
            .collect();
        plain.replace('∞', "inf").parse().unwrap()
    }

    #[test]
    fn known_texts() {
        assert_eq!(print("int", -12345.0), "−12345");
        assert_eq!(print("f3", 1.0005), "1.000"); // the double lies below the tie
        assert_eq!(print("f0", 2.5), "2"); // a true tie goes to even
        assert_eq!(print("f2", -0.004), "0.00");
        assert_eq!(print("sci2", 9.999e-5), "1.00×10⁻⁴");
        assert_eq!(print("sci0", 6.022e23), "6×10²³");
        assert_eq!(print("sci3", 0.0), "0");
        assert_eq!(print("sci1", -5e-324), "−4.9×10⁻³²⁴");
        assert_eq!(print("pct1", -1.0), "−100.0%");
        assert_eq!(print("pct3", 0.000_012_3), "0.001%");
        assert_eq!(print("text", -0.1), "−0.1");
        assert_eq!(print("text", 1.5e-7), "1.5×10⁻⁷");
        for name in ["int", "f9", "sci6", "pct0", "text"] {
            assert_eq!(print(name, f64::NAN), "NaN");
            assert_eq!(print(name, f64::INFINITY), "∞");
            assert_eq!(print(name, f64::NEG_INFINITY), "−∞");
            assert!(!print(name, -0.0).contains('−'));
        }
    }

    #[test]
    fn percent_rounds_the_exact_value_once() {
        // These doubles lie a little above their ties, but 100.0 * 0.005 is 0.5
        // and 100.0 * 0.0015 is 0.15, which would round down.
        assert_eq!(print("pct0", 0.005), "1%");
        assert_eq!(print("pct1", 0.0015), "0.2%");
        assert_eq!(print("pct1", 1.0005), "100.0%"); // a little below
    }

    #[test]
    fn values_of_every_json_kind() {
        let value = |format: Format, value| format.value(&value).unwrap();
        assert_eq!(value(Format::Integer, json!(u64::MAX)), "18446744073709551615");
        assert_eq!(value(Format::Integer, json!(i64::MIN)), "−9223372036854775808");
        assert_eq!(value(Format::Integer, json!(3.0)), "3");
        assert_eq!(value(Format::Fixed(1), json!(3)), "3.0");
        assert_eq!(value(Format::Fixed(1), json!("-inf")), "−∞");
        assert_eq!(value(Format::Fixed(1), json!("diverged")), "diverged");
        assert_eq!(value(Format::Text, json!(true)), "yes");
        assert_eq!(value(Format::Text, Value::Null), "–");
    }

    #[test]
    fn errors_name_the_thing_and_what_was_expected() {
        let message = |name: &str| name.parse::<Format>().unwrap_err().to_string();
        for name in ["f", "f10", "fx", "sci7", "pct4", "", "float", "sci٣"] {
            assert!(message(name).starts_with(&format!("unknown format `{name}`")));
            assert!(message(name).contains("`sci0` to `sci6`"));
        }
        let error = Format::Integer.value(&json!(2.5)).unwrap_err().to_string();
        assert_eq!(error, "format `int` cannot print 2.5: it takes whole numbers");
        assert!(Format::Text.value(&json!([1])).is_err());
    }

    #[test]
    fn names_round_trip() {
        for format in all() {
            assert_eq!(format.to_string().parse::<Format>().unwrap(), format);
        }
    }

    proptest! {
        /// What was printed, read and printed again is the same text, and lies
        /// within half a unit of the last digit.
        #[test]
        fn printing_round_trips(
            x in prop_oneof![-1e6..1e6f64, any::<f64>().prop_filter("finite", |x| x.is_finite())]
        ) {
            for format in all() {
                let text = format.number(x);
                let shown = read(&text);
                let (back, unit) = match format {
                    Format::Text => (shown, 0.0),
                    Format::Integer => (shown, 1.0),
                    Format::Fixed(places) => (shown, read(&format!("1e-{places}"))),
                    Format::Percent(places) => {
                        // Moves the point as the reader does: in the text.
                        let fraction = format!("{}e-2", text.trim_end_matches('%').replace('−', "-"));
                        (fraction.parse().unwrap(), read(&format!("1e-{}", places + 2)))
                    }
                    Format::Scientific(places) => {
                        let exponent = text.split_once('×').map_or("⁰", |(_, power)| &power[2..]);
                        (shown, read(&format!("1×10{exponent}")) * read(&format!("1e-{places}")))
                    }
                };
                // One part in 10^15 for the reader's own rounding.
                let slack = 0.5 * unit + 1e-15 * x.abs();
                prop_assert!(back.is_infinite() || (back - x).abs() <= slack, "{format} of {x:e}: {text}");
                prop_assert_eq!(format.number(back), text);
            }
        }
    }
}
